"""How reports are listed and read over the API."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from waarborg_disclosure.actions import Place
from waarborg_disclosure.domain import Reporter, ReportState, Verdict
from waarborg_disclosure.domain.conduct import Conduct
from waarborg_disclosure.domain.fixing import ComplaintLeave, Retest, Wiped
from waarborg_disclosure.domain.promises import Standing
from waarborg_disclosure.domain.publishing import AdvisoryState, Side
from waarborg_disclosure.domain.severity import ClientSafety, HealthData, Severity
from waarborg_disclosure.domain.thanking import Mark, RewardState
from waarborg_shared.second_look import Looked
from waarborg_shared.web import noted
from waarborg_shared.web.cursors import Cursor
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Choice, Moment, Schema


class QuerySchema(Schema):
    """Which part of the work list."""

    state = Choice(ReportState, load_default=ReportState.RECEIVED)
    cursor = Cursor(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))

    @post_load
    def place(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Read the cursor as a place in the list."""
        return {**loaded, "cursor": place(loaded["cursor"])}


def place(cursor: tuple[str | int, ...] | None) -> Place | None:
    """Return the place that a cursor stands for: a moment and a reference. Raises ValidationError for another one."""
    if cursor is None:
        return None
    try:
        moment, reference = cursor
        at = datetime.fromisoformat(str(moment))
        if at.tzinfo is None or not isinstance(reference, str) or not reference:
            raise ValueError
        return at.astimezone(UTC), reference
    except (ValueError, OverflowError):
        raise ValidationError(noted("This is no place in the list."), field_name="cursor") from None


class ClockSchema(Schema):
    """One promise to the reporter."""

    name = fields.String(required=True)
    source = fields.String(required=True)
    started_at = Moment(required=True)
    due_at = Moment(required=True)
    due_on = fields.Date(required=True)
    paused = fields.Boolean(required=True)
    stopped_at = Moment(required=True, allow_none=True)


