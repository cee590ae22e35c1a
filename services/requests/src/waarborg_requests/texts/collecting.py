"""The words of collecting: what holders were asked, what came of it, and why something is missing."""

from collections.abc import Mapping

from waarborg_requests.domain.collecting import TaskState
from waarborg_shared.hooks.values import HolderKind, RequestKind, Text

TASK_STATES: Mapping[TaskState, Text] = {
    TaskState.ASKED: Text("gevraagd", "asked"),
    TaskState.REMINDED: Text("herinnerd", "reminded"),
    TaskState.CONTRIBUTED: Text("binnen", "handed in"),
    TaskState.NOTHING_FOUND: Text("niets gevonden", "nothing found"),
    TaskState.CANNOT: Text("kan niet", "cannot"),
    TaskState.CANCELLED: Text("niet meer nodig", "not needed any more"),
}

OUTCOMES: Mapping[TaskState, Text] = {
    TaskState.CONTRIBUTED: Text("Dit is alles", "This is all"),
    TaskState.NOTHING_FOUND: Text("Er is niets gevonden", "Nothing was found"),
    TaskState.CANNOT: Text("Het kan niet", "It cannot be"),
}

HOLDER_KINDS: Mapping[HolderKind, Text] = {
    HolderKind.SERVICE: Text("ons eigen systeem", "our own system"),
    HolderKind.PARTNER: Text("systeem van een partner", "a partner's system"),
    HolderKind.PERSON: Text("een medewerker zoekt het op", "a member of staff looks it up"),
}

_ALL_OF_IT = Text("Alles wat er over deze persoon is", "Everything that there is about this person")
_WANTED: Mapping[RequestKind, Text] = {
    RequestKind.ACCESS_LOG: Text(
        "Alleen wie gegevens van deze persoon bekeek, en wanneer. De gegevens zelf zijn niet nodig.",
        "Only who looked at data of this person, and when. The data themselves are not needed.",
    ),
    RequestKind.REFERRAL_INDEX: Text(
        "Alleen wat er in een verwijsindex over deze persoon staat: welke zorgverlener welke gegevens heeft of kreeg. "
        "De gegevens zelf zijn niet nodig.",
        "Only what a referral index says of this person: which carer has or got which data. The data themselves are "
        "not needed.",
    ),
}


def wanted_for(kind: RequestKind) -> Text:
    """Return what a holder is asked for a kind of request, in words."""
    return _WANTED.get(kind, _ALL_OF_IT)


HOLDER_CLOCK = Text("Gegevens inleveren", "Hand in the data")

VERBS: Mapping[str, Text] = {
    "holder-asked": Text("Gegevens gevraagd bij een houder", "Data asked of a holder"),
    "holder-reminded": Text(
        "Een houder aan de gevraagde gegevens herinnerd", "A holder reminded of the data asked for"
    ),
    "holder-late": Text("De tijd van een houder is om", "A holder's time is over"),
    "holder-contributed": Text("Een houder leverde gegevens in", "A holder handed in data"),
    "holder-found-nothing": Text("Een houder vond niets", "A holder found nothing"),
    "holder-cannot": Text("Een houder kan niets inleveren", "A holder cannot hand in"),
    "holder-cancelled": Text("Gegevens van een houder zijn niet meer nodig", "A holder's data are not needed any more"),
    "holder-void": Text(
        "Wat een houder inleverde telt niet meer en wordt vernietigd",
        "What a holder handed in counts no more and is destroyed",
    ),
    "holder-over": Text(
        "De tijd waarvoor wij bewaren wat een houder inleverde is om",
        "The time for which we keep what a holder handed in is over",
    ),
    "holder-emptied": Text("Wat een houder inleverde is vernietigd", "What a holder handed in was destroyed"),
    "holder-wrong-person": Text(
        "Een houder stuurde gegevens van iemand anders; er is niets bewaard",
        "A holder sent data of somebody else; nothing was kept",
    ),
    "holder-link-made": Text("Een code gemaakt om gegevens mee in te leveren", "A code made to hand data in with"),
}
