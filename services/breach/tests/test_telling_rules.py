"""The rules of telling persons, by tables: what a message needs, what a row may hold, and how the persons stand."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_breach.domain import PersonsState
from waarborg_breach.domain.telling import (
    LANGUAGES,
    Counts,
    MessagePart,
    PersonState,
    content_by,
    is_written,
    missing,
    told_state,
    usual_way,
    ways,
)
from waarborg_breach.domain.telling_rows import BadRow, Row, RowFault, read_list, reader_for
from waarborg_shared.hooks.values import TELLING_WORDS, Channel, Content, Text

EVERYTHING = frozenset(Content)


def channel(code: str, *carries: Content) -> Channel:
    return Channel(code=code, name=Text(f"{code} nl", f"{code} en"), carries=frozenset(carries) or EVERYTHING)


CHANNELS = (channel("email", Content.NOTICE), channel("letter"), channel("secure_page"), channel("desk"))
READER = reader_for(CHANNELS, ("nl", "en"))


@pytest.mark.parametrize(
    ("text", "written"),
    [("Er ging iets mis.", True), ("", False), ("  \n", False), ("Op [dag].", False), ("a[0", True), ("[]", False)],
)
def test_a_part_is_written_once_it_has_no_blank(text: str, written: bool) -> None:
    assert is_written(text) is written


def test_B24_11_what_a_message_begins_with_is_never_complete_by_itself() -> None:
    begun = {
        language: {
            MessagePart.NATURE: TELLING_WORDS.nature.to(language),
            MessagePart.CONSEQUENCES: TELLING_WORDS.consequences.to(language),
            MessagePart.MEASURES: TELLING_WORDS.measures.to(language),
            MessagePart.CONTACT: "Het bestuur",
        }
        for language in LANGUAGES
    }
    assert {part for part, _ in missing(begun)} == set(MessagePart) - {MessagePart.CONTACT}
    assert len(missing({})) == 8


def test_what_a_channel_may_carry_decides_what_goes_and_the_page_of_ones_own_is_none() -> None:
    assert [content_by(each) for each in CHANNELS] == [Content.NOTICE, Content.HEALTH, None, Content.HEALTH]
    assert [each.code for each in ways(CHANNELS)] == ["letter", "desk", "email"]
    assert usual_way(CHANNELS, None) == "letter" and usual_way(CHANNELS, "desk") == "desk"
    assert usual_way(CHANNELS, "secure_page") == "letter" and usual_way((), None) is None
    assert content_by(channel("fax", Content.FINANCIAL)) is None


@pytest.mark.parametrize(
    ("states", "unsettled", "then"),
    [
        ({}, 0, None),
        ({PersonState.TO_DO: 3}, 0, None),
        ({PersonState.TO_PRINT: 2, PersonState.TASK: 1}, 0, None),
        ({PersonState.SENT: 3}, 0, PersonsState.INFORMED),
        ({PersonState.SENT: 3}, 1, PersonsState.IN_PART),
        ({PersonState.SENT: 3, PersonState.UNREACHABLE: 1}, 0, PersonsState.IN_PART),
        ({PersonState.SENT: 1, PersonState.TO_PRINT: 9}, 0, PersonsState.IN_PART),
        ({PersonState.UNREACHABLE: 9}, 0, None),
    ],
)
def test_a_letter_that_was_not_posted_and_a_talk_that_was_not_held_tell_nobody(
    states: dict[PersonState, int], unsettled: int, then: PersonsState | None
) -> None:
    assert told_state(Counts(by_state=states, unsettled=unsettled)) is then


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("Z-1", "", ""), ("Z-1", None, None)),
        (("Z-1", "LETTER", "NL"), ("Z-1", "letter", "nl")),
        (("  Z 1 ", "letter nl", "en"), ("Z 1", "letter", "en")),
        (("Z-1", "secure_page", ""), RowFault.UNKNOWN_CHANNEL),
        (("", "letter", ""), RowFault.EMPTY),
        (("Z\u200b1", "", ""), RowFault.UNREADABLE),
        (("Z\ufffd", "", ""), RowFault.UNREADABLE),
        (("an@voorbeeld.example", "", ""), RowFault.ADDRESS),
        (("999990019", "", ""), RowFault.BSN),
        (("9999.90.019", "", ""), RowFault.BSN),
        (("999990018", "", ""), ("999990018", None, None)),
        (("000000000", "", ""), ("000000000", None, None)),
        (("Z-1", "", "fr"), RowFault.UNKNOWN_LANGUAGE),
        (("Z" * 65, "", ""), RowFault.TOO_LONG),
    ],
)
def test_B11_a_row_names_somebody_by_reference_and_never_by_bsn(cells: tuple[str, str, str], found: object) -> None:
    row = READER.row(2, *cells)
    if isinstance(row, BadRow):
        assert row.fault is found
    else:
        assert (row.reference, row.channel, row.language) == found


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters=';\t\r\n"\0,'), max_size=80), max_size=30))
def test_no_row_is_lost_and_each_is_numbered_as_a_spreadsheet_does(cells: list[str]) -> None:
    lines = ["reference;channel", *(f"{cell};letter" for cell in cells)]
    rows = list(read_list("\r\n".join(lines).encode(), READER)) if cells else []
    assert len(rows) == len(cells)
    assert [row.number for row in rows] == [*range(2, len(cells) + 2)]
    for cell, row in zip(cells, rows, strict=True):
        kept = row.reference if isinstance(row, Row) else row.cell
        assert normalize("NFC", kept).split() == normalize("NFC", cell).split()
