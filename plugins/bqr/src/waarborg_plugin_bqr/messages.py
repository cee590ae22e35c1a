"""What BQR sends: messages about the agreement, news on consent, invitations that one can refuse (B8 to B10, B16)."""

from waarborg_shared.hooks.values import MessageKind, Text

_BY_POST = ("name", "address")
_WRITTEN = ("name", "email", "address")

SERVICE = (
    MessageKind(
        code="agreement_message",
        name=Text("Berichten over uw overeenkomst", "Messages about your agreement"),
        explanation=Text(
            "Een afspraak, een wijziging, een bevestiging: wat bij de afgesproken zorg hoort.",
            "An appointment, a change, a confirmation: what goes with the care that was agreed.",
        ),
        purpose="service_messages",
        channels=("letter", "secure_page", "desk", "email", "telephone"),
        reach=(*_WRITTEN, "telephone"),
        service=True,
        source="privacyverklaring, hoofdstuk 8",
    ),
    MessageKind(
        code="claim_message",
        name=Text("Berichten over declaraties en facturen", "Messages about claims and invoices"),
        explanation=Text(
            "Wat wij bij uw verzekeraar of bij u in rekening brengen; nooit per gewone e-mail.",
            "What we charge your insurer or you; never by plain e-mail.",
        ),
        purpose="claims",
        channels=("letter", "secure_page", "desk"),
        reach=_BY_POST,
        categories=("name", "birth_date", "address", "health_insurance", "health", "financial"),
        service=True,
        source="privacyverklaring, hoofdstuk 8, 12",
    ),
)
"""B9; B15: nothing about invoices by plain e-mail."""

CHOSEN = (
    MessageKind(
        code="care_news",
        name=Text("Nieuws over onze zorg per post of e-mail", "News of our care by post or e-mail"),
        explanation=Text(
            "Alleen als u ja zei, en alleen met gewone gegevens die u gaf toen u cliënt werd.",
            "Only if you said yes, and only with ordinary data that you gave when you became a client.",
        ),
        purpose="marketing",
        channels=("letter", "email"),
        reach=_WRITTEN,
        from_agreement=True,
        source="privacyverklaring, hoofdstuk 7; art. 11.7 Tw",
    ),
    MessageKind(
        code="sales_call",
        name=Text("Telefoontjes met een aanbod", "Calls with an offer"),
        explanation=Text(
            "Alleen als u vooraf goedvond dat wij u daarvoor bellen.",
            "Only if you agreed before that we call you for it.",
        ),
        purpose="calling",
        channels=("telephone",),
        reach=("name", "telephone"),
        from_agreement=True,
        source="privacyverklaring, hoofdstuk 13; art. 11.7 Tw",
    ),
    MessageKind(
        code="insurer_offer",
        name=Text("Post met aanbiedingen van uw zorgverzekeraar", "Post with offers of your health insurer"),
        explanation=Text(
            "Uw verzekeraar stuurt u iets en kent dan uw adres. Alleen als u ja zei.",
            "Your insurer sends you something and then knows your address. Only if you said yes.",
        ),
        purpose="insurer_offers",
        channels=("letter", "email"),
        reach=_WRITTEN,
        from_agreement=True,
        handed_to="insurers",
        source="privacyverklaring, hoofdstuk 13; art. 11.7 Tw",
    ),
    MessageKind(
        code="survey_invitation",
        name=Text("De vraag of u tevreden bent", "The question whether you are content"),
        explanation=Text(
            "Een vragenlijst over onze zorg. Wilt u die niet, dan krijgt u er geen.",
            "A list of questions about our care. If you don't want it, you get none.",
        ),
        purpose="satisfaction_survey",
        channels=("letter", "email"),
        reach=_WRITTEN,
        source="privacyverklaring, hoofdstuk 13; art. 21 AVG",
    ),
    MessageKind(
        code="research_invitation",
        name=Text("De vraag om mee te doen aan onderzoek", "The question to take part in research"),
        explanation=Text(
            "Onderzoek naar de kwaliteit van zorg. U kunt nee zeggen, en dan vragen wij het niet meer.",
            "Research into the quality of care. You can say no, and then we ask no more.",
        ),
        purpose="research",
        channels=("letter",),
        reach=_BY_POST,
        source="privacyverklaring, hoofdstuk 9; art. 21 AVG",
    ),
)
"""B8, B10 and B16: each on consent or open to objection."""

MESSAGE_KINDS = (*SERVICE, *CHOSEN)
