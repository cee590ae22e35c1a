"""How long data are kept goes by what they are, whatever a plugin calls its rule; promises about other data stay."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks import PluginError, law
from waarborg_shared.hooks.keeping import Kept, hold, settle
from waarborg_shared.hooks.law import RetentionBound
from waarborg_shared.hooks.values import DataCategory, RetentionRule, Sensitivity, Text

DAYS, WEEKS, MONTHS = Unit.DAYS, Unit.WEEKS, Unit.MONTHS
NAME = Text("Naam", "Name")
AFTER = Text("na het einde", "after the end")
TODAY = date(2026, 3, 2)
TWENTY, SEVEN, FIVE = Term(240, MONTHS), Term(84, MONTHS), Term(60, MONTHS)
STARTS = {"medical_file": "last-changed", "financial": "year-ended", "access_log": "looked"}


def kept(code, term, *, start=None, **dates):
    event = start or STARTS.get(code, "ended")
    return RetentionRule(
        code=code, name=NAME, start_event=event, counted_from=AFTER, keep=term, source="a promise", **dates
    )


def category(code, sensitivity=Sensitivity.ORDINARY, *, rule):
    return DataCategory(code=code, name=NAME, sensitivity=sensitivity, retention=rule)


def health(rule):
    return category("health", Sensitivity.HEALTH, rule=rule)


def money(rule):
    return category("bank", Sensitivity.FINANCIAL, rule=rule)


def held_on(day, rules, categories=()):
    """The rules by code, where each category went, and what was told."""
    settled = settle(rules, categories)
    found, clamps = hold(settled, on=day)
    return {rule.code: rule for rule in found}, {c.code: c.retention for c in settled.categories}, clamps


@pytest.mark.parametrize(
    ("code", "promised", "holds"),
    [
        ("medical_file", Term(180, MONTHS), TWENTY),
        ("medical_file", TWENTY, TWENTY),
        ("medical_file", Term(300, MONTHS), Term(300, MONTHS)),
        ("financial", Term(12, MONTHS), SEVEN),
        ("access_log", Term(1, MONTHS), FIVE),
        ("access_log", Term(120, MONTHS), Term(120, MONTHS)),
        ("access_log", Term(241, MONTHS), TWENTY),
        ("own", Term(1, DAYS), Term(1, DAYS)),
    ],
)
def test_a_rule_that_has_the_laws_own_code_keeps_the_laws_term(code, promised, holds):
    rules, _, clamps = held_on(TODAY, [kept(code, promised)])
    assert rules[code].keep == holds
    if promised == holds:
        assert (clamps, rules[code].promised) == ([], None)
    else:
        assert (clamps[0].what, rules[code].promised) == (f"retention.{code}", promised)


@pytest.mark.parametrize(
    ("term", "start", "holds", "promised"),
    [
        (Term(12, MONTHS), "last-changed", TWENTY, Term(12, MONTHS)),
        (Term(239, MONTHS), "last-changed", TWENTY, Term(239, MONTHS)),
        (Term(6720, DAYS), "last-changed", TWENTY, Term(6720, DAYS)),
        (Term(1044, WEEKS), "last-changed", TWENTY, Term(1044, WEEKS)),
        (Term(7320, DAYS), "last-changed", Term(7320, DAYS), None),
        (TWENTY, "care-ended", TWENTY, TWENTY),
        (Term(360, MONTHS), "enrolled", Term(360, MONTHS), Term(360, MONTHS)),
        (Term(0, DAYS), "no-longer-needed", TWENTY, Term(0, DAYS)),
        (Term(360, MONTHS), "last-changed", Term(360, MONTHS), None),
    ],
    ids=str,
)
def test_health_data_do_not_escape_by_a_rule_of_another_name(term, start, holds, promised):
    rules, went, clamps = held_on(TODAY, [kept("own", term, start=start)], [health("own")])
    assert went == {"health": "own"}
    assert (rules["own"].keep, rules["own"].start_event) == (holds, "last-changed")
    assert rules["own"].promised == promised
    assert [clamp.source for clamp in clamps] == (["art. 7:454(3) BW"] if promised else [])


def test_another_start_than_the_laws_is_told_with_both_starts():
    rules, _, clamps = held_on(TODAY, [kept("own", Term(30, MONTHS), start="enrolled")], [health("own")])
    assert [(clamp.promised, clamp.holds) for clamp in clamps] == [
        ("30 months from enrolled", "240 months from last-changed")
    ]
    assert rules["own"].promised_from == AFTER
    assert rules["own"].counted_from.en == "after the last change"


def test_money_is_kept_seven_years_after_the_year_whatever_the_rule_is_called():
    rules, _, clamps = held_on(TODAY, [kept("own", Term(60, MONTHS), start="paid")], [money("own")])
    assert (rules["own"].keep, rules["own"].start_event) == (SEVEN, "year-ended")
    assert [clamp.source for clamp in clamps] == ["art. 52(4) AWR"]


def test_a_rule_that_holds_other_data_too_is_parted_and_the_promise_about_those_stays():
    year = Term(12, MONTHS)
    categories = [category("name", rule="own"), health("own"), money("own")]
    rules, went, clamps = held_on(TODAY, [kept("own", year)], categories)
    assert went == {"name": "own", "health": "own.medical_file", "bank": "own.financial"}
    assert (rules["own"].keep, rules["own"].promised) == (year, None)
    assert (rules["own.medical_file"].keep, rules["own.medical_file"].promised) == (TWENTY, year)
    assert (rules["own.financial"].keep, rules["own.financial"].promised) == (SEVEN, year)
    assert rules["own.medical_file"].name == Text("Medisch dossier", "Medical file")
    assert [clamp.what for clamp in clamps] == ["retention.own.medical_file", "retention.own.financial"]


def test_a_rule_that_is_long_enough_for_all_that_it_holds_stays_whole():
    own = kept("own", TWENTY, start="last-changed")
    rules, went, clamps = held_on(TODAY, [own], [category("name", rule="own"), health("own")])
    assert (went, rules["own"], clamps) == ({"name": "own", "health": "own"}, own, [])


def test_money_in_the_medical_file_has_the_start_of_its_own_law():
    file = kept("medical_file", TWENTY)
    rules, went, _ = held_on(TODAY, [file], [health("medical_file"), money("medical_file")])
    assert went == {"health": "medical_file", "bank": "medical_file.financial"}
    assert (rules["medical_file.financial"].keep, rules["medical_file.financial"].start_event) == (TWENTY, "year-ended")


def test_health_in_a_rule_that_is_held_to_another_law_leaves_it_even_where_it_was_long_enough():
    books = kept("financial", Term(300, MONTHS), start="last-changed")
    rules, went, _ = held_on(TODAY, [books], [health("financial")])
    assert went == {"health": "financial.medical_file"}
    assert rules["financial"].start_event == "year-ended"
    own = rules["financial.medical_file"]
    assert (own.keep, own.start_event, own.promised) == (Term(300, MONTHS), "last-changed", None)


@pytest.mark.parametrize("kind", sorted(set(Sensitivity) - {Sensitivity.HEALTH, Sensitivity.FINANCIAL}))
def test_what_the_law_sets_no_term_for_keeps_the_organisations_own(kind):
    own = kept("own", Term(1, DAYS))
    rules, _, clamps = held_on(TODAY, [own], [category("some", kind, rule="own")])
    assert (rules["own"], clamps) == (own, [])


def test_the_laws_own_rules_are_there_where_a_plugin_left_them_out():
    rules, _, clamps = held_on(TODAY, [])
    assert {code: rule.keep for code, rule in rules.items()} == {
        "medical_file": TWENTY,
        "financial": SEVEN,
        "access_log": FIVE,
    }
    assert clamps == []


def test_a_rule_of_the_laws_that_nothing_is_kept_by_is_not_shown_beside_the_organisations_own():
    rules, _, _ = held_on(TODAY, [kept("own", TWENTY, start="last-changed")], [health("own")])
    assert set(rules) == {"own", "financial", "access_log"}
    both = [health("own"), category("bsn", Sensitivity.BSN, rule="medical_file")]
    rules, _, _ = held_on(TODAY, [kept("own", TWENTY, start="last-changed")], both)
    assert set(rules) == {"own", "medical_file", "financial", "access_log"}


@pytest.mark.parametrize(
    ("day", "holds", "told"),
    [
        (date(2018, 5, 25), Term(180, MONTHS), []),
        (date(2019, 12, 31), Term(180, MONTHS), []),
        (date(2020, 1, 1), TWENTY, ["240 months"]),
        (TODAY, TWENTY, ["240 months"]),
    ],
    ids=str,
)
def test_the_law_of_the_day_on_which_somebody_asks_decides(day, holds, told):
    rules, _, clamps = held_on(day, [kept("own", Term(180, MONTHS), start="last-changed")], [health("own")])
    assert (rules["own"].keep, [clamp.holds for clamp in clamps]) == (holds, told)


def test_a_promise_that_changes_holds_in_the_version_of_the_day():
    old = kept("own", Term(12, MONTHS), valid_until=date(2026, 6, 30))
    new = kept("own", Term(6, MONTHS), valid_from=date(2026, 7, 1))
    assert held_on(date(2026, 6, 30), [old, new])[0]["own"] == old
    assert held_on(date(2026, 7, 1), [old, new])[0]["own"] == new


def test_what_may_not_be_kept_longer_goes_at_the_ceiling(monkeypatch):
    month = Term(1, MONTHS)
    criminal = RetentionBound(rule=kept("record", Term(0, DAYS)), about=Sensitivity.CRIMINAL, ceiling=month)
    monkeypatch.setattr(law, "RETENTION_BOUNDS", (*law.RETENTION_BOUNDS, criminal))
    own = [category("past", Sensitivity.CRIMINAL, rule="own")]
    assert held_on(TODAY, [kept("own", month)], own)[2] == []
    assert held_on(TODAY, [kept("own", Term(28, DAYS))], own)[2] == []
    for longer in (Term(9, MONTHS), Term(31, DAYS)):
        rules, _, clamps = held_on(TODAY, [kept("own", longer)], own)
        assert (rules["own"].keep, rules["own"].promised, clamps[0].holds) == (month, longer, "1 months")


CODES = st.sampled_from(["medical_file", "financial", "access_log", "own", "other"])
TERMS = st.builds(Term, st.integers(0, 400), st.sampled_from(Unit))
EVENTS = st.sampled_from(["last-changed", "year-ended", "looked", "ended"])
RULES = st.lists(st.builds(lambda code, term, start: kept(code, term, start=start), CODES, TERMS, EVENTS), max_size=4)
KINDS = st.lists(st.tuples(st.sampled_from(Sensitivity), st.integers(0, 3)), max_size=6)


@given(RULES, KINDS)
def test_a_second_clamp_changes_nothing_and_no_health_or_money_is_kept_too_short(rules, kinds):
    rules = list({rule.code: rule for rule in rules}.values()) or [kept("own", Term(1, DAYS))]
    categories = [
        category(f"c{number}", kind, rule=rules[at % len(rules)].code) for number, (kind, at) in enumerate(kinds)
    ]
    found, went, _ = held_on(TODAY, rules, categories)
    again, _, told = held_on(TODAY, list(found.values()), [replace(c, retention=went[c.code]) for c in categories])
    assert (again, told) == (found, [])
    floors = {Sensitivity.HEALTH: ("last-changed", TWENTY), Sensitivity.FINANCIAL: ("year-ended", SEVEN)}
    for each in (c for c in categories if c.sensitivity in floors):
        rule = found[went[each.code]]
        start, least = floors[each.sensitivity]
        assert rule.start_event == start
        assert rule.keep.unit is not MONTHS or rule.keep.amount >= least.amount


def test_a_rule_is_about_what_is_kept_by_it():
    both = Kept((), (health("mixed"), category("name", rule="mixed"), money("own")))
    assert [both.falls_under(code) for code in ("mixed", "own", "medical_file", "nothing")] == [
        *(None, "financial", "medical_file", None)
    ]


UNTIL, FROM = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ([kept("own", SEVEN), kept("own", FIVE)], "retention_rules[own]: twice, without dates"),
        ([kept("own", SEVEN, valid_from=FROM)], "[own].valid_from: none of its versions holds before 2026-07-01"),
        ([kept("own", SEVEN, valid_until=UNTIL)], "[own].valid_until: none of its versions holds after 2026-06-30"),
        (
            [kept("own", SEVEN, valid_until=UNTIL), kept("own", FIVE, valid_from=UNTIL)],
            "[own].valid_from: two versions hold on 2026-06-30",
        ),
        (
            [kept("own", SEVEN, valid_until=date(2026, 6, 1)), kept("own", FIVE, valid_from=FROM)],
            "[own].valid_from: none of its versions holds on 2026-06-02",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_versions_that_overlap_or_leave_a_day_without_a_rule_are_refused_by_their_field(rules, named, rules_of):
    with pytest.raises(PluginError) as refused:
        rules_of(retention_rules=tuple(rules)).check()
    assert str(refused.value).startswith("the-house: plugin 'own': hook 'retention_rules'")
    assert named in str(refused.value)
