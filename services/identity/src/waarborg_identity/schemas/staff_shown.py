"""What programs get of the administration of staff."""

from marshmallow import fields

from waarborg_identity.domain import AccountState
from waarborg_identity.domain.staff_factors import Checked, ResetState, ResetWay
from waarborg_identity.domain.staff_grants import GrantState
from waarborg_identity.domain.staff_review import Paper, Verdict
from waarborg_identity.domain.stand_ins import StandIn
from waarborg_shared.auth import ActorKind
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Choice, Day, Moment, Schema


class GrantShownSchema(Schema):
    """One role that somebody has, had or will have."""

    id = fields.String(required=True)
    role = fields.String(required=True)
    state = Choice(GrantState, required=True)
    granted_at = Moment(required=True)
    granted_by = fields.String(required=True)
    starts_at = Moment(required=True)
    until = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    ended_by = fields.String(required=True, allow_none=True)
    stand_in_for = fields.String(required=True, allow_none=True)
    issuer = fields.String(required=True, allow_none=True)


class AbsenceShownSchema(Schema):
    """A time in which somebody is or will be away."""

    id = fields.String(required=True)
    starts_at = Moment(required=True)
    until = Moment(required=True)
    stand_in = fields.String(required=True, allow_none=True)
    stand_in_state = Choice(StandIn, required=True, allow_none=True)
    now = fields.Boolean(required=True)


class MarkShownSchema(Schema):
    """What the running review came to for somebody."""

    verdict = Choice(Verdict, required=True)
    at = Moment(required=True)
    by = fields.String(required=True)


class StaffShownSchema(ErasableSchema):
    """A member of staff in a list."""

    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    username = fields.String(required=True, allow_none=True)
    state = Choice(AccountState, required=True)
    has_password = fields.Boolean(required=True)
    signs_in_outside = fields.Boolean(required=True)
    second_factor = fields.Boolean(required=True)
    grants = fields.List(fields.Nested(GrantShownSchema), required=True)
    certificate_seen_on = Day(required=True, allow_none=True)
    secrecy_signed_on = Day(required=True, allow_none=True)
    missing = fields.List(Choice(Paper), required=True)
    absences = fields.List(fields.Nested(AbsenceShownSchema), required=True)
    last_signed_in_at = Moment(required=True, allow_none=True)
    reviewed = fields.Nested(MarkShownSchema, required=True, allow_none=True)


class StaffPageSchema(Schema):
    """A part of the staff in the order of their names, and the cursor of the next part ('' at the end)."""

    items = fields.List(fields.Nested(StaffShownSchema), required=True)
    total = fields.Integer(required=True)
    next = fields.String(required=True)


class ResetShownSchema(ErasableSchema):
    """A lost second factor that is to be replaced, or was."""

    id = fields.String(required=True)
    way = Choice(ResetWay, required=True)
    state = Choice(ResetState, required=True)
    asked_at = Moment(required=True)
    asked_by = fields.String(required=True)
    confirmed_by = fields.String(required=True, allow_none=True)
    expires_at = Moment(required=True)
    checked = Choice(Checked, required=True, allow_none=True)
    digits = fields.String(required=True, allow_none=True)


class StepSchema(Schema):
    """One entry of an account's timeline."""

    at = Moment(required=True)
    verb = fields.String(required=True)
    actor_kind = Choice(ActorKind, required=True)
    actor_ref = fields.String(required=True)
    facts = fields.Dict(required=True)
    why = fields.String(required=True)


class OneStaffSchema(StaffShownSchema):
    """Everything of one member of staff."""

    revision = fields.Integer(required=True)
    created_at = Moment(required=True)
    contact = fields.String(required=True, allow_none=True)
    factor_resets = fields.List(fields.Nested(ResetShownSchema), required=True)
    timeline = fields.List(fields.Nested(StepSchema), required=True)


class ChangedSchema(Schema):
    """The account that was changed, and its revision now, which is its ETag too."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True)


class MadeSchema(ChangedSchema):
    """What was made of the account, beside the account itself."""

    made = fields.String(required=True)


class TakenOnSchema(ChangedSchema):
    """A new member of staff, with the code by which he chooses his password: shown this once, good for seven days."""

    code = fields.String(required=True)


class ReviewSchema(Schema):
    """The review that runs."""

    number = fields.Integer(required=True)
    started_at = Moment(required=True)
    due_at = Moment(required=True)
    late = fields.Boolean(required=True)
    to_review = fields.Integer(required=True)
