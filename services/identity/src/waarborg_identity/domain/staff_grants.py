"""Roles of staff: for which time one is given, by whom, how a grant stands, and that somebody is left who can give."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from waarborg_shared.clocks import AMSTERDAM
from waarborg_shared.hooks.values import Text


class StaffError(ValueError):
    """Something in the administration of staff cannot be so; ``field`` names what was filled in wrongly."""

    field = ""
    text = Text("Dit kan zo niet.", "This cannot be so.")


class InThePast(StaffError):
    """A role is given from today on, and until a day that is still to come."""

    text = Text(
        "Deze dag is al voorbij. Kies vandaag of een latere dag.", "This day has passed. Choose today or a later day."
    )

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class EndsBeforeItBegins(StaffError):
    """The last day lies before the first."""

    field = "until_on"
    text = Text("De laatste dag ligt vóór de eerste.", "The last day lies before the first.")


class OwnRole(StaffError):
    """Nobody gives himself a role, be it directly or as somebody's stand-in."""

    text = Text(
        "U kunt uzelf geen rol geven. Vraag een collega die rollen mag geven.",
        "You cannot give yourself a role. Ask a colleague who may give roles.",
    )

    def __init__(self, field: str = "role") -> None:
        super().__init__(field)
        self.field = field


class HasRoleAlready(StaffError):
    """The role was given for (a part of) that time already."""

    field = "role"
    text = Text(
        "Deze medewerker heeft deze rol dan al. Beëindig die eerst, of kies een andere tijd.",
        "This member of staff has this role then already. End it first, or choose another time.",
    )


class GrantIsOver(StaffError):
    """A role that was ended or ran out cannot be ended again."""

    text = Text("Deze rol is al beëindigd of afgelopen.", "This role was ended or has run out already.")


class LastHolder(StaffError):
    """Without him nobody could give roles any more."""

    text = Text(
        "Dit is de laatste die zonder einddatum rollen mag geven. Geef dat recht eerst aan een ander.",
        "This is the last one who may give roles without an end date. Give that right to somebody else first.",
    )


class GrantState(StrEnum):
    """How a grant stands at a moment."""

    TO_COME = "to_come"
    IN_FORCE = "in_force"
    RAN_OUT = "ran_out"
    ENDED = "ended"


class Granted(Protocol):
    """A role that was given, as far as its time goes."""

    @property
    def granted_at(self) -> datetime: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def until(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Period:
    """A time: from a moment on, and up to another (None: without an end). Moments are aware UTC."""

    starts_at: datetime
    until: datetime | None

    def overlaps(self, other: "Period") -> bool:
        """Whether the two have a moment in common."""
        mine_ends_later = self.until is None or other.starts_at < self.until
        return mine_ends_later and (other.until is None or self.starts_at < other.until)

    def within(self, other: "Period") -> "Period":
        """Return the part of this time that lies within another; they overlap."""
        ends = [each for each in (self.until, other.until) if each is not None]
        return Period(max(self.starts_at, other.starts_at), min(ends, default=None))


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who may give roles at this moment; ``lasting`` when by a role of his own that has no end."""

    account_id: str
    lasting: bool


def period(from_on: date | None, until_on: date | None, now: datetime) -> Period:
    """Return the time from a day on (None: at once) up to and with another (None: open), days in Amsterdam.

    Raises:
        InThePast, EndsBeforeItBegins
    """
    today = now.astimezone(AMSTERDAM).date()
    first = from_on or today
    if first < today:
        raise InThePast("from_on")
    if until_on is not None and until_on < today:
        raise InThePast("until_on")
    if until_on is not None and until_on < first:
        raise EndsBeforeItBegins
    until = None if until_on is None else _begin_of(until_on + timedelta(days=1))
    return Period(now if first == today else _begin_of(first), until)


def last_day(until: datetime) -> date:
    """Return the last day (in Amsterdam) of a time that ends at ``until``, which is not a moment of it any more."""
    return (until - timedelta(microseconds=1)).astimezone(AMSTERDAM).date()


def time_of(grant: Granted) -> Period:
    """Return for which time a role was given, whatever became of it."""
    return Period(grant.starts_at or grant.granted_at, grant.until)


def state_of(grant: Granted, now: datetime) -> GrantState:
    """Return how a grant stands."""
    given = time_of(grant)
    if grant.ended_at is not None:
        return GrantState.ENDED
    if given.until is not None and given.until <= now:
        return GrantState.RAN_OUT
    return GrantState.IN_FORCE if given.starts_at <= now else GrantState.TO_COME


def stands(grant: Granted, now: datetime) -> bool:
    """Whether a grant counts now or will, unless somebody ends it."""
    return state_of(grant, now) in (GrantState.IN_FORCE, GrantState.TO_COME)


def check_new_grant(asked: Period, standing: Iterable[Period]) -> None:
    """Pass when nothing that stands of the same role is for the same time. Raises HasRoleAlready."""
    if any(asked.overlaps(each) for each in standing):
        raise HasRoleAlready


def alone(granter: str, holder: str, *, one_person: bool, field: str = "role") -> bool:
    """Whether somebody acts for himself where another should, which an organisation of one person lets him (J8).

    Raises:
        OwnRole: it is himself and there are others.
    """
    if granter != holder:
        return False
    if not one_person:
        raise OwnRole(field)
    return True


def check_somebody_left(before: Collection[Holding], after: Collection[Holding]) -> None:
    """Pass when after a change somebody can still give roles, and lastingly so if that was so. Raises LastHolder."""
    lasted = any(each.lasting for each in before)
    lasts = any(each.lasting for each in after)
    if (lasted and not lasts) or (before and not after):
        raise LastHolder


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)
