"""The decision over HTTP, in the shape of the OpenID AuthZEN Authorization API 1.0."""

from marshmallow import fields

from waarborg_consent.domain import NamedGround, Reason
from waarborg_shared.hooks.values import Right
from waarborg_shared.web.schemas import Choice, Code, Line, Reference, Schema, at_most


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
