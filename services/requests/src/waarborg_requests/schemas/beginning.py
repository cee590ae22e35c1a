"""Forms of the beginning of a request and of its end without an answer, on the case page and on the person's own."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, validates

from waarborg_requests.domain import Reach
from waarborg_requests.domain.authority import GoesOnWith
from waarborg_requests.domain.death import DeathGround, KnownHow
from waarborg_requests.schemas.filing import Reachable, WithoutBsn
from waarborg_requests.schemas.speaking import OwnForm, refuse_bsn
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Day, Flag, Line, Reference, Schema, Whole, Words

_FEWEST_DIGITS = 8


class _Seen(Schema):
    """A form of the case page: it names the revision that was seen."""

    revision = Whole(1, required=True)


class CheckAuthorityForm(_Seen):
    """Who of the representatives in the register this is."""

    who = Reference(required=True, label=lazy_gettext("Who of these asks it?"))


class GoOnForm(Reachable, WithoutBsn, _Seen):
    """Who goes on with a request whose representative may no longer, and how he is reached."""

    goes_on_with = Choice(GoesOnWith, required=True, label=lazy_gettext("Who goes on with this request?"))
    name = Line(required=True, label=lazy_gettext("Name of who goes on"))
    reach = Choice(Reach, required=True, label=lazy_gettext("How does the person want to be reached?"))
    reach_at = Words(
        500, required=True, label=lazy_gettext("The address, e-mail address or telephone number of the person")
    )
    go_on_note = Words(1_000, required=True, label=lazy_gettext("How do you know?"))


class WithdrawForm(_Seen):
    """End a request because the person takes it back."""

    withdraw_note = Words(
        1_000, required=True, label=lazy_gettext("How do you know that the person takes the request back?")
    )


class NarrowForm(_Seen):
    """Keep of a request what the person still wants."""

    wanted = Words(4_000, required=True, label=lazy_gettext("What does the person still want?"))


class CallDoneForm(_Seen):
    """The person was called; that is so whatever else was done to the request since."""

    call_id = Reference(required=True)
    call_note = Words(2_000, required=True, label=lazy_gettext("What came of the call?"))


class DeathForm(_Seen):
    """The person whom it is about died."""

    died_on = Day(required=True, label=lazy_gettext("Day of death"))
    known_by = Choice(KnownHow, required=True, label=lazy_gettext("How do you know?"))
    refused_in_life = Flag(
        load_default=False, label=lazy_gettext("The person put down in life that nobody may see the file")
    )


class DeathGroundForm(_Seen):
    """On which ground of art. 7:458a BW somebody may see the file."""

    death_ground = Choice(DeathGround, required=True, label=lazy_gettext("Ground to see the file after death"))
    death_why = Words(2_000, required=True, label=lazy_gettext("What shows that this ground holds?"))


class RevokeDeathForm(_Seen):
    """The record of a death was a mistake."""

    revoke_why = Words(1_000, required=True, label=lazy_gettext("Why was this a mistake?"))


class ConfirmPersonForm(_Seen):
    """Somebody looked whom the request is about."""


class EraseAnywayForm(_Seen):
    """The person does not wait for the look that he also asked for."""

    erase_why = Words(1_000, required=True, label=lazy_gettext("What did the person say?"))


class OwnStopForm(OwnForm):
    """Take a request back, once it was said that this is sure."""

    sure = fields.Boolean(load_default=False, metadata={"label": lazy_gettext("Yes, I take this request back")})

    @validates("sure")
    def said(self, sure: bool, **_: object) -> None:
        """Nothing ends by one press of a button."""
        if not sure:
            raise ValidationError(noted("Tick that you take this request back."))


class OwnNarrowForm(OwnForm):
    """Keep of a request what one still wants."""

    wanted = Words(4_000, required=True, label=lazy_gettext("What do you still want?"))

    @validates("wanted")
    def no_bsn(self, wanted: str, **_: object) -> None:
        """No BSN."""
        refuse_bsn(wanted)


class OwnCallForm(OwnForm):
    """Ask to be called back."""

    telephone = Line(40, required=True, label=lazy_gettext("Your telephone number"))
    suits = Line(200, load_default="", label=lazy_gettext("When does it suit you?"))

    @validates("telephone")
    def a_number(self, telephone: str, **_: object) -> None:
        """Something that can be called."""
        if sum(character.isdigit() for character in telephone) < _FEWEST_DIGITS:
            raise ValidationError(noted("This is not a telephone number."))

    @validates("suits")
    def no_bsn(self, suits: Any, **_: object) -> None:
        """No BSN."""
        refuse_bsn(suits)
