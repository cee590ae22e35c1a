"""What programs send and get; unknown fields are refused."""

from typing import Any

from marshmallow import fields, post_load, validate

from waarborg_breach.actions import BreachDecision, NewBreach
from waarborg_breach.domain import AuthorityState, CaseState, PersonsState, Times
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Code, Flag, Moment, Schema, Words, at_most


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
    reason = Words(load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> BreachDecision:
        """Make the action's command of it."""
        return BreachDecision(**loaded)


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
    informed_at = Moment(required=True, allow_none=True)
    informed_how = fields.String(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)


class OneBreachSchema(BreachSchema, ErasableSchema):
    """A breach with its clocks, its texts and what is not known yet."""

    clocks = fields.List(fields.Nested(ClockSchema), required=True)
    summary = fields.String(required=True, allow_none=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
    not_yet_known = fields.List(fields.String(), required=True)
    said_not_known = fields.List(fields.String(), required=True)
    answered_by = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    open_duties = fields.List(fields.String(), required=True)


class RegisterSchema(Schema):
    """A page of the register, newest first; ``next`` is the cursor of the page after it."""

    items = fields.List(fields.Nested(BreachSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class RegisterQuerySchema(Schema):
    """Which page of the register."""

    cursor = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
