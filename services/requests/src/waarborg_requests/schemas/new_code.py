"""What staff send to give somebody a new secret code."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, validates, validates_schema

from waarborg_requests.domain import Identification
from waarborg_requests.domain.identification import LAST, Document
from waarborg_requests.domain.new_code import HOW, CodeBy
from waarborg_requests.schemas.requests import SeenForm, done_by_staff
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Line

_FEWEST_DIGITS = 6


class NewCodeForm(SeenForm):
    """A new secret code: how somebody was identified anew, and how the code reaches him."""

    code_how = Choice(Identification, required=True, label=lazy_gettext("How did you check just now who it is?"))
    code_document = Choice(
        Document,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Which document was shown?"),
        hint=lazy_gettext("Needed at the desk. Never a copy or a photograph."),
    )
    code_last = Line(4, load_default="", label=lazy_gettext("The last three or four characters of it"))
    code_called = Line(
        40,
        load_default="",
        label=lazy_gettext("Number at which you called"),
        hint=lazy_gettext("Only by telephone: one that we had before this request. Its last four digits are kept."),
    )
    code_by = Choice(CodeBy, required=True, label=lazy_gettext("How does the code get there?"))

    @validates("code_how")
    def by_staff(self, how: Identification, **_: object) -> None:
        """Only what staff did just now."""
        done_by_staff(how, HOW)

    @validates("code_last")
    def only_the_last(self, last: str, **_: object) -> None:
        """B15: no more of a document than serves to know it again."""
        if last and not LAST.fullmatch(last.strip()):
            raise ValidationError(noted("Give three or four letters or digits, and nothing more."))

    @validates_schema(skip_on_field_errors=True)
    def what_was_seen(self, loaded: dict[str, Any], **_: object) -> None:
        """At the desk a document was seen; by telephone a number was called."""
        how, last = loaded["code_how"], loaded["code_last"].strip()
        if how is Identification.AT_THE_DESK and loaded["code_document"] is None:
            raise ValidationError(noted("Choose which document it was."), field_name="code_document")
        if loaded["code_document"] is not None and not last:
            raise ValidationError(noted("Give the last characters of the document too."), field_name="code_last")
        if last and loaded["code_document"] is None:
            raise ValidationError(noted("Choose which document it was."), field_name="code_document")
        digits = sum(character.isdigit() for character in loaded["code_called"])
        if how is Identification.KNOWN_PHONE and digits < _FEWEST_DIGITS:
            raise ValidationError(noted("Give the number at which you called."), field_name="code_called")
