"""What the register calls what it holds of a breach, and the steps of keeping it."""

from collections.abc import Mapping

from waarborg_breach.domain.register_book import Course, Notified
from waarborg_shared.hooks.values import RegisterField, Text

FIELDS: Mapping[RegisterField, Text] = {
    RegisterField.DESCRIPTION: Text("Beschrijving van het datalek", "Description of the breach"),
    RegisterField.OCCURRED: Text("Wanneer het gebeurde", "When it happened"),
    RegisterField.DISCOVERED: Text("Wanneer het ontdekt is", "When it was discovered"),
    RegisterField.DATA: Text("Soorten gegevens", "Kinds of data"),
    RegisterField.PEOPLE: Text("Groepen mensen", "Groups of people"),
    RegisterField.HOW_MANY: Text("Om hoeveel mensen het ongeveer gaat", "About how many people"),
    RegisterField.OTHER_EU: Text("Mensen in andere EU-landen", "People in other EU countries"),
    RegisterField.AUTHORITY: Text(
        "Gemeld bij de Autoriteit Persoonsgegevens, en wanneer",
        "Notified to the data protection authority, and when",
    ),
    RegisterField.PERSONS: Text("De mensen ingelicht, en wanneer", "People told, and when"),
    RegisterField.HOW_TOLD: Text("Hoe zij zijn ingelicht", "How they were told"),
    RegisterField.CONSEQUENCES: Text("Gevolgen, en sinds wanneer", "Consequences, and since when"),
    RegisterField.MEASURES: Text(
        "Technische en organisatorische maatregelen, en wanneer", "Technical and organisational measures, and when"
    ),
}
"""The twelve fields of article 12, in its order."""

COLUMNS: Mapping[str, Text] = {
    "number": Text("Nummer", "Number"),
    "mark": Text("Let op", "Note"),
    "merged_into": Text("Gaat verder onder nummer", "Goes on under number"),
    "state": Text("Zaak", "Case"),
    "origin": Text("Gemeld door", "Reported by"),
    "kind": Text("Wat voor iets", "Kind of thing"),
    "description": Text("12.1 Beschrijving", "12.1 Description"),
    "occurred_from": Text("12.2 Gebeurd, vanaf", "12.2 Happened, from"),
    "occurred_until": Text("12.2 Gebeurd, tot", "12.2 Happened, until"),
    "occurred_how_sure": Text("12.2 Gebeurd, hoe zeker", "12.2 Happened, how sure"),
    "discovered": Text("12.3 Ontdekt", "12.3 Discovered"),
    "data": Text("12.4 Soorten gegevens", "12.4 Kinds of data"),
    "people": Text("12.5 Groepen mensen", "12.5 Groups of people"),
    "how_many": Text("12.6 Aantal mensen, ongeveer", "12.6 People, about how many"),
    "how_many_said": Text("12.6 Aantal mensen, in woorden", "12.6 People, in words"),
    "other_eu": Text("12.7 Mensen in andere EU-landen", "12.7 People in other EU countries"),
    "authority": Text("12.8 Autoriteit", "12.8 Authority"),
    "notified_at": Text("12.8 Gemeld op", "12.8 Notified at"),
    "notices": Text("12.8 Alle meldingen", "12.8 Every notification"),
    "persons": Text("12.9 De mensen", "12.9 The people"),
    "informed_at": Text("12.9 Ingelicht op", "12.9 Told at"),
    "informed_how": Text("12.10 Hoe ingelicht", "12.10 How told"),
    "exception": Text("12.10 Waarom niet ingelicht", "12.10 Why not told"),
    "consequences": Text("12.11 Gevolgen", "12.11 Consequences"),
    "consequences_at": Text("12.11 Gevolgen sinds", "12.11 Consequences since"),
    "technical": Text("12.12 Technische maatregelen", "12.12 Technical measures"),
    "organisational": Text("12.12 Organisatorische maatregelen", "12.12 Organisational measures"),
    "measures_said": Text("12.12 Maatregelen, verder", "12.12 Measures, further"),
    "containment": Text("12.12 Stoppen van het lek", "12.12 Stopping the breach"),
    "contained_at": Text("12.12 Gestopt op", "12.12 Stopped at"),
    "wiped": Text("12.12 Op afstand gewist of afgesloten", "12.12 Wiped or blocked from a distance"),
    "wiped_at": Text("12.12 Gewist of afgesloten op", "12.12 Wiped or blocked at"),
    "reported_at": Text("Intern gemeld", "Reported inside"),
    "aware_at": Text("De organisatie wist het", "The organisation became aware"),
    "processor": Text("Verwerker", "Processor"),
    "processor_aware_at": Text("De verwerker wist het", "The processor knew it"),
    "decided_at": Text("Besloten", "Decided"),
    "reason": Text("Reden van het besluit", "Reason of the decision"),
    "closed_at": Text("Gesloten", "Closed"),
    "retracted_why": Text("Waarom ingetrokken", "Why retracted"),
    "held_at": Text("Wordt vastgehouden sinds", "Held since"),
    "hold_why": Text("Waarom vastgehouden", "Why held"),
    "destroyed_at": Text("Inhoud vernietigd op", "Contents destroyed at"),
    "destroyed_rule": Text("Vernietigd volgens", "Destroyed by"),
}
"""What stands above each column of the files."""

