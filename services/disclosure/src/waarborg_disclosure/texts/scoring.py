"""The questions of CVSS 3.1 and 4.0 in plain words, each with what can be answered (FIRST, base metrics)."""

from collections.abc import Mapping

from waarborg_disclosure.domain.scoring import Version
from waarborg_shared.hooks.values import Text

Question = tuple[Text, Mapping[str, Text]]

_FROM_WHERE: Question = (
    Text("Van waar kan iemand het misbruiken?", "From where can somebody abuse it?"),
    {
        "N": Text("Van overal, via internet", "From anywhere, over the internet"),
        "A": Text("Van dichtbij: hetzelfde netwerk, wifi of bluetooth", "From nearby: same network, wifi or bluetooth"),
        "L": Text("Op het apparaat zelf, of door een ander iets te laten openen", "On the device itself, or by a file"),
        "P": Text("Alleen met het apparaat in de hand", "Only with the device in hand"),
    },
)
_HOW_HARD: Question = (
    Text("Hoe moeilijk is het?", "How hard is it?"),
    {
        "L": Text("Het lukt telkens weer", "It works time and again"),
        "H": Text("Er moet een beveiliging voor worden omzeild", "A safeguard has to be got around for it"),
    },
)
_RIGHTS: Question = (
    Text("Welke rechten heeft iemand er vooraf voor nodig?", "Which rights does somebody need beforehand?"),
    {
        "N": Text("Geen: inloggen hoeft niet", "None: no sign-in is needed"),
        "L": Text("Een gewoon account", "An ordinary account"),
        "H": Text("Een account van een beheerder", "An administrator's account"),
    },
)


def _loss(what: Text, some: Text, all_of_it: Text) -> Question:
    return what, {"H": all_of_it, "L": some, "N": Text("Nee", "No")}


_READ = (
    Text("Ja, een deel", "Yes, a part"),
    Text("Ja, alles, of juist wat het geheimst is", "Yes, everything, or just what is most secret"),
)
_CHANGE = (
    Text("Ja, een deel, zonder grote gevolgen", "Yes, a part, without grave consequences"),
    Text("Ja, alles, of met grote gevolgen", "Yes, everything, or with grave consequences"),
)
_STOP = (
    Text("Ja, het wordt traag of valt soms uit", "Yes, it gets slow or fails at times"),
    Text("Ja, het ligt helemaal plat", "Yes, it is down altogether"),
)

QUESTIONS: Mapping[Version, Mapping[str, Question]] = {
    Version.V4: {
        "AV": _FROM_WHERE,
        "AC": _HOW_HARD,
        "AT": (
            Text("Moet er toevallig iets voor klaarstaan?", "Must something happen to be in place for it?"),
            {
                "N": Text("Nee, het werkt in de gewone toestand", "No, it works as things ordinarily are"),
                "P": Text(
                    "Ja, een bijzondere instelling of precies het goede moment",
                    "Yes, a special setting or exactly the right moment",
                ),
            },
        ),
        "PR": _RIGHTS,
        "UI": (
            Text("Moet iemand anders er iets voor doen?", "Must somebody else do something for it?"),
            {
                "N": Text("Nee, niemand", "No, nobody"),
                "P": Text("Ja, iets gewoons, zonder erbij na te denken", "Yes, something ordinary, without a thought"),
                "A": Text("Ja, iets opvallends: een waarschuwing wegklikken", "Yes, such as dismissing a warning"),
            },
        ),
        "VC": _loss(Text("Kan iemand lezen wat geheim is?", "Can somebody read what is secret?"), *_READ),
        "VI": _loss(Text("Kan iemand gegevens wijzigen?", "Can somebody change data?"), *_CHANGE),
        "VA": _loss(Text("Kan iemand het systeem platleggen?", "Can somebody bring the system down?"), *_STOP),
        "SC": _loss(Text("Kan iemand lezen in andere systemen?", "Can somebody read in other systems?"), *_READ),
        "SI": _loss(Text("Kan iemand andere systemen wijzigen?", "Can somebody change other systems?"), *_CHANGE),
        "SA": _loss(Text("Kan iemand andere systemen platleggen?", "Can somebody bring other systems down?"), *_STOP),
    },
    Version.V3: {
        "AV": _FROM_WHERE,
        "AC": _HOW_HARD,
        "PR": _RIGHTS,
        "UI": (
            Text("Moet iemand anders er iets voor doen?", "Must somebody else do something for it?"),
            {"N": Text("Nee, niemand", "No, nobody"), "R": Text("Ja, zoals klikken", "Yes, such as a click")},
        ),
        "S": (
            Text("Raakt het ook andere systemen?", "Does it reach other systems as well?"),
            {"U": Text("Nee, alleen dit systeem", "No, this system alone"), "C": Text("Ja", "Yes")},
        ),
        "C": _loss(Text("Kan iemand lezen wat geheim is?", "Can somebody read what is secret?"), *_READ),
        "I": _loss(Text("Kan iemand gegevens wijzigen?", "Can somebody change data?"), *_CHANGE),
        "A": _loss(Text("Kan iemand het systeem platleggen?", "Can somebody bring the system down?"), *_STOP),
    },
}
