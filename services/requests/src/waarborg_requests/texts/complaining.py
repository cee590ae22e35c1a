"""The words that go with complaints."""

from collections.abc import Mapping

from waarborg_requests.domain.complaining import MEASURE_CLOCKS, Judgement, SecondLook
from waarborg_shared.hooks.values import Text

VERBS: Mapping[str, Text] = {
    "complained": Text("Klacht ingediend over dit verzoek", "Complaint made about this request"),
    "permitted-look": Text("Wie de klacht behandelt mag dit verzoek inzien", "Who handles the complaint may look"),
    "ended-look": Text("Wie de klacht behandelt mag het verzoek niet meer inzien", "Who handles it may look no longer"),
    "proposed-judgement": Text("Oordeel opgeschreven, nog niet gegeven", "Judgement written down, not given yet"),
    "looked-twice": Text("Twee keer bekeken", "Looked at twice"),
    "carried-out-measure": Text("Maatregel uitgevoerd", "Measure carried out"),
    "measure-neared": Text("Herinnering: een maatregel moet worden uitgevoerd", "Reminder: a measure is nearly due"),
    "measure-lapsed": Text("De dag van een maatregel is voorbij", "The day of a measure went by"),
}
STEPS = frozenset({"complained", "carried-out-measure"})
CLOCKS: Mapping[str, Text] = {
    name: Text(f"Maatregel {number}", f"Measure {number}") for number, name in enumerate(MEASURE_CLOCKS, start=1)
}
MEASURE_OPEN = Text("Maatregel uit te voeren", "Measure to be carried out")
JUDGEMENTS: Mapping[Judgement, Text] = {
    Judgement.FOUNDED: Text("Gegrond", "Founded"),
    Judgement.PARTLY: Text("Gedeeltelijk gegrond", "Founded in part"),
    Judgement.UNFOUNDED: Text("Ongegrond", "Unfounded"),
}
SECOND_LOOKS: Mapping[SecondLook, Text] = {
    SecondLook.NIGHT: Text("na een nacht nog eens bekeken", "looked at again after a night"),
    SecondLook.OUTSIDER: Text("ook door iemand van buiten bekeken", "looked at by somebody from outside too"),
}
