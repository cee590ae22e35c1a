"""What programs send and get; unknown fields are refused."""

from typing import Any

from marshmallow import fields, post_load, validate

from waarborg_breach.actions import BreachDecision, NewBreach, Notice
from waarborg_breach.domain import AuthorityState, CaseState, NoticeKind, PersonsException, PersonsState, Times
from waarborg_breach.schemas.numbers import AuthorityNumber
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Choice, Code, Flag, Moment, Schema, Words, at_most


class NewBreachSchema(Schema):
    """A report of a breach by a program."""

    discovered_at = Moment(required=True)
    aware_at = Moment(required=True)
    occurred_at = Moment(load_default=None, allow_none=True)
    summary = Words(required=True)
    answers = fields.Dict(keys=Code(), values=Words(), load_default=dict, validate=at_most(50))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewBreach:
        """Make the action's command of it."""
        times = Times(
            discovered_at=loaded["discovered_at"], aware_at=loaded["aware_at"], occurred_at=loaded["occurred_at"]
        )
        return NewBreach(times=times, origin="partner", summary=loaded["summary"], answers=loaded["answers"])


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
    """Something that the authority was told."""

    kind = fields.Enum(NoticeKind, by_value=True, required=True)
    at = Moment(required=True)
    authority_number = fields.String(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    noted_at = Moment(required=True)


class KeptDecisionSchema(Schema):
    """One decision; the first in the list counts. ``advice`` is what the facts advised then, in codes."""

    decided_at = Moment(required=True)
    notify_authority = fields.Boolean(required=True)
    inform_persons = fields.Boolean(required=True)
    exception = fields.Enum(PersonsException, by_value=True, required=True, allow_none=True)
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
    origin = fields.String(required=True)
    occurred_at = Moment(required=True, allow_none=True)
    discovered_at = Moment(required=True)
    aware_at = Moment(required=True)
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


class OneBreachSchema(BreachSchema, ErasableSchema):
    """A breach with its clocks, its texts and what is not known yet."""

    clocks = fields.List(fields.Nested(ClockSchema), required=True)
    summary = fields.String(required=True, allow_none=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
    not_yet_known = fields.List(fields.String(), required=True)
    open_duties = fields.List(fields.String(), required=True)
    decisions = fields.List(fields.Nested(KeptDecisionSchema), required=True)
    notices = fields.List(fields.Nested(NoticeSchema), required=True)


class RegisterSchema(Schema):
    """A page of the register, newest first; ``next`` is the cursor of the page after it."""

    items = fields.List(fields.Nested(BreachSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class RegisterQuerySchema(Schema):
    """Which page of the register."""

    cursor = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
