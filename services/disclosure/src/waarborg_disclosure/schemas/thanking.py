"""The forms of the reward and of the discoverer's name."""

from flask_babel import lazy_gettext
from marshmallow import fields, validate

from waarborg_disclosure.domain.thanking import Mark
from waarborg_disclosure.schemas.checks import NO_NUMBERS
from waarborg_disclosure.schemas.reporting import ReceiptForm
from waarborg_shared.web.schemas import Choice, Day, Flag, Line, Schema, Words

OUTSIDER_HINT = lazy_gettext("Only where you work alone: who looked at it with you, and when.")


def outsider_field() -> Line:
    """Return the field for who from outside had the second look."""
    return Line(
        200,
        load_default=None,
        validate=NO_NUMBERS,
        label=lazy_gettext("Who from outside looked at it too?"),
        hint=OUTSIDER_HINT,
    )


class RewardForm(Schema):
    """Which marks of quality a report has; the amount follows from the table and is typed nowhere."""

    marks = fields.List(
        Choice(Mark),
        load_default=list,
        validate=validate.Length(max=len(Mark)),
        metadata={
            "label": lazy_gettext("How good is the report?"),
            "hint": lazy_gettext("Tick what holds. The reporter sees these marks once the reward was approved."),
        },
    )


class ApproveRewardForm(Schema):
    """The second look at a reward."""

    reward_outsider = outsider_field()


class RefuseRewardForm(Schema):
    """Why a reward is not approved."""

    reward_why = Words(2_000, required=True, validate=NO_NUMBERS, label=lazy_gettext("Why not?"))


class PaidForm(Schema):
    """That a reward was paid or given, outside."""

    paid_on = Day(required=True, label=lazy_gettext("On which day was it paid or given?"))
    paid_note = Words(
        500,
        load_default=None,
        validate=NO_NUMBERS,
        label=lazy_gettext("How, in a word?"),
        hint=lazy_gettext("Such as: by post. No number of an account; it is stored encrypted."),
    )


class WithdrawRewardForm(Schema):
    """Why a reward that was approved is not paid."""

    reward_withdrawn_why = Words(
        2_000,
        required=True,
        validate=NO_NUMBERS,
        label=lazy_gettext("Why is it withdrawn?"),
        hint=lazy_gettext("The reporter was told of the reward, and reads this."),
    )


class RefuseCreditForm(Schema):
    """Why a name does not stand on the page."""

    credit_why = Words(
        2_000,
        required=True,
        label=lazy_gettext("Why not?"),
        hint=lazy_gettext("The reporter reads this and can give another name."),
    )


class CreditForm(ReceiptForm):
    """The name as the reporter wants it on the public page."""

    credit_name = Line(
        80,
        required=True,
        validate=NO_NUMBERS,
        label=lazy_gettext("The name to be named by"),
        hint=lazy_gettext("Your name or a pseudonym. Anybody can read it, and search engines find it."),
    )
    credit_link = Line(
        200,
        load_default=None,
        validate=NO_NUMBERS,
        label=lazy_gettext("A web address behind your name"),
        hint=lazy_gettext("Begins with https://."),
    )
    credit_keep = Flag(
        load_default=False,
        label=lazy_gettext("Keep my name there after my report was erased"),
        hint=lazy_gettext("Without this tick it goes with the report. You can take it back at any time."),
    )
