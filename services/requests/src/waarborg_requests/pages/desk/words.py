"""Words of the desk's pages that stand in more than one of them, in the page's language."""

from flask_babel import gettext


def choose_words() -> dict[str, str]:
    """Return what stands in a list of people to choose from, for oneself, for nobody and behind who is away."""
    return {"me": gettext("Me"), "nobody": gettext("Nobody"), "away": gettext("away now")}
