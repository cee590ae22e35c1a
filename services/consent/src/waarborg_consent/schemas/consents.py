"""Consents, withdrawals and what stands, over HTTP."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load, validate

from waarborg_consent.actions import NewConsent, Saying, Withdrawal
from waarborg_consent.domain import By, ConsentState, Given, How, Part
from waarborg_shared.web.cursors import Cursor, PartQuery
from waarborg_shared.web.i18n import noted
from waarborg_shared.web.schemas import Choice, Code, Day, Line, Moment, Reference, Schema, Whole, Words, at_most

LANGUAGES = ("nl", "en")
OLDEST = 130


class Digest(fields.String):
    """A SHA-256 in hexadecimal, lower case."""

    SHAPE = r"^[0-9a-f]{64}$"

    def __init__(self, **options: Any) -> None:
        described: dict[str, Any] = {name: options.pop(name) for name in ("label", "hint") if name in options}
        check = validate.Regexp(self.SHAPE, error=noted("This is no SHA-256: 64 digits and letters a to f."))
        super().__init__(validate=check, metadata={**described, "pattern": self.SHAPE}, **options)


def parted(loaded: dict[str, Any]) -> dict[str, Any]:
    """Put what narrows a consent together."""
    categories, recipients = loaded.pop("categories", ()), loaded.pop("recipients", ())
    return {**loaded, "part": Part(frozenset(categories), frozenset(recipients))}


class PartSchema(Schema):
    """What of a purpose it is about; empty lists are no bound."""

    categories = fields.List(Code(), load_default=list, validate=at_most(50))
    recipients = fields.List(Code(), load_default=list, validate=at_most(50))


class SaidYesSchema(PartSchema):
    """A yes: to what, to which text, how it can be proved, and until when."""

    purpose = Code(required=True)
    statement_version = Line(32, required=True)
    text_digest = Digest(load_default=None, allow_none=True)
    language = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(LANGUAGES))
    how = Choice(How, load_default=How.PARTNER)
    until_on = Day(load_default=None, allow_none=True)
    witness = Line(200, load_default=None, allow_none=True, label=lazy_gettext("Witness"))
    scan_sha256 = Digest(load_default=None, allow_none=True)
    note = Words(1_000, load_default=None, allow_none=True, label=lazy_gettext("Note for proof"))


class NewConsentSchema(SaidYesSchema):
    """A consent of the person himself to record."""

    subject_ref = Reference(required=True)
    age = Whole(0, OLDEST, load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewConsent:
        """Make the action's command of it."""
        return NewConsent(**parted(loaded))


class WithdrawalSchema(PartSchema):
    """A withdrawal to carry out; without a purpose it ends everything. Who is not the person revokes."""

    subject_ref = Reference(required=True)
    purpose = Code(load_default=None, allow_none=True)
    how = Choice(How, load_default=How.PARTNER)
    by = Choice(By, load_default=By.PERSON)
    note = Words(1_000, load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Withdrawal:
        """Make the action's command of it."""
        return Withdrawal(**parted(loaded))


class SayingSchema(Schema):
    """What is said about one purpose: a question, a no, a *later*."""

    subject_ref = Reference(required=True)
    purpose = Code(required=True)
    how = Choice(How, load_default=How.PARTNER)
    note = Words(1_000, load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Saying:
        """Make the action's command of it."""
        return Saying(**loaded)


class InvalidationSchema(SayingSchema):
    """A consent that was given on wrong grounds."""

    by = Choice(By, load_default=By.ORGANISATION)


class UndoingSchema(Schema):
    """A choice to take back."""

    subject_ref = Reference(required=True)
    event_id = Reference(required=True)


class RecordedSchema(Schema):
    """What was recorded."""

    id = fields.String(required=True)
    subject_ref = fields.String(required=True)
    kind = fields.String(required=True)
    purpose = fields.String(required=True, allow_none=True)
    sequence = fields.Integer(required=True)
    at = Moment(required=True)


class PartStandingSchema(Schema):
    """What stands for a part of a purpose."""

    categories = fields.List(fields.String(), required=True)
    recipients = fields.List(fields.String(), required=True)
    state = fields.Enum(ConsentState, by_value=True, required=True)
    since = Moment(required=True)
    until = Moment(required=True, allow_none=True)
    event_id = fields.String(required=True)


class StandingSchema(Schema):
    """What stands for one purpose."""

    purpose = fields.String(required=True)
    only_basis = fields.Boolean(
        required=True, metadata={"description": "Whether the purpose rests on consent alone, and stops without it"}
    )
    state = fields.Enum(ConsentState, by_value=True, required=True)
    stands = fields.Boolean(required=True, metadata={"description": "Whether there is a yes that counts now"})
    since = Moment(required=True, allow_none=True)
    until = Moment(required=True, allow_none=True)
    event_id = fields.String(required=True, allow_none=True)
    asked_again = fields.Boolean(
        required=True, metadata={"description": "Whether there was a yes to another text than today's"}
    )
    text_digest = fields.String(required=True, metadata={"description": "SHA-256 of what the purpose says now"})
    parts = fields.List(fields.Nested(PartStandingSchema), required=True)


class StandingsSchema(Schema):
    """What stands for every purpose of one person."""

    subject_ref = fields.String(required=True)
    statement_version = fields.String(required=True)
    items = fields.List(fields.Nested(StandingSchema), required=True)


class StandingsQuerySchema(Schema):
    """Whose consents."""

    subject_ref = Reference(required=True)


class PlaceCursor(Cursor):
    """A place in a history, given back as the moment and the event that it goes on after."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        place = super()._deserialize(value, attr, data, **kwargs)
        try:
            at, event_id = place
            moment = datetime.fromisoformat(str(at))
        except ValueError:
            raise self.make_error("cursor") from None
        if moment.tzinfo is None:
            raise self.make_error("cursor")
        return moment, str(event_id)


class HistoryQuerySchema(PartQuery):
    """Whose history, and of which purpose."""

    cursor = PlaceCursor(load_default=None)
    subject_ref = Reference(required=True)
    purpose = Code(load_default=None)


class HappenedSchema(Schema):
    """One event of a person's consents."""

    id = fields.String(required=True)
    subject_ref = fields.String(required=True)
    kind = fields.Enum(Given, by_value=True, required=True)
    purpose = fields.String(required=True, allow_none=True)
    categories = fields.List(fields.String(), required=True)
    recipients = fields.List(fields.String(), required=True)
    at = Moment(required=True)
    ends_at = Moment(required=True, allow_none=True)
    how = fields.Enum(How, by_value=True, required=True)
    by = fields.Enum(By, by_value=True, required=True)
    authority_kind = fields.String(required=True, allow_none=True)
    recorded_by = fields.String(required=True)
    statement_version = fields.String(required=True)
    text_digest = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    scan_sha256 = fields.String(required=True, allow_none=True)
    undone = fields.Boolean(required=True)


class HistorySchema(Schema):
    """A part of a person's history, newest first; ``next`` is the cursor of the part after it."""

    items = fields.List(fields.Nested(HappenedSchema), required=True)
    next = fields.String(required=True)


class ShownWordsSchema(Schema):
    """What a purpose said in one language."""

    name = fields.String(required=True)
    explanation = fields.String(required=True)
    data = fields.List(fields.String(), required=True)


class ShownTextSchema(Schema):
    """What a purpose said when somebody was asked, by its digest."""

    digest = fields.String(required=True)
    purpose = fields.String(required=True)
    only_basis = fields.Boolean(required=True)
    nl = fields.Nested(ShownWordsSchema, required=True)
    en = fields.Nested(ShownWordsSchema, required=True)
