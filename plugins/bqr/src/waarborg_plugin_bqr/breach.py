"""BQR's breach protocol of 10-06-2020 (B24): who is responsible, four clocks from discovery, twelve questions."""

from collections.abc import Mapping

from waarborg_plugin_bqr.data import BREACH_REGISTER
from waarborg_plugin_bqr.roles import BOARD, QUALITY
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks import law
from waarborg_shared.hooks.values import (
    SUPPLEMENT,
    BreachProtocol,
    BreachQuestion,
    BreachStart,
    BreachStep,
    RegisterField,
    Text,
)


def _clock(name: str, hours: int, source: str, *, period: bool = False) -> ClockRule:
    term = Term(hours, Unit.HOURS)
    return ClockRule(name=name, start_event=BreachStart.DISCOVERED, term=term, source=source, period=period)


CLOCKS = (
    _clock("availability", 24, "protocol datalekken, art. 8", period=True),
    _clock("decision", 60, "protocol datalekken, art. 9(1)"),
    _clock("authority", 72, "protocol datalekken, art. 10(2); art. 33(1) AVG"),
    _clock("persons", 72, "protocol datalekken, art. 10(2); art. 34(1) AVG"),
)
# Article 11(3) wants measures as soon as possible and names no term: in weeks it is our own choice. From then on each
# measure runs to its own day.
MEASURES = ClockRule(
    name="measures",
    start_event=BreachStart.DECIDED,
    term=Term(4, Unit.WEEKS),
    source="protocol datalekken, art. 11(3)",
)

QUESTIONS = (
    BreachQuestion("what_happened", Text("Wat is er gebeurd?", "What happened?"), fills=RegisterField.DESCRIPTION),
    BreachQuestion("accident_or_intent", Text("Was het een ongeluk of opzet?", "Was it an accident or on purpose?")),
    BreachQuestion("when_happened", Text("Wanneer gebeurde het?", "When did it happen?"), fills=RegisterField.OCCURRED),
    BreachQuestion(
        "when_discovered", Text("Wanneer is het ontdekt?", "When was it discovered?"), fills=RegisterField.DISCOVERED
    ),
    BreachQuestion(
        "which_data",
        Text("Welke gegevens of registers betreft het?", "Which data or registers are involved?"),
        fills=RegisterField.DATA,
    ),
    BreachQuestion("encrypted", Text("Waren ze versleuteld, en zo ja hoe?", "Were they encrypted, and if so, how?")),
    BreachQuestion(
        "wiped_remotely",
        Text(
            "Konden ze op afstand worden gewist of afgesloten, en is dat gedaan?",
            "Could they be wiped or blocked remotely, and was that done?",
        ),
    ),
    BreachQuestion(
        "consequences",
        Text("Wat kan dit betekenen voor de mensen om wie het gaat?", "What may this mean for the people concerned?"),
        fills=RegisterField.CONSEQUENCES,
    ),
    BreachQuestion(
        "which_people",
        Text("Welke groepen mensen raakt het?", "Which groups of people does it touch?"),
        fills=RegisterField.PEOPLE,
    ),
    BreachQuestion(
        "how_many",
        Text("Om hoeveel mensen gaat het ongeveer?", "About how many people is it?"),
        fills=RegisterField.HOW_MANY,
    ),
    BreachQuestion(
        "other_countries",
        Text("Zijn er mensen in andere EU-landen bij?", "Are people in other EU countries among them?"),
        fills=RegisterField.OTHER_EU,
    ),
    BreachQuestion(
        "measures_taken",
        Text("Welke maatregelen zijn al genomen?", "Which measures have been taken already?"),
        fills=RegisterField.MEASURES,
    ),
)
"""Article 7, in its order."""

RESPONSIBLE: Mapping[str, Text] = {
    BOARD: Text(
        "Het bestuur, het eerste aanspreekpunt van kwaliteitsmanagement",
        "The board, first contact of quality management",
    ),
    QUALITY: Text(
        "Kwaliteitsmanagement, met het bestuur als eerste aanspreekpunt",
        "Quality management, with the board as its first contact",
    ),
}
"""Who may be responsible (article 2): the protocol names both, and the organisation sets which."""


def build_breach(responsible: str) -> BreachProtocol:
    """Return the protocol with who is responsible, a code of ``RESPONSIBLE``; the other is the deputy.

    Only the responsible role decides and notifies; the deputy acts when 72 hours would be lost.
    """
    return BreachProtocol(
        responsible_role=responsible,
        responsible=RESPONSIBLE[responsible],
        deputies=tuple(role for role in RESPONSIBLE if role != responsible),
        clocks=CLOCKS,
        questions=QUESTIONS,
        grievance=Text(
            "Bent u het niet eens met de beslissing om wel of niet te melden? Leg uw bezwaar voor aan de directie.",
            "Do you disagree with the decision to notify or not? Put your grievance to the management.",
        ),
        source="protocol datalekken",
        steps=frozenset(BreachStep),
        management=BOARD,
        optional_clocks=law.OTHER_LAWS_CLOCKS,
        retention=BREACH_REGISTER,
        tell_by="letter",
        later_clocks=(SUPPLEMENT, MEASURES),
        remind_by="email",
    )
