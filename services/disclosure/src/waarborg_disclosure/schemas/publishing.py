"""The forms of publishing: the text in two languages, the day, the answer to it, and the note of a withdrawal."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import post_load

from waarborg_disclosure.actions.advisories import AdvisoryText
from waarborg_disclosure.schemas.checks import NO_NUMBERS
from waarborg_disclosure.schemas.reporting import ReceiptForm
from waarborg_disclosure.schemas.thanking import outsider_field
from waarborg_shared.hooks.values import Text
from waarborg_shared.web.schemas import Day, Line, Schema, Words


class AdvisoryForm(Schema):
    """What staff write for anybody to read."""

    advisory_title_nl = Line(150, required=True, validate=NO_NUMBERS, label=lazy_gettext("Title, in Dutch"))
    advisory_title_en = Line(150, required=True, validate=NO_NUMBERS, label=lazy_gettext("Title, in English"))
    advisory_what_nl = Words(8_000, required=True, validate=NO_NUMBERS, label=lazy_gettext("What was it, in Dutch"))
    advisory_what_en = Words(8_000, required=True, validate=NO_NUMBERS, label=lazy_gettext("What was it, in English"))
    advisory_affected_nl = Words(
        2_000, required=True, validate=NO_NUMBERS, label=lazy_gettext("Which systems, in Dutch")
    )
    advisory_affected_en = Words(
        2_000, required=True, validate=NO_NUMBERS, label=lazy_gettext("Which systems, in English")
    )
    advisory_cvss = Line(200, load_default=None, label=lazy_gettext("Score, as a CVSS vector"))
    advisory_cwe = Line(16, load_default=None, label=lazy_gettext("Kind of weakness, as a CWE number"))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Make the action's values of it."""
        parts = {
            part: Text(loaded[f"advisory_{part}_nl"], loaded[f"advisory_{part}_en"])
            for part in ("title", "what", "affected")
        }
        return {"text": AdvisoryText(**parts), "cvss": loaded["advisory_cvss"], "cwe": loaded["advisory_cwe"]}


class ReviewForm(Schema):
    """The second look at the text."""

    advisory_outsider = outsider_field()


class DayForm(Schema):
    """The day before which nothing is published, as we propose it."""

    publish_on = Day(required=True, label=lazy_gettext("On which day is it published, at the earliest?"))


class RefuseDayForm(Schema):
    """Why the reporter's day does not do."""

    day_why = Words(
        2_000, required=True, label=lazy_gettext("Why not on that day?"), hint=lazy_gettext("The reporter reads this.")
    )


class GoOnForm(Schema):
    """Why it is published without the reporter's word."""

    silence_why = Words(
        2_000,
        required=True,
        label=lazy_gettext("Why does it have to be public without an answer?"),
        hint=lazy_gettext("For instance: others use the same system. It is stored encrypted."),
    )


class GoneOnForm(Schema):
    """The second look at going on without the reporter."""

    silence_outsider = outsider_field()


class WithdrawForm(Schema):
    """The note that stands in the place of an advisory from now."""

    note_nl = Words(2_000, required=True, validate=NO_NUMBERS, label=lazy_gettext("Note for readers, in Dutch"))
    note_en = Words(2_000, required=True, validate=NO_NUMBERS, label=lazy_gettext("Note for readers, in English"))


class ReporterDayForm(ReceiptForm):
    """The day that the reporter proposes."""

    ask_on = Day(required=True, label=lazy_gettext("From which day would you like it to be public?"))


class ReporterRefusesForm(ReceiptForm):
    """Why the day, or the text, does not do for the reporter."""

    day_no_why = Words(
        2_000, required=True, label=lazy_gettext("What is not right for you: the day, or something in the text?")
    )
