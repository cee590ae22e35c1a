"""What disclosure tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_disclosure import actions
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.breach import BreachReported
from waarborg_shared.events.disclosure import (
    AdvisoryPublished,
    AdvisoryWithdrawn,
    ConductDecided,
    DisclosureClockLapsed,
    DisclosureClockNeared,
    PersonalDataExposed,
    ReportAssessed,
    ReportClosed,
    ReportErased,
    ReporterHandedOver,
    RewardApproved,
    VulnerabilityReported,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Handler
from waarborg_shared.uow import Work


def on_breach_reported(work: Work, event: BreachReported, envelope: Envelope, rules: Rules) -> None:
    """A breach case was opened from one of our reports: its number shows with the report."""
    if event.origin == "disclosure" and event.origin_ref is not None:
        actions.note_breach(work, event.origin_ref, breach_ref=event.breach_ref, number=event.number)


PUBLISHES: frozenset[type[Event]] = frozenset(
    {
        VulnerabilityReported,
        PersonalDataExposed,
        ReportAssessed,
        DisclosureClockNeared,
        DisclosureClockLapsed,
        ReportClosed,
        RewardApproved,
        ConductDecided,
        ReporterHandedOver,
        AdvisoryPublished,
        AdvisoryWithdrawn,
        ReportErased,
    }
)
HANDLES: Mapping[type[Event], Handler] = {BreachReported: on_breach_reported}
