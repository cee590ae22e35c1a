"""The core's own plugin: it answers every hook last, with the law's terms and no promise beyond them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks import law
from waarborg_shared.hooks.spec import hookimpl
from waarborg_shared.hooks.values import (
    SERVICES,
    About,
    AnswerPart,
    BreachProtocol,
    Channel,
    ComplaintRoute,
    Contact,
    Content,
    DataCategory,
    Delivery,
    DeliveryState,
    DisclosurePolicy,
    Duty,
    Grant,
    Holder,
    LegalBasis,
    Message,
    MessageKind,
    ObjectionSubject,
    Organisation,
    Policy,
    Purpose,
    PurposeKind,
    Reach,
    Recipient,
    RecordType,
    RepresentativeKind,
    RequestClass,
    RequestKind,
    RequestPolicy,
    RetentionRule,
    Right,
    Role,
    RoleKind,
    Sensitivity,
    SignInPolicy,
    SpecialGround,
    Subject,
    Text,
    Theme,
    in_order,
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
            remedies=law.REMEDIES,
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
    def sign_in_policy(self) -> SignInPolicy:
        """End a session after half an hour (a person's after a quarter) unused, and review roles every year."""
        return SignInPolicy(review_every=Term(12, Unit.MONTHS), source="NEN 7510")

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
    def policy(self) -> Policy:
        """Know no rule beside the role table."""
        return Policy()

    @hookimpl
    def data_categories(self) -> Sequence[DataCategory]:
        """Know names, ways to reach somebody, the BSN and health data."""
        return (
            DataCategory(code="name", name=Text("Naam", "Name"), retention="as_long_as_needed"),
            DataCategory(
                code="contact",
                name=Text("Contactgegevens", "Contact data"),
                retention="as_long_as_needed",
                tells_address=True,
            ),
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
                source="art. 6(1)(b), (c), 9(2)(h) AVG",
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
        return (
            RetentionRule(
                code="as_long_as_needed",
                name=Text("Niet langer dan nodig", "No longer than needed"),
                start_event="care-ended",
                counted_from=Text("na het einde van de zorg", "after the care ended"),
                keep=Term(12, Unit.MONTHS),
                source="art. 5(1)(e) AVG",
            ),
            *law.RETENTION,
        )

    @hookimpl
    def recipients(self) -> Sequence[Recipient]:
        """Name nobody: who gets data is for the organisation to say."""
        return ()

    @hookimpl
    def holders(self) -> Sequence[Holder]:
        """Name the services of this platform: what else holds data is for the organisation to say."""
        return SERVICES

    @hookimpl
    def representative_kinds(self) -> Sequence[RepresentativeKind]:
        """Give the order of art. 7:465 BW."""
        return law.REPRESENTATIVES

    @hookimpl
    def request_policy(self, kind: RequestKind) -> Sequence[RequestPolicy]:
        """Give the law's term as the promise too, in each of its versions."""
        first, *later = in_order(law.request_terms(kind))
        return (_policy(kind, first, since=None), *(_policy(kind, terms, since=terms.valid_from) for terms in later))

    @hookimpl
    def objection_subjects(self) -> Sequence[ObjectionSubject]:
        """Name none: the core finds them by the sorts of use that an organisation has (art. 21 AVG)."""
        return ()

    @hookimpl
    def complaint_route(self) -> ComplaintRoute:
        """Have the organisation handle complaints itself, with care and by somebody who did not do what it is about."""
        return ComplaintRoute(
            handler=Text("De organisatie zelf", "The organisation itself"),
            independent=False,
            explanation=Text(
                "Iemand die niet bij uw verzoek betrokken was behandelt uw klacht.",
                "Somebody who had no part in your request handles your complaint.",
            ),
            source="art. 13 Wkkgz",
        )

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """Give art. 33 and 34 AVG: 72 hours from becoming aware, the persons without undue delay."""
        return BreachProtocol(
            responsible_role="privacy_officer",
            responsible=Text("De privacyverantwoordelijke", "The privacy officer"),
            deputies=(),
            clocks=law.AUTHORITY_CLOCK,
            questions=law.QUESTIONS,
            grievance=Text(
                "Bent u het niet eens met de beslissing? Laat het de organisatie weten.",
                "Do you disagree with the decision? Tell the organisation.",
            ),
            source="art. 33, 34 AVG",
            optional_clocks=law.OTHER_LAWS_CLOCKS,
            deputy_reason_kept=Term(12, Unit.MONTHS),
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
    def message_kinds(self) -> Sequence[MessageKind]:
        """Know what must be told about the agreed care, and news for who said yes to it."""
        return (
            MessageKind(
                code="care_message",
                name=Text("Berichten over uw zorg", "Messages about your care"),
                explanation=Text(
                    "Wat u moet weten over de zorg die met u is afgesproken.",
                    "What you need to know about the care that was agreed with you.",
                ),
                purpose="care",
                channels=("letter", "desk", "email"),
                reach=("name", "contact"),
                categories=("health",),
                service=True,
                source="art. 6(1)(b) AVG",
            ),
            MessageKind(
                code="news",
                name=Text("Nieuws", "News"),
                explanation=Text(
                    "Nieuws over wat wij doen, als u daar ja op zei.", "News of what we do, if you agreed."
                ),
                purpose="newsletter",
                channels=("letter", "email"),
                reach=("name", "contact"),
                source="art. 11.7 Tw",
            ),
        )

    @hookimpl
    def closed_days(self, year: int) -> Sequence[date]:
        """Close on no day of its own."""
        return ()

    @hookimpl
    def deliver(self, message: Message) -> Delivery | None:
        """Put a letter in the tray to print, make a task of the rest; e-mail carries a notice and no more."""
        if message.channel == "letter":
            return Delivery(state=DeliveryState.TO_PRINT)
        if message.channel == "email" and message.content is not Content.NOTICE:
            return Delivery(state=DeliveryState.FAILED, detail="channel-not-secure-enough")
        return Delivery(state=DeliveryState.TASK)


def _policy(kind: RequestKind, terms: law.RequestTerms, *, since: date | None) -> RequestPolicy:
    return RequestPolicy(
        kind=kind,
        name=law.REQUEST_NAMES[kind],
        request_class=RequestClass.COMPLAINT if kind is RequestKind.COMPLAINT else RequestClass.REQUEST,
        promise=replace(terms.answer, name="answer", valid_from=since),
        extension=terms.extension,
        answer_channel="letter",
        identification=kind not in law.NO_IDENTIFICATION,
        first_copy_free=True,
        explanation=Text(
            "U krijgt antwoord binnen de termijn van de wet.", "You get an answer within the term of the law."
        ),
        source=terms.answer.source,
    )
