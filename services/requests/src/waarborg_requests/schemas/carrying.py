"""What goes in and out about carrying out a decision: the forms of the case page, and a partner system's answer."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load, validate

from waarborg_requests.domain.carrying import StepState
from waarborg_requests.domain.carrying_words import RestrictedBecause
from waarborg_requests.schemas.requests import SeenForm
from waarborg_shared.carrying import Carried, Kept, Told, Why
from waarborg_shared.web.schemas import Choice, Code, Day, Line, Moment, Reference, Schema, Words

_MOST = 50


class CarryForm(SeenForm):
    """What exactly is to be done."""

    words = Words(5_000, required=True, label=lazy_gettext("What exactly is to be done?"))
    carry_about = Code(load_default=None, allow_none=True, label=lazy_gettext("What is it about?"))
    restricted_because = Choice(
        RestrictedBecause,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Why is the use restricted?"),
    )


class CarryBeginForm(SeenForm):
    """Tell the first holders."""


class CarryStopForm(SeenForm):
    """Stop before that."""


class CarryStepForm(SeenForm):
    """What somebody did who has no system that answers."""

    step = Reference(required=True, label=lazy_gettext("Who?"))
    step_outcome = Choice(Carried, required=True, label=lazy_gettext("What came of it?"))
    why_not = Choice(Why, load_default=None, allow_none=True, label=lazy_gettext("Why not, or not yet?"))
    expected_on = Day(load_default=None, allow_none=True, label=lazy_gettext("By which day will it be done?"))
    kept_until = Day(load_default=None, allow_none=True, label=lazy_gettext("Until which day does it stay?"))
    step_note = Words(2_000, load_default="", label=lazy_gettext("Note"))


class CarryAgainForm(SeenForm):
    """Ask a holder once more."""

    again = Reference(required=True)


class CarryEndForm(SeenForm):
    """Ask nobody further, with the reason."""

    end_reason = Words(2_000, required=True, label=lazy_gettext("Why does it go no further?"))


class CarryNameForm(SeenForm):
    """The corrected name, which goes to the register of persons and is kept nowhere here."""

    name_step = Reference(required=True)
    new_name = Line(required=True, label=lazy_gettext("The name as it should be"))


class HoldForm(SeenForm):
    """Let nothing be erased."""

    hold_reason = Words(2_000, required=True, label=lazy_gettext("Why must everything stay?"))


class HoldEndForm(SeenForm):
    """Let it be erased again."""

    hold = Reference(required=True)


class KeptSchema(Schema):
    """A kind of data that stays; ``until`` is null where no day is known."""

    what = Code(required=True)
    why = Choice(Why, required=True)
    until = Day(load_default=None, allow_none=True)

    @post_load
    def kept(self, loaded: dict[str, Any], **_: object) -> Kept:
        """Make the value of it."""
        return Kept(loaded["what"], loaded["why"], loaded["until"])


class StepAnswerSchema(Schema):
    """A partner system's answer to its step: done, refused or not_yet, with the reason, and what stays.

    `expected_on` goes with not_yet: the day by which it will be done, after today and within three months.
    """

    outcome = Choice(Carried, required=True)
    ground = Choice(Why, load_default=None, allow_none=True)
    kept = fields.List(fields.Nested(KeptSchema), load_default=list, validate=validate.Length(max=_MOST))

    expected_on = Day(load_default=None, allow_none=True)

    @post_load
    def told(self, loaded: dict[str, Any], **_: object) -> Told:
        """Make the value of it."""
        return Told(loaded["outcome"], loaded["ground"], tuple(loaded["kept"]), loaded["expected_on"])


class StepSchema(Schema):
    """A step as it stands after an answer."""

    id = fields.String(required=True)
    state = fields.Enum(StepState, by_value=True, required=True)
    ground = fields.String(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)
    due_at = Moment(required=True, allow_none=True)
