"""Disclosure for people: the policy, the report and its mailbox in public, and the staff's list and case pages."""

from waarborg_disclosure.pages.public import LIMITER, public
from waarborg_disclosure.pages.staff import staff

__all__ = ["LIMITER", "public", "staff"]
