"""What disclosure tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_disclosure import actions
from waarborg_disclosure.actions import referring
from waarborg_disclosure.actions.carrying_out import carry_out
from waarborg_disclosure.models import LegalHold
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.breach import BreachReported
from waarborg_shared.events.disclosure import (
    AdvisoryPublished,
    AdvisoryWithdrawn,
    ComplaintReferred,
    ConductDecided,
    DisclosureCarriedOut,
    DisclosureClockLapsed,
    DisclosureClockNeared,
    ExposureTimesCorrected,
    PersonalDataExposed,
    ReportAssessed,
    ReportClosed,
    ReportErased,
    ReporterHandedOver,
    ReportReopened,
    RewardApproved,
    RewardWithdrawn,
    VulnerabilityFixed,
    VulnerabilityReported,
)
from waarborg_shared.events.requests import CarryingAsked, LegalHoldEnded, LegalHoldSet, RequestReceived
from waarborg_shared.holds import note_end, note_hold
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Handler
from waarborg_shared.uow import Work


def on_breach_reported(work: Work, event: BreachReported, envelope: Envelope, rules: Rules) -> None:
    """A breach case was opened from one of our reports: its number shows with the report."""
    if event.origin == "disclosure" and event.origin_ref is not None:
        actions.note_breach(work, event.origin_ref, breach_ref=event.breach_ref, number=event.number)


def on_request_received(work: Work, event: RequestReceived, envelope: Envelope, rules: Rules) -> None:
    """A complaint was opened from one of our reports: its number shows with the report."""
    if event.origin == "disclosure" and event.origin_ref is not None:
        referring.note_complaint(work, event.origin_ref, request_ref=event.request_ref, number=event.number)


def on_carrying_asked(work: Work, event: CarryingAsked, envelope: Envelope, rules: Rules) -> None:
    """Something that was decided on a request is to be carried out; where we are the holder, it is."""
    if event.holder == "disclosure":
        carry_out(work, event, rules)


def on_legal_hold_set(work: Work, event: LegalHoldSet, envelope: Envelope, rules: Rules) -> None:
    """Nothing of a person is erased from now on."""
    note_hold(work, LegalHold, event.hold_ref, event.subject_ref, at=envelope.time)


def on_legal_hold_ended(work: Work, event: LegalHoldEnded, envelope: Envelope, rules: Rules) -> None:
    """A hold stands no more."""
    note_end(work, LegalHold, event.hold_ref, at=envelope.time)


PUBLISHES: frozenset[type[Event]] = frozenset(
    {
        VulnerabilityReported,
        PersonalDataExposed,
        ReportAssessed,
        DisclosureClockNeared,
        DisclosureClockLapsed,
        ReportClosed,
        RewardApproved,
        RewardWithdrawn,
        ConductDecided,
        ReporterHandedOver,
        AdvisoryPublished,
        AdvisoryWithdrawn,
        ReportErased,
        ComplaintReferred,
        VulnerabilityFixed,
        ReportReopened,
        ExposureTimesCorrected,
        DisclosureCarriedOut,
    }
)
HANDLES: Mapping[type[Event], Handler] = {
    BreachReported: on_breach_reported,
    RequestReceived: on_request_received,
    CarryingAsked: on_carrying_asked,
    LegalHoldSet: on_legal_hold_set,
    LegalHoldEnded: on_legal_hold_ended,
}
