"""What a row of a file says: dates, words, persons, and everything that can be wrong, all of it at once."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_consent.domain import ConsentEvent, ConsentState, Given, How, standing
from waarborg_consent.domain.consent_parts import WHOLE, Part
from waarborg_consent.domain.import_columns import HEADINGS, Column, layout
from waarborg_consent.domain.import_dates import EARLIEST, BadDate, date_of
from waarborg_consent.domain.import_plan import Known, first_of_each, foresee, in_order, moment_of
from waarborg_consent.domain.import_rows import read_row
from waarborg_consent.domain.import_values import Answer, Cell, ImportRow, Names, Odd
from waarborg_consent.domain.importing import (
    MOVES,
    BadFile,
    BadImportMove,
    FileFault,
    ImportState,
    RowFault,
    move,
)
from waarborg_consent.pages.import_words import FILE_FAULTS, ROW_FAULTS, STATES
from waarborg_shared.hooks.values import LegalBasis, Purpose, PurposeKind, Text

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NAIVE = datetime.fromisoformat("2024-02-03T15:30")  # Excel knows no time zones
COLUMNS = tuple(Column)
DATA = ("name", "email")


def purpose(code: str, name: str, basis: LegalBasis) -> Purpose:
    text = Text(name, code)
    kind = PurposeKind.MARKETING
    return Purpose(code=code, name=text, explanation=text, kind=kind, bases=(basis,), categories=DATA, source="x")


PURPOSES = {
    found.code: found
    for found in (
        purpose("news_letter", "De nieuwsbrief", LegalBasis.CONSENT),
        purpose("care", "De zorg", LegalBasis.CONTRACT),
    )
}
NAMES = Names(
    purposes=PURPOSES,
    categories={
        "name": Text("Naam", "Name"),
        "email": Text("E-mailadres", "E-mail address"),
        "health": Text("Gezondheid, ook verleden", "Health, past too"),
    },
    recipients={"insurer": Text("Zorgverzekeraar", "Health insurer"), "gp": Text("Huisarts", "General practitioner")},
)
GOOD: dict[Column, Cell] = {
    Column.CLIENT_NUMBER: "C1",
    Column.PURPOSE: "news_letter",
    Column.ANSWER: "ja",
    Column.GIVEN_ON: "3-2-2024",
    Column.HOW: "papier",
}


def read(*, number: int = 2, extra: tuple[Cell, ...] = (), **cells: Cell) -> Any:
    said = {**GOOD, **{Column(name): cell for name, cell in cells.items()}}
    row = [said.get(column) for column in COLUMNS]
    return read_row(number, [*row, *extra], COLUMNS, names=NAMES, today=TODAY)


def faults(**cells: Any) -> set[tuple[str, str]]:
    found = read(**cells)
    assert isinstance(found, tuple), found
    return {(finding.column, finding.fault.value) for finding in found}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("3-2-2024", date(2024, 2, 3)),
        ("03-02-2024", date(2024, 2, 3)),
        ("3/2/2024", date(2024, 2, 3)),
        ("3.2.2024", date(2024, 2, 3)),
        ("3-2-2024 00:00", date(2024, 2, 3)),
        ("2024-02-03", date(2024, 2, 3)),
        ("2024-02-03 00:00:00", date(2024, 2, 3)),
        ("3 februari 2024", date(2024, 2, 3)),
        ("3 Feb. 2024", date(2024, 2, 3)),
        ("3-mrt-2024", date(2024, 3, 3)),
        ("1 May 2024", date(2024, 5, 1)),
        ("29-2-2024", date(2024, 2, 29)),
        (date(2024, 2, 3), date(2024, 2, 3)),
        (NAIVE, date(2024, 2, 3)),
        (45_325, date(2024, 2, 3)),
        (45_325.0, date(2024, 2, 3)),
    ],
)
def test_a_date_is_read_as_it_is_written_here_and_as_excel_keeps_it(cell: object, found: date) -> None:
    assert date_of(cell) == found


@pytest.mark.parametrize(
    "cell",
    [
        *("31-2-2024", "29-2-2023", "2/13/2024", "3-2-24", "3-2", "februari 2024", "vandaag", "", "45325", "3-2/2024"),
        *("1-1-1949", "0000-01-01", 3, 45_325.5, 10**9, True, "3-2-2024 15:30", "٣-٢-٢٠٢٤x"),
    ],
)
def test_what_is_no_date_or_could_be_two_is_none(cell: object) -> None:
    with pytest.raises(BadDate):
        date_of(cell)


@given(st.dates(EARLIEST, TODAY))
def test_every_day_is_read_from_every_way_of_writing_it(day: date) -> None:
    ways = (f"{day.day}-{day.month}-{day.year}", day.isoformat(), day, (day - date(1899, 12, 30)).days)
    assert {date_of(way) for way in ways} == {day}


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(allow_nan=True), st.booleans()))
def test_no_cell_breaks_the_reading_of_a_date(cell: object) -> None:
    with suppress(BadDate):
        assert date_of(cell) >= EARLIEST


def test_a_good_row_says_what_it_says() -> None:
    row = read(note="In map 4.", statement_version="2021-04")
    assert row == ImportRow(
        number=2,
        client_number="C1",
        person_ref="",
        purpose="news_letter",
        answer=Answer.YES,
        given_on=date(2024, 2, 3),
        withdrawn_on=None,
        how=How.PAPER,
        statement_version="2021-04",
        note="In map 4.",
        witness="",
        until_on=None,
    )


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"client_number": None}, {("client_number", "no-person")}),
        ({"person_ref": "0190-somebody-1"}, {("client_number", "two-persons")}),
        ({"client_number": "C 1"}, {("client_number", "not-a-client-number")}),
        ({"client_number": "C" * 41}, {("client_number", "not-a-client-number")}),
        ({"client_number": None, "person_ref": "12345678"}, {("person_ref", "not-a-reference")}),
        ({"purpose": None}, {("purpose", "empty")}),
        ({"purpose": "spying"}, {("purpose", "unknown-purpose")}),
        ({"purpose": "care"}, {("purpose", "needs-no-consent")}),
        ({"answer": "misschien"}, {("answer", "unknown-answer")}),
        ({"answer": 1}, {("answer", "unknown-answer")}),
        ({"answer": None}, {("answer", "empty")}),
        ({"how": "gebaren"}, {("how", "unknown-how")}),
        ({"how": "request"}, {("how", "unknown-how")}),
        ({"given_on": None}, {("given_on", "empty")}),
        ({"given_on": "3-2-24"}, {("given_on", "bad-date")}),
        ({"given_on": "3-3-2026"}, {("given_on", "future-date")}),
        ({"withdrawn_on": "1-1-2025"}, {("withdrawn_on", "yes-and-withdrawn")}),
        ({"answer": "nee", "withdrawn_on": "1-1-2025"}, {("withdrawn_on", "no-and-withdrawn")}),
        ({"answer": "ingetrokken"}, {("withdrawn_on", "empty")}),
        ({"answer": "ingetrokken", "withdrawn_on": "2-2-2024"}, {("withdrawn_on", "withdrawn-before-given")}),
        ({"how": "mondeling"}, {("witness", "witness-missing")}),
        ({"how": "mondeling", "witness": "x" * 201}, {("witness", "too-long")}),
        ({"until_on": "2-2-2024"}, {("until_on", "ends-before-given")}),
        ({"until_on": "31-2-2024"}, {("until_on", "bad-date")}),
        ({"answer": "nee", "until_on": "1-1-2025"}, {("until_on", "nothing-to-end")}),
        (
            {"answer": "ingetrokken", "given_on": None, "withdrawn_on": "1-1-2025", "until_on": "1-1-2030"},
            {("until_on", "nothing-to-end")},
        ),
        ({"statement_version": "versie 2"}, {("statement_version", "not-a-version")}),
        ({"statement_version": "123456789"}, {("statement_version", "not-a-version")}),
        ({"statement_version": "v" * 33}, {("statement_version", "too-long")}),
        ({"note": "x" * 1001}, {("note", "too-long")}),
        ({"note": "=cmd|'/c calc'!A1"}, {("note", "formula")}),
        ({"note": " =1+1"}, {("note", "formula")}),
        ({"note": "-streepje"}, {("note", "formula")}),
        ({"note": "\uff1dSOM"}, {("note", "formula")}),
        ({"note": Odd.FORMULA}, {("note", "formula")}),
        ({"note": "a\x07b"}, {("note", "control")}),
        ({"note": "a\u202eb"}, {("note", "control")}),
        ({"note": "caf\udce9"}, {("note", "unreadable")}),
        ({"note": "caf\ufffd"}, {("note", "unreadable")}),
        ({"client_number": Odd.MERGED}, {("client_number", "merged")}),
        ({"answer": Odd.UNREADABLE}, {("answer", "unreadable")}),
        ({"extra": ("los",)}, {("", "too-many-cells")}),
        (
            {"given_on": "1-1-2030", "how": "x", "purpose": "y"},
            {("given_on", "future-date"), ("how", "unknown-how"), ("purpose", "unknown-purpose")},
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_column_and_all_of_it(cells: Any, wrong: set[tuple[str, str]]) -> None:
    assert faults(**cells) == wrong


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        ("answer", "JA ", Answer.YES),
        ("answer", True, Answer.YES),
        ("answer", False, Answer.NO),
        ("answer", "no", Answer.NO),
        ("how", "Op papier", How.PAPER),
        ("how", "kitchen_table", How.KITCHEN_TABLE),
        ("how", "keukentafel", How.KITCHEN_TABLE),
        ("until_on", "31-12-2030", date(2030, 12, 31)),
        ("witness", "De buurvrouw.", "De buurvrouw."),
        ("purpose", "de NIEUWSBRIEF", "news_letter"),
        ("purpose", "News letter", "news_letter"),
        ("client_number", 1001, "1001"),
        ("client_number", 1001.0, "1001"),
    ],
)
def test_words_and_numbers_are_taken_as_they_are_meant(column: str, written: Cell, meant: object) -> None:
    assert getattr(read(**{column: written}), column) == meant


@pytest.mark.parametrize("answer", ["nee", "ingetrokken"])
def test_a_no_and_a_withdrawal_by_telephone_need_no_witness(answer: str) -> None:
    withdrawn_on = "1-1-2025" if answer == "ingetrokken" else None
    assert read(answer=answer, how="telefoon", withdrawn_on=withdrawn_on).how is How.SPOKEN


@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.sampled_from(Odd)),
        max_size=12,
    )
)
def test_no_row_breaks_the_reading(cells: list[Cell]) -> None:
    found = read_row(2, cells, COLUMNS, names=NAMES, today=TODAY)
    assert isinstance(found, ImportRow) or (found and all(finding.row == 2 for finding in found))


@pytest.mark.parametrize("which", [0, 1])
def test_headings_are_known_in_both_languages_in_any_order_and_however_typed(which: int) -> None:
    written = [words[which].upper() for words in HEADINGS.values()]
    assert layout(written) == COLUMNS
    assert layout(list(reversed(written))) == tuple(reversed(COLUMNS))
    assert layout([column.value for column in Column]) == COLUMNS
    assert layout(["Clientnummer", "doel", "antwoord", "gegeven_op", "hoe"])[0] is Column.CLIENT_NUMBER


@pytest.mark.parametrize(
    ("headings", "fault", "names"),
    [
        (["naam", "doel"], FileFault.UNKNOWN_COLUMNS, ("naam",)),
        (["doel", "doel", "antwoord"], FileFault.DOUBLE_COLUMNS, ("purpose",)),
        (["cliëntnummer", "doel", "hoe"], FileFault.MISSING_COLUMNS, ("answer", "given_on")),
        (["doel", "antwoord", "gegeven op", "hoe"], FileFault.NO_PERSON_COLUMN, ()),
    ],
)
def test_headings_that_do_not_fit_refuse_the_file(
    headings: list[str], fault: FileFault, names: tuple[str, ...]
) -> None:
    with pytest.raises(BadFile) as why:
        layout(headings)
    assert (why.value.fault, why.value.names) == (fault, names)


def test_a_day_without_an_hour_never_makes_a_yes_longer() -> None:
    day = date(2024, 6, 1)
    given_at, ended_at = moment_of(day, Given.GIVEN, now=NOW), moment_of(day, Given.WITHDRAWN, now=NOW)
    assert (given_at, ended_at) == (
        datetime(2024, 5, 31, 22, 0, tzinfo=UTC),
        datetime(2024, 6, 1, 21, 59, 59, tzinfo=UTC),
    )
    assert moment_of(TODAY, Given.WITHDRAWN, now=NOW) == NOW


def row(number: int, answer: Answer = Answer.YES, *, given_on: date = date(2024, 1, 1), **other: Any) -> ImportRow:
    made: ImportRow = read(number=number)
    return replace(made, person_ref="p1", answer=answer, given_on=given_on, **other)


def test_a_row_that_says_what_an_earlier_one_said_is_named_with_it() -> None:
    kept, doubles = first_of_each([row(2), row(3, Answer.NO), row(4, note="anders"), replace(row(5), person_ref="p2")])
    assert [each.number for each in kept] == [2, 3, 5]
    assert [(each.row, each.fault, each.other_row) for each in doubles] == [(4, RowFault.DOUBLE, 2)]


ROWS = st.lists(
    st.builds(
        lambda answer, day: (answer, date(2024, 1, 1) + timedelta(days=day)),
        st.sampled_from([Answer.YES, Answer.NO]),
        st.integers(0, 9),
    ),
    max_size=12,
)


@given(ROWS, st.randoms())
def test_what_stands_after_an_import_is_what_was_said_last_whatever_the_order_of_the_rows(
    said: list[tuple[Answer, date]], chance: Any
) -> None:
    rows = [row(number, answer, given_on=day) for number, (answer, day) in enumerate(said, 2)]
    expected = ConsentState.UNKNOWN
    if said:
        last = max(day for _, day in said)
        noes = any(answer is Answer.NO for answer, day in said if day == last)
        expected = ConsentState.WITHDRAWN if noes else ConsentState.GIVEN
    chance.shuffle(rows)
    kept, _ = first_of_each(rows)
    plan, _ = foresee(in_order(kept), {}, now=NOW)
    events = _events(plan)
    assert standing(events, "news_letter").state is expected
    assert [event.at for event in events] == sorted(event.at for event in events)


@given(ROWS)
def test_importing_the_same_again_brings_nothing(said: list[tuple[Answer, date]]) -> None:
    rows, _ = first_of_each([row(number, answer, given_on=day) for number, (answer, day) in enumerate(said, 2)])
    plan, _ = foresee(in_order(rows), {}, now=NOW)
    known = [Known(kind=event.kind, purpose=event.purpose, at=event.at) for event in _events(plan)]
    again, findings = foresee(in_order(rows), {"p1": known}, now=NOW)
    assert again == []
    assert {finding.fault for finding in findings} <= {RowFault.KNOWN, RowFault.OVERTAKEN}


def _events(plan: list[ImportRow]) -> list[ConsentEvent]:
    return [
        ConsentEvent(
            id=str(number),
            kind=Given.GIVEN if each.answer is Answer.YES else Given.WITHDRAWN,
            purpose=each.purpose,
            at=moment_of(each.given_on, Given.GIVEN if each.answer is Answer.YES else Given.WITHDRAWN, now=NOW),
            sequence=number,
        )
        for number, each in enumerate(plan, 1)
        if each.given_on is not None
    ]


def test_every_state_fault_and_column_has_its_words_and_every_state_its_moves() -> None:
    assert set(STATES) == set(ImportState) == set(MOVES)
    assert set(FILE_FAULTS) == set(FileFault) and set(ROW_FAULTS) == set(RowFault)
    assert set(HEADINGS) == set(Column)


@pytest.mark.parametrize("now", ImportState)
@pytest.mark.parametrize("to", ImportState)
def test_an_import_moves_by_its_table_alone(now: ImportState, to: ImportState) -> None:
    if to in MOVES[now]:
        assert move(now, to) is to
    else:
        with pytest.raises(BadImportMove):
            move(now, to)


SCAN = "ab" * 32
NARROWED: list[tuple[dict[str, Cell], Part]] = [
    ({"categories": "Naam"}, Part(frozenset({"name"}))),
    ({"categories": "E-mail address, NAAM"}, Part(frozenset({"name", "email"}))),
    ({"categories": "name|email\nname"}, Part(frozenset({"name", "email"}))),
    ({"recipients": "Zorgverzekeraar; gp"}, Part(frozenset(), frozenset({"insurer", "gp"}))),
    ({"categories": " ", "recipients": None}, WHOLE),
]


@pytest.mark.parametrize(("cells", "part"), NARROWED)
def test_a_yes_to_a_part_names_data_and_recipients_by_name_or_code(cells: dict[str, Cell], part: Part) -> None:
    assert read(**cells).part == part


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"categories": "Schoenmaat"}, {("categories", "not-of-the-purpose")}),
        ({"categories": "Naam, Schoenmaat"}, {("categories", "not-of-the-purpose")}),
        ({"categories": "Gezondheid, ook verleden"}, {("categories", "not-of-the-purpose")}),
        ({"categories": ",;"}, {("categories", "not-of-the-purpose")}),
        ({"recipients": "Buurman"}, {("recipients", "unknown-recipient")}),
        ({"answer": "nee", "categories": "Naam"}, {("categories", "part-of-a-no")}),
        ({"answer": "nee", "recipients": "gp"}, {("recipients", "part-of-a-no")}),
        ({"answer": "nee", "representative": "mentor"}, {("representative", "nobody-gave")}),
        ({"representative": "x" * 201}, {("representative", "too-long")}),
        ({"scan_sha256": "abc"}, {("scan_sha256", "not-a-digest")}),
        ({"scan_sha256": SCAN, "how": "keukentafel"}, {("scan_sha256", "scan-without-paper")}),
        ({"scan_sha256": SCAN, "answer": "nee"}, {("scan_sha256", "scan-without-paper")}),
        ({"categories": "=1+1"}, {("categories", "formula")}),
    ],
)
def test_what_is_wrong_with_a_part_a_representative_or_a_scan_is_named(
    cells: dict[str, Cell], expected: set[tuple[str, str]]
) -> None:
    assert faults(**cells) == expected


def test_a_digest_is_read_however_it_is_written() -> None:
    assert read(scan_sha256=SCAN.upper()).scan_sha256 == SCAN


def test_two_parts_of_a_purpose_are_two_rows_and_neither_overtakes_the_other() -> None:
    rows = [
        replace(read(number=number, given_on=day, categories=data), person_ref="p")
        for number, day, data in (
            (2, "3-2-2024", "Naam"),
            (3, "1-2-2024", "email"),
            (4, "3-2-2024", "naam"),
            (5, "1-2-2024", "name"),
        )
    ]
    kept, doubles = first_of_each(rows)
    assert [found.row for found in doubles] == [4]
    fresh, findings = foresee(in_order(kept), {}, now=NOW)
    assert [row.number for row in fresh] == [3, 5, 2] and findings == []
    newer = Known(kind=Given.WITHDRAWN, purpose="news_letter", at=NOW, part=Part(frozenset({"name"})))
    fresh, findings = foresee(in_order(kept), {"p": [newer]}, now=NOW)
    assert [row.number for row in fresh] == [3] and {found.fault for found in findings} == {RowFault.OVERTAKEN}
