"""What programs send and get; unknown fields are refused."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from waarborg_breach.actions import BreachDecision, NewBreach, Notice
from waarborg_breach.domain import AuthorityState, CaseState, NoticeKind, PersonsException, PersonsState, Times
from waarborg_breach.domain.reports import BreachKind, Wipe, WipeState
from waarborg_breach.schemas.numbers import AuthorityNumber
from waarborg_breach.schemas.register_book import FindingSchema
from waarborg_shared.web import current
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Choice, Code, Flag, Line, Moment, Schema, Words, at_most

TIME_FIELDS = (
    "discovered_at",
    "aware_at",
    "occurred_at",
    "occurred_until",
    "ongoing",
    "estimated",
    "reported_at",
    "processor_aware_at",
)
NEEDED = "Missing data for required field."


class WipeSchema(Schema):
    """What was wiped or blocked from a distance at once, and when, or why not."""

    state = Choice(WipeState, required=True)
    at = Moment(load_default=None, allow_none=True)
    what = Words(500, load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Wipe:
        """Make the domain's value of it."""
        return Wipe(**loaded)


class NewBreachSchema(Schema):
    """A report of a breach by a program: the organisation's own, or of a company that works for it (``processor``)."""

    discovered_at = Moment(load_default=None, allow_none=True)
    aware_at = Moment(load_default=None, allow_none=True)
    occurred_at = Moment(load_default=None, allow_none=True)
    occurred_until = Moment(load_default=None, allow_none=True)
    ongoing = Flag(load_default=False)
    estimated = Flag(load_default=False)
    reported_at = Moment(load_default=None, allow_none=True)
    processor = Line(load_default=None, allow_none=True)
    processor_aware_at = Moment(load_default=None, allow_none=True)
    processor_ref = Line(100, load_default=None, allow_none=True)
    kind = Choice(BreachKind, load_default=None, allow_none=True)
    wiped = fields.Nested(WipeSchema, load_default=None, allow_none=False)
    summary = Words(required=True)
    answers = fields.Dict(keys=Code(), values=Words(), load_default=dict, validate=at_most(50))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewBreach:
        """Make the action's command of it."""
        given = {name: loaded.pop(name) for name in TIME_FIELDS}
        heard = given["aware_at"] or current.now()
        times = Times(**{**given, "aware_at": heard, "discovered_at": given["discovered_at"] or heard})
        wipe = loaded.pop("wiped")
        return NewBreach(times=times, origin="processor" if loaded["processor"] else "partner", wipe=wipe, **loaded)

    @validates_schema
    def _knows_when(self, loaded: dict[str, Any], **_: object) -> None:
        """What a processor reports, the organisation knows when it hears it; else it is said when it knew."""
        missing = [name for name in ("discovered_at", "aware_at") if loaded.get(name) is None]
        if missing and not loaded.get("processor"):
            raise ValidationError({name: [NEEDED] for name in missing})


class DecisionSchema(Schema):
    """What the responsible person decides."""

    notify_authority = Flag(required=True)
    inform_persons = Flag(required=True)
    exception = Choice(PersonsException, load_default=None, allow_none=True)
    reason = Words(load_default=None, allow_none=True)
    not_yet_known = fields.List(
        Code(),
        load_default=list,
        validate=at_most(50),
        metadata={"description": "The questions without an answer, each of which whoever decides names"},
    )

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> BreachDecision:
        """Make the action's command of it."""
        return BreachDecision(**loaded)


