"""The core's own plugin: it answers every hook last, with the law's terms and nothing that anybody promised beyond it."""

from collections.abc import Sequence
from datetime import date

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks import law
from waarborg_shared.hooks.spec import hookimpl
from waarborg_shared.hooks.values import (
    About,
    AnswerPart,
    BreachProtocol,
    BreachQuestion,
    BreachStart,
    Channel,
    Contact,
    Content,
    DataCategory,
    Delivery,
    DeliveryState,
    DisclosurePolicy,
    Duty,
    Grant,
    LegalBasis,
    Message,
    Organisation,
    Purpose,
    PurposeKind,
    Reach,
    Recipient,
    RecordType,
    Remedy,
    RepresentativeKind,
    RequestClass,
    RequestKind,
    RequestPolicy,
    RetentionRule,
    Right,
    Role,
    RoleKind,
    Scope,
    Sensitivity,
    SpecialGround,
    Subject,
    Text,
    Theme,
)

REQUEST_NAMES: dict[RequestKind, Text] = {
    RequestKind.ACCESS: Text("Inzage in mijn gegevens", "See my data"),
    RequestKind.COPY: Text("Een kopie van mijn gegevens", "A copy of my data"),
    RequestKind.ACCESS_LOG: Text("Wie in mijn gegevens keek", "Who looked at my data"),
    RequestKind.CORRECTION: Text("Iets laten verbeteren", "Have something corrected"),
    RequestKind.ADDITION: Text("Iets laten toevoegen", "Have something added"),
    RequestKind.ERASURE: Text("Gegevens laten wissen", "Have data erased"),
    RequestKind.RESTRICTION: Text("Het gebruik laten beperken", "Have the use restricted"),
    RequestKind.OBJECTION: Text("Bezwaar maken tegen gebruik", "Object to a use"),
    RequestKind.PORTABILITY: Text("Gegevens meenemen", "Take my data elsewhere"),
    RequestKind.WITHDRAWAL: Text("Een toestemming intrekken", "Withdraw a consent"),
    RequestKind.OBJECTION_WITHDRAWAL: Text("Een bezwaar intrekken", "Withdraw an objection"),
    RequestKind.ADDRESS_SECRECY: Text("Mijn adres geheim houden", "Keep my address secret"),
    RequestKind.COMPLAINT: Text("Een klacht over privacy", "A complaint about privacy"),
}

REMEDIES: tuple[Remedy, ...] = (
    Remedy(
        code="authority",
        name=Text("Autoriteit Persoonsgegevens", "Dutch Data Protection Authority"),
        how=Text(
            "U kunt altijd een klacht indienen bij de Autoriteit Persoonsgegevens.",
            "You can complain to the Dutch Data Protection Authority at any time.",
        ),
        source="art. 77 AVG",
    ),
    Remedy(
        code="court",
        name=Text("De rechter", "The court"),
        how=Text(
            "U kunt de rechter om een beslissing vragen, binnen zes weken na ons antwoord.",
            "You can ask the court to decide, within six weeks of our answer.",
        ),
        source="art. 79 AVG; art. 35 UAVG",
    ),
)

QUESTIONS: tuple[BreachQuestion, ...] = (
    BreachQuestion("nature", Text("Wat is er gebeurd?", "What happened?")),
    BreachQuestion("when", Text("Wanneer is het gebeurd?", "When did it happen?")),
    BreachQuestion("data", Text("Om welke gegevens gaat het?", "Which data are involved?")),
    BreachQuestion(
        "people", Text("Om welke mensen gaat het, en om hoeveel?", "Which people are involved, and how many?")
    ),
    BreachQuestion("consequences", Text("Wat kunnen de gevolgen zijn?", "What may the consequences be?")),
    BreachQuestion("measures", Text("Wat is er al gedaan?", "What has been done already?")),
)

_EVERYTHING = frozenset(Duty)


