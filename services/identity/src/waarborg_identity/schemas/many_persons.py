"""What goes in and out of a search for many persons at once."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from waarborg_identity.actions.many_persons import MOST_AT_ONCE
from waarborg_identity.schemas.persons import ClientNumber
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Reference, Schema, at_most


class ManySchema(Schema):
    """Client numbers and references, 1,000 together at the most; they stand in the body and never in an address."""

    client_numbers = fields.List(ClientNumber(), load_default=list, validate=at_most(MOST_AT_ONCE))
    person_refs = fields.List(Reference(), load_default=list, validate=at_most(MOST_AT_ONCE))

    @validates_schema
    def some(self, loaded: dict[str, Any], **_: object) -> None:
        """Ask for something, and for no more than fits."""
        count = len(loaded.get("client_numbers", ())) + len(loaded.get("person_refs", ()))
        if not 0 < count <= MOST_AT_ONCE:
            raise ValidationError(noted("Give 1 to 1,000 numbers and references together."), "client_numbers")


class OneFoundSchema(Schema):
    """Somebody who was found: what was asked, and the reference that he goes by now."""

    client_number = fields.String()
    asked_ref = fields.String()
    person_ref = fields.String(required=True)


class NotFoundSchema(Schema):
    """What is not known here."""

    client_numbers = fields.List(fields.String(), required=True)
    person_refs = fields.List(fields.String(), required=True)


class ManyFoundSchema(Schema):
    """Who was found, and what was not."""

    persons = fields.List(fields.Nested(OneFoundSchema), required=True)
    not_found = fields.Nested(NotFoundSchema, required=True)
