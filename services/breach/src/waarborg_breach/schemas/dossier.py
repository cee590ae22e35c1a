"""The dossier for the authority: what can be filled in of one part, and the whole for programs."""

from collections.abc import Iterable
from typing import Any

import marshmallow
from marshmallow import fields, validate

from waarborg_breach.domain.dossier import Common, Field, Gap, Part
from waarborg_breach.domain.states import NoticeKind
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.schemas import Moment, Schema, Words

LONGEST = 4000


def dossier_form(typed: Iterable[Field]) -> marshmallow.Schema:
    """Return the form of those fields that can be filled in in the dossier itself."""
    made: dict[str, fields.Field[Any]] = {each.code: _field(each) for each in typed}
    form: marshmallow.Schema = Schema.from_dict(made)()
    return form


def _field(each: Field) -> fields.Field[Any]:
    if each.choices:
        chosen = validate.OneOf(each.choices)
        return fields.String(load_default="", validate=chosen, metadata={"label": said(each.text)})
    return Words(LONGEST, load_default="", label=said(each.text))


class BothSchema(Schema):
    """A text in both languages."""

    nl = fields.String(required=True)
    en = fields.String(required=True)


class FieldSchema(Schema):
    """One question with its value, or why it has none; ``exercise``: it is not real."""

    code = fields.String(required=True)
    place = fields.String(required=True)
    part = fields.Enum(Part, by_value=True, required=True)
    edpb = fields.Enum(Common, by_value=True, required=True, allow_none=True)
    question = fields.Nested(BothSchema, required=True)
    value = fields.Dict(required=True, allow_none=True)
    words = fields.Nested(BothSchema, required=True, allow_none=True)
    gap = fields.Enum(Gap, by_value=True, required=True, allow_none=True)
    exercise = fields.Boolean(required=True)


class ToldSchema(Schema):
    """Something that the authority was told."""

    number = fields.Integer(required=True)
    kind = fields.Enum(NoticeKind, by_value=True, required=True)
    at = Moment(required=True)
    authority_number = fields.String(required=True, allow_none=True)


class ChangeSchema(Schema):
    """A question that says something else than at the last notice."""

    code = fields.String(required=True)
    was = fields.Dict(required=True, allow_none=True)
    became = fields.Dict(required=True, allow_none=True)


class DossierSchema(Schema):
    """The dossier for the authority. Nothing of it was sent: the authority takes notifications by its web form only."""

    number = fields.String(required=True)
    drill = fields.Boolean(required=True)
    mark = fields.Nested(BothSchema, required=True, allow_none=True)
    sent_by_us = fields.Boolean(required=True)
    note = fields.Nested(BothSchema, required=True)
    gaps = fields.List(fields.String(), required=True)
    fields_ = fields.List(fields.Nested(FieldSchema), required=True, data_key="fields", attribute="fields")
    notices = fields.List(fields.Nested(ToldSchema), required=True)
    changed_since_last_notice = fields.List(fields.Nested(ChangeSchema), required=True, allow_none=True)
