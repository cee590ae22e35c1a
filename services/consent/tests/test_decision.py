"""The decision's conditions, one at a time and in their order: the role table, then the law."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from waarborg_consent.domain import (
    Asked,
    Cell,
    ConsentState,
    Decision,
    Facts,
    Known,
    OwnPolicy,
    Reason,
    Standing,
    Thing,
    decide,
    policy_of,
)
from waarborg_consent.domain.marks import Mark, MarkKind
from waarborg_consent.domain.policy.law import CONDITIONS
from waarborg_consent.domain.policy.reasons import SOURCES
from waarborg_consent.texts import REASONS, missing_text
from waarborg_shared.hooks.values import (
    About,
    AnyOf,
    Attribute,
    Confidence,
    DataCategory,
    Effect,
    Equal,
    Grant,
    LegalBasis,
    Literal,
    Policy,
    PolicyRule,
    Purpose,
    PurposeKind,
    Reach,
    Recipient,
    RecipientKind,
    RecordType,
    Right,
    Role,
    RoleKind,
    Sensitivity,
    SpecialGround,
    Text,
)

WORD = Text("woord", "word")
CARER = Role(code="carer", name=WORD, kind=RoleKind.STAFF, reach=Reach.IN_CARE)
CLIENT = Role(code="client", name=WORD, kind=RoleKind.PERSON, reach=Reach.OWN)
BOARD = Role(code="board", name=WORD, kind=RoleKind.STAFF, reach=Reach.ALL)
INSURER = Role(code="insurer", name=WORD, kind=RoleKind.PARTNER, reach=Reach.NAMED_CHECK)
FILE = RecordType(code="file", name=WORD, about=About.CLIENT, health=True)
FORM = RecordType(code="form", name=WORD, about=About.CLIENT)
HANDBOOK = RecordType(code="handbook", name=WORD, about=About.EVERYBODY)
AGREEMENT = RecordType(code="agreement", name=WORD, about=About.MEMBER)
CATEGORIES = {
    code: DataCategory(code=code, name=WORD, sensitivity=sensitivity, retention="r", tells_address=code == "address")
    for code, sensitivity in {
        "name": Sensitivity.ORDINARY,
        "address": Sensitivity.ORDINARY,
        "bsn": Sensitivity.BSN,
        "health": Sensitivity.HEALTH,
        "criminal": Sensitivity.CRIMINAL,
    }.items()
}
CARE = Purpose(
    code="care",
    name=WORD,
    explanation=WORD,
    kind=PurposeKind.CARE,
    bases=(LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY),
    categories=("name", "address", "bsn", "health", "criminal"),
    special_grounds=(SpecialGround.CARE,),
    source="test",
)
RESEARCH = replace(CARE, code="research", bases=(LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTEREST))
NEWS = replace(CARE, code="news", kind=PurposeKind.MARKETING, bases=(LegalBasis.CONSENT,), special_grounds=())
SURVEY = replace(CARE, code="survey", kind=PurposeKind.SURVEY, bases=(LegalBasis.LEGITIMATE_INTEREST,))
BOTH_GROUNDS = (SpecialGround.CARE, SpecialGround.EXPLICIT_CONSENT)
J4 = replace(CARE, bases=(LegalBasis.CONTRACT,), special_grounds=BOTH_GROUNDS, every_ground_needed=True)
J4_ALL = replace(J4, special_grounds=(*BOTH_GROUNDS, SpecialGround.LEGAL_DUTY))
HERE = Recipient(code="here", name=WORD, kind=RecipientKind.RECIPIENT, what_for=WORD, country="NL")
FAR = replace(HERE, code="far", country="US", inside_eea=False)
SAFE = replace(FAR, code="safe", safeguard=Text("modelbepalingen", "standard clauses"))
PRINTS = replace(HERE, code="prints", kind=RecipientKind.PROCESSOR, agreement=WORD)
SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
READ = frozenset({Right.READ})


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One question and everything that decides on it: a carer reads the file of a client in his care, for care."""

    role: Role | None = CARER
    record_type: RecordType = FILE
    purpose: Purpose | None = CARE
    rights: frozenset[Right] = READ
    confidence: Confidence = Confidence.HIGH
    consent: ConsentState = ConsentState.UNKNOWN
    unnamed: bool = False
    since: datetime = SINCE
    asker: str = "s1"
    person: str = "p1"
    right: str = "read"
    categories: tuple[str, ...] = ()
    context: dict[str, Any] = field(default_factory=dict)
    in_care: bool = True
    facts: Facts = field(default_factory=Facts)
    rules: tuple[PolicyRule, ...] = ()

    def policy(self) -> OwnPolicy:
        """The organisation."""
        roles = {each.code: each for each in (CARER, CLIENT, BOARD, INSURER) if each is self.role}
        grant = Grant(
            role=self.role.code if self.role else "x",
            record_type=self.record_type.code,
            rights=self.rights,
            confidence=self.confidence,
            source="B7",
        )
        return policy_of(
            roles=roles,
            record_types={each.code: each for each in (FILE, FORM, HANDBOOK, AGREEMENT)},
            grants={(grant.role, grant.record_type): grant},
            policy=Policy(rules=self.rules),
            purposes={self.purpose.code: self.purpose} if self.purpose else {},
            categories=CATEGORIES,
            recipients=(HERE, FAR, SAFE, PRINTS),
        )

    def asked(self) -> Asked:
        """The question."""
        purpose = self.purpose.code if self.purpose else "spying"
        return Asked(
            subject=Thing(type="staff", id=self.asker, properties={"role": self.role.code if self.role else "nobody"}),
            action=self.right,
            resource=Thing(
                type=self.record_type.code,
                id="r1",
                properties={"person": self.person, "categories": list(self.categories)},
            ),
            context={"purpose": purpose, "in_care": self.in_care, **self.context},
        )

    def answer(self) -> Decision:
        """The decision."""
        purpose = self.purpose.code if self.purpose else ""
        said = self.consent is not ConsentState.UNKNOWN
        standing = Standing(
            purpose=purpose,
            state=self.consent,
            since=self.since if said else None,
            event_id="e1" if said else None,
            unnamed=self.unnamed,
        )
        return decide(self.policy(), self.asked(), replace(self.facts, standing=standing))


