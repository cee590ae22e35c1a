"""The forms of packages and of what a copy costs."""

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, validates

from waarborg_requests.domain import Identification
from waarborg_requests.domain.package.fees import FeeReason
from waarborg_requests.schemas.requests import ChecksDocument, SeenForm, done_by_staff, no_numbers
from waarborg_requests.schemas.speaking import OwnForm
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Line, Schema, Whole, Words


class FetchForm(OwnForm):
    """Fetch the package, with the code of the letter."""

    fetch_code = Line(
        60,
        required=True,
        label=lazy_gettext("The code from our letter"),
        hint=lazy_gettext("Four groups of four letters and digits. It stands in the letter with our answer."),
    )


class PackageForm(Schema):
    """A button about a package: it says it all."""


class HandOverForm(ChecksDocument):
    """Hand a package over to who stands at the desk: how it was checked, at that moment, who that is."""

    how = Choice(Identification, required=True, label=lazy_gettext("How was it checked?"))

    @validates("how")
    def at_the_desk(self, how: Identification, **_: object) -> None:
        """There it is handed over, and nowhere else."""
        done_by_staff(how, (Identification.AT_THE_DESK,))


class FeeForm(SeenForm):
    """What a copy costs, and why; 0 waives it."""

    cents = Whole(0, 100_000, required=True, label=lazy_gettext("Costs in cents; 0: none"))
    fee_reason = Choice(
        FeeReason, load_default=FeeReason.FURTHER_COPY, label=lazy_gettext("On which ground may you ask this?")
    )
    fee_why = Words(
        1_000,
        load_default="",
        label=lazy_gettext("Why is it asked?"),
        hint=lazy_gettext("Told to the person. Needed where the request is manifestly unfounded or excessive."),
    )

    @validates("fee_why")
    def nothing_kept(self, why: str, **_: object) -> None:
        """B15, B11."""
        no_numbers(why)


class FeeAgreedForm(SeenForm):
    """The person said yes to the costs, by word of mouth or in a letter; the amount is the one that was told."""

    agreed_cents = Whole(1, 100_000, required=True)
    agreed_note = Words(1_000, required=True, label=lazy_gettext("How did the person say yes?"))

    @validates("agreed_note")
    def nothing_kept(self, note: str, **_: object) -> None:
        """B15, B11."""
        no_numbers(note)


class OwnFeeForm(OwnForm):
    """Say yes to what a copy costs; the amount is the one that was read."""

    fee_cents = Whole(1, 100_000, required=True)
    pays = fields.Boolean(load_default=False, metadata={"label": lazy_gettext("Yes, I pay this for the copy")})

    @validates("pays")
    def said(self, pays: bool, **_: object) -> None:
        """Nobody owes anything by one press of a button."""
        if not pays:
            raise ValidationError(noted("Tick that you pay this."))
