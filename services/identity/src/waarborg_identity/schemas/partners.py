"""What is typed or sent about partner systems, and what is given back; a secret goes out once, when it is made."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from waarborg_identity.actions import NewPartner
from waarborg_identity.domain import FOR_APPLICATIONS, SCOPES, VISIBLE_EVENTS, Agreement, AuthMethod
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Day, Flag, Line, Moment, Reference, Schema, Whole, Words

FOR_PARTNERS = tuple(scope for scope in SCOPES if scope not in FOR_APPLICATIONS)
_AGREED = (
    "purpose",
    "agreement_ref",
    "contact",
    "holder",
    "holder_code",
    "secret_reason",
    "require_dpop",
    "require_pushed",
)


class Proof(StrEnum):
    """How a partner shows that it is the one, as a page asks for it."""

    KEYS = "keys"
    ADDRESS = "address"
    SECRET = "secret"  # noqa: S105 - the name of a choice


class AgreementSchema(Schema):
    """What is agreed with a partner."""

    name = Line(
        100,
        required=True,
        label=lazy_gettext("Name"),
        hint=lazy_gettext("Of the system or the firm, not of a person."),
    )
    purpose = Line(
        500,
        required=True,
        label=lazy_gettext("What does it do with the data?"),
        hint=lazy_gettext("In one sentence, such as: keeps the care record."),
    )
    agreement_ref = Line(
        100,
        load_default="",
        label=lazy_gettext("Processor agreement"),
        hint=lazy_gettext("Its number or where it is kept. Without one the partner may hold no data for you."),
    )
    contact = Line(
        200,
        load_default="",
        label=lazy_gettext("Whom to call when something is wrong"),
        hint=lazy_gettext("A desk rather than a person. It is stored encrypted."),
    )
    scopes = fields.List(
        fields.String(validate=validate.OneOf(FOR_PARTNERS)),
        required=True,
        validate=validate.Length(min=1, error=noted("Choose at least one.")),
        metadata={
            "label": lazy_gettext("What may it do?"),
            "hint": lazy_gettext("Choose as few as will do. You can add more later."),
        },
    )
    events = fields.List(
        fields.String(validate=validate.OneOf(VISIBLE_EVENTS)),
        load_default=list,
        metadata={
            "label": lazy_gettext("What do we tell it?"),
            "hint": lazy_gettext("Events hold references and codes, no names and no text."),
        },
    )
    holder = Flag(
        load_default=False,
        label=lazy_gettext("Data of clients are kept there"),
        hint=lazy_gettext("Then it takes part when a client asks to see or erase data."),
    )
    holder_code = Line(
        64,
        load_default="",
        label=lazy_gettext("Which holder of data is it?"),
        hint=lazy_gettext("Then it is asked when a client wants to see data, and it alone may hand them in for it."),
    )
    secret_reason = Line(500, load_default="", label=lazy_gettext("Why can it do no better than a secret?"))
    require_dpop = Flag(
        load_default=False,
        label=lazy_gettext("It proves a key of its own for each token (DPoP)"),
        hint=lazy_gettext("Who catches a token can do nothing with it. Ask the partner whether it can do this."),
    )
    require_pushed = Flag(
        load_default=False,
        label=lazy_gettext("It sends its requests to sign in ahead (PAR)"),
        hint=lazy_gettext("Counts where people sign in. A partner that only acts for itself does not notice."),
    )

    @staticmethod
    def agreement(loaded: Mapping[str, Any]) -> Agreement:
        """Make the domain's value of it. Raises BadClient."""
        return Agreement(**{name: loaded[name] for name in _AGREED}, events=frozenset(loaded["events"]))


