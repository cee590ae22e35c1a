"""The sentence for people that goes with each reason of a decision, and of an answer about a message."""

from waarborg_consent.domain import MessageReason, Reason
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

MESSAGE_REASONS: dict[MessageReason, Text] = {
    MessageReason.ALLOWED_SERVICE: Text(
        "Het mag: dit bericht hoort bij wat is afgesproken.", "Allowed: this message belongs to what was agreed."
    ),
    MessageReason.ALLOWED_BY_CONSENT: Text(
        "Het mag: de toestemming hiervoor staat.", "Allowed: consent for this stands."
    ),
    MessageReason.ALLOWED_BY_BASIS: Text(
        "Het mag: er is een eigen wettelijke grondslag en niemand maakte bezwaar.",
        "Allowed: there is a legal basis of its own and nobody objected.",
    ),
    MessageReason.NEVER_SENT: Text(
        "De organisatie stuurt dit soort bericht nooit.", "The organisation never sends this kind of message."
    ),
    MessageReason.CHANNEL_NOT_FOR_KIND: Text(
        "Dit soort bericht gaat niet langs deze weg.", "This kind of message does not go by this channel."
    ),
    MessageReason.DATA_OF_OTHERS: Text(
        "In een bericht staan alleen gegevens van de ontvanger zelf.",
        "Only data of the recipient's own may stand in a message.",
    ),
    MessageReason.ORDINARY_DATA_ONLY: Text(
        "In een aanbod of nieuws mogen alleen gewone gegevens staan.",
        "In an offer or in news only ordinary data may stand.",
    ),
    MessageReason.OTHER_DATA: Text(
        "In dit soort bericht horen deze gegevens niet.", "These data do not belong in this kind of message."
    ),
    MessageReason.DATA_GIVEN_LATER: Text(
        "Hiervoor mogen alleen gegevens worden gebruikt die bij het sluiten van de overeenkomst zijn gegeven.",
        "Only data that were given when the agreement was made may be used for this.",
    ),
    MessageReason.CHANNEL_NOT_SECURE: Text(
        "Deze weg is niet veilig genoeg voor wat er in het bericht staat.",
        "This channel is not secure enough for what stands in the message.",
    ),
    MessageReason.NO_MAILING: Text(
        "Dit gaat niet naar velen tegelijk: het wordt met ieder persoonlijk besproken.",
        "This does not go to many at once: it is talked over with each in person.",
    ),
    MessageReason.NO_NAMED_STAFF: Text(
        "Noem de medewerker die dit persoonlijk bespreekt.", "Name the member of staff who talks this over in person."
    ),
    MessageReason.OBJECTION: Text(
        "De persoon heeft zich hiervoor afgemeld of bezwaar gemaakt.", "The person opted out of this or objected to it."
    ),
    MessageReason.RESTRICTED: Text(
        "Het gebruik van de gegevens is beperkt (art. 18 AVG).", "The use of the data is restricted (art. 18 GDPR)."
    ),
    MessageReason.ADDRESS_KEPT: Text(
        "Het adres is geheim, en een ander zou het zo te weten komen.",
        "The address is secret, and somebody else would come to know it.",
    ),
    MessageReason.CONSENT_WITHDRAWN: Text(
        "De toestemming hiervoor is ingetrokken.", "Consent for this has been withdrawn."
    ),
    MessageReason.CONSENT_MISSING: Text(
        "Hiervoor is toestemming nodig, en die is niet gegeven.", "This needs consent, and none has been given."
    ),
}
