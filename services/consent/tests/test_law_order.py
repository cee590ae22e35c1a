"""Who may decide for a client: the law's order, by tables of families, ages and days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent.domain import (
    AgeGroup,
    ClientFacts,
    Manner,
    Missing,
    OnTopic,
    OwnGround,
    OwnWord,
    Representation,
    Span,
    Why,
    WhyNot,
    who_may_decide,
)
from waarborg_consent.domain.ages import BornInTheFuture, NotAMinor, birthday, birthdays
from waarborg_consent.domain.law_order import precedence
from waarborg_shared.hooks import law
from waarborg_shared.hooks.values import Scope

CARE, MONEY, DATA = Scope.CARE, Scope.MONEY, Scope.DATA
CLIENT = "client-0001"
TODAY = date(2026, 3, 2)
LONG_AGO = date(2020, 1, 1)
KINDS = {kind.code: kind for kind in law.REPRESENTATIVES}


def speaks(kind: str, *, ref: str = "", begins_on: date = LONG_AGO, ends_on: date | None = None, **other: Any) -> Any:
    given: dict[str, Any] = {"scopes": KINDS[kind].scopes, "later": None, **other}
    if kind == "parent_with_authority":
        given["later"] = KINDS["parent"]
    return Representation(
        id=f"id-{ref or kind}",
        subject_ref=CLIENT,
        representative_ref=ref or f"person-{kind}",
        kind=KINDS[kind],
        term=Span(begins_on=begins_on, ends_on=ends_on),
        **given,
    )


def unable(*topics: Scope, until: date | None = None, ref: str = CLIENT) -> ClientFacts:
    span = Span(begins_on=LONG_AGO, ends_on=until)
    return ClientFacts(
        subject_ref=ref,
        incapacities=tuple(OnTopic(id=f"fact-{topic}", topic=topic, span=span) for topic in topics),
    )


def born(on: date, *, today: date = TODAY, **other: Any) -> ClientFacts:
    return ClientFacts(subject_ref=CLIENT, birthdays=birthdays(on, today=today), **other)


def heard_alone(ground: OwnGround, begins_on: date, ends_on: date) -> OwnWord:
    return OwnWord(id="word", ground=ground, span=Span(begins_on=begins_on, ends_on=ends_on))


ADULT = ClientFacts(subject_ref=CLIENT)
PARENTS = (speaks("parent_with_authority", ref="mother-01"), speaks("parent_with_authority", ref="father-01"))


def asked(facts: ClientFacts, *family: Representation, topic: Scope = CARE, day: date = TODAY) -> Any:
    return who_may_decide(facts, family, topic, day)


def kinds(answer: Any) -> list[tuple[str, Manner]]:
    return [(each.kind, each.manner) for each in answer.deciders]


def why_not(answer: Any, ref: str) -> WhyNot:
    (found,) = (each for each in answer.others if each.ref == ref)
    return found.why_not


def test_B1_a_capable_adult_decides_himself_on_everything() -> None:
    for topic in Scope:
        answer = asked(ADULT, speaks("spouse"), speaks("mentor"), topic=topic)
        assert kinds(answer) == [("client", Manner.ALONE)]
        assert answer.deciders[0].ref == CLIENT


def test_B1_whom_a_capable_adult_authorised_stands_beside_him_within_the_scope_alone() -> None:
    authorised = speaks("authorised", scopes=frozenset({MONEY}))
    assert kinds(asked(ADULT, authorised, topic=MONEY)) == [("client", Manner.ALONE), ("authorised", Manner.BESIDE)]
    answer = asked(ADULT, authorised, topic=CARE)
    assert kinds(answer) == [("client", Manner.ALONE)]
    assert why_not(answer, "person-authorised") is WhyNot.WRONG_SCOPE


@pytest.mark.parametrize(
    ("term", "last"),
    [
        ({}, None),
        ({"ends_on": date(2026, 5, 1)}, date(2026, 5, 1)),
        ({"ended_on": date(2026, 4, 1)}, date(2026, 3, 31)),
        ({"ends_on": date(2026, 3, 20), "ended_on": date(2026, 4, 1)}, date(2026, 3, 20)),
    ],
)
def test_B1_until_which_day_it_is_sure_that_somebody_decides(term: Any, last: date | None) -> None:
    (decider,) = asked(unable(CARE), speaks("mentor", **term)).deciders
    assert decider.until == last
    assert asked(ADULT).deciders[0].until is None


def test_B1_a_parent_decides_until_the_eve_of_the_birthday_that_changes_it() -> None:
    child = born(date(2014, 3, 10))
    (parent,) = asked(child, PARENTS[0]).deciders
    assert parent.until == date(2026, 3, 9)


EVERYBODY = ("sister", "brother", "child", "parent", "companion", "spouse", "authorised", "mentor", "guardian")


@pytest.mark.parametrize(
    ("absent", "acting", "article"),
    [
        ((), ["guardian"], "art. 7:465(2) BW"),
        (("guardian",), ["mentor"], "art. 7:465(2) BW"),
        (("guardian", "mentor"), ["authorised"], "art. 7:465(3) BW"),
        (("guardian", "mentor", "authorised"), ["spouse", "companion"], "art. 7:465(3) BW"),
        (
            ("guardian", "mentor", "authorised", "spouse", "companion"),
            ["parent", "child", "brother", "sister"],
            "art. 7:465(3) BW",
        ),
    ],
)
def test_B1_art_7_465_on_care_of_who_is_unable_the_first_who_is_there_decides(
    absent: tuple[str, ...], acting: list[str], article: str
) -> None:
    family = [speaks(kind) for kind in EVERYBODY if kind not in absent]
    answer = asked(unable(CARE), *family)
    assert [each.kind for each in answer.deciders] == acting
    assert {each.article for each in answer.deciders} == {article}
    manner = Manner.ALONE if len(acting) == 1 else Manner.EACH
    assert {each.manner for each in answer.deciders} == {manner}
    later = {each.ref for each in answer.others if each.why_not is WhyNot.HIGHER_ACTS}
    assert later == {each.representative_ref for each in family if each.kind.code not in acting}
    assert why_not(answer, CLIENT) is WhyNot.INCAPABLE


def test_B1_art_7_465_who_does_not_wish_to_act_leaves_it_to_the_next() -> None:
    spouse = speaks("spouse", unwilling=(Span(begins_on=TODAY),))
    answer = asked(unable(CARE), spouse, speaks("child"))
    assert kinds(answer) == [("child", Manner.ALONE)]
    assert why_not(answer, "person-spouse") is WhyNot.UNWILLING
    the_day_before = asked(unable(CARE), spouse, speaks("child"), day=TODAY - timedelta(days=1))
    assert kinds(the_day_before) == [("spouse", Manner.ALONE)]


def test_B1_an_incapacity_is_about_one_subject_and_has_an_end() -> None:
    facts, spouse = unable(CARE, until=TODAY), speaks("spouse")
    assert kinds(asked(facts, spouse)) == [("spouse", Manner.ALONE)]
    assert kinds(asked(facts, spouse, topic=DATA)) == [("client", Manner.ALONE)]
    assert kinds(asked(facts, spouse, day=TODAY + timedelta(days=1))) == [("client", Manner.ALONE)]


def test_B1_nobody_decides_where_nobody_is_there_and_the_answer_says_so() -> None:
    answer = asked(unable(CARE))
    assert (answer.deciders, answer.missing) == ((), Missing.NOBODY)


def test_B1_a_bewindvoerder_decides_on_money_and_never_on_care() -> None:
    administrator = speaks("administrator", scopes=frozenset(Scope))
    everything = unable(*Scope)
    assert kinds(asked(everything, administrator, topic=MONEY)) == [("administrator", Manner.ALONE)]
    on_care = asked(everything, administrator)
    assert (on_care.deciders, why_not(on_care, "person-administrator")) == ((), WhyNot.NEVER_ON_CARE)
    assert why_not(asked(everything, administrator, topic=DATA), "person-administrator") is WhyNot.WRONG_SCOPE


def test_B1_a_bewind_takes_money_out_of_the_hands_of_who_is_able_and_goes_before_who_was_authorised() -> None:
    answer = asked(ADULT, speaks("authorised"), speaks("administrator"), topic=MONEY)
    assert kinds(answer) == [("administrator", Manner.ALONE)]
    assert why_not(answer, CLIENT) is WhyNot.UNDER_ADMINISTRATION
    assert why_not(answer, "person-authorised") is WhyNot.HIGHER_ACTS
    both = asked(ADULT, speaks("administrator"), speaks("guardian"), topic=MONEY)
    assert kinds(both) == [("guardian", Manner.ALONE)]


def test_B1_art_5_2_UAVG_under_curatele_the_curator_decides_on_data_and_on_care_only_who_is_unable_is_replaced() -> (
    None
):
    guardian = speaks("guardian")
    on_data = asked(ADULT, guardian, topic=DATA)
    assert kinds(on_data) == [("guardian", Manner.ALONE)]
    assert on_data.deciders[0].article.startswith("art. 5(2) UAVG")
    assert why_not(on_data, CLIENT) is WhyNot.UNDER_GUARDIANSHIP
    assert kinds(asked(ADULT, guardian)) == [("client", Manner.ALONE)]


def test_B1_family_never_decides_on_money_by_itself() -> None:
    answer = asked(unable(MONEY), speaks("spouse"), speaks("child"), topic=MONEY)
    assert (answer.deciders, answer.missing) == ((), Missing.NOBODY)
    assert why_not(answer, "person-spouse") is WhyNot.WRONG_SCOPE
    authorised = asked(unable(MONEY), speaks("spouse"), speaks("authorised"), topic=MONEY)
    assert kinds(authorised) == [("authorised", Manner.ALONE)]


def test_B1_who_is_unable_himself_speaks_for_nobody() -> None:
    spouse = speaks("spouse", self_facts=unable(CARE, ref="person-spouse"))
    answer = asked(unable(CARE), spouse, speaks("child"))
    assert kinds(answer) == [("child", Manner.ALONE)]
    assert why_not(answer, "person-spouse") is WhyNot.CANNOT_ACT


def test_B1_art_7_465_4_a_wish_that_is_set_aside_passes_the_decision_to_nobody_who_comes_later() -> None:
    aside = (OnTopic(id="aside", topic=CARE, span=Span(begins_on=TODAY, ends_on=TODAY)),)
    family = (speaks("mentor", set_aside=aside), speaks("spouse"))
    answer = asked(unable(CARE), *family)
    assert (answer.deciders, answer.missing) == ((), Missing.SET_ASIDE)
    assert why_not(answer, "person-mentor") is WhyNot.SET_ASIDE
    assert why_not(answer, "person-spouse") is WhyNot.HIGHER_ACTS
    assert kinds(asked(unable(CARE), *family, day=TODAY + timedelta(days=1))) == [("mentor", Manner.ALONE)]
    assert kinds(asked(unable(CARE, DATA), *family, topic=DATA)) == [("mentor", Manner.ALONE)]


def test_B1_of_two_daughters_one_whose_wish_is_set_aside_leaves_the_other() -> None:
    aside = (OnTopic(id="aside", topic=CARE, span=Span(begins_on=TODAY)),)
    answer = asked(unable(CARE), speaks("child", ref="anna-0001", set_aside=aside), speaks("child", ref="bea-00001"))
    assert [each.ref for each in answer.deciders] == ["bea-00001"]


BORN = date(2014, 3, 2)


@pytest.mark.parametrize(
    ("day", "on_care", "on_data"),
    [
        (date(2026, 3, 1), ["parents"], ["parents"]),
        (date(2026, 3, 2), ["client", "parents"], ["parents"]),
        (date(2030, 3, 1), ["client", "parents"], ["parents"]),
        (date(2030, 3, 2), ["client"], ["client"]),
        (date(2032, 3, 1), ["client"], ["client"]),
        (date(2032, 3, 2), ["client"], ["client"]),
    ],
)
def test_B1_art_7_450_7_465_and_5_UAVG_the_12th_and_16th_birthday_change_who_decides_on_the_day_itself(
    day: date, on_care: list[str], on_data: list[str]
) -> None:
    facts = born(BORN, today=date(2025, 1, 1))

    def who(topic: Scope) -> list[str]:
        answer = asked(facts, *PARENTS, topic=topic, day=day)
        return list(dict.fromkeys("client" if each.kind == "client" else "parents" for each in answer.deciders))

    assert (who(CARE), who(DATA)) == (on_care, on_data)
    assert who(MONEY) == (["client"] if day >= date(2032, 3, 2) else ["parents"])


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2029, 1, 1), date(2031, 1, 1)])
def test_B1_how_old_somebody_was_follows_from_the_birthdays_to_come_where_the_others_are_not_kept(today: date) -> None:
    whole = birthdays(BORN, today=date(2025, 1, 1))
    kept = ClientFacts(subject_ref=CLIENT, birthdays={age: day for age, day in whole.items() if day > today})
    days = [day + timedelta(days=shift) for day in whole.values() for shift in (-1, 0)]
    assert [kept.group(day) for day in days] == [born(BORN, today=date(2025, 1, 1)).group(day) for day in days]


@pytest.mark.parametrize(
    ("born_on", "age", "reached_on"),
    [
        (date(2012, 2, 29), 12, date(2024, 2, 29)),
        (date(2012, 2, 29), 16, date(2028, 2, 29)),
        (date(2012, 2, 29), 18, date(2030, 3, 1)),
        (date(2016, 2, 29), 18, date(2034, 3, 1)),
        (date(2011, 2, 28), 12, date(2023, 2, 28)),
        (date(2011, 3, 1), 16, date(2027, 3, 1)),
        (date(2010, 12, 31), 18, date(2028, 12, 31)),
    ],
)
def test_B1_an_age_is_reached_when_its_last_day_is_over(born_on: date, age: int, reached_on: date) -> None:
    assert birthday(born_on, age) == reached_on


def test_B1_of_who_is_of_age_no_birthday_is_kept_and_nobody_is_born_tomorrow() -> None:
    with pytest.raises(NotAMinor):
        birthdays(date(2008, 3, 2), today=TODAY)
    assert birthdays(date(2008, 3, 3), today=TODAY)[18] == date(2026, 3, 3)
    with pytest.raises(BornInTheFuture):
        birthdays(TODAY + timedelta(days=1), today=TODAY)
    assert birthdays(TODAY, today=TODAY)[12] == date(2038, 3, 2)


def test_B1_art_7_465_1_under_12_parents_who_live_apart_decide_together_and_the_one_without_authority_does_not() -> (
    None
):
    child = born(date(2018, 6, 1))
    answer = asked(child, *PARENTS, speaks("parent", ref="stepfather"))
    assert kinds(answer) == [("parent_with_authority", Manner.TOGETHER)] * 2
    assert why_not(answer, "stepfather") is WhyNot.NO_AUTHORITY
    assert why_not(answer, CLIENT) is WhyNot.UNDER_12
    one = asked(child, PARENTS[0], speaks("parent", ref="father-02"))
    assert kinds(one) == [("parent_with_authority", Manner.ALONE)]


def test_B1_art_1_253i_on_data_and_money_of_a_child_one_parent_is_enough() -> None:
    child = born(date(2018, 6, 1))
    for topic in (DATA, MONEY):
        assert kinds(asked(child, *PARENTS, topic=topic)) == [("parent_with_authority", Manner.EACH)] * 2


def test_B1_a_voogd_decides_where_there_are_no_parents_and_a_mentor_is_for_adults() -> None:
    answer = asked(born(date(2018, 6, 1)), speaks("minors_guardian"), speaks("mentor"))
    assert kinds(answer) == [("minors_guardian", Manner.ALONE)]
    assert why_not(answer, "person-mentor") is WhyNot.ADULTS_ONLY
    assert asked(born(date(2018, 6, 1))).missing is Missing.NO_PARENT


def test_B1_art_7_450_2_a_child_of_15_decides_alone_by_a_recorded_exception_on_care_on_those_days_alone() -> None:
    words = (heard_alone(OwnGround.LASTING_WISH, TODAY, TODAY + timedelta(days=6)),)
    child = born(date(2011, 1, 1), own_words=words)
    answer = asked(child, *PARENTS)
    assert [(each.manner, each.why, each.article) for each in answer.deciders] == [
        (Manner.ALONE, Why.LASTING_WISH, "art. 7:450(2) BW")
    ]
    assert why_not(answer, "mother-01") is WhyNot.CHILD_DECIDES
    for other in (asked(child, *PARENTS, topic=DATA), asked(child, *PARENTS, day=TODAY + timedelta(days=7))):
        assert other.deciders[-1].kind == "parent_with_authority"
    harm = born(date(2011, 1, 1), own_words=(heard_alone(OwnGround.SERIOUS_HARM, TODAY, TODAY),))
    assert asked(harm, *PARENTS).deciders[0].why is Why.SERIOUS_HARM


def test_B1_an_exception_of_a_child_of_15_counts_no_more_from_16_nor_before_12() -> None:
    words = (heard_alone(OwnGround.LASTING_WISH, LONG_AGO, date(2040, 1, 1)),)
    assert kinds(asked(born(date(2018, 6, 1), own_words=words), PARENTS[0])) == [
        ("parent_with_authority", Manner.ALONE)
    ]
    assert asked(born(date(2009, 6, 1), own_words=words), PARENTS[0]).deciders[0].why is Why.FROM_16


@pytest.mark.parametrize("born_on", [date(2012, 6, 1), date(2009, 6, 1)])
def test_B1_art_7_465_2_for_a_minor_from_12_who_is_unable_the_parents_decide(born_on: date) -> None:
    child = replace(unable(CARE), birthdays=birthdays(born_on, today=TODAY))
    answer = asked(child, *PARENTS)
    assert {each.article for each in answer.deciders} == {"art. 7:465(2) BW"}
    assert why_not(answer, CLIENT) is WhyNot.INCAPABLE


def test_B1_from_18_authority_is_over_and_a_parent_is_family() -> None:
    young = replace(unable(CARE), birthdays={18: TODAY})
    before = asked(young, *PARENTS, day=TODAY - timedelta(days=1))
    assert [each.kind for each in before.deciders] == ["parent_with_authority"] * 2
    answer = asked(young, *PARENTS, speaks("minors_guardian"))
    assert kinds(answer) == [("parent", Manner.EACH)] * 2
    assert why_not(answer, "person-minors_guardian") is WhyNot.MINORS_ONLY
    mentor = asked(young, *PARENTS, speaks("mentor"))
    assert kinds(mentor) == [("mentor", Manner.ALONE)]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 2, 28), WhyNot.NOT_YET),
        (date(2026, 3, 1), None),
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), WhyNot.TERM_OVER),
    ],
)
def test_B1_a_term_holds_from_its_first_day_up_to_and_with_its_last(day: date, reason: WhyNot | None) -> None:
    spouse = speaks("spouse", begins_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
    answer = asked(unable(CARE), spouse, day=day)
    assert bool(answer.deciders) is (reason is None)
    if reason is not None:
        assert why_not(answer, "person-spouse") is reason


def test_B1_what_was_ended_holds_no_more_on_that_day_itself() -> None:
    spouse = replace(speaks("spouse"), ended_on=TODAY)
    assert asked(unable(CARE), spouse).deciders == ()
    assert asked(unable(CARE), spouse, day=TODAY - timedelta(days=1)).deciders != ()


DAYS = st.integers(min_value=-4000, max_value=4000).map(lambda number: TODAY + timedelta(days=number))
SPANS = st.tuples(DAYS, st.none() | DAYS).map(
    lambda days: Span(begins_on=days[0], ends_on=days[1] if days[1] and days[1] >= days[0] else None)
)
TOPICAL = st.builds(OnTopic, id=st.just("topical"), topic=st.sampled_from(list(Scope)), span=SPANS)


@st.composite
def families(draw: Any) -> list[Representation]:
    found = []
    for number in range(draw(st.integers(min_value=0, max_value=6))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        span = draw(SPANS)
        found.append(
            speaks(
                kind,
                ref=f"person-{number:04}",
                begins_on=span.begins_on,
                ends_on=span.ends_on,
                ended_on=draw(st.none() | DAYS),
                scopes=draw(st.frozensets(st.sampled_from(list(Scope)), min_size=1)),
                unwilling=tuple(draw(st.lists(SPANS, max_size=1))),
                set_aside=tuple(draw(st.lists(TOPICAL, max_size=1))),
            )
        )
    return found


@st.composite
def clients(draw: Any) -> ClientFacts:
    reached = draw(st.none() | DAYS)
    days = {age: birthday(reached, age) for age in (12, 16, 18)} if reached else {}
    return ClientFacts(subject_ref=CLIENT, birthdays=days, incapacities=tuple(draw(st.lists(TOPICAL, max_size=2))))


@given(clients(), families(), st.sampled_from(list(Scope)), DAYS)
def test_B1_the_answer_holds_for_every_family_on_every_day(
    facts: ClientFacts, family: list[Representation], topic: Scope, day: date
) -> None:
    answer = who_may_decide(facts, family, topic, day)
    by_id = {each.id: each for each in family}
    acting = [by_id[each.representation_id] for each in answer.deciders if each.representation_id]
    assert topic is MONEY or all(each.kind.code != "administrator" for each in acting)
    assert all(each.stands_on(day) and topic in each.scopes for each in acting)
    assert not any(span.covers(day) for each in acting for span in each.unwilling)
    order = [precedence(each.kind_on(day, facts), topic) for each in acting]
    assert order == sorted(order)
    able = facts.group(day) is AgeGroup.ADULT and not facts.incapable(topic, day)
    taken = any(each.kind in ("guardian", "administrator") for each in answer.deciders)
    if able and not (taken or answer.missing):
        assert (answer.deciders[0].ref, answer.deciders[0].manner) == (CLIENT, Manner.ALONE)
    if able and topic is CARE:
        assert answer.deciders[0].ref == CLIENT
    assert bool(answer.missing) <= (not acting)
    named = [each.representation_id for each in (*answer.deciders, *answer.others)]
    assert sorted(filter(None, named)) == sorted(by_id) and named.count(None) == 1
