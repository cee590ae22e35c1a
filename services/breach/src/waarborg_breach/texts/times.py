"""What pages call the times of a breach, what was wiped, and reports that were no breach or the same one."""

from waarborg_breach.domain.reports import BreachKind, WipeState
from waarborg_shared.hooks.values import Text

TIMES: dict[str, Text] = {
    "occurred_at": Text("Gebeurd, vanaf", "Happened, from"),
    "occurred_until": Text("Gebeurd, tot", "Happened, until"),
    "ongoing": Text("Nog gaande", "Still going on"),
    "estimated": Text("Geschat wanneer het gebeurde", "When it happened is estimated"),
    "discovered_at": Text("Ontdekt", "Discovered"),
    "reported_at": Text("Intern gemeld", "Reported inside"),
    "aware_at": Text("De organisatie wist het", "The organisation became aware"),
    "processor_aware_at": Text("De verwerker wist het zelf", "The processor knew it itself"),
    "noticed_at": Text("Opgemerkt, zegt wie het meldde", "Noticed, says who reported it"),
}
KINDS: dict[str, Text] = {
    BreachKind.LOST: Text("Kwijtgeraakt", "Lost"),
    BreachKind.STOLEN: Text("Gestolen", "Stolen"),
    BreachKind.WRONG_PERSON: Text("Bij de verkeerde terechtgekomen", "Ended up with the wrong person"),
    BreachKind.LOOKED_IN: Text("Bekeken door wie dat niet mocht", "Seen by somebody who should not have"),
    BreachKind.BROKEN_INTO: Text("Ingebroken in een systeem", "A system was broken into"),
    BreachKind.CHANGED: Text("Ten onrechte veranderd", "Changed by mistake or on purpose"),
    BreachKind.DESTROYED: Text("Vernietigd of niet meer bereikbaar", "Destroyed or out of reach"),
    BreachKind.OTHER: Text("Iets anders", "Something else"),
}
WIPES: dict[str, Text] = {
    WipeState.DONE: Text("Gewist of afgesloten", "Wiped or blocked"),
    WipeState.FAILED: Text("Geprobeerd, niet gelukt", "Tried, it failed"),
    WipeState.NOT_POSSIBLE: Text("Kan niet", "Not possible"),
    WipeState.NOT_APPLICABLE: Text("Niet van toepassing", "Does not apply"),
}
TIME_STEPS: dict[str, Text] = {
    "corrected-times": Text("Tijden verbeterd", "Times corrected"),
    "report-came-in-at": Text(
        "De melding van de zwakke plek kwam op een ander moment binnen; de tijden hier bleven zoals zij zijn",
        "The report of the weak spot came in at another moment; the times here stayed as they are",
    ),
    "earliest-times": Text("De vroegste tijden van beide meldingen tellen", "The earliest times of both reports count"),
    "clock-reworked": Text("Termijn opnieuw berekend", "Term worked out anew"),
    "clock-reworked-lapsed": Text(
        "Termijn opnieuw berekend: de tijd blijkt al om", "Term worked out anew: it turns out to have run out"
    ),
    "clock-not-in-force": Text("Termijn vervallen: gold toen niet", "Term ended: it did not hold on that day"),
    "noted-wiping": Text("Op afstand wissen of afsluiten", "Wiping or blocking remotely"),
    "retracted-report": Text("Melding ingetrokken", "Report retracted"),
    "opened-again": Text("Weer geopend", "Opened again"),
    "merged-into": Text("Gaat verder onder een ander nummer", "Goes on under another number"),
    "merged-report": Text("Een andere melding van hetzelfde hoort hierbij", "Another report of the same belongs here"),
}
CAME_ALONG: dict[str, Text] = {
    "measures": Text("Meegekomen maatregelen: {count}", "Measures that came along: {count}"),
    "helpers": Text("Meegekomen mensen die bereikbaar blijven: {count}", "People available who came along: {count}"),
    "answers": Text("Meegekomen antwoorden: {count}", "Answers that came along: {count}"),
    "grievances": Text("Meegekomen bezwaren: {count}", "Grievances that came along: {count}"),
    "persons": Text("Nieuw op de lijst: {count}", "New on the list: {count}"),
}
WAS_AND_IS = Text("{what}: was {was}, is {is_}", "{what}: was {was}, is {is_}")
UNKNOWN = Text("niet bekend", "not known")
YES, NO = Text("ja", "yes"), Text("nee", "no")
