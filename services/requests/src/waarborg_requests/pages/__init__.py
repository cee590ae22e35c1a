"""Requests for people: the public form and the status page, and the staff's list and case pages."""

from waarborg_requests.pages import (
    beginning,
    beginning_own,
    carrying,
    collecting,
    complaining,
    deliveries,
    hand_in,
    handling,
    identification,
    intake,
    intake_staff,
    letters,
    new_code,
    notices,
    package,
    review,
    second_look,
    secure_answers,
    speaking,
)
from waarborg_requests.pages.desk import assigning, exports, figures, listing, months
from waarborg_requests.pages.guessing import LIMITER
from waarborg_requests.pages.public import public
from waarborg_requests.pages.staff import staff

PAGES = (public, staff)

# The routes of the modules above hang on these pages.
__all__ = [
    "LIMITER",
    "PAGES",
    "assigning",
    "beginning",
    "beginning_own",
    "carrying",
    "collecting",
    "complaining",
    "deliveries",
    "exports",
    "figures",
    "hand_in",
    "handling",
    "identification",
    "intake",
    "intake_staff",
    "letters",
    "listing",
    "months",
    "new_code",
    "notices",
    "package",
    "public",
    "review",
    "second_look",
    "secure_answers",
    "speaking",
    "staff",
]
