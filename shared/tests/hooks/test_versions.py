"""Terms change on a day: versions follow one another without a gap, and each case has the version of its day."""

from dataclasses import replace
from datetime import date

import pytest

from waarborg_shared.clocks import ClockRule, NotInForce, Term, Unit
from waarborg_shared.hooks import PluginError, law
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import BadValue, BreachStart, RequestKind, check_versions, days_of_change

LAW = LawDefaults("the-house")
EVE, CHANGE = date(2027, 6, 30), date(2027, 7, 1)
WEEKS, MONTHS, HOURS = Unit.WEEKS, Unit.MONTHS, Unit.HOURS


def clock(term, first=None, last=None, *, name="answer", start="received"):
    return ClockRule(name=name, start_event=start, term=term, source="a promise", valid_from=first, valid_until=last)


FOUR, TWO = Term(4, WEEKS), Term(2, WEEKS)


@pytest.mark.parametrize(
    "versions",
    [
        [],
        [clock(FOUR)],
        [clock(FOUR, CHANGE)],
        [clock(FOUR, None, EVE), clock(TWO, CHANGE)],
        [clock(TWO, CHANGE), clock(FOUR, date(2026, 1, 1), EVE)],
    ],
    ids=["none", "one", "one that begins", "two", "two in the wrong order"],
)
def test_versions_that_follow_one_another_pass(versions):
    check_versions(versions, of="x")


