"""Requests in the vocabulary of the Data Rights Protocol: what a partner exercises, and how far it is."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validates, validates_schema

from waarborg_requests.actions import NewRequest
from waarborg_requests.domain import CameBy
from waarborg_requests.domain.intake_rights import KINDS, Exercise, Reason, Regime, Status
from waarborg_requests.schemas.filing import Reachable, WhomFields, WithoutBsn, holds_bsn
from waarborg_shared.hooks.values import ObjectionAbout
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Code, Line, Moment, Reference, Schema, Words


class IdentitySchema(Reachable, WithoutBsn):
    """Whom it is about, by our reference; what the person is called, and how the answer reaches him."""

    subject_ref = Reference(required=True)
    name = Line(required=True)


class DataRightsSchema(WhomFields, WithoutBsn):
    """A right to exercise for somebody. There is no address to call back: status is asked for, or told as an event."""

    exercise = Choice(Exercise, required=True)
    regime = Choice(Regime, required=True)
    identity = fields.Nested(IdentitySchema, required=True)
    details = Words(10_000, load_default="")
    about = Choice(ObjectionAbout, load_default=None, allow_none=True)
    purpose = Code(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def an_opt_out_is_of_marketing(self, loaded: dict[str, Any], **_: object) -> None:
        """An opt-out says by itself what it is about."""
        if loaded["exercise"] is Exercise.OPT_OUT and loaded["about"] not in (None, ObjectionAbout.MARKETING):
            raise ValidationError(noted("An opt-out is of marketing; for anything else use objection."), "about")

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewRequest:
        """Make the action's command of it."""
        exercise, identity = loaded["exercise"], loaded["identity"]
        about = ObjectionAbout.MARKETING if exercise is Exercise.OPT_OUT else loaded["about"]
        return NewRequest(
            kind=KINDS[exercise],
            **identity,
            asked=loaded["details"],
            about=about,
            purpose=loaded["purpose"],
            representative=loaded["representative"],
            on_behalf_of=loaded["on_behalf_of"],
            came_by=CameBy.PARTNER,
        )


class RevocationSchema(Schema):
    """Why a request is taken back, in the person's words."""

    reason = Words(2_000, load_default="")

    @validates("reason")
    def no_bsn(self, reason: str, **_: object) -> None:
        """B11."""
        if holds_bsn(reason):
            raise ValidationError(noted("There is a BSN in this, which we may use for legal duties only. Take it out."))


class DataRightsStatusSchema(Schema):
    """How far a request is; ``reason`` says why, where there is a word for it."""

    request_id = fields.String(required=True)
    number = fields.String(required=True)
    exercise = fields.Enum(Exercise, by_value=True, required=True, allow_none=True)
    regime = fields.Enum(Regime, by_value=True, required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    reason = fields.Enum(Reason, by_value=True, required=True, allow_none=True)
    received_at = Moment(required=True)
    expected_by = fields.Date(required=True)


class DataRightsFiledSchema(DataRightsStatusSchema):
    """A request that was received. The code is shown this once."""

    code = fields.String(required=True)
