"""What goes in and out of disclosure over HTTP and in forms; unknown fields are refused."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, post_load, validate

from waarborg_disclosure.actions import NewReport, Place
from waarborg_disclosure.domain import Answer, Reporter, ReportState, Verdict
from waarborg_shared.web import noted
from waarborg_shared.web.cursors import Cursor
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Choice, Code, Day, Flag, Line, Moment, Schema, Whole, Words

_MESSAGE = 10_000


class NewReportSchema(Schema):
    """A report of a vulnerability, in the form and over the API."""

    what = Words(
        required=True,
        label=lazy_gettext("What did you find?"),
        hint=lazy_gettext(
            "In your own words. Do not send data of clients: a directory listing or a description serves."
        ),
    )
    where = Words(
        2_000,
        required=True,
        label=lazy_gettext("Where is it?"),
        hint=lazy_gettext("The web address (URL) or IP address, or the name of the system."),
    )
    how = Words(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("How can we see it for ourselves?"),
        hint=lazy_gettext("Step by step, as you did it."),
    )
    exposes_personal_data = Flag(
        load_default=False,
        label=lazy_gettext("Personal data can be seen"),
        hint=lazy_gettext("Tick this when data of people can be seen, changed or taken away. Then we act at once."),
    )
    reporter = Choice(Reporter, required=True, label=lazy_gettext("How do you report?"))
    name = Line(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Your name or pseudonym"),
        hint=lazy_gettext("Leave this empty when you report anonymously."),
    )
    contact = Words(
        500,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("How can we reach you?"),
        hint=lazy_gettext(
            "An e-mail address or telephone number, if you wish. Leave this empty when you report anonymously."
        ),
    )
    may_credit = Flag(load_default=False, label=lazy_gettext("You may name me as the discoverer once it is fixed"))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewReport:
        """Make the action's command of it."""
        return NewReport(**loaded)


class ReceiptForm(Schema):
    """The receipt that opens a mailbox."""

    receipt = Line(
        60,
        required=True,
        label=lazy_gettext("Receipt code"),
        hint=lazy_gettext("Sixteen digits; spaces do not matter."),
    )


class MessageForm(ReceiptForm):
    """A message of the reporter; the receipt goes along in the form."""

    text = Words(_MESSAGE, required=True, label=lazy_gettext("Your message"))


class AssessmentSchema(Schema):
    """An answer to a report. What was promised with it must be in it."""

    verdict = Choice(Verdict, required=True, label=lazy_gettext("What is it?"))
    assessment = Words(
        _MESSAGE,
        required=True,
        label=lazy_gettext("What do you make of it?"),
        hint=lazy_gettext("The reporter reads this."),
    )
    next_step = Words(
        _MESSAGE,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("What do you do with it?"),
        hint=lazy_gettext("The reporter reads this as well."),
    )
    fix_date = Day(load_default=None, allow_none=True, label=lazy_gettext("By which day do you expect a fix?"))
    redirect = Code(load_default=None, allow_none=True, label=lazy_gettext("Where can the reporter go instead?"))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Answer:
        """Make the domain's answer of it."""
        return Answer(**loaded)


class SeenForm(Schema):
    """A form of the case page: it names the revision that was seen."""

    revision = Whole(1, required=True)


class AssessForm(SeenForm, AssessmentSchema):
    """An answer, on the case page."""

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Any:
        """Make the revision and the domain's answer of it."""
        revision = loaded.pop("revision")
        return revision, Answer(**loaded)


class ReplyForm(Schema):
    """A message of staff to the reporter."""

    text = Words(_MESSAGE, required=True, label=lazy_gettext("Your message to the reporter"))


class QuerySchema(Schema):
    """Which part of the work list."""

    state = Choice(ReportState, load_default=ReportState.RECEIVED)
    cursor = Cursor(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))

    @post_load
    def place(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Read the cursor as a place in the list."""
        return {**loaded, "cursor": place(loaded["cursor"])}


def place(cursor: tuple[str | int, ...] | None) -> Place | None:
    """Return the place that a cursor stands for: a moment and a reference. Raises ValidationError for another one."""
    if cursor is None:
        return None
    try:
        moment, reference = cursor
        at = datetime.fromisoformat(str(moment))
        if at.tzinfo is None or not isinstance(reference, str) or not reference:
            raise ValueError
        return at.astimezone(UTC), reference
    except (ValueError, OverflowError):
        raise ValidationError(noted("This is no place in the list."), field_name="cursor") from None


class ClockSchema(Schema):
    """One promise to the reporter."""

    name = fields.String(required=True)
    source = fields.String(required=True)
    started_at = Moment(required=True)
    due_at = Moment(required=True)
    due_on = fields.Date(required=True)
    paused = fields.Boolean(required=True)
    stopped_at = Moment(required=True, allow_none=True)


class ReportSchema(Schema):
    """A report in codes and clocks."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True)
    number = fields.String(required=True)
    state = fields.Enum(ReportState, by_value=True, required=True)
    reporter = fields.Enum(Reporter, by_value=True, required=True)
    received_at = Moment(required=True)
    due_at = Moment(required=True)
    due_on = fields.Date(required=True)
    exposes_personal_data = fields.Boolean(required=True)
    breach_ref = fields.String(required=True, allow_none=True)
    breach_number = fields.String(required=True, allow_none=True)
    verdict = fields.Enum(Verdict, by_value=True, required=True, allow_none=True)
    redirect = fields.String(required=True, allow_none=True)
    fix_on = fields.Date(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)
    unread_since = Moment(required=True, allow_none=True)
    clocks = fields.List(fields.Nested(ClockSchema), required=True)


class ReceivedSchema(ReportSchema):
    """A report that was received. The receipt is shown this once; null where the policy gives no mailbox."""

    receipt = fields.String(required=True, allow_none=True)


class MessageSchema(ErasableSchema):
    """One message of the mailbox."""

    at = Moment(required=True)
    from_reporter = fields.Boolean(required=True)
    text = fields.String(required=True, allow_none=True)


class WordsSchema(ErasableSchema):
    """What was written, opened for who may read it. Who reported, and how to reach them, is for staff alone."""

    what = fields.String(required=True, allow_none=True)
    where = fields.String(required=True, allow_none=True)
    how = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    contact = fields.String(required=True, allow_none=True)
    messages = fields.List(fields.Nested(MessageSchema), required=True)


class OneReportSchema(ReportSchema):
    """A report with its words."""

    words = fields.Nested(WordsSchema, required=True)


class ReportsSchema(Schema):
    """A part of the work list; ``next`` is the cursor of the part after it."""

    items = fields.List(fields.Nested(ReportSchema), required=True)
    next = fields.String(required=True, allow_none=True)
