"""The role table's page: the published row beside our reading, what is decided on it, and how it stood on a day."""

import re
from datetime import timedelta
from typing import Any

import pytest

from waarborg_consent.domain.role_table import letters_to_rights, rights_to_letters
from waarborg_consent.models import RoleTable, TableCell
from waarborg_shared.events.consent import RoleTableDecided
from waarborg_shared.testing.world import World
from waarborg_tests.asking import PERSON, SCOPES, decide

TABLE = "/consent/role-table"
PLANNING = {"type": "planning", "id": "r1", "properties": {"person": PERSON}}
FOR_CARE = {"purpose": "care_agreement", "in_care": True}
GOOD = {"role": "coordinator", "verdict": "confirmed", "why": "Zo staat het in het handboek.", "seen": "0"}


def planning(world: World, right: str = "read") -> tuple[bool, str]:
    return decide(world.partner("bqr", *SCOPES), resource=PLANNING, context=FOR_CARE, action={"name": right})


def test_B7_a_cell_of_which_we_are_not_sure_is_refused_until_a_board_member_confirms_it(either_world: World) -> None:
    assert planning(either_world) == (False, "unconfirmed-cell")
    board = either_world.staff("bqr", "board")
    assert board.send(f"{TABLE}/planning", **GOOD).status_code == 303
    assert planning(either_world)[0]
    assert planning(either_world, "delete") == (False, "no-cell")
    (row,) = either_world.rows(TableCell)
    assert (row.role, row.number, row.verdict, row.rights) == ("coordinator", 1, "confirmed", "CRU")
    assert (row.by_ref, GOOD["why"].encode() in (row.why_sealed or b"")) == ("account-board", False)


def test_B7_a_correction_counts_from_the_very_next_decision_on_and_is_a_version(either_world: World) -> None:
    board = either_world.staff("bqr", "board")
    board.send(f"{TABLE}/planning", **GOOD)
    corrected = {**GOOD, "verdict": "corrected", "rights": ["delete", "read"], "seen": "1"}
    assert board.send(f"{TABLE}/planning", **corrected).status_code == 303
    assert planning(either_world, "delete")[0]
    assert planning(either_world, "update") == (False, "no-cell")
    assert [row.number for row in sorted(either_world.rows(TableCell), key=lambda row: row.number)] == [1, 2]
    told = either_world.told(RoleTableDecided)
    assert [(event.verdict, event.rights, event.number) for event in told] == [
        ("confirmed", "CRU", 1),
        ("corrected", "RD", 2),
    ]
    assert either_world.verbs("role-table") == ["confirmed-cell", "corrected-cell"]
    nothing = {**GOOD, "verdict": "corrected", "seen": "2"}
    assert board.send(f"{TABLE}/planning", **nothing).status_code == 303
    assert planning(either_world) == (False, "no-cell")


def test_who_could_see_this_on_a_day_has_an_answer(world: World) -> None:
    board = world.staff("bqr", "board")
    day = world.clock.now().date()
    board.send(f"{TABLE}/planning", **GOOD)
    world.clock.forward(timedelta(days=9).total_seconds())
    board = world.staff("bqr", "board")
    board.send(f"{TABLE}/planning", **{**GOOD, "verdict": "corrected", "rights": ["delete"], "seen": "1"})

    def coordinator(path: str) -> str:
        text = world.staff("bqr", "board").get(path).text
        section = text.partition('id="row-planning"')[2].partition("</section>")[0]
        found = re.search(r"Coordinator: <strong>(\w+)</strong>\s*(?:<span[^>]*>([^<]*))?", section)
        assert found is not None
        return f"{found[1]} {found[2] or ''}".strip()

    assert coordinator(TABLE) == "D corrected"
    assert coordinator(f"{TABLE}?on={day + timedelta(days=3)}") == "CRU confirmed"
    assert coordinator(f"{TABLE}?on={day - timedelta(days=1)}") == "CRU not in force"


def test_B7_the_published_row_stands_beside_our_reading_and_what_is_odd_is_said(world: World) -> None:
    text = world.staff("bqr", "board").get(TABLE).text
    assert "<code>Zorgplan | RD | RU | CR | R | R | R</code>" in text
    assert text.count("Published:") == 35
    for odd in ("A referrer reads agreements with suppliers", "A carer does not read his own processing agreement"):
        assert odd in text
    assert text.count("have the same values") == 2
    assert re.search(r"\d+ cells wait for you", text)
    (rows,) = re.findall(r"The rows that wait: (\d+)", text)
    listed = text.partition("The rows that wait")[2].partition("</details>")[0]
    assert listed.count(f'href="{TABLE}/') == int(rows) and f'href="{TABLE}/planning"' in listed
    assert "cells have not been confirmed" in world.staff("bqr", "fg").get(TABLE).text  # asked nothing of


