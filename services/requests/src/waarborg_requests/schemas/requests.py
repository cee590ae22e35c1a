"""What goes in and out of requests over HTTP and in forms; unknown fields are refused."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, post_load, validate, validates, validates_schema

from waarborg_requests.actions import NewRequest
from waarborg_requests.domain import (
    BY_STAFF,
    Answer,
    CameBy,
    Ground,
    Identification,
    Outcome,
    RequestState,
    Told,
)
from waarborg_requests.domain.identification import LAST, Document, Doubt, holds_document_number, nine_digits
from waarborg_requests.schemas.documents import NoCopies
from waarborg_requests.schemas.filing import (
    DetailFields,
    KindFields,
    OneOrEvery,
    Reachable,
    WhoFields,
    WhomFields,
    WithoutBsn,
)
from waarborg_requests.schemas.letters import AnswerStep, letter_channel, letter_language, more_grounds
from waarborg_shared.hooks.values import DeliveryState, IdentificationLevel, RequestClass, RequestKind
from waarborg_shared.web import noted
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Bsn, Choice, Flag, Line, Moment, Reference, Schema, Whole, Words


class _Filing(NoCopies, KindFields, DetailFields, WhomFields, WhoFields, Reachable):
    """What the form and the API have in common."""


class NewRequestSchema(_Filing, WithoutBsn):
    """A request to file over the API. ``subject_ref`` is the person's reference, where the partner knows it."""

    subject_ref = Reference(load_default=None, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewRequest:
        """Make the action's command of it."""
        return NewRequest(**loaded, came_by=CameBy.PARTNER)


EVERY_CONSENT = "every-consent"


class RequestForm(_Filing, OneOrEvery, WithoutBsn):
    """The public form, with every consent beside each single one."""

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewRequest:
        """Make the action's command of it."""
        if loaded["kind"] is RequestKind.WITHDRAWAL and loaded["purpose"] == EVERY_CONSENT:
            loaded["purpose"] = None
        return NewRequest(**loaded)


class LookUpForm(Schema):
    """Number and code of a request that somebody filed."""

    number = Line(
        60,
        required=True,
        label=lazy_gettext("Number of your request"),
    )
    code = Line(
        60,
        required=True,
        label=lazy_gettext("Secret code"),
        hint=lazy_gettext("Four groups of four letters and digits."),
    )


class AnswerSchema(Schema):
    """An answer; a ground goes with what is refused, whole or in part."""

    outcome = Choice(Outcome, required=True, label=lazy_gettext("Outcome"))
    ground = Choice(Ground, load_default=None, allow_none=True, label=lazy_gettext("Ground for what is refused"))
    more_grounds = more_grounds()
    language = letter_language()
    channel = letter_channel()
    text = Words(20_000, required=True, label=lazy_gettext("Answer to the person"))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Answer:
        """Make the domain's answer of it."""
        return Answer(**{**loaded, "more_grounds": tuple(loaded["more_grounds"])})


class SeenForm(Schema):
    """A form of the case page: it names the revision that was seen."""

    revision = Whole(1, required=True)


class TakeUpForm(SeenForm):
    """Begin with a request."""


class AskIdentificationForm(SeenForm):
    """Ask somebody to identify himself; the reason is told to him."""

    doubt = Choice(
        Doubt,
        load_default=Doubt.OTHER,
        label=lazy_gettext("What makes you doubt?"),
        hint=lazy_gettext("Told to the person."),
    )
    reason = Words(1_000, required=True, label=lazy_gettext("Why can we not be sure who this is?"))

    @validates("reason")
    def nothing_kept(self, reason: str, **_: object) -> None:
        """B15, B11."""
        no_numbers(reason)


def done_by_staff(chosen: StrEnum | None, possible: Collection[StrEnum] = BY_STAFF) -> None:
    """Refuse signing in and a partner's word: those are facts of how a request came in, and nothing that staff did."""
    if chosen is not None and chosen not in possible:
        raise ValidationError("Must be one of: those of staff.")


def no_numbers(text: str) -> None:
    """Refuse what holds a BSN, or a document's whole number, where neither has any business (B11, B15)."""
    if any(Bsn.fits(found) for found in nine_digits(text)):
        raise ValidationError(noted("This holds what looks like a BSN. Leave it out."))
    if holds_document_number(text):
        raise ValidationError(
            noted(
                "This holds what looks like the whole number of a document. Its last three or four characters will do."
            )
        )


class ChecksDocument(Schema):
    """Which document was seen: of what kind, and no more of it than serves to know it again."""

    document = Choice(
        Document,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Which document did you see?"),
        hint=lazy_gettext("Only at the desk. With its last characters it makes surer who it is."),
    )
    last = Line(
        4,
        load_default="",
        label=lazy_gettext("Its last three or four characters"),
        hint=lazy_gettext("Never more than these, and never a copy or a photograph."),
    )

    @validates("last")
    def only_the_last(self, last: str, **_: object) -> None:
        """B15: no more of a document than serves to know it again."""
        if last and not LAST.fullmatch(last.strip()):
            raise ValidationError(noted("Give three or four letters or digits, and nothing more."))

    @validates_schema(skip_on_field_errors=True)
    def both_or_neither(self, loaded: dict[str, Any], **_: object) -> None:
        """A kind of document without its last characters says nothing, nor they without it."""
        if loaded["document"] is not None and not loaded["last"].strip():
            raise ValidationError(noted("Give the last characters of the document too."), field_name="last")
        if loaded["last"].strip() and loaded["document"] is None:
            raise ValidationError(noted("Choose which document it was."), field_name="document")


class IdentifyForm(ChecksDocument, SeenForm):
    """Record how somebody was identified, and as whom."""

    how = Choice(Identification, required=True, label=lazy_gettext("How was it checked?"))
    client_number = Line(40, load_default=None, allow_none=True, label=lazy_gettext("Client number"))
    note = Words(
        1_000,
        load_default="",
        label=lazy_gettext("Note"),
        hint=lazy_gettext("Kind of document and last digits at most. Keep no copy of a document."),
    )
    called = Line(
        40,
        load_default="",
        label=lazy_gettext("Number that you called"),
        hint=lazy_gettext("Only by telephone: a number that we had before this request. We keep its last four digits."),
    )
    letter_code = Line(40, load_default="", label=lazy_gettext("Code from the letter"))

    @validates("note")
    def nothing_kept(self, note: str, **_: object) -> None:
        """B15, B11."""
        no_numbers(note)

    @validates("how")
    def by_staff(self, how: Identification, **_: object) -> None:
        """Only what staff can have done."""
        done_by_staff(how)


class ExtendForm(SeenForm):
    """Lengthen the term; the reason is told to the person."""

    why_longer = Words(2_000, required=True, label=lazy_gettext("Why does it take longer?"))


class AnswerForm(SeenForm):
    """An answer, on the case page; how the person was identified is recorded with it, where it was not before."""

    outcome = Choice(Outcome, required=True, label=lazy_gettext("Outcome"))
    ground = Choice(Ground, load_default=None, allow_none=True, label=lazy_gettext("Ground for what is refused"))
    more_grounds = more_grounds()
    language = letter_language()
    channel = letter_channel()
    draft = Whole(0, load_default=0)
    do = Choice(AnswerStep, load_default=AnswerStep.GIVE)
    text = Words(20_000, required=True, label=lazy_gettext("Answer to the person"))
    known_how = Choice(
        Identification,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("How was it checked who the person is?"),
    )

    @validates("known_how")
    def by_staff(self, how: Identification | None, **_: object) -> None:
        """Only what staff can have done; the code of a letter is recorded with the code itself."""
        done_by_staff(how)
        if how is Identification.LETTER_WITH_CODE:
            raise ValidationError(noted("Record the code of a letter above first."))


class DeliveredForm(Schema):
    """The letter was posted, or the person spoken to: the button says it all."""


class DeliveredSchema(Schema):
    """The same over the API, where it is said in the body and cannot happen by an empty call."""

    delivered = Flag(required=True, validate=validate.Equal(True))


class ClockSchema(Schema):
    """One clock of a request."""

    name = fields.String(required=True)
    source = fields.String(required=True)
    started_at = Moment(required=True)
    due_at = Moment(required=True)
    due_on = fields.Date(required=True)
    paused = fields.Boolean(required=True)
    stopped_at = Moment(required=True, allow_none=True)


class FiledSchema(Schema):
    """A request that was received. The code is shown this once."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    code = fields.String(required=True)
    kind = fields.Enum(RequestKind, by_value=True, required=True)
    request_class = fields.Enum(RequestClass, by_value=True, required=True)
    state = fields.Enum(RequestState, by_value=True, required=True)
    received_at = Moment(required=True)
    due_at = Moment(required=True)
    due_on = fields.Date(required=True)


class RequestSchema(Schema):
    """A request in codes and clocks."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True)
    number = fields.String(required=True)
    kind = fields.Enum(RequestKind, by_value=True, required=True)
    request_class = fields.Enum(RequestClass, by_value=True, required=True)
    state = fields.Enum(RequestState, by_value=True, required=True)
    came_by = fields.String(required=True)
    received_at = Moment(required=True)
    due_at = Moment(required=True)
    due_on = fields.Date(required=True)
    late = fields.Boolean(required=True)
    escalated = fields.Boolean(required=True)
    assigned_to = fields.String(required=True, allow_none=True)
    reminded_at = Moment(required=True, allow_none=True)
    subject_ref = fields.String(required=True, allow_none=True)
    purpose = fields.String(required=True, allow_none=True)
    about = fields.String(required=True, allow_none=True)
    came_how = fields.String(required=True, allow_none=True)
    representative = fields.String(required=True, allow_none=True)
    identified_at = Moment(required=True, allow_none=True)
    identification_level = fields.Enum(IdentificationLevel, by_value=True, required=True, allow_none=True)
    extension_told = fields.Boolean(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    ground = fields.String(required=True, allow_none=True)
    clocks = fields.List(fields.Nested(ClockSchema), required=True)


class WordsSchema(ErasableSchema):
    """What people wrote, opened for who may read it; that he looked is on the timeline."""

    name = fields.String(required=True, allow_none=True)
    reach = fields.String(required=True)
    reach_at = fields.String(required=True, allow_none=True)
    client_number = fields.String(required=True, allow_none=True)
    on_behalf_of = fields.String(required=True, allow_none=True)
    asked = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)


class LikelyDoubleSchema(Schema):
    """Another open request that asks the same, likely about the same person."""

    id = fields.String(required=True)
    number = fields.String(required=True)


class OneRequestSchema(RequestSchema):
    """A request with its words, and which others are likely the same: nothing follows from that by itself."""

    words = fields.Nested(WordsSchema, required=True)
    likely_doubles = fields.List(fields.Nested(LikelyDoubleSchema), required=True)


class DeliverySchema(Schema):
    """What the person is told about a request; ``delivered_at`` is empty until a letter was posted, or a talk held."""

    id = fields.String(required=True)
    template = fields.Enum(Told, by_value=True, required=True)
    channel = fields.String(required=True)
    state = fields.Enum(DeliveryState, by_value=True, required=True)
    ready_at = Moment(required=True)
    delivered_at = Moment(required=True, allow_none=True)
    called_off_at = Moment(required=True, allow_none=True)


class DeliveriesSchema(Schema):
    """Everything that the person is told about a request, the oldest first."""

    items = fields.List(fields.Nested(DeliverySchema), required=True)


class RequestsSchema(Schema):
    """A part of the work list; ``next`` is the cursor of the part after it."""

    items = fields.List(fields.Nested(RequestSchema), required=True)
    next = fields.String(required=True, allow_none=True)
