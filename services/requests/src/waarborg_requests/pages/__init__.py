"""Requests for people: the public form and the status page, and the staff's list and case pages."""

from waarborg_requests.pages import deliveries, handling, letters, secure_answers
from waarborg_requests.pages.guessing import LIMITER
from waarborg_requests.pages.public import public
from waarborg_requests.pages.staff import staff

PAGES = (public, staff)

# The routes of these hang on the pages above.
__all__ = ["LIMITER", "PAGES", "deliveries", "handling", "letters", "public", "secure_answers", "staff"]
