"""Disclosure for people: the policy, the report and its mailbox in public, and the staff's list and case pages."""

from waarborg_disclosure.pages import case, listing, policy, public_thanks, reporting  # noqa: F401 - hang their routes
from waarborg_disclosure.pages.blueprints import public, staff
from waarborg_disclosure.pages.mailbox import LIMITER

__all__ = ["LIMITER", "public", "staff"]
