"""The decision's conditions, one at a time and in their order."""

from dataclasses import replace

import pytest

from waarborg_consent.domain import ConsentState, Facts, NamedGround, Question, Reason, Standing, decide
from waarborg_consent.texts import REASONS
from waarborg_shared.hooks.values import (
    About,
    DataCategory,
    Grant,
    LegalBasis,
    Purpose,
    PurposeKind,
    Reach,
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
NAME = DataCategory(code="name", name=WORD, retention="r")
BSN = DataCategory(code="bsn", name=WORD, sensitivity=Sensitivity.BSN, retention="r")
HEALTH = DataCategory(code="health", name=WORD, sensitivity=Sensitivity.HEALTH, retention="r")
CARE = Purpose(
    code="care",
    name=WORD,
    explanation=WORD,
    kind=PurposeKind.CARE,
    bases=(LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY),
    categories=("name", "bsn", "health", "criminal"),
    special_grounds=(SpecialGround.CARE,),
    source="test",
)
RESEARCH = replace(CARE, code="research", bases=(LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTEREST))
NEWS = replace(CARE, code="news", bases=(LegalBasis.CONSENT,), special_grounds=())
CRIMINAL = DataCategory(code="criminal", name=WORD, sensitivity=Sensitivity.CRIMINAL, retention="r")
J4 = replace(
    CARE,
    bases=(LegalBasis.CONTRACT,),
    special_grounds=(SpecialGround.CARE, SpecialGround.EXPLICIT_CONSENT),
    every_ground_needed=True,
)
GRANT = Grant(role="carer", record_type="file", rights=frozenset({Right.READ}))
QUESTION = Question(
    role="carer",
    right=Right.READ,
    record_type="file",
    purpose="care",
    subject_ref="p1",
    asker_ref="s1",
    in_care=True,
)
UNKNOWN = Standing(purpose="care", state=ConsentState.UNKNOWN)
FACTS = Facts(role=CARER, record_type=FILE, purpose=CARE, grant=GRANT, cell_in_force=True, standing=UNKNOWN)


def stands(state: ConsentState) -> Standing:
    return Standing(purpose="news", state=state, event_id="e1")


CASES = [
    ("B7: the cell gives the right", QUESTION, FACTS, Reason.ALLOWED_BY_BASIS),
    ("a role that is not there", QUESTION, replace(FACTS, role=None), Reason.UNKNOWN_ROLE),
    ("a record type that is not there", QUESTION, replace(FACTS, record_type=None), Reason.UNKNOWN_RECORD_TYPE),
    ("J2: the list of purposes is closed", QUESTION, replace(FACTS, purpose=None), Reason.UNKNOWN_PURPOSE),
    ("B7: no cell", QUESTION, replace(FACTS, grant=None), Reason.NO_CELL),
    (
        "B7: C does not give R",
        QUESTION,
        replace(FACTS, grant=replace(GRANT, rights=frozenset({Right.CREATE}))),
        Reason.NO_CELL,
    ),
    ("B7: a cell that nobody confirmed", QUESTION, replace(FACTS, cell_in_force=False), Reason.UNCONFIRMED_CELL),
    ("not in this carer's care", replace(QUESTION, in_care=False), FACTS, Reason.NOT_IN_CARE),
    ("somebody else's", QUESTION, replace(FACTS, role=CLIENT), Reason.NOT_OWN),
    ("one's own", replace(QUESTION, asker_ref="p1"), replace(FACTS, role=CLIENT), Reason.ALLOWED_BY_BASIS),
    ("an insurer without a check", QUESTION, replace(FACTS, role=INSURER), Reason.NO_NAMED_CHECK),
    (
        "an insurer with a named check",
        replace(QUESTION, named_ground=NamedGround.MATERIAL_CHECK),
        replace(FACTS, role=INSURER),
        Reason.ALLOWED_BY_BASIS,
    ),
    ("secrecy", replace(QUESTION, in_care=False), replace(FACTS, role=BOARD), Reason.SECRECY),
    (
        "secrecy, with a named ground",
        replace(QUESTION, in_care=False, named_ground=NamedGround.INCIDENT),
        replace(FACTS, role=BOARD),
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "no secrecy on what is not about health",
        replace(QUESTION, in_care=False),
        replace(FACTS, role=BOARD, record_type=FORM),
        Reason.ALLOWED_BY_BASIS,
    ),
    ("J2: an unknown category", QUESTION, replace(FACTS, categories=(None,)), Reason.OTHER_PURPOSE),
    (
        "J2: data of another purpose",
        QUESTION,
        replace(FACTS, purpose=replace(CARE, categories=("name",)), categories=(HEALTH,)),
        Reason.OTHER_PURPOSE,
    ),
    (
        "B11: the BSN without a legal duty",
        QUESTION,
        replace(FACTS, purpose=replace(CARE, bases=(LegalBasis.CONTRACT,)), categories=(BSN,)),
        Reason.BSN_NEEDS_LEGAL_DUTY,
    ),
    ("B11: the BSN under a legal duty", QUESTION, replace(FACTS, categories=(NAME, BSN)), Reason.ALLOWED_BY_BASIS),
    (
        "J4: special data without a ground",
        QUESTION,
        replace(FACTS, purpose=replace(CARE, special_grounds=()), categories=(HEALTH,)),
        Reason.SPECIAL_NEEDS_GROUND,
    ),
    (
        "J4: every ground is needed, and explicit consent is one",
        QUESTION,
        replace(FACTS, purpose=J4, categories=(HEALTH,)),
        Reason.SPECIAL_NEEDS_CONSENT,
    ),
    (
        "J4: with explicit consent",
        QUESTION,
        replace(FACTS, purpose=J4, categories=(HEALTH,), standing=stands(ConsentState.GIVEN)),
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "J4, clamped: the duty to keep a medical file stands without consent",
        QUESTION,
        replace(FACTS, purpose=replace(J4, bases=(LegalBasis.LEGAL_DUTY,)), categories=(HEALTH,)),
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "J4: a criminal past is no part of that duty",
        QUESTION,
        replace(FACTS, purpose=replace(J4, bases=(LegalBasis.LEGAL_DUTY,)), categories=(HEALTH, CRIMINAL)),
        Reason.SPECIAL_NEEDS_CONSENT,
    ),
    (
        "B8: a whole health record holds special data, whatever is named",
        QUESTION,
        replace(FACTS, purpose=NEWS, standing=stands(ConsentState.GIVEN)),
        Reason.SPECIAL_NEEDS_GROUND,
    ),
    (
        "secrecy: health data in another record",
        replace(QUESTION, in_care=False),
        replace(FACTS, role=BOARD, record_type=FORM, categories=(HEALTH,)),
        Reason.SECRECY,
    ),
    (
        "secrecy: a check of an insurer is no ground for the board",
        replace(QUESTION, in_care=False, named_ground=NamedGround.MATERIAL_CHECK),
        replace(FACTS, role=BOARD),
        Reason.SECRECY,
    ),
    (
        "an insurer: health data in another record",
        QUESTION,
        replace(FACTS, role=INSURER, record_type=FORM, categories=(HEALTH,)),
        Reason.NO_NAMED_CHECK,
    ),
    (
        "B10: a withdrawal stops research that has another basis too",
        QUESTION,
        replace(FACTS, record_type=FORM, purpose=RESEARCH, standing=stands(ConsentState.WITHDRAWN)),
        Reason.CONSENT_WITHDRAWN,
    ),
    (
        "B10: research on its other basis",
        QUESTION,
        replace(FACTS, record_type=FORM, purpose=RESEARCH),
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "a carer reads what is nobody's without a care relationship",
        replace(QUESTION, in_care=False),
        replace(FACTS, record_type=HANDBOOK),
        Reason.ALLOWED_BY_BASIS,
    ),
    (
        "B7: a carer reads his own agreement as a member",
        replace(QUESTION, in_care=False, asker_ref="p1"),
        replace(FACTS, record_type=AGREEMENT),
        Reason.ALLOWED_BY_BASIS,
    ),
    ("B7: a colleague's agreement is no care", QUESTION, replace(FACTS, record_type=AGREEMENT), Reason.NOT_OWN),
    (
        "a client reads what is everybody's",
        QUESTION,
        replace(FACTS, role=CLIENT, record_type=HANDBOOK),
        Reason.ALLOWED_BY_BASIS,
    ),
    ("consent never asked", QUESTION, replace(FACTS, record_type=FORM, purpose=NEWS), Reason.CONSENT_MISSING),
    (
        "consent withdrawn",
        QUESTION,
        replace(FACTS, record_type=FORM, purpose=NEWS, standing=stands(ConsentState.WITHDRAWN)),
        Reason.CONSENT_WITHDRAWN,
    ),
    (
        "consent stands",
        QUESTION,
        replace(FACTS, record_type=FORM, purpose=NEWS, standing=stands(ConsentState.GIVEN)),
        Reason.ALLOWED_BY_CONSENT,
    ),
]


@pytest.mark.parametrize(("question", "facts", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_B7_the_first_condition_that_fails_decides(question: Question, facts: Facts, reason: Reason) -> None:
    decision = decide(question, facts)
    assert decision.reason is reason
    assert decision.permitted is reason.value.startswith("allowed")


def test_the_answer_names_the_consent_that_it_rests_on() -> None:
    facts = replace(FACTS, record_type=FORM, purpose=NEWS, standing=stands(ConsentState.GIVEN))
    assert decide(QUESTION, facts).consent_event == "e1"
    facts = replace(facts, standing=stands(ConsentState.WITHDRAWN))
    assert decide(QUESTION, facts).consent_event == "e1"


def test_the_answer_names_the_basis_that_carries_it() -> None:
    facts = replace(FACTS, record_type=FORM, purpose=RESEARCH)
    assert decide(QUESTION, facts).basis is LegalBasis.LEGITIMATE_INTEREST
    given = decide(QUESTION, replace(facts, standing=stands(ConsentState.GIVEN)))
    assert (given.basis, given.consent_event) == (LegalBasis.CONSENT, "e1")


def test_every_reason_has_its_sentence() -> None:
    assert set(REASONS) == set(Reason)
    assert {case[3] for case in CASES} == set(Reason)
