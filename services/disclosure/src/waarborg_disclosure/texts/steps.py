"""What happened to a report and who did it, for the timeline; what each promise is called."""

from collections.abc import Mapping

from waarborg_disclosure.texts import thanking
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Text

# What each promise is called; one that a plugin adds is called by PROMISE.
CLOCKS: Mapping[str, Text] = {
    "acknowledgement": Text("Ontvangstbewijs", "Receipt"),
    "first_answer": Text("Eerste antwoord", "First answer"),
    "fix": Text("Verwachte oplossing", "Expected fix"),
    "progress": Text("Bericht over hoe het staat", "Word of how it stands"),
    "question": Text("Antwoord op onze vraag", "Answer to our question"),
    "retest": Text("Proberen of het is opgelost", "Trying whether it is fixed"),
}
PROMISE = Text("Toezegging", "Promise")

STEPS: Mapping[str, Text] = {
    "received-report": Text("Ontvangen", "Received"),
    "marked-exposure": Text("Er liggen persoonsgegevens open", "Personal data lie open"),
    "breach-opened": Text("Datalek geopend", "Breach opened"),
    "opened-mailbox": Text("De melder opende zijn postvak", "The reporter opened the mailbox"),
    "wrote-message": Text("Bericht geschreven", "Message written"),
    "assessed-report": Text("Beantwoord", "Answered"),
    "asked-reporter": Text("De melder is iets gevraagd", "The reporter was asked something"),
    "question-ended": Text("Het wachten op de melder is voorbij", "The waiting for the reporter is over"),
    "rated": Text("Ernst bepaald", "Severity rated"),
    "described": Text("Soort en systeem vastgelegd", "Kind and system recorded"),
    "given-to": Text("Aan iemand toegewezen", "Given to somebody"),
    "planned-fix": Text("Plan gemaakt", "Plan made"),
    "gave-fix-date": Text("Verwachte datum gegeven", "Expected date given"),
    "moved-fix-date": Text("Verwachte datum verschoven", "Expected date moved"),
    "fixed": Text("Opgelost", "Fixed"),
    "retested": Text("De oplossing is geprobeerd", "The fix was tried"),
    "confirmed-wiped": Text("De melder zegt dat de gegevens gewist zijn", "The reporter says that the data are wiped"),
    "answered-leave": Text(
        "De melder zei of de klacht doorgegeven mag worden", "The reporter said whether the complaint may be passed on"
    ),
    "complaint-opened": Text("Klacht geopend", "Complaint opened"),
    "told-reporter": Text(
        "De melder weet dat er iets in zijn postvak staat", "The reporter was told that something is in the mailbox"
    ),
    "known-as-first": Text(
        "Wat van de eerste melding geldt, geldt ook hier: bekend of niet",
        "What is true of the first report is true here: known or not",
    ),
    "heard-leave": Text("Gehoord of de klacht doorgegeven mag worden", "Heard whether the complaint may be passed on"),
    "closed-report": Text("Gesloten", "Closed"),
    "clock-neared": Text("Herinnering: de tijd raakt op", "Reminder: time is running out"),
    "clock-lapsed": Text("De tijd is om", "Time has run out"),
    "entered-report": Text("Ingevoerd door een medewerker", "Entered by a member of staff"),
    "corrected-received": Text("Moment van ontvangst verbeterd", "Moment of receipt corrected"),
    "followed-up": Text("De melder schreef hier later nog over", "The reporter wrote about this later"),
    "took-file": Text("Bestand opgehaald", "File taken"),
    "looked": Text("Bekeken", "Looked at"),
    **thanking.STEPS,
}

ACTORS: Mapping[ActorKind, Text] = {
    ActorKind.STAFF: Text("Medewerker", "Member of staff"),
    ActorKind.PERSON: Text("Een persoon", "A person"),
    ActorKind.PARTNER: Text("Partnersysteem", "Partner system"),
    ActorKind.ANONYMOUS: Text("De melder", "The reporter"),
    ActorKind.SYSTEM: Text("Het systeem", "The system"),
}


def clock_name(name: str) -> Text:
    """Return what a promise is called."""
    return CLOCKS.get(name, PROMISE)