def test_a_row_shows_every_version_with_who_when_and_why(world: World) -> None:
    board = world.staff("bqr", "board")
    board.send(f"{TABLE}/planning", **GOOD)
    text = board.get(f"{TABLE}/planning").text
    assert GOOD["why"] in text and "account-board" in text and "confirmed" in text
    world.erase("role-table")
    assert GOOD["why"] not in board.get(f"{TABLE}/planning").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"role": ""}, "role"),
        ({"role": "nobody"}, "role"),
        ({"verdict": "guessed"}, "verdict"),
        ({"why": ""}, "why"),
        ({"why": "x" * 1001}, "why"),
        ({"rights": ["fly"]}, "rights"),
        ({"rights": ["delete"]}, "rights"),
        ({"verdict": "corrected", "rights": ["create", "read", "update"]}, "rights"),
        ({"seen": "7"}, "seen"),
    ],
)
def test_what_is_wrong_is_named_what_was_typed_stays_and_nothing_is_decided(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    answer = world.staff("bqr", "board").send(f"{TABLE}/planning", **{**GOOD, **wrong})
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    if field != "why":
        assert GOOD["why"] in answer.text
    assert world.rows(TableCell) == world.rows(RoleTable) == []


def test_of_two_who_decide_on_one_row_the_second_looks_again(world: World) -> None:
    board = world.staff("bqr", "board")
    board.send(f"{TABLE}/planning", **GOOD)
    late = board.send(f"{TABLE}/planning", **{**GOOD, "role": "board"})
    assert late.status_code == 422 and "in the meantime" in late.text
    assert len(world.rows(TableCell)) == 1


@pytest.mark.parametrize(("role", "reads"), [("fg", 200), ("carer", 403)])
def test_B18_the_fg_reads_the_table_and_decides_nothing(world: World, role: str, reads: int) -> None:
    staff = world.staff("bqr", role)
    assert staff.get(TABLE).status_code == reads
    row = staff.get(f"{TABLE}/planning")
    assert row.status_code == reads and "<form" not in row.text.partition("<main")[2].partition("</main")[0]
    answer = staff.send(f"{TABLE}/planning", token=world.staff("bqr", "board").token(f"{TABLE}/planning"), **GOOD)
    assert answer.status_code in {403, 422}
    assert world.rows(TableCell) == []


def test_B18_no_correction_lets_the_fg_change_anything(world: World) -> None:
    board = world.staff("bqr", "board")
    given = {"role": "fg", "verdict": "corrected", "rights": ["create", "read"], "why": "Vergissing.", "seen": "0"}
    assert board.send(f"{TABLE}/planning", **given).status_code == 303
    fg = {"type": "staff", "id": "s1", "properties": {"role": "fg"}}
    partner = world.partner("bqr", *SCOPES)
    asked = {"subject": fg, "resource": PLANNING, "context": FOR_CARE}
    assert decide(partner, **asked, action={"name": "create"}) == (False, "denied-by-rule")
    assert decide(partner, **asked, action={"name": "read"})[0]


@pytest.mark.parametrize("on", ["gisteren", "2026-02-30", "2199-01-01", "1999-01-01", "<script>"])
def test_a_day_that_cannot_be_is_named(world: World, on: str) -> None:
    answer = world.staff("bqr", "board").get(f"{TABLE}?on={on}")
    assert answer.status_code == 200
    assert 'id="error-on"' in answer.text and "<script>" not in answer.text


def test_a_row_that_is_not_there_is_not_found(world: World) -> None:
    assert world.staff("bqr", "board").get(f"{TABLE}/spaceship").status_code == 404


def test_one_organisations_decisions_are_not_anothers(world: World) -> None:
    lead = world.staff("jtb-care", "care_lead")
    given = {"role": "staff", "verdict": "corrected", "rights": [], "why": "Niet nodig.", "seen": "0"}
    assert lead.send(f"{TABLE}/file", **given).status_code == 303
    assert world.rows(TableCell) == [] and len(world.rows(TableCell, "jtb-care")) == 1


@pytest.mark.parametrize("letters", ["", "C", "RD", "CRU", "CRUD"])
def test_rights_are_stored_as_letters_in_the_tables_own_order(letters: str) -> None:
    assert rights_to_letters(letters_to_rights(letters)) == letters


ROWS = "/consent/api/v1/role-table/"
CONFIRM = {"role": "coordinator", "verdict": "confirmed", "why": GOOD["why"]}


def decided(
    world: World, body: dict[str, Any], *, etag: str | None = '"0"', role: str = "board", **headers: str
) -> Any:
    base: dict[str, Any] = {"base_url": "http://bqr.localhost:8000", "headers": {"Sec-Fetch-Site": "same-origin"}}
    base["headers"] |= {"If-Match": etag} if etag else {}
    base["headers"] |= {"Idempotency-Key": headers["key"]} if headers else {}
    return world.staff("bqr", role).client.post(f"{ROWS}planning/decisions/", json=body, **base)


def cell(answer: Any, role: str = "coordinator") -> tuple[list[str], str, bool, int]:
    found = next(each for each in answer.json["cells"] if each["role"] == role)
    return found["rights"], found["state"], found["in_force"], found["number"]


def test_B7_a_cell_is_confirmed_and_corrected_over_the_api_each_time_naming_what_was_seen(either_world: World) -> None:
    row = either_world.staff("bqr", "board").get(f"{ROWS}planning")
    assert (row.headers["ETag"], cell(row)) == ('"0"', (["create", "read", "update"], "not_in_force", False, 0))
    first = decided(either_world, CONFIRM, key="decision-one")
    assert (first.status_code, first.headers["ETag"]) == (201, '"1"')
    assert cell(first) == (["create", "read", "update"], "confirmed", True, 1) and planning(either_world)[0]
    again = decided(either_world, CONFIRM, key="decision-one")
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    corrected = {**CONFIRM, "verdict": "corrected", "rights": ["delete", "read"]}
    assert decided(either_world, corrected).status_code == 412, "somebody decided meanwhile"
    second = decided(either_world, corrected, etag='"1"')
    assert [(each["number"], each["verdict"], each["rights"], each["why"]) for each in second.json["decided"]] == [
        (2, "corrected", ["read", "delete"], GOOD["why"]),
        (1, "confirmed", ["create", "read", "update"], GOOD["why"]),
    ]
    assert {each["by_ref"] for each in second.json["decided"]} == {"account-board"}
    assert len(either_world.rows(TableCell)) == 2


def test_who_could_see_this_on_a_day_over_the_api(world: World) -> None:
    day = world.clock.now().date()
    decided(world, CONFIRM)
    world.clock.forward(timedelta(days=9).total_seconds())

    def state(on: str) -> str:
        items = world.staff("bqr", "fg").get(f"{ROWS}{on}").json["items"]
        assert len(items) == 35
        row = next(each for each in items if each["record_type"] == "planning")
        return str(next(each["state"] for each in row["cells"] if each["role"] == "coordinator"))

    assert [state(""), state(f"?on={day}"), state(f"?on={day - timedelta(days=1)}")] == [
        "confirmed",
        "confirmed",
        "not_in_force",
    ]


@pytest.mark.parametrize(
    ("body", "etag", "role", "status"),
    [
        (CONFIRM, None, "board", 428),
        (CONFIRM, '"7"', "board", 412),
        (CONFIRM, '"0"', "fg", 403),
        (CONFIRM, '"0"', "carer", 403),
        ({**CONFIRM, "role": "nobody"}, '"0"', "board", 422),
        ({**CONFIRM, "verdict": "guessed"}, '"0"', "board", 422),
        ({**CONFIRM, "why": ""}, '"0"', "board", 422),
        ({**CONFIRM, "rights": ["fly"]}, '"0"', "board", 422),
        ({**CONFIRM, "rights": ["delete"]}, '"0"', "board", 422),
        ({**CONFIRM, "seen": 0}, '"0"', "board", 422),
    ],
)
def test_what_is_wrong_over_the_api_decides_nothing(
    world: World, body: dict[str, Any], etag: str | None, role: str, status: int
) -> None:
    assert decided(world, body, etag=etag, role=role).status_code == status
    assert world.rows(TableCell) == []


def test_the_table_over_the_api_is_for_staff_with_a_duty_and_a_row_of_nothing_is_not_found(world: World) -> None:
    assert world.staff("bqr", "board").get(f"{ROWS}spaceship").status_code == 404
    for path in (ROWS, f"{ROWS}planning"):
        assert world.staff("bqr", "carer").get(path).status_code == 403
        assert world.partner("bqr", *SCOPES).get(path).status_code == 403
        assert world.person(PERSON).get(path).status_code == 403
        assert world.visitor().get(path).status_code == 401
    assert world.staff("bqr", "board").get(f"{ROWS}?on=2026-02-30").status_code == 422
