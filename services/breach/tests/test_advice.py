"""The advice: the worked cases of the EDPB, what may never lower it, what is not known, and what would change it."""

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waarborg_breach.domain import advice as rules
from waarborg_breach.domain.advice import BEST, TRIED, Risk, advise, code_of
from waarborg_breach.domain.facts import (
    NAMES,
    Care,
    DataKind,
    Encryption,
    Facts,
    Holder,
    Identifiable,
    PersonGroup,
    Undone,
)
from waarborg_breach.domain.severity import DPC, EI, Band, band_of

CALM = Facts(
    kinds=frozenset({DataKind.PLAIN}),
    identifiable=Identifiable.MAXIMUM,
    groups=frozenset({PersonGroup.OTHERS}),
    vulnerable=False,
    persons=1,
    confidentiality=False,
    holder=Holder.STRANGERS,
    deletion_confirmed=False,
    encryption=Encryption.NONE,
    key_safe=False,
    integrity=False,
    availability=False,
    away_hours=0,
    undone=Undone.FULLY,
    care=Care.NONE,
    intent=False,
    averted=False,
    reachable=True,
)


def a(*kinds: DataKind, **known: Any) -> Facts:
    return replace(CALM, kinds=frozenset(kinds or {DataKind.PLAIN}), **known)


SEEN: dict[str, Any] = {"confidentiality": True}
GONE: dict[str, Any] = {"availability": True}
WORKED: list[tuple[str, Facts, bool, bool]] = [
    ("01 ransomware, good backup, nothing left", a(**GONE, intent=True, away_hours=8, persons=50), False, False),
    ("02 ransomware, no proper backup", a(**GONE, intent=True, away_hours=120, persons=50), True, False),
    (
        "03 ransomware in a hospital, backup, operations put off",
        a(DataKind.HEALTH, **GONE, intent=True, away_hours=48, care=Care.DELAYED, vulnerable=True, persons=20_000),
        True,
        True,
    ),
    (
        "04 ransomware, no backup, data taken",
        a(DataKind.FINANCIAL, **SEEN, **GONE, intent=True, undone=Undone.NOT, persons=2_000),
        True,
        True,
    ),
    ("05 job applications taken from a website", a(**SEEN, intent=True, persons=213), True, True),
    (
        "06 hashed passwords taken",
        a(DataKind.CREDENTIALS, **SEEN, intent=True, persons=1_200, encryption=Encryption.STRONG, key_safe=True),
        False,
        False,
    ),
    (
        "07 credential stuffing at a bank",
        a(DataKind.CREDENTIALS, DataKind.FINANCIAL, **SEEN, intent=True, persons=2_000),
        True,
        True,
    ),
    (
        "08 client data taken along by an employee",
        a(**SEEN, intent=True, holder=Holder.KNOWN, persons=500),
        True,
        False,
    ),
    (
        "09 sent to a trusted third party, deleted",
        a(DataKind.FINANCIAL, **SEEN, holder=Holder.TRUSTED, deletion_confirmed=True, persons=24),
        False,
        False,
    ),
    (
        "10 stolen tablets, encrypted",
        a(**SEEN, intent=True, persons=50, vulnerable=True, encryption=Encryption.STRONG, key_safe=True),
        False,
        False,
    ),
    ("11 stolen laptop, not encrypted", a(**SEEN, intent=True, persons=100_000), True, True),
    (
        "12 stolen paper files of a clinic",
        a(DataKind.HEALTH, **SEEN, **GONE, undone=Undone.NOT, intent=True),
        True,
        True,
    ),
    ("13 two parcels mixed up", a(**SEEN, holder=Holder.KNOWN, deletion_confirmed=True, persons=2), False, False),
    (
        "14 numbers of job seekers mailed around",
        a(DataKind.BSN, **SEEN, holder=Holder.KNOWN, persons=60_000),
        True,
        True,
    ),
    ("16 an insurer's letter to another client", a(DataKind.FINANCIAL, **SEEN, holder=Holder.KNOWN), True, False),
    ("17 identity theft at a telephone company", a(DataKind.FINANCIAL, **SEEN, intent=True), True, True),
    ("18 mail taken from mailboxes", a(DataKind.BSN, DataKind.FINANCIAL, **SEEN, intent=True, persons=99), True, True),
]
"""EDPB Guidelines 01/2021 by the number of the case, with what they conclude on art. 33 and art. 34."""


