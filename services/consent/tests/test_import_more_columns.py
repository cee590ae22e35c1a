"""Columns for a part of a purpose, for who gave it and for a scan; and what others hear and pages say of such rows."""

from datetime import date, datetime
from typing import Any

import pytest

from waarborg_consent.actions.imports import findings_of, imports_of, press_import, receive_file
from waarborg_consent.imports import importer_of
from waarborg_consent.models import Consent, RepresentationActRow
from waarborg_consent.pages.words import said_at
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.clocks import due_on
from waarborg_shared.events.consent import (
    ConsentChangedInPart,
    ConsentExpired,
    ConsentGiven,
    ConsentRequested,
    ConsentWithdrawn,
)
from waarborg_shared.testing.world import World

API = "/consent/api/v1"
HEAD = (
    "person_ref;purpose;answer;given_on;how;statement_version;withdrawn_on;until_on;"
    "categories;recipients;representative;scan_sha256"
)
CLIENT, MOTHER, FATHER = "0190-client-of-bqr-01", "0190-mother-of-bqr-01", "0190-father-of-bqr-01"
NOW_VERSION, SCAN = "2021-04-15", "ab" * 32


def row(**other: str) -> str:
    said = {"purpose": "marketing", "answer": "ja", "given_on": "3-2-2024", "how": "papier", "version": NOW_VERSION}
    more = dict.fromkeys(("withdrawn_on", "until_on", "categories", "recipients", "representative", "scan"), "")
    return ";".join([CLIENT, *{**said, **more, **other}.values()])


def imported(world: World, *rows: str) -> list[tuple[int, str]]:
    """Hand a file in, let the worker look, press, let it carry out; return what is said of rows."""
    world.identity.registered["bqr", CLIENT] = CLIENT
    with world.work() as work:
        import_id = str(receive_file(work, "\n".join([HEAD, *rows, ""]).encode(), name="lijst.csv").id)
    importer_of(world.runtime).work_off("bqr")
    with world.work() as work:
        press_import(work, import_id)
    importer_of(world.runtime).work_off("bqr")
    with world.work() as work:
        return [(each.row, each.fault.value) for each in findings_of(work, import_id)]


def child_of(world: World, *parents: str) -> None:
    """Record that the client is nine, and who has authority over him."""
    partner, today = world.partner("bqr", "consent:record"), due_on(world.clock.now())
    born = {"subject_ref": CLIENT, "born_on": str(date(today.year - 9, 1, 1))}
    assert partner.post(f"{API}/births/", born).status_code == 204
    for ref in parents:
        body = {
            "subject_ref": CLIENT,
            "representative_ref": ref,
            "kind": "parent_with_authority",
            "scopes": ["care", "data"],
            "begins_on": "2020-01-01",
            "evidence": "register_extract",
            "evidence_seen_on": str(today),
        }
        assert partner.post(f"{API}/representations/", body).status_code == 201


def test_a_part_and_a_scan_come_in_and_others_hear_of_the_part(either_world: World) -> None:
    found = imported(either_world, row(categories="name, email", scan=SCAN))
    assert found == []
    (consent,) = either_world.rows(Consent)
    assert (consent.categories, consent.apart, consent.scan_sha256) == (["email", "name"], True, SCAN)
    (told,) = either_world.told(ConsentChangedInPart)
    assert (told.kind, told.categories) == ("given", ("email", "name"))


def test_the_same_file_twice_brings_no_part_twice(world: World) -> None:
    rows = row(categories="name"), row(categories="email")
    assert imported(world, *rows) == [] and imported(world, *rows) == [(2, "known"), (3, "known")]
    assert len(world.rows(Consent)) == 2


@pytest.mark.parametrize("named", [MOTHER, "parent_with_authority"])
def test_B1_who_gave_it_for_the_client_is_named_by_reference_or_by_what_he_is(world: World, named: str) -> None:
    child_of(world, MOTHER)
    assert imported(world, row(representative=named)) == []
    (consent,) = world.rows(Consent)
    assert (consent.said_by, consent.representative_ref) == ("representative", MOTHER)
    assert [act.representative_ref for act in world.rows(RepresentationActRow)] == [MOTHER]


