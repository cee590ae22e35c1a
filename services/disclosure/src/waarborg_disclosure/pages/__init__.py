"""Disclosure for people: the policy, the report and its mailbox in public, and the staff's list and case pages."""

from waarborg_disclosure.pages import (  # noqa: F401 - hang their routes
    case,
    encrypted,
    figures,
    listing,
    maturity,
    policy,
    public_thanks,
    reporting,
)
from waarborg_disclosure.pages.blueprints import public, staff
from waarborg_disclosure.pages.finding import SECURITY_TXT, SIGNED, finding
from waarborg_disclosure.pages.mailbox import LIMITER

__all__ = ["LIMITER", "SECURITY_TXT", "SIGNED", "finding", "public", "staff"]
