"""The words that receipts use for their codes, in both languages."""

from collections.abc import Mapping

from waarborg_consent.domain import By, How, ReceiptStatus
from waarborg_shared.hooks.values import LegalBasis, RecipientKind, SpecialGround, Text

HOW: Mapping[How, Text] = {
    How.PAGE: Text("op de website, na inloggen", "on the website, after signing in"),
    How.PAPER: Text("op papier, met een handtekening", "on paper, with a signature"),
    How.SPOKEN: Text("gezegd, met een getuige erbij", "spoken, with a witness present"),
    How.KITCHEN_TABLE: Text("in een gesprek aan de keukentafel", "in a talk at the kitchen table"),
    How.PARTNER: Text("via een ander systeem waarmee wij werken", "through another system that we work with"),
    How.REQUEST: Text("met een verzoek aan ons", "by a request to us"),
}
STATUS: Mapping[ReceiptStatus, Text] = {
    ReceiptStatus.UNKNOWN: Text("Er gebeurde iets anders", "Something else happened"),
    ReceiptStatus.REQUESTED: Text("Toestemming gevraagd", "Consent asked for"),
    ReceiptStatus.DEFERRED: Text("Antwoord uitgesteld", "Answer put off"),
    ReceiptStatus.REFUSED: Text("Geen toestemming gegeven", "Consent refused"),
    ReceiptStatus.GIVEN: Text("Toestemming gegeven", "Consent given"),
    ReceiptStatus.RENEWED: Text("Toestemming verlengd", "Consent renewed"),
    ReceiptStatus.WITHDRAWN: Text("Toestemming ingetrokken", "Consent withdrawn"),
    ReceiptStatus.REVOKED: Text("Toestemming beëindigd door iemand anders", "Consent ended by somebody else"),
    ReceiptStatus.EXPIRED: Text("Toestemming verlopen", "Consent expired"),
    ReceiptStatus.INVALIDATED: Text("Toestemming ongeldig verklaard", "Consent declared invalid"),
}
BASIS: Mapping[LegalBasis, Text] = {
    LegalBasis.CONSENT: Text("uw toestemming (art. 6(1)(a) AVG)", "your consent (art. 6(1)(a) GDPR)"),
    LegalBasis.CONTRACT: Text("de overeenkomst met u (art. 6(1)(b) AVG)", "the agreement with you (art. 6(1)(b) GDPR)"),
    LegalBasis.LEGAL_DUTY: Text("een wettelijke plicht (art. 6(1)(c) AVG)", "a legal duty (art. 6(1)(c) GDPR)"),
    LegalBasis.VITAL_INTEREST: Text("een vitaal belang (art. 6(1)(d) AVG)", "a vital interest (art. 6(1)(d) GDPR)"),
    LegalBasis.PUBLIC_TASK: Text("een taak voor iedereen (art. 6(1)(e) AVG)", "a public task (art. 6(1)(e) GDPR)"),
    LegalBasis.LEGITIMATE_INTEREST: Text(
        "een gerechtvaardigd belang (art. 6(1)(f) AVG)", "a legitimate interest (art. 6(1)(f) GDPR)"
    ),
}
GROUND: Mapping[SpecialGround, Text] = {
    SpecialGround.EXPLICIT_CONSENT: Text("uw uitdrukkelijke toestemming", "your explicit consent"),
    SpecialGround.CARE: Text("zorg of behandeling", "care or treatment"),
    SpecialGround.INSTITUTION: Text("het beheer van de instelling", "running the institution"),
    SpecialGround.INSURANCE: Text("de verzekering", "the insurance"),
    SpecialGround.ARCHIVE_RESEARCH_STATISTICS: Text(
        "archief, onderzoek of statistiek", "archive, research or statistics"
    ),
    SpecialGround.LEGAL_DUTY: Text("een wettelijke plicht", "a legal duty"),
}
RECIPIENT: Mapping[RecipientKind, Text] = {
    RecipientKind.PROCESSOR: Text("werkt voor ons", "works for us"),
    RecipientKind.HOLDER: Text("bewaart gegevens voor ons", "keeps data for us"),
    RecipientKind.RECIPIENT: Text("krijgt gegevens van ons", "gets data from us"),
}
BY: Mapping[By, Text] = {
    By.PERSON: Text("door uzelf", "by yourself"),
    By.REPRESENTATIVE: Text("namens u, door uw vertegenwoordiger", "on your behalf, by your representative"),
    By.COURT: Text("door een rechter", "by a court"),
    By.ORGANISATION: Text("door de organisatie", "by the organisation"),
    By.DATE: Text("door de afgesproken einddatum", "by the end date that was agreed"),
}
RECORDED: Mapping[str, Text] = {
    "person": Text("door uzelf ingevuld", "entered by yourself"),
    "staff": Text("opgeschreven door een medewerker", "written down by a member of staff"),
    "partner": Text("doorgegeven door een ander systeem", "passed on by another system"),
    "system": Text("vastgelegd door dit systeem", "recorded by this system"),
}
UNTIL_WITHDRAWN = Text("totdat u de toestemming intrekt", "until you withdraw the consent")
