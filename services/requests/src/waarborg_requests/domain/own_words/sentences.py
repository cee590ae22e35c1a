"""Codes of requests, of decisions and of what went to others, as people read them in what a service hands in."""

from collections.abc import Mapping

from waarborg_shared.hooks.values import Text

REASONS: Mapping[str, Text] = {
    "allowed-by-consent": Text(
        "Het mag: de toestemming voor dit doel staat.", "Allowed: consent for this purpose stands."
    ),
    "allowed-by-basis": Text(
        "Het mag: dit doel heeft een eigen wettelijke grondslag.",
        "Allowed: this purpose has a legal basis of its own.",
    ),
    "allowed-by-rule": Text("Het mag: een regel van de organisatie staat het toe.", "Allowed by a rule."),
    "allowed-by-emergency": Text(
        "Het mag nu: de noodknop is gebruikt. Achteraf kijkt iemand of dat terecht was.",
        "Allowed now: the emergency button was used. Afterwards somebody looks whether that was right.",
    ),
    "denied-by-rule": Text("Een regel van de organisatie verbiedt dit.", "A rule of the organisation forbids this."),
    "condition-not-met": Text(
        "De regel die dit toestaat, geldt hier niet.", "The rule that allows this does not hold here."
    ),
    "unknown-person": Text("Er is niet gezegd van wie deze gegevens zijn.", "It was not said whose data these are."),
    "unknown-recipient": Text(
        "Deze ontvanger staat niet in het register van ontvangers.", "This recipient is not in the register."
    ),
    "restricted": Text(
        "De verwerking van deze gegevens is beperkt: bewaren mag, meer niet.",
        "The use of these data is restricted: keeping them is allowed, and no more.",
    ),
    "address-secret": Text("Dit adres wordt op verzoek geheimgehouden.", "This address is kept secret on request."),
    "combined-purposes": Text(
        "Gegevens die voor het ene doel zijn gegeven, worden niet met die van een ander doel gecombineerd.",
        "Data that were given for one purpose are not combined with those of another.",
    ),
    "no-safeguard": Text(
        "Buiten de Europese Economische Ruimte gaan gegevens alleen met een passende waarborg, en die is er niet.",
        "Data leave the European Economic Area with a safeguard alone, and there is none.",
    ),
    "objected": Text("Deze persoon heeft hier bezwaar tegen gemaakt.", "This person has objected to this."),
    "unknown-role": Text("Deze rol bestaat hier niet.", "This role does not exist here."),
    "unknown-record-type": Text("Dit soort gegevens bestaat hier niet.", "This kind of record does not exist here."),
    "unknown-purpose": Text(
        "Dit doel staat niet op de lijst van doelen.", "This purpose is not on the list of purposes."
    ),
    "no-cell": Text(
        "De rollentabel geeft deze rol dit recht niet.", "The role table does not give this role this right."
    ),
    "unconfirmed-cell": Text(
        "De rollentabel is op dit punt nog niet bevestigd.", "The role table has not been confirmed on this point."
    ),
    "not-own": Text("Dit zijn de gegevens van iemand anders.", "These are somebody else's data."),
    "not-in-care": Text("Er is geen zorgrelatie met deze cliënt.", "There is no care relationship with this client."),
    "no-named-check": Text(
        "Een verzekeraar leest zorggegevens alleen bij een genoemde controle.",
        "An insurer reads health data only under a named check.",
    ),
    "medical-secrecy": Text(
        "Het medisch beroepsgeheim staat dit in de weg: er is geen grond genoemd.",
        "Medical secrecy stands in the way: no ground was named.",
    ),
    "other-purpose": Text(
        "Deze gegevens zijn voor een ander doel gegeven.", "These data were given for another purpose."
    ),
    "bsn-needs-legal-duty": Text(
        "Het BSN mag alleen worden gebruikt voor een wettelijke taak.",
        "The citizen service number may be used for a legal duty only.",
    ),
    "special-needs-ground": Text(
        "Voor bijzondere gegevens is een eigen grond nodig, en die is er niet.",
        "Special data need a ground of their own, and there is none.",
    ),
    "special-needs-consent": Text(
        "Voor bijzondere gegevens is hier uitdrukkelijke toestemming nodig, en die is er niet.",
        "Special data need explicit consent here, and there is none.",
    ),
    "consent-withdrawn": Text(
        "De toestemming voor dit doel is ingetrokken.", "Consent for this purpose has been withdrawn."
    ),
    "consent-missing": Text(
        "Voor dit doel is toestemming nodig, en die is niet gegeven.",
        "This purpose needs consent, and none has been given.",
    ),
    "recipient-not-named": Text(
        "Gegevens gaan hiervoor alleen naar een derde met toestemming die hem noemt, en die is er niet.",
        "For this, data go to a third party only by a consent that names him, and there is none.",
    ),
}
"""Why a look or a question was allowed, or not."""
WHY_TO_OTHERS: Mapping[str, Text] = {
    "by-consent": Text("De cliënt gaf hier toestemming voor.", "The client consented to this."),
    "by-agreement": Text(
        "Het is nodig voor de overeenkomst met de cliënt.", "It is needed for the agreement with the client."
    ),
    "by-law": Text("De wet verplicht ertoe.", "The law obliges to it."),
    "by-court-order": Text("Een rechter beval het.", "A court ordered it."),
    "consent-missing": Text(
        "Hier is toestemming voor nodig, en die is niet gegeven.", "This needs consent, and none was given."
    ),
    "consent-withdrawn": Text("De toestemming is ingetrokken.", "The consent was withdrawn."),
    "recipient-not-named": Text(
        "De cliënt zei ja tegen ons eigen gebruik. Voor deze ontvanger is toestemming nodig die hem noemt, of"
        " toestemming voor deze ene keer.",
        "The client said yes to our own use. This recipient needs a consent that names him, or one to this "
        "very disclosure.",
    ),
    "other-purpose": Text("De toestemming gaat niet over deze gegevens.", "The consent is not about these data."),
    "bsn-needs-legal-duty": Text(
        "Het BSN gaat alleen naar een ander als een wet dat eist.",
        "The citizen service number goes to somebody else only where a law demands it.",
    ),
    "medical-secrecy": Text(
        "Het medisch beroepsgeheim: gegevens over gezondheid gaan alleen naar een ander met uitdrukkelijke "
        "toestemming of als een wet dat eist. Noem bij een bevel van een rechter het wetsartikel dat ertoe "
        "verplicht.",
        "Medical secrecy: data about health go to somebody else only by explicit consent or where a law "
        "demands it. With an order of a court, name the article that obliges to it.",
    ),
    "special-needs-ground": Text(
        "Bijzondere gegevens gaan alleen naar een ander met toestemming, of door een wet of een rechter.",
        "Special data go to somebody else only by consent, a law or a court.",
    ),
    "restricted": Text(
        "Het gebruik van deze gegevens is beperkt: zij gaan nu nergens heen zonder een wet of nieuwe toestemming.",
        "The use of these data is restricted: they go nowhere now without a law or a new consent.",
    ),
    "objected": Text("De cliënt heeft bezwaar gemaakt tegen dit gebruik.", "The client objected to this use."),
    "address-kept-back": Text("De cliënt houdt zijn adres geheim.", "The client keeps his address secret."),
    "no-safeguard": Text(
        "De ontvanger is buiten de Europese Economische Ruimte, en daar is geen waarborg voor vastgelegd.",
        "The recipient is outside the European Economic Area, and no safeguard is registered for that.",
    ),
    "refused-by-hand": Text("Besloten is dit niet te geven.", "It was decided not to give this."),
}
"""Why data went to somebody else, or not."""
KINDS: Mapping[str, Text] = {
    "access": Text("Inzage", "Access"),
    "copy": Text("Kopie van gegevens", "Copy of data"),
    "access_log": Text("Wie in de gegevens keek", "Who looked at the data"),
    "referral_index": Text("Verwijsindex", "Referral index"),
    "correction": Text("Verbetering", "Correction"),
    "addition": Text("Aanvulling", "Addition"),
    "erasure": Text("Gegevens wissen", "Erasure"),
    "restriction": Text("Beperking van het gebruik", "Restriction"),
    "objection": Text("Bezwaar tegen gebruik", "Objection"),
    "portability": Text("Gegevens meenemen", "Portability"),
    "withdrawal": Text("Toestemming intrekken", "Withdrawal of consent"),
    "objection_withdrawal": Text("Bezwaar intrekken", "Withdrawal of an objection"),
    "address_secrecy": Text("Adres geheim houden", "Address kept secret"),
    "complaint": Text("Klacht", "Complaint"),
}
"""What can be asked."""
OUTCOMES: Mapping[str, Text] = {
    "granted": Text("Toegewezen", "Granted"),
    "partly": Text("Gedeeltelijk toegewezen", "Granted in part"),
    "refused": Text("Geweigerd", "Refused"),
}
"""What became of it."""
GROUNDS: Mapping[str, Text] = {
    "not_identified": Text(
        "Niet vastgesteld wie erom vraagt (art. 12 lid 2 en 6 AVG)",
        "It could not be established who asks (art. 12(2) and (6) GDPR)",
    ),
    "no_authority": Text(
        "Niet gebleken dat de aanvrager voor deze persoon mag optreden",
        "It did not appear that the applicant may act for this person",
    ),
    "nothing_held": Text("Wij hebben deze gegevens niet", "We do not hold these data"),
    "excessive": Text(
        "Kennelijk ongegrond of buitensporig (art. 12 lid 5 AVG)",
        "Manifestly unfounded or excessive (art. 12(5) GDPR)",
    ),
    "others_privacy": Text("De privacy van een ander (art. 15 lid 4 AVG)", "Somebody else's privacy (art. 15(4) GDPR)"),
    "working_notes": Text("Persoonlijke werkaantekeningen van de zorgverlener", "The carer's personal working notes"),
    "law": Text("De wet verbiedt dat wij het geven", "The law forbids that we give it"),
    "investigation": Text(
        "Een onderzoek dat er schade van zou hebben (art. 41 UAVG)",
        "An investigation that it would harm (art. 41 of the Dutch GDPR implementation act)",
    ),
    "legal_privilege": Text("Het verschoningsrecht", "Legal privilege"),
    "law_forbids_change": Text("De wet staat deze wijziging niet toe", "The law does not allow this change"),
    "law_keeps": Text(
        "De wet verplicht ons deze gegevens te bewaren (art. 17 lid 3 AVG)",
        "The law obliges us to keep these data (art. 17(3) GDPR)",
    ),
    "not_incorrect": Text("De gegevens kloppen", "The data are correct"),
    "compelling_interest": Text(
        "Dwingende gerechtvaardigde gronden (art. 21 lid 1 AVG)", "Compelling legitimate grounds (art. 21(1) GDPR)"
    ),
    "unfounded": Text("De klacht is ongegrond", "The complaint is unfounded"),
    "already_so": Text("Dit was al zo", "This was so already"),
    "nothing_stood": Text(
        "Er stond geen toestemming die ingetrokken kon worden", "There was no consent that could be withdrawn"
    ),
}
"""Why not."""
IDENTIFICATIONS: Mapping[str, Text] = {
    "signed_in": Text("Zelf ingelogd", "Signed in"),
    "at_the_desk": Text("Aan de balie, met een identiteitsbewijs", "At the desk, with an identity document"),
    "at_the_table": Text(
        "Thuis, door een medewerker die de persoon kent", "At home, by a member of staff who knows the person"
    ),
    "known_phone": Text("Teruggebeld op een nummer dat al bekend was", "Called back on a number that was known before"),
    "letter_with_code": Text(
        "Met een code uit een brief aan het bekende adres", "With a code from a letter to the known address"
    ),
    "number_and_code": Text(
        "Ingelogd met nummer en code uit een brief", "Signed in with number and code from a letter"
    ),
    "code_app": Text("Ingelogd met wachtwoord en code-app", "Signed in with password and code app"),
    "passkey": Text("Ingelogd met een passkey", "Signed in with a passkey"),
    "outside": Text("Ingelogd bij een ander, zoals DigiD", "Signed in elsewhere, such as with DigiD"),
    "partner": Text("Door het systeem waarin de persoon bekend is", "By the system that knows the person"),
}
"""How it was made sure who asked."""
REACHES: Mapping[str, Text] = {
    "post": Text("Per post", "By post"),
    "email": Text("Per e-mail", "By e-mail"),
    "phone": Text("Per telefoon", "By telephone"),
}
"""How somebody is reached."""
CAME_BY: Mapping[str, Text] = {
    "page": Text("Via de website", "By the website"),
    "partner": Text("Via een partnersysteem", "By a partner system"),
    "staff": Text("Door een medewerker ingevoerd", "Entered by a member of staff"),
    "disclosure": Text("Als melding van een kwetsbaarheid", "As a report of a vulnerability"),
}
"""How a request came."""
