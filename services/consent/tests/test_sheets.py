"""Files of consents in every encoding and shape that spreadsheets make, and in those that somebody makes to do harm."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from waarborg_consent.domain.import_columns import Column
from waarborg_consent.domain.import_rows import looks_like_a_formula
from waarborg_consent.domain.import_values import Odd
from waarborg_consent.domain.importing import LARGEST_FILE, BadFile, FileFault
from waarborg_consent.sheets import Sheet, xlsx_reading
from waarborg_consent.sheets.csv_reading import decoded, read_csv
from waarborg_shared.sheets.formulas import defused
from waarborg_shared.sheets.writing import csv_of, xlsx_of

NAIVE = datetime.fromisoformat("2024-02-03")  # Excel knows no time zones
HEADINGS = ["Cliëntnummer", "Doel", "Antwoord", "Gegeven op", "Hoe"]
ROW = ["C1", "marketing", "ja", "3-2-2024", "papier"]
COLUMNS = (Column.CLIENT_NUMBER, Column.PURPOSE, Column.ANSWER, Column.GIVEN_ON, Column.HOW)


def text_of(*rows: Sequence[str], sign: str = ";") -> str:
    return "".join(sign.join(row) + "\n" for row in (HEADINGS, *rows))


def rows_of(raw: bytes) -> list[tuple[int, list[Any]]]:
    sheet = Sheet(raw)
    assert sheet.columns == COLUMNS
    return [(number, list(cells)) for number, cells in sheet]


def fault_of(raw: bytes) -> tuple[FileFault, tuple[str, ...]]:
    with pytest.raises(BadFile) as why:
        list(Sheet(raw))
    return why.value.fault, why.value.names


def book_of(*rows: Sequence[Any], change: Callable[[Any], object] = lambda _: None) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, *rows):
        sheet.append(row)
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_part(raw: bytes, name: str, content: bytes) -> bytes:
    """The same package with a part added or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"], ids=lambda name: name
)
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_a_file_is_read_in_whatever_it_was_written(encoding: str, sign: str) -> None:
    raw = text_of(["C1", "marketing", "ja", "3-2-2024", "één café"], sign=sign).encode(encoding)
    assert rows_of(raw) == [(2, ["C1", "marketing", "ja", "3-2-2024", "één café"])]


def test_the_line_in_which_excel_names_its_separator_is_no_heading() -> None:
    raw = ("sep=,\r\n" + text_of(ROW, sign=",")).encode()
    assert rows_of(raw) == [(2, ROW)]


def test_in_a_file_of_two_encodings_the_row_that_cannot_be_read_is_known_and_no_other() -> None:
    raw = text_of(["C1", "é", *ROW[2:]]).encode() + ";".join(["C2", "é", *ROW[2:]]).encode("cp1252") + b"\n"
    good, bad = rows_of(raw)
    assert good[1][1] == "é"
    assert bad == (3, ["C2", "\udce9", *ROW[2:]])


def test_a_byte_that_is_no_letter_anywhere_is_known_too() -> None:
    raw = text_of(["C1", "é", *ROW[2:]]).encode("cp1252") + b"C2;\x81;ja;3-2-2024;papier\n"
    assert [cells[1] for _, cells in rows_of(raw)] == ["é", "\udc81"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_what_is_written_as_utf_8_is_read_as_it_was(text: str) -> None:
    assert decoded(f"x{text}".encode()) == f"x{text}".removeprefix("\ufeff")


def test_a_cell_may_hold_lines_and_the_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    raw = text_of(["C1", '"twee\nregels"', *ROW[2:]], ["", "", "", "", ""], ["C3", *ROW[1:]]).encode()
    assert [(number, cells[1]) for number, cells in rows_of(raw)] == [(2, "twee\nregels"), (4, "marketing")]


@pytest.mark.parametrize("last", ['C2;"marketing;ja\n', 'C2;"' + "x" * 30_000 + "\n"], ids=["to-the-end", "very-long"])
def test_a_quotation_that_nobody_closes_refuses_the_file_and_says_where(last: str) -> None:
    assert fault_of((text_of(ROW) + last).encode()) == (FileFault.OPEN_QUOTE, ("3",))


def test_a_stray_quotation_mark_inside_a_cell_is_a_sign_like_any_other() -> None:
    assert list(read_csv(b'a;zei "ja" toen\nb;"x"y\n')) == [(1, ["a", 'zei "ja" toen']), (2, ["b", "xy"])]


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b"\xff\xfe", FileFault.EMPTY),
        (b"\n\n\n", FileFault.EMPTY),
        (text_of().encode(), FileFault.NO_ROWS),
        ((text_of() + ";;;;\n ; ;\n").encode(), FileFault.NO_ROWS),
        (b"a" * (LARGEST_FILE + 1), FileFault.TOO_LARGE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", FileFault.OLD_EXCEL),
        (b"MZ\x90\x00", FileFault.NOT_A_SHEET),
        (b"<html><table>", FileFault.NOT_A_SHEET),
        (b"PK\x03\x04 and then nothing of a zip", FileFault.UNREADABLE),
        (b"\x00\x01\x02\x03" * 50, FileFault.UNKNOWN_COLUMNS),
    ],
    ids=lambda value: value.value if isinstance(value, FileFault) else None,
)
def test_what_is_no_file_of_consents_is_refused_by_name(raw: bytes, fault: FileFault) -> None:
    assert fault_of(raw)[0] is fault


