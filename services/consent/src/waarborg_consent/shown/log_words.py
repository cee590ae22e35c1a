"""What the codes of the access log are called for people: what was done, with what, and for which use."""

from collections.abc import Mapping

from waarborg_consent.actions.looks import REPRESENTATIVE
from waarborg_consent.domain import NamedGround
from waarborg_consent.domain.looks import Action, Outcome
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Text

OWN_CONSENTS, OWN_LOG, OWN_REPRESENTATIVES = "own.consents", "own.access-log", "own.representatives"
OWN_EXPORT = "own.export"
"""What is looked at in this service itself."""

DID: Mapping[Action, Text] = {
    Action.CREATE: Text("voegde toe", "added"),
    Action.READ: Text("bekeek", "looked at"),
    Action.UPDATE: Text("veranderde", "changed"),
    Action.DELETE: Text("verwijderde", "removed"),
    Action.EXECUTE: Text("gebruikte", "used"),
}
WANTED: Mapping[Action, Text] = {
    Action.CREATE: Text("wilde toevoegen", "wanted to add"),
    Action.READ: Text("wilde bekijken", "wanted to look at"),
    Action.UPDATE: Text("wilde veranderen", "wanted to change"),
    Action.DELETE: Text("wilde verwijderen", "wanted to remove"),
    Action.EXECUTE: Text("wilde gebruiken", "wanted to use"),
}
OTHER_ACTION = Text("wilde iets doen dat ‘{action}’ heet", "wanted to do what is called ‘{action}’")
ENDED: Mapping[Outcome, Text] = {
    Outcome.REFUSED: Text("Dat werd geweigerd.", "That was refused."),
    Outcome.FAILED: Text("Dat lukte niet.", "That did not work."),
}
RECORDS: Mapping[str, Text] = {
    OWN_CONSENTS: Text("toestemmingen", "consents"),
    OWN_LOG: Text("dit overzicht van wie keek", "this list of who looked"),
    OWN_EXPORT: Text("alles over iedereen, om mee te nemen", "everything about everybody, to take along"),
    OWN_REPRESENTATIVES: Text("wie u mag vertegenwoordigen", "who may represent you"),
    "AllergyIntolerance": Text("allergieën", "allergies"),
    "Appointment": Text("een afspraak", "an appointment"),
    "CarePlan": Text("het zorgplan", "the care plan"),
    "CareTeam": Text("wie bij de zorg helpen", "who help with the care"),
    "Communication": Text("een bericht", "a message"),
    "Condition": Text("een aandoening", "a condition"),
    "Consent": Text("een toestemming", "a consent"),
    "Coverage": Text("de verzekering", "the insurance"),
    "DiagnosticReport": Text("een uitslag", "a result"),
    "DocumentReference": Text("een document", "a document"),
    "Encounter": Text("een bezoek", "a visit"),
    "Goal": Text("een doel in het zorgplan", "a goal of the care plan"),
    "Immunization": Text("een vaccinatie", "a vaccination"),
    "List": Text("een lijst uit het dossier", "a list of the file"),
    "MedicationAdministration": Text("gegeven medicijnen", "medicines given"),
    "MedicationDispense": Text("afgeleverde medicijnen", "medicines delivered"),
    "MedicationRequest": Text("een recept", "a prescription"),
    "MedicationStatement": Text("gebruikte medicijnen", "medicines used"),
    "Observation": Text("een meting of waarneming", "a measurement or observation"),
    "Patient": Text("gegevens over wie u bent", "data about who you are"),
    "Procedure": Text("een behandeling", "a treatment"),
    "QuestionnaireResponse": Text("een ingevulde vragenlijst", "a completed questionnaire"),
    "RelatedPerson": Text("gegevens over een naaste", "data about someone close to you"),
    "ServiceRequest": Text("een aanvraag of verwijzing", "an order or referral"),
    "Task": Text("een taak in de zorg", "a task in the care"),
}
"""Types of resources of FHIR that care has most; one that is not here is named by its type."""
OTHER_RECORD = Text("gegevens van het soort {type}", "data of the kind {type}")

