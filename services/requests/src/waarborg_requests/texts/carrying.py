"""The words for carrying out a decision that only pages need; what the letter says too is in the domain."""

from collections.abc import Mapping

from waarborg_requests.domain.carrying import CarryingState
from waarborg_shared.carrying import Carried, Why
from waarborg_shared.hooks.values import Text

CARRYING_STATES: Mapping[CarryingState, Text] = {
    CarryingState.PREPARED: Text("Staat klaar, nog niet begonnen", "Ready, not begun yet"),
    CarryingState.RUNNING: Text("Wordt uitgevoerd", "Being carried out"),
    CarryingState.DONE: Text("Uitgevoerd", "Carried out"),
    CarryingState.CUT_SHORT: Text("Niet verder uitgevoerd", "Not carried out any further"),
    CarryingState.STOPPED: Text("Gestopt", "Stopped"),
}

CARRY_CLOCK = Text("Uitvoeren", "Carry it out")
TO_CARRY_OUT = Text("Nog uit te voeren of te bevestigen", "Still to be carried out or confirmed")

OUTCOMES_OF_STEPS: Mapping[Carried, Text] = {
    Carried.DONE: Text("Gedaan", "Done"),
    Carried.REFUSED: Text("Niet gedaan, en dat blijft zo", "Not done, and that stays so"),
    Carried.NOT_YET: Text("Nog niet", "Not yet"),
}

BY_HAND = (
    Why.MEDICAL_FILE,
    Why.FINANCIAL,
    Why.OTHER_LAW,
    Why.LEGAL_CLAIM,
    Why.DATA_CORRECT,
    Why.NOT_POSSIBLE,
    Why.NOTHING_HELD,
    Why.NOT_WANTED,
)
"""The reasons that somebody can give for what people did."""

VERBS: Mapping[str, Text] = {
    "carrying-prepared": Text("Uitvoering klaargezet", "Carrying out made ready"),
    "carrying-begun": Text("Begonnen met uitvoeren", "Began to carry it out"),
    "carrying-stopped": Text("Uitvoering gestopt voordat zij begon", "Carrying out stopped before it began"),
    "carrying-answered": Text("Antwoord van wie gegevens heeft", "Answer of one who holds data"),
    "carrying-asked-again": Text("Opnieuw gevraagd om uit te voeren", "Asked again to carry it out"),
    "carrying-held": Text(
        "Uitvoering staat stil: er is iets niet zeker", "Carrying out stands still: something is unsure"
    ),
    "carrying-confirmed": Text("Verbetering bevestigd", "Correction confirmed"),
    "carrying-ended": Text("Uitgevoerd", "Carried out"),
    "carrying-reminded": Text("Herinnerd aan het uitvoeren", "Reminded of carrying it out"),
    "carrying-late": Text("Niet op tijd uitgevoerd", "Not carried out in time"),
    "carrying-cut-short": Text(
        "Uitvoering gaat niet verder: niemand wordt nog gevraagd", "Carrying out goes no further: nobody else is asked"
    ),
    "hold-set": Text("Bewaren opgelegd: niets wissen", "Hold set: nothing is erased"),
    "hold-ended": Text("Bewaren opgeheven", "Hold ended"),
}

STEPS = frozenset({"carrying-begun", "carrying-ended", "carrying-cut-short"})
"""What the person sees of it among the steps."""
