"""What goes in and out of the register of persons."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from waarborg_identity.actions import NewPerson
from waarborg_identity.domain import IdentifierKind
from waarborg_shared.web import noted
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Bsn, Choice, Line, Moment, Reference, Schema

GROUND_NEEDED = noted("Choose a purpose for which a law asks for the BSN.")


def _ground(**options: Any) -> Line:
    """Return the field of the purpose for which a BSN is used, which is asked with a BSN alone (B11)."""
    hint = lazy_gettext("Only with a BSN.")
    return Line(64, load_default=None, label=lazy_gettext("For what does a law ask for the BSN?"), hint=hint, **options)


class ClientNumber(fields.String):
    """A client number: 1 to 40 letters, digits and ``. / -``."""

    def __init__(self, *, label: Any = "", **options: Any) -> None:
        shape = validate.Regexp(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}\Z", error=noted("1 to 40 letters, digits and . / -"))
        described = {"label": label, "pattern": "^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$"}
        super().__init__(validate=(validate.Length(1, 40), shape), metadata=described, **options)


class OwnNumber(fields.String):
    """A number that a partner knows a person by: 1 to 100 visible characters without spaces, counted to the letter."""

    def __init__(self, **options: Any) -> None:
        shape = validate.Regexp(r"[!-~]{1,100}\Z", error=noted("1 to 100 letters, digits and signs, without spaces"))
        super().__init__(validate=(validate.Length(1, 100), shape), metadata={"pattern": "^[!-~]{1,100}$"}, **options)


class NewPersonSchema(Schema):
    """A person to register, by client number, BSN or both."""

    client_number = ClientNumber(load_default=None, allow_none=True, label=lazy_gettext("Client number"))
    bsn = Bsn(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("BSN"),
        hint=lazy_gettext("Nine digits, only where a law asks for it. It is stored encrypted."),
    )
    ground = _ground(allow_none=True)
    name = Line(200, load_default=None, allow_none=True, label=lazy_gettext("Name"))

    @validates_schema
    def some_number(self, loaded: dict[str, Any], **_: object) -> None:
        """Ask for at least one number: without one nobody can be found again."""
        if not loaded.get("client_number") and not loaded.get("bsn"):
            raise ValidationError(noted("Give a client number or a BSN."), "client_number")
        if loaded.get("bsn") and not loaded.get("ground"):
            raise ValidationError(GROUND_NEEDED, "ground")

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewPerson:
        """Make the action's command of it."""
        return NewPerson(**loaded)


class PersonRefSchema(Schema):
    """The reference that a person goes by."""

    person_ref = fields.UUID(required=True)


class OwnNumberSchema(Schema):
    """The partner's own number of a person; it stands in the body and never in an address."""

    number = OwnNumber(required=True)


class OwnNumberShownSchema(ErasableSchema):
    """The partner's own number of a person, as it is kept."""

    number = fields.String(required=True, allow_none=True)


class ClientNumberSchema(Schema):
    """The client number that a person gets."""

    number = ClientNumber(required=True)


class NameCorrectionSchema(Schema):
    """The name that a decided correction gives a person, and by which step it was asked."""

    step_ref = Reference(required=True)
    name = Line(required=True)


class BsnSchema(Schema):
    """A BSN, and the purpose for which a law asks for it (B11)."""

    number = Bsn(required=True)
    ground = Line(64, required=True)


class SearchSchema(Schema):
    """A search by exactly one number, which stands in the body and never in an address; a partner's by its own too.

    A BSN comes with the purpose for which a law asks for it (B11).
    """

    client_number = ClientNumber()
    bsn = Bsn()
    own_number = OwnNumber()
    ground = Line(64)

    @validates_schema
    def one_number(self, loaded: dict[str, Any], **_: object) -> None:
        """Ask for one number, not for two or none, and of a BSN for what it is searched by."""
        if len(loaded.keys() - {"ground"}) != 1:
            raise ValidationError(noted("Give one number to search by."), "client_number")
        if "bsn" in loaded and "ground" not in loaded:
            raise ValidationError(GROUND_NEEDED, "ground")
        if "ground" in loaded and "bsn" not in loaded:
            raise ValidationError(noted("Only with a BSN."), "ground")


class FoundSchema(Schema):
    """The references that were found: one or none."""

    persons = fields.List(fields.UUID(), required=True)


class PersonSchema(ErasableSchema):
    """What may be shown of a person; never the BSN. ``merged_into`` is the reference that he goes by, if another."""

    person_ref = fields.UUID(required=True)
    merged_into = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    client_number = fields.String(required=True, allow_none=True)
    has_bsn = fields.Boolean(required=True)
    registered_at = Moment(required=True)


class FindForm(Schema):
    """A search by one number at the desk."""

    kind = Choice(IdentifierKind, required=True, label=lazy_gettext("Search by"))
    find = Line(40, required=True, label=lazy_gettext("Number to search for"))
    ground = _ground()

    @post_load
    def as_it_is_kept(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Say that a BSN is none, in place of finding nobody by it, and ask for what it is used."""
        if loaded["kind"] is not IdentifierKind.BSN:
            return {**loaded, "ground": None}
        try:
            number = Bsn().deserialize(loaded["find"])
        except ValidationError as error:
            raise ValidationError(error.messages, "find") from None
        if not loaded["ground"]:
            raise ValidationError(GROUND_NEEDED, "ground")
        return {**loaded, "find": number}


BODY_RULES: Mapping[str, Mapping[str, Any]] = {
    "NewPerson": {
        "anyOf": [
            {
                "required": ["client_number"],
                "properties": {"client_number": {"type": "string"}, "bsn": {"type": "null"}},
            },
            {"required": ["bsn", "ground"], "properties": {"bsn": {"type": "string"}, "ground": {"type": "string"}}},
        ]
    },
    "Search": {
        "oneOf": [
            {"required": ["client_number"], "maxProperties": 1},
            {"required": ["own_number"], "maxProperties": 1},
            {"required": ["bsn", "ground"], "maxProperties": 2},
        ]
    },
}
"""What the OpenAPI document says of whole bodies, beside what it reads from the fields."""
