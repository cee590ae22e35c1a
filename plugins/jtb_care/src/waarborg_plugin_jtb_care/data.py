"""Which data JTB-Care uses, for what, for how long, and who else gets them (J3 to J5, J8, J10)."""

from waarborg_plugin_jtb_care.roles import CARE_LEAD
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import (
    SERVICES,
    DataCategory,
    Holder,
    HolderKind,
    LegalBasis,
    Purpose,
    PurposeKind,
    Recipient,
    RecipientKind,
    RetentionRule,
    Sensitivity,
    SpecialGround,
    Text,
)

_NEEDED = "as_long_as_needed"


def _category(
    code: str,
    name: Text,
    sensitivity: Sensitivity = Sensitivity.ORDINARY,
    *,
    retention: str = _NEEDED,
    tells_address: bool = False,
) -> DataCategory:
    return DataCategory(code=code, name=name, sensitivity=sensitivity, retention=retention, tells_address=tells_address)


FOURTEEN = (
    _category("name", Text("Voorletters en achternaam", "Initials and surname")),
    _category("sex", Text("Geslacht", "Sex")),
    _category("birth_date", Text("Geboortedatum", "Date of birth")),
    _category("company", Text("Bedrijfsnaam", "Company name")),
    _category("occupation", Text("Sector en beroep", "Sector and occupation")),
    _category(
        "address", Text("Straat, huisnummer en postcode", "Street, house number and postcode"), tells_address=True
    ),
    _category("telephone", Text("Telefoonnummer", "Telephone number")),
    _category("email", Text("E-mailadres", "E-mail address")),
    _category("bank", Text("Bankgegevens", "Bank details"), Sensitivity.FINANCIAL, retention="financial"),
    _category("bsn", Text("Burgerservicenummer", "Citizen service number"), Sensitivity.BSN, retention="medical_file"),
    _category("insurance_number", Text("Zorgverzekeringsnummer", "Health-insurance number"), retention="financial"),
    _category("insurer", Text("Zorgverzekeraar", "Health insurer"), retention="financial"),
    _category("kvk", Text("KvK-nummer", "Trade register number"), retention="financial"),
    _category("vat", Text("Btw-nummer", "VAT number"), retention="financial"),
)
"""J3, in the statement's order."""

SPECIAL = (
    _category("health", Text("Gezondheid", "Health"), Sensitivity.HEALTH, retention="medical_file"),
    _category("criminal", Text("Strafrechtelijk verleden", "Criminal past"), Sensitivity.CRIMINAL),
    _category("ethnicity", Text("Etniciteit of ras", "Ethnicity or race"), Sensitivity.ETHNIC),
)
"""J4; the BSN stands among the fourteen."""

CATEGORIES = (*FOURTEEN, *SPECIAL)

_REACH = ("name", "address", "telephone", "email")
_BUSINESS = ("company", "occupation", "kvk", "vat")

