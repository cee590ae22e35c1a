"""How sure each way makes it who somebody is, what each kind needs, and what is never kept of a document."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_requests.domain import BY_HIMSELF, BY_STAFF, Identification
from waarborg_requests.domain.identification import (
    CODE_LASTS,
    LEVELS,
    Checked,
    Document,
    checked,
    code_counts,
    holds_document_number,
    level_of,
    needed,
    nine_digits,
    read_letter_code,
    same_number,
    spell_letter_code,
    to_be_closed,
    ways_for,
)
from waarborg_requests.domain.notices import GOES_TO, ForWhom, Notice, reminder_of
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import IdentificationLevel, RequestKind

ACCESS = LawDefaults("the-house").request_policy(RequestKind.ACCESS)[0]
LOW, SUBSTANTIAL, HIGH = IdentificationLevel
I = Identification  # noqa: E741 - the table below reads by it


def needing(level):
    return replace(ACCESS, identification_level=level)


@pytest.mark.parametrize(
    ("how", "document", "level"),
    [
        (I.AT_THE_DESK, Document.PASSPORT, HIGH),
        (I.AT_THE_DESK, None, SUBSTANTIAL),
        (I.AT_THE_TABLE, None, HIGH),
        (I.KNOWN_PHONE, None, SUBSTANTIAL),
        (I.KNOWN_PHONE, Document.PASSPORT, SUBSTANTIAL),
        (I.LETTER_WITH_CODE, None, SUBSTANTIAL),
        (I.NUMBER_AND_CODE, None, LOW),
        (I.PARTNER, None, SUBSTANTIAL),
    ],
)
def test_B15_each_way_has_its_level(how, document, level):
    assert level_of(how, document=document) is level


def test_every_way_has_a_level():
    assert set(LEVELS) == set(Identification)


@pytest.mark.parametrize(
    ("level", "asked", "came"),
    [
        (LOW, LOW, Checked.PASSED),
        (LOW, SUBSTANTIAL, Checked.TOO_LOW),
        (SUBSTANTIAL, SUBSTANTIAL, Checked.PASSED),
        (SUBSTANTIAL, HIGH, Checked.TOO_LOW),
        (HIGH, LOW, Checked.PASSED),
    ],
)
def test_B15_a_check_counts_where_it_is_as_sure_as_the_kind_needs(level, asked, came):
    assert checked(level, needing(asked)) is came


def test_without_a_word_of_the_core_it_has_to_be_very_sure():
    assert needed(replace(ACCESS, identification_level=None)) is HIGH


def test_only_ways_that_are_sure_enough_are_offered():
    assert ways_for(needing(HIGH), BY_STAFF) == (I.AT_THE_DESK, I.AT_THE_TABLE)
    assert ways_for(needing(SUBSTANTIAL), BY_STAFF) == BY_STAFF
    assert ways_for(needing(HIGH), BY_HIMSELF) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Paspoort NP1234567 gezien",
        "id SPECI2014",
        "rijbewijs 5123456789",
        "nr. xr1234560.",
        "verblijf R12345678",
    ],
)
def test_B15_the_whole_number_of_a_document_is_seen(text):
    assert holds_document_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Laatste vier: 4567",
        "Zij belde om 14:30 op 2026-03-02.",
        "BQR-2026-000123",
        "VERZEKERD",
        "C-1044",
        "",
        "06-10004594",
    ],
)
def test_a_plain_note_is_no_number_of_a_document(text):
    assert not holds_document_number(text)


def test_B11_nine_digits_are_found_however_they_are_written():
    assert nine_digits("bsn 123456782, of 123.456.782 en 1234 567 82") == ("123456782",) * 3
    assert nine_digits("tel 0612345678") == ()


@pytest.mark.parametrize(
    ("called", "reach_at", "same"),
    [
        ("06-10004594", "+31 6 1000 4594", True),
        ("0610004594", "06 10004594", True),
        ("0610004594", "06 10004595", False),
        ("4594", "4594", False),
        ("", "", False),
    ],
)
def test_B15_a_number_of_the_request_itself_is_known_however_it_is_written(called, reach_at, same):
    assert same_number(called, reach_at) is same


@given(st.binary(min_size=16, max_size=32))
def test_the_code_of_a_letter_is_read_as_it_is_spelt(entropy):
    code = spell_letter_code(entropy)
    assert re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}", code)
    assert read_letter_code(f" {code.lower().replace('-', ' ')} ") == code.replace("-", "")


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFG0", "ABCD-EFGH-JKMN", "é" * 8])
def test_what_is_no_code_of_a_letter_is_none(typed):
    assert read_letter_code(typed) is None


def test_a_code_ends_by_itself():
    made = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert code_counts(made, made + CODE_LASTS - timedelta(seconds=1))
    assert not code_counts(made, made + CODE_LASTS)


def test_the_third_failure_brings_staff():
    assert [to_be_closed(failures) for failures in range(5)] == [False, False, False, True, True]


def test_what_is_late_goes_to_who_keeps_watch_too():
    assert set(GOES_TO) == set(Notice)
    assert {what for what, whom in GOES_TO.items() if ForWhom.WATCH in whom} == {
        Notice.CLOCK_LAPSED,
        Notice.EXTENSION_LAPSED,
        Notice.PACKAGE_FAILED,
        Notice.CARRYING_LATE,
    }
    assert all(ForWhom.HANDLER in whom for whom in GOES_TO.values())


@pytest.mark.parametrize(
    ("clock", "decided", "told", "what"),
    [
        ("notice", True, False, Notice.EXTENSION_UNTOLD),
        ("notice", True, True, Notice.CLOCK_NEARED),
        ("notice", False, False, Notice.CLOCK_NEARED),
        ("answer", True, False, Notice.CLOCK_NEARED),
    ],
)
def test_B17_the_reminder_of_the_notice_says_that_an_extension_was_not_told(clock, decided, told, what):
    assert reminder_of(clock, notice_clock="notice", decided=decided, told=told) is what
