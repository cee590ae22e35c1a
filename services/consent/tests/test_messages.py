"""The rules of messages by tables and by chance: objections win, service messages pass, JTB-Care mails nobody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent.domain import (
    ConsentState,
    Mark,
    MarkKind,
    MessageFacts,
    MessageQuestion,
    MessageReason,
    PersonFacts,
    RestrictionGround,
    Standing,
    judge_message,
    may_send,
)
from waarborg_consent.domain.messages import SELLING, asked_of_consent, content_of
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import EVERY_MESSAGE, Content, PurposeKind
from waarborg_shared.testing.plugin_subject import find_subject

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES: dict[str, Rules] = {name: find_subject(name).rules() for name in ("bqr", "jtb_care")}
EVERY = [(rules, kind) for rules in RULES.values() for kind in rules.message_kinds.values()]


def facts(rules: Rules, kind: str, channel: str | None = None) -> MessageFacts:
    found = rules.message_kinds[kind]
    by = channel or next(iter(found.channels), next(iter(rules.channels)))
    return MessageFacts(
        kind=found, purpose=rules.purposes[found.purpose], channel=rules.channels[by], categories=rules.categories
    )


def mark(kind: MarkKind, about: str | None = None, *, hours: int = 0) -> Mark:
    ground = RestrictionGround.ACCURACY if kind is MarkKind.RESTRICTION else None
    return Mark(id="m1", kind=kind, about=about, set_at=START + timedelta(hours=hours), ground=ground)


def stands(state: ConsentState, *, hours: int = 0) -> Standing:
    since = None if state is ConsentState.UNKNOWN else START + timedelta(hours=hours)
    return Standing(purpose="x", state=state, since=since, event_id="e1" if since else None)


@pytest.mark.parametrize(
    ("kind", "categories", "reached"),
    [
        ("care_news", (), {"name", "email", "address"}),
        ("care_news", ("email", "health"), {"name", "email", "address"}),
        ("sales_call", (), {"name", "telephone"}),
    ],
)
def test_B8_consent_is_asked_for_the_data_of_a_message_that_the_purpose_names(
    kind: str, categories: tuple[str, ...], reached: set[str]
) -> None:
    assert set(asked_of_consent(categories, facts(RULES["bqr"], kind))) == reached


def subjects(rules: Rules, kind: str) -> list[str | None]:
    """What an objection that stops a kind can be about."""
    return [None, EVERY_MESSAGE, kind, rules.message_kinds[kind].purpose]


@st.composite
def people(draw: Any, rules: Rules) -> PersonFacts:
    """Somebody who said and set whatever, in whatever order."""
    about = st.sampled_from([None, EVERY_MESSAGE, *rules.purposes, *rules.message_kinds])
    marks = st.builds(
        lambda kind, about, hours: mark(kind, about if kind is MarkKind.OBJECTION else None, hours=hours),
        st.sampled_from(list(MarkKind)),
        about,
        st.integers(-50, 50),
    )
    state = draw(st.sampled_from(list(ConsentState)))
    standing = stands(state, hours=draw(st.integers(-50, 50)))
    return PersonFacts(standing=standing, marks=tuple(draw(st.lists(marks, max_size=5))))


@given(st.data())
def test_B16_J6_an_objection_to_direct_marketing_wins_over_everything(data: st.DataObject) -> None:
    rules, kind = data.draw(st.sampled_from([(r, k) for r, k in EVERY if r.purposes[k.purpose].kind in SELLING]))
    person = data.draw(people(rules))
    about = data.draw(st.sampled_from(subjects(rules, kind.code)))
    overruled = Mark(
        id="m9", kind=MarkKind.OBJECTION, about=about, set_at=START, overruled=frozenset({kind.purpose, "marketing"})
    )
    answer = may_send(facts(rules, kind.code), PersonFacts(standing=person.standing, marks=(*person.marks, overruled)))
    assert (answer.allowed, answer.reason) == (False, MessageReason.OBJECTION)


@given(st.data())
def test_J6_B9_a_service_message_always_passes_with_only_the_persons_own_data(data: st.DataObject) -> None:
    rules, kind = data.draw(st.sampled_from([(r, k) for r, k in EVERY if k.service]))
    person = data.draw(people(rules))
    own = data.draw(st.lists(st.sampled_from(kind.reach), unique=True))
    channel = data.draw(st.sampled_from(kind.channels))
    question = MessageQuestion(
        kind=kind.code, channel=channel, categories=tuple(own), persons=data.draw(st.integers(1, 1_000))
    )
    assert judge_message(question, facts(rules, kind.code, channel)) is None
    assert may_send(facts(rules, kind.code, channel), person).allowed


@given(st.data())
def test_J7_at_jtb_care_nothing_but_a_service_message_ever_goes_to_more_than_one(data: st.DataObject) -> None:
    rules = RULES["jtb_care"]
    kind = data.draw(st.sampled_from([each for each in rules.message_kinds.values() if not each.service]))
    channel = data.draw(st.sampled_from(sorted(rules.channels)))
    question = MessageQuestion(
        kind=kind.code,
        channel=channel,
        categories=tuple(data.draw(st.lists(st.sampled_from(sorted(rules.categories)), max_size=3))),
        from_agreement=data.draw(st.booleans()),
        staff_ref=data.draw(st.sampled_from([None, "account-0001"])),
        persons=data.draw(st.integers(2, 1_000)),
    )
    assert judge_message(question, facts(rules, kind.code, channel)) is not None


@given(st.data())
def test_nobody_gets_news_or_a_call_without_a_yes(data: st.DataObject) -> None:
    rules, kind = data.draw(st.sampled_from([(r, k) for r, k in EVERY if r.purposes[k.purpose].kind in SELLING]))
    person = data.draw(people(rules))
    if may_send(facts(rules, kind.code), person).allowed:
        assert person.standing.stands


RESTRICTED, SECRET = mark(MarkKind.RESTRICTION), mark(MarkKind.ADDRESS_SECRECY)
GIVEN, WITHDRAWN, UNKNOWN = (stands(ConsentState(name)) for name in ("given", "withdrawn", "unknown"))


@pytest.mark.parametrize(
    ("plugin", "kind", "standing", "marks", "reason"),
    [
        ("bqr", "care_news", UNKNOWN, (), MessageReason.CONSENT_MISSING),
        ("bqr", "care_news", GIVEN, (), MessageReason.ALLOWED_BY_CONSENT),
        ("bqr", "care_news", stands(ConsentState.RENEWED), (), MessageReason.ALLOWED_BY_CONSENT),
        ("bqr", "care_news", stands(ConsentState.EXPIRED), (), MessageReason.CONSENT_MISSING),
        ("bqr", "care_news", stands(ConsentState.REQUESTED), (), MessageReason.CONSENT_MISSING),
        ("bqr", "care_news", WITHDRAWN, (), MessageReason.CONSENT_WITHDRAWN),
        ("bqr", "care_news", stands(ConsentState.REFUSED), (), MessageReason.CONSENT_WITHDRAWN),
        ("bqr", "care_news", stands(ConsentState.REVOKED), (), MessageReason.CONSENT_WITHDRAWN),
        ("bqr", "care_news", GIVEN, (mark(MarkKind.OBJECTION, "sales_call"),), MessageReason.ALLOWED_BY_CONSENT),
        ("bqr", "care_news", GIVEN, (mark(MarkKind.OBJECTION, "statistics"),), MessageReason.ALLOWED_BY_CONSENT),
        ("bqr", "care_news", GIVEN, (RESTRICTED,), MessageReason.RESTRICTED),
        ("bqr", "care_news", stands(ConsentState.GIVEN, hours=1), (RESTRICTED,), MessageReason.ALLOWED_BY_CONSENT),
        ("bqr", "care_news", GIVEN, (SECRET,), MessageReason.ALLOWED_BY_CONSENT),
        ("bqr", "insurer_offer", GIVEN, (SECRET,), MessageReason.ADDRESS_KEPT),
        ("bqr", "insurer_offer", UNKNOWN, (), MessageReason.CONSENT_MISSING),
        ("bqr", "survey_invitation", UNKNOWN, (), MessageReason.ALLOWED_BY_BASIS),
        ("bqr", "survey_invitation", UNKNOWN, (RESTRICTED,), MessageReason.RESTRICTED),
        ("bqr", "research_invitation", UNKNOWN, (), MessageReason.ALLOWED_BY_BASIS),
        ("bqr", "research_invitation", GIVEN, (), MessageReason.ALLOWED_BY_CONSENT),
        ("bqr", "research_invitation", GIVEN, (mark(MarkKind.OBJECTION),), MessageReason.OBJECTION),
        ("bqr", "research_invitation", stands(ConsentState.EXPIRED), (), MessageReason.ALLOWED_BY_BASIS),
        ("bqr", "research_invitation", stands(ConsentState.DEFERRED), (), MessageReason.ALLOWED_BY_BASIS),
        ("bqr", "research_invitation", WITHDRAWN, (), MessageReason.CONSENT_WITHDRAWN),
        ("bqr", "research_invitation", stands(ConsentState.REFUSED), (), MessageReason.CONSENT_WITHDRAWN),
        ("bqr", "agreement_message", UNKNOWN, (RESTRICTED, SECRET), MessageReason.ALLOWED_SERVICE),
        ("jtb_care", "activity_talk", UNKNOWN, (), MessageReason.CONSENT_MISSING),
        ("jtb_care", "improvement_talk", UNKNOWN, (), MessageReason.ALLOWED_BY_BASIS),
        (
            "jtb_care",
            "improvement_talk",
            UNKNOWN,
            (mark(MarkKind.OBJECTION, "improvement"),),
            MessageReason.OBJECTION,
        ),
    ],
)
def test_B8_B10_B16_J6_what_a_person_gets(
    plugin: str, kind: str, standing: Standing, marks: tuple[Mark, ...], reason: MessageReason
) -> None:
    answer = may_send(facts(RULES[plugin], kind), PersonFacts(standing=standing, marks=marks))
    assert answer.reason is reason
    assert answer.allowed is reason.value.startswith("allowed")
    assert answer.address_secret is (SECRET in marks)


@pytest.mark.parametrize(
    ("categories", "content"),
    [
        ((), Content.NOTICE),
        (("name", "address"), Content.NOTICE),
        (("birth_date",), Content.PERSONAL),
        (("health_insurance", "financial"), Content.FINANCIAL),
        (("financial", "health"), Content.HEALTH),
    ],
)
def test_B15_what_stands_in_a_message_says_how_secure_its_channel_must_be(
    categories: tuple[str, ...], content: Content
) -> None:
    assert content_of(categories, facts(RULES["bqr"], "claim_message")) is content


def test_B15_a_channel_that_is_not_secure_enough_is_refused_though_the_kind_may_go_by_it() -> None:
    rules, letter = RULES["bqr"], facts(RULES["bqr"], "claim_message")
    by_email = replace(letter.kind, channels=("email",))
    email = replace(letter, kind=by_email, channel=rules.channels["email"])
    question = MessageQuestion(kind="claim_message", channel="email", categories=("financial",))
    assert judge_message(question, email) is MessageReason.CHANNEL_NOT_SECURE


def test_every_purpose_that_sells_or_asks_has_a_kind_that_one_can_stop() -> None:
    for rules in RULES.values():
        asking = {PurposeKind.MARKETING, PurposeKind.CALLING}
        selling = {code for code, purpose in rules.purposes.items() if purpose.kind in asking}
        stoppable = {kind.purpose for kind in rules.message_kinds.values() if not kind.service}
        assert selling <= stoppable
