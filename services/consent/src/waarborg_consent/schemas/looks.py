"""Looks over HTTP: in our own form, one or many; what became of each; the log's heads, proofs and lines."""

from datetime import datetime
from typing import Any

from marshmallow import fields, post_load, validate

from waarborg_consent.domain.looks import PURPOSE, RECORD_TYPE, Action, Look, Outcome
from waarborg_shared.web.cursors import Cursor
from waarborg_shared.web.i18n import noted
from waarborg_shared.web.schemas import Choice, Day, Line, Moment, Reference, Schema, Whole

_EVENT_ID = r"^[A-Za-z0-9._:-]{1,64}$"
_LARGEST_SIZE = 2**53 - 1


def _coded(pattern: str, **options: Any) -> fields.String:
    """A text of a fixed form, which is never shown before it was looked up."""
    shape = validate.Regexp(pattern, error=noted("This is not a code."))
    return fields.String(validate=(validate.Length(max=64), shape), **options)


class LookSchema(Schema):
    """One look at a person's data, with the fields of NEN 7513, in references and codes and without names."""

    event_id = _coded(_EVENT_ID, required=True, metadata={"description": "The partner's own number of the event"})
    subject_ref = Reference(required=True)
    at = Moment(required=True)
    action = Choice(Action, required=True)
    outcome = Choice(Outcome, required=True)
    record_type = _coded(
        f"^({RECORD_TYPE.pattern})$",
        required=True,
        metadata={"description": "A record type of the organisation, or a type of resource of FHIR"},
    )
    record_ref = Line(200, load_default=None, allow_none=True)
    system = Line(100, required=True)
    who_ref = Line(100, required=True)
    role = Line(100, required=True)
    role_name = Line(100, load_default=None, allow_none=True)
    behalf_ref = Line(100, load_default=None, allow_none=True)
    behalf_role = Line(100, load_default=None, allow_none=True)
    purpose = _coded(
        f"^({PURPOSE.pattern})$",
        load_default=None,
        allow_none=True,
        metadata={"description": "A purpose of the organisation, or a purpose of use of FHIR such as TREAT"},
    )
    address = Line(100, load_default=None, allow_none=True)
    event_code = Line(64, load_default=None, allow_none=True)
    decision_id = Reference(load_default=None, allow_none=True)

    @post_load
    def said(self, loaded: dict[str, Any], **_: object) -> Look:
        """Make a look of it; whose it is the caller fills in."""
        return Look(source="", **loaded)


class TakenSchema(Schema):
    """What became of one look."""

    event_id = fields.String(required=True, allow_none=True)
    outcome = fields.String(required=True, validate=validate.OneOf(["taken", "known", "refused"]))
    number = fields.Integer(required=True, allow_none=True, metadata={"description": "Its place in the log, from 0"})


class TakenOfManySchema(TakenSchema):
    """What became of one look of many; ``index`` is its place in what was sent, from 0."""

    index = fields.Integer(required=True)
    code = fields.String(metadata={"description": "Why it was refused"})
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class BatchSchema(Schema):
    """What became of many looks; what is wrong with one stops that one alone."""

    taken = fields.Integer(required=True)
    known = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    items = fields.List(fields.Nested(TakenOfManySchema), required=True)


class HeadSchema(Schema):
    """The newest head of the log; ``note`` is the signed text to keep (a C2SP checkpoint), null while it is empty."""

    log = fields.String(required=True)
    size = fields.Integer(required=True)
    head = fields.String(required=True)
    at = Moment(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class LogKeySchema(Schema):
    """A key that heads are signed with; ``verifier`` is the same in the form that tools for signed notes take."""

    public_key = fields.String(required=True)
    verifier = fields.String(required=True)
    since = Moment(required=True)
    until = Moment(required=True, allow_none=True)


class LogKeysSchema(Schema):
    """Every key that a head of this log was ever signed with."""

    items = fields.List(fields.Nested(LogKeySchema), required=True)


class InclusionQuerySchema(Schema):
    """Which look, in the log of which size."""

    number = Whole(0, _LARGEST_SIZE, required=True)
    size = Whole(1, _LARGEST_SIZE, required=True)


class ConsistencyQuerySchema(Schema):
    """Two sizes of the log."""

    old = Whole(1, _LARGEST_SIZE, required=True)
    new = Whole(1, _LARGEST_SIZE, required=True)


class InclusionSchema(Schema):
    """What proves that a look is in the log of a size (RFC 6962, 2.1.1); hashes in hexadecimal."""

    number = fields.Integer(required=True)
    size = fields.Integer(required=True)
    head = fields.String(required=True)
    proof = fields.List(fields.String(), required=True)


class ConsistencySchema(Schema):
    """What proves that the log only grew between two sizes (RFC 6962, 2.1.2); hashes in hexadecimal."""

    old = fields.Integer(required=True)
    new = fields.Integer(required=True)
    old_head = fields.String(required=True)
    new_head = fields.String(required=True)
    proof = fields.List(fields.String(), required=True)


class PeriodSchema(Schema):
    """From a day until another, both included."""

    since = Day(load_default=None)
    until = Day(load_default=None)


class LogCursor(Cursor):
    """A place in a person's log: the moment and the id of the last line that was shown."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        place = super()._deserialize(value, attr, data, **kwargs)
        try:
            moment, line = place
            at = datetime.fromisoformat(moment)
        except (TypeError, ValueError):
            raise self.make_error("cursor") from None
        if at.tzinfo is None or not isinstance(line, str):
            raise self.make_error("cursor")
        return at, line


class LogQuerySchema(PeriodSchema):
    """Whose log, of which days."""

    subject_ref = Reference(required=True)
    cursor = LogCursor(load_default=None)
    limit = Whole(1, 100, load_default=25)


class InBothSchema(Schema):
    """A sentence in both languages."""

    nl = fields.String(required=True)
    en = fields.String(required=True)


class LineSchema(Schema):
    """One line of a person's log: a look, or a question put to us; of a look that was ``erased`` nothing is left."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["look", "question"]))
    at = Moment(required=True)
    said = fields.Nested(InBothSchema, required=True)
    allowed_because = fields.Nested(InBothSchema, required=True, allow_none=True)
    look = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    decision_id = fields.String(required=True, allow_none=True)
    erased = fields.Boolean(required=True)
    proof = fields.Dict(keys=fields.String(), required=True, allow_none=True)


class LinesSchema(Schema):
    """A part of a person's log, newest first; ``next`` is the cursor of the part after it ('' at the end)."""

    items = fields.List(fields.Nested(LineSchema), required=True)
    next = fields.String(required=True)
