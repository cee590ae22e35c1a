"""The clamp: an organisation tightens a legal bound and never loosens it, and what was brought back is told."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import ClockRule, Term, Unit, due, in_force
from waarborg_shared.hooks import law
from waarborg_shared.hooks.clamp import at_least, breach, longer, may_outlast, purposes, representatives
from waarborg_shared.hooks.clamp import request as clamp_request
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import (
    BadValue,
    BreachStart,
    IdentificationLevel,
    LegalBasis,
    Purpose,
    PurposeKind,
    RequestKind,
    Scope,
    Text,
)

LAW = LawDefaults("the-house")
DAYS, WEEKS, MONTHS, HOURS, WORKING = Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.HOURS, Unit.WORKING_DAYS
CALENDAR = DutchCalendar()
NAME = Text("Naam", "Name")
TERMS = st.builds(Term, st.integers(0, 400), st.sampled_from(Unit))
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
STARTS = st.integers(0, int((LAST - FIRST).total_seconds())).map(lambda passed: FIRST + timedelta(seconds=passed))


def _terms(kind):
    return law.request_terms(kind)[-1]


def request(policy, kind):
    return clamp_request(policy, kind, bound=_terms(kind))


def _policy(term, *, kind=RequestKind.ACCESS, **changes):
    promise = ClockRule(name="answer", start_event="received", term=term, source="a promise")
    return replace(LAW.request_policy(kind)[0], promise=promise, **changes)


@pytest.mark.parametrize(
    ("promised", "bound", "is_longer"),
    [
        (Term(5, WEEKS), Term(1, MONTHS), True),
        (Term(4, WEEKS), Term(1, MONTHS), False),
        (Term(31, DAYS), Term(1, MONTHS), False),
        (Term(32, DAYS), Term(1, MONTHS), True),
        (Term(1, MONTHS), Term(1, MONTHS), False),
        (Term(2, MONTHS), Term(1, MONTHS), True),
        (Term(1, MONTHS), Term(4, WEEKS), False),
        (Term(96, HOURS), Term(72, HOURS), True),
        (Term(72, HOURS), Term(72, HOURS), False),
        (Term(4, DAYS), Term(72, HOURS), True),
        (Term(3, DAYS), Term(72, HOURS), False),
        (Term(0, DAYS), Term(0, HOURS), False),
    ],
    ids=str,
)
def test_longer_is_said_only_where_every_calendar_agrees(promised, bound, is_longer):
    assert longer(promised, bound) is is_longer


@pytest.mark.parametrize(
    ("promised", "bound", "reaches"),
    [
        (Term(240, MONTHS), Term(240, MONTHS), True),
        (Term(239, MONTHS), Term(240, MONTHS), False),
        (Term(2353, DAYS), Term(84, MONTHS), False),
        (Term(2556, DAYS), Term(84, MONTHS), False),
        (Term(2562, DAYS), Term(84, MONTHS), True),
        (Term(366, WEEKS), Term(84, MONTHS), True),
        (Term(1, MONTHS), Term(4, WEEKS), True),
        (Term(4, WEEKS), Term(1, MONTHS), False),
    ],
    ids=str,
)
def test_a_term_reaches_a_floor_only_where_every_calendar_agrees(promised, bound, reaches):
    assert at_least(promised, bound) is reaches


@given(TERMS, TERMS)
def test_what_reaches_a_floor_never_falls_short_of_it(promised, floor):
    assert not (at_least(promised, floor) and longer(floor, promised))
    assert at_least(promised, promised)


@given(st.sampled_from(Unit), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))
def test_longer_is_a_strict_order_within_a_unit(unit, one, two, three):
    a, b, c = Term(one, unit), Term(two, unit), Term(three, unit)
    assert not longer(a, a)
    assert not (longer(a, b) and longer(b, a))
    assert longer(a, b) or longer(b, a) or a == b
    assert longer(a, c) or not (longer(a, b) and longer(b, c))


@given(TERMS, TERMS)
def test_longer_never_holds_both_ways(one, other):
    assert not (longer(one, other) and longer(other, one))


@given(st.builds(Term, st.integers(0, 60), st.sampled_from([DAYS, WEEKS, MONTHS])), STARTS)
def test_what_is_longer_is_never_due_earlier(promised, start):
    bound = Term(1, MONTHS)
    if longer(promised, bound):
        assert due(promised, start, CALENDAR) > due(bound, start, CALENDAR)


@pytest.mark.parametrize(
    ("promised", "holds", "told"),
    [
        (Term(14, DAYS), Term(14, DAYS), False),
        (Term(4, WEEKS), Term(4, WEEKS), False),
        (Term(1, MONTHS), Term(1, MONTHS), False),
        (Term(6, WEEKS), Term(1, MONTHS), True),
        (Term(2, MONTHS), Term(1, MONTHS), True),
    ],
    ids=str,
)
def test_a_promise_to_answer_gets_shorter_and_never_longer(promised, holds, told):
    policy, clamps = request(_policy(promised), RequestKind.ACCESS)
    assert policy.promise.term == holds
    assert policy.law == _terms(RequestKind.ACCESS).answer
    assert [clamp.what for clamp in clamps] == (["request.access.answer"] if told else [])


@given(st.sampled_from(RequestKind), TERMS, st.none() | TERMS, st.none() | TERMS, st.booleans())
def test_a_clamp_never_lengthens_and_a_second_changes_nothing(kind, promised, extension, notice, free):
    rule = notice and ClockRule(name="notice", start_event="received", term=notice, source="a promise")
    policy = _policy(promised, kind=kind, extension=extension, notice=rule, first_copy_free=free)
    held, clamps = request(policy, kind)
    assert not longer(held.promise.term, policy.promise.term)
    assert not longer(held.promise.term, held.law.term)
    assert held.extension is None or not longer(held.extension, _terms(kind).extension)
    assert held.first_copy_free
    assert request(held, kind) == (held, [])
    assert len({clamp.what for clamp in clamps}) == len(clamps)


@given(st.sampled_from(RequestKind), TERMS, STARTS)
def test_what_binds_is_never_later_than_the_law(kind, promised, start):
    held, _ = request(_policy(promised, kind=kind), kind)
    binding = min(due(clock, start, CALENDAR) for clock in (held.promise, held.law))
    assert binding <= due(_terms(kind).answer, start, CALENDAR)


def test_an_extension_that_the_law_does_not_give_is_cut_to_two_months():
    policy, clamps = request(_policy(Term(1, MONTHS), extension=Term(3, MONTHS)), RequestKind.ACCESS)
    assert policy.extension == Term(2, MONTHS)
    assert [(clamp.what, clamp.promised, clamp.holds) for clamp in clamps] == [
        ("request.access.extension", "3 months", "2 months")
    ]


def test_who_promised_no_extension_has_none():
    assert request(_policy(Term(14, DAYS), extension=None), RequestKind.ACCESS)[0].extension is None


def test_the_word_of_an_extension_comes_within_a_month_even_where_it_was_forgotten():
    policy, clamps = request(_policy(Term(1, MONTHS), notice=None), RequestKind.ACCESS)
    assert policy.notice.term == Term(1, MONTHS)
    assert clamps == []


def test_a_first_copy_that_costs_money_is_free():
    policy, clamps = request(_policy(Term(1, MONTHS), first_copy_free=False), RequestKind.ACCESS)
    assert policy.first_copy_free
    assert clamps[0].source == "art. 15(3) AVG"


def test_a_complaint_has_the_terms_of_its_own_law():
    policy, clamps = request(_policy(Term(3, MONTHS), kind=RequestKind.COMPLAINT), RequestKind.COMPLAINT)
    assert policy.promise.term == Term(6, WEEKS)
    assert policy.extension == Term(4, WEEKS)
    assert clamps[0].source == "art. 17(1) Wkkgz"


def _protocol(*clocks):
    return replace(LAW.breach_protocol(), clocks=clocks)


def _authority(term, start=BreachStart.DISCOVERED):
    return ClockRule(name="authority", start_event=start, term=term, source="a promise")


@pytest.mark.parametrize(
    ("promised", "holds", "told"),
    [
        (Term(72, HOURS), Term(72, HOURS), []),
        (Term(48, HOURS), Term(48, HOURS), []),
        (Term(96, HOURS), Term(72, HOURS), ["breach.authority"]),
        (Term(1, DAYS), Term(1, DAYS), []),
        (Term(2, DAYS), Term(72, HOURS), ["breach.authority"]),
        (Term(3, DAYS), Term(72, HOURS), ["breach.authority"]),
        (Term(0, WORKING), Term(72, HOURS), ["breach.authority"]),
        (Term(3, WORKING), Term(72, HOURS), ["breach.authority"]),
        (Term(2, WEEKS), Term(72, HOURS), ["breach.authority"]),
    ],
    ids=str,
)
def test_the_authority_is_told_within_72_hours(promised, holds, told):
    protocol, clamps = breach(_protocol(_authority(promised)))
    (clock,) = in_force(protocol.clocks, date(2026, 3, 2))
    assert (clock.term, clock.start_event) == (holds, BreachStart.DISCOVERED)
    assert [clamp.what for clamp in clamps] == told


def test_a_protocol_that_forgot_the_authority_gets_the_laws_clock():
    own = ClockRule(name="decision", start_event=BreachStart.AWARE, term=Term(24, HOURS), source="a promise")
    assert breach(_protocol(own))[0].clocks == (own, *law.AUTHORITY_CLOCK)


@given(TERMS)
def test_a_clamped_protocol_stays_as_it_is(term):
    held, _ = breach(_protocol(_authority(term)))
    assert breach(held) == (held, [])


@given(TERMS, STARTS)
@example(Term(3, WORKING), datetime(2026, 4, 2, 9, tzinfo=UTC))
@example(Term(2, DAYS), datetime(2026, 10, 23, 22, tzinfo=UTC))
def test_the_authority_is_never_told_later_than_the_law_says(term, start):
    (held,) = in_force(breach(_protocol(_authority(term)))[0].clocks, date(2026, 3, 2))
    assert due(held, start, CALENDAR) <= due(law.AUTHORITY_CLOCK[-1], start, CALENDAR)


@given(TERMS, TERMS, STARTS)
@example(Term(0, WORKING), Term(72, HOURS), datetime(2026, 4, 2, 22, tzinfo=UTC))
def test_what_cannot_outlast_a_bound_never_ends_after_it(promised, bound, start):
    if not may_outlast(promised, bound):
        assert due(promised, start, CALENDAR) <= due(bound, start, CALENDAR)


@pytest.mark.parametrize("notice", [Term(31, WORKING), Term(31, DAYS), Term(2, MONTHS)], ids=str)
def test_word_of_an_extension_has_one_clock_so_what_may_be_later_is_cut_to_a_month(notice):
    rule = replace(_terms(RequestKind.ACCESS).notice, term=notice, valid_from=None)
    policy, clamps = request(_policy(Term(1, MONTHS), notice=rule), RequestKind.ACCESS)
    assert policy.notice.term == Term(1, MONTHS)
    assert [clamp.what for clamp in clamps] == ["request.access.notice"]


@pytest.mark.parametrize(
    ("promised", "of_the_law"),
    [
        (Term(62, WORKING), Term(2, MONTHS)),
        (Term(62, DAYS), Term(2, MONTHS)),
        (Term(8, WEEKS), Term(8, WEEKS)),
        (Term(1, MONTHS), Term(1, MONTHS)),
        (None, None),
    ],
    ids=str,
)
def test_an_extension_that_may_be_longer_than_the_laws_does_not_lengthen_the_laws_clock_so_far(promised, of_the_law):
    policy, clamps = request(_policy(Term(1, MONTHS), extension=promised), RequestKind.ACCESS)
    assert (policy.extension, policy.law_extension, clamps) == (promised, of_the_law, [])


def _dated(rule, first=None, last=None, term=None):
    return replace(rule, valid_from=first, valid_until=last, term=term or rule.term)


CHANGE = date(2027, 7, 1)
EVE = date(2027, 6, 30)
LEGAL = law.AUTHORITY_CLOCK[0]
LONGER_LAW = (_dated(LEGAL, law.AVG_APPLIES, EVE), _dated(LEGAL, CHANGE, term=Term(96, HOURS)))
SHORTER_LAW = (_dated(LEGAL, law.AVG_APPLIES, EVE), _dated(LEGAL, CHANGE, term=Term(48, HOURS)))


def _hours(protocol, day):
    return [clock.term.amount for clock in in_force(protocol.clocks, day) if clock.name == law.AUTHORITY]


@pytest.mark.parametrize(
    ("legal", "own", "before", "after", "told"),
    [
        (LONGER_LAW, (_authority(Term(96, HOURS)),), 72, 96, ["72 hours until 2027-06-30"]),
        (LONGER_LAW, (_authority(Term(72, HOURS)),), 72, 72, []),
        (LONGER_LAW, (_authority(Term(120, HOURS)),), 72, 96, ["72 hours until 2027-06-30", "96 hours"]),
        (SHORTER_LAW, (_authority(Term(72, HOURS)),), 72, 48, ["48 hours"]),
        (
            LONGER_LAW,
            (_dated(_authority(Term(72, HOURS)), last=EVE), _dated(_authority(Term(96, HOURS)), first=CHANGE)),
            *(72, 96, []),
        ),
        (
            LONGER_LAW,
            (
                _dated(_authority(Term(72, HOURS)), last=date(2027, 5, 31)),
                _dated(_authority(Term(96, HOURS)), first=date(2027, 6, 1)),
            ),
            *(72, 96, ["72 hours until 2027-06-30"]),
        ),
        (LONGER_LAW, LONGER_LAW, 72, 96, []),
        (LONGER_LAW, (), 72, 96, []),
    ],
    ids=["longer", "stays", "too long in both", "law gets shorter", "goes along", "too early", "the law's", "forgot"],
)
def test_each_day_is_held_against_the_law_of_that_day(legal, own, before, after, told, monkeypatch):
    monkeypatch.setattr(law, "AUTHORITY_CLOCK", legal)
    protocol, clamps = breach(_protocol(*own))
    assert (_hours(protocol, EVE), _hours(protocol, CHANGE)) == ([before], [after])
    assert _hours(protocol, date(2099, 1, 1)) == [after]
    assert [clamp.holds for clamp in clamps] == told
    assert breach(protocol) == (protocol, [])


def test_what_the_law_makes_a_deadline_cannot_be_called_a_period():
    protocol = LAW.breach_protocol()
    own = tuple(replace(clock, period=True) for clock in protocol.clocks)
    with pytest.raises(BadValue, match=r"clocks\[authority\]\.period"):
        breach(replace(protocol, clocks=own))
    policy = _policy(Term(4, WEEKS))
    with pytest.raises(BadValue, match=r"request_policy\[access\]\.promise\.period"):
        request(replace(policy, promise=replace(policy.promise, period=True)), RequestKind.ACCESS)


def test_what_held_before_the_law_did_is_left_as_it_was():
    own = _authority(Term(96, HOURS))
    protocol, _ = breach(_protocol(own))
    assert _hours(protocol, date(2018, 5, 24)) == [96]
    assert _hours(protocol, date(2018, 5, 25)) == [72]


def test_a_clock_for_the_authority_that_begins_after_the_law_is_refused_by_its_field():
    with pytest.raises(BadValue, match=r"clocks\[authority\].valid_from: none of its versions holds before 2027-07-01"):
        breach(_protocol(_dated(_authority(Term(72, HOURS)), first=CHANGE)))


def _purpose(kind, *bases):
    return Purpose(code="own", name=NAME, explanation=NAME, kind=kind, bases=bases, categories=(), source="a promise")


@pytest.mark.parametrize("kind", [PurposeKind.MARKETING, PurposeKind.CALLING])
def test_J5_B16_newsletters_and_calls_rest_on_consent_whatever_the_list_says(kind):
    held, clamps = purposes([_purpose(kind, LegalBasis.CONTRACT, LegalBasis.LEGITIMATE_INTEREST)])
    assert held[0].bases == (LegalBasis.CONSENT,)
    assert clamps[0].promised == "contract, legitimate_interest"
    assert purposes(held) == (held, [])


def test_a_purpose_that_sells_nothing_keeps_its_bases():
    own = _purpose(PurposeKind.CARE, LegalBasis.CONTRACT)
    assert purposes([own]) == ([own], [])


def test_an_administrator_decides_on_money_and_never_on_care():
    administrator = law.REPRESENTATIVES[-1]
    held, clamps = representatives([replace(administrator, scopes=frozenset(Scope), rank=1)])
    assert (held[0].scopes, held[0].rank) == (frozenset({Scope.MONEY}), 90)
    assert clamps[0].what == "representative.administrator"


def test_a_representative_with_less_scope_and_one_of_the_organisations_own_stand():
    less = replace(law.REPRESENTATIVES[0], scopes=frozenset({Scope.MONEY}))
    own = replace(less, code="neighbour", rank=99)
    assert representatives([less, own]) == ([less, own], [])


def test_what_was_clamped_is_told_in_the_log_once(rules_of, caplog):
    caplog.set_level(logging.WARNING)
    rules = rules_of(request_policy=lambda kind: _policy(Term(6, WEEKS)) if kind is RequestKind.ACCESS else None)
    rules.check()
    rules.check()
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        "the-house: a promise was clamped to the law: request.access.answer: 6 weeks was promised, "
        "1 months holds (art. 12(3) AVG)"
    ]
    assert [clamp.what for clamp in rules.clamps] == ["request.access.answer"]


@pytest.mark.parametrize(
    ("kind", "asked", "holds", "told"),
    [
        (RequestKind.ACCESS, None, "substantial", False),
        (RequestKind.ACCESS, "low", "substantial", True),
        (RequestKind.ACCESS, "high", "high", False),
        (RequestKind.ERASURE, "low", "substantial", True),
        (RequestKind.ADDRESS_SECRECY, None, "low", False),
        (RequestKind.WITHDRAWAL, "high", "high", False),
        (RequestKind.COMPLAINT, None, "low", False),
    ],
)
def test_B15_how_sure_it_has_to_be_who_asks_is_never_less_than_the_law_says(kind, asked, holds, told):
    level = IdentificationLevel(asked) if asked else None
    policy, clamps = request(replace(LAW.request_policy(kind)[0], identification_level=level), kind)
    assert policy.identification_level == holds
    assert [clamp.what for clamp in clamps] == ([f"request.{kind}.identification_level"] if told else [])


def test_B15_no_policy_gives_data_to_somebody_unknown():
    policy, clamps = request(replace(LAW.request_policy(RequestKind.COPY)[0], identification=False), RequestKind.COPY)
    assert policy.identification and [clamp.promised for clamp in clamps] == ["none"]
    complaint, none = request(LAW.request_policy(RequestKind.COMPLAINT)[0], RequestKind.COMPLAINT)
    assert not complaint.identification and none == []


def test_the_levels_are_in_order():
    low, substantial, high = IdentificationLevel
    assert high.reaches(substantial) and substantial.reaches(substantial) and not low.reaches(substantial)
