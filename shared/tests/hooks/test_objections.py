"""What people can object to: by the law alone, and what an organisation may not leave out of its own list."""

import pytest

from waarborg_shared.hooks import PluginError
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import (
    BadValue,
    LegalBasis,
    ObjectionAbout,
    ObjectionSubject,
    Purpose,
    PurposeKind,
    Text,
)

A = ObjectionAbout
NAME = Text("Naam", "Name")


def purpose(code: str, kind: PurposeKind) -> Purpose:
    return Purpose(
        code=code,
        name=NAME,
        explanation=NAME,
        kind=kind,
        bases=(LegalBasis.CONSENT,),
        categories=("name",),
        source="x",
    )


def subject(about: ObjectionAbout, *purposes: str, message_kinds: tuple[str, ...] = ()) -> ObjectionSubject:
    return ObjectionSubject(about=about, name=NAME, purposes=purposes, message_kinds=message_kinds, source="x")


PURPOSES = (
    purpose("sell", PurposeKind.MARKETING),
    purpose("call", PurposeKind.CALLING),
    purpose("ask", PurposeKind.SURVEY),
    *(each for each in LawDefaults("the-house").purposes() if each.code == "care"),
)


def test_the_law_finds_what_can_be_objected_to_by_the_sort_of_use(rules_of):
    rules = rules_of(purposes=lambda: PURPOSES)
    assert {about: each.purposes for about, each in rules.objection_subjects.items()} == {
        A.MARKETING: ("sell", "call"),
        A.CALLING: ("call",),
        A.SURVEYS: ("ask",),
        A.OTHER: (),
    }


def test_direct_marketing_and_something_else_are_never_left_out_and_the_clamp_says_so(rules_of):
    rules = rules_of(purposes=lambda: PURPOSES, objection_subjects=lambda: (subject(A.MARKETING, "sell"),))
    held = rules.objection_subjects
    assert list(held) == [A.MARKETING, A.OTHER]
    assert held[A.MARKETING].purposes == ("sell", "call")
    (clamp,) = [each for each in rules.clamps if each.what.startswith("objection")]
    assert (clamp.promised, clamp.holds, clamp.source) == ("sell", "sell, call", "art. 21(2) AVG")


def test_an_organisation_that_says_all_of_it_is_not_clamped(rules_of):
    own = (subject(A.MARKETING, "sell", "call"), subject(A.SURVEYS, "ask"), subject(A.OTHER))
    rules = rules_of(purposes=lambda: PURPOSES, objection_subjects=lambda: own)
    assert tuple(rules.objection_subjects.values()) == own
    assert [each for each in rules.clamps if each.what.startswith("objection")] == []


@pytest.mark.parametrize(
    ("subjects", "names"),
    [
        ((subject(A.OTHER), subject(A.OTHER)), ["objection_subjects[other]: twice"]),
        ((subject(A.SURVEYS, "spy"),), ["objection_subjects[surveys].purposes", "'spy'"]),
        ((subject(A.SURVEYS, message_kinds=("spam",)),), ["objection_subjects[surveys].message_kinds", "'spam'"]),
        ("calls", ["objection_subjects: str where a tuple of ObjectionSubject belongs"]),
    ],
)
def test_a_subject_that_names_what_is_not_there_is_refused_by_field(subjects, names, rules_of):
    with pytest.raises(PluginError) as refused:
        rules_of(objection_subjects=lambda: subjects).check()
    for name in names:
        assert name in str(refused.value)


def test_a_purpose_twice_in_one_subject_is_refused():
    with pytest.raises(BadValue, match="purposes: twice"):
        subject(A.SURVEYS, "ask", "ask")