class NewPartnerForm(AgreementSchema):
    """A partner as an administrator registers it on a page."""

    proof = Choice(Proof, required=True, label=lazy_gettext("How does it show that it is the one?"))
    jwks = Words(
        20_000,
        load_default="",
        label=lazy_gettext("Its public keys"),
        hint=lazy_gettext("The partner gives you this text (a JWKS). It begins with a brace."),
    )
    jwks_uri = Line(
        2000,
        load_default="",
        label=lazy_gettext("The address of its keys"),
        hint=lazy_gettext("Such as https://partner.example/jwks.json. The partner then changes its keys by itself."),
    )


class KeysForm(Schema):
    """New keys, or their address."""

    jwks = Words(20_000, load_default="", label=lazy_gettext("Its public keys"))
    jwks_uri = Line(2000, load_default="", label=lazy_gettext("The address of its keys"))


class OverlapForm(Schema):
    """For how long an old secret still holds beside a new one."""

    overlap_hours = Whole(
        0,
        168,
        required=True,
        label=lazy_gettext("Hours that the old one still holds"),
        hint=lazy_gettext("0 when somebody else may have it; else 24, so that the partner has time to change."),
    )


class ReasonForm(Schema):
    """Why something is done."""

    why = Words(1000, required=True, label=lazy_gettext("Why?"))


class RegistrationTokenForm(Schema):
    """A token with which partners register themselves."""

    purpose = Line(500, required=True, label=lazy_gettext("What do these partners do with the data?"))
    scopes = fields.List(
        fields.String(validate=validate.OneOf(FOR_PARTNERS)),
        required=True,
        validate=validate.Length(min=1, error=noted("Choose at least one.")),
        metadata={"label": lazy_gettext("What may they do at most?")},
    )
    uses = Whole(1, 50, required=True, label=lazy_gettext("How many partners may register with it?"))
    days = Whole(1, 90, required=True, label=lazy_gettext("For how many days?"))


class LeaveOutForm(ReasonForm):
    """Which event is left out, and why."""

    message_id = Reference(required=True, label=lazy_gettext("Which event?"))


class NothingSchema(Schema):
    """Nothing: an empty object."""


class AddressForm(Schema):
    """Where events go."""

    url = Line(
        2000,
        required=True,
        label=lazy_gettext("Address"),
        hint=lazy_gettext("The partner gives you this. It begins with https://."),
    )


class ReplayForm(Schema):
    """From which moment events are sent again."""

    since = Moment(required=True, label=lazy_gettext("From"))


class NewPartnerSchema(AgreementSchema):
    """A partner as a program registers it."""

    client_id = fields.String(load_default="", validate=validate.Regexp(r"([A-Za-z0-9][A-Za-z0-9._-]{2,35})?\Z"))
    auth_method = fields.String(
        required=True,
        validate=validate.OneOf([AuthMethod.PRIVATE_KEY_JWT.value, AuthMethod.CLIENT_SECRET_BASIC.value]),
    )
    jwks = fields.Dict(keys=fields.String(), load_default=None, allow_none=True)
    jwks_uri = fields.URL(load_default=None, allow_none=True, schemes={"https", "http"}, require_tld=False)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewPartner:
        """Make the action's command of it. Raises BadClient."""
        return NewPartner(
            client_id=loaded["client_id"],
            name=loaded["name"],
            auth_method=AuthMethod(loaded["auth_method"]),
            scopes=frozenset(loaded["scopes"]),
            agreement=self.agreement(loaded),
            jwks=loaded["jwks"],
            jwks_uri=loaded["jwks_uri"],
        )


class KeysSchema(Schema):
    """New keys, or their address: one of both."""

    jwks = fields.Dict(keys=fields.String(), load_default=None, allow_none=True)
    jwks_uri = fields.URL(load_default=None, allow_none=True, schemes={"https", "http"}, require_tld=False)

    @validates_schema
    def one_of_both(self, loaded: dict[str, Any], **_: object) -> None:
        """Ask for one of both."""
        if (loaded.get("jwks") is None) == (loaded.get("jwks_uri") is None):
            raise ValidationError(noted("Give keys, or an address."), "jwks")


