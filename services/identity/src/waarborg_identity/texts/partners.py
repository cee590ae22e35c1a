"""What partner systems' rights, states and steps are called, for people who are no engineers."""

from collections.abc import Mapping

from waarborg_identity.domain import ClientState, DeliveryState
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Text

SCOPES: Mapping[str, tuple[Text, Text]] = {
    "consent:decide": (
        Text("Vragen of iets met gegevens mag", "Ask whether data may be used"),
        Text(
            "Krijgt ja of nee met de reden, voor één persoon en één doel. Ziet geen gegevens.",
            "Gets yes or no with the reason, for one person and one purpose. Sees no data.",
        ),
    ),
    "consent:record": (
        Text("Toestemming vastleggen en intrekken", "Record and withdraw consent"),
        Text(
            "Voor een partner waar cliënten ja of nee zeggen, zoals een cliëntportaal.",
            "For a partner where clients say yes or no, such as a client portal.",
        ),
    ),
    "consent:log": (
        Text("Melden wie in gegevens keek", "Tell who looked at data"),
        Text(
            "Meldt elke keer dat iemand in dat systeem gegevens van een cliënt bekijkt; de cliënt leest dat. Ziet zelf "
            "niets van het logboek.",
            "Tells of each time that somebody in that system looks at a client's data; the client reads it. Sees "
            "nothing of the log itself.",
        ),
    ),
    "consent:relate": (
        Text("Vastleggen wie bij wie hoort", "Register who belongs to whom"),
        Text(
            "Voor het dossier of het rooster: wie zorgt voor wie, wie hoort waar. Alleen verwijzingen, geen gegevens.",
            "For the care record or the roster: who cares for whom, who belongs where. References only, no data.",
        ),
    ),
    "consent:disclose": (
        Text("Vragen en vastleggen wat naar derden gaat", "Ask and record what goes to third parties"),
        Text(
            "Voor een dossiersysteem dat gegevens aan anderen geeft: het vraagt of dat mag, en legt vast wat er ging.",
            "For a record system that gives data to others: it asks whether it may, and records what went.",
        ),
    ),
    "requests:file": (
        Text("Vragen van cliënten indienen", "File clients' requests"),
        Text(
            "Dient een vraag over gegevens in, zoals inzage of correctie, en ziet hoe het daarmee staat.",
            "Files a request about data, such as access or correction, and sees how it stands.",
        ),
    ),
    "requests:contribute": (
        Text("Gegevens inleveren en besluiten uitvoeren", "Hand in data and carry out decisions"),
        Text(
            "Levert in wat dat systeem over een cliënt heeft, en zegt wat daar is verbeterd of gewist. "
            "Ziet niets van anderen.",
            "Hands in what that system has about a client, and says what was corrected or erased there. "
            "Sees nothing of others.",
        ),
    ),
    "requests:answer": (
        Text("Vragen van cliënten lezen en beantwoorden", "Read and answer clients' requests"),
        Text(
            "Geef dit alleen aan een systeem waarin uw eigen medewerkers vragen afhandelen.",
            "Give this only to a system in which your own staff handle requests.",
        ),
    ),
    "breach:report": (
        Text("Een datalek melden", "Report a breach"),
        Text("Kan melden, en leest niets.", "Can report, and reads nothing."),
    ),
    "breach:read": (
        Text("Datalekken lezen", "Read breaches"),
        Text("Leest het hele register van datalekken.", "Reads the whole register of breaches."),
    ),
    "disclosure:report": (
        Text("Een kwetsbaarheid melden", "Report a vulnerability"),
        Text("Kan melden, en leest niets.", "Can report, and reads nothing."),
    ),
    "disclosure:read": (
        Text("Meldingen van kwetsbaarheden lezen", "Read vulnerability reports"),
        Text("Leest wat melders schrijven.", "Reads what reporters write."),
    ),
    "identity:persons": (
        Text("Personen inschrijven en zoeken op nummer", "Register persons and find them by number"),
        Text(
            "Schrijft cliënten in en vindt iemand met een cliëntnummer of BSN. Ziet de naam.",
            "Registers clients and finds somebody by client number or BSN. Sees the name.",
        ),
    ),
}
"""Every right that a partner system can have, and what that comes to."""