class ReportSchema(Schema):
    """A report in codes and clocks."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True)
    number = fields.String(required=True)
    state = fields.Enum(ReportState, by_value=True, required=True)
    reporter = fields.Enum(Reporter, by_value=True, required=True)
    received_at = Moment(required=True)
    due_at = Moment(required=True)
    due_on = fields.Date(required=True)
    exposes_personal_data = fields.Boolean(required=True)
    breach_ref = fields.String(required=True, allow_none=True)
    breach_number = fields.String(required=True, allow_none=True)
    verdict = fields.Enum(Verdict, by_value=True, required=True, allow_none=True)
    redirect = fields.String(required=True, allow_none=True)
    fix_on = fields.Date(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)
    unread_since = Moment(required=True, allow_none=True)
    duplicate_of = fields.String(required=True, allow_none=True)
    known = fields.Boolean(required=True, allow_none=True)
    severity = fields.Enum(Severity, by_value=True, required=True, allow_none=True)
    cvss_vector = fields.String(required=True, allow_none=True)
    cvss_score = fields.Float(required=True, allow_none=True)
    cwe = fields.Integer(required=True, allow_none=True)
    client_safety = fields.Enum(ClientSafety, by_value=True, required=True, allow_none=True)
    health_data = fields.Enum(HealthData, by_value=True, required=True, allow_none=True)
    owner_ref = fields.String(required=True, allow_none=True)
    fixed_at = Moment(required=True, allow_none=True)
    retest = fields.Enum(Retest, by_value=True, required=True, allow_none=True)
    wiped = fields.Enum(Wiped, by_value=True, required=True, allow_none=True)
    complaint = fields.Enum(ComplaintLeave, by_value=True, required=True, allow_none=True)
    request_ref = fields.String(required=True, allow_none=True)
    request_number = fields.String(required=True, allow_none=True)
    reopened_at = Moment(required=True, allow_none=True)
    clocks = fields.List(fields.Nested(ClockSchema), required=True)


class ReceivedSchema(ReportSchema):
    """A report that was received. The receipt is shown this once; null where the policy gives no mailbox."""

    receipt = fields.String(required=True, allow_none=True)


class MessageSchema(ErasableSchema):
    """One message of the mailbox."""

    at = Moment(required=True)
    from_reporter = fields.Boolean(required=True)
    kind = fields.String(required=True, allow_none=True)
    day = fields.Date(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)


class WordsSchema(ErasableSchema):
    """What was written, opened for who may read it. Who reported, and how to reach them, is for staff alone."""

    what = fields.String(required=True, allow_none=True)
    where = fields.String(required=True, allow_none=True)
    how = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    contact = fields.String(required=True, allow_none=True)
    messages = fields.List(fields.Nested(MessageSchema), required=True)


class PromiseSchema(Schema):
    """One promise with what became of it."""

    name = fields.String(required=True)
    source = fields.String(required=True)
    made_at = Moment(required=True)
    due_at = Moment(required=True)
    met_at = Moment(required=True, allow_none=True)
    standing = fields.Enum(Standing, by_value=True, required=True)


class RewardSchema(Schema):
    """The reward of a report; nothing tells to which account it went."""

    state = fields.Enum(RewardState, by_value=True, required=True)
    severity = fields.Enum(Severity, by_value=True, required=True)
    marks = fields.List(fields.Enum(Mark, by_value=True), required=True)
    cents = fields.Integer(required=True)
    proposed_at = Moment(required=True)
    proposed_by = fields.String(required=True)
    looked_at = Moment(required=True, allow_none=True)
    looked_how = fields.Enum(Looked, by_value=True, required=True, allow_none=True)
    paid_on = fields.Date(required=True, allow_none=True)


class AdvisorySchema(Schema):
    """How the publication of a report stands; ``agreed_how`` says how two went on without the reporter."""

    number = fields.String(required=True)
    state = fields.Enum(AdvisoryState, by_value=True, required=True)
    proposed_on = fields.Date(required=True, allow_none=True)
    proposed_by = fields.Enum(Side, by_value=True, required=True, allow_none=True)
    agreed_at = Moment(required=True, allow_none=True)
    agreed_how = fields.Enum(Looked, by_value=True, required=True, allow_none=True)
    reminded_at = Moment(required=True, allow_none=True)
    silence_at = Moment(required=True, allow_none=True)
    published_at = Moment(required=True, allow_none=True)
    withdrawn_at = Moment(required=True, allow_none=True)


class FindingSchema(Schema):
    """What was found of the reporter's conduct, without the evidence; it counts once it was decided."""

    found = fields.Enum(Conduct, by_value=True, required=True)
    proposed_at = Moment(required=True)
    proposed_by = fields.String(required=True)
    decided_at = Moment(required=True, allow_none=True)
    looked_how = fields.Enum(Looked, by_value=True, required=True, allow_none=True)
    dropped_at = Moment(required=True, allow_none=True)


class KeptSchema(Schema):
    """How long a report is kept, and what holds it longer."""

    rule = fields.String(required=True)
    source = fields.String(required=True)
    reporter_until = Moment(required=True, allow_none=True)
    report_until = Moment(required=True, allow_none=True)
    hold_until = fields.Date(required=True, allow_none=True)
    reporter_erased_at = Moment(required=True, allow_none=True)
    erased_at = Moment(required=True, allow_none=True)


class OneReportSchema(ReportSchema):
    """A report with its words and promises, and how thanks, publication, good faith and keeping stand."""

    words = fields.Nested(WordsSchema, required=True)
    promises = fields.List(fields.Nested(PromiseSchema), required=True)
    reward = fields.Nested(RewardSchema, required=True, allow_none=True)
    advisory = fields.Nested(AdvisorySchema, required=True, allow_none=True)
    conduct = fields.List(fields.Nested(FindingSchema), required=True)
    kept = fields.Nested(KeptSchema, required=True)


class ReportsSchema(Schema):
    """A part of the work list; ``next`` is the cursor of the part after it."""

    items = fields.List(fields.Nested(ReportSchema), required=True)
    next = fields.String(required=True, allow_none=True)