def test_excel_keeps_numbers_dates_and_truths_and_they_come_through() -> None:
    raw = book_of([1001, "marketing", True, date(2024, 2, 3), "papier"], ["C2", "x", "nee", 45_325])
    first, second = rows_of(raw)
    assert first == (2, [1001, "marketing", True, NAIVE, "papier"])
    assert second == (3, ["C2", "x", "nee", 45_325])


def test_a_formula_has_no_value_even_where_excel_kept_what_it_last_came_to() -> None:
    raw = book_of(["C1", '=HYPERLINK("http://evil.example","x")', "=1+1", "3-2-2024", "papier"])
    assert rows_of(raw)[0][1][1:3] == [Odd.FORMULA, Odd.FORMULA]


def test_an_error_in_a_cell_has_no_value() -> None:
    def broken(book: Any) -> None:
        book.worksheets[0]["B2"] = "#N/A"

    assert rows_of(book_of(ROW, change=broken))[0][1][1] is Odd.UNREADABLE


def test_merged_cells_are_named_in_every_row_that_they_reach_into() -> None:
    def merged(book: Any) -> None:
        book.worksheets[0].merge_cells("A2:A3")

    rows = rows_of(book_of(["C1", *ROW[1:]], ["", *ROW[1:]], ["C3", *ROW[1:]], change=merged))
    assert [Odd.MERGED in cells for _, cells in rows] == [True, True, False]


def test_in_a_book_that_counts_from_1904_a_plain_number_is_text_and_a_date_is_a_date() -> None:
    def old_mac(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    ((_, cells),) = rows_of(book_of([1001, "x", "ja", 45_325, date(2024, 2, 3)], change=old_mac))
    assert (cells[0], cells[3], cells[4]) == ("1001", "45325", NAIVE)


def test_only_the_first_sheet_is_read() -> None:
    def more(book: Any) -> None:
        book.create_sheet("Uitleg").append(["iets", "anders"])

    assert len(rows_of(book_of(ROW, change=more))) == 1


def test_macros_are_refused() -> None:
    assert fault_of(with_part(book_of(ROW), "xl/vbaProject.bin", b"\x00"))[0] is FileFault.MACROS
    assert fault_of(with_part(book_of(ROW), "xl/macrosheets/sheet1.xml", b"<x/>"))[0] is FileFault.MACROS


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_part(book_of(ROW), "xl/bomb.xml", b" " * (xlsx_reading.LARGEST_PART + 1))
    assert len(bomb) < 2**20
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("something was unpacked"))
    assert fault_of(bomb)[0] is FileFault.UNPACKS_TOO_LARGE


def test_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reading, "MOST_PARTS", 3)
    assert fault_of(book_of(ROW))[0] is FileFault.UNPACKS_TOO_LARGE


def test_xml_that_declares_entities_is_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert fault_of(with_part(book_of(ROW), "xl/sharedStrings.xml", laughs))[0] is FileFault.UNREADABLE


def test_a_zip_that_is_no_spreadsheet_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as other:
        other.writestr("brief.txt", "hallo")
    assert fault_of(made.getvalue())[0] is FileFault.NOT_A_SHEET


def test_a_damaged_spreadsheet_is_refused() -> None:
    raw = book_of(ROW)
    assert fault_of(raw[: len(raw) // 2])[0] is FileFault.UNREADABLE
    assert fault_of(with_part(raw, "xl/worksheets/sheet1.xml", b"<worksheet><shee"))[0] is FileFault.UNREADABLE


def test_a_row_that_reaches_far_to_the_right_is_refused_and_not_filled_up() -> None:
    def wide(book: Any) -> None:
        book.worksheets[0]["XFD2"] = "ver weg"

    assert fault_of(book_of(ROW, change=wide))[0] is FileFault.UNREADABLE


DANGEROUS = ["=1+1", "+31612345678", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_leaves_is_never_a_formula(text: str) -> None:
    assert looks_like_a_formula(text)
    raw = b"".join(csv_of([["note"], [text]]))
    (_, _head), (_, (cell,)) = list(read_csv(raw))
    assert cell.startswith("'")
    with xlsx_of([["note"], [text]], title="x") as file:
        shown = load_workbook(file).worksheets[0]["A2"]
        assert (shown.data_type, shown.value[0]) == ("s", "'")


@given(st.text(max_size=40))
def test_defusing_leaves_nothing_that_a_spreadsheet_would_run_and_harmless_text_as_it_is(text: str) -> None:
    safe = defused(text)
    assert not looks_like_a_formula(safe)
    assert safe == text or safe == f"'{text}"


def test_signs_that_no_spreadsheet_can_hold_are_left_out() -> None:
    with xlsx_of([["a\x00b\x1fc\nd"]], title="x") as file:
        assert load_workbook(file).worksheets[0]["A1"].value == "abc\nd"
