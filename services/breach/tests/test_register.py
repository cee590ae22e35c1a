"""The register: the twelve fields of article 12, what narrows it, files of it, and who took it along."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import event

from waarborg_breach.actions import register_book as book
from waarborg_breach.domain.register_book import Finding
from waarborg_breach.models import BreachCase, BreachRegister
from waarborg_breach.pages import register_files
from waarborg_breach.shown_register import _OF_FIELD, VALUES
from waarborg_breach.texts.register_book import COLUMNS, FIELDS
from waarborg_shared.auth import Actor
from waarborg_shared.hooks.values import RegisterField
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import NOT_TOLD, UNANSWERED

SUMMARY = "Een tas met dossiers is uit de auto gestolen."
TYPED = {
    "summary": SUMMARY,
    "discovered_at": "2026-03-02T06:00",
    "occurred_at": "2026-03-01T22:00",
    "estimated": "true",
    "kind": "stolen",
}
FACTS = {
    "fact_categories": ["name", "address"],
    "fact_more_kinds": ["health"],
    "fact_groups": ["clients", "children"],
    "about_how_many": "12",
    "other_eu": "yes",
    "fact_countries": ["DE"],
}
MEASURE = {
    "measure_kind": "technical",
    "measure_what": "De laptops versleutelen.",
    "measure_owner": "Bram Beheer",
    "measure_due": "2026-04-01",
}
CONSEQUENCES = {
    "established_consequences": "Iemand kan lezen welke zorg zij krijgen.",
    "consequences_at": "2026-03-02T07:00",
}


def reported(who: Visitor, world: World, organisation: str = "bqr", **typed: Any) -> str:
    assert who.send("/breach/report", **{**TYPED, **typed}).status_code == 303
    return f"/breach/cases/{world.rows(BreachCase, organisation)[-1].id}"


def step(who: Visitor, path: str, name: str, **typed: Any) -> None:
    answer = who.send(f"{path}/{name}", page=path, **typed)
    assert answer.status_code == 303, (name, answer.text)


def entry(who: Visitor, path: str) -> str:
    answer = who.get(f"/breach/register/{path.rpartition('/')[2]}")
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def board(world: World) -> Visitor:
    return world.staff("bqr", "board")


@pytest.fixture
def fg(world: World) -> Visitor:
    return world.staff("bqr", "fg")


def rows_of(answer: Any) -> list[dict[str, str]]:
    text = answer.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_B24_12_the_register_holds_all_twelve_fields_of_a_notified_breach(world: World, board: Visitor) -> None:
    path = reported(board, world)
    step(board, path, "facts", **FACTS)
    step(board, path, "consequences", **CONSEQUENCES)
    step(board, path, "contain", containment="contained", containment_how="De map is gesloten.")
    step(board, path, "measure", **MEASURE)
    step(board, path, "measure", **{**MEASURE, "measure_kind": "organisational", "measure_what": "Tassen mee."})
    step(board, path, "decide", notify_authority="yes", inform_persons="yes", **UNANSWERED)
    step(board, path, "notified", at="2026-03-02T08:30", complete="yes", authority_number="AP-77")
    step(board, path, "informed", informed_at="2026-03-02T08:45", how="brief")
    page = entry(board, path)
    for number, name in enumerate(FIELDS.values(), start=1):
        assert f"{number}. {name.en}" in page
    said = [
        *(
            SUMMARY,
            "from 1 Mar 2026 22:00",
            "estimated",
            "2 Mar 2026 06:00",
            "health",
            "clients",
            "about 12",
            "Yes: DE",
        ),
        *("notified in full", "2 Mar 2026 08:30", "number AP-77", "told", "2 Mar 2026 08:45", "brief"),
        *("Iemand kan lezen", "since 2 Mar 2026 07:00", "De laptops versleutelen. (planned for 2026-04-01)"),
        *("Tassen mee.", "De map is gesloten."),
    ]
    assert [each for each in said if each not in page] == []
    assert "not known yet" not in page


def test_B24_12_the_register_holds_all_twelve_fields_of_a_breach_that_was_not_notified(
    world: World, board: Visitor
) -> None:
    path = reported(board, world)
    step(board, path, "decide", notify_authority="no", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    page = entry(board, path)
    for number, name in enumerate(FIELDS.values(), start=1):
        assert f"{number}. {name.en}" in page
    assert "will not be notified" in page and "will not be told" in page and NOT_TOLD["reason"] in page
    assert "The risk to them is not high" in page
    # kinds of data, groups, how many, other countries, consequences and measures were told by nobody
    assert page.count("not known yet") == 6


def test_an_answer_of_the_discoverer_fills_a_field_while_nothing_better_is_known(world: World, board: Visitor) -> None:
    path = reported(board, world)
    answers = {"which_data": "Zorgplannen.", "which_people": "Twee cliënten.", "how_many": "Een stuk of tien."}
    step(board, path, "answers", **{f"answer_{code}": text for code, text in answers.items()})
    page = entry(board, path)
    assert all(f"As the discoverer said: {each}" in page for each in answers.values())


def test_every_field_of_article_12_has_a_name_and_every_column_a_value() -> None:
    assert list(FIELDS) == list(RegisterField) and len(FIELDS) == 12
    assert list(VALUES) == list(COLUMNS) and set(_OF_FIELD) == set(FIELDS)


def test_every_breach_is_in_it_marked_and_no_exercise(world: World, board: Visitor) -> None:
    first, second, third = (reported(board, world, summary=f"Nummer {n}.") for n in range(3))
    step(board, second, "retract", retract_why="Het was een oefentas.")
    number = world.rows(BreachCase)[0].number
    assert first.endswith(world.rows(BreachCase)[0].id)
    step(board, third, "merge", into=number)
    board.send("/breach/exercises", exercise_what="Een oefening.")
    (drill,) = [row for row in world.rows(BreachCase) if row.drill]
    rows = rows_of(board.get("/breach/register/export.csv"))
    assert [row["Note"] for row in rows] == [
        "Merged: it counts under the other number.",
        "Retracted: it was no breach.",
        "",
    ]
    assert rows[0]["Goes on under number"] == number
    page = board.get("/breach/").text
    assert "merged into another case" in page and "retracted" in page
    for text in (page, json.dumps(rows), board.get("/breach/register/print").text):
        assert drill.number not in text
    assert board.get(f"/breach/register/{drill.id}").status_code == 404


NARROWED = {
    "": ["0003", "0002", "0001"],
    "year=2026": ["0003", "0002"],
    "year=2025": ["0001"],
    "kind=lost": ["0002"],
    "notified=yes": ["0003"],
    "notified=no&year=2026": ["0002"],
    "state=retracted": ["0002"],
    "course=open": ["0003", "0001"],
    "course=over": ["0002"],
    "number=l-2026-0003": ["0003"],
    "number=9999": [],
}


def test_what_narrows_it_narrows_the_page_and_every_file(either_world: World) -> None:
    world = either_world
    board = world.staff("bqr", "board")
    reported(board, world, discovered_at="2025-12-31T23:30", occurred_at="2025-12-31T23:00")
    second = reported(board, world, kind="lost")
    third = reported(board, world)
    step(board, second, "retract", retract_why="Toch niet.")
    step(board, third, "decide", notify_authority="yes", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    step(board, third, "notified", at="2026-03-02T08:30", complete="yes")
    for query, found in NARROWED.items():
        page = board.get(f"/breach/?{query}")
        assert page.status_code == 200
        assert [each for each in NARROWED[""] if f"L-2026-{each}</a>" in page.text] == found, query
        exported = board.get(f"/breach/register/export.csv?{query}")
        assert [row["Number"][-4:] for row in rows_of(exported)] == found, query
        given = json.loads(board.get(f"/breach/register/export.json?{query}").get_data())
        assert [each["number"][-4:] for each in given["breaches"]] == found and given["count"] == len(found)


def test_programs_narrow_it_too(world: World, board: Visitor) -> None:
    for _ in range(2):
        board.send("/breach/report", summary=SUMMARY, discovered_at="2026-03-02T06:00")
    first = f"/breach/cases/{world.rows(BreachCase)[0].id}"
    step(board, first, "retract", retract_why="Toch niet.")
    partner = world.partner("bqr", "breach:read")
    for query, found in {"": 2, "course=over": 1, "state=reported": 1, "year=2025": 0, "number=-0002": 1}.items():
        given = partner.get(f"/breach/api/v1/breaches/?{query}")
        assert (given.status_code, len(given.json["items"])) == (200, found), query


@pytest.mark.parametrize(
    "query", ["number=%25", "number=12345678", "year=soon", "year=1", "state=gone", "kind=%27", "course=yes"]
)
def test_what_is_no_filter_is_named_and_gives_no_file(world: World, board: Visitor, query: str) -> None:
    page = board.get(f"/breach/?{query}")
    assert page.status_code == 422
    assert f'href="#field-{query.partition("=")[0]}"' in page.text
    for address in ("/breach/register/export.csv", "/breach/register/print"):
        assert board.get(f"{address}?{query}").status_code == 404
    told = world.partner("bqr", "breach:read").get(f"/breach/api/v1/breaches/?{query}")
    assert told.status_code == 422 and query.partition("=")[0] in told.get_data(as_text=True)


def test_pages_go_on_within_what_narrows_it(world: World, board: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waarborg_breach.pages.register.PAGE", 2)
    for _ in range(5):
        reported(board, world)
    reported(board, world, kind="lost")
    seen, address = [], "/breach/?kind=stolen"
    while address:
        text = board.get(address).text
        seen += [part[:4] for part in text.split("BQR-L-2026-")[1:]]
        address = text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == ["0005", "0004", "0003", "0002", "0001"]


def test_files_hold_moments_with_their_offset_and_run_nothing(world: World, board: Visitor) -> None:
    reported(board, world, summary="=1+1 en een puntkomma; ja")
    (row,) = rows_of(board.get("/breach/register/export.csv"))
    assert row["12.1 Description"].startswith("'=1+1") and row["12.3 Discovered"] == "2026-03-02T06:00+01:00"
    answer = board.get("/breach/register/export.xlsx")
    sheet = load_workbook(io.BytesIO(answer.get_data())).active
    cells = list(sheet.iter_rows(values_only=True))
    assert list(cells[0]) == [each.en for each in COLUMNS.values()] and len(cells) == 2
    assert all(cell.data_type != "f" for cell in sheet[2])
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_pdf_is_one_and_of_many_breaches_several_in_a_zip(
    world: World, board: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        reported(board, world)
    one = board.get("/breach/register/export.pdf")
    assert one.mimetype == "application/pdf" and one.get_data().startswith(b"%PDF")
    monkeypatch.setattr(register_files, "PER_PDF", 2)
    several = board.get("/breach/register/export.pdf")
    assert several.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(several.get_data())) as archive:
        assert archive.namelist() == ["breaches-001.pdf", "breaches-002.pdf"]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


def test_more_than_one_batch_comes_whole(world: World, board: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waarborg_breach.actions.register_book.AT_ONCE", 2)
    for _ in range(4):
        reported(board, world)
    assert [row["Number"][-4:] for row in rows_of(board.get("/breach/register/export.csv"))] == [
        *("0004", "0003", "0002", "0001")
    ]
    text = board.get("/breach/register/print").text
    assert "0003" in text and "0002" not in text and 'rel="next"' in text


def test_who_took_it_along_stands_in_its_log(either_world: World) -> None:
    world = either_world
    board, fg = world.staff("bqr", "board"), world.staff("bqr", "fg")
    reported(board, world)
    assert "Nobody took it along yet." in board.get("/breach/register/log").text
    assert fg.get("/breach/register/export.csv?kind=stolen").status_code == 200
    assert board.get("/breach/register/print?year=2026").status_code == 200
    (head,) = world.rows(BreachRegister)
    assert world.verbs(head.id) == ["took-register", "took-register"]
    page = board.get("/breach/register/log").text
    assert page.index("Print") < page.index("CSV") and "Only: Stolen." in page and "Only: 2026." in page
    assert world.rows(BreachRegister, "jtb-care") == []


def test_the_log_says_when_it_shows_a_part(world: World, board: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waarborg_breach.pages.register.LOGGED", 1)
    board.get("/breach/register/export.csv")
    assert "Only the last hundred" not in board.get("/breach/register/log").text
    board.get("/breach/register/export.json")
    page = board.get("/breach/register/log").text
    assert "Only the last hundred" in page and "JSON" in page and ">CSV<" not in page


def test_who_looked_at_one_breach_in_it_stands_on_its_timeline(world: World, board: Visitor) -> None:
    path = reported(board, world)
    before = world.verbs(path.rpartition("/")[2]).count("looked")
    entry(board, path)
    assert world.verbs(path.rpartition("/")[2]).count("looked") == before + 1


READ = ("/breach/", "/breach/register/print", "/breach/register/log", "/breach/register/export.csv")


def test_B18_the_officer_reads_all_of_it_and_changes_nothing(world: World, board: Visitor, fg: Visitor) -> None:
    path = reported(board, world)
    for address in (*READ, "/breach/register/export.pdf", f"/breach/register/{path.rpartition('/')[2]}"):
        assert fg.get(address).status_code == 200, address
    token = board.token(path)
    assert "/hold" not in fg.get(path).text
    assert fg.send(f"{path}/hold", token=token, hold_why="Rechtszaak.").status_code in (400, 403, 422)
    assert world.rows(BreachCase)[0].held_at is None


@pytest.mark.parametrize("address", [*READ, "/breach/register/export.json"])
def test_nobody_else_reads_it(world: World, address: str) -> None:
    assert world.staff("bqr", "carer").get(address).status_code == 403
    assert world.visitor().get(address).status_code in (302, 303, 401)


def test_another_organisation_sees_nothing_of_it(world: World, board: Visitor) -> None:
    path = reported(board, world)
    other = world.staff("jtb-care", "care_lead")
    assert other.get(f"/breach/register/{path.rpartition('/')[2]}").status_code == 404
    assert rows_of(other.get("/breach/register/export.csv")) == []


@pytest.mark.parametrize("form", ["exe", "csv.csv", "zip"])
def test_there_is_no_other_kind_of_file(world: World, board: Visitor, form: str) -> None:
    assert board.get(f"/breach/register/export.{form}").status_code == 404


def test_an_erased_breach_stays_in_every_form(world: World, board: Visitor) -> None:
    path = reported(board, world)
    world.erase(path.rpartition("/")[2])
    assert "Erased" in entry(board, path)
    (row,) = rows_of(board.get("/breach/register/export.csv"))
    assert row["12.1 Description"] == "Erased"
    assert board.get("/breach/register/export.pdf").status_code == 200


def test_a_moment_of_the_hour_that_comes_twice_is_told_apart() -> None:
    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    first, second = (register_files._in_sheet(at + timedelta(hours=each)) for each in (0, 1))
    assert (first, second) == ("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00")


def reading(world: World, opened: list[int]) -> Any:
    def begin() -> Any:
        opened.append(1)
        actor = Actor.system("breach", "bqr")
        return world.runtime.uow.read("bqr", actor=actor, now=world.clock.now())

    return begin


def test_a_file_is_made_a_batch_at_a_time_and_no_transaction_stays_open(
    world: World, board: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "AT_ONCE", 2)
    for _ in range(5):
        reported(board, world)
    opened: list[int] = []
    made = book.in_batches(
        reading(world, opened), Finding(), world.runtime.rules("bqr"), lambda entry: entry.case.number[-4:]
    )
    assert (next(made), len(opened)) == ("0005", 1)
    reported(board, world)
    assert (list(made), len(opened)) == (["0004", "0003", "0002", "0001"], 3)


def test_many_breaches_are_read_by_as_many_statements_as_one(world: World, board: Visitor) -> None:
    for _ in range(6):
        step(board, reported(board, world), "facts", **FACTS)
    asked: list[str] = []
    engine = world.runtime.engine

    def listen(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    counts = []
    for limit in (1, 6):
        asked.clear()
        with reading(world, [])() as work:
            found = book.find(work, Finding(), limit=limit)
            assert len(list(book.entries(work, found, world.runtime.rules("bqr")))) == limit
        counts.append(len(asked))
    event.remove(engine, "before_cursor_execute", listen)
    assert counts[0] == counts[1] > 0


def test_the_entry_is_complete_in_dutch(world: World) -> None:
    board = world.staff("bqr", "board", lang="nl")
    path = reported(board, world)
    page = entry(board, path)
    assert [each.nl for each in FIELDS.values() if each.nl not in page] == []
    assert "nog niet bekend" in page and "geschat" in page and "Gestolen" in page and "not known" not in page


@pytest.mark.parametrize(("lang", "said"), [("nl", "nog niet bekend"), ("en", "not known yet")])
def test_the_pdf_says_the_same_to_who_hears_it_read_aloud(world: World, lang: str, said: str) -> None:
    board = world.staff("bqr", "board", lang=lang)
    reported(board, world, summary="Een tas 👜 met #dossiers en *sterren* is weg.\nTweede regel.")
    made = board.get("/breach/register/export.pdf").get_data()
    for claim in (b"<pdfaid:part>3<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert claim in made
    reader = PdfReader(io.BytesIO(made))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for number, name in enumerate(FIELDS.values(), start=1):
        assert f"{number}. {name.to(lang).split()[0]}" in text
    assert said in text and "Een tas ? met #dossiers en *sterren* is weg." in text and "Tweede regel." in text
