"""The forms of packages and of what a copy costs."""

from flask_babel import lazy_gettext
from marshmallow import validates

from waarborg_requests.domain import Identification
from waarborg_requests.schemas.requests import ChecksDocument, done_by_staff
from waarborg_requests.schemas.speaking import OwnForm
from waarborg_shared.web.schemas import Choice, Line, Schema, Whole


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


class FeeForm(Schema):
    """What a further copy costs; 0 waives it."""

    cents = Whole(0, 100_000, required=True, label=lazy_gettext("Costs in cents; 0: none"))
