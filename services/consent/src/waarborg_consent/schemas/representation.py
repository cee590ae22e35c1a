"""Who speaks for a client and who may decide, over HTTP."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load, validate

from waarborg_consent.actions.client_facts import NewIncapacity, NewOwnWord
from waarborg_consent.actions.representation import NewRepresentation, NewSetAside
from waarborg_consent.domain import REVIEW_CLOCKS, DecidedBy, Evidence, How, Manner, Missing, OwnGround, Why, WhyNot
from waarborg_consent.schemas.consents import PartSchema, SaidYesSchema, parted
from waarborg_shared.hooks.values import Scope
from waarborg_shared.web.schemas import Choice, Code, Day, Flag, Moment, Reference, Schema, Words, at_least, at_most

_NOTE = 1_000


class NewRepresentationSchema(Schema):
    """Somebody to register as a representative; of the evidence is kept what was seen and when, and no copy."""

    subject_ref = Reference(required=True)
    representative_ref = Reference(required=True)
    kind = Code(required=True, metadata={"description": "Code of a kind of representative of the organisation"})
    scopes = fields.List(Choice(Scope), required=True, validate=[at_least(1), at_most(len(Scope))])
    begins_on = Day(required=True)
    ends_on = Day(load_default=None, allow_none=True, metadata={"description": "The last day; null: no end"})
    evidence = Choice(Evidence, required=True)
    evidence_seen_on = Day(required=True)
    note = Words(_NOTE, load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewRepresentation:
        """Make the action's command of it."""
        return NewRepresentation(**{**loaded, "scopes": frozenset(loaded["scopes"])})


class AddedSchema(Schema):
    """What was recorded."""

    id = fields.String(required=True)


class EndFromSchema(Schema):
    """From which day on it holds no more."""

    from_on = Day(required=True)
    note = Words(_NOTE, load_default=None, allow_none=True)


class WillingSchema(Schema):
    """Whether a representative wishes to act."""

    willing = Flag(required=True)
    note = Words(_NOTE, load_default=None, allow_none=True)


class SetAsideSchema(Schema):
    """A wish that a carer does not follow on a subject on these days, with the reason (art. 7:465(4) BW)."""

    topic = Choice(Scope, required=True)
    begins_on = Day(required=True)
    ends_on = Day(required=True)
    note = Words(_NOTE, required=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewSetAside:
        """Make the action's command of it."""
        return NewSetAside(**loaded)


class YesForSchema(SaidYesSchema):
    """A consent that a representative gives for the client."""

    @post_load
    def said(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Put what narrows the consent together."""
        return parted(loaded)


class NoForSchema(PartSchema):
    """A withdrawal by a representative; null in the place of a purpose ends everything."""

    purpose = Code(required=True, allow_none=True)
    how = Choice(How, load_default=How.PARTNER)
    note = Words(_NOTE, load_default=None, allow_none=True)

    @post_load
    def said(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Put what narrows the withdrawal together."""
        return parted(loaded)


class AnswerForSchema(Schema):
    """A no or a *later* of a representative to one purpose, for the client."""

    purpose = Code(required=True)
    how = Choice(How, load_default=How.PARTNER)
    note = Words(_NOTE, load_default=None, allow_none=True)


class NewIncapacitySchema(Schema):
    """A client who cannot weigh his interests on a subject, until that is judged anew."""

    subject_ref = Reference(required=True)
    topic = Choice(Scope, required=True)
    decided_by = Choice(DecidedBy, required=True)
    begins_on = Day(required=True)
    ends_on = Day(required=True)
    note = Words(_NOTE, required=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewIncapacity:
        """Make the action's command of it."""
        return NewIncapacity(**loaded)


class NewOwnWordSchema(Schema):
    """A child of 12 to 15 that decides on its care by itself on these days, with the reason (art. 7:450(2) BW)."""

    subject_ref = Reference(required=True)
    ground = Choice(OwnGround, required=True)
    begins_on = Day(required=True)
    ends_on = Day(required=True)
    note = Words(_NOTE, required=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewOwnWord:
        """Make the action's command of it."""
        return NewOwnWord(**loaded)


class BirthSchema(Schema):
    """The date of birth of a minor; kept of it are the birthdays that change who decides."""

    subject_ref = Reference(required=True)
    born_on = Day(required=True)


class ReviewedSchema(Schema):
    """That a client's consents were gone through after a birthday."""

    subject_ref = Reference(required=True)
    clock = fields.String(required=True, validate=validate.OneOf(list(REVIEW_CLOCKS)))


class OfClientSchema(Schema):
    """Whose representatives."""

    subject_ref = Reference(required=True)


class DecidersQuerySchema(Schema):
    """Who may decide for whom, on what, and on which day (today unless said)."""

    subject_ref = Reference(required=True)
    topic = Choice(Scope, required=True, label=lazy_gettext("On what?"))
    on = Day(load_default=None)


def _because(codes: type[StrEnum]) -> type[Schema]:
    fields_of = {
        "code": fields.Enum(codes, by_value=True, required=True),
        "nl": fields.String(required=True),
        "en": fields.String(required=True),
    }
    made: type[Schema] = type(f"{codes.__name__}Schema", (Schema,), fields_of)
    return made


WhySchema, WhyNotSchema, MissingSchema = map(_because, (Why, WhyNot, Missing))


class DeciderSchema(Schema):
    """Somebody who may decide; the client himself has no representation."""

    ref = fields.String(required=True)
    kind = fields.String(required=True)
    representation_id = fields.String(required=True, allow_none=True)
    manner = fields.Enum(Manner, by_value=True, required=True)
    why = fields.Nested(WhySchema, required=True)
    article = fields.String(required=True)
    until = fields.Date(
        required=True, allow_none=True, metadata={"description": "The last day of his term; null: it has no end"}
    )


class BystanderSchema(Schema):
    """Somebody who may not decide."""

    ref = fields.String(required=True)
    kind = fields.String(required=True)
    representation_id = fields.String(required=True, allow_none=True)
    why_not = fields.Nested(WhyNotSchema, required=True)
    article = fields.String(required=True)


class DecidersSchema(Schema):
    """Who may decide, in the law's order, and who may not."""

    subject_ref = fields.String(required=True)
    topic = fields.Enum(Scope, by_value=True, required=True)
    on = fields.Date(required=True)
    deciders = fields.List(fields.Nested(DeciderSchema), required=True)
    others = fields.List(fields.Nested(BystanderSchema), required=True)
    missing = fields.Nested(MissingSchema, required=True, allow_none=True)


class RepresentationSchema(Schema):
    """One representation, in codes and references."""

    id = fields.String(required=True)
    representative_ref = fields.String(required=True)
    kind = fields.String(required=True)
    scopes = fields.List(fields.Enum(Scope, by_value=True), required=True)
    begins_on = fields.Date(required=True)
    ends_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    stands = fields.Boolean(required=True, metadata={"description": "Whether it holds today"})
    willing = fields.Boolean(required=True)


class ActSchema(Schema):
    """Something that was done for the client, and on which authority."""

    what = fields.String(required=True)
    about = fields.String(required=True, allow_none=True)
    act_ref = fields.String(required=True)
    representation_id = fields.String(required=True)
    representative_ref = fields.String(required=True)
    kind = fields.String(required=True)
    source = fields.String(required=True)
    at = Moment(required=True)


class RepresentationsSchema(Schema):
    """Who speaks for a client, and what was done on their authority."""

    subject_ref = fields.String(required=True)
    items = fields.List(fields.Nested(RepresentationSchema), required=True)
    acts = fields.List(fields.Nested(ActSchema), required=True)
