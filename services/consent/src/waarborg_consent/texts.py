"""The sentence for people that goes with each reason of a decision, in both languages."""

from waarborg_consent.domain import Reason
from waarborg_shared.hooks.values import Text

REASONS: dict[Reason, Text] = {
    Reason.ALLOWED_BY_CONSENT: Text(
        "Het mag: de toestemming voor dit doel staat.", "Allowed: consent for this purpose stands."
    ),
    Reason.ALLOWED_BY_BASIS: Text(
        "Het mag: dit doel heeft een eigen wettelijke grondslag.", "Allowed: this purpose has a legal basis of its own."
    ),
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
