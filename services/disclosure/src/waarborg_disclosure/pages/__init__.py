"""Disclosure for people: the policy, the report and its mailbox in public, and the staff's list and case pages."""

from waarborg_disclosure.pages import (  # noqa: F401 - hang their routes
    case,
    complaints,
    encrypted,
    entering,
    figures,
    files,
    following_up,
    listing,
    maturity,
    policy,
    public_thanks,
)
from waarborg_disclosure.pages.blueprints import public, staff
from waarborg_disclosure.pages.finding import SECURITY_TXT, SIGNED, finding
from waarborg_disclosure.pages.mailbox import LIMITER
from waarborg_disclosure.pages.reporting import REPORTS

__all__ = ["LIMITER", "REPORTS", "SECURITY_TXT", "SIGNED", "finding", "public", "staff"]
