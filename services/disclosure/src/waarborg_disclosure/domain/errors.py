"""What cannot be done with a report, each with its words and the field that is wrong."""

from waarborg_shared.hooks.values import Text


class DisclosureError(Exception):
    """Something cannot be done with a report; ``field`` names what is wrong in what was sent."""

    field = "state"
    text = Text("Dit kan niet met deze melding.", "This cannot be done with this report.")
