"""The rules of doubles: what is alike, what may be merged, and that undoing gives back the same register."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from waarborg_identity.domain import IdentifierKind, partner_kind
from waarborg_identity.domain.doubles import (
    BadSplit,
    CannotMerge,
    MergedAlready,
    MergedOnTop,
    NotMerged,
    SamePerson,
    TwoBsns,
    alike_form,
    check_merge,
    check_split,
    check_undo,
    kept_as,
    name_form,
)

OURS, BSN = IdentifierKind.CLIENT_NUMBER.value, IdentifierKind.BSN.value
ECD, PORTAL = partner_kind("ecd"), partner_kind("portaal")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zwaantje Zegelring", "zegelring, ZWAANTJE"),
        ("André van 't Nergens", "Andre van t nergens"),
        ("J.P. Verzonnen", "J P Verzonnen"),
        ("Zoë", "Zoe\N{COMBINING DIAERESIS}"),
    ],
)
def test_a_name_is_the_same_however_it_was_written(one, other):
    assert name_form(one) == name_form(other)


@pytest.mark.parametrize(("one", "other"), [("Jan Verzonnen", "Jans Verzonnen"), ("", "Jan"), ("Jan Jan", "Jan")])
def test_another_name_is_another(one, other):
    assert name_form(one) != name_form(other)


@pytest.mark.parametrize(
    ("number", "form"),
    [("C-1002", "c1002"), ("c 1002", "c1002"), ("0001002", "1002"), ("000", ""), ("1-2-3", ""), ("", ""), ("--/.", "")],
)
def test_numbers_are_compared_without_signs_and_zeros_in_front(number, form):
    assert alike_form(OURS, number) == form


def test_B11_a_bsn_is_no_sign_of_a_double():
    assert alike_form(BSN, "999990019") == ""


@pytest.mark.parametrize(
    ("into", "kept", "merged", "refused"),
    [
        ({}, "a", "a", SamePerson),
        ({"b": "a"}, "a", "b", SamePerson),
        ({"b": "a", "c": "a"}, "b", "c", SamePerson),
        ({"b": "a"}, "c", "b", MergedAlready),
        ({"b": "a"}, "b", "c", MergedAlready),
    ],
)
def test_who_was_merged_is_not_merged_again(into, kept, merged, refused):
    with pytest.raises(refused):
        check_merge(into, kept, merged, with_bsn=())


def test_two_who_each_have_a_bsn_are_two():
    with pytest.raises(TwoBsns):
        check_merge({}, "a", "b", with_bsn={"a", "b"})
    with pytest.raises(TwoBsns):
        check_merge({"c": "b"}, "a", "b", with_bsn={"a", "c"})
    check_merge({"c": "b"}, "a", "b", with_bsn={"b", "c"})


def test_the_last_merge_is_undone_first():
    into = {"c": "b", "b": "a"}
    with pytest.raises(MergedOnTop):
        check_undo(into, "c")
    assert check_undo(into, "b") == "a"
    with pytest.raises(NotMerged):
        check_undo(into, "a")


@pytest.mark.parametrize(
    ("numbers", "chosen"),
    [
        ({"1": OURS}, ["1"]),
        ({"1": OURS, "2": ECD}, ["2"]),
        ({"1": OURS, "2": ECD}, ["1"]),
        ({"1": OURS, "2": BSN}, []),
        ({"1": OURS, "2": BSN}, ["1", "2"]),
        ({"1": OURS, "2": BSN}, ["1", "another's"]),
    ],
)
def test_after_a_split_either_can_be_found_by_a_number_of_his_own(numbers, chosen):
    with pytest.raises(BadSplit):
        check_split(numbers, chosen)


def test_chosen_numbers_go_and_the_others_stay():
    assert check_split({"1": OURS, "2": BSN, "3": ECD}, ["2", "3", "3"]) == {"2", "3"}


REFS = st.sampled_from("abcdefg")


@st.composite
def registers(draw):
    """Merges that were each allowed, one after the other."""
    into = {}
    for kept, merged in draw(st.lists(st.tuples(REFS, REFS), max_size=12)):
        try:
            check_merge(into, kept, merged, with_bsn=())
        except CannotMerge:
            continue
        into[merged] = kept
    return into


@given(registers(), REFS, REFS)
def test_a_merge_that_is_undone_leaves_the_register_as_it_was(into, kept, merged):
    before = dict(into)
    try:
        check_merge(into, kept, merged, with_bsn=())
    except CannotMerge:
        assume(False)
    into[merged] = kept
    assert check_undo(into, merged) == kept
    del into[merged]
    assert into == before


@given(registers())
def test_whoever_was_merged_goes_by_one_reference_that_was_not(into):
    for ref in "abcdefg":
        kept = kept_as(into, ref)
        assert kept not in into
        assert kept_as(into, kept) == kept
        assert (kept == ref) is (ref not in into)
