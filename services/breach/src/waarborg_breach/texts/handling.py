"""The words of the handling of a breach."""

from waarborg_breach.actions.availability import HelperKind
from waarborg_breach.domain.handling import (
    RECONSIDER,
    AftercareState,
    ConsequencesState,
    ContainmentState,
    GrievanceAbout,
    GrievanceOutcome,
    InvestigationState,
    Involved,
    LostOrOpen,
    MeasureKind,
    MeasuresState,
)
from waarborg_shared.hooks.values import Text

CONTAINMENT: dict[ContainmentState, Text] = {
    ContainmentState.OPEN: Text("Nog niet gestopt", "Not stopped yet"),
    ContainmentState.UNDER_WAY: Text("Wordt gestopt", "Being stopped"),
    ContainmentState.CONTAINED: Text("Gestopt", "Stopped"),
    ContainmentState.NOT_POSSIBLE: Text("Kan niet meer gestopt worden", "Cannot be stopped any more"),
}
INVESTIGATION: dict[InvestigationState, Text] = {
    InvestigationState.OPEN: Text("Nog niet alles bekend", "Not all known yet"),
    InvestigationState.ANSWERED: Text("Onderzocht", "Investigated"),
}
CONSEQUENCES: dict[ConsequencesState, Text] = {
    ConsequencesState.OPEN: Text("Nog niet vastgesteld", "Not established yet"),
    ConsequencesState.ESTABLISHED: Text("Vastgesteld", "Established"),
}
MEASURES: dict[MeasuresState, Text] = {
    MeasuresState.OPEN: Text("Nog geen maatregel", "No measure yet"),
    MeasuresState.PLANNED: Text("Maatregelen staan gepland", "Measures are planned"),
    MeasuresState.TAKEN: Text("Maatregelen zijn genomen", "Measures were taken"),
    MeasuresState.NONE: Text("Niets nodig", "Nothing needed"),
}
AFTERCARE: dict[AftercareState, Text] = {
    AftercareState.UNDECIDED: Text("Nog niet besloten", "Not decided yet"),
    AftercareState.NOT_NEEDED: Text("Geen nazorg nodig", "No aftercare needed"),
    AftercareState.OFFERED: Text("Nazorg wordt aangeboden", "Aftercare is offered"),
    AftercareState.DONE: Text("Nazorg is gegeven", "Aftercare was given"),
}
LOST_OR_OPEN: dict[LostOrOpen, Text] = {
    LostOrOpen.LOST: Text("Ze zijn kwijt of vernietigd", "They are lost or destroyed"),
    LostOrOpen.OPEN: Text("Ze kunnen misbruikt worden", "They lie open to misuse"),
    LostOrOpen.BOTH: Text("Allebei", "Both"),
    LostOrOpen.NEITHER: Text("Geen van beide", "Neither"),
    LostOrOpen.UNKNOWN: Text("Nog niet bekend", "Not known yet"),
}
INVOLVED: dict[Involved, Text] = {
    Involved.YES: Text("Ja", "Yes"),
    Involved.NO: Text("Nee", "No"),
    Involved.UNKNOWN: Text("Nog niet bekend", "Not known yet"),
}
MEASURE_KINDS: dict[MeasureKind, Text] = {
    MeasureKind.TECHNICAL: Text("Technisch", "Technical"),
    MeasureKind.ORGANISATIONAL: Text("Organisatorisch", "Organisational"),
}
HELPERS: dict[HelperKind, Text] = {
    HelperKind.DISCOVERER: Text("Wie het ontdekte", "Who discovered it"),
    HelperKind.DEPARTMENT_HEAD: Text("Het hoofd van de afdeling", "The head of the department"),
    HelperKind.HELPER: Text("Wie kan helpen de gevolgen te beperken", "Who can help to limit the consequences"),
}
ABOUT: dict[GrievanceAbout, Text] = {
    GrievanceAbout.AUTHORITY: Text(
        "De beslissing om wel of niet bij de autoriteit te melden",
        "The decision to notify the authority or not",
    ),
    GrievanceAbout.PERSONS: Text(
        "De beslissing om de mensen wel of niet in te lichten", "The decision to tell the people or not"
    ),
    GrievanceAbout.HANDLING: Text("Hoe het datalek wordt aangepakt", "How the breach is handled"),
}
OUTCOMES: dict[GrievanceOutcome, Text] = {
    GrievanceOutcome.UPHELD: Text("Het bezwaar klopt", "The grievance is right"),
    GrievanceOutcome.IN_PART: Text("Het bezwaar klopt voor een deel", "The grievance is right in part"),
    GrievanceOutcome.NOT_UPHELD: Text("Het bezwaar klopt niet", "The grievance is not right"),
}
TO_REVIEW = Text("beoordeel een bezwaar", "review a grievance")
TO_DECIDE_AGAIN = Text("besluit opnieuw: een bezwaar klopte", "decide again: a grievance was right")
DUTIES: dict[str, Text] = {
    "contain": Text("Het lek stoppen", "Stop the breach"),
    "investigate": Text("Uitzoeken wat er aan de hand is", "Find out what is the matter"),
    "establish-consequences": Text("Vaststellen wat de gevolgen zijn", "Establish the consequences"),
    "plan-measures": Text("Maatregelen tegen herhaling bedenken", "Think of measures against a repetition"),
    "take-overdue-measures": Text(
        "De maatregelen nemen waarvan de dag voorbij is", "Take the measures whose day has passed"
    ),
    "take-measures": Text("De maatregelen nemen die gepland staan", "Take the measures that are planned"),
    "decide-aftercare": Text("Besluiten over nazorg", "Decide on aftercare"),
    "give-aftercare": Text("De nazorg geven die is aangeboden", "Give the aftercare that was offered"),
    "answer-grievance": Text("Een bezwaar beoordelen", "Review a grievance"),
    RECONSIDER: Text("Opnieuw besluiten na een bezwaar", "Decide again after a grievance"),
}
OPEN_FIRST = Text(
    "De zaak weer openen en opnieuw besluiten: een bezwaar klopte",
    "Open the case again and decide again: a grievance was right",
)
"""The same duty where the case is closed."""
FORM_OF: dict[str, str] = {
    "contain": "contain",
    "investigate": "investigate",
    "establish-consequences": "consequences",
    "plan-measures": "measure",
    "take-overdue-measures": "measure-taken",
    "take-measures": "measure-taken",
    "decide-aftercare": "aftercare",
    "give-aftercare": "aftercare",
    "answer-grievance": "grievances",
    RECONSIDER: "decide",
}
STEPS: dict[str, Text] = {
    "noted-containment": Text("Genoteerd of het lek is gestopt", "Noted whether the breach was stopped"),
    "noted-investigation": Text("Het onderzoek bijgewerkt", "The investigation updated"),
    "noted-consequences": Text("De gevolgen vastgesteld", "The consequences established"),
    "noted-aftercare": Text("Nazorg genoteerd", "Aftercare noted"),
    "planned-measure": Text("Een maatregel gepland", "A measure planned"),
    "measure-overdue": Text(
        "De dag van een maatregel is voorbij zonder dat hij is genomen",
        "The day of a measure has passed and it was not taken",
    ),
    "measure-neared": Text("De dag van een maatregel komt dichtbij", "The day of a measure comes near"),
    "took-measure": Text("Een maatregel genomen", "A measure taken"),
    "dropped-measure": Text("Een maatregel laten vervallen", "A measure let go"),
    "needed-no-measures": Text("Genoteerd dat niets nodig is", "Noted that nothing is needed"),
    "named-helper": Text("Genoteerd wie bereikbaar blijft", "Noted who stays available"),
    "released-helper": Text("Iemand hoeft niet meer bereikbaar te zijn", "Somebody need not stay available any more"),
    "filed-grievance": Text("Een bezwaar gemaakt", "A grievance filed"),
    "named-reviewer": Text("Genoemd wie een bezwaar beoordeelt", "Named who reviews a grievance"),
    "answered-grievance": Text("Een bezwaar beoordeeld", "A grievance reviewed"),
}
