"""The words for what was carried out, for people: who was asked, what came of it, what stays and why."""

from collections.abc import Mapping
from enum import StrEnum

from waarborg_requests.domain.carrying import BREACH, CONSENT, DISCLOSURE, IDENTITY, REQUESTS, StepState
from waarborg_shared.carrying import Why
from waarborg_shared.hooks.values import Text


class RestrictedBecause(StrEnum):
    """The grounds of art. 18(1) AVG, (a) to (d)."""

    ACCURACY = "accuracy"
    UNLAWFUL = "unlawful"
    LEGAL_CLAIM = "legal_claim"
    OBJECTION_PENDING = "objection_pending"


RESTRICTED_BECAUSE: Mapping[RestrictedBecause, Text] = {
    RestrictedBecause.ACCURACY: Text(
        "De persoon zegt dat de gegevens niet kloppen; dat zoeken wij uit (art. 18 lid 1 onder a AVG)",
        "The person says that the data are not right; we find out (art. 18(1)(a) GDPR)",
    ),
    RestrictedBecause.UNLAWFUL: Text(
        "Het gebruik mocht niet, en de persoon wil geen wissing (art. 18 lid 1 onder b AVG)",
        "The use was not allowed, and the person does not want erasure (art. 18(1)(b) GDPR)",
    ),
    RestrictedBecause.LEGAL_CLAIM: Text(
        "De persoon heeft de gegevens nodig voor een rechtszaak (art. 18 lid 1 onder c AVG)",
        "The person needs the data for a legal claim (art. 18(1)(c) GDPR)",
    ),
    RestrictedBecause.OBJECTION_PENDING: Text(
        "Er is bezwaar gemaakt, en daar kijken wij nog naar (art. 18 lid 1 onder d AVG)",
        "There is an objection that we still look at (art. 18(1)(d) GDPR)",
    ),
}

SERVICES: Mapping[str, Text] = {
    IDENTITY: Text("Personenregister", "Register of persons"),
    CONSENT: Text("Toestemmingen en inzagelog", "Consents and log of looks"),
    REQUESTS: Text("Eerdere verzoeken", "Earlier requests"),
    BREACH: Text("Register van datalekken", "Register of data breaches"),
    DISCLOSURE: Text("Meldingen van zwakke plekken", "Reports of weak spots"),
}
OTHERS = Text("Iemand die niet op de lijst staat", "Somebody who is not on the list")

STEP_STATES: Mapping[StepState, Text] = {
    StepState.WAITING: Text("Nog niet aan de beurt", "Not its turn yet"),
    StepState.TOLD: Text("Gevraagd", "Asked"),
    StepState.NOT_YET: Text("Nog niet", "Not yet"),
    StepState.DONE: Text("Gedaan", "Done"),
    StepState.REFUSED: Text("Niet gedaan", "Not done"),
    StepState.NOT_ASKED: Text("Niet meer gevraagd", "Not asked any more"),
}
TOLD_OF_IT = Text("Ingelicht", "Told of it")

WHY: Mapping[Why, Text] = {
    Why.MEDICAL_FILE: Text(
        "Medisch dossier: 20 jaar na de laatste wijziging (art. 7:454 lid 3 BW)",
        "Medical file: 20 years after the last change (art. 7:454(3) Dutch Civil Code)",
    ),
    Why.FINANCIAL: Text(
        "Administratie voor de belasting: 7 jaar (art. 52 lid 4 AWR)", "Records for tax: 7 years (art. 52(4) AWR)"
    ),
    Why.ACCESS_LOG: Text(
        "Logboek van wie in de gegevens keek: ten minste 5 jaar (NEN 7513)",
        "Log of who looked at the data: at least 5 years (NEN 7513)",
    ),
    Why.CONSENT_EVIDENCE: Text(
        "Bewijs van wat u over toestemming zei (art. 7 lid 1 en art. 17 lid 3 onder e AVG)",
        "Proof of what you said about consent (art. 7(1) and 17(3)(e) GDPR)",
    ),
    Why.REQUEST_FILE: Text(
        "Bewijs dat wij uw verzoeken hebben behandeld (art. 5 lid 2 en art. 17 lid 3 onder e AVG)",
        "Proof that we handled your requests (art. 5(2) and 17(3)(e) GDPR)",
    ),
    Why.BREACH_REGISTER: Text(
        "Elk datalek leggen wij vast, met wie het raakte (art. 33 lid 5 en art. 17 lid 3 onder b AVG)",
        "We record each data breach, with whom it concerned (art. 33(5) and 17(3)(b) GDPR)",
    ),
    Why.BREACH_TELLING: Text(
        "U krijgt nog bericht over een datalek waar u bij hoort (art. 34 en art. 17 lid 3 onder b AVG)",
        "You still get word of a data breach that concerns you (art. 34 and 17(3)(b) GDPR)",
    ),
    Why.REPORT_FILE: Text(
        "Wat er aan de beveiliging mankeerde en wat wij eraan deden (art. 32 en art. 17 lid 3 onder b AVG)",
        "What was wrong with the security and what we did about it (art. 32 and 17(3)(b) GDPR)",
    ),
    Why.REWARD: Text(
        "U krijgt nog een beloning die is toegekend (art. 6 lid 1 onder b AVG)",
        "You still get a reward that was granted (art. 6(1)(b) GDPR)",
    ),
    Why.LEGAL_HOLD: Text(
        "De gegevens zijn nodig in een lopende zaak en blijven zolang staan",
        "The data are needed in a matter that goes on, and stay for so long",
    ),
    Why.OTHER_LAW: Text("Een andere wet verplicht tot bewaren", "Another law obliges to keep them"),
    Why.LEGAL_CLAIM: Text(
        "Nodig voor een rechtszaak (art. 17 lid 3 onder e AVG)", "Needed for a legal claim (art. 17(3)(e) GDPR)"
    ),
    Why.DATA_CORRECT: Text("De gegevens kloppen", "The data are correct"),
    Why.NOT_POSSIBLE: Text("Dit kan in dit systeem niet", "This cannot be done in this system"),
    Why.NOTHING_HELD: Text("Daar stond niets wat hieronder valt", "Nothing was kept there that this is about"),
    Why.NOT_WANTED: Text("De persoon wil dit niet meer", "The person does not want this any more"),
    Why.STAFF_CONFIRM: Text("Een medewerker moet dit nog bevestigen", "A member of staff still has to confirm this"),
}

WHAT: Mapping[str, Text] = {
    "person": Text("alles in het personenregister", "everything in the register of persons"),
    "numbers": Text("nummers waaronder u bekend bent", "numbers that you are known by"),
    "looks": Text("wie in uw gegevens keek", "who looked at your data"),
    "consent": Text("alles over toestemming", "everything about consent"),
    "consents": Text("uw toestemmingen en bezwaren", "your consents and objections"),
    "requests": Text("uw verzoeken en onze antwoorden", "your requests and our answers"),
    "breaches": Text("dat u in het register van datalekken staat", "your place in the register of data breaches"),
    "breach_reports": Text("het datalek dat u meldde", "the data breach that you reported"),
    "reports": Text("wat u over een zwakke plek meldde", "what you reported of a weak spot"),
    "report_contact": Text("hoe wij u over uw melding bereiken", "how we reach you about your report"),
}
