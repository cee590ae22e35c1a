"""The forms of good faith: what was found, the second look, and the handing over of contact data."""

from flask_babel import lazy_gettext

from waarborg_disclosure.domain.conduct import Conduct, Ground
from waarborg_disclosure.schemas.thanking import outsider_field
from waarborg_shared.web.schemas import Choice, Day, Schema, Words


class FindingForm(Schema):
    """What somebody found of how the reporter went about it."""

    conduct = Choice(Conduct, required=True, label=lazy_gettext("Did the reporter keep to the rules of play?"))
    conduct_evidence = Words(
        5_000,
        required=True,
        label=lazy_gettext("By what do you see that?"),
        hint=lazy_gettext("Times, lines of a log, what was copied. It is stored encrypted."),
    )
    conduct_reason = Words(
        2_000,
        load_default=None,
        label=lazy_gettext("What does the reporter read about it?"),
        hint=lazy_gettext("Which rule, and why. It goes to the mailbox once a second person agreed."),
        needed=lazy_gettext("needed when the rules were broken"),
    )


class DecideForm(Schema):
    """The second look at a finding."""

    conduct_outsider = outsider_field()


class DropForm(Schema):
    """Why a finding is taken back."""

    drop_why = Words(2_000, required=True, label=lazy_gettext("Why is it taken back?"))


class HandOverForm(Schema):
    """To whom a reporter's contact data were handed over, and on which ground."""

    ground = Choice(Ground, required=True, label=lazy_gettext("On which ground?"))
    handed_to = Words(500, required=True, label=lazy_gettext("To whom?"))
    handed_why = Words(
        2_000,
        required=True,
        label=lazy_gettext("By which order, article or report to the police?"),
        hint=lazy_gettext("It is stored encrypted."),
    )
    handed_on = Day(required=True, label=lazy_gettext("On which day?"))
    handed_told = Words(
        2_000,
        load_default=None,
        label=lazy_gettext("What does the reporter read about it?"),
        hint=lazy_gettext("Leave this empty where telling would stand in the way of an investigation."),
    )
