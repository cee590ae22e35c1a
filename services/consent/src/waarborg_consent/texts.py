"""The sentences for people that go with codes: reasons of a decision, of a disclosure, and what waits on the desk."""

from waarborg_consent.domain import Reason
from waarborg_consent.domain.disclosures import Why
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


DISCLOSURE_WHY: dict[Why, Text] = {
    Why.BY_CONSENT: Text("De cliënt gaf hier toestemming voor.", "The client consented to this."),
    Why.BY_AGREEMENT: Text(
        "Het is nodig voor de overeenkomst met de cliënt.", "It is needed for the agreement with the client."
    ),
    Why.BY_LAW: Text("De wet verplicht ertoe.", "The law obliges to it."),
    Why.BY_COURT_ORDER: Text("Een rechter beval het.", "A court ordered it."),
    Why.CONSENT_MISSING: Text(
        "Hier is toestemming voor nodig, en die is niet gegeven.", "This needs consent, and none was given."
    ),
    Why.CONSENT_WITHDRAWN: Text("De toestemming is ingetrokken.", "The consent was withdrawn."),
    Why.OTHER_PURPOSE: Text("De toestemming gaat niet over deze gegevens.", "The consent is not about these data."),
    Why.BSN_NEEDS_LEGAL_DUTY: Text(
        "Het BSN gaat alleen naar een ander als een wet dat eist.",
        "The citizen service number goes to somebody else only where a law demands it.",
    ),
    Why.SECRECY: Text(
        "Het medisch beroepsgeheim: gegevens over gezondheid gaan alleen naar een ander met uitdrukkelijke toestemming "
        "of als een wet dat eist. Noem bij een bevel van een rechter het wetsartikel dat ertoe verplicht.",
        "Medical secrecy: data about health go to somebody else only by explicit consent or where a law demands it. "
        "With an order of a court, name the article that obliges to it.",
    ),
    Why.SPECIAL_NEEDS_GROUND: Text(
        "Bijzondere gegevens gaan alleen naar een ander met toestemming, of door een wet of een rechter.",
        "Special data go to somebody else only by consent, a law or a court.",
    ),
    Why.RESTRICTED: Text(
        "Het gebruik van deze gegevens is beperkt: zij gaan nu nergens heen zonder toestemming of wet.",
        "The use of these data is restricted: they go nowhere now without consent or a law.",
    ),
    Why.ADDRESS_KEPT_BACK: Text("De cliënt houdt zijn adres geheim.", "The client keeps his address secret."),
    Why.NO_SAFEGUARD: Text(
        "De ontvanger is buiten de Europese Economische Ruimte, en daar is geen waarborg voor vastgelegd.",
        "The recipient is outside the European Economic Area, and no safeguard is registered for that.",
    ),
    Why.BY_HAND: Text("Besloten is dit niet te geven.", "It was decided not to give this."),
}

DESK_TITLES: dict[str, Text] = {
    "emergency": Text("Noodknop gebruikt", "Emergency button used"),
    "judge": Text("Beoordelen", "Judge it"),
    "review": Text("De privacyverklaring opnieuw bekijken", "Look at the privacy statement again"),
    "draft": Text("Concept van de privacyverklaring", "Draft of the privacy statement"),
    "changed": Text("De regels zijn veranderd", "The rules have changed"),
    "agreement": Text("Overeenkomst met {name}", "Agreement with {name}"),
    "term": Text("De overeenkomst loopt af", "The agreement ends"),
}
DESK_STATES: dict[str, Text] = {
    "open": Text("Nog te beoordelen", "To be judged"),
    "due": Text("bijna tijd", "nearly due"),
    "late": Text("te laat", "late"),
    "to-review": Text("na te kijken", "to be reviewed"),
    "to-publish": Text("te publiceren", "to be published"),
    "changed": Text("de verklaring zegt nog iets anders", "the statement still says something else"),
    "over": Text("afgelopen", "over"),
    "ends_soon": Text("loopt bijna af", "ends soon"),
}