USES: Mapping[str, Text] = {
    "TREAT": Text("behandeling en zorg", "treatment and care"),
    "CAREMGT": Text("het regelen van de zorg", "arranging the care"),
    "ETREAT": Text("spoedeisende zorg", "urgent care"),
    "BTG": Text("een noodgeval", "an emergency"),
    "HPAYMT": Text("het betalen van de zorg", "payment for the care"),
    "COVERAGE": Text("de verzekering", "the insurance"),
    "HOPERAT": Text("het werk van de organisatie", "the work of the organisation"),
    "HQUALIMP": Text("betere kwaliteit van de zorg", "better quality of the care"),
    "HRESCH": Text("onderzoek", "research"),
    "HMARKT": Text("reclame", "marketing"),
    "PATRQT": Text("een vraag van uzelf", "a request of your own"),
    "PATADMIN": Text("de administratie van cliënten", "the administration of clients"),
    "HLEGAL": Text("een verplichting in de wet", "a legal duty"),
    "PUBHLTH": Text("de volksgezondheid", "public health"),
    "SYSADMIN": Text("beheer van het systeem", "administration of the system"),
}
"""FHIR's purposes of use (v3-ActReason) that care has most; one that is not here is named by its code."""

ROLES: Mapping[str, Text] = {
    ActorKind.STAFF.value: Text("Een medewerker", "A member of staff"),
    ActorKind.PARTNER.value: Text("Een ander systeem", "Another system"),
    ActorKind.SYSTEM.value: Text("Het systeem zelf", "The system itself"),
    REPRESENTATIVE: Text("Iemand die u vertegenwoordigt", "Somebody who represents you"),
    "IRCP": Text("Een gebruiker", "A user"),
}
SOMEBODY = Text("Iemand van wie de rol niet is gezegd", "Somebody whose role was not said")
OWN_SYSTEM = Text("ons systeem voor toestemmingen", "our system for consents")

DECIDED_BY_ITSELF = Text(
    "Het systeem waarin is gekeken, besliste dit zelf. Vraag het ons als u wilt weten waarom dit mocht.",
    "The system in which somebody looked decided this by itself. Ask us if you want to know why this was allowed.",
)
DECISION_UNKNOWN = Text(
    "Het systeem noemt een besluit van ons dat wij over u niet kennen. Vraag ons hoe dit zit.",
    "The system names a decision of ours that we do not know of about you. Ask us how this is.",
)
ASKED_FIRST = Text("Het systeem vroeg het ons eerst.", "The system asked us first.")
WE_SAID_NO = Text("Wij hadden nee gezegd. Vraag ons hoe dit kon.", "We had said no. Ask us how this could happen.")
GROUND = Text("De reden die daarbij is genoemd: {ground}.", "The reason that was named with it: {ground}.")
GROUNDS: Mapping[NamedGround, Text] = {
    NamedGround.DESTRUCTION_REQUEST: Text("een verzoek om gegevens te vernietigen", "a request to destroy data"),
    NamedGround.LEGAL_DUTY: Text("een plicht in de wet", "a legal duty"),
    NamedGround.INCIDENT: Text("een incident", "an incident"),
    NamedGround.MATERIAL_CHECK: Text("een controle door de verzekeraar", "a check by the insurer"),
    NamedGround.LEGAL_CLAIM: Text("een rechtszaak of claim", "a legal claim"),
    NamedGround.OTHERS_RIGHTS: Text("de rechten van iemand anders", "the rights of somebody else"),
    NamedGround.PUBLIC_INTEREST: Text("een belang van ons allemaal", "an interest of the public"),
}
BY_DUTY = Text(
    "Medewerkers met deze taak mogen dit zien. Elke keer wordt opgeschreven.",
    "Members of staff with this duty may see this. Each time is written down.",
)
BY_AUTHORITY = Text(
    "Wie u vertegenwoordigt, mag dit zien. Elke keer wordt opgeschreven.",
    "Who represents you may see this. Each time is written down.",
)
NOT_SUCCEEDED = Text("Er is niets bekeken of veranderd.", "Nothing was seen or changed.")
GONE = Text("Wat hier stond is gewist.", "What stood here was erased.")
QUESTION = Text(
    "Een systeem (kenmerk {who}) vroeg ons of dit mag: {role} {wants}: {record}. {answer}",
    "A system (reference {who}) asked us whether this is allowed: {role} {wants}: {record}. {answer}",
)
SAID_YES, SAID_NO = (
    Text("Ons antwoord was ja.", "Our answer was yes."),
    Text("Ons antwoord was nee.", "Our answer was no."),
)
