"""Taking consents along: all of an organisation's by staff, and one's own by a person."""

import csv
import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook

from waarborg_consent.actions import exporting
from waarborg_consent.models import ExportCase
from waarborg_consent.pages.exports import FIELDS
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import World

PERSONS = tuple(f"0190-person-{number:06}" for number in range(1, 4))
CONSENTS, WITHDRAWALS = "/consent/api/v1/consents/", "/consent/api/v1/withdrawals/"
ALL = "/consent/export/consents."


@pytest.fixture
def filled(either_world: World) -> World:
    """Three persons with a consent each; the first withdrew, and the second's note is one that somebody made to run."""
    partner = either_world.partner("bqr", "consent:record")
    version = either_world.runtime.rules("bqr").organisation.statement_version
    for person, note in zip(PERSONS, ("Aan tafel.", "=HYPERLINK(1)", "Voor de derde."), strict=True):
        body = {"subject_ref": person, "purpose": "marketing", "statement_version": version, "note": note}
        assert partner.post(CONSENTS, body).status_code == 201
    assert partner.post(WITHDRAWALS, {"subject_ref": PERSONS[0]}).status_code == 201
    return either_world


def rows_in(kind: str, answer: Any) -> list[dict[str, Any]]:
    if kind == "json":
        found: list[dict[str, Any]] = json.loads(answer.data)["consents"]
        return found
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    head, *rest = load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_everything_leaves_with_its_history_page_by_page(
    filled: World, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE_ROWS", 1)
    monkeypatch.setattr(exporting, "_NEXT_PAGE", exporting._NEXT_PAGE.limit(1))
    staff = filled.signed_in("bqr", Duty.CONSENT_READ)
    rows = rows_in(kind, staff.get(f"{ALL}{kind}"))
    assert list(rows[0]) == list(FIELDS)
    assert [(row["person_ref"], row["kind"]) for row in rows] == [
        (PERSONS[0], "given"),
        (PERSONS[0], "withdrawn"),
        (PERSONS[1], "given"),
        (PERSONS[2], "given"),
    ]
    assert rows[0]["note"] == "Aan tafel."
    assert rows[2]["note"] == ("=HYPERLINK(1)" if kind == "json" else "'=HYPERLINK(1)")


def test_that_somebody_took_everything_is_written_down_before_and_after(filled: World) -> None:
    filled.signed_in("bqr", Duty.CONSENT_READ, ref="account-officer").get(f"{ALL}csv")
    (case,) = filled.rows(ExportCase)
    assert (case.kind, case.by_ref) == ("csv", "account-officer")
    assert filled.verbs(case.id) == ["export-begun", "export-ended"]


def test_of_who_was_erased_the_word_for_it_leaves(filled: World) -> None:
    filled.erase(PERSONS[0])
    rows = rows_in("json", filled.signed_in("bqr", Duty.CONSENT_READ, lang="nl").get(f"{ALL}json"))
    assert [row["note"] for row in rows if row["person_ref"] == PERSONS[0]] == ["Gewist", ""]


def test_what_narrows_and_proves_a_consent_leaves_with_it(either_world: World) -> None:
    rules = either_world.runtime.rules("bqr")
    category = rules.purposes["marketing"].categories[0]
    body = {
        "subject_ref": PERSONS[0],
        "purpose": "marketing",
        "statement_version": rules.organisation.statement_version,
        "categories": [category],
        "how": "spoken",
        "witness": "De buurman",
        "until_on": "2098-12-31",
    }
    assert either_world.partner("bqr", "consent:record").post(CONSENTS, body).status_code == 201
    (row,) = rows_in("json", either_world.signed_in("bqr", Duty.CONSENT_READ).get(f"{ALL}json"))
    assert (row["categories"], row["witness"], row["said_by"]) == (category, "De buurman", "person")
    assert row["ends_at"].startswith("2098-12-31") and len(row["text_digest"]) == 64
    (own,) = rows_in("json", either_world.person(PERSONS[0]).get("/consent/my-consents.json"))
    assert own["witness"] == ""


def test_nothing_of_another_organisation_leaves(filled: World) -> None:
    assert rows_in("json", filled.signed_in("jtb-care", Duty.CONSENT_READ).get(f"{ALL}json")) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_person_takes_his_own_along_and_that_is_on_his_timeline(filled: World, kind: str) -> None:
    rows = rows_in(kind, filled.person(PERSONS[0]).get(f"/consent/my-consents.{kind}"))
    assert {row["person_ref"] for row in rows} == {PERSONS[0]} and len(rows) == 2
    assert filled.verbs(PERSONS[0])[-1] == "took-own-along"


def test_who_never_said_anything_takes_an_empty_list_along(filled: World) -> None:
    answer = filled.person("0190-somebody-new").get("/consent/my-consents.json")
    assert (answer.status_code, rows_in("json", answer)) == (200, [])


def test_who_may_not_takes_nothing(filled: World) -> None:
    for path in (f"{ALL}csv", "/consent/export"):
        assert filled.person(PERSONS[0]).get(path).status_code == 403
        assert filled.signed_in("bqr", Duty.DESK).get(path).status_code == 403
        assert filled.visitor().get(path).status_code == 401
    assert filled.signed_in("bqr", Duty.CONSENT_READ).get("/consent/my-consents.csv").status_code == 403
    assert filled.visitor().get("/consent/my-consents.csv").status_code == 401
    assert filled.rows(ExportCase) == []


@pytest.mark.parametrize("path", [f"{ALL}exe", "/consent/my-consents.exe"])
def test_a_format_that_is_not_there_is_not_found(filled: World, path: str) -> None:
    staff = filled.signed_in("bqr", Duty.CONSENT_READ)
    assert staff.get(path).status_code == 404


def test_the_page_documents_every_field(filled: World) -> None:
    shown = filled.signed_in("bqr", Duty.CONSENT_READ).get("/consent/export").text
    assert all(f">{name}<" in shown for name in FIELDS)
