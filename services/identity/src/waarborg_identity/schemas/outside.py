"""What is typed or sent about outside issuers: rows of the table of roles, and ties between accounts and issuers."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load

from waarborg_identity.actions.claim_mappings import NewMapping
from waarborg_shared.web.schemas import Code, Line, Moment, Schema


class MappingSchema(Schema):
    """A row to add to the table."""

    issuer = Code(required=True, label=lazy_gettext("Where somebody signs in"))
    claim = Line(
        100,
        required=True,
        label=lazy_gettext("Claim"),
        hint=lazy_gettext("The name of what the issuer tells, such as roles, groups or realm_access.roles."),
    )
    value = Line(
        200,
        required=True,
        label=lazy_gettext("Value"),
        hint=lazy_gettext("Exactly as the issuer writes it: a group or a role there, not a person."),
    )
    role = Code(required=True, label=lazy_gettext("Role here"))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewMapping:
        """Make the action's command of it."""
        return NewMapping(**loaded)


class MappingShownSchema(Schema):
    """A row of the table."""

    id = fields.String(required=True)
    issuer = fields.String(required=True)
    claim = fields.String(required=True)
    value = fields.String(required=True)
    role = fields.String(required=True)
    made_at = Moment(required=True)
    made_by = fields.String(required=True)
    ended_at = Moment(required=True, allow_none=True)
    ended_by = fields.String(required=True, allow_none=True)


class MappingsSchema(Schema):
    """The whole table, ended rows too."""

    items = fields.List(fields.Nested(MappingShownSchema), required=True)


class LinkSchema(Schema):
    """The number that somebody was shown who signed in at an issuer and had no role here."""

    code = Line(
        40,
        required=True,
        label=lazy_gettext("Number"),
        hint=lazy_gettext("The twelve letters and digits that your colleague saw after signing in."),
    )
