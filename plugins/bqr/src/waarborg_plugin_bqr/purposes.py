"""What BQR uses data for, on which legal basis, with which data (B4, B5, B8 to B11, B13, B16)."""

from waarborg_shared.hooks.values import LegalBasis, Purpose, PurposeKind, SpecialGround, Text

_PERSON = ("name", "birth_date", "email", "telephone", "address")
_REACH = ("name", "email", "telephone", "address")
_INSURED = ("bsn", "health_insurance")

_CARE = (
    Purpose(
        code="care_agreement",
        name=Text("De zorgovereenkomst sluiten en uitvoeren", "Making and keeping the care agreement"),
        explanation=Text("De zorg die u met ons afsprak.", "The care that you agreed with us."),
        kind=PurposeKind.CARE,
        bases=(LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY, LegalBasis.VITAL_INTEREST),
        categories=(*_PERSON, *_INSURED, "general_practitioner", "health", "financial"),
        special_grounds=(SpecialGround.CARE, SpecialGround.INSTITUTION),
        source="privacyverklaring, hoofdstuk 5, 6, 11; art. 6(1)(b), (c), (d), 9(2)(h) AVG",
    ),
    Purpose(
        code="care_plan",
        name=Text("Het zorgplan maken en volgen", "Making and following the care plan"),
        explanation=Text(
            "Vastleggen wat u nodig hebt, wie wat doet en hoe het gaat.",
            "Recording what you need, who does what and how it goes.",
        ),
        kind=PurposeKind.CARE,
        bases=(LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY),
        categories=(*_PERSON, *_INSURED, "general_practitioner", "health"),
        special_grounds=(SpecialGround.CARE,),
        source="privacyverklaring, hoofdstuk 5, 11; art. 6(1)(b), (c), 9(2)(h) AVG; art. 7:454 BW",
    ),
    Purpose(
        code="insurance_agreement",
        name=Text("De verzekeringsovereenkomst uitvoeren", "Carrying out the insurance agreement"),
        explanation=Text(
            "Uw BSN en uw verzekering controleren en, waar nodig, een akte van cessie.",
            "Checking your citizen service number and your insurance and, where needed, a deed of assignment.",
        ),
        kind=PurposeKind.ADMINISTRATION,
        bases=(LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY),
        categories=("name", "birth_date", "address", *_INSURED, "health", "financial"),
        special_grounds=(SpecialGround.INSURANCE,),
        source="privacyverklaring, hoofdstuk 5, 9, 11; art. 6(1)(b), (c) AVG; art. 30(3)(b) UAVG",
    ),
    Purpose(
        code="claims",
        name=Text("Declaraties afhandelen", "Handling claims"),
        explanation=Text(
            "De zorg declareren bij uw verzekeraar, en de brieven daarover.",
            "Claiming the care from your insurer, and the letters about it.",
        ),
        kind=PurposeKind.ADMINISTRATION,
        bases=(LegalBasis.LEGAL_DUTY, LegalBasis.CONTRACT),
        categories=("name", "birth_date", "address", *_INSURED, "health", "financial"),
        special_grounds=(SpecialGround.INSURANCE,),
        source="privacyverklaring, hoofdstuk 5, 9, 11; art. 6(1)(b), (c) AVG; art. 87 Zvw",
    ),
    Purpose(
        code="client_administration",
        name=Text("De cliëntenadministratie", "The client administration"),
        explanation=Text("Uw gegevens goed en actueel houden.", "Keeping your data right and up to date."),
        kind=PurposeKind.ADMINISTRATION,
        bases=(LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY),
        categories=(*_PERSON, *_INSURED, "general_practitioner", "financial"),
        source="privacyverklaring, hoofdstuk 5; art. 6(1)(b), (c) AVG",
    ),
    Purpose(
        code="service_messages",
        name=Text("Berichten over uw overeenkomst", "Messages about your agreement"),
        explanation=Text(
            "Wat u moet weten over de zorg die u van ons krijgt.",
            "What you need to know about the care that we give you.",
        ),
        kind=PurposeKind.SERVICE_MESSAGE,
        bases=(LegalBasis.CONTRACT,),
        categories=_REACH,
        source="privacyverklaring, hoofdstuk 8; art. 6(1)(b) AVG",
    ),
)

