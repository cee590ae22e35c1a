"""The sentence for people that goes with each reason of an answer about a message, in both languages."""

from waarborg_consent.domain import MessageReason
from waarborg_shared.hooks.values import Text

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
