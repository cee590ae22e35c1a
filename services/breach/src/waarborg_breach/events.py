"""What breach tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_breach import actions
from waarborg_breach.actions.carrying_out import carry_out
from waarborg_breach.actions.timing import follow_report
from waarborg_breach.domain import Times
from waarborg_breach.models import LegalHold
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.breach import (
    BreachCarriedOut,
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
from waarborg_shared.events.requests import CarryingAsked, LegalHoldEnded, LegalHoldSet
from waarborg_shared.holds import note_end, note_hold
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


def on_carrying_asked(work: Work, event: CarryingAsked, envelope: Envelope, rules: Rules) -> None:
    """Something that was decided on a request is to be carried out; where we are the holder, it is."""
    if event.holder == "breach":
        carry_out(work, event, rules)


def on_legal_hold_set(work: Work, event: LegalHoldSet, envelope: Envelope, rules: Rules) -> None:
    """Nothing of a person is erased from now on."""
    note_hold(work, LegalHold, event.hold_ref, event.subject_ref, at=envelope.time)


def on_legal_hold_ended(work: Work, event: LegalHoldEnded, envelope: Envelope, rules: Rules) -> None:
    """A hold stands no more."""
    note_end(work, LegalHold, event.hold_ref, at=envelope.time)


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
        BreachCarriedOut,
    }
)
HANDLES: Mapping[type[Event], Handler] = {
    PersonalDataExposed: on_personal_data_exposed,
    ExposureTimesCorrected: on_exposure_times_corrected,
    CarryingAsked: on_carrying_asked,
    LegalHoldSet: on_legal_hold_set,
    LegalHoldEnded: on_legal_hold_ended,
}
