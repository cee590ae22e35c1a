"""The law's own terms, each with its article; what an organisation promises is held against these.

A term that changes becomes two versions here, each with its dates: the old one stays for what began under it.
"""

from dataclasses import dataclass
from datetime import date

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks.values import (
    BreachQuestion,
    BreachStart,
    IdentificationLevel,
    ObjectionAbout,
    RegisterField,
    Remedy,
    RepresentativeKind,
    RequestKind,
    RetentionRule,
    Scope,
    Sensitivity,
    Text,
)

AVG_APPLIES = date(2018, 5, 25)
"""Art. 99(2) AVG."""
WKKGZ_APPLIES = date(2016, 1, 1)
MONTH = Term(1, Unit.MONTHS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTerms:
    """One version of the bounds of a request: to answer, to extend by at most, and to tell of an extension."""

    answer: ClockRule
    notice: ClockRule
    extension: Term | None

    @property
    def valid_from(self) -> date | None:
        """The first day on which a request comes under these terms."""
        return self.answer.valid_from

    @property
    def valid_until(self) -> date | None:
        """The last day on which a request comes under these terms."""
        return self.answer.valid_until

    def holds_on(self, day: date) -> bool:
        """Whether a request that is received on ``day`` comes under these terms."""
        return self.answer.holds_on(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionBound:
    """One version of how long the law has something kept: no shorter than its own ``rule``, no longer than ``ceiling``.

    ``about`` is the kind of data that the law means, whatever an organisation calls its rule; without one the law means
    the record that the rule's code names. The AVG has no ceiling in figures: *no longer than needed* (art. 5(1)(e)).
    """

    rule: RetentionRule
    about: Sensitivity | None = None
    ceiling: Term | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this version is the one to go by on ``day``."""
        return self.rule.holds_on(day)


def _received(name: str, term: Term, source: str, *, since: date) -> ClockRule:
    return ClockRule(name=name, start_event="received", term=term, source=source, valid_from=since)


_AVG = (
    RequestTerms(
        answer=_received("law", MONTH, "art. 12(3) AVG", since=AVG_APPLIES),
        notice=_received("notice", MONTH, "art. 12(3) AVG", since=AVG_APPLIES),
        extension=Term(2, Unit.MONTHS),
    ),
)
_COMPLAINT = (
    RequestTerms(
        answer=_received("law", Term(6, Unit.WEEKS), "art. 17(1) Wkkgz", since=WKKGZ_APPLIES),
        notice=_received("notice", Term(6, Unit.WEEKS), "art. 17(2) Wkkgz", since=WKKGZ_APPLIES),
        extension=Term(4, Unit.WEEKS),
    ),
)


def request_terms(kind: RequestKind) -> tuple[RequestTerms, ...]:
    """Return the versions of the law's terms for ``kind``: art. 12(3) AVG; a complaint has those of the Wkkgz."""
    return _COMPLAINT if kind is RequestKind.COMPLAINT else _AVG


AUTHORITY = "authority"
AUTHORITY_CLOCK = (
    ClockRule(
        name=AUTHORITY,
        start_event=BreachStart.AWARE,
        term=Term(72, Unit.HOURS),
        source="art. 33(1) AVG",
        valid_from=AVG_APPLIES,
    ),
)
"""The versions of the clock for telling the authority of a breach."""
NIS2_APPLIES = date(2024, 10, 18)
"""Art. 41 NIS2."""


def _nis2(name: str, hours: int, source: str) -> ClockRule:
    term = Term(hours, Unit.HOURS)
    return ClockRule(name=name, start_event=BreachStart.AWARE, term=term, source=source, valid_from=NIS2_APPLIES)


OTHER_LAWS_CLOCKS = (
    _nis2("nis2_warning", 24, "art. 23(4)(a) NIS2"),
    _nis2("nis2_notice", 72, "art. 23(4)(b) NIS2"),
)
"""Clocks of other laws that a breach may come under; they run where the responsible person switches them on."""


def _medical_file(years: int, *, since: date | None = None, until: date | None = None) -> RetentionRule:
    return RetentionRule(
        code="medical_file",
        name=Text("Medisch dossier", "Medical file"),
        start_event="last-changed",
        counted_from=Text("na de laatste wijziging", "after the last change"),
        keep=Term(12 * years, Unit.MONTHS),
        source="art. 7:454(3) BW",
        valid_from=since,
        valid_until=until,
    )


_TWENTY_YEARS = _medical_file(20, since=date(2020, 1, 1))
_FINANCIAL = RetentionRule(
    code="financial",
    name=Text("Financiële administratie", "Financial records"),
    start_event="year-ended",
    counted_from=Text("na het einde van het jaar", "after the end of the year"),
    keep=Term(84, Unit.MONTHS),
    source="art. 52(4) AWR",
)
_ACCESS_LOG = RetentionRule(
    code="access_log",
    name=Text("Logboek van inzage", "Access log"),
    start_event="looked",
    counted_from=Text("na het bekijken", "after the look"),
    keep=Term(60, Unit.MONTHS),
    source="NEN 7513; Stcrt. 2019, 38007; art. 15e Wabvpz",
)
RETENTION_BOUNDS = (
    RetentionBound(rule=_medical_file(15, until=date(2019, 12, 31)), about=Sensitivity.HEALTH),
    RetentionBound(rule=_TWENTY_YEARS, about=Sensitivity.HEALTH),
    RetentionBound(rule=_FINANCIAL, about=Sensitivity.FINANCIAL),
    RetentionBound(rule=_ACCESS_LOG, ceiling=_TWENTY_YEARS.keep),
)
"""The log of a medical file stays no longer than the file (NEN 7513 par. 8.5; the notes to Stcrt. 2019, 38007)."""
RETENTION = tuple(bound.rule for bound in RETENTION_BOUNDS)
"""The law's own rules, every version."""


def _kind(code: str, rank: int, name: Text, *, scopes: frozenset[Scope], source: str) -> RepresentativeKind:
    evidence = _RELATED if 30 <= rank < 90 else _WRITTEN
    return RepresentativeKind(code=code, name=name, rank=rank, scopes=scopes, evidence=evidence, source=source)


_WRITTEN = Text("Een schriftelijk bewijs", "Proof in writing")
_RELATED = Text("Een verklaring van de relatie", "A statement of the relation")
_CARE = frozenset({Scope.CARE, Scope.DATA})
_ARTICLE = "art. 7:465(3) BW"
_MINORS = "art. 7:465(1) BW; art. 1:245 BW"
REPRESENTATIVES: tuple[RepresentativeKind, ...] = (
    _kind(
        "parent_with_authority",
        1,
        Text("Ouder met gezag (tot 18 jaar)", "Parent with authority (until 18)"),
        scopes=frozenset(Scope),
        source=_MINORS,
    ),
    _kind(
        "minors_guardian",
        2,
        Text("Voogd (tot 18 jaar)", "Guardian of a minor (until 18)"),
        scopes=frozenset(Scope),
        source="art. 7:465(1) BW; art. 1:337 BW",
    ),
    _kind("guardian", 10, Text("Curator", "Guardian (curator)"), scopes=frozenset(Scope), source=_ARTICLE),
    _kind("mentor", 11, Text("Mentor", "Mentor"), scopes=_CARE, source=_ARTICLE),
    _kind(
        "authorised",
        20,
        Text("Schriftelijk gemachtigde", "Authorised in writing"),
        scopes=frozenset(Scope),
        source=_ARTICLE,
    ),
    _kind("spouse", 30, Text("Echtgenoot", "Spouse"), scopes=_CARE, source=_ARTICLE),
    _kind("registered_partner", 31, Text("Geregistreerd partner", "Registered partner"), scopes=_CARE, source=_ARTICLE),
    _kind("companion", 32, Text("Levensgezel", "Companion"), scopes=_CARE, source=_ARTICLE),
    _kind("parent", 40, Text("Ouder", "Parent"), scopes=_CARE, source=_ARTICLE),
    _kind("child", 41, Text("Kind", "Child"), scopes=_CARE, source=_ARTICLE),
    _kind("brother", 42, Text("Broer", "Brother"), scopes=_CARE, source=_ARTICLE),
    _kind("sister", 43, Text("Zus", "Sister"), scopes=_CARE, source=_ARTICLE),
    _kind(
        "administrator",
        90,
        Text("Bewindvoerder", "Administrator"),
        scopes=frozenset({Scope.MONEY}),
        source="art. 1:441 BW",
    ),
)

REQUEST_NAMES: dict[RequestKind, Text] = {
    RequestKind.ACCESS: Text("Inzage in mijn gegevens", "See my data"),
    RequestKind.COPY: Text("Een kopie van mijn gegevens", "A copy of my data"),
    RequestKind.ACCESS_LOG: Text("Wie in mijn gegevens keek", "Who looked at my data"),
    RequestKind.REFERRAL_INDEX: Text(
        "Welke zorgverleners iets over mij hebben", "Which carers hold something about me"
    ),
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

OBJECTION_NAMES: dict[ObjectionAbout, Text] = {
    ObjectionAbout.MARKETING: Text("Reclame en aanbiedingen", "Advertising and offers"),
    ObjectionAbout.CALLING: Text("Gebeld worden voor een aanbod", "Being called with an offer"),
    ObjectionAbout.SURVEYS: Text("Vragen of ik tevreden ben", "Questions whether I am content"),
    ObjectionAbout.STATISTICS: Text("Statistiek en onderzoek", "Statistics and research"),
    ObjectionAbout.INSURER_OFFERS: Text("Aanbiedingen van mijn zorgverzekeraar", "Offers of my health insurer"),
    ObjectionAbout.OTHER: Text("Iets anders", "Something else"),
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
    BreachQuestion("nature", Text("Wat is er gebeurd?", "What happened?"), fills=RegisterField.DESCRIPTION),
    BreachQuestion("when", Text("Wanneer is het gebeurd?", "When did it happen?"), fills=RegisterField.OCCURRED),
    BreachQuestion("data", Text("Om welke gegevens gaat het?", "Which data are involved?"), fills=RegisterField.DATA),
    BreachQuestion(
        "people",
        Text("Om welke mensen gaat het, en om hoeveel?", "Which people are involved, and how many?"),
        fills=RegisterField.PEOPLE,
    ),
    BreachQuestion(
        "consequences",
        Text("Wat kunnen de gevolgen zijn?", "What may the consequences be?"),
        fills=RegisterField.CONSEQUENCES,
    ),
    BreachQuestion(
        "measures", Text("Wat is er al gedaan?", "What has been done already?"), fills=RegisterField.MEASURES
    ),
)

NO_IDENTIFICATION = frozenset(
    {RequestKind.OBJECTION, RequestKind.WITHDRAWAL, RequestKind.ADDRESS_SECRECY, RequestKind.COMPLAINT}
)
"""What only protects the person works without asking who they are first (art. 7(3), 12(6), 21(2) AVG)."""


def identification_level(kind: RequestKind) -> IdentificationLevel:
    """Return how sure it has to be who asks for ``kind``, at least.

    Whatever gives out data, or changes a file on health, asks for more than one letter or one password (art. 32 AVG;
    the duty to guard a file on health, art. 7:457 BW; electronic access, art. 15d Wabvpz). What only protects the
    person works with less.
    """
    least = kind in NO_IDENTIFICATION or kind is RequestKind.OBJECTION_WITHDRAWAL
    return IdentificationLevel.LOW if least else IdentificationLevel.SUBSTANTIAL
