"""Requests for people: the public form and the status page, and the staff's list and case pages."""

from waarborg_requests.pages import deliveries
from waarborg_requests.pages.public import LIMITER, public
from waarborg_requests.pages.staff import staff

# The routes of `deliveries` hang on the staff's pages.
__all__ = ["LIMITER", "deliveries", "public", "staff"]
