"""Letters that wait to be sent, over HTTP."""

from marshmallow import fields, validate

from waarborg_shared.web.schemas import Flag, Moment, Schema


class LetterToSendSchema(Schema):
    """One letter: about which emergency, to whom, and until when; ``told_at`` once the client knows."""

    emergency_id = fields.String(required=True)
    subject_ref = fields.String(required=True)
    letter = fields.String(required=True, metadata={"description": "Its code, as the desk prints it"})
    taken_at = Moment(required=True)
    due_at = Moment(required=True, allow_none=True)
    told_at = Moment(required=True, allow_none=True)
    told_how = fields.String(required=True, allow_none=True, metadata={"description": "page, letter or channel"})


class LettersToSendSchema(Schema):
    """The letters that wait, the oldest first, and how many there are in all."""

    items = fields.List(fields.Nested(LetterToSendSchema), required=True)
    total = fields.Integer(required=True)


class LetterSentSchema(Schema):
    """Said in the body, so that it cannot happen by an empty call."""

    sent = Flag(required=True, validate=validate.Equal(True))
