"""Disclosures to third parties over HTTP."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load, validate

from waarborg_consent.actions.disclosures import NewDisclosure
from waarborg_consent.domain import How
from waarborg_consent.domain.disclosures import DisclosureGround, Verdict, Why
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.i18n import noted
from waarborg_shared.web.schemas import (
    Choice,
    Code,
    Day,
    Flag,
    Line,
    Moment,
    Reference,
    Schema,
    Words,
    at_least,
    at_most,
)

COUNTRY = validate.Regexp("^[A-Z]{2}$", error=noted("Give the country as two capital letters, such as NL."))


class NewDisclosureSchema(Schema):
    """What would go, or went, to whom. With ``given_on`` it went already; with ``refuse`` it is not given."""

    subject_ref = Reference(required=True)
    ground = Choice(DisclosureGround, required=True)
    categories = fields.List(Code(), required=True, validate=[at_least(1), at_most(50)])
    recipient = Code(
        required=True, metadata={"description": "A code of the organisation's list, or other, with recipient_name"}
    )
    recipient_name = Line(200, load_default=None, allow_none=True)
    country = fields.String(load_default="NL", validate=COUNTRY)
    ground_source = Line(200, load_default=None, allow_none=True)
    purpose = Code(load_default=None, allow_none=True)
    consent_how = Choice(How, load_default=None, allow_none=True)
    note = Words(1_000, load_default=None, allow_none=True, label=lazy_gettext("Note for proof"))
    given_on = Day(load_default=None, allow_none=True)
    refuse = Flag(load_default=False)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewDisclosure:
        """Make the action's command of it."""
        return NewDisclosure(**{**loaded, "categories": tuple(dict.fromkeys(loaded["categories"]))})


class GivenSchema(Schema):
    """That what was authorised has been given."""

    subject_ref = Reference(required=True)
    given_on = Day(required=True)


class DisclosureWhySchema(Schema):
    """Why, as a code and as a sentence in both languages."""

    code = fields.Enum(Why, by_value=True, required=True)
    nl = fields.String(required=True)
    en = fields.String(required=True)


class DisclosureSchema(ErasableSchema):
    """One thing that was decided or recorded."""

    id = fields.String(required=True)
    subject_ref = fields.String(required=True)
    verdict = fields.Enum(Verdict, by_value=True, required=True)
    allowed = fields.Boolean(
        required=True, metadata={"description": "False where something was given that was not allowed"}
    )
    why = fields.Nested(DisclosureWhySchema, required=True)
    ground = fields.Enum(DisclosureGround, by_value=True, required=True)
    ground_source = fields.String(required=True, allow_none=True)
    recipient = fields.String(required=True)
    recipient_name = fields.String(required=True, allow_none=True)
    country = fields.String(required=True)
    outside_eea = fields.Boolean(required=True)
    categories = fields.List(fields.String(), required=True)
    purpose = fields.String(required=True, allow_none=True)
    consent_how = fields.String(required=True, allow_none=True)
    given_on = fields.Date(required=True, allow_none=True)
    authorisation_id = fields.String(required=True, allow_none=True)
    at = Moment(required=True)


class DisclosuresSchema(Schema):
    """What was decided and recorded about one person's data, the newest first."""

    items = fields.List(fields.Nested(DisclosureSchema), required=True)


class DisclosuresQuerySchema(Schema):
    """Whose."""

    subject_ref = Reference(required=True)
