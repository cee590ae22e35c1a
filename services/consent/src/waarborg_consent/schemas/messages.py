"""Whether messages may be sent, over HTTP."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validates

from waarborg_consent.domain import MessageQuestion, MessageReason
from waarborg_shared.web.i18n import noted
from waarborg_shared.web.schemas import Code, Flag, Reference, Schema, at_least, at_most

MOST_PERSONS = 1_000
MOST_CATEGORIES = 50


class MessageChecksSchema(Schema):
    """A message that somebody wants to send, and to whom."""

    kind = Code(required=True, metadata={"description": "As /message-kinds/ lists them"})
    channel = Code(required=True)
    categories = fields.List(
        Code(),
        load_default=list,
        validate=at_most(MOST_CATEGORIES),
        metadata={"description": "The kinds of data in the message"},
    )
    from_agreement = Flag(
        load_default=False,
        metadata={"description": "You vouch that these data were given when the agreement was made"},
    )
    of_others = Flag(load_default=False, metadata={"description": "Data of somebody else stand in it too"})
    staff_ref = Reference(
        load_default=None, allow_none=True, metadata={"description": "The member of staff who brings it in person"}
    )
    persons = fields.List(Reference(), required=True, validate=[at_least(1), at_most(MOST_PERSONS)])

    @validates("persons")
    def each_once(self, persons: list[str], **_: object) -> None:
        """Refuse somebody who stands in the list twice: he would get the message twice."""
        if len(set(persons)) < len(persons):
            raise ValidationError(noted("Somebody stands in this list twice."))

    @post_load
    def question(self, loaded: dict[str, Any], **_: object) -> tuple[MessageQuestion, list[str]]:
        """Make the question of it, and the list of persons."""
        persons = loaded.pop("persons")
        return MessageQuestion(**{**loaded, "categories": tuple(loaded["categories"])}, persons=len(persons)), persons


class CheckedSchema(Schema):
    """The answer for one person."""

    subject_ref = fields.String(required=True)
    allowed = fields.Boolean(required=True)
    reason = fields.Enum(MessageReason, by_value=True, required=True)
    record_id = fields.String(required=True, allow_none=True, metadata={"description": "Of the record of a yes"})
    consent_event = fields.String(required=True, allow_none=True)
    mark_id = fields.String(required=True, allow_none=True, metadata={"description": "What stands in the way"})
    address_secret = fields.Boolean(
        required=True, metadata={"description": "Let nobody see the address: it was asked to keep it secret"}
    )
    opt_out = fields.String(
        required=True, allow_none=True, metadata={"description": "The link to put in the message, of a yes"}
    )
    headers = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "To put in an e-mail and sign by DKIM (RFC 8058), of a yes"},
    )


class ReasonTextSchema(Schema):
    """A sentence for people."""

    nl = fields.String(required=True)
    en = fields.String(required=True)


class MessageAnswersSchema(Schema):
    """The answers in the order asked, and the sentences that go with their reasons."""

    allowed = fields.Integer(required=True, metadata={"description": "To how many it may be sent"})
    reasons = fields.Dict(keys=fields.String(), values=fields.Nested(ReasonTextSchema), required=True)
    items = fields.List(fields.Nested(CheckedSchema), required=True)


class MessageKindSchema(Schema):
    """One kind of message."""

    code = fields.String(required=True)
    name = fields.Nested(ReasonTextSchema, required=True)
    purpose = fields.String(required=True)
    channels = fields.List(fields.String(), required=True, metadata={"description": "None: it is never sent"})
    reach = fields.List(fields.String(), required=True)
    categories = fields.List(fields.String(), required=True)
    service = fields.Boolean(required=True, metadata={"description": "Nobody can opt out of it"})
    from_agreement = fields.Boolean(required=True)
    personal = fields.Boolean(required=True)
    handed_to = fields.String(required=True, allow_none=True)


class MessageKindsSchema(Schema):
    """The kinds of message that the organisation knows."""

    items = fields.List(fields.Nested(MessageKindSchema), required=True)


class LinksEndSchema(Schema):
    """Whose links."""

    subject_ref = Reference(required=True)


class LinksEndedSchema(Schema):
    """How many links count no more."""

    subject_ref = fields.String(required=True)
    ended = fields.Integer(required=True)
