"""Four eyes: who may settle what somebody proposed, and how an organisation of one person does it (J8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Text


class Looked(StrEnum):
    """How the second look was had."""

    COLLEAGUE = "colleague"
    AFTER_A_NIGHT = "after_a_night"
    OUTSIDER = "outsider"


class OwnProposal(DisclosureError):
    """Who proposed it does not settle it."""

    field = ""
    text = Text(
        "Dit stelde u zelf voor. Een collega moet ernaar kijken.",
        "You proposed this yourself. A colleague has to look at it.",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What waits for a second look: by whom it was proposed and when."""

    by: str
    at: datetime


def second_look(proposed: Proposal, *, by: str, at: datetime, one_person: bool, outsider: bool) -> Looked:
    """Check that ``by`` may settle now what was proposed, and return how the second look was had.

    ``outsider``: it was written down who from outside looked at it, which counts where there is no colleague.

    Raises:
        OwnProposal, NotBeforeTomorrow.
    """
    if proposed.by != by:
        return Looked.COLLEAGUE
    if not one_person:
        raise OwnProposal(by)
    if outsider:
        return Looked.OUTSIDER
    if due_on(at) <= due_on(proposed.at):
        raise NotBeforeTomorrow(by)
    return Looked.AFTER_A_NIGHT