PURPOSES = (
    Purpose(
        code="care",
        name=Text("De afgesproken zorg geven", "Giving the agreed care"),
        explanation=Text(
            "Wat aan de keukentafel met u is afgesproken, voeren wij uit.",
            "We carry out what was agreed with you at the kitchen table.",
        ),
        kind=PurposeKind.CARE,
        bases=(LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY),
        categories=(
            *_REACH,
            "sex",
            "birth_date",
            "bsn",
            "insurance_number",
            "insurer",
            "health",
            "criminal",
            "ethnicity",
        ),
        special_grounds=(SpecialGround.LEGAL_DUTY, SpecialGround.EXPLICIT_CONSENT, SpecialGround.CARE),
        every_ground_needed=True,
        source="privacybeleid, doeleinden, bijzondere persoonsgegevens; art. 6(1)(b), (c), 9(2)(a), (h) AVG",
    ),
    Purpose(
        code="payment",
        name=Text("Betalingen regelen", "Settling payments"),
        explanation=Text("Facturen maken en betalingen verwerken.", "Making invoices and handling payments."),
        kind=PurposeKind.ADMINISTRATION,
        bases=(LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY),
        categories=("name", "address", "email", "bank", "insurance_number", "insurer", *_BUSINESS),
        source="privacybeleid, doeleinden; art. 6(1)(b) AVG; art. 52 AWR",
    ),
    Purpose(
        code="service_call",
        name=Text("Bellen over de afgesproken zorg", "Calling about the agreed care"),
        explanation=Text(
            "Wij bellen u als dat nodig is voor wat wij voor u doen; nooit om iets te verkopen.",
            "We call you where our work for you needs it, never to sell you something.",
        ),
        kind=PurposeKind.SERVICE_MESSAGE,
        bases=(LegalBasis.CONTRACT,),
        categories=("name", "telephone"),
        source="privacybeleid, doeleinden; art. 6(1)(b) AVG",
    ),
    Purpose(
        code="service_message",
        name=Text("Berichten over uw overeenkomst", "Messages about your agreement"),
        explanation=Text(
            "Bevestiging van inschrijving of betaling, en wat er aan onze diensten verandert.",
            "Confirmation of enrolment or payment, and what changes in our services.",
        ),
        kind=PurposeKind.SERVICE_MESSAGE,
        bases=(LegalBasis.CONTRACT,),
        categories=_REACH,
        source="privacybeleid, doeleinden, opt-out; art. 6(1)(b) AVG",
    ),
    Purpose(
        code="delivery",
        name=Text("Goederen en diensten bezorgen", "Delivering goods and services"),
        explanation=Text("Wat u afneemt, brengen wij bij u.", "We bring you what you ordered."),
        kind=PurposeKind.ADMINISTRATION,
        bases=(LegalBasis.CONTRACT,),
        categories=("name", "address", "telephone"),
        source="privacybeleid, doeleinden; art. 6(1)(b) AVG",
    ),
    Purpose(
        code="legal_duty",
        name=Text("De wet naleven", "Keeping the law"),
        explanation=Text(
            "Wat een wet ons opdraagt vast te leggen, te bewaren of te verstrekken.",
            "What a law tells us to record, to keep or to hand over.",
        ),
        kind=PurposeKind.ADMINISTRATION,
        bases=(LegalBasis.LEGAL_DUTY,),
        categories=tuple(category.code for category in CATEGORIES),
        special_grounds=(SpecialGround.LEGAL_DUTY,),
        source="privacybeleid, doeleinden; art. 6(1)(c) AVG",
    ),
    Purpose(
        code="contact",
        name=Text("Contact houden en vragen beantwoorden", "Keeping in touch and answering questions"),
        explanation=Text(
            "Wat u ons vraagt, en wat nodig is om u te antwoorden.",
            "What you ask us, and what we need to answer you.",
        ),
        kind=PurposeKind.ADMINISTRATION,
        bases=(LegalBasis.CONTRACT, LegalBasis.LEGITIMATE_INTEREST),
        categories=(*_REACH, "company", "occupation"),
        source="privacybeleid, waarom we gegevens nodig hebben; art. 6(1)(b), (f) AVG",
    ),
    Purpose(
        code="improvement",
        name=Text("Onze diensten verbeteren", "Improving our services"),
        explanation=Text(
            "Nagaan wat beter kan, met gewone gegevens. U kunt bezwaar maken.",
            "Finding out what can be better, with ordinary data. You can object.",
        ),
        kind=PurposeKind.SURVEY,
        bases=(LegalBasis.LEGITIMATE_INTEREST,),
        categories=("name", "occupation", "company"),
        source="privacybeleid, persoonsgegevens die wij verwerken; art. 6(1)(f) AVG",
    ),
    Purpose(
        code="promotion",
        name=Text("Vertellen over activiteiten", "Telling of activities"),
        explanation=Text(
            "Iets dat bij onze diensten past, in persoon besproken en alleen als u dat wilt.",
            "Something that goes with our services, talked over in person and only if you wish.",
        ),
        kind=PurposeKind.MARKETING,
        bases=(LegalBasis.CONSENT,),
        categories=_REACH,
        source="privacybeleid, waarom we gegevens nodig hebben; art. 11.7 Tw",
    ),
    Purpose(
        code="newsletter",
        name=Text("Nieuwsbrief", "Newsletter"),
        explanation=Text(
            "De verklaring noemt een nieuwsbrief; wij sturen er geen. Zonder uw toestemming mag het ook niet.",
            "The statement mentions a newsletter; we send none. Without your consent we may not.",
        ),
        kind=PurposeKind.MARKETING,
        bases=(LegalBasis.CONSENT,),
        categories=("name", "email"),
        source="privacybeleid, doeleinden, opt-out; art. 11.7 Tw",
    ),
)

RETENTION = (
    RetentionRule(
        code=_NEEDED,
        name=Text("Niet langer dan nodig", "No longer than needed"),
        start_event="no-longer-needed",
        counted_from=Text("zodra ze niet meer nodig zijn", "as soon as they are no longer needed"),
        keep=Term(0, Unit.DAYS),
        source="privacybeleid, hoe lang we gegevens bewaren; art. 5(1)(e) AVG",
    ),
    RetentionRule(
        code="never_concluded",
        name=Text("Er kwam geen overeenkomst", "No agreement came about"),
        start_event="agreement-fell-through",
        counted_from=Text("zodra dat vaststaat", "as soon as that is certain"),
        keep=Term(0, Unit.DAYS),
        source="privacybeleid, hoe lang we gegevens bewaren",
    ),
)


DATA_HOLDERS = (
    *SERVICES,
    Holder(
        code="own_file",
        name=Text("Het dossier van de zorgverlener", "The carer's file"),
        kind=HolderKind.PERSON,
        what=Text("Het zorgdossier, de facturen en de berichten", "The care file, the invoices and the messages"),
        term=Term(5, Unit.DAYS),
        role=CARE_LEAD,
        source="J8, J12",
    ),
)
"""Who is asked when a client wants to see his data; five days, for the answer is promised within fourteen."""


def build_recipients(operator: Text) -> tuple[Recipient, ...]:
    """Return who else gets data: nobody but the operator of this platform, a processor (J8)."""
    return (
        Recipient(
            code="platform_operator",
            name=operator,
            kind=RecipientKind.PROCESSOR,
            what_for=Text("De servers en het beheer van dit platform", "The servers and the running of this platform"),
            country="NL",
            agreement=Text("Verwerkersovereenkomst", "Processor agreement"),
        ),
    )
