"""What staff send about a report, in the form and over the API."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import post_load

from waarborg_disclosure.domain import Answer, Verdict
from waarborg_disclosure.schemas.reporting import MESSAGE
from waarborg_shared.web.schemas import Choice, Code, Day, Flag, Line, Schema, Words


class AssessmentSchema(Schema):
    """An answer to a report. What was promised with it must be in it."""

    verdict = Choice(Verdict, required=True, label=lazy_gettext("What is it?"))
    assessment = Words(
        MESSAGE,
        required=True,
        label=lazy_gettext("What do you make of it?"),
        hint=lazy_gettext("The reporter reads this."),
    )
    next_step = Words(
        MESSAGE,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("What do you do with it?"),
        hint=lazy_gettext("The reporter reads this as well."),
    )
    fix_date = Day(load_default=None, allow_none=True, label=lazy_gettext("By which day do you expect a fix?"))
    redirect = Code(load_default=None, allow_none=True, label=lazy_gettext("Where can the reporter go instead?"))
    duplicate_of = Line(
        32,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Number of the first report of the same"),
        hint=lazy_gettext("Only when this was reported before. Whether we knew of it follows from the first report."),
    )
    known = Flag(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("We knew of it already"),
        hint=lazy_gettext("A reward is for what we did not know yet."),
    )

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Answer:
        """Make the domain's answer of it."""
        return Answer(**loaded)


class CloseForm(Schema):
    """Why a report is closed, where that is not plain."""

    close_why = Words(
        MESSAGE,
        load_default=None,
        label=lazy_gettext("Why do you close it?"),
        hint=lazy_gettext("The reporter reads this."),
    )


class ComplaintReplyForm(Schema):
    """A message about a complaint, of who deals with those, to who made the report."""

    complaint_text = Words(MESSAGE, required=True, label=lazy_gettext("Your message about the complaint"))


class ReplyForm(Schema):
    """A message of staff to the reporter."""

    text = Words(MESSAGE, required=True, label=lazy_gettext("Your message to the reporter"))
    tells_progress = Flag(
        load_default=False,
        label=lazy_gettext("This says how it stands"),
        hint=lazy_gettext("The time until the next word of progress then starts anew."),
    )
