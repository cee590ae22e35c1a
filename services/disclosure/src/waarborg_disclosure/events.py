"""What disclosure tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_disclosure import actions
from waarborg_disclosure.actions import referring
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.breach import BreachReported
from waarborg_shared.events.disclosure import (
    AdvisoryPublished,
    AdvisoryWithdrawn,
    ComplaintReferred,
    ConductDecided,
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
from waarborg_shared.events.requests import RequestReceived
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
    }
)
HANDLES: Mapping[type[Event], Handler] = {BreachReported: on_breach_reported, RequestReceived: on_request_received}
