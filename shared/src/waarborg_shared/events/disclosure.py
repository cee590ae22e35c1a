"""What the disclosure service tells: vulnerabilities reported and assessed, data found exposed, promises' clocks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from waarborg_shared.events.base import Event


@dataclass(frozen=True, kw_only=True)
class VulnerabilityReported(Event):
    """Someone reported a vulnerability."""

    type: ClassVar[str] = "nl.waarborg.disclosure.vulnerability-reported.v1"

    report_ref: Annotated[str, "reference of the report"]
    received_at: Annotated[datetime, "when the report came in"]


@dataclass(frozen=True, kw_only=True)
class PersonalDataExposed(Event):
    """A report says that personal data lie open: a breach, known from the moment that the report came in."""

    type: ClassVar[str] = "nl.waarborg.disclosure.personal-data-exposed.v1"

    report_ref: Annotated[str, "reference of the report"]
    discovered_at: Annotated[datetime, "when it was discovered: the moment that the report came in"]
    aware_at: Annotated[datetime, "when the organisation became aware: the moment that the report came in"]


@dataclass(frozen=True, kw_only=True)
class ReportAssessed(Event):
    """A report of a vulnerability was assessed."""

    type: ClassVar[str] = "nl.waarborg.disclosure.report-assessed.v1"

    report_ref: Annotated[str, "reference of the report"]
    verdict: Annotated[str, "code of the verdict, such as accepted or out-of-scope"]


@dataclass(frozen=True, kw_only=True)
class DisclosureClockNeared(Event):
    """A promise to a reporter has used up most of its term (80 % unless the organisation says otherwise)."""

    type: ClassVar[str] = "nl.waarborg.disclosure.disclosure-clock-neared.v1"

    report_ref: Annotated[str, "reference of the report"]
    clock: Annotated[str, "name of the clock"]
    due_at: Annotated[datetime, "when the clock runs out"]


@dataclass(frozen=True, kw_only=True)
class DisclosureClockLapsed(Event):
    """The term of a promise to a reporter ran out."""

    type: ClassVar[str] = "nl.waarborg.disclosure.disclosure-clock-lapsed.v1"

    report_ref: Annotated[str, "reference of the report"]
    clock: Annotated[str, "name of the clock"]
    due_at: Annotated[datetime, "when the clock ran out"]


@dataclass(frozen=True, kw_only=True)
class ReportClosed(Event):
    """A report of a vulnerability was closed; from here on counts how long it is kept."""

    type: ClassVar[str] = "nl.waarborg.disclosure.report-closed.v1"

    report_ref: Annotated[str, "reference of the report"]
    verdict: Annotated[str, "code of the verdict that stood in the end"]
    closed_at: Annotated[datetime, "when it was closed"]


@dataclass(frozen=True, kw_only=True)
class RewardApproved(Event):
    """A reward for a report was approved by a second look; it is paid outside."""

    type: ClassVar[str] = "nl.waarborg.disclosure.reward-approved.v1"

    report_ref: Annotated[str, "reference of the report"]
    severity_kind: Annotated[str, "code of the severity: none, low, medium, high or critical"]
    quality_number: Annotated[int, "how many of the four marks of quality the report has"]
    look_kind: Annotated[str, "code of how the second look was had: colleague, after_a_night or outsider"]


@dataclass(frozen=True, kw_only=True)
class RewardWithdrawn(Event):
    """A reward that was approved is not paid; the reporter was told why."""

    type: ClassVar[str] = "nl.waarborg.disclosure.reward-withdrawn.v1"

    report_ref: Annotated[str, "reference of the report"]


@dataclass(frozen=True, kw_only=True)
class ConductDecided(Event):
    """It was decided, by a second look, whether a reporter kept to the rules of play."""

    type: ClassVar[str] = "nl.waarborg.disclosure.conduct-decided.v1"

    report_ref: Annotated[str, "reference of the report"]
    rules_kept: Annotated[bool, "whether the rules were kept; if not, the promise of no legal steps is withheld"]
    look_kind: Annotated[str, "code of how the second look was had: colleague, after_a_night or outsider"]


@dataclass(frozen=True, kw_only=True)
class ReporterHandedOver(Event):
    """A reporter's contact data were handed over, on a ground that allows it."""

    type: ClassVar[str] = "nl.waarborg.disclosure.reporter-handed-over.v1"

    report_ref: Annotated[str, "reference of the report"]
    ground: Annotated[str, "code of the ground: law or bad_faith"]