_OWN = (
    Purpose(
        code="fraud_prevention",
        name=Text("Fraude en misbruik opsporen", "Tracing fraud and misuse"),
        explanation=Text(
            "Nagaan of zorggeld goed terechtkomt.", "Making sure that money for care ends up where it belongs."
        ),
        kind=PurposeKind.FRAUD,
        bases=(LegalBasis.LEGAL_DUTY, LegalBasis.LEGITIMATE_INTEREST),
        categories=("name", "birth_date", *_INSURED, "financial"),
        source="privacyverklaring, hoofdstuk 5, 11; art. 6(1)(c), (f) AVG",
    ),
    Purpose(
        code="evaluation",
        name=Text("Onze zorg evalueren en verbeteren", "Evaluating and improving our care"),
        explanation=Text(
            "Met elkaar nagaan wat beter kan; de wet vraagt ons dat te doen.",
            "Finding out together what can be better; the law asks that of us.",
        ),
        kind=PurposeKind.ADMINISTRATION,
        bases=(LegalBasis.LEGAL_DUTY, LegalBasis.PUBLIC_TASK),
        categories=("name", "health"),
        special_grounds=(SpecialGround.INSTITUTION,),
        source="privacyverklaring, hoofdstuk 5, 11; art. 6(1)(c), (e), 9(2)(h) AVG; art. 7 Wkkgz",
    ),
    Purpose(
        code="statistics",
        name=Text("Statistiek", "Statistics"),
        explanation=Text(
            "Tellen en vergelijken, zo dat niemand te herkennen is. U kunt bezwaar maken.",
            "Counting and comparing, so that nobody can be recognised. You can object.",
        ),
        kind=PurposeKind.RESEARCH,
        bases=(LegalBasis.LEGITIMATE_INTEREST,),
        categories=("birth_date", "health_insurance", "health", "financial"),
        special_grounds=(SpecialGround.ARCHIVE_RESEARCH_STATISTICS,),
        source="privacyverklaring, hoofdstuk 5, 9, 11; art. 6(1)(f), 9(2)(j) AVG; art. 24 UAVG",
    ),
    Purpose(
        code="research",
        name=Text("Onderzoek naar de kwaliteit van zorg", "Research into the quality of care"),
        explanation=Text(
            "Onderzoek met gegevens van cliënten, facturen en dossiers; wat verschijnt, wijst niemand aan.",
            "Research on data of clients, invoices and files; what is published points to nobody.",
        ),
        kind=PurposeKind.RESEARCH,
        bases=(LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTEREST),
        categories=("birth_date", "health_insurance", "health", "financial"),
        special_grounds=(SpecialGround.ARCHIVE_RESEARCH_STATISTICS, SpecialGround.EXPLICIT_CONSENT),
        source="privacyverklaring, hoofdstuk 9, 11; art. 6(1)(a), (f), 9(2)(j) AVG; art. 24 UAVG",
    ),
    Purpose(
        code="archive",
        name=Text("Archiveren in het algemeen belang", "Archiving in the public interest"),
        explanation=Text("Bewaren wat later van algemeen belang is.", "Keeping what is of general interest later."),
        kind=PurposeKind.RESEARCH,
        bases=(LegalBasis.PUBLIC_TASK, LegalBasis.LEGAL_DUTY),
        categories=("name", "birth_date", "health"),
        special_grounds=(SpecialGround.ARCHIVE_RESEARCH_STATISTICS,),
        source="privacyverklaring, hoofdstuk 11; art. 6(1)(c), (e), 9(2)(j) AVG",
    ),
    Purpose(
        code="market_research",
        name=Text("Marktonderzoek", "Market research"),
        explanation=Text(
            "Nagaan welke zorg gevraagd wordt, met gewone gegevens. U kunt bezwaar maken.",
            "Finding out which care is asked for, with ordinary data. You can object.",
        ),
        kind=PurposeKind.SURVEY,
        bases=(LegalBasis.LEGITIMATE_INTEREST,),
        categories=("name", "email", "address"),
        source="privacyverklaring, hoofdstuk 5; art. 6(1)(f) AVG",
    ),
    Purpose(
        code="satisfaction_survey",
        name=Text("Tevredenheidsonderzoek", "Satisfaction survey"),
        explanation=Text(
            "Wij vragen hoe tevreden u bent. Wilt u dat niet, dan laten wij u met rust.",
            "We ask how content you are. If you don't want that, we leave you in peace.",
        ),
        kind=PurposeKind.SURVEY,
        bases=(LegalBasis.LEGITIMATE_INTEREST,),
        categories=("name", "email", "address"),
        source="privacyverklaring, hoofdstuk 13; art. 6(1)(f), 21 AVG",
    ),
)

_ON_CONSENT = (
    Purpose(
        code="marketing",
        name=Text("Nieuws over onze zorg", "News of our care"),
        explanation=Text(
            "Nieuwe voorwaarden, diensten en verbeteringen, met gewone gegevens en alleen als u ja zei.",
            "New terms, services and improvements, with ordinary data and only if you said yes.",
        ),
        kind=PurposeKind.MARKETING,
        bases=(LegalBasis.CONSENT,),
        categories=_REACH,
        source="privacyverklaring, hoofdstuk 7; art. 11.7 Tw",
    ),
    Purpose(
        code="calling",
        name=Text("Bellen met een aanbod", "Calling with an offer"),
        explanation=Text(
            "Bellen mag alleen als u dat vooraf goedvond; een register om u af te melden is er niet meer.",
            "We may call only if you agreed before; the register to opt out of calls is no more.",
        ),
        kind=PurposeKind.CALLING,
        bases=(LegalBasis.CONSENT,),
        categories=("name", "telephone"),
        source="privacyverklaring, hoofdstuk 13; art. 11.7 Tw",
    ),
    Purpose(
        code="insurer_offers",
        name=Text("Aanbiedingen van uw zorgverzekeraar", "Offers of your health insurer"),
        explanation=Text(
            "Uw verzekeraar mag u via ons iets aanbieden, als u daar ja op zei.",
            "Your insurer may offer you something through us, if you said yes to that.",
        ),
        kind=PurposeKind.MARKETING,
        bases=(LegalBasis.CONSENT,),
        categories=_REACH,
        objected_as="insurer_offers",
        source="privacyverklaring, hoofdstuk 13; art. 11.7 Tw",
    ),
)

PURPOSES = (*_CARE, *_OWN, *_ON_CONSENT)
