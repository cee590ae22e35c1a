"""The words of a request's beginning and of its end without an answer."""

from collections.abc import Mapping
from datetime import date

from waarborg_requests.domain.authority import AuthorityState, GoesOnWith
from waarborg_requests.domain.death import DeathGround, KnownHow
from waarborg_shared.hooks.values import Scope, Text

AUTHORITY: Mapping[AuthorityState, Text] = {
    AuthorityState.NEEDED: Text("Nog niet gecontroleerd", "Not checked yet"),
    AuthorityState.CONFIRMED: Text("Mag voor deze persoon optreden", "May act for this person"),
    AuthorityState.REFUSED: Text("Mag niet voor deze persoon optreden", "May not act for this person"),
    AuthorityState.ENDED: Text("Mag niet meer voor deze persoon optreden", "May no longer act for this person"),
}

SCOPES: Mapping[Scope, Text] = {
    Scope.CARE: Text("zorg", "care"),
    Scope.DATA: Text("persoonsgegevens", "personal data"),
    Scope.MONEY: Text("geldzaken", "money"),
}

GOES_ON: Mapping[GoesOnWith, Text] = {
    GoesOnWith.SELF: Text("De persoon zelf", "The person himself"),
    GoesOnWith.ANOTHER: Text("Een andere vertegenwoordiger", "Another representative"),
}

KNOWN_HOW: Mapping[KnownHow, Text] = {
    KnownHow.CERTIFICATE: Text("Akte of verklaring van overlijden gezien", "Saw the certificate of death"),
    KnownHow.REGISTER: Text("Bericht uit de basisregistratie", "Word from the population register"),
    KnownHow.FAMILY: Text("De familie liet het weten", "The family told it"),
    KnownHow.CARER: Text("Een zorgverlener was erbij of kreeg bericht", "A carer was there or got word"),
}

DEATH_GROUNDS: Mapping[DeathGround, Text] = {
    DeathGround.CONSENT_IN_LIFE: Text(
        "De overledene gaf bij leven toestemming (art. 7:458a lid 1 onder a BW)",
        "The late client consented in life (art. 7:458a(1)(a) BW)",
    ),
    DeathGround.REPORTED_INCIDENT: Text(
        "Er is een incident gemeld (art. 7:458a lid 1 onder b BW)",
        "An incident was reported (art. 7:458a(1)(b) BW)",
    ),
    DeathGround.COMPELLING_INTEREST: Text(
        "Een zwaarwegend belang dat zonder inzage wordt geschaad (art. 7:458a lid 1 onder c BW)",
        "A compelling interest that is harmed without a look (art. 7:458a(1)(c) BW)",
    ),
    DeathGround.PARENT_UNDER_16: Text(
        "Ouder of voogd van een kind dat nog geen 16 was (art. 7:458a lid 2 BW)",
        "Parent or guardian of a child under 16 (art. 7:458a(2) BW)",
    ),
}

STILL_WEIGHED = Text(
    "Dit werkt al terwijl wij uw verzoek beoordelen.", "This works already while we weigh your request."
)
CALL_BACK = Text("Terugbellen", "Call back")
TO_CALL = Text("Vraagt om gebeld te worden", "Asks to be called")
AUTHORITY_OVER = Text("Vertegenwoordiger mag niet meer: vraag de persoon zelf", "No representative: ask the person")
NOT_SURE = Text("Bevestig om wie het gaat", "Confirm whom it is about")

VERBS: Mapping[str, Text] = {
    "passed-on-mark": Text("Doorgegeven, zodat het meteen werkt", "Passed on, so that it works at once"),
    "mark-set": Text("Werkt vanaf nu", "Works from now on"),
    "mark-ended": Text("Werkt niet meer", "Works no more"),
    "objection-weighed": Text("Bezwaar beoordeeld", "Objection weighed"),
    "authority-checked": Text("Nagekeken wie mag optreden", "Looked up who may act"),
    "goes-on": Text("Gaat door met iemand anders", "Goes on with somebody else"),
    "authority-ended": Text("Vertegenwoordiging geëindigd", "Representation ended"),
    "withdrawn": Text("Verzoek ingetrokken", "Request taken back"),
    "narrowed": Text("Verzoek kleiner gemaakt", "Request narrowed"),
    "lapsed": Text("Verzoek vervallen", "Request lapsed"),
    "asked-call": Text("Om een telefoontje gevraagd", "Asked to be called"),
    "called": Text("Teruggebeld", "Called back"),
    "death-recorded": Text("Overlijden vastgelegd", "Death recorded"),
    "death-revoked": Text("Overlijden was een vergissing", "Death was recorded by mistake"),
    "death-ground": Text("Grond voor inzage na overlijden vastgelegd", "Ground to see the file after death recorded"),
    "persons-joined": Text("Personen samengevoegd in het register", "Persons joined in the register"),
    "persons-parted": Text("Personen gesplitst in het register", "Persons parted in the register"),
    "person-confirmed": Text("Bevestigd om wie het gaat", "Confirmed whom it is about"),
    "erase-anyway": Text("Wissen zonder op inzage te wachten", "To be erased without waiting for access"),
}
# What of it the person himself sees; the rest is about who asks for whom, and stands on the case for staff.
STEPS = frozenset(
    {"passed-on-mark", "mark-set", "mark-ended", "objection-weighed", "withdrawn", "narrowed", "asked-call", "called"}
)


def taken_back(number: str, *, works: bool) -> Text:
    """What somebody reads who took his request back."""
    nl, en = "", ""
    if works:
        nl = " Wat al werkte, blijft zo. Wilt u dat ook veranderen? Doe dan een nieuw verzoek of bel ons."
        en = " What worked already stays so. Do you want that changed too? Then make a new request, or call us."
    return Text(
        f"Uw verzoek {number} is ingetrokken. Wij doen er niets meer mee en u krijgt er geen antwoord op. "
        f"U kunt het altijd opnieuw vragen.{nl}",
        f"Your request {number} has been taken back. We do nothing more with it, and you get no answer to it. "
        f"You can always ask again.{en}",
    )


def narrowed_to(due: date) -> Text:
    """What somebody reads who asked for less."""
    return Text(
        f"Wij weten wat u nog wilt en gaan daarvan uit. Ons antwoord hebt u uiterlijk op {_day(due)}: die dag blijft "
        "gelijk.",
        f"We know what you still want, and go by that. You have our answer on {_day(due)} at the latest: that day "
        "stayed the same.",
    )


def call_agreed(due: date) -> Text:
    """What somebody reads who asked to be called."""
    return Text(f"Wij bellen u terug, uiterlijk op {_day(due)}.", f"We call you back, on {_day(due)} at the latest.")


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"