class LawDefaults:
    """Answers for an organisation that has nothing to say of its own."""

    def __init__(self, organisation_id: str) -> None:
        self._organisation_id = organisation_id

    @hookimpl
    def organisation(self) -> Organisation:
        """Name the organisation after its id; its plugin or its settings know better."""
        return Organisation(
            name=self._organisation_id,
            legal_name=self._organisation_id,
            tagline=Text("Uw gegevens, onze zorg", "Your data, our care"),
            contacts=(Contact(subject=Subject.GENERAL, who=Text("De organisatie", "The organisation")),),
            statement_version="0",
            statement_dated=date(2018, 5, 25),
            review_after=Term(12, Unit.MONTHS),
            remedies=REMEDIES,
        )

    @hookimpl
    def theme(self) -> Theme:
        """Keep the page shell's own look."""
        return Theme()

    @hookimpl
    def roles(self) -> Sequence[Role]:
        """Give one role that carries every duty, one for carers, and the person concerned."""
        return (
            Role(
                code="privacy_officer",
                name=Text("Privacyverantwoordelijke", "Privacy officer"),
                kind=RoleKind.STAFF,
                duties=_EVERYTHING,
            ),
            Role(
                code="staff",
                name=Text("Medewerker", "Member of staff"),
                kind=RoleKind.STAFF,
                reach=Reach.IN_CARE,
                duties=frozenset({Duty.BREACH_REPORT, Duty.DESK}),
            ),
            Role(code="client", name=Text("Cliënt", "Client"), kind=RoleKind.PERSON, reach=Reach.OWN),
        )

    @hookimpl
    def record_types(self) -> Sequence[RecordType]:
        """Know one record: the client's file."""
        return (RecordType(code="file", name=Text("Dossier", "File"), about=About.CLIENT, health=True),)

    @hookimpl
    def grants(self) -> Sequence[Grant]:
        """Let the client and those who care for him read the file, and nobody else."""
        read = frozenset({Right.READ})
        return (
            Grant(role="client", record_type="file", rights=read, source="art. 15 AVG"),
            Grant(role="staff", record_type="file", rights=read, source="art. 7:457 BW"),
        )

    @hookimpl
    def data_categories(self) -> Sequence[DataCategory]:
        """Know names, ways to reach somebody, the BSN and health data."""
        return (
            DataCategory(code="name", name=Text("Naam", "Name"), retention="as_long_as_needed"),
            DataCategory(code="contact", name=Text("Contactgegevens", "Contact data"), retention="as_long_as_needed"),
            DataCategory(
                code="bsn",
                name=Text("Burgerservicenummer", "Citizen service number"),
                sensitivity=Sensitivity.BSN,
                retention="medical_file",
            ),
            DataCategory(
                code="health",
                name=Text("Gezondheid", "Health"),
                sensitivity=Sensitivity.HEALTH,
                retention="medical_file",
            ),
        )

    @hookimpl
    def purposes(self) -> Sequence[Purpose]:
        """Know care under the agreement, and news on consent alone (art. 11.7 Tw)."""
        return (
            Purpose(
                code="care",
                name=Text("Zorg geven", "Giving care"),
                explanation=Text("De zorg die met u is afgesproken.", "The care that was agreed with you."),
                kind=PurposeKind.CARE,
                bases=(LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY),
                categories=("name", "contact", "bsn", "health"),
                special_grounds=(SpecialGround.CARE,),
                source="art. 6(1)(b) and (c), 9(2)(h) AVG",
            ),
            Purpose(
                code="newsletter",
                name=Text("Nieuwsbrief", "Newsletter"),
                explanation=Text("Nieuws over wat wij doen.", "News of what we do."),
                kind=PurposeKind.MARKETING,
                bases=(LegalBasis.CONSENT,),
                categories=("name", "contact"),
                source="art. 11.7 Tw",
            ),
        )

    @hookimpl
    def retention_rules(self) -> Sequence[RetentionRule]:
        """Keep what the law says to keep, and the rest no longer than a year after it stopped being needed."""
        bounds = law.RETENTION_BOUNDS
        return (
            RetentionRule(
                code="as_long_as_needed",
                name=Text("Niet langer dan nodig", "No longer than needed"),
                start_event="care-ended",
                keep=Term(12, Unit.MONTHS),
                source="art. 5(1)(e) AVG",
            ),
            RetentionRule(
                code="medical_file",
                name=Text("Medisch dossier", "Medical file"),
                start_event="last-changed",
                keep=Term(240, Unit.MONTHS),
                source=bounds["medical_file"].source,
            ),
            RetentionRule(
                code="financial",
                name=Text("Financiële administratie", "Financial records"),
                start_event="year-ended",
                keep=Term(84, Unit.MONTHS),
                source=bounds["financial"].source,
            ),
            RetentionRule(
                code="access_log",
                name=Text("Logboek van inzage", "Access log"),
                start_event="looked",
                keep=Term(60, Unit.MONTHS),
                source=bounds["access_log"].source,
            ),
        )

    @hookimpl
    def recipients(self) -> Sequence[Recipient]:
        """Name nobody: who gets data is for the organisation to say."""
        return ()

    @hookimpl
    def representative_kinds(self) -> Sequence[RepresentativeKind]:
        """Give the order of art. 7:465 BW."""
        return LAW_REPRESENTATIVES

    @hookimpl
    def request_policy(self, kind: RequestKind) -> RequestPolicy:
        """Give the law's term as the promise too."""
        terms = law.request_terms(kind)
        return RequestPolicy(
            kind=kind,
            name=REQUEST_NAMES[kind],
            request_class=RequestClass.COMPLAINT if kind is RequestKind.COMPLAINT else RequestClass.REQUEST,
            promise=ClockRule(
                name="answer", start_event="received", term=terms.answer.term, source=terms.answer.source
            ),
            law=terms.answer,
            notice=terms.notice,
            extension=terms.extension,
            answer_channel="letter",
            identification=kind is not RequestKind.COMPLAINT,
            first_copy_free=True,
            explanation=Text(
                "U krijgt antwoord binnen de termijn van de wet.", "You get an answer within the term of the law."
            ),
            source=terms.answer.source,
        )

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """Give art. 33 and 34 AVG: 72 hours from becoming aware, the persons without undue delay."""
        return BreachProtocol(
            responsible_role="privacy_officer",
            responsible=Text("De privacyverantwoordelijke", "The privacy officer"),
            deputies=(),
            clocks=(law.AUTHORITY_CLOCK,),
            questions=QUESTIONS,
            grievance=Text(
                "Bent u het niet eens met de beslissing? Laat het de organisatie weten.",
                "Do you disagree with the decision? Tell the organisation.",
            ),
            source="art. 33 and 34 AVG",
        )

    @hookimpl
    def disclosure_policy(self) -> DisclosurePolicy:
        """Give the coordinated-disclosure practice's mildest promises: a first answer within five working days."""
        return DisclosurePolicy(
            promises=(
                ClockRule(
                    name="first_answer",
                    start_event="received",
                    term=Term(5, Unit.WORKING_DAYS),
                    source="ISO/IEC 29147",
                ),
            ),
            answer_needs=(AnswerPart.ASSESSMENT,),
            in_scope=(Text("Zwakke plekken in onze systemen", "Weak spots in our systems"),),
            redirects=(),
            we_ask=(
                Text("Deel het probleem met niemand anders.", "Share the problem with nobody else."),
                Text("Gebruik het niet verder dan nodig.", "Use it no further than needed."),
            ),
            please_avoid=(Text("Schade of onderbreking", "Damage or interruption"),),
            we_promise=(Text("Wij behandelen uw melding vertrouwelijk.", "We treat your report in confidence."),),
            receipt_at_once=True,
            pseudonym_allowed=True,
            anonymous_mailbox=True,
            reward=None,
            reward_for_anonymous=False,
            credit=True,
            source="ISO/IEC 29147",
        )

    @hookimpl
    def channels(self) -> Sequence[Channel]:
        """Offer a letter and the desk for everything, and e-mail for a notice without content."""
        everything = frozenset(Content)
        return (
            Channel(code="letter", name=Text("Brief", "Letter"), carries=everything),
            Channel(code="desk", name=Text("Aan de balie", "At the desk"), carries=everything),
            Channel(code="email", name=Text("E-mail", "E-mail"), carries=frozenset({Content.NOTICE})),
        )

    @hookimpl
    def closed_days(self, year: int) -> Sequence[date]:
        """Close on no day of its own."""
        return ()

    @hookimpl
    def deliver(self, message: Message) -> Delivery | None:
        """Put a letter in the tray to print; know no other channel."""
        if message.channel == "letter":
            return Delivery(state=DeliveryState.TO_PRINT)
        return Delivery(state=DeliveryState.TASK)


