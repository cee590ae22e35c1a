"""What somebody who reports sends: the report, the receipt, a message."""

import base64
import binascii
import io
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, post_load, validate

from waarborg_disclosure import answer_keys
from waarborg_disclosure.actions import NewReport
from waarborg_disclosure.domain import CameBy, Reporter
from waarborg_disclosure.evidence import MOST_FILES, take
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Flag, Line, Moment, Schema, Words

MESSAGE = 10_000
LARGEST_KEY = answer_keys.LARGEST


class NewReportSchema(Schema):
    """A report of a vulnerability, as the form sends it; its files come beside it."""

    what = Words(
        required=True,
        label=lazy_gettext("What did you find?"),
        hint=lazy_gettext(
            "In your own words; for example: I can open letters of others by changing the number in the address. "
            "Do not send data of clients: a directory listing or a description serves."
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
        hint=lazy_gettext("Step by step: the request that you sent, and what came back (proof of concept)."),
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
    answer_key = Words(
        LARGEST_KEY,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Your public PGP key, for encrypted answers"),
        hint=lazy_gettext(
            "Only if you use PGP. Our messages then stand in your mailbox encrypted to this key, not in plain text. "
            "A key often has a name in it: make a new one to stay anonymous."
        ),
    )
    may_credit = Flag(load_default=False, label=lazy_gettext("You may name me as the discoverer once it is fixed"))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewReport:
        """Make the action's command of it."""
        return NewReport(**loaded)


class FileSchema(Schema):
    """One file of a report over the API."""

    name = Line(500, required=True)
    content = fields.String(required=True, metadata={"format": "byte"})


class ReportSentSchema(NewReportSchema):
    """A report of a vulnerability over the API: five files at most, of 10 MB together, in base64."""

    files = fields.List(fields.Nested(FileSchema), load_default=list, validate=validate.Length(max=MOST_FILES))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewReport:
        """Make the action's command of it, with the files looked at. Raises BadFile."""
        given = [(each["name"], _decoded(each["content"])) for each in loaded.pop("files")]
        return NewReport(**loaded, files=take(given))


def _decoded(content: str) -> io.BytesIO:
    try:
        return io.BytesIO(base64.b64decode(content, validate=True))
    except (binascii.Error, ValueError):
        raise ValidationError(noted("This is no base64."), field_name="files") from None


class EnteredReportSchema(NewReportSchema):
    """A report that came by another way than the form, as a member of staff enters it for who made it."""

    what = Words(required=True, label=lazy_gettext("What was found?"), hint=lazy_gettext("In the reporter's words."))
    reporter = Choice(Reporter, required=True, label=lazy_gettext("How does the reporter report?"))
    name = Line(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Name or pseudonym of the reporter"),
        hint=lazy_gettext("Leave this empty when the report is anonymous."),
    )
    contact = Words(
        500,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("How can the reporter be reached?"),
        hint=lazy_gettext("An e-mail address or telephone number. Leave this empty when the report is anonymous."),
    )
    answer_key = Words(
        LARGEST_KEY,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Public PGP key of the reporter"),
        hint=lazy_gettext("Only if it came along. Our messages then stand in the mailbox encrypted to it."),
    )
    may_credit = Flag(
        load_default=False, label=lazy_gettext("The reporter may be named as the discoverer once it is fixed")
    )
    came_by = Choice(CameBy, required=True, label=lazy_gettext("How did it come?"))
    received_at = Moment(
        required=True,
        label=lazy_gettext("When did it come in?"),
        hint=lazy_gettext("The promises run from this moment: of the e-mail, not of when you read it."),
    )


class CorrectReceivedForm(Schema):
    """Another moment at which a report came in, with the reason."""

    received_at = Moment(required=True, label=lazy_gettext("When did it really come in?"))
    why = Words(2_000, required=True, label=lazy_gettext("Why do you change it?"))


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

    text = Words(MESSAGE, required=True, label=lazy_gettext("Your message"))


class FollowUpForm(ReceiptForm):
    """What its reporter still has to say about a closed report."""

    text = Words(MESSAGE, required=True, label=lazy_gettext("What is new?"))
