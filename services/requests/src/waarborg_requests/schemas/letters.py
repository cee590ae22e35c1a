"""What goes in of letters: the fields of an answer's letter, giving what was looked over, and opening the answer."""

from enum import StrEnum

from flask_babel import lazy_gettext
from marshmallow import fields, validate

from waarborg_requests.domain import Ground
from waarborg_requests.domain.letters import LANGUAGES
from waarborg_shared.web.schemas import Choice, Code, Line, Schema, Whole


class AnswerStep(StrEnum):
    """What the button under an answer does."""

    GIVE = "give"
    PREVIEW = "preview"


def more_grounds() -> fields.List:
    """Return the field of the other grounds, beside the main one."""
    return fields.List(
        Choice(Ground),
        load_default=list,
        validate=validate.Length(max=len(Ground)),
        metadata={
            "label": lazy_gettext("Other grounds, if there are more"),
            "hint": lazy_gettext("Each is explained in the letter."),
        },
    )


def letter_language() -> fields.String:
    """Return the field of the language that the letter is in."""
    return fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(LANGUAGES),
        metadata={"label": lazy_gettext("Language of the letter")},
    )


def letter_channel() -> Code:
    """Return the field of the way that the answer goes."""
    return Code(load_default=None, allow_none=True, label=lazy_gettext("How does the answer go?"))


class GiveDraftForm(Schema):
    """Give the answer that was looked over: which revision of the request, and of the draft, that was."""

    revision = Whole(1, required=True)
    draft = Whole(1, required=True)


class ByLetterForm(Schema):
    """The answer goes by letter instead: the button says it all."""


class OpenAnswerForm(Schema):
    """Number and code of a request, and the code from the letter; who is signed in leaves that empty."""

    number = Line(60, required=True, label=lazy_gettext("Number of your request"))
    code = Line(
        60,
        required=True,
        label=lazy_gettext("Secret code"),
        hint=lazy_gettext("Four groups of four letters and digits."),
    )
    read_code = Line(
        60,
        load_default="",
        label=lazy_gettext("Code from our letter"),
        hint=lazy_gettext("We posted it to you. Are you signed in here with your own account? Then leave this empty."),
    )