@pytest.mark.parametrize(
    ("versions", "named"),
    [
        ([clock(FOUR), clock(TWO)], "x: twice, without dates"),
        ([clock(FOUR), clock(TWO, CHANGE)], "x.valid_from: two versions hold on 2027-07-01"),
        ([clock(FOUR, None, EVE), clock(TWO)], "x.valid_from: two versions hold on 2027-06-30"),
        ([clock(FOUR, None, CHANGE), clock(TWO, CHANGE)], "x.valid_from: two versions hold on 2027-07-01"),
        (
            [clock(FOUR, None, date(2027, 6, 1)), clock(TWO, CHANGE)],
            "x.valid_from: none of its versions holds on 2027-06-02",
        ),
        ([clock(FOUR, None, EVE)], "x.valid_until: none of its versions holds after 2027-06-30"),
        (
            [clock(FOUR, None, EVE), clock(TWO, CHANGE, CHANGE)],
            "x.valid_until: none of its versions holds after 2027-07-01",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_versions_that_overlap_or_leave_a_day_without_one_are_refused(versions, named):
    with pytest.raises(BadValue) as refused:
        check_versions(versions, of="x")
    assert str(refused.value) == named


def test_where_there_is_to_be_one_always_the_first_has_no_beginning():
    check_versions([clock(FOUR)], of="x", always=True)
    with pytest.raises(BadValue, match=r"x.valid_from: none of its versions holds before 2027-07-01"):
        check_versions([clock(FOUR, CHANGE)], of="x", always=True)


def test_the_days_of_change_are_those_on_which_a_version_begins():
    versions = [clock(FOUR, None, EVE), clock(TWO, CHANGE), clock(TWO, date(2000, 1, 1))]
    assert days_of_change(versions, since=date(2018, 5, 25)) == [date(2018, 5, 25), CHANGE]


def aware(hours, first=None, last=None, *, name="authority", start=BreachStart.AWARE):
    return clock(Term(hours, HOURS), first, last, name=name, start=start)


@pytest.mark.parametrize(
    ("clocks", "named"),
    [
        ([aware(72), aware(48)], "breach protocol: clocks[authority]: twice, without dates"),
        ([aware(72, None, EVE)], "clocks[authority].valid_until: none of its versions holds after 2027-06-30"),
        (
            [aware(72, None, date(2027, 6, 1)), aware(96, CHANGE)],
            "clocks[authority].valid_from: none of its versions holds on 2027-06-02",
        ),
        ([aware(72, None, EVE), aware(72, EVE)], "clocks[authority].valid_from: two versions hold on 2027-06-30"),
        (
            [aware(72, None, EVE), aware(72, CHANGE, start=BreachStart.DISCOVERED)],
            "clocks[authority].start_event: its versions count from aware and from discovered",
        ),
        (
            [aware(72), aware(24, name="decision"), aware(12, name="decision")],
            "clocks[decision]: twice, without dates",
        ),
        ([aware(72, start="noticed")], "clock authority: start_event 'noticed' is unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_protocol_names_the_clock_whose_versions_do_not_follow_one_another(clocks, named):
    with pytest.raises(BadValue) as refused:
        replace(LAW.breach_protocol(), clocks=tuple(clocks))
    assert named in str(refused.value)


def test_a_disclosure_policy_names_the_promise_whose_versions_do_not_follow_one_another():
    with pytest.raises(BadValue, match=r"disclosure policy: promises\[answer\].valid_until"):
        replace(LAW.disclosure_policy(), promises=(clock(TWO, None, EVE),))


def policies(*promises, **changes):
    """A plugin's answer: one policy, or as many versions as there are promises."""

    def answer(kind):
        (first,) = LAW.request_policy(kind)
        return tuple(replace(first, promise=promise, **changes) for promise in promises)

    return answer


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (policies(), "request_policy[access]: no version of it"),
        (policies(clock(FOUR, CHANGE)), "request_policy[access].promise.valid_from: none of its versions holds before"),
        (
            policies(clock(FOUR, None, EVE)),
            "request_policy[access].promise.valid_until: none of its versions holds after",
        ),
        (policies(clock(FOUR), clock(TWO)), "request_policy[access].promise: twice, without dates"),
        (
            policies(clock(FOUR), notice=clock(FOUR, CHANGE, name="notice")),
            "request_policy[access].notice.valid_from: its dates are those of the promise",
        ),
        (lambda kind: (*LAW.request_policy(kind), "soon"), "request_policy[1]: str where RequestPolicy belongs"),
        (lambda kind: "soon", "request_policy: str where RequestPolicy belongs"),
        (
            policies(clock(FOUR, None, EVE), clock(TWO, CHANGE), answer_channel="pigeon"),
            "answer_channel: unknown 'pigeon'",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_versions_of_a_policy_that_make_no_sense_are_refused_by_their_field(answer, named, rules_of):
    with pytest.raises(PluginError) as refused:
        rules_of(request_policy=answer).check()
    assert str(refused.value).startswith("the-house: plugin 'own': hook 'request_policy'")
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("day", "term"),
    [(date(2026, 3, 2), FOUR), (EVE, FOUR), (CHANGE, TWO), (date(2099, 1, 1), TWO)],
    ids=str,
)
def test_a_request_comes_under_the_policy_of_the_day_on_which_it_is_received(day, term, rules_of):
    rules = rules_of(request_policy=policies(clock(FOUR, None, EVE), clock(TWO, CHANGE)))
    rules.check()
    assert rules.request_policy(RequestKind.ACCESS, day).promise.term == term


def _law_of_two(monkeypatch):
    (now,) = law.request_terms(RequestKind.ACCESS)
    old = replace(now, answer=replace(now.answer, valid_until=EVE))
    new = replace(
        now,
        answer=replace(now.answer, term=Term(2, MONTHS), valid_from=CHANGE, source="a new law"),
        extension=Term(1, MONTHS),
    )
    monkeypatch.setattr(law, "request_terms", lambda kind: (old, new))


@pytest.mark.parametrize(
    ("day", "answer", "extension", "source"),
    [
        (EVE, Term(1, MONTHS), Term(2, MONTHS), "art. 12(3) AVG"),
        (CHANGE, Term(6, WEEKS), Term(1, MONTHS), "a new law"),
    ],
    ids=str,
)
def test_a_promise_without_dates_is_held_against_the_law_of_each_day(
    day, answer, extension, source, monkeypatch, rules_of
):
    _law_of_two(monkeypatch)
    rules = rules_of(request_policy=lambda kind: (replace(LAW.request_policy(kind)[0], promise=clock(Term(6, WEEKS))),))
    policy = rules.request_policy(RequestKind.ACCESS, day)
    assert (policy.promise.term, policy.extension, policy.law.source) == (answer, extension, source)


def test_the_laws_own_policy_follows_the_law_through_its_versions(monkeypatch, rules_of):
    _law_of_two(monkeypatch)
    rules = rules_of(theme=None)
    rules.check()
    terms = [rules.request_policy(RequestKind.ACCESS, day).promise.term for day in (EVE, CHANGE)]
    assert terms == [Term(1, MONTHS), Term(2, MONTHS)]
    assert rules.clamps == ()


def test_before_the_law_there_was_no_term_to_handle_a_request_by(rules_of):
    with pytest.raises(NotInForce, match=r"request_policy\[access\]: no term holds on 2018-05-24"):
        rules_of(theme=None).request_policy(RequestKind.ACCESS, date(2018, 5, 24))


@pytest.mark.parametrize("kind", RequestKind)
def test_the_laws_own_terms_leave_no_day_without_one(kind):
    check_versions(law.request_terms(kind), of=kind)


def test_the_laws_own_clock_and_retention_leave_no_day_without_one():
    check_versions(law.AUTHORITY_CLOCK, of="authority")
    for code in {rule.code for rule in law.RETENTION}:
        check_versions([rule for rule in law.RETENTION if rule.code == code], of=code, always=True)