@dataclass(frozen=True, kw_only=True)
class AdvisoryPublished(Event):
    """What was found and fixed was published, as both sides agreed."""

    type: ClassVar[str] = "nl.waarborg.disclosure.advisory-published.v1"

    report_ref: Annotated[str, "reference of the report"]
    number: Annotated[str, "number of the advisory"]


@dataclass(frozen=True, kw_only=True)
class AdvisoryWithdrawn(Event):
    """A published advisory was withdrawn; a note stands in its place."""

    type: ClassVar[str] = "nl.waarborg.disclosure.advisory-withdrawn.v1"

    report_ref: Annotated[str, "reference of the report"]
    number: Annotated[str, "number of the advisory"]


@dataclass(frozen=True, kw_only=True)
class ReportErased(Event):
    """The term of a closed report was over, and what it says of its reporter, or all of it, was erased."""

    type: ClassVar[str] = "nl.waarborg.disclosure.report-erased.v1"

    report_ref: Annotated[str, "reference of the report"]
    erased_kind: Annotated[str, "code of what was erased: reporter or report"]
    kept_by: Annotated[str, "code of the rule by which its term was over"]


@dataclass(frozen=True, kw_only=True)
class ComplaintReferred(Event):
    """A report turned out to be a complaint, and who made it lets us pass it on to who deals with complaints."""

    type: ClassVar[str] = "nl.waarborg.disclosure.complaint-referred.v1"

    report_ref: Annotated[str, "reference of the report, where the complaint can be read"]
    number: Annotated[str, "the report's number"]


@dataclass(frozen=True, kw_only=True)
class VulnerabilityFixed(Event):
    """What was reported is fixed, as far as the organisation can see; who reported it may try again."""

    type: ClassVar[str] = "nl.waarborg.disclosure.vulnerability-fixed.v1"

    report_ref: Annotated[str, "reference of the report"]
    fixed_at: Annotated[datetime, "when it was noted as fixed"]


@dataclass(frozen=True, kw_only=True)
class ReportReopened(Event):
    """A report is taken up again: what was thought to be fixed is still there."""

    type: ClassVar[str] = "nl.waarborg.disclosure.report-reopened.v1"

    report_ref: Annotated[str, "reference of the report"]


@dataclass(frozen=True, kw_only=True)
class ExposureTimesCorrected(Event):
    """A report that says that personal data lie open came in at another moment than was told before."""

    type: ClassVar[str] = "nl.waarborg.disclosure.exposure-times-corrected.v1"

    report_ref: Annotated[str, "reference of the report"]
    was_at: Annotated[datetime, "the moment that was told before"]
    discovered_at: Annotated[datetime, "when it was discovered: the moment that the report came in"]
    aware_at: Annotated[datetime, "when the organisation became aware: the moment that the report came in"]


@dataclass(frozen=True, kw_only=True)
class DisclosureCarriedOut(Event):
    """Disclosure carried out what was decided on a request, or says why not, or not yet."""

    type: ClassVar[str] = "nl.waarborg.disclosure.carried-out.v1"

    request_ref: Annotated[str, "reference of the request"]
    step_ref: Annotated[str, "reference of the step that was asked"]
    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    outcome: Annotated[str, "done, refused or not_yet"]
    ground: Annotated[str | None, "code of why it was not done, or why there was nothing to do"] = None
    kept: Annotated[tuple[str, ...], "codes of what stays"] = ()
    kept_by: Annotated[tuple[str, ...], "for each of them the code of the rule that it stays by"] = ()
    kept_until: Annotated[tuple[str, ...], "for each of them the day until which it stays, or no-day"] = ()


EVENTS: tuple[type[Event], ...] = (
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
)