def mark(kind: MarkKind, about: str | None = None, *, overruled: str | None = None) -> Facts:
    answered = frozenset({overruled} if overruled else ())
    return Facts(marks=(Mark(id="m1", kind=kind, about=about, set_at=SINCE, overruled=answered),))


OUTSIDE = {"role": BOARD, "in_care": False}
TO_HIM: dict[str, Any] = {"context": {"recipient": "here"}}
ON_FORM = {"record_type": FORM}
GIVEN, WITHDRAWN = ConsentState.GIVEN, ConsentState.WITHDRAWN
RESTRICTED, SECRET = mark(MarkKind.RESTRICTION), mark(MarkKind.ADDRESS_SECRECY)
NIGHT_RULE = PolicyRule(
    code="not_at_night",
    effect=Effect.DENY,
    actions=frozenset({"read"}),
    resource_types=frozenset({"file"}),
    when=Equal(Attribute("context.night"), Literal(True)),
    because=Text("Niet in de nacht.", "Not at night."),
    source="test",
)
VISITORS = replace(NIGHT_RULE, code="visitors", effect=Effect.PERMIT, when=AnyOf(()), roles=frozenset({"nobody"}))
ANYBODY = replace(VISITORS, code="anybody", when=None)

CASES: list[tuple[str, dict[str, Any], Reason]] = [
    ("B7: the cell gives the right", {}, Reason.ALLOWED_BY_BASIS),
    ("a role that is not there", {"role": None}, Reason.UNKNOWN_ROLE),
    ("J2: the list of purposes is closed", {"purpose": None}, Reason.UNKNOWN_PURPOSE),
    ("nobody's name was given", {"person": ""}, Reason.UNKNOWN_PERSON),
    ("B7: no cell", {"rights": frozenset()}, Reason.NO_CELL),
    ("B7: C does not give R", {"rights": frozenset({Right.CREATE})}, Reason.NO_CELL),
    ("an action that no table knows", {"right": "fax"}, Reason.NO_CELL),
    ("B7: a cell that nobody confirmed", {"confidence": Confidence.LOW}, Reason.UNCONFIRMED_CELL),
    (
        "B7: a cell that was confirmed since",
        {
            "confidence": Confidence.LOW,
            "facts": Facts(
                cell=Cell(role="carer", record_type="file", rights=frozenset({"read"}), in_force=True, number=1)
            ),
        },
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "B7: a cell that was corrected since",
        {"facts": Facts(cell=Cell(role="carer", record_type="file", rights=frozenset(), in_force=True, number=2))},
        Reason.NO_CELL,
    ),
    ("not in this carer's care", {"in_care": False}, Reason.NOT_IN_CARE),
    (
        "in his care by a registered relationship",
        {"in_care": False, "facts": Facts(known=Known(with_person=frozenset({"care"})))},
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "another relationship is no care",
        {"in_care": False, "facts": Facts(known=Known(with_person=frozenset({"neighbour"})))},
        Reason.NOT_IN_CARE,
    ),
    ("somebody else's", {"role": CLIENT}, Reason.NOT_OWN),
    ("one's own", {"role": CLIENT, "asker": "p1"}, Reason.ALLOWED_BY_BASIS),
    ("an insurer without a check", {"role": INSURER}, Reason.NO_NAMED_CHECK),
    (
        "an insurer with a named check",
        {"role": INSURER, "context": {"named_ground": "material_check"}},
        Reason.ALLOWED_BY_BASIS,
    ),
    ("secrecy", OUTSIDE, Reason.SECRECY),
    ("secrecy, with a named ground", {**OUTSIDE, "context": {"named_ground": "incident"}}, Reason.ALLOWED_BY_BASIS),
    ("no secrecy on what is not about health", {**OUTSIDE, **ON_FORM}, Reason.ALLOWED_BY_BASIS),
    (
        "secrecy: health data in another record",
        {**OUTSIDE, **ON_FORM, "categories": ("health",)},
        Reason.SECRECY,
    ),
    (
        "secrecy: a check of an insurer is no ground for the board",
        {**OUTSIDE, "context": {"named_ground": "material_check"}},
        Reason.SECRECY,
    ),
    (
        "an insurer: health data in another record",
        {"role": INSURER, **ON_FORM, "categories": ("health",)},
        Reason.NO_NAMED_CHECK,
    ),
    ("J2: an unknown category", {"categories": ("horoscope",)}, Reason.OTHER_PURPOSE),
    (
        "J2: data of another purpose",
        {"purpose": replace(CARE, categories=("name",)), "categories": ("health",)},
        Reason.OTHER_PURPOSE,
    ),
    ("J2: data given for something else", {"context": {"given_for": "newsletter"}}, Reason.COMBINED),
    ("J2: data given for the same", {"context": {"given_for": ["care"]}}, Reason.ALLOWED_BY_BASIS),
    ("J2: two purposes at once", {"context": {"purpose": ["care", "research"]}}, Reason.COMBINED),
    (
        "J2: two purposes that were declared compatible",
        {
            "context": {"purpose": ["care", "research"]},
            "facts": Facts(compatible=frozenset({("research", "care")})),
        },
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "J2: compatible one way is not compatible the other way",
        {
            "context": {"purpose": ["care", "research"]},
            "facts": Facts(compatible=frozenset({("care", "research")})),
        },
        Reason.COMBINED,
    ),
    (
        "B11: the BSN without a legal duty",
        {"purpose": replace(CARE, bases=(LegalBasis.CONTRACT,)), "categories": ("bsn",)},
        Reason.BSN_NEEDS_LEGAL_DUTY,
    ),
    ("B11: the BSN under a legal duty", {"categories": ("name", "bsn")}, Reason.ALLOWED_BY_BASIS),
    (
        "J4: special data without a ground",
        {"purpose": replace(CARE, special_grounds=()), "categories": ("health",)},
        Reason.SPECIAL_NEEDS_GROUND,
    ),
    (
        "B13: one of its grounds is enough, but consent must stand",
        {"purpose": replace(CARE, bases=(LegalBasis.CONTRACT,), special_grounds=(SpecialGround.EXPLICIT_CONSENT,))},
        Reason.SPECIAL_NEEDS_CONSENT,
    ),
    (
        "B13: archive by itself is enough",
        {
            "purpose": replace(
                RESEARCH,
                special_grounds=(SpecialGround.EXPLICIT_CONSENT, SpecialGround.ARCHIVE_RESEARCH_STATISTICS),
            )
        },
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "J4: every ground is needed, and explicit consent is one",
        {"purpose": J4, "categories": ("health",)},
        Reason.SPECIAL_NEEDS_CONSENT,
    ),
    (
        "J4: with explicit consent",
        {"purpose": J4, "categories": ("health",), "consent": GIVEN},
        Reason.ALLOWED_BY_BASIS,
    ),
    ("J4: neither duty nor consent", {"purpose": J4_ALL, "categories": ("health",)}, Reason.SPECIAL_NEEDS_GROUND),
    (
        "J4, clamped: the duty to keep a medical file stands without consent",
        {"purpose": replace(J4, bases=(LegalBasis.LEGAL_DUTY,)), "categories": ("health",)},
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "J4: a criminal past is no part of that duty",
        {"purpose": replace(J4, bases=(LegalBasis.LEGAL_DUTY,)), "categories": ("health", "criminal")},
        Reason.SPECIAL_NEEDS_CONSENT,
    ),
    (
        "B8: a whole health record holds special data, whatever is named",
        {"purpose": NEWS, "consent": GIVEN},
        Reason.SPECIAL_NEEDS_GROUND,
    ),
    (
        "B10: a withdrawal stops research that has another basis too",
        {**ON_FORM, "purpose": RESEARCH, "consent": WITHDRAWN},
        Reason.CONSENT_WITHDRAWN,
    ),
    ("B10: research on its other basis", {**ON_FORM, "purpose": RESEARCH}, Reason.ALLOWED_BY_BASIS),
    (
        "a carer reads what is nobody's without a care relationship",
        {"in_care": False, "record_type": HANDBOOK, "person": ""},
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "B7: a carer reads his own agreement as a member",
        {"in_care": False, "asker": "p1", "record_type": AGREEMENT},
        Reason.ALLOWED_BY_BASIS,
    ),
    ("B7: a colleague's agreement is no care", {"record_type": AGREEMENT}, Reason.NOT_OWN),
    ("a client reads what is everybody's", {"role": CLIENT, "record_type": HANDBOOK}, Reason.ALLOWED_BY_BASIS),
    ("consent never asked", {**ON_FORM, "purpose": NEWS}, Reason.CONSENT_MISSING),
    ("consent withdrawn", {**ON_FORM, "purpose": NEWS, "consent": WITHDRAWN}, Reason.CONSENT_WITHDRAWN),
    ("consent stands", {**ON_FORM, "purpose": NEWS, "consent": GIVEN}, Reason.ALLOWED_BY_CONSENT),
    ("B16: an objection", {**ON_FORM, "purpose": SURVEY, "facts": mark(MarkKind.OBJECTION, "survey")}, Reason.OBJECTED),
    (
        "B16: an objection to everything",
        {**ON_FORM, "purpose": SURVEY, "facts": mark(MarkKind.OBJECTION)},
        Reason.OBJECTED,
    ),
    (
        "an objection to something else",
        {**ON_FORM, "purpose": SURVEY, "facts": mark(MarkKind.OBJECTION, "news")},
        Reason.ALLOWED_BY_BASIS,
    ),
    ("art. 21: care cannot be objected to", {"facts": mark(MarkKind.OBJECTION)}, Reason.ALLOWED_BY_BASIS),
    (
        "the more specific wins: a consent for this research against an objection to everything",
        {**ON_FORM, "purpose": RESEARCH, "consent": GIVEN, "facts": mark(MarkKind.OBJECTION)},
        Reason.ALLOWED_BY_CONSENT,
    ),
    (
        "on a tie the objection wins",
        {**ON_FORM, "purpose": RESEARCH, "consent": GIVEN, "facts": mark(MarkKind.OBJECTION, "research")},
        Reason.OBJECTED,
    ),
    (
        "an objection to direct marketing always holds",
        {**ON_FORM, "purpose": NEWS, "consent": GIVEN, "facts": mark(MarkKind.OBJECTION)},
        Reason.OBJECTED,
    ),
    (
        "an objection to a survey always holds as well",
        {
            **ON_FORM,
            "purpose": replace(SURVEY, bases=RESEARCH.bases),
            "consent": GIVEN,
            "facts": mark(MarkKind.OBJECTION, overruled="survey"),
        },
        Reason.OBJECTED,
    ),
    (
        "art. 21(1): an objection to everything that was answered on compelling grounds for this research",
        {**ON_FORM, "purpose": RESEARCH, "facts": mark(MarkKind.OBJECTION, overruled="research")},
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "art. 21(1): one that was answered for another use holds for this research",
        {**ON_FORM, "purpose": RESEARCH, "facts": mark(MarkKind.OBJECTION, overruled="survey")},
        Reason.OBJECTED,
    ),
    ("art. 18: restricted", {**ON_FORM, "facts": RESTRICTED}, Reason.RESTRICTED),
    (
        "art. 18(2): restricted, for a legal claim",
        {**ON_FORM, "facts": RESTRICTED, "context": {"named_ground": "legal_claim"}},
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "art. 18(2): an incident is no ground to use what is restricted",
        {**ON_FORM, "facts": RESTRICTED, "context": {"named_ground": "incident"}},
        Reason.RESTRICTED,
    ),
    (
        "art. 18(2): restricted, with a consent that was given since",
        {
            **ON_FORM,
            "purpose": RESEARCH,
            "facts": RESTRICTED,
            "consent": GIVEN,
            "since": SINCE + timedelta(seconds=1),
        },
        Reason.ALLOWED_BY_CONSENT,
    ),
    (
        "art. 18: who restricts does not mean the yes of before",
        {**ON_FORM, "purpose": RESEARCH, "facts": RESTRICTED, "consent": GIVEN},
        Reason.RESTRICTED,
    ),
    ("art. 18: one reads his own", {"role": CLIENT, "asker": "p1", "facts": RESTRICTED}, Reason.ALLOWED_BY_BASIS),
    ("B12: a secret address", {**ON_FORM, "facts": SECRET, "categories": ("name", "address")}, Reason.HIDDEN_ADDRESS),
    ("B12: a name beside it", {**ON_FORM, "facts": SECRET, "categories": ("name",)}, Reason.ALLOWED_BY_BASIS),
    (
        "B12: a secret address is one's own",
        {**ON_FORM, "role": CLIENT, "asker": "p1", "facts": SECRET, "categories": ("address",)},
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "B12: a secret address within the law",
        {**ON_FORM, "facts": SECRET, "categories": ("address",), "context": {"named_ground": "legal_duty"}},
        Reason.ALLOWED_BY_BASIS,
    ),
    ("J8: a registered recipient", {"context": {"recipient": "here"}}, Reason.ALLOWED_BY_BASIS),
    (
        "J8: a yes that does not name the third party",
        {**ON_FORM, **TO_HIM, "purpose": NEWS, "unnamed": True},
        Reason.RECIPIENT_NOT_NAMED,
    ),
    ("J8: a third party, never asked", {**ON_FORM, **TO_HIM, "purpose": NEWS}, Reason.CONSENT_MISSING),
    ("J8: a yes that does", {**ON_FORM, **TO_HIM, "purpose": NEWS, "consent": GIVEN}, Reason.ALLOWED_BY_CONSENT),
    (
        "J8: an interest of one's own is no ground to give data away",
        {**ON_FORM, **TO_HIM, "purpose": SURVEY},
        Reason.RECIPIENT_NOT_NAMED,
    ),
    (
        "J8: nor beside a yes to one's own use",
        {**ON_FORM, **TO_HIM, "purpose": RESEARCH, "unnamed": True},
        Reason.RECIPIENT_NOT_NAMED,
    ),
    (
        "J8: a processor is no third party",
        {**ON_FORM, "context": {"recipient": "prints"}, "purpose": SURVEY},
        Reason.ALLOWED_BY_BASIS,
    ),
    ("J8: a recipient that nobody knows", {"context": {"recipient": "cousin"}}, Reason.UNKNOWN_RECIPIENT),
    ("B3: outside the EEA without a safeguard", {"context": {"recipient": "far"}}, Reason.NO_SAFEGUARD),
    ("B3: outside the EEA with a safeguard", {"context": {"recipient": "safe"}}, Reason.ALLOWED_BY_BASIS),
    ("a rule that refuses wins", {"rules": (NIGHT_RULE,), "context": {"night": True}}, Reason.DENIED_BY_RULE),
    ("a rule that refuses, where it does not hold", {"rules": (NIGHT_RULE,)}, Reason.ALLOWED_BY_BASIS),
    ("a rule permits whom the table does not know", {"role": None, "rules": (ANYBODY,)}, Reason.ALLOWED_BY_BASIS),
    ("a rule whose condition never holds", {"role": None, "rules": (VISITORS,)}, Reason.UNKNOWN_ROLE),
    (
        "the clamp: what a rule permits, the law still asks",
        {"role": None, "rules": (ANYBODY,), "in_care": False},
        Reason.SECRECY,
    ),
    (
        "an emergency lifts the lack of a care relationship",
        {"in_care": False, "facts": Facts(override="x1")},
        Reason.ALLOWED_BY_EMERGENCY,
    ),
    ("an emergency that nobody needed", {"facts": Facts(override="x1")}, Reason.ALLOWED_BY_BASIS),
    ("an emergency lifts secrecy", {**OUTSIDE, "facts": Facts(override="x1")}, Reason.ALLOWED_BY_EMERGENCY),
    (
        "an emergency lifts a restriction",
        {"facts": replace(RESTRICTED, override="x1")},
        Reason.ALLOWED_BY_EMERGENCY,
    ),
    (
        "an emergency is for reading",
        {"in_care": False, "right": "delete", "rights": frozenset(Right), "facts": Facts(override="x1")},
        Reason.NOT_IN_CARE,
    ),
    (
        "an emergency is for care",
        {"in_care": False, "purpose": SURVEY, **ON_FORM, "facts": Facts(override="x1")},
        Reason.NOT_IN_CARE,
    ),
    (
        "an emergency is for staff",
        {"role": INSURER, "rights": frozenset(), "facts": Facts(override="x1")},
        Reason.NO_CELL,
    ),
    (
        "an emergency lifts no rule that refuses",
        {"rules": (NIGHT_RULE,), "context": {"night": True}, "facts": Facts(override="x1")},
        Reason.DENIED_BY_RULE,
    ),
    (
        "an emergency gives no BSN without a duty",
        {
            "in_care": False,
            "purpose": replace(CARE, bases=(LegalBasis.CONTRACT,)),
            "categories": ("bsn",),
            "facts": Facts(override="x1"),
        },
        Reason.BSN_NEEDS_LEGAL_DUTY,
    ),
]


