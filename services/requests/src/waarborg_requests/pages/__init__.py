"""Requests for people: the public form and the status page, and the staff's list and case pages."""

from waarborg_requests.pages import complaining, deliveries, handling, speaking
from waarborg_requests.pages.looking_up import LIMITER
from waarborg_requests.pages.public import public
from waarborg_requests.pages.staff import staff

PAGES = (public, staff)

# The routes of these hang on the pages above.
__all__ = ["LIMITER", "PAGES", "complaining", "deliveries", "handling", "public", "speaking", "staff"]
