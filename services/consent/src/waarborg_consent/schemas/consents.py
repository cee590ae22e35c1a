"""Consents, withdrawals and what stands, over HTTP."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load

from waarborg_consent.actions import NewConsent, Withdrawal
from waarborg_consent.domain import ConsentState, How
from waarborg_shared.web.schemas import Choice, Code, Line, Moment, Reference, Schema, Words


class NewConsentSchema(Schema):
    """A consent to record."""

    subject_ref = Reference(required=True)
    purpose = Code(required=True)
    statement_version = Line(32, required=True)
    how = Choice(How, load_default=How.PARTNER)
    note = Words(1_000, load_default=None, allow_none=True, label=lazy_gettext("Note for proof"))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewConsent:
        """Make the action's command of it."""
        return NewConsent(**loaded)


class WithdrawalSchema(Schema):
    """A withdrawal to carry out; without a purpose it ends everything."""

    subject_ref = Reference(required=True)
    purpose = Code(load_default=None, allow_none=True)
    how = Choice(How, load_default=How.PARTNER)
    note = Words(1_000, load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Withdrawal:
        """Make the action's command of it."""
        return Withdrawal(**loaded)


class RecordedSchema(Schema):
    """What was recorded."""

    id = fields.String(required=True)
    subject_ref = fields.String(required=True)
    kind = fields.String(required=True)
    purpose = fields.String(required=True, allow_none=True)
    sequence = fields.Integer(required=True)
    at = Moment(required=True)


class StandingSchema(Schema):
    """What stands for one purpose."""

    purpose = fields.String(required=True)
    only_basis = fields.Boolean(
        required=True, metadata={"description": "Whether the purpose rests on consent alone, and stops without it"}
    )
    state = fields.Enum(ConsentState, by_value=True, required=True)
    since = Moment(required=True, allow_none=True)
    event_id = fields.String(required=True, allow_none=True)


class StandingsSchema(Schema):
    """What stands for every purpose of one person."""

    subject_ref = fields.String(required=True)
    statement_version = fields.String(required=True)
    items = fields.List(fields.Nested(StandingSchema), required=True)


class StandingsQuerySchema(Schema):
    """Whose consents."""

    subject_ref = Reference(required=True)
