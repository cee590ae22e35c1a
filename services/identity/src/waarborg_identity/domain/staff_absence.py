"""Leave: for which time somebody is away, and which of his roles the one who stands in for him gets meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from waarborg_identity.domain.staff_grants import Granted, Period, StaffError, stands, time_of
from waarborg_shared.hooks.values import Text

LONGEST_LEAVE = timedelta(weeks=104)
"""How far ahead leave is recorded: for as long as an employer pays who is ill (art. 7:629 BW). Longer is no leave."""


class TooLong(StaffError):
    """Leave ends within two years from now; of who is away for longer somebody ends or gives the roles."""

    field = "until_on"
    text = Text(
        "Leg verlof vast tot ten hoogste twee jaar vooruit (104 weken).",
        "Record leave for two years ahead at the most (104 weeks).",
    )


class AwayAlready(StaffError):
    """Somebody is away once at a time."""

    field = "from_on"
    text = Text(
        "Voor deze dagen is al afwezigheid vastgelegd. Beëindig die eerst.",
        "An absence is recorded for these days already. End that one first.",
    )


class NoSuchStandIn(StaffError):
    """The one who stands in is somebody else, who works here and can sign in."""

    field = "stand_in"
    text = Text(
        "Kies een andere medewerker van wie het account open is.",
        "Choose another member of staff whose account is open.",
    )


class StandInAway(StaffError):
    """Who is away himself stands in for nobody."""

    field = "stand_in"
    text = Text("Deze medewerker is dan zelf afwezig.", "This member of staff is away then too.")


class AbsenceIsOver(StaffError):
    """An absence that ended cannot be ended again."""

    text = Text("Deze afwezigheid is al voorbij.", "This absence is over already.")


class OwnGrant(Granted, Protocol):
    """A role that somebody has, and whether he has it as somebody's stand-in."""

    @property
    def role(self) -> str: ...
    @property
    def stand_in_for(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A role that goes to a stand-in, and for which time."""

    role: str
    time: Period


def passed_on(grants: Iterable[OwnGrant], away: Period, now: datetime) -> tuple[PassedOn, ...]:
    """Return what a stand-in gets: the absent one's own roles for as long as he is away *and* has them, never more.

    What the absent one has as a stand-in himself stays with him: a stand-in names no stand-in.
    """
    own = [(grant.role, time_of(grant)) for grant in grants if grant.stand_in_for is None and stands(grant, now)]
    return tuple(PassedOn(role, away.within(given)) for role, given in own if away.overlaps(given))


def check_absence(asked: Period, *, own: Iterable[Period], of_stand_in: Iterable[Period], now: datetime) -> None:
    """Pass when leave has an end in time, and neither who goes nor his stand-in is away at that time already.

    Raises:
        TooLong, AwayAlready, StandInAway
    """
    if asked.until is None or asked.until - now > LONGEST_LEAVE:
        raise TooLong
    if any(asked.overlaps(each) for each in own):
        raise AwayAlready
    if any(asked.overlaps(each) for each in of_stand_in):
        raise StandInAway
