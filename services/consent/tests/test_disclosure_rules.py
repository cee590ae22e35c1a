"""May data go to a third party? Each condition in a table, and none of the grounds is money."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent.domain import ConsentState, How, Standing
from waarborg_consent.domain.disclosures import (
    Ask,
    ConsentNotShown,
    DayToCome,
    DisclosureGround,
    GroundNotNamed,
    Known,
    NoThirdParty,
    NotThere,
    Why,
    check_ask,
    check_given,
    rule_on,
)
from waarborg_consent.domain.marks import Mark, MarkKind
from waarborg_consent.domain.recipients import Safeguard
from waarborg_consent.texts import DISCLOSURE_WHY
from waarborg_shared.hooks.values import (
    DataCategory,
    LegalBasis,
    Purpose,
    PurposeKind,
    Recipient,
    RecipientKind,
    Sensitivity,
    Text,
)

CONSENT, AGREEMENT, LAW, COURT = DisclosureGround


def category(
    code: str, sensitivity: Sensitivity = Sensitivity.ORDINARY, *, tells_address: bool = False
) -> DataCategory:
    return DataCategory(
        code=code, name=Text(code, code), sensitivity=sensitivity, retention="needed", tells_address=tells_address
    )


NAME, ADDRESS = category("name"), category("address", tells_address=True)
HEALTH, BSN = category("health", Sensitivity.HEALTH), category("bsn", Sensitivity.BSN)
CRIMINAL, ETHNIC = category("criminal", Sensitivity.CRIMINAL), category("ethnicity", Sensitivity.ETHNIC)
INSURER = Recipient(
    code="insurers",
    name=Text("Verzekeraar", "Insurer"),
    kind=RecipientKind.RECIPIENT,
    what_for=Text("Declaraties", "Claims"),
    country="NL",
)
ABROAD = replace(INSURER, code="abroad", country="US", inside_eea=False)
HOLDER = replace(INSURER, code="holder", kind=RecipientKind.HOLDER, agreement=Text("a", "a"))
NEWS = Purpose(
    code="news",
    name=Text("Nieuws", "News"),
    explanation=Text("Nieuws", "News"),
    kind=PurposeKind.MARKETING,
    bases=(LegalBasis.CONSENT,),
    categories=("name", "health"),
    source="x",
)
STORIES = replace(NEWS, code="stories", kind=PurposeKind.RESEARCH, bases=(LegalBasis.LEGITIMATE_INTEREST,))
MOMENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
ASK = Ask(ground=AGREEMENT, categories=(NAME,), recipient=INSURER, country="NL")
GIVEN = Standing(purpose="news", state=ConsentState.GIVEN)
GIVEN_SINCE = replace(GIVEN, since=MOMENT + timedelta(days=1))
UNNAMED = Standing(purpose="news", state=ConsentState.UNKNOWN, unnamed=True)
WITHDRAWN = Standing(purpose="news", state=ConsentState.WITHDRAWN)
BY_PURPOSE: dict[str, Any] = {"ground": CONSENT, "purpose": NEWS}
FOR_CARE: dict[str, Any] = {"purpose": STORIES}
BY_HAND: dict[str, Any] = {"ground": CONSENT, "consent_how": How.PAPER}
BY_LAW: dict[str, Any] = {"ground": LAW, "ground_source": "art. 87 Zvw"}
BY_COURT: dict[str, Any] = {"ground": COURT, "ground_source": "Rb. Noord-Nederland, 1 maart"}


def mark(kind: MarkKind, about: str | None = None) -> Mark:
    """One that was set at the moment of these tests."""
    return Mark(id=f"{kind}-{about}", kind=kind, about=about, set_at=MOMENT)


TABLE: list[tuple[dict[str, Any], dict[str, Any], Why]] = [
    # J8: not without consent, unless for the agreement, a law or a court
    ({}, {}, Why.BY_AGREEMENT),
    (BY_LAW, {}, Why.BY_LAW),
    (BY_COURT, {}, Why.BY_COURT_ORDER),
    (BY_PURPOSE, {"standing": GIVEN}, Why.BY_CONSENT),
    (BY_HAND, {}, Why.BY_CONSENT),
    (BY_PURPOSE, {}, Why.CONSENT_MISSING),
    (BY_PURPOSE, {"standing": replace(GIVEN, state=ConsentState.UNKNOWN)}, Why.CONSENT_MISSING),
    (BY_PURPOSE, {"standing": WITHDRAWN}, Why.CONSENT_WITHDRAWN),
    (BY_PURPOSE, {"standing": UNNAMED}, Why.RECIPIENT_NOT_NAMED),
    ({**BY_PURPOSE, "recipient": None}, {"standing": UNNAMED}, Why.RECIPIENT_NOT_NAMED),
    ({**BY_PURPOSE, "consent_how": How.PAPER}, {"standing": UNNAMED}, Why.BY_CONSENT),
    ({**BY_PURPOSE, "categories": (NAME, ADDRESS)}, {"standing": GIVEN}, Why.OTHER_PURPOSE),
    ({**BY_PURPOSE, "purpose": replace(NEWS, bases=(LegalBasis.CONTRACT,))}, {"standing": GIVEN}, Why.OTHER_PURPOSE),
    # B11: the BSN for a legal duty only
    ({"categories": (NAME, BSN)}, {}, Why.BSN_NEEDS_LEGAL_DUTY),
    ({**BY_HAND, "categories": (BSN,)}, {}, Why.BSN_NEEDS_LEGAL_DUTY),
    ({**BY_COURT, "categories": (BSN,)}, {}, Why.BSN_NEEDS_LEGAL_DUTY),
    ({**BY_LAW, "categories": (BSN,)}, {}, Why.BY_LAW),
    # medical secrecy: explicit consent or a legal duty
    ({"categories": (HEALTH,)}, {}, Why.SECRECY),
    ({**BY_COURT, "categories": (HEALTH,)}, {}, Why.SECRECY),
    ({**BY_LAW, "categories": (HEALTH,)}, {}, Why.BY_LAW),
    ({**BY_HAND, "categories": (HEALTH,)}, {}, Why.BY_CONSENT),
    ({**BY_PURPOSE, "categories": (HEALTH,)}, {"standing": GIVEN}, Why.BY_CONSENT),
    # J4: other special data are in no agreement
    ({"categories": (CRIMINAL,)}, {}, Why.SPECIAL_NEEDS_GROUND),
    ({"categories": (ETHNIC,)}, {}, Why.SPECIAL_NEEDS_GROUND),
    ({**BY_COURT, "categories": (CRIMINAL,)}, {}, Why.BY_COURT_ORDER),
    # art. 18: a restriction
    ({}, {"marks": [mark(MarkKind.RESTRICTION)]}, Why.RESTRICTED),
    (BY_HAND, {"marks": [mark(MarkKind.RESTRICTION)]}, Why.BY_CONSENT),
    (BY_LAW, {"marks": [mark(MarkKind.RESTRICTION)]}, Why.BY_LAW),
    (BY_PURPOSE, {"standing": GIVEN, "marks": [mark(MarkKind.RESTRICTION)]}, Why.RESTRICTED),
    (BY_PURPOSE, {"standing": GIVEN_SINCE, "marks": [mark(MarkKind.RESTRICTION)]}, Why.BY_CONSENT),
    # art. 21: an objection to the purpose, or to everything
    (FOR_CARE, {"marks": [mark(MarkKind.OBJECTION, "stories")]}, Why.OBJECTED),
    (FOR_CARE, {"marks": [mark(MarkKind.OBJECTION)]}, Why.OBJECTED),
    (FOR_CARE, {"marks": [mark(MarkKind.OBJECTION, "news")]}, Why.BY_AGREEMENT),
    ({**FOR_CARE, **BY_LAW}, {"marks": [mark(MarkKind.OBJECTION)]}, Why.BY_LAW),
    (BY_PURPOSE, {"standing": GIVEN, "marks": [mark(MarkKind.OBJECTION, "news")]}, Why.OBJECTED),
    (BY_HAND, {"marks": [mark(MarkKind.OBJECTION)]}, Why.BY_CONSENT),
    # B12: a secret address, within the law
    ({"categories": (NAME, ADDRESS)}, {"marks": [mark(MarkKind.ADDRESS_SECRECY)]}, Why.ADDRESS_KEPT_BACK),
    ({**BY_HAND, "categories": (ADDRESS,)}, {"marks": [mark(MarkKind.ADDRESS_SECRECY)]}, Why.ADDRESS_KEPT_BACK),
    ({**BY_LAW, "categories": (ADDRESS,)}, {"marks": [mark(MarkKind.ADDRESS_SECRECY)]}, Why.BY_LAW),
    ({}, {"marks": [mark(MarkKind.ADDRESS_SECRECY)]}, Why.BY_AGREEMENT),
    ({"categories": (ADDRESS,)}, {}, Why.BY_AGREEMENT),
    # B3: outside the EEA only with a safeguard, whatever the ground
    ({"recipient": ABROAD}, {}, Why.NO_SAFEGUARD),
    ({**BY_LAW, "recipient": ABROAD}, {}, Why.NO_SAFEGUARD),
    ({"recipient": ABROAD}, {"safeguard": Safeguard.CLAUSES}, Why.BY_AGREEMENT),
    ({"recipient": None, "country": "US"}, {}, Why.NO_SAFEGUARD),
    ({"recipient": None, "country": "NO"}, {}, Why.BY_AGREEMENT),
]
ALLOWED = {Why.BY_CONSENT, Why.BY_AGREEMENT, Why.BY_LAW, Why.BY_COURT_ORDER}


@pytest.mark.parametrize(("asked", "known", "why"), TABLE)
def test_J8_B12_who_may_get_what(asked: dict[str, Any], known: dict[str, Any], why: Why) -> None:
    ruling = rule_on(replace(ASK, **asked), Known(**known))
    assert ruling.why is why
    assert ruling.allowed is (why in ALLOWED)


@pytest.mark.parametrize(
    ("asked", "error", "field"),
    [
        ({"categories": ()}, NotThere, "categories"),
        (
            {"recipient": replace(INSURER, kind=RecipientKind.HOLDER, agreement=Text("a", "a"))},
            NoThirdParty,
            "recipient",
        ),
        ({"ground": LAW}, GroundNotNamed, "ground_source"),
        ({"ground": COURT}, GroundNotNamed, "ground_source"),
        ({"ground": CONSENT}, ConsentNotShown, "consent_how"),
    ],
)
def test_what_is_not_whole_is_refused_by_field(asked: dict[str, Any], error: Any, field: str) -> None:
    with pytest.raises(error) as refused:
        check_ask(replace(ASK, **asked))
    assert refused.value.field == field


def test_what_was_given_was_given_today_or_before() -> None:
    check_given(date(2026, 3, 2), today=date(2026, 3, 2))
    with pytest.raises(DayToCome):
        check_given(date(2026, 3, 3), today=date(2026, 3, 2))


def test_J8_there_is_no_ground_to_sell() -> None:
    assert {ground.value for ground in DisclosureGround} == {"consent", "agreement", "law", "court_order"}


def test_every_reason_has_its_sentence() -> None:
    assert set(DISCLOSURE_WHY) == set(Why)


asks = st.builds(
    lambda ground, categories, recipient, how: replace(
        ASK, ground=ground, categories=tuple(categories), recipient=recipient, consent_how=how, purpose=NEWS
    ),
    st.sampled_from(DisclosureGround),
    st.lists(st.sampled_from([NAME, ADDRESS, HEALTH, BSN, CRIMINAL]), min_size=1, unique_by=lambda each: each.code),
    st.sampled_from([INSURER, ABROAD]),
    st.sampled_from([None, How.PAPER]),
)
knowns = st.builds(
    Known,
    standing=st.sampled_from([None, GIVEN, UNNAMED, WITHDRAWN]),
    marks=st.lists(st.builds(mark, st.sampled_from(MarkKind), st.sampled_from([None, "news"]))),
    safeguard=st.sampled_from([None, Safeguard.CLAUSES]),
)


@given(asks, knowns)
def test_more_data_and_more_marks_never_allow_what_was_refused(ask: Ask, known: Known) -> None:
    if rule_on(ask, known).allowed:
        return
    more: list[Callable[[], bool]] = [
        lambda: rule_on(replace(ask, categories=(*ask.categories, HEALTH)), known).allowed,
        lambda: rule_on(ask, replace(known, marks=[mark(kind) for kind in MarkKind])).allowed,
        lambda: rule_on(ask, replace(known, safeguard=None)).allowed,
    ]
    assert not any(each() for each in more)
