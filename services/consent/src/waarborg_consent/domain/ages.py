"""The birthdays on which the law puts a decision into other hands: the 12th, the 16th and the 18th."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import IntEnum
from types import MappingProxyType

from waarborg_consent.domain.consent_errors import ConsentError
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks.values import Text

CHILD_SPEAKS = 12
OWN_CARE_AND_DATA = 16
OF_AGE = 18
REVIEW_AGES = (CHILD_SPEAKS, OWN_CARE_AND_DATA, OF_AGE)
REVIEW_SOURCES = MappingProxyType(
    {
        CHILD_SPEAKS: "art. 7:450(2) BW",
        OWN_CARE_AND_DATA: "art. 7:447(1) BW; art. 5(1) UAVG",
        OF_AGE: "art. 1:233 BW",
    }
)
REVIEW_CLOCKS = MappingProxyType({f"turns-{age}": age for age in REVIEW_AGES})
"""The clocks of a minor's file by name, with the age that is reached when each runs out."""
_WARN_BEFORE = timedelta(days=28)


class BornInTheFuture(ConsentError):
    """A date of birth that is still to come."""

    field = "born_on"
    text = Text("Deze geboortedatum ligt in de toekomst.", "This date of birth lies in the future.")


class NotAMinor(ConsentError):
    """Who is of age has no birthday that matters here, and none is kept."""

    field = "born_on"
    text = Text(
        "Deze cliënt is 18 of ouder. De geboortedatum is hier niet nodig en wordt niet bewaard.",
        "This client is 18 or older. The date of birth is not needed here and is not kept.",
    )


class NothingToReview(ConsentError):
    """No birthday came after which consents are still to be gone through."""

    field = "clock"
    text = Text("Hier hoeft niets meer bekeken te worden.", "There is nothing left to look at here.")


class AgeGroup(IntEnum):
    """Between which birthdays somebody is: the number is the age that has been reached."""

    UNDER_12 = 0
    FROM_12 = CHILD_SPEAKS
    FROM_16 = OWN_CARE_AND_DATA
    ADULT = OF_AGE


def birthday(born_on: date, age: int) -> date:
    """Return the day on which somebody reaches an age, from its first minute in Europe/Amsterdam on.

    A year of age is full when its last day is over: who was born on 29 February is a year older on 1 March.
    """
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def birthdays(born_on: date, *, today: date) -> dict[int, date]:
    """Return the birthdays that matter of a minor, by age.

    Raises:
        BornInTheFuture, NotAMinor.
    """
    if born_on > today:
        raise BornInTheFuture
    days = {age: birthday(born_on, age) for age in REVIEW_AGES}
    if days[OF_AGE] <= today:
        raise NotAMinor
    return days


def age_group(days: Mapping[int, date], on: date) -> AgeGroup:
    """Return between which birthdays somebody is on a day. One that had gone by when it was recorded follows from those
    to come; of whom none is kept is of age."""
    known = _with_those_gone_by(days)
    return max(group for group in AgeGroup if group == 0 or known.get(group, date.min) <= on)


def _with_those_gone_by(days: Mapping[int, date]) -> Mapping[int, date]:
    if not days or len(days) == len(REVIEW_AGES):
        return days
    age, day = min(days.items())
    return {**{each: birthday(day, each - age) for each in REVIEW_AGES if each < age}, **days}


def review_rule(age: int, *, day: date, today: date) -> ClockRule:
    """Return the clock that runs out with the last second before a birthday, and reminds four weeks ahead.

    For a birthday that has gone by it is a clock without a term, to be started on the eve of that day.
    """
    days = max((day - today).days - 1, 0)
    remind_at = max(1 - _WARN_BEFORE.days / days, 0.01) if days else 1.0
    return ClockRule(
        name=f"turns-{age}",
        start_event="registered",
        term=Term(days, Unit.DAYS),
        source=REVIEW_SOURCES[age],
        remind_at=remind_at,
    )
