"""What goes in and out of consent over HTTP; unknown fields are refused."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load

from waarborg_consent.actions import NewConsent, Withdrawal
from waarborg_consent.domain import ConsentState, How, NamedGround, Reason
from waarborg_shared.hooks.values import Right
from waarborg_shared.web.schemas import Choice, Code, Line, Moment, Reference, Schema, Words, at_most


class NewConsentSchema(Schema):
    """A consent to record."""

    subject_ref = Reference(required=True)
    purpose = Code(required=True)
    statement_version = Line(32, required=True)
    how = Choice(How, load_default=How.PARTNER)
    note = Words(1_000, load_default=None, allow_none=True, label=lazy_gettext("Note for proof"))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewConsent:
        """Make the action's command of it."""
        return NewConsent(**loaded)


class WithdrawalSchema(Schema):
    """A withdrawal to carry out; without a purpose it ends everything."""

    subject_ref = Reference(required=True)
    purpose = Code(load_default=None, allow_none=True)
    how = Choice(How, load_default=How.PARTNER)
    note = Words(1_000, load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Withdrawal:
        """Make the action's command of it."""
        return Withdrawal(**loaded)


class RecordedSchema(Schema):
    """What was recorded."""

    id = fields.String(required=True)
    subject_ref = fields.String(required=True)
    kind = fields.String(required=True)
    purpose = fields.String(required=True, allow_none=True)
    sequence = fields.Integer(required=True)
    at = Moment(required=True)


class StandingSchema(Schema):
    """What stands for one purpose."""

    purpose = fields.String(required=True)
    only_basis = fields.Boolean(
        required=True, metadata={"description": "Whether the purpose rests on consent alone, and stops without it"}
    )
    state = fields.Enum(ConsentState, by_value=True, required=True)
    since = Moment(required=True, allow_none=True)
    event_id = fields.String(required=True, allow_none=True)


class StandingsSchema(Schema):
    """What stands for every purpose of one person."""

    subject_ref = fields.String(required=True)
    statement_version = fields.String(required=True)
    items = fields.List(fields.Nested(StandingSchema), required=True)


class StandingsQuerySchema(Schema):
    """Whose consents."""

    subject_ref = Reference(required=True)


class AskerPropertiesSchema(Schema):
    """In which role somebody asks."""

    role = Code(required=True)


class AskerSchema(Schema):
    """Who asks (AuthZEN: subject)."""

    type = Code(required=True)
    id = Line(64, required=True)
    properties = fields.Nested(AskerPropertiesSchema, required=True)


class ActionSchema(Schema):
    """What is to be done (AuthZEN: action)."""

    name = Choice(Right, required=True)


class ResourcePropertiesSchema(Schema):
    """Whose record it is, and which kinds of data in it are asked for."""

    person = Reference(required=True)
    categories = fields.List(Code(), load_default=list, validate=at_most(50))


class ResourceSchema(Schema):
    """What it is to be done with (AuthZEN: resource): ``type`` is the record type."""

    type = Code(required=True)
    id = Line(64, required=True)
    properties = fields.Nested(ResourcePropertiesSchema, required=True)


class ContextSchema(Schema):
    """What for, and what the asking system vouches for."""

    purpose = Code(required=True)
    in_care = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    named_ground = Choice(NamedGround, load_default=None, allow_none=True)


class EvaluationSchema(Schema):
    """One question, in the shape of the OpenID AuthZEN Authorization API 1.0."""

    subject = fields.Nested(AskerSchema, required=True)
    action = fields.Nested(ActionSchema, required=True)
    resource = fields.Nested(ResourceSchema, required=True)
    context = fields.Nested(ContextSchema, required=True)


class ReasonSchema(Schema):
    """The reason, as a code and as a sentence in both languages."""

    code = fields.Enum(Reason, by_value=True, required=True)
    nl = fields.String(required=True)
    en = fields.String(required=True)


class AnswerContextSchema(Schema):
    """What the answer rests on."""

    reason = fields.Nested(ReasonSchema, required=True)
    purpose = fields.String(required=True)
    basis = fields.String(required=True, allow_none=True)
    consent_event = fields.String(required=True, allow_none=True)
    confidence = fields.String(required=True, allow_none=True)


class AnswerSchema(Schema):
    """The answer (AuthZEN: decision and context); a no is an answer and not an error."""

    decision = fields.Boolean(required=True)
    context = fields.Nested(AnswerContextSchema, required=True)