def test_B1_of_two_parents_a_reference_says_which_and_a_word_does_not(world: World) -> None:
    child_of(world, MOTHER, FATHER)
    rows = row(representative=FATHER), row(purpose="calls", representative="parent_with_authority")
    purposes = world.runtime.rules("bqr").purposes
    takes = [code for code, each in purposes.items() if each.takes_consent]
    assert imported(world, rows[0], rows[1].replace(";calls;", f";{takes[-1]};")) == []
    gave = {consent.purpose: consent.representative_ref for consent in world.rows(Consent)}
    assert gave == {"marketing": FATHER, takes[-1]: None}


@pytest.mark.parametrize("named", ["mentor", "0190-stranger-of-bqr", "Tante Truus", FATHER])
def test_B1_who_could_not_decide_that_day_gives_nothing(world: World, named: str) -> None:
    child_of(world, MOTHER)
    assert imported(world, row(representative=named)) == [(2, "not-on-authority")] and world.rows(Consent) == []


def test_B1_of_a_client_of_whom_nothing_is_recorded_nobody_is_the_representative(world: World) -> None:
    assert imported(world, row(representative="mentor")) == [(2, "not-on-authority")]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, ConsentGiven),
        ({"version": ""}, ConsentRequested),
        ({"version": "2018-05"}, ConsentRequested),
        ({"until_on": "1-1-2025"}, ConsentExpired),
        ({"version": "", "until_on": "1-1-2025"}, ConsentExpired),
    ],
)
def test_others_hear_what_stands_and_no_yes_that_is_over_or_asked_again(
    world: World, said: dict[str, str], told: type[Any]
) -> None:
    assert imported(world, row(**said)) == []
    kinds = (ConsentGiven, ConsentRequested, ConsentExpired)
    assert [type(each) for kind in kinds for each in world.told(kind)] == [told]


def test_a_part_that_is_asked_again_is_told_as_asked(world: World) -> None:
    imported(world, row(version="", categories="name"))
    assert [(each.kind, each.categories) for each in world.told(ConsentChangedInPart)] == [("requested", ("name",))]


def test_a_yes_that_was_withdrawn_is_told_as_withdrawn_last(world: World) -> None:
    imported(world, row(answer="ingetrokken", withdrawn_on="1-6-2025", version=""))
    assert isinstance(world.events()[-1].event, ConsentWithdrawn) and world.told(ConsentGiven) == []


def test_an_imported_day_is_shown_as_a_day_and_a_recorded_moment_as_a_moment(world: World) -> None:
    imported(world, row())
    partner = world.partner("bqr", "consent:record")
    body = {"subject_ref": CLIENT, "purpose": "marketing"}
    assert partner.post(f"{API}/withdrawals/", body).status_code == 201
    for page in (world.person(CLIENT).get("/consent/"), world.staff("bqr", "board").get(f"/consent/people/{CLIENT}")):
        assert "3 February 2024" in page.text and "2024, 00:00" not in page.text
        assert "2 March 2026, 10:00" in page.text


@pytest.mark.parametrize(
    ("clock", "shown"),
    [
        ((0, 0, 0, 0), "Saturday 3 February 2024"),
        ((23, 59, 59, 0), "Saturday 3 February 2024"),
        ((0, 0, 0, 1), "Saturday 3 February 2024, 00:00"),
        ((23, 59, 0, 0), "Saturday 3 February 2024, 23:59"),
    ],
)
def test_only_the_first_and_the_last_second_stand_for_a_day(clock: tuple[int, int, int, int], shown: str) -> None:
    assert said_at(datetime(2024, 2, 3, *clock, tzinfo=AMSTERDAM), "en") == shown


def test_a_file_that_went_says_so_and_not_that_its_name_was_erased(world: World) -> None:
    imported(world, row())
    with world.work() as work:
        import_id = imports_of(work)[0].id
    page = world.staff("bqr", "board").get(f"/consent/imports/{import_id}").text
    assert "no longer kept: it went with the file" in page and "Erased" not in page


def test_template_and_help_show_the_columns(world: World) -> None:
    board = world.staff("bqr", "board")
    head = board.get("/consent/imports/template.csv").text.splitlines()[0]
    page = board.get("/consent/imports").text
    for name in ("These data alone", "For these recipients", "Representative", "SHA-256 of the scan"):
        assert name in head and name in page
