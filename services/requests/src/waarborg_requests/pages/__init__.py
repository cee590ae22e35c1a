"""Requests for people: the public form and the status page, and the staff's list and case pages."""

from waarborg_requests.pages import beginning, beginning_own, deliveries, handling
from waarborg_requests.pages.public import LIMITER, public
from waarborg_requests.pages.staff import staff

PAGES = (public, staff)

# The routes of these hang on the pages above.
__all__ = ["LIMITER", "PAGES", "beginning", "beginning_own", "deliveries", "handling", "public", "staff"]
