"""When it happened, was discovered and reported, and who knew when; and which clock runs from which of these.

A moment that is corrected keeps what it was on the timeline; every clock that runs from it is worked out anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from waarborg_breach.domain.states import BreachError
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.clocks import ClockRule, due_on, in_force
from waarborg_shared.hooks.values import BreachProtocol, BreachStart, Text

AUTHORITY = "authority"
PRESSING = frozenset({AUTHORITY, "persons", "supplement"})
"""The clocks that must not be lost because the responsible person cannot be reached."""
_SAME_NIGHT, _DAY = timedelta(hours=12), timedelta(hours=25)

WHY_WRONG: Mapping[str, Text] = {
    "in-the-future": Text("Dit moment moet nog komen.", "This moment is still to come."),
    "before-discovery": Text(
        "Dit ligt voor de ontdekking: dat kan niet.", "This lies before the discovery: that cannot be."
    ),
    "after-discovery": Text(
        "Dit ligt na de ontdekking: dat kan niet.", "This lies after the discovery: that cannot be."
    ),
    "before-it-began": Text("Dit ligt voordat het begon: dat kan niet.", "This lies before it began: that cannot be."),
    "still-going-on": Text(
        "Het is nog gaande: dan is er geen einde.", "It is still going on: then there is no end to it."
    ),
    "no-moment": Text("Vul in wanneer het gebeurde, of laat dit leeg.", "Fill in when it happened, or leave this."),
    "after-we-knew": Text(
        "Dit ligt na het moment dat de organisatie het hoorde: dat kan niet.",
        "This lies after the organisation heard it: that cannot be.",
    ),
    "after-the-report": Text(
        "Dit ligt na de melding van dit datalek: dat kan niet.",
        "This lies after this breach was reported: that cannot be.",
    ),
    "before-notified": Text(
        "Dit ligt voor de melding: dat kan niet.", "This lies before the notification: that cannot be."
    ),
    "after-what-was-done": Text(
        "Er is eerder dan dit al besloten, gemeld of ingelicht: dat kan niet.",
        "Something was decided, notified or told before this: that cannot be.",
    ),
    "before-the-law": Text("Toen gold de meldplicht nog niet.", "There was no duty to notify a breach then."),
    "not-empty": Text(
        "Dit moment is bekend: het kan verbeterd worden, niet weggehaald.",
        "This moment is known: it can be corrected, and not be taken away.",
    ),
}
"""Why a moment cannot be right."""


class WrongTimes(BreachError):
    """The times of a breach contradict one another or lie in the future; ``field`` names which."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field
        self.text = WHY_WRONG[why]


class NothingChanged(BreachError):
    """No time was changed by what was sent as a correction."""

    field = ""
    text = Text("Er is geen tijd veranderd.", "No time was changed.")


