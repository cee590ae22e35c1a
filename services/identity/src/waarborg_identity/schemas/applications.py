"""What is sent about applications in which staff work, and what is given back."""

from flask_babel import lazy_gettext
from marshmallow import fields

from waarborg_identity.schemas.partners import UsedSchema
from waarborg_shared.web.schemas import Flag, Moment, Schema


class AsksForm(Schema):
    """What is asked of an application beyond what every one does."""

    require_dpop = Flag(
        load_default=False,
        label=lazy_gettext("It proves a key of its own for each token (DPoP)"),
        hint=lazy_gettext(
            "Who catches a token can do nothing with it. Ask the maker whether the application can do this."
        ),
    )
    require_pushed = Flag(
        load_default=False,
        label=lazy_gettext("It sends its requests to sign in ahead (PAR)"),
        hint=lazy_gettext("What it asks then does not pass through the browser, where others could change it."),
    )


class AsksSchema(Schema):
    """The same, sent by a program: both of them."""

    require_dpop = Flag(required=True)
    require_pushed = Flag(required=True)


class ApplicationRowSchema(Schema):
    """An application in the list."""

    client_id = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    redirect_uris = fields.List(fields.String(), required=True)
    registered_at = Moment(required=True)
    last_used_at = Moment(allow_none=True)


class ApplicationsSchema(Schema):
    """Every application of the organisation."""

    items = fields.List(fields.Nested(ApplicationRowSchema), required=True)


class ApplicationSchema(ApplicationRowSchema):
    """An application as it stands, with what it did lately."""

    auth_method = fields.String(required=True)
    scopes = fields.List(fields.String(), required=True)
    post_logout_redirect_uris = fields.List(fields.String(), required=True)
    require_dpop = fields.Boolean(required=True)
    require_pushed = fields.Boolean(required=True)
    used = fields.List(fields.Nested(UsedSchema), required=True)
