"""What the dossier for the authority calls its parts, its gaps and the words of its lists, in both languages."""

from collections.abc import Mapping

from waarborg_breach.domain.dossier import Common, Gap, Part
from waarborg_breach.domain.states import NoticeKind
from waarborg_breach.texts import advising
from waarborg_breach.texts.deciding import EXCEPTIONS, PERSONS_STATES
from waarborg_breach.texts.handling import CONTAINMENT
from waarborg_breach.texts.times import KINDS
from waarborg_shared.hooks.values import Text

TITLE = Text("Dossier voor de Autoriteit Persoonsgegevens", "Dossier for the data protection authority")
NOT_SENT = Text(
    "U meldt zelf, met het webformulier van de Autoriteit Persoonsgegevens. Op een andere manier neemt zij geen "
    "melding aan. Dit dossier is een hulp om het formulier in te vullen. Er is niets verstuurd.",
    "You notify yourself, with the web form of the data protection authority. It takes notifications in no other way. "
    "This dossier helps to fill in that form. Nothing has been sent.",
)
EXERCISE = Text("OEFENING. Niets hiervan is gebeurd. Meld dit niet.", "EXERCISE. None of this happened. Do not notify.")
CHANGED_SINCE = Text("Veranderd sinds de laatste melding", "Changed since the last notice")
NOW, THEN, NO_ANSWER = Text("Nu", "Now"), Text("Toen", "Then"), Text("geen antwoord", "no answer")
NUMBERED = Text(
    "Het eerste getal bij een vraag is het deel van het webformulier. Achter EDPB staat het deel van het sjabloon van "
    "de Europese toezichthouders.",
    "The first number at a question is the part of the web form. Behind EDPB stands the part of the template of the "
    "European authorities.",
)
PARTS: Mapping[Part, Text] = {
    Part.ABOUT: Text("Over deze melding", "About this notification"),
    Part.CONTACT: Text("Wie meldt en wie te bereiken is", "Who notifies and whom to reach"),
    Part.TIMELINE: Text("Wanneer het was", "When it was"),
    Part.BREACH: Text("Wat er gebeurde", "What happened"),
    Part.DATA: Text("Om welke gegevens het gaat", "Which data it is about"),
    Part.PEOPLE: Text("Om welke mensen het gaat", "Which people it is about"),
    Part.BEFORE: Text("Hoe de gegevens beveiligd waren", "How the data were protected"),
    Part.CONSEQUENCES: Text("Wat de gevolgen kunnen zijn", "What the consequences may be"),
    Part.AFTER: Text("Wat er daarna gedaan is", "What was done about it"),
    Part.OTHER: Text("Verder", "Other"),
    Part.ANSWERS: Text("De antwoorden op de vragen van het protocol", "The answers to the questions of the protocol"),
}
COMMONS: Mapping[Common, Text] = {
    Common.TYPE: Text("soort melding", "type of notification"),
    Common.CONTROLLER: Text("verwerkingsverantwoordelijke en melder", "controller and reporting person"),
    Common.OFFICER: Text("functionaris gegevensbescherming", "data protection officer"),
    Common.TIMES: Text("datum, tijd en duur", "date, time and duration"),
    Common.NATURE: Text("aard van de inbreuk", "nature of the breach"),
    Common.SUBJECTS: Text("betrokkenen", "data subjects"),
    Common.DATA: Text("persoonsgegevens", "personal data"),
    Common.SAFEGUARDS: Text("maatregelen vooraf", "measures in place before"),
    Common.CONSEQUENCES: Text("waarschijnlijke gevolgen", "likely consequences"),
    Common.MEASURES: Text("maatregelen", "measures"),
    Common.TELLING: Text("mededeling aan betrokkenen", "communication to data subjects"),
    Common.CROSS_BORDER: Text("grensoverschrijdend", "cross-border"),
}
GAPS: Mapping[Gap, Text] = {
    Gap.MISSING: Text("Nog niet ingevuld", "Not filled in yet"),
    Gap.SAID_UNKNOWN: Text("Nog niet bekend", "Not known yet"),
    Gap.ERASED: Text("Gewist", "Erased"),
}
YES_NO = advising.YES_NO
STILL_TO_COME, DONE_ON = Text("komt nog, voor {day}", "to come, by {day}"), Text("genomen op {day}", "taken on {day}")
WORDS: Mapping[str, Mapping[str, Text]] = {
    "notice": {
        NoticeKind.PROVISIONAL: Text(
            "Nieuwe melding, voorlopig; een aanvulling volgt", "New notification, provisional; a supplement follows"
        ),
        NoticeKind.COMPLETE: Text("Nieuwe melding, volledig", "New notification, complete"),
        NoticeKind.SUPPLEMENT: Text("Aanvulling op een eerdere melding", "Supplement to an earlier notification"),
        NoticeKind.WITHDRAWAL: Text("Intrekking van een eerdere melding", "Withdrawal of an earlier notification"),
    },
    "incident": KINDS,
    "side": {
        "confidentiality": Text(
            "iemand kon gegevens zien of krijgen (vertrouwelijkheid)",
            "somebody could see or get data (confidentiality)",
        ),
        "integrity": Text("gegevens zijn veranderd (integriteit)", "data were changed (integrity)"),
        "availability": Text(
            "gegevens waren weg of onbereikbaar (beschikbaarheid)", "data were gone or out of reach (availability)"
        ),
    },
    "severity": {
        "negligible": Text("verwaarloosbaar", "negligible"),
        "limited": Text("beperkt", "limited"),
        "significant": Text("aanzienlijk", "significant"),
        "maximum": Text("zeer groot", "maximum"),
    },
    "cross_border": YES_NO,
    "persons": PERSONS_STATES,
    "exception": EXCEPTIONS,
    "containment": {state.value: words for state, words in CONTAINMENT.items()},
    **{
        name: advising.VALUES[name]
        for name in ("holder", "kinds", "identifiable", "groups", "encryption", "undone", "care")
    },
}
"""The lists of words that values of the dossier come from; an organisation's categories and countries are beside it."""
STEPS: Mapping[str, Text] = {
    "wrote-dossier": Text("Het dossier voor de autoriteit aangevuld", "The dossier for the authority added to"),
    "took-dossier": Text(
        "Het dossier voor de autoriteit als bestand gehaald", "The dossier for the authority taken as a file"
    ),
}