@pytest.mark.parametrize(("case", "facts", "notify", "tell"), WORKED, ids=[each[0][:2] for each in WORKED])
def test_the_worked_cases_of_the_edpb_come_out_as_there(case: str, facts: Facts, notify: bool, tell: bool) -> None:
    found = advise(facts)
    assert (found.notify_authority, found.inform_persons) == (notify, tell), (case, found.reasons, found.sides)


CARE: list[tuple[str, Facts, bool, bool]] = [
    (
        "a letter on health to the wrong practice, destroyed",
        a(DataKind.HEALTH, **SEEN, holder=Holder.TRUSTED, deletion_confirmed=True, vulnerable=True),
        False,
        False,
    ),
    (
        "the same, not confirmed",
        a(DataKind.HEALTH, **SEEN, holder=Holder.TRUSTED, vulnerable=True),
        True,
        False,
    ),
    ("a letter on health to a neighbour", a(DataKind.HEALTH, **SEEN, holder=Holder.KNOWN), True, True),
    (
        "case 15 with health taken as health: stricter than the EDPB",
        a(DataKind.HEALTH, **SEEN, holder=Holder.KNOWN, deletion_confirmed=True, persons=15),
        True,
        False,
    ),
    ("a lost telephone, names alone", a(**SEEN), True, False),
    ("files on health gone for good", a(DataKind.HEALTH, **GONE, undone=Undone.NOT, vulnerable=True), True, True),
    ("an hour without the system", a(DataKind.HEALTH, **GONE, away_hours=1, vulnerable=True), False, False),
    (
        "doses changed, put right in part",
        a(DataKind.HEALTH, integrity=True, undone=Undone.PARTLY, vulnerable=True),
        True,
        True,
    ),
    ("care went wrong by it", a(DataKind.PLAIN, integrity=True, care=Care.HARMED), True, True),
]


@pytest.mark.parametrize(("case", "facts", "notify", "tell"), CARE, ids=[each[0] for each in CARE])
def test_cases_of_care_at_home(case: str, facts: Facts, notify: bool, tell: bool) -> None:
    found = advise(facts)
    assert (found.notify_authority, found.inform_persons) == (notify, tell), (case, found.reasons, found.sides)


def some_facts() -> st.SearchStrategy[Facts]:
    kinds = st.none() | st.frozensets(st.sampled_from(DataKind), min_size=1)
    groups = st.none() | st.frozensets(st.sampled_from(PersonGroup), min_size=1)
    of = {name: st.none() | st.sampled_from(values) for name, values in TRIED.items()}
    of |= {"kinds": kinds, "groups": groups, "persons": st.none() | st.integers(0, 10**8)}
    of |= {"away_hours": st.none() | st.integers(0, 10_000)}
    return st.builds(Facts, **of)


def heaviness(facts: Facts) -> tuple[int, int, int]:
    found = advise(facts)
    return found.notify_authority, found.inform_persons, tuple(Risk).index(found.risk)


def not_milder(before: Facts, after: Facts) -> None:
    assert all(then >= now for now, then in zip(heaviness(before), heaviness(after), strict=True)), (before, after)


WORSE = {
    "identifiable": tuple(Identifiable),
    "encryption": tuple(Encryption),
    "holder": tuple(Holder),
    "undone": tuple(Undone),
    "care": tuple(Care),
    "persons": (0, 1, 99, 100, 101, 9_999, 10_000, 10**8),
    "away_hours": (0, 24, 25, 72, 73, 5_000),
    "vulnerable": (False, True),
    "intent": (False, True),
    "confidentiality": (False, True),
    "integrity": (False, True),
    "availability": (False, True),
    "key_safe": (True, False),
    "deletion_confirmed": (True, False),
    "averted": (True, False),
}


@given(some_facts(), st.sampled_from(sorted(WORSE)))
@settings(max_examples=60, deadline=None)
def test_what_is_worse_never_lowers_the_advice(facts: Facts, name: str) -> None:
    values = WORSE[name]
    for milder, worse in pairwise(values):
        not_milder(replace(facts, **{name: milder}), replace(facts, **{name: worse}))


@given(some_facts(), st.sampled_from(DataKind))
@settings(max_examples=50, deadline=None)
def test_one_more_kind_of_data_never_lowers_the_advice(facts: Facts, kind: DataKind) -> None:
    before = facts.kinds or frozenset({DataKind.PLAIN})
    not_milder(replace(facts, kinds=before), replace(facts, kinds=before | {kind}))


@given(some_facts(), st.sampled_from(sorted(BEST)))
@settings(max_examples=60, deadline=None)
def test_what_is_not_known_never_counts_less_than_the_best_it_could_be(facts: Facts, name: str) -> None:
    not_milder(replace(facts, **{name: BEST[name]}), replace(facts, **{name: None}))


