"""Everything that consent keeps leaves in one ZIP, documented field by field, for whom his duties let it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from waarborg_consent.actions import export_tables
from waarborg_consent.actions.export_tables import NOT_TAKEN_ALONG, TABLES
from waarborg_consent.actions.known_persons import know_person
from waarborg_consent.app import SERVICE
from waarborg_consent.models import ExportCase, LookRow
from waarborg_consent.pages.export_fields import FIELD_TEXTS, TABLE_TEXTS, described
from waarborg_consent.sheets.archive import zip_of
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import World

ALL = "/consent/export/everything.zip"
PERSONS = tuple(f"0190-person-{number:06}" for number in range(1, 5))
DUTIES = (Duty.CONSENT_READ, Duty.CONSENT_REVIEW, Duty.LOG_READ)
DOCS = Path(__file__).parents[3] / "docs" / "export.md"


def files_in(answer: Any) -> dict[str, str]:
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows_in(files: dict[str, str], table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files[f"{table}.jsonl"].splitlines()]


@pytest.fixture
def filled(either_world: World) -> World:
    """Consents, a representative who stopped, an objection, a cell, an emergency and a look."""
    world, api = either_world, "/consent/api/v1"
    partner = world.partner("bqr", "consent:record", "consent:decide")
    version = world.runtime.rules("bqr").organisation.statement_version
    for person in PERSONS:
        said = {"subject_ref": person, "purpose": "marketing", "statement_version": version, "note": f"Map {person}"}
        assert partner.post(f"{api}/consents/", said).status_code == 201
    represents = {
        "subject_ref": PERSONS[0],
        "representative_ref": PERSONS[1],
        "kind": "child",
        "scopes": ["care", "data"],
        "begins_on": "2020-01-01",
        "evidence": "statement",
        "evidence_seen_on": "2026-03-01",
        "note": "Gezien aan de balie.",
    }
    made = partner.post(f"{api}/representations/", represents)
    assert made.status_code == 201, made.text
    ended = partner.post(f"{api}/representations/{made.json['id']}/willingness", {"willing": False})
    assert ended.status_code == 200, ended.text
    mark = {"subject_ref": PERSONS[0], "kind": "objection", "about": "messages", "note": "Geen post meer."}
    assert partner.post(f"{api}/marks/", mark).status_code == 201
    cell = {"seen": "0", "role": "carer", "verdict": "confirmed", "why": "Zo is het."}
    assert world.staff("bqr", "board").send("/consent/role-table/medical_data", **cell).status_code == 303
    used = world.staff("bqr", "carer").send("/consent/emergency", client=PERSONS[0], why="Zij ligt op de vloer.")
    assert used.status_code == 303
    assert world.staff("bqr", "board").get(f"/consent/people/{PERSONS[0]}").status_code == 200
    return world


def test_every_table_leaves_page_by_page_with_its_free_text_opened(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_tables, "PAGE_ROWS", 1)
    files = files_in(filled.signed_in("bqr", *DUTIES).get(ALL))
    assert list(files) == ["README.md", *(f"{table.name}.jsonl" for table in TABLES)]
    for table in TABLES:
        assert all(tuple(row) == table.fields for row in rows_in(files, table.name)), table.name
    assert sorted(row["note"] for row in rows_in(files, "consents")) == [f"Map {person}" for person in PERSONS]
    assert [row["note"] for row in rows_in(files, "representations")] == ["Gezien aan de balie."]
    assert [row["kind"] for row in rows_in(files, "representation_events")] == ["unwilling"]
    assert [row["note"] for row in rows_in(files, "marks")] == ["Geen post meer."]
    assert [row["why"] for row in rows_in(files, "role_table_versions")] == ["Zo is het."]
    assert [row["why"] for row in rows_in(files, "emergencies")] == ["Zij ligt op de vloer."]
    looks = [(row["subject_ref"], row["content"]["subject_ref"]) for row in rows_in(files, "looks")]
    assert looks == [(PERSONS[0], PERSONS[0]), *((person, person) for person in PERSONS)]
    assert [row["kind"] for row in rows_in(files, "exports")] == ["zip"]


def test_what_a_duty_does_not_let_somebody_see_is_left_out_and_named(filled: World) -> None:
    files = files_in(filled.signed_in("bqr", Duty.CONSENT_READ).get(ALL))
    assert "emergencies.jsonl" not in files and "looks.jsonl" not in files and "consents.jsonl" in files
    assert "for your duties do not allow it: emergencies, looks." in files["README.md"]
    assert "Zij ligt op de vloer." not in "".join(files.values())


def test_that_somebody_took_everything_is_written_down_before_and_after(filled: World) -> None:
    filled.signed_in("bqr", *DUTIES, ref="account-officer").get(ALL)
    (case,) = filled.rows(ExportCase)
    assert (case.kind, case.by_ref) == ("zip", "account-officer")
    assert filled.verbs(case.id) == ["export-begun", "export-ended"]


def test_it_is_a_look_that_everybody_of_whom_something_is_kept_reads_in_his_log(filled: World) -> None:
    with filled.work() as work:
        know_person(work, "0190-person-who-said-nothing")
    filled.signed_in("bqr", *DUTIES, ref="account-officer").get(ALL)
    told = {row.subject_ref for row in filled.rows(LookRow)}
    assert told == set(PERSONS)
    log = filled.person(PERSONS[2]).get("/consent/who-looked").text
    assert "everything about everybody, to take along" in log


def test_an_erased_text_leaves_as_erased_and_no_marker_leaves_as_a_digest(filled: World) -> None:
    filled.erase(PERSONS[0])
    files = files_in(filled.signed_in("bqr", *DUTIES).get(ALL))
    gone = [row for table in ("consents", "marks") for row in rows_in(files, table) if row["subject_ref"] == PERSONS[0]]
    assert [row["note"] for row in gone] == [{"erased": True}] * 2
    assert all(len(row["text_digest"]) == 64 for row in rows_in(files, "consents"))


def test_nothing_of_another_organisation_leaves(filled: World) -> None:
    files = files_in(filled.signed_in("jtb-care", *DUTIES).get(ALL))
    assert [name for name in files if files[name] and name != "README.md"] == ["exports.jsonl"]


def test_who_may_not_takes_nothing(filled: World) -> None:
    assert filled.person(PERSONS[0]).get(ALL).status_code == 403
    assert filled.signed_in("bqr", Duty.LOG_READ, Duty.CONSENT_REVIEW).get(ALL).status_code == 403
    assert filled.visitor().get(ALL).status_code == 401
    assert filled.rows(ExportCase) == []


def test_every_table_of_consent_is_taken_along_or_said_why_not() -> None:
    plumbing = ("outbox", "inbox", "timeline", "deadline", "idempotency", "poison")
    there = {table.model.__tablename__ for table in TABLES} | set(NOT_TAKEN_ALONG)
    missing = set(SERVICE.metadata.tables) - there
    assert {name for name in missing if not any(each in name for each in plumbing)} == set()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_table_and_field_is_explained_and_no_other(language: str) -> None:
    assert set(TABLE_TEXTS) == {table.name for table in TABLES}
    assert set(FIELD_TEXTS) == {name for table in TABLES for name in table.fields}
    assert all(f"`{name}`" in described(TABLES, language) for name in FIELD_TEXTS)


def test_the_documentation_lists_the_fields_as_they_are() -> None:
    assert DOCS.read_text(encoding="utf-8") == described(TABLES, "en")


def test_no_sealed_field_leaves_sealed() -> None:
    for table in TABLES:
        assert {name for name in table.columns if name.endswith("_sealed")} == set(table.sealed), table.name


def test_a_zip_is_given_while_it_is_made_and_never_held_as_a_whole() -> None:
    asked: list[int] = []

    def pieces() -> Any:
        for number in range(200):
            asked.append(number)
            yield b"".join(hash((number, each)).to_bytes(8, "big", signed=True) for each in range(4_000))

    stream = zip_of([("first.txt", pieces()), ("second.txt", iter([b"end"]))])
    first = next(stream)
    assert first and len(asked) < 200
    with zipfile.ZipFile(io.BytesIO(first + b"".join(stream))) as archive:
        assert archive.namelist() == ["first.txt", "second.txt"] and archive.read("second.txt") == b"end"
