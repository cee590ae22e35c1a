"""Objections, restrictions and address secrecy, over HTTP."""

from typing import Any

from marshmallow import fields, post_load

from waarborg_consent.actions.marks import MarkEnd, NewAnswer, NewMark
from waarborg_consent.domain import MarkHow, MarkKind, ObjectionAnswer, RestrictionGround
from waarborg_shared.web.schemas import Choice, Code, Flag, Moment, Reference, Schema, Words

_ABOUT = "A purpose, a kind of message, or messages (every one); null: everything. For an objection alone."


class MarkForSchema(Schema):
    """A mark that a representative asks for; it works at once."""

    kind = Choice(MarkKind, required=True)
    about = Code(load_default=None, allow_none=True, metadata={"description": _ABOUT})
    ground = Choice(
        RestrictionGround, load_default=None, allow_none=True, metadata={"description": "Of a restriction (art. 18)"}
    )
    how = Choice(MarkHow, load_default=MarkHow.PARTNER)
    note = Words(1_000, load_default=None, allow_none=True)


class NewMarkSchema(MarkForSchema):
    """A mark to set; it works at once."""

    subject_ref = Reference(required=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewMark:
        """Make the action's command of it."""
        return NewMark(**loaded)


class MarkEndSchema(Schema):
    """How a mark is ended."""

    how = Choice(MarkHow, load_default=MarkHow.PARTNER)
    told = Flag(
        load_default=False,
        metadata={"description": "The person was told before that the restriction is lifted (art. 18(3))"},
    )
    note = Words(1_000, load_default=None, allow_none=True)

    def of(self, mark_id: str, loaded: dict[str, Any]) -> MarkEnd:
        """Make the action's command of what was read."""
        return MarkEnd(mark_id=mark_id, **loaded)


class AnswerToObjectionSchema(Schema):
    """An answer to an objection that the law lets the organisation weigh, for one purpose."""

    purpose = Code(required=True)
    outcome = Choice(ObjectionAnswer, required=True)
    reason = Words(2_000, required=True)

    def of(self, mark_id: str, loaded: dict[str, Any]) -> NewAnswer:
        """Make the action's command of what was read."""
        return NewAnswer(mark_id=mark_id, **loaded)


class MarkSchema(Schema):
    """A mark as it stands, or stood."""

    id = fields.String(required=True)
    subject_ref = fields.String(required=True)
    kind = fields.Enum(MarkKind, by_value=True, required=True)
    about = fields.String(required=True, allow_none=True, metadata={"description": _ABOUT})
    ground = fields.String(required=True, allow_none=True)
    set_at = Moment(required=True)
    how = fields.String(required=True)
    ended_at = Moment(required=True, allow_none=True)
    ended_how = fields.String(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)
    overruled = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Purposes for which an objection against everything was overruled"},
    )
    request_ref = fields.String(required=True, allow_none=True)
    representation_id = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Of a representative who set it; null: nobody did"},
    )


class MarksSchema(Schema):
    """Every mark of one person, the newest first; those with an end work no more."""

    subject_ref = fields.String(required=True)
    items = fields.List(fields.Nested(MarkSchema), required=True)


class MarksQuerySchema(Schema):
    """Whose marks."""

    subject_ref = Reference(required=True)
