"""The sentences that go with the reason of a decision, and what a decision misses."""

from waarborg_consent.domain import Reason
from waarborg_shared.hooks.values import Text

REASONS: dict[Reason, Text] = {
    Reason.ALLOWED_BY_CONSENT: Text(
        "Het mag: de toestemming voor dit doel staat.", "Allowed: consent for this purpose stands."
    ),
    Reason.ALLOWED_BY_BASIS: Text(
        "Het mag: dit doel heeft een eigen wettelijke grondslag.", "Allowed: this purpose has a legal basis of its own."
    ),
    Reason.ALLOWED_BY_RULE: Text("Het mag: een regel van de organisatie staat het toe.", "Allowed by a rule."),
    Reason.ALLOWED_BY_EMERGENCY: Text(
        "Het mag nu: de noodknop is gebruikt. Achteraf kijkt iemand of dat terecht was.",
        "Allowed now: the emergency button was used. Afterwards somebody looks whether that was right.",
    ),
    Reason.DENIED_BY_RULE: Text(
        "Een regel van de organisatie verbiedt dit.", "A rule of the organisation forbids this."
    ),
    Reason.CONDITION_NOT_MET: Text(
        "De regel die dit toestaat, geldt hier niet.", "The rule that allows this does not hold here."
    ),
    Reason.UNKNOWN_PERSON: Text(
        "Er is niet gezegd van wie deze gegevens zijn.", "It was not said whose data these are."
    ),
    Reason.UNKNOWN_RECIPIENT: Text(
        "Deze ontvanger staat niet in het register van ontvangers.", "This recipient is not in the register."
    ),
    Reason.RESTRICTED: Text(
        "De verwerking van deze gegevens is beperkt: bewaren mag, meer niet.",
        "The use of these data is restricted: keeping them is allowed, and no more.",
    ),
    Reason.HIDDEN_ADDRESS: Text(
        "Dit adres wordt op verzoek geheimgehouden.", "This address is kept secret on request."
    ),
    Reason.COMBINED: Text(
        "Gegevens die voor het ene doel zijn gegeven, worden niet met die van een ander doel gecombineerd.",
        "Data that were given for one purpose are not combined with those of another.",
    ),
    Reason.NO_SAFEGUARD: Text(
        "Buiten de Europese Economische Ruimte gaan gegevens alleen met een passende waarborg, en die is er niet.",
        "Data leave the European Economic Area with a safeguard alone, and there is none.",
    ),
    Reason.OBJECTED: Text("Deze persoon heeft hier bezwaar tegen gemaakt.", "This person has objected to this."),
    Reason.UNKNOWN_ROLE: Text("Deze rol bestaat hier niet.", "This role does not exist here."),
    Reason.UNKNOWN_RECORD_TYPE: Text(
        "Dit soort gegevens bestaat hier niet.", "This kind of record does not exist here."
    ),
    Reason.UNKNOWN_PURPOSE: Text(
        "Dit doel staat niet op de lijst van doelen.", "This purpose is not on the list of purposes."
    ),
    Reason.NO_CELL: Text(
        "De rollentabel geeft deze rol dit recht niet.", "The role table does not give this role this right."
    ),
    Reason.UNCONFIRMED_CELL: Text(
        "De rollentabel is op dit punt nog niet bevestigd.", "The role table has not been confirmed on this point."
    ),
    Reason.NOT_OWN: Text("Dit zijn de gegevens van iemand anders.", "These are somebody else's data."),
    Reason.NOT_IN_CARE: Text(
        "Er is geen zorgrelatie met deze cliënt.", "There is no care relationship with this client."
    ),
    Reason.NO_NAMED_CHECK: Text(
        "Een verzekeraar leest zorggegevens alleen bij een genoemde controle.",
        "An insurer reads health data only under a named check.",
    ),
    Reason.SECRECY: Text(
        "Het medisch beroepsgeheim staat dit in de weg: er is geen grond genoemd.",
        "Medical secrecy stands in the way: no ground was named.",
    ),
    Reason.OTHER_PURPOSE: Text(
        "Deze gegevens zijn voor een ander doel gegeven.", "These data were given for another purpose."
    ),
    Reason.BSN_NEEDS_LEGAL_DUTY: Text(
        "Het BSN mag alleen worden gebruikt voor een wettelijke taak.",
        "The citizen service number may be used for a legal duty only.",
    ),
    Reason.SPECIAL_NEEDS_GROUND: Text(
        "Voor bijzondere gegevens is een eigen grond nodig, en die is er niet.",
        "Special data need a ground of their own, and there is none.",
    ),
    Reason.SPECIAL_NEEDS_CONSENT: Text(
        "Voor bijzondere gegevens is hier uitdrukkelijke toestemming nodig, en die is er niet.",
        "Special data need explicit consent here, and there is none.",
    ),
    Reason.CONSENT_WITHDRAWN: Text(
        "De toestemming voor dit doel is ingetrokken.", "Consent for this purpose has been withdrawn."
    ),
    Reason.CONSENT_MISSING: Text(
        "Voor dit doel is toestemming nodig, en die is niet gegeven.",
        "This purpose needs consent, and none has been given.",
    ),
    Reason.RECIPIENT_NOT_NAMED: Text(
        "Gegevens gaan hiervoor alleen naar een derde met toestemming die hem noemt, en die is er niet.",
        "For this, data go to a third party only by a consent that names him, and there is none.",
    ),
}

_MISSING: dict[str, Text] = {
    "subject.properties.role": Text("een rol die hier bestaat", "a role that exists here"),
    "resource.properties.person": Text("van wie de gegevens zijn", "whose data they are"),
    "context.purpose": Text("een doel van de lijst", "a purpose of the list"),
    "cell": Text("dit recht in de rollentabel: {}", "this right in the role table: {}"),
    "cell-confirmed": Text("een bevestiging van deze cel", "a confirmation of this cell"),
    "relation": Text("een geregistreerde relatie: {}", "a registered relation: {}"),
    "named-ground": Text("een genoemde grond, zoals: {}", "a named ground, such as: {}"),
    "consent": Text("toestemming voor het doel {}", "consent for the purpose {}"),
    "consent-names": Text("toestemming die deze ontvanger noemt: {}", "consent that names this recipient: {}"),
    "recipient": Text("een geregistreerde ontvanger: {}", "a registered recipient: {}"),
    "safeguard": Text("een waarborg van art. 46 AVG voor {}", "a safeguard of art. 46 GDPR for {}"),
    "purpose-names": Text("een doel dat deze gegevens noemt: {}", "a purpose that names these data: {}"),
    "compatible": Text(
        "een verklaring dat het doel verenigbaar is met {}", "a declaration that the purpose is compatible with {}"
    ),
    "basis": Text("een wettelijke plicht", "a legal duty"),
    "special-ground": Text("een grond voor bijzondere gegevens: {}", "a ground for special data: {}"),
    "objection-ended": Text("dat het bezwaar is ingetrokken", "that the objection is taken back"),
}


def missing_text(code: str) -> Text:
    """Return in words what a decision misses; a code has its subject after a colon."""
    what, _, about = code.partition(":")
    said = _MISSING[what]
    return Text(*(form.format(about).rstrip(" :") for form in (said.nl, said.en)))
