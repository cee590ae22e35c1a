"""What one can object to, when an objection can be answered with a no, and what a restriction lets go on."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent.domain import (
    AlwaysHolds,
    GroundNeeded,
    Mark,
    MarkHow,
    MarkKind,
    NoObjection,
    NotAWayToAsk,
    NotObjectable,
    NotOfThisMark,
    ObjectionAnswer,
    OnlyObjectionsHaveSubjects,
    PersonNotTold,
    RestrictionGround,
    ServiceMessageStays,
    UnknownSubject,
    objectable_purposes,
    objection_to_purpose,
    standing_marks,
    use_goes_on,
)
from waarborg_consent.domain.objections import ALWAYS_HOLDS, answer, answerable, check_objection
from waarborg_consent.domain.opt_out import UNDO_FOR, Link, may_undo
from waarborg_consent.domain.setting import check_end, check_new, check_way
from waarborg_shared.hooks.values import EVERY_MESSAGE
from waarborg_shared.testing.plugin_subject import find_subject

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES = {name: find_subject(name).rules() for name in ("bqr", "jtb_care")}
BQR = RULES["bqr"]


def objection(about: str | None, **other: object) -> Mark:
    return Mark(id="m1", kind=MarkKind.OBJECTION, about=about, set_at=START, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plugin", "about", "refusal"),
    [
        ("bqr", None, None),
        ("bqr", EVERY_MESSAGE, None),
        ("bqr", "marketing", None),
        ("bqr", "care_news", None),
        ("bqr", "satisfaction_survey", None),
        ("bqr", "survey_invitation", None),
        ("bqr", "statistics", None),
        ("bqr", "research", None),
        ("bqr", "care_agreement", NotObjectable),
        ("bqr", "fraud_prevention", NotObjectable),
        ("bqr", "agreement_message", ServiceMessageStays),
        ("bqr", "claim_message", ServiceMessageStays),
        ("bqr", "spying", UnknownSubject),
        ("jtb_care", "improvement", None),
        ("jtb_care", "newsletter_issue", None),
        ("jtb_care", "payment_confirmed", ServiceMessageStays),
        ("jtb_care", "payment", NotObjectable),
    ],
)
def test_B16_J6_what_one_can_object_to_and_what_stays(
    plugin: str, about: str | None, refusal: type[Exception] | None
) -> None:
    rules = RULES[plugin]
    if refusal is None:
        check_objection(about, purposes=rules.purposes, kinds=rules.message_kinds)
        return
    with pytest.raises(refusal) as refused:
        check_objection(about, purposes=rules.purposes, kinds=rules.message_kinds)
    assert refused.value.text.nl != refused.value.text.en  # type: ignore[attr-defined]


@given(st.sampled_from([purpose for rules in RULES.values() for purpose in objectable_purposes(rules.purposes)]))
def test_B16_an_objection_stops_every_objectable_purpose_and_no_other(purpose: object) -> None:
    for rules in RULES.values():
        for each in rules.purposes.values():
            stopped = objection_to_purpose([objection(None)], each) is not None
            assert stopped is each.objectable
            assert (objection_to_purpose([objection(EVERY_MESSAGE)], each)) is None
            if each is purpose:
                assert objection_to_purpose([objection(each.code)], each) is not None


@pytest.mark.parametrize(
    ("about", "purpose", "stops"),
    [
        (None, "research", False),
        ("research", "research", True),
        (None, "marketing", True),
        (None, "calling", True),
        (None, "satisfaction_survey", True),
    ],
)
def test_a_yes_to_a_purpose_is_more_specific_than_an_objection_to_everything_but_not_where_that_always_holds(
    about: str | None, purpose: str, stops: bool
) -> None:
    mark = objection(about)
    assert objection_to_purpose([mark], BQR.purposes[purpose]) is mark
    assert (objection_to_purpose([mark], BQR.purposes[purpose], consented=True) is mark) is stops


@given(st.sampled_from([None, *BQR.purposes, *BQR.message_kinds, EVERY_MESSAGE]), st.sampled_from(sorted(BQR.purposes)))
def test_B16_nobody_overrules_an_objection_to_marketing_calls_or_being_asked(about: str | None, purpose: str) -> None:
    try:
        released = answer(objection(about), purpose, ObjectionAnswer.OVERRULED, purposes=BQR.purposes)
    except (AlwaysHolds, NotOfThisMark):
        return
    assert released == {purpose}
    assert BQR.purposes[purpose].kind not in ALWAYS_HOLDS and BQR.purposes[purpose].objectable


def test_an_objection_that_may_be_weighed_stands_until_it_is_answered_and_beyond_if_it_is_right() -> None:
    mark, statistics = objection("statistics"), BQR.purposes["statistics"]
    assert objection_to_purpose([mark], statistics) is mark
    assert [each.code for each in answerable(mark, BQR.purposes)] == ["statistics"]
    assert answer(mark, "statistics", ObjectionAnswer.UPHELD, purposes=BQR.purposes) == frozenset()


def test_an_objection_to_everything_is_weighed_for_one_use_at_a_time_and_holds_for_the_rest() -> None:
    mark = objection(None, overruled=frozenset({"statistics"}))
    assert objection_to_purpose([mark], BQR.purposes["statistics"]) is None
    assert objection_to_purpose([mark], BQR.purposes["research"]) is mark
    assert "statistics" not in [each.code for each in answerable(mark, BQR.purposes)]
    with pytest.raises(NotOfThisMark):
        answer(mark, "statistics", ObjectionAnswer.OVERRULED, purposes=BQR.purposes)


@pytest.mark.parametrize(
    ("mark", "purpose", "refusal"),
    [
        (objection("marketing"), "marketing", AlwaysHolds),
        (objection("calling"), "calling", AlwaysHolds),
        (objection("satisfaction_survey"), "satisfaction_survey", AlwaysHolds),
        (objection("care_news"), "marketing", AlwaysHolds),
        (objection(EVERY_MESSAGE), "marketing", AlwaysHolds),
        (objection(None), "marketing", AlwaysHolds),
        (objection(None), "care_agreement", NotOfThisMark),
        (objection("statistics"), "research", NotOfThisMark),
        (objection("statistics"), "spying", NotOfThisMark),
        (objection("statistics", ended_at=START), "statistics", NoObjection),
        (Mark(id="m", kind=MarkKind.ADDRESS_SECRECY, about=None, set_at=START), "statistics", NoObjection),
    ],
)
def test_an_answer_that_cannot_be_given_is_refused_by_name(mark: Mark, purpose: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        answer(mark, purpose, ObjectionAnswer.OVERRULED, purposes=BQR.purposes)


@pytest.mark.parametrize(
    ("grounded", "consent_hours", "goes_on"),
    [(False, None, False), (False, -1, False), (False, 0, False), (False, 1, True), (True, None, True)],
)
def test_under_a_restriction_a_use_goes_on_by_a_ground_of_art_18_2_alone(
    grounded: bool, consent_hours: int | None, goes_on: bool
) -> None:
    restriction = Mark(
        id="m", kind=MarkKind.RESTRICTION, about=None, set_at=START, ground=RestrictionGround.LEGAL_CLAIM
    )
    since = None if consent_hours is None else START + timedelta(hours=consent_hours)
    assert use_goes_on(restriction, grounded=grounded, consent_since=since) is goes_on
    assert use_goes_on(None, grounded=grounded, consent_since=since)


@pytest.mark.parametrize(
    ("kind", "about", "ground", "refusal"),
    [
        (MarkKind.RESTRICTION, None, None, GroundNeeded),
        (MarkKind.RESTRICTION, "marketing", RestrictionGround.ACCURACY, OnlyObjectionsHaveSubjects),
        (MarkKind.ADDRESS_SECRECY, "address", None, OnlyObjectionsHaveSubjects),
        (MarkKind.ADDRESS_SECRECY, None, RestrictionGround.ACCURACY, OnlyObjectionsHaveSubjects),
        (MarkKind.OBJECTION, None, RestrictionGround.ACCURACY, OnlyObjectionsHaveSubjects),
    ],
)
def test_what_does_not_go_with_a_mark_is_refused(
    kind: MarkKind, about: str | None, ground: RestrictionGround | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check_new(kind, about, ground, purposes=BQR.purposes, kinds=BQR.message_kinds)


def test_a_restriction_is_lifted_after_the_person_was_told() -> None:
    with pytest.raises(PersonNotTold):
        check_end(MarkKind.RESTRICTION, told=False)
    check_end(MarkKind.RESTRICTION, told=True)
    check_end(MarkKind.OBJECTION, told=False)


def test_what_the_system_records_by_itself_is_no_way_to_ask() -> None:
    for how in MarkHow:
        if how in (MarkHow.LINK, MarkHow.OVERRULED):
            with pytest.raises(NotAWayToAsk):
                check_way(how)
        else:
            check_way(how)


def test_a_mark_works_at_once_and_ends_at_once() -> None:
    mark = objection(None, ended_at=START + timedelta(hours=1))
    assert standing_marks([mark], at=START) == (mark,)
    assert standing_marks([mark], at=START + timedelta(hours=1)) == ()
    assert standing_marks([mark], at=START - timedelta(seconds=1)) == ()


def test_a_link_undoes_what_it_set_itself_for_an_hour() -> None:
    link, mark = Link(id="l1", subject_ref="p", about=None), objection(EVERY_MESSAGE)
    assert may_undo(mark, set_by="l1", link=link, now=START + UNDO_FOR)
    assert not may_undo(mark, set_by="l1", link=link, now=START + UNDO_FOR + timedelta(seconds=1))
    assert not may_undo(mark, set_by="account-1", link=link, now=START)
    assert not may_undo(objection(EVERY_MESSAGE, ended_at=START), set_by="l1", link=link, now=START)
