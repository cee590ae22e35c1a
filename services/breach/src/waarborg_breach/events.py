"""What breach tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_breach import actions
from waarborg_breach.actions.timing import follow_report
from waarborg_breach.domain import Times
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.breach import (
    BreachClockLapsed,
    BreachClockNeared,
    BreachClosed,
    BreachDecided,
    BreachMerged,
    BreachOpenedAgain,
    BreachReopened,
    BreachReported,
    BreachRetracted,
    BreachTimesCorrected,
)
from waarborg_shared.events.disclosure import ExposureTimesCorrected, PersonalDataExposed
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Handler
from waarborg_shared.uow import Work


def on_personal_data_exposed(work: Work, event: PersonalDataExposed, envelope: Envelope, rules: Rules) -> None:
    """A vulnerability report says that personal data are exposed: a case, known from when the report came in."""
    times = Times(discovered_at=event.discovered_at, aware_at=event.aware_at)
    actions.report_exposure(work, event.report_ref, times=times, rules=rules)


def on_exposure_times_corrected(work: Work, event: ExposureTimesCorrected, envelope: Envelope, rules: Rules) -> None:
    """The report that opened a case came in at another moment: the clocks of the law run from that one."""
    times = Times(discovered_at=event.discovered_at, aware_at=event.aware_at)
    follow_report(work, event.report_ref, was_at=event.was_at, times=times, rules=rules)


PUBLISHES: frozenset[type[Event]] = frozenset(
    {
        BreachReported,
        BreachDecided,
        BreachClosed,
        BreachClockNeared,
        BreachClockLapsed,
        BreachTimesCorrected,
        BreachRetracted,
        BreachOpenedAgain,
        BreachMerged,
        BreachReopened,
    }
)
HANDLES: Mapping[type[Event], Handler] = {
    PersonalDataExposed: on_personal_data_exposed,
    ExposureTimesCorrected: on_exposure_times_corrected,
}