CLIENT_STATES: Mapping[ClientState, Text] = {
    ClientState.WAITING: Text("Nieuw, kijk ernaar", "New, look at it"),
    ClientState.ACTIVE: Text("Actief", "Active"),
    ClientState.SUSPENDED: Text("Stilgezet", "Suspended"),
    ClientState.REFUSED: Text("Stilgezet, nooit bevestigd", "Suspended, never confirmed"),
}
DELIVERY_STATES: Mapping[DeliveryState, Text] = {
    DeliveryState.WAITING: Text("Wacht", "Waiting"),
    DeliveryState.DELIVERED: Text("Bezorgd", "Delivered"),
    DeliveryState.LEFT_OUT: Text("Overgeslagen", "Left out"),
}
DISABLED_WHY: Mapping[str, Text] = {
    "gone": Text(
        "De partner antwoordde dat dit adres niet meer bestaat (410).",
        "The partner answered that this address is gone (410).",
    ),
    "three-days": Text(
        "Een bericht kon drie dagen lang niet bezorgd worden.", "An event could not be delivered for three days."
    ),
}
DESK_NEW = Text("Een partnersysteem schreef zichzelf in", "A partner system registered itself")
DESK_STOPPED = Text("Berichten aan een partner", "Events to a partner")
DESK_STOPPED_STATE = Text("Gestopt", "Stopped")
OUTWARD: Mapping[str, Text] = {
    "not-a-url": Text("Dit is geen goed adres.", "This is not a valid address."),
    "not-https": Text("Het adres begint met https://.", "The address begins with https://."),
    "port": Text("Een adres zonder poortnummer, of met 443.", "An address without a port number, or with 443."),
    "credentials": Text(
        "Een adres zonder gebruikersnaam of wachtwoord erin.", "An address without a user name or password in it."
    ),
    "inside": Text("Dit adres ligt in ons eigen netwerk.", "This address is inside our own network."),
    "unresolved": Text("De naam in het adres is onbekend.", "The name in the address is unknown."),
    "no-connection": Text("Geen verbinding", "No connection"),
    "not-trusted": Text("Het certificaat klopt niet", "The certificate is not right"),
    "too-slow": Text("Te langzaam", "Too slow"),
    "too-large": Text("Te groot antwoord", "Answer too large"),
    "not-http": Text("Geen leesbaar antwoord", "No answer that can be read"),
    "our-side": Text("Bericht kon hier niet gemaakt worden", "The event could not be made here"),
}
"""Why an address is refused when it is typed, or why there was no answer from it."""

STEPS: Mapping[str, Text] = {
    "registered": Text("Ingeschreven", "Registered"),
    "registered-itself": Text("Schreef zichzelf in met een toegangscode", "Registered itself with a token"),
    "confirmed": Text("Bevestigd", "Confirmed"),
    "changed": Text("Afspraken gewijzigd", "Agreement changed"),
    "suspended": Text("Stilgezet", "Suspended"),
    "let-in": Text("Weer toegelaten", "Let in again"),
    "secret-rotated": Text("Nieuw geheim gemaakt", "New secret made"),
    "keys-renewed": Text("Sleutels vervangen", "Keys replaced"),
    "dpop-asked": Text("Moet voor elk token een eigen sleutel tonen (DPoP)", "Must prove a key of its own (DPoP)"),
    "dpop-let-go": Text("Hoeft geen eigen sleutel meer te tonen (DPoP)", "Need not prove a key of its own (DPoP)"),
    "pushed-asked": Text("Moet aanvragen vooraf sturen (PAR)", "Must send its requests ahead (PAR)"),
    "pushed-let-go": Text("Hoeft aanvragen niet meer vooraf te sturen (PAR)", "Need not send its requests ahead (PAR)"),
    "keys-lapsed": Text("Sleutels waren een dag lang niet op te halen", "Keys could not be fetched for a day"),
    "webhook-set": Text("Adres voor berichten ingesteld", "Address for events set"),
    "webhook-moved": Text("Adres voor berichten gewijzigd", "Address for events changed"),
    "webhook-secret-renewed": Text("Nieuw geheim voor berichten", "New secret for events"),
    "webhook-tested": Text("Proefbericht gevraagd", "Test asked for"),
    "webhook-disabled": Text("Berichten gestopt", "Events stopped"),
    "webhook-turned-on": Text("Berichten weer aangezet", "Events turned on again"),
    "webhook-sent-again": Text("Bericht opnieuw verstuurd", "Event sent again"),
    "webhook-replayed": Text("Berichten vanaf een moment opnieuw verstuurd", "Events sent again from a moment on"),
    "webhook-left-out": Text("Bericht overgeslagen", "Event left out"),
}
ACTORS: Mapping[ActorKind, Text] = {
    ActorKind.STAFF: Text("Medewerker", "Member of staff"),
    ActorKind.PERSON: Text("Een persoon", "A person"),
    ActorKind.PARTNER: Text("Partnersysteem", "Partner system"),
    ActorKind.ANONYMOUS: Text("De partner zelf", "The partner itself"),
    ActorKind.SYSTEM: Text("Het systeem", "The system"),
}