class OverlapSchema(Schema):
    """For how many hours an old secret still holds beside the new one."""

    overlap_hours = Whole(0, 168, required=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> timedelta:
        """Make a span of it."""
        return timedelta(hours=loaded["overlap_hours"])


class PartnerMadeSchema(Schema):
    """A partner that was registered; the secret is given this once."""

    client_id = fields.String(required=True)
    secret = fields.String(allow_none=True)


class SecretSchema(Schema):
    """A new secret, given this once."""

    secret = fields.String(required=True)


class UsedSchema(Schema):
    """How many tokens a partner asked for on a day."""

    day = Day(required=True)
    tokens = Whole(required=True)


class EndpointSchema(Schema):
    """Where a partner's events go."""

    url = fields.String(required=True)
    state = fields.String(required=True)
    disabled_at = Moment(allow_none=True)
    disabled_why = fields.String(allow_none=True)


class EndpointMadeSchema(EndpointSchema):
    """The same with the secret to check events by, given when it was made."""

    secret = fields.String(allow_none=True)


class PartnerSchema(Schema):
    """A partner as it stands, with what it did lately."""

    client_id = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    auth_method = fields.String(required=True)
    jwks_uri = fields.String(allow_none=True)
    purpose = fields.String(required=True)
    agreement_ref = fields.String(required=True)
    contact = fields.String(required=True)
    scopes = fields.List(fields.String(), required=True)
    events = fields.List(fields.String(), required=True)
    holder = fields.Boolean(required=True)
    holder_code = fields.String(allow_none=True)
    secret_reason = fields.String(required=True)
    require_dpop = fields.Boolean(required=True)
    require_pushed = fields.Boolean(required=True)
    last_used_at = Moment(allow_none=True)
    used = fields.List(fields.Nested(UsedSchema), required=True)
    webhook = fields.Nested(EndpointSchema, allow_none=True)


class PartnerRowSchema(Schema):
    """A partner in the list."""

    client_id = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    purpose = fields.String(required=True)
    last_used_at = Moment(allow_none=True)
    webhook_state = fields.String(allow_none=True)


class PartnersSchema(Schema):
    """Every partner of the organisation."""

    items = fields.List(fields.Nested(PartnerRowSchema), required=True)


class AddressSchema(Schema):
    """Where events are to go."""

    url = fields.URL(required=True, schemes={"https", "http"}, require_tld=False)


class DeliverySchema(Schema):
    """One event for one partner, and what became of it."""

    id = fields.String(required=True)
    type = fields.String(required=True)
    state = fields.String(required=True)
    told_at = Moment(required=True)
    attempts = Whole(required=True)
    next_at = Moment(allow_none=True)
    last_tried_at = Moment(allow_none=True)
    last_status = fields.Integer(allow_none=True)
    last_error = fields.String(allow_none=True)
    last_milliseconds = fields.Integer(allow_none=True)
    done_at = Moment(allow_none=True)


class DeliveriesSchema(Schema):
    """A part of the delivery log, newest first."""

    items = fields.List(fields.Nested(DeliverySchema), required=True)
    next = fields.String(required=True)


class TestSentSchema(Schema):
    """The id of the test event."""

    id = fields.String(required=True)


class ReplayedSchema(Schema):
    """How many events go once more."""

    events = Whole(required=True)


def read_jwks(typed: str) -> Any:
    """Return what was pasted, read. Raises ValidationError with words for the field."""
    try:
        return json.loads(typed)
    except (ValueError, RecursionError):
        raise ValidationError(noted("This is no JSON. Copy the whole text, from brace to brace."), "jwks") from None


def place_in_log(cursor: tuple[str | int, ...] | None) -> tuple[datetime, str] | None:
    """Return where a part of the delivery log begins. Raises ValidationError for a cursor of another list."""
    if cursor is None:
        return None
    try:
        at, message_id = cursor
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValidationError(noted("This is no place in the list."), "cursor")
    return moment, str(message_id)
