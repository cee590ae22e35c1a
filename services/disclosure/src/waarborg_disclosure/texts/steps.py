"""What happened to a report and who did it, for the timeline; what each promise is called."""

from collections.abc import Mapping

from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Text

# What each promise is called; one that a plugin adds is called by PROMISE.
CLOCKS: Mapping[str, Text] = {"first_answer": Text("Eerste antwoord", "First answer")}
PROMISE = Text("Toezegging", "Promise")

STEPS: Mapping[str, Text] = {
    "received-report": Text("Ontvangen", "Received"),
    "marked-exposure": Text("Er liggen persoonsgegevens open", "Personal data lie open"),
    "breach-opened": Text("Datalek geopend", "Breach opened"),
    "opened-mailbox": Text("De melder opende zijn postvak", "The reporter opened the mailbox"),
    "wrote-message": Text("Bericht geschreven", "Message written"),
    "assessed-report": Text("Beantwoord", "Answered"),
    "closed-report": Text("Gesloten", "Closed"),
    "clock-neared": Text("Herinnering: de tijd raakt op", "Reminder: time is running out"),
    "clock-lapsed": Text("De tijd is om", "Time has run out"),
    "entered-report": Text("Ingevoerd door een medewerker", "Entered by a member of staff"),
    "corrected-received": Text("Moment van ontvangst verbeterd", "Moment of receipt corrected"),
    "followed-up": Text("De melder schreef hier later nog over", "The reporter wrote about this later"),
    "took-file": Text("Bestand opgehaald", "File taken"),
    "looked": Text("Bekeken", "Looked at"),
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
