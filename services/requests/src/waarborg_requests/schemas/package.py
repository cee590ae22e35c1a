"""The forms of packages and of what a copy costs."""

from flask_babel import lazy_gettext

from waarborg_requests.schemas.speaking import OwnForm
from waarborg_shared.web.schemas import Line, Schema, Whole


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


class FeeForm(Schema):
    """What a further copy costs; 0 waives it."""

    cents = Whole(0, 100_000, required=True, label=lazy_gettext("Costs in cents; 0: none"))
