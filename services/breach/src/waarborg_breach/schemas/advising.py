"""The facts of a breach and the answers to its questions, as forms and for programs; unknown fields are refused."""

from collections.abc import Iterable, Mapping
from typing import Any

import marshmallow
from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, validate, validates_schema

from waarborg_breach.domain.facts import (
    Care,
    DataKind,
    Encryption,
    Holder,
    Identifiable,
    PersonGroup,
    Undone,
)
from waarborg_shared.web.schemas import Choice, Code, Flag, Line, Schema, Whole, Words, at_most

UNKNOWN = "unknown"
NOT_KNOWN = "__unknown"
MOST = 100_000_000
OTHER_EU = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
    *("HU", "IE", "IT", "LT", "LU", "LV", "MT", "PL", "PT", "RO", "SE", "SI", "SK"),
)
"""The other countries of the EU (ISO 3166)."""
ONE_OF: Mapping[str, type[Any]] = {
    "identifiable": Identifiable,
    "holder": Holder,
    "encryption": Encryption,
    "undone": Undone,
    "care": Care,
}
YES_NO = (
    *("vulnerable", "confidentiality", "deletion_confirmed", "key_safe", "integrity", "availability"),
    *("intent", "other_eu", "processor", "averted", "reachable"),
)
NUMBERS = ("persons", "records", "away_hours")
SETS = ("categories", "more_kinds", "groups", "countries")
MORE_KINDS = tuple(kind for kind in DataKind if kind is not DataKind.PLAIN)


def field_of(fact: str) -> str:
    """Return the name of a fact's field in the form of the case page, where other forms have fields too."""
    return {"persons": "about_how_many", "other_eu": "other_eu"}.get(fact, f"fact_{fact}")


def facts_form(labels: Mapping[str, str], categories: Iterable[str]) -> marshmallow.Schema:
    """Return the form of the facts; ``labels`` are the facts as questions, in the visitor's language."""
    made: dict[str, fields.Field[Any]] = {"facts_note": _note()}
    for name, enum in ONE_OF.items():
        made[field_of(name)] = _choice([each.value for each in enum], labels[name])
    for name in YES_NO:
        made[field_of(name)] = _choice(["yes", "no"], labels[name])
    for name in NUMBERS:
        made[field_of(name)] = Whole(0, MOST, load_default=None, label=labels[name])
        made[field_of(name) + NOT_KNOWN] = fields.Boolean(load_default=False)
    made[field_of("categories")] = _many([*categories, UNKNOWN], labels["categories"])
    made[field_of("more_kinds")] = _many([kind.value for kind in MORE_KINDS], labels["more_kinds"])
    made[field_of("groups")] = _many([*(each.value for each in PersonGroup), UNKNOWN], labels["groups"])
    made[field_of("countries")] = _many(OTHER_EU, labels["countries"])
    form: marshmallow.Schema = Schema.from_dict(made)()
    return form


def _note() -> Words:
    return Words(
        load_default=None,
        label=lazy_gettext("What else should be known about these facts?"),
        hint=lazy_gettext("It is stored encrypted."),
    )


def _choice(codes: Iterable[str], label: str) -> fields.String:
    return fields.String(load_default=None, validate=validate.OneOf([*codes, UNKNOWN]), metadata={"label": label})


def _many(codes: Iterable[str], label: str) -> fields.List:
    return fields.List(
        fields.String(validate=validate.OneOf(list(codes))), load_default=list, metadata={"label": label}
    )


class CodeForm(Schema):
    """The code that the discoverer was given to answer the questions with."""

    code = Line(60, required=True, label=lazy_gettext("Your code"))


def _list_of(inner: fields.Field[Any], most: int) -> fields.List:
    return fields.List(inner, allow_none=True, validate=at_most(most))


class FactsInSchema(Schema):
    """Facts of a breach; null is "not known yet", and what is left out stays as it is."""

    categories = _list_of(Code(), 200)
    more_kinds = fields.List(Choice(DataKind), validate=at_most(len(DataKind)))
    identifiable = Choice(Identifiable, allow_none=True)
    groups = _list_of(Choice(PersonGroup), len(PersonGroup))
    vulnerable = Flag(allow_none=True)
    persons = Whole(0, MOST, allow_none=True)
    records = Whole(0, MOST, allow_none=True)
    confidentiality = Flag(allow_none=True)
    holder = Choice(Holder, allow_none=True)
    deletion_confirmed = Flag(allow_none=True)
    encryption = Choice(Encryption, allow_none=True)
    key_safe = Flag(allow_none=True)
    integrity = Flag(allow_none=True)
    availability = Flag(allow_none=True)
    away_hours = Whole(0, MOST, allow_none=True)
    undone = Choice(Undone, allow_none=True)
    care = Choice(Care, allow_none=True)
    intent = Flag(allow_none=True)
    other_eu = Flag(allow_none=True)
    countries = _list_of(fields.String(validate=validate.OneOf(OTHER_EU)), len(OTHER_EU))
    processor = Flag(allow_none=True)
    averted = Flag(allow_none=True)
    reachable = Flag(allow_none=True)

    @validates_schema
    def _says_something(self, loaded: dict[str, Any], **_: object) -> None:
        if not loaded:
            raise ValidationError("Give at least one fact.")


class FactsSchema(FactsInSchema):
    """What is known of a breach; null is not known, and ``said_unknown`` names what somebody called so."""

    kinds = fields.List(fields.Enum(DataKind, by_value=True), required=True, allow_none=True)
    said_unknown = fields.List(fields.String(), required=True)


class WeightSchema(Schema):
    """One reason of the advice, as a code, and what it weighs."""

    code = fields.String(required=True)
    points = fields.Integer(required=True)
    source = fields.String(required=True)


class TurnSchema(Schema):
    """A fact that would make the advice another one."""

    fact = fields.String(required=True)
    value = fields.String(required=True)
    notify_authority = fields.Boolean(required=True)
    inform_persons = fields.Boolean(required=True)


class SeveritySchema(Schema):
    """ENISA's severity of 2013, an input and never the decision."""

    dpc = fields.Integer(required=True)
    ei = fields.Float(required=True)
    cb = fields.Float(required=True)
    score = fields.Float(required=True)
    band = fields.String(required=True)
    more_than_100 = fields.Boolean(required=True)
    unintelligible = fields.Boolean(required=True)


class AdviceSchema(Schema):
    """What is advised by what is known; a person decides."""

    notify_authority = fields.Boolean(required=True)
    inform_persons = fields.Boolean(required=True)
    publicly = fields.Boolean(required=True)
    risk = fields.String(required=True)
    exception = fields.String(required=True, allow_none=True)
    reasons = fields.List(fields.Nested(WeightSchema), required=True)
    not_known = fields.List(fields.String(), required=True, data_key="unknown", attribute="unknown")
    rests_on_unknown = fields.Boolean(required=True)
    turns = fields.List(fields.Nested(TurnSchema), required=True)
    severity = fields.Nested(SeveritySchema, required=True)
