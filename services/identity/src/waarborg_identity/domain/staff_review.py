"""The review of who may do what: its clock, what is asked of whom (B12, J9), and when it is done."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from waarborg_identity.domain.staff_grants import StaffError
from waarborg_shared.clocks import AMSTERDAM, ClockRule, Term
from waarborg_shared.hooks.values import Text

CLOCK = "access-review"


class Verdict(StrEnum):
    """What a review comes to for one member of staff."""

    KEPT = "kept"
    ENDED = "ended"


class Paper(StrEnum):
    """What an organisation sees of its staff: a certificate of conduct (VOG), and the signed promise of secrecy."""

    CERTIFICATE = "certificate"
    SECRECY = "secrecy"


class NotYet(StaffError):
    """A certificate that was seen, or a promise that was signed, was so today or before."""

    text = Text("Deze dag moet nog komen.", "This day is still to come.")

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class OwnMatter(StaffError):
    """Somebody else looks at one's rights and papers."""

    text = Text(
        "Over uzelf legt u dit niet vast. Dat doet een collega die rollen mag geven.",
        "You do not record this about yourself. A colleague who may give roles does.",
    )


class NotAllReviewed(StaffError):
    """A review is done when everybody was looked at."""

    text = Text(
        "Nog niet iedereen is bekeken. Vink eerst iedereen af.",
        "Not everybody has been reviewed yet. Tick everybody first.",
    )


class OtherReview(StaffError):
    """A review is completed by who saw it: the one of that number is over, or is still to come."""

    field = "number"
    text = Text(
        "Deze ronde loopt niet of niet meer. Bekijk de lijst opnieuw.",
        "This review does not run, or no longer. Look at the list again.",
    )


class Policy(Protocol):
    """What an organisation says of reviews and certificates."""

    @property
    def review_every(self) -> Term: ...
    @property
    def certificate_roles(self) -> frozenset[str]: ...
    @property
    def source(self) -> str: ...


def clock_rule(policy: Policy) -> ClockRule:
    """Return the clock of a review: it begins where the one before it was completed."""
    return ClockRule(name=CLOCK, start_event="review-begun", term=policy.review_every, source=policy.source)


def papers_missing(
    roles: Collection[str], *, seen_on: date | None, signed_on: date | None, policy: Policy
) -> tuple[Paper, ...]:
    """Return what is asked of somebody with these roles and was not seen: secrecy of all (J9), a VOG of some (B12)."""
    missing = []
    if seen_on is None and policy.certificate_roles.intersection(roles):
        missing.append(Paper.CERTIFICATE)
    if signed_on is None:
        missing.append(Paper.SECRECY)
    return tuple(missing)


def check_paper(field: str, day: date | None, now: datetime) -> None:
    """Pass for a day that is not in the future. Raises NotYet."""
    if day is not None and day > now.astimezone(AMSTERDAM).date():
        raise NotYet(field)


def about_himself(actor: str, account_id: str, *, one_person: bool, others: bool) -> bool:
    """Whether somebody records something about himself because nobody else can (J8).

    Raises:
        OwnMatter: there are ``others`` who can, in an organisation that is not of one person.
    """
    if actor != account_id:
        return False
    if others and not one_person:
        raise OwnMatter
    return True


def check_complete(active: Collection[str], reviewed: Collection[str], *, running: int, asked: int) -> None:
    """Pass when everybody whose account is open was looked at in the review that was asked for.

    Raises:
        OtherReview, NotAllReviewed
    """
    if running != asked:
        raise OtherReview
    if set(active) - set(reviewed):
        raise NotAllReviewed