NOT_KNOWN = Text("nog niet bekend", "not known yet")
NO_LONGER = Text("niet meer vastgelegd: de bewaartermijn was om", "no longer kept: its term was over")
RETRACTED = Text("Ingetrokken: het was geen datalek.", "Retracted: it was no breach.")
MERGED = Text("Samengevoegd: telt onder het andere nummer.", "Merged: it counts under the other number.")
DESTROYED = Text("Inhoud vernietigd na de bewaartermijn.", "Contents destroyed after the retention term.")
HELD = Text("Wordt langer bewaard.", "Kept longer than the term.")
ONGOING = Text("nog gaande", "still going on")
ESTIMATED = Text("geschat", "estimated")
LATE = Text("te laat", "late")
NUMBERED = Text("nummer", "number")
PLANNED = Text("gepland voor", "planned for")
TAKEN = Text("genomen op", "taken at")
DROPPED = Text("vervallen op", "dropped at")
NONE_NEEDED = Text("Geen maatregel nodig:", "No measure needed:")
NONE = Text("geen", "none")
ANSWERED = Text("Volgens de ontdekker:", "As the discoverer said:")
FROM, UNTIL, SINCE = Text("vanaf", "from"), Text("tot", "until"), Text("sinds", "since")
NOT_NOTIFIED = Text("Waarom niet gemeld:", "Why not notified:")
ABOUT = Text("ongeveer", "about")

NOTIFIED: Mapping[str, Text] = {
    Notified.YES: Text("gemeld", "notified"),
    Notified.NO: Text("niet gemeld", "not notified"),
}
COURSES: Mapping[str, Text] = {
    Course.OPEN: Text("loopt nog", "still open"),
    Course.OVER: Text("afgerond", "over"),
}
FORMS: Mapping[str, Text] = {
    "csv": Text("CSV", "CSV"),
    "xlsx": Text("Excel", "Excel"),
    "pdf": Text("PDF", "PDF"),
    "json": Text("JSON", "JSON"),
    "print": Text("Afdruk", "Print"),
    "api": Text("Programma", "Program"),
}
TITLE = Text("Register van datalekken", "Register of data breaches")
TAKEN_ALONG = Text(
    "Meegenomen op {at} door {who}. Aantal datalekken: {count}.", "Taken at {at} by {who}. Breaches: {count}."
)
EVERYTHING = Text("Alle datalekken.", "Every breach.")
ONLY = Text("Alleen:", "Only:")
WHAT, SAID = Text("Wat", "What"), Text("Wat er staat", "What it says")
STEPS: Mapping[str, Text] = {
    "held": Text("Wordt langer bewaard", "Kept longer than its term"),
    "hold-lifted": Text("Wordt niet meer langer bewaard", "No longer kept beyond its term"),
    "correction-asked": Text(
        "Wie dit meldde vroeg om een verbetering of aanvulling", "Who reported this asked for a correction or addition"
    ),
    "person-taken-off": Text(
        "Iemand van de lijst gehaald, op zijn verzoek", "Somebody taken off the list, at his request"
    ),
    "reporter-erased": Text("De melder gewist, op zijn verzoek", "The reporter erased, at his request"),
    "destroyed": Text(
        "De bewaartermijn was om: wat hier geschreven stond is vernietigd",
        "Its term was over: what was written here was destroyed",
    ),
}
