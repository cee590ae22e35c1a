"""Four eyes: what is said of who cannot settle what was proposed (J8)."""

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import Text


class OwnProposal(DisclosureError):
    """Who proposed it does not settle it."""

    field = ""
    text = Text(
        "Dit stelde u zelf voor. Een collega moet ernaar kijken.",
        "You proposed this yourself. A colleague has to look at it.",
    )


class OwnJudgement(DisclosureError):
    """Who judged a report does not approve what it earns."""

    field = ""
    text = Text(
        "U beoordeelde deze melding. Een collega die haar niet beoordeelde, keurt de beloning goed. Stelde die haar "
        "voor? Stuur het voorstel terug en stel haar zelf voor.",
        "You judged this report. A colleague who did not judge it approves the reward. Was it that colleague who "
        "proposed it? Send the proposal back and propose it yourself.",
    )


class NotBeforeTomorrow(DisclosureError):
    """Where one person does it all, the second look is another day's, or that of somebody from outside."""

    field = ""
    text = Text(
        "Kijk er morgen nog eens naar. Of laat iemand van buiten meekijken, en schrijf op wie dat was.",
        "Look at it again tomorrow. Or have somebody from outside look at it too, and write down who that was.",
    )


class NothingProposed(DisclosureError):
    """There is nothing that waits for a second look."""

    field = ""
    text = Text("Er ligt niets om te beoordelen.", "There is nothing to be looked at.")