class WithdrawalSchema(Schema):
    """That the responsible person withdrew the notification, and why."""

    at = Moment(required=True)
    reason = Words(load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Notice:
        """Make the action's command of it."""
        return Notice(**loaded)


class AnnouncementSchema(Schema):
    """That the breach was announced publicly, when and where.

    ``ground`` says why those who were not told yet are not told personally: needed where some were told already, and
    kept as a decision.
    """

    at = Moment(required=True)
    how = Line(32, load_default="")
    ground = Words(load_default=None, allow_none=True)


class LateReasonSchema(Schema):
    """Why a notification was late, where that turned out after a time was corrected."""

    reason = Words(required=True)


class SupplementSchema(Schema):
    """That the responsible person supplemented the notification; it is complete by it, or not yet."""

    at = Moment(required=True)
    complete = Flag(required=True)
    authority_number = AuthorityNumber(load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Notice:
        """Make the action's command of it."""
        return Notice(**loaded)


class NotificationSchema(SupplementSchema):
    """That the responsible person notified the authority, provisionally or in full; ``reason`` says why it was late."""

    reason = Words(load_default=None, allow_none=True)


class NoticeSchema(Schema):
    """Something that the authority was told.

    ``late`` goes by the clock as it stands now.
    """

    kind = fields.Enum(NoticeKind, by_value=True, required=True)
    at = Moment(required=True)
    authority_number = fields.String(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    noted_at = Moment(required=True)


class KeptDecisionSchema(Schema):
    """One decision; the first in the list counts. ``advice`` is what the facts advised then, in codes.

    ``ground`` says why a public announcement takes the place of personal messages.
    """

    decided_at = Moment(required=True)
    notify_authority = fields.Boolean(required=True)
    inform_persons = fields.Boolean(required=True)
    exception = fields.Enum(PersonsException, by_value=True, required=True, allow_none=True)
    ground = fields.String(required=True, allow_none=True)
    not_yet_known = fields.List(fields.String(), required=True)
    advice = fields.Dict(required=True, allow_none=True)


class ClockSchema(Schema):
    """One clock of a case."""

    name = fields.String(required=True)
    start_event = fields.String(required=True)
    started_at = Moment(required=True)
    due_at = Moment(required=True)
    stopped_at = Moment(required=True, allow_none=True)
    source = fields.String(required=True)


class BreachSchema(Schema):
    """A breach in codes and moments: a row of the register."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    drill = fields.Boolean(required=True)
    origin = fields.String(required=True)
    kind = fields.Enum(BreachKind, by_value=True, required=True, allow_none=True)
    occurred_at = Moment(required=True, allow_none=True)
    occurred_until = Moment(required=True, allow_none=True)
    ongoing = fields.Boolean(required=True)
    estimated = fields.Boolean(required=True)
    discovered_at = Moment(required=True)
    reported_at = Moment(required=True)
    aware_at = Moment(required=True)
    processor_aware_at = Moment(required=True, allow_none=True)
    wiped = fields.Enum(WipeState, by_value=True, required=True, allow_none=True)
    wiped_at = Moment(required=True, allow_none=True)
    merged_into = fields.String(required=True, allow_none=True)
    case_state = fields.Enum(CaseState, by_value=True, required=True)
    authority_state = fields.Enum(AuthorityState, by_value=True, required=True)
    persons_state = fields.Enum(PersonsState, by_value=True, required=True)
    about_how_many = fields.Integer(required=True, allow_none=True)
    other_eu = fields.Boolean(required=True, allow_none=True)
    decided_at = Moment(required=True, allow_none=True)
    notified_at = Moment(required=True, allow_none=True)
    persons_exception = fields.Enum(PersonsException, by_value=True, required=True, allow_none=True)
    informed_at = Moment(required=True, allow_none=True)
    informed_how = fields.String(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)


class CorrectionSchema(Schema):
    """A time that was corrected: what it was and what it became (a moment, yes or no, or nothing)."""

    at = Moment(required=True)
    field = fields.String(required=True)
    was = fields.Raw(required=True, allow_none=True)
    became = fields.Raw(required=True, allow_none=True)


class OneBreachSchema(BreachSchema, ErasableSchema):
    """A breach with its clocks, its texts and what is not known yet."""

    clocks = fields.List(fields.Nested(ClockSchema), required=True)
    corrections = fields.List(fields.Nested(CorrectionSchema), required=True)
    summary = fields.String(required=True, allow_none=True)
    processor = fields.String(required=True, allow_none=True)
    processor_ref = fields.String(required=True, allow_none=True)
    wiped_what = fields.String(required=True, allow_none=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
    not_yet_known = fields.List(fields.String(), required=True)
    said_not_known = fields.List(fields.String(), required=True)
    answered_by = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    open_duties = fields.List(fields.String(), required=True)
    overdue_measures = fields.Integer(required=True)
    decisions = fields.List(fields.Nested(KeptDecisionSchema), required=True)
    notices = fields.List(fields.Nested(NoticeSchema), required=True)


class RegisterColumnsSchema(Schema):
    """The twelve fields of the register (art. 33(5) GDPR) by the columns of its files; null where nothing is known.

    What is in words is in the language that was asked for, with what was erased named as such.
    """

    description = fields.String(required=True, allow_none=True)
    occurred_from = Moment(required=True, allow_none=True)
    occurred_until = Moment(required=True, allow_none=True)
    occurred_how_sure = fields.String(required=True, allow_none=True)
    discovered = Moment(required=True)
    data = fields.String(required=True, allow_none=True)
    people = fields.String(required=True, allow_none=True)
    how_many = fields.Integer(required=True, allow_none=True)
    how_many_said = fields.String(required=True, allow_none=True)
    other_eu = fields.String(required=True, allow_none=True)
    authority = fields.String(required=True)
    notified_at = Moment(required=True, allow_none=True)
    notices = fields.String(required=True, allow_none=True)
    persons = fields.String(required=True)
    informed_at = Moment(required=True, allow_none=True)
    informed_how = fields.String(required=True, allow_none=True)
    exception = fields.String(required=True, allow_none=True)
    consequences = fields.String(required=True, allow_none=True)
    consequences_at = Moment(required=True, allow_none=True)
    technical = fields.String(required=True, allow_none=True)
    organisational = fields.String(required=True, allow_none=True)
    measures_said = fields.String(required=True, allow_none=True)
    containment = fields.String(required=True, allow_none=True)
    contained_at = Moment(required=True, allow_none=True)
    wiped = fields.String(required=True, allow_none=True)
    wiped_at = Moment(required=True, allow_none=True)


class RegisteredSchema(BreachSchema):
    """A breach as the register has it."""

    register = fields.Nested(RegisterColumnsSchema, required=True)


class RegisterSchema(Schema):
    """A page of the register, newest first; ``next`` is the cursor of the page after it."""

    items = fields.List(fields.Nested(RegisteredSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class RegisterQuerySchema(FindingSchema):
    """Which page of the register, and what it is narrowed by."""

    cursor = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