@given(some_facts())
@settings(max_examples=25, deadline=None)
def test_each_fact_named_as_a_turn_really_turns_the_advice_and_no_other_does(facts: Facts) -> None:
    found = advise(facts)
    turns = {(turn.fact, turn.value): (turn.notify_authority, turn.inform_persons) for turn in found.turns}
    now = (found.notify_authority, found.inform_persons)
    for name, values in TRIED.items():
        for value in values:
            then = advise(replace(facts, **{name: value}))
            assert turns.get((name, code_of(value)), now) == (then.notify_authority, then.inform_persons)


def test_nothing_known_is_to_notify_and_to_tell_and_says_that_it_rests_on_that() -> None:
    found = advise(Facts())
    assert (found.notify_authority, found.inform_persons, found.rests_on_unknown) == (True, True, True)
    assert {"kinds", "holder", "persons"} <= set(found.unknown)
    assert {"categories", "records", "processor", "countries"}.isdisjoint(found.unknown)


def test_what_does_not_weigh_here_is_not_named_as_unknown() -> None:
    found = advise(replace(CALM, availability=True, holder=None, deletion_confirmed=None, encryption=None))
    assert found.unknown == ()


def test_children_are_vulnerable_whatever_was_said() -> None:
    facts = a(DataKind.FINANCIAL, **SEEN, holder=Holder.KNOWN, persons=100)
    assert not advise(facts).inform_persons
    assert advise(replace(facts, groups=frozenset({PersonGroup.CHILDREN}))).inform_persons


@pytest.mark.parametrize(
    ("facts", "exception", "tell", "publicly"),
    [
        (a(DataKind.HEALTH, **SEEN, encryption=Encryption.STRONG, key_safe=True), "a", False, False),
        (a(DataKind.HEALTH, **SEEN, averted=True), "b", False, False),
        (a(DataKind.HEALTH, **SEEN, reachable=False), "c", True, True),
        (a(DataKind.HEALTH, **SEEN), None, True, False),
        (a(), None, False, False),
    ],
)
def test_the_three_exceptions_of_art_34_3(facts: Facts, exception: str | None, tell: bool, publicly: bool) -> None:
    found = advise(facts)
    assert (found.exception, found.inform_persons, found.publicly) == (exception, tell, publicly)


def test_a_key_that_got_out_makes_encrypted_data_readable() -> None:
    locked = a(DataKind.HEALTH, **SEEN, encryption=Encryption.STRONG, key_safe=True)
    assert not advise(locked).notify_authority
    assert advise(replace(locked, key_safe=False)).inform_persons
    assert advise(replace(locked, key_safe=None)).inform_persons


def test_the_advice_as_codes_holds_no_text_and_survives_json() -> None:
    codes = advise(a(DataKind.HEALTH, **SEEN)).codes()
    assert json.loads(json.dumps(codes)) == codes
    assert codes["risk"] == "high" and "kind-health" in codes["reasons"]


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0.25, Band.LOW),
        (1.99, Band.LOW),
        (2.0, Band.MEDIUM),
        (2.99, Band.MEDIUM),
        (3.0, Band.HIGH),
        (3.99, Band.HIGH),
        (4.0, Band.VERY_HIGH),
        (6.0, Band.VERY_HIGH),
    ],
)
def test_the_bands_of_enisa(score: float, band: Band) -> None:
    assert band_of(score) is band


def test_enisas_severity_by_its_published_values() -> None:
    assert sorted(set(DPC.values())) == [1, 2, 3, 4] and list(EI.values()) == [0.25, 0.5, 0.75, 1.0]
    found = advise(a(DataKind.FINANCIAL, **SEEN, holder=Holder.KNOWN, identifiable=Identifiable.LIMITED)).severity
    assert (found.dpc, found.ei, found.cb, found.score, found.band) == (3, 0.5, 0.25, 1.75, Band.LOW)
    worst = advise(Facts()).severity
    assert (worst.score, worst.band, worst.more_than_100) == (6.0, Band.VERY_HIGH, True)
    kept = advise(a(**SEEN, encryption=Encryption.STRONG, key_safe=True)).severity
    assert kept.unintelligible and kept.score == 1.5


def test_the_severity_never_is_the_decision() -> None:
    low = advise(a(DataKind.FINANCIAL, **SEEN, holder=Holder.KNOWN, identifiable=Identifiable.SIGNIFICANT))
    assert low.severity.band is Band.MEDIUM and low.notify_authority and not low.inform_persons
    assert {name for name in NAMES if name in rules.WORST} == set(BEST)