def _kind(code: str, rank: int, nl: str, en: str, scopes: frozenset[Scope], source: str) -> RepresentativeKind:
    written = Text("Een schriftelijk bewijs", "Proof in writing")
    related = Text("Een verklaring van de relatie", "A statement of the relation")
    evidence = written if rank < 30 or code == "administrator" else related
    return RepresentativeKind(code=code, name=Text(nl, en), rank=rank, scopes=scopes, evidence=evidence, source=source)


_CARE = frozenset({Scope.CARE, Scope.DATA})
_ARTICLE = "art. 7:465(3) BW"
LAW_REPRESENTATIVES: tuple[RepresentativeKind, ...] = (
    _kind("guardian", 10, "Curator", "Guardian (curator)", frozenset(Scope), _ARTICLE),
    _kind("mentor", 11, "Mentor", "Mentor", _CARE, _ARTICLE),
    _kind("authorised", 20, "Schriftelijk gemachtigde", "Authorised in writing", _CARE, _ARTICLE),
    _kind("spouse", 30, "Echtgenoot", "Spouse", _CARE, _ARTICLE),
    _kind("registered_partner", 31, "Geregistreerd partner", "Registered partner", _CARE, _ARTICLE),
    _kind("companion", 32, "Levensgezel", "Companion", _CARE, _ARTICLE),
    _kind("parent", 40, "Ouder", "Parent", _CARE, _ARTICLE),
    _kind("child", 41, "Kind", "Child", _CARE, _ARTICLE),
    _kind("brother", 42, "Broer", "Brother", _CARE, _ARTICLE),
    _kind("sister", 43, "Zus", "Sister", _CARE, _ARTICLE),
    _kind("administrator", 90, "Bewindvoerder", "Administrator", frozenset({Scope.MONEY}), "art. 1:441 BW"),
)