@pytest.mark.parametrize(("scene", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_B7_the_first_condition_that_fails_decides(scene: dict[str, Any], reason: Reason) -> None:
    decision = Scene(**scene).answer()
    assert decision.reason is reason
    assert decision.permitted is reason.value.startswith("allowed")


@pytest.mark.parametrize("scene", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_a_refusal_names_its_condition_and_a_permission_its_basis_and_article(scene: dict[str, Any]) -> None:
    decision = Scene(**scene).answer()
    if decision.permitted:
        assert decision.basis is not None and decision.source and not decision.missing
    else:
        assert decision.condition in {*CONDITIONS, "table", "rule"}
        assert decision.basis is None


OF_THE_TABLE = {Reason.UNKNOWN_ROLE, Reason.NO_CELL, Reason.UNCONFIRMED_CELL, Reason.NOT_OWN, Reason.NOT_IN_CARE}
EVERYTHING = replace(
    ANYBODY,
    code="everything",
    actions=frozenset({"create", "read", "update", "delete"}),
    resource_types=frozenset({"file", "form", "handbook", "agreement"}),
    roles=frozenset(),
)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case[2] not in OF_THE_TABLE], ids=lambda case: case[0] if case else ""
)
def test_the_clamp_no_rule_permits_what_the_law_refuses(case: tuple[str, dict[str, Any], Reason]) -> None:
    _, scene, reason = case
    with_rule = Scene(**{**scene, "rules": (EVERYTHING, *scene.get("rules", ()))}).answer()
    assert with_rule.permitted is reason.value.startswith("allowed")
    assert with_rule.reason is reason or with_rule.permitted


@pytest.mark.parametrize(
    ("scene", "missing"),
    [
        (
            {"purpose": J4_ALL, "categories": ("health",)},
            {"special-ground:explicit_consent", "special-ground:legal_duty"},
        ),
        ({"purpose": J4, "categories": ("health",)}, {"special-ground:explicit_consent"}),
        (OUTSIDE, {"named-ground:destruction_request", "named-ground:incident", "named-ground:legal_duty"}),
        ({"categories": ("horoscope", "name")}, {"purpose-names:horoscope"}),
        ({"context": {"purpose": ["care", "research", "survey"]}}, {"compatible:research", "compatible:survey"}),
        ({"in_care": False}, {"relation:care"}),
        ({**ON_FORM, "purpose": NEWS}, {"consent:news"}),
        ({**ON_FORM, **TO_HIM, "purpose": NEWS, "unnamed": True}, {"consent:news", "consent-names:here"}),
        (
            {**TO_HIM, "purpose": J4, "categories": ("health",), "unnamed": True},
            {"special-ground:explicit_consent", "consent-names:here"},
        ),
        ({"context": {"recipient": "far"}}, {"safeguard:far"}),
    ],
)
def test_J4_a_refusal_names_everything_that_its_condition_misses(scene: dict[str, Any], missing: set[str]) -> None:
    decision = Scene(**scene).answer()
    assert set(decision.missing) == missing
    said = [missing_text(code) for code in decision.missing]
    assert all(each.nl and each.en and "{}" not in each.nl for each in said)


def test_the_answer_names_the_consent_that_it_rests_on() -> None:
    scene = Scene(record_type=FORM, purpose=NEWS, consent=GIVEN, facts=Facts(statement_version="2021-04-15"))
    answer = scene.answer()
    assert (answer.consent_event, answer.statement_version) == ("e1", "2021-04-15")
    assert replace(scene, consent=WITHDRAWN).answer().consent_event == "e1"


def test_the_answer_names_the_basis_that_carries_it() -> None:
    scene = Scene(record_type=FORM, purpose=RESEARCH)
    assert scene.answer().basis is LegalBasis.LEGITIMATE_INTEREST
    given = replace(scene, consent=GIVEN).answer()
    assert (given.basis, given.consent_event) == (LegalBasis.CONSENT, "e1")


def test_B12_a_whole_record_is_given_without_the_address_that_is_kept_secret() -> None:
    assert Scene(facts=SECRET).answer().withhold == ("address",)
    assert Scene(role=CLIENT, asker="p1", facts=SECRET).answer().withhold == ()
    assert Scene().answer().withhold == ()


def test_the_answer_names_the_emergency_that_it_rests_on() -> None:
    answer = Scene(in_care=False, facts=Facts(override="x1")).answer()
    assert (answer.override, answer.basis) == ("x1", LegalBasis.VITAL_INTEREST)
    assert Scene(facts=Facts(override="x1")).answer().override is None


def test_a_rule_of_the_organisation_speaks_in_its_own_words() -> None:
    answer = Scene(rules=(NIGHT_RULE,), context={"night": True}).answer()
    assert (answer.because, answer.rule) == (NIGHT_RULE.because, "not_at_night")


def test_every_reason_has_its_sentence_and_every_article_belongs_to_one() -> None:
    assert set(REASONS) == set(Reason)
    of_policies = {Reason.ALLOWED_BY_RULE, Reason.CONDITION_NOT_MET, Reason.UNKNOWN_RECORD_TYPE}
    assert {case[2] for case in CASES} == set(Reason) - of_policies
    assert set(SOURCES) <= set(Reason)
