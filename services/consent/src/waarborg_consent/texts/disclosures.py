"""The sentences that go with whether data go to a third party, and why or why not."""

from waarborg_consent.domain.disclosures import Why
from waarborg_shared.hooks.values import Text

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
    Why.RECIPIENT_NOT_NAMED: Text(
        "De cliënt zei ja tegen ons eigen gebruik. Voor deze ontvanger is toestemming nodig die hem noemt, of "
        "toestemming voor deze ene keer.",
        "The client said yes to our own use. This recipient needs a consent that names him, or one to this very "
        "disclosure.",
    ),
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
        "Het gebruik van deze gegevens is beperkt: zij gaan nu nergens heen zonder een wet of nieuwe toestemming.",
        "The use of these data is restricted: they go nowhere now without a law or a new consent.",
    ),
    Why.OBJECTED: Text("De cliënt heeft bezwaar gemaakt tegen dit gebruik.", "The client objected to this use."),
    Why.ADDRESS_KEPT_BACK: Text("De cliënt houdt zijn adres geheim.", "The client keeps his address secret."),
    Why.NO_SAFEGUARD: Text(
        "De ontvanger is buiten de Europese Economische Ruimte, en daar is geen waarborg voor vastgelegd.",
        "The recipient is outside the European Economic Area, and no safeguard is registered for that.",
    ),
    Why.BY_HAND: Text("Besloten is dit niet te geven.", "It was decided not to give this."),
}
