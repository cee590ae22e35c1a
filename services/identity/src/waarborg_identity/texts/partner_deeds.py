"""The words of what is counted of partner systems: why one was refused, and what it did here."""

from collections.abc import Mapping

from waarborg_identity.domain.partner_deeds import Deed, Refusal
from waarborg_shared.hooks.values import Text

REFUSALS: Mapping[Refusal, Text] = {
    Refusal.SUSPENDED: Text("Kwam terwijl het stilgezet is", "Came while it is suspended"),
    Refusal.NOT_CONFIRMED: Text("Kwam terwijl het nog niet bevestigd is", "Came before it was confirmed"),
    Refusal.NO_PROOF: Text("Bewees niet wie het is", "Did not prove who it is"),
    Refusal.OTHER_METHOD: Text("Bewijs van een andere soort dan afgesproken", "Proof of another kind than was agreed"),
    Refusal.WRONG_SECRET: Text("Verkeerd geheim", "Wrong secret"),
    Refusal.WRONG_KEY: Text("Getekend met een verkeerde sleutel", "Signed with a wrong key"),
    Refusal.UNREADABLE: Text("Bewijs dat niet klopt", "Proof that is not right"),
    Refusal.FOR_ANOTHER: Text("Bewijs dat voor een ander bedoeld is", "Proof that is meant for somebody else"),
    Refusal.OUT_OF_TIME: Text("Bewijs dat nu niet geldig is", "Proof that does not hold now"),
    Refusal.REPLAYED: Text("Bewijs dat al eens gebruikt is", "Proof that was used before"),
    Refusal.KEY_PROOF: Text("Bewijs van de sleutel (DPoP) klopt niet", "Proof of the key (DPoP) is not right"),
    Refusal.SCOPE: Text("Vroeg een recht dat het niet heeft", "Asked for a right that it does not have"),
    Refusal.RESOURCE: Text(
        "Vroeg een toegangsbewijs voor een dienst waar het niets mag",
        "Asked for a token at a service where it has no right",
    ),
    Refusal.GRANT_TYPE: Text(
        "Vroeg een toegangsbewijs op een manier die niet mag", "Asked for a token in a way that is not allowed"
    ),
    Refusal.GRANT: Text("Code of vernieuwing telt niet (meer)", "Code or refresh token does not count (any more)"),
    Refusal.MALFORMED: Text("Onvolledige of onjuiste vraag", "Incomplete or wrong request"),
}
DEEDS: Mapping[Deed, Text] = {
    Deed.PERSON_REGISTERED: Text("Iemand ingeschreven", "Registered somebody"),
    Deed.PERSON_FOUND: Text("Iemand gevonden met een nummer", "Found somebody by number"),
    Deed.PERSON_NOT_FOUND: Text(
        "Gezocht met een nummer dat hier onbekend is", "Searched for a number that is unknown here"
    ),
    Deed.PERSON_SHOWN: Text("Iemands gegevens bekeken", "Looked at somebody's details"),
    Deed.NUMBER_SHOWN: Text("Eigen nummer van iemand bekeken", "Looked at its own number of somebody"),
    Deed.NUMBER_SET: Text("Nummer van iemand vastgelegd", "Recorded somebody's number"),
    Deed.NUMBER_REMOVED: Text("Nummer van iemand weggehaald", "Removed somebody's number"),
    Deed.PARTNER_CHANGED: Text("Een partner ingeschreven of gewijzigd", "Registered or changed a partner"),
    Deed.WEBHOOK_CHANGED: Text(
        "Berichten aan een partner ingesteld of herhaald", "Set up or repeated events to a partner"
    ),
}