class CorrectionReason(BreachError):
    """To correct a time takes a reason."""

    field = "why"
    text = Text("Schrijf waarom de tijd anders moet zijn.", "Write why the time has to be another.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When it happened (as far as known), when somebody found out, told inside, and when the organisation became aware.

    ``noticed_at`` is what somebody outside says: it is information, and no clock runs from it. Of a processor
    ``processor_aware_at`` is when it knew itself; the organisation becomes aware when it hears it (art. 33(2) AVG).
    """

    discovered_at: datetime
    aware_at: datetime
    occurred_at: datetime | None = None
    occurred_until: datetime | None = None
    ongoing: bool = False
    estimated: bool = False
    reported_at: datetime | None = None
    processor_aware_at: datetime | None = None
    noticed_at: datetime | None = None


def check_times(times: Times, *, now: datetime) -> Times:
    """Return ``times`` when they can be true: happened, then discovered, then known, and none after ``now``.

    It may have been reported inside before or after the organisation counts as aware; and it may end after it was
    discovered.

    Raises:
        WrongTimes: naming the field.
    """
    for name in _MOMENTS:
        moment = getattr(times, name)
        if moment is not None and moment > now:
            raise WrongTimes(name, "in-the-future")
    for name in ("aware_at", "reported_at"):
        moment = getattr(times, name)
        if moment is not None and moment < times.discovered_at:
            raise WrongTimes(name, "before-discovery")
    if times.occurred_at is not None and times.occurred_at > times.discovered_at:
        raise WrongTimes("occurred_at", "after-discovery")
    _check_end(times)
    _check_processor(times)
    return times


_MOMENTS = (
    "discovered_at",
    "aware_at",
    "reported_at",
    "occurred_at",
    "occurred_until",
    "processor_aware_at",
    "noticed_at",
)


def _check_end(times: Times) -> None:
    until, began = times.occurred_until, times.occurred_at
    if until is not None and times.ongoing:
        raise WrongTimes("occurred_until", "still-going-on")
    if until is not None and began is not None and until < began:
        raise WrongTimes("occurred_until", "before-it-began")
    if times.estimated and until is None and began is None:
        raise WrongTimes("estimated", "no-moment")


def _check_processor(times: Times) -> None:
    knew = times.processor_aware_at
    if knew is None:
        return
    if knew > times.aware_at:
        raise WrongTimes("processor_aware_at", "after-we-knew")
    if times.occurred_at is not None and knew < times.occurred_at:
        raise WrongTimes("processor_aware_at", "before-it-began")


def starts(protocol: BreachProtocol, times: Times) -> tuple[tuple[ClockRule, datetime], ...]:
    """Return each clock of the protocol with the moment from which it runs, in the version of that moment's day.

    BQR counts from discovery (B24 art. 9 and 10); the law from becoming aware (art. 33(1) AVG).

    Raises:
        WrongTimes: nobody had to be told of a breach on that day yet, so that no clock would run for it.
    """
    found = tuple(
        (rule, at) for event, at in moments_of(times).items() for rule in running_from(protocol.clocks, event, at)
    )
    running = {rule.name for rule, _ in found}
    for clock in protocol.clocks:
        if clock.name == AUTHORITY and AUTHORITY not in running:
            raise WrongTimes(f"{clock.start_event}_at", "before-the-law")
    return found


def running_from(clocks: Iterable[ClockRule], event: BreachStart, at: datetime) -> tuple[ClockRule, ...]:
    """Return those of ``clocks`` that run from ``event``, each in the version of the day of ``at``."""
    return in_force((clock for clock in clocks if clock.start_event == event), due_on(at))


def moments_of(times: Times) -> Mapping[BreachStart, datetime]:
    """Return the moments from which clocks may run, by the name of the start event."""
    return {
        BreachStart.DISCOVERED: times.discovered_at,
        BreachStart.AWARE: times.aware_at,
        BreachStart.REPORTED: times.reported_at or times.aware_at,
    }


def check_correction(was: Times, now_is: Times, *, came_in_at: datetime, done_at: Iterable[datetime | None]) -> None:
    """Refuse a correction by which something was done before it was known, or known after it came in.

    ``came_in_at`` is when the case was opened, and ``done_at`` when it was decided, notified and told.

    Raises:
        NothingChanged, WrongTimes: naming the field.
    """
    if not changed(was, now_is):
        raise NothingChanged
    for name in ("discovered_at", "aware_at", "reported_at"):
        if getattr(now_is, name) is None:
            raise WrongTimes(name, "not-empty")
        if getattr(now_is, name) > came_in_at:
            raise WrongTimes(name, "after-the-report")
    if was.processor_aware_at is not None and now_is.processor_aware_at is None:
        raise WrongTimes("processor_aware_at", "not-empty")
    if any(at is not None and at < now_is.discovered_at for at in done_at):
        raise WrongTimes("discovered_at", "after-what-was-done")


def changed(was: Times, now_is: Times) -> Mapping[str, tuple[object, object]]:
    """Return what differs between two sets of times, by field: as it was and as it is."""
    pairs = {each.name: (getattr(was, each.name), getattr(now_is, each.name)) for each in fields(Times)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def earliest(one: Times, other: Times) -> Times:
    """Return the times of two reports of the same breach: the earliest count, so that no clock is lost.

    It goes on if either says so; it ended when the later of two ends came. It is estimated if what counts is. What one
    report says that cannot be true beside the earliest times stays with that report alone.
    """
    going_on = one.ongoing or other.ongoing
    discovered, aware = min(one.discovered_at, other.discovered_at), min(one.aware_at, other.aware_at)
    began = _first(*(each for each in (one.occurred_at, other.occurred_at) if each and each <= discovered))
    ends = [each for each in (one.occurred_until, other.occurred_until) if each is not None]
    until = max(ends) if ends and not going_on else None
    said = [each for each in (one, other) if began is not None and each.occurred_at == began] or [one, other]
    return Times(
        discovered_at=discovered,
        aware_at=aware,
        occurred_at=began,
        occurred_until=until,
        ongoing=going_on,
        estimated=(began is not None or until is not None) and all(each.estimated for each in said),
        reported_at=_first(one.reported_at, other.reported_at),
        processor_aware_at=_first(
            *(each for each in (one.processor_aware_at, other.processor_aware_at) if each and each <= aware)
        ),
        noticed_at=_first(one.noticed_at, other.noticed_at),
    )


def around(moment: datetime) -> tuple[datetime, datetime]:
    """Return the span outside which nothing can be on the same day as ``moment``."""
    return moment - _DAY, moment + _DAY


def same_day(one: datetime, other: datetime) -> bool:
    """Whether two moments lie on one day here, or in one night."""
    on_one_date = one.astimezone(AMSTERDAM).date() == other.astimezone(AMSTERDAM).date()
    return on_one_date or abs(one - other) <= _SAME_NIGHT


def _first(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)
