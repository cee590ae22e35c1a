"""The words of identification: ways, levels, documents, reasons to doubt, what failed, and what staff are told."""

from collections.abc import Mapping

from waarborg_requests.domain import Identification
from waarborg_requests.domain.identification import Checked, Document, Failure
from waarborg_requests.domain.new_code import CodeBy
from waarborg_requests.domain.notices import Notice
from waarborg_shared.hooks.values import IdentificationLevel, Text

MORE_WAYS: Mapping[Identification, Text] = {
    Identification.NUMBER_AND_CODE: Text(
        "Ingelogd met nummer en code uit een brief", "Signed in with number and code from a letter"
    ),
    Identification.CODE_APP: Text("Ingelogd met wachtwoord en code-app", "Signed in with password and code app"),
    Identification.PASSKEY: Text("Ingelogd met een passkey", "Signed in with a passkey"),
    Identification.OUTSIDE: Text("Ingelogd bij een ander, zoals DigiD", "Signed in elsewhere, such as with DigiD"),
}

LEVELS: Mapping[IdentificationLevel, Text] = {
    IdentificationLevel.LOW: Text("een beetje zeker (laag)", "somewhat sure (low)"),
    IdentificationLevel.SUBSTANTIAL: Text("zeker genoeg (substantieel)", "quite sure (substantial)"),
    IdentificationLevel.HIGH: Text("heel zeker (hoog)", "very sure (high)"),
}

DOCUMENTS: Mapping[Document, Text] = {
    Document.PASSPORT: Text("Paspoort", "Passport"),
    Document.ID_CARD: Text("Identiteitskaart", "Identity card"),
    Document.DRIVING_LICENCE: Text("Rijbewijs", "Driving licence"),
    Document.RESIDENCE: Text("Verblijfsdocument", "Residence document"),
}


FAILURES: Mapping[Failure, Text] = {
    Failure.WRONG_CODE: Text("Verkeerde code", "Wrong code"),
    Failure.CODE_OVER: Text("Geen code die nog geldt", "No code that still counts"),
    Failure.DOCUMENT_DOES_NOT_FIT: Text(
        "Het document past niet bij de persoon", "The document does not fit the person"
    ),
    Failure.ANOTHER_PERSON: Text("Het is iemand anders", "It is somebody else"),
    Failure.ANSWERS_WRONG: Text(
        "De antwoorden op onze vragen klopten niet", "The answers to our questions were not right"
    ),
    Failure.NOT_REACHED: Text("Niet bereikt op het bekende nummer", "Not reached on the known number"),
}

OUTCOMES_OF_CHECKS: Mapping[Checked, Text] = {
    Checked.PASSED: Text("Gelukt", "Passed"),
    Checked.TOO_LOW: Text(
        "Gelukt, maar niet zeker genoeg voor dit verzoek", "Passed, but not sure enough for this request"
    ),
    Checked.FAILED: Text("Mislukt", "Failed"),
}

NOTICES: Mapping[Notice, Text] = {
    Notice.CLOCK_NEARED: Text("Herinnering: de termijn loopt af", "Reminder: the term is running out"),
    Notice.CLOCK_LAPSED: Text("Te laat: de termijn is voorbij", "Late: the term is over"),
    Notice.EXTENSION_UNTOLD: Text(
        "De verlenging is nog niet verteld, en telt dus nog niet",
        "The extension was not told yet, and so does not count yet",
    ),
    Notice.EXTENSION_LAPSED: Text(
        "De verlenging is niet op tijd verteld, en telt niet", "The extension was not told in time, and does not count"
    ),
    Notice.IDENTIFICATION_FAILED: Text("Identificatie drie keer mislukt", "Identification failed three times"),
    Notice.STILL_WAITING: Text("Wacht al lang op identificatie", "Has waited long for identification"),
    Notice.PACKAGE_FAILED: Text(
        "Het pakket met gegevens kon niet worden gemaakt", "The package of data could not be made"
    ),
    Notice.AUTHORITY_OVER: Text(
        "De vertegenwoordiger mag niet meer optreden. Wat voor hem klaarlag, is teruggehaald",
        "The representative may not act any more. What lay ready for him was called off",
    ),
    Notice.TAKEN_BACK: Text(
        "In het personenregister bleek één persoon twee. Wat van een ander kan zijn, is teruggehaald",
        "In the register of persons one turned out to be two. What may be somebody else's was taken back",
    ),
    Notice.CARRYING_NEARED: Text(
        "Herinnering: leg vast of het besluit is uitgevoerd", "Reminder: record whether the decision was carried out"
    ),
    Notice.CARRYING_LATE: Text("Niet op tijd uitgevoerd", "Not carried out in time"),
}

CODE_WAYS: Mapping[CodeBy, Text] = {
    CodeBy.DESK: Text("Meegeven aan wie aan de balie staat", "Handed over to who stands at the desk"),
    CodeBy.LETTER: Text(
        "Per brief, naar het adres dat wij vóór dit verzoek al hadden",
        "By letter, to the address that we had before this request",
    ),
}

VERBS_OF_IDENTIFICATION: Mapping[str, Text] = {
    "identified-too-low": Text(
        "Geïdentificeerd, maar niet zeker genoeg voor dit verzoek", "Identified, but not surely enough for this request"
    ),
    "identification-failed": Text("Een controle wie het is, mislukte", "A check of who it is failed"),
    "identification-closed": Text(
        "Zelf identificeren gesloten: een medewerker kijkt ernaar",
        "Identifying oneself closed: a member of staff looks at it",
    ),
    "identification-opened": Text("Zelf identificeren weer geopend", "Identifying oneself opened again"),
    "question-withdrawn": Text("Vraag om identificatie ingetrokken", "Question for identification withdrawn"),
    "code-letter-made": Text("Brief met code gemaakt", "Letter with code made"),
    "called-off": Text("Bericht is niet meer nodig", "Word is needed no more"),
    "extension-counts": Text("De langere termijn geldt", "The longer term counts"),
    "extension-lapsed": Text(
        "De verlenging is niet op tijd verteld en telt niet", "The extension was not told in time and does not count"
    ),
    "still-waiting": Text("Herinnering: wacht nog op identificatie", "Reminder: still waits for identification"),
    "notice-seen": Text("Melding gezien", "Notice seen"),
}
STEPS_OF_IDENTIFICATION = frozenset(
    {
        "identified-too-low",
        "identification-failed",
        "identification-closed",
        "identification-opened",
        "question-withdrawn",
        "extension-counts",
    }
)
