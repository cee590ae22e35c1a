"""What would be refused by hand does not come in by file; a yes to another text comes in and is asked again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from waarborg_consent import actions
from waarborg_consent.actions.consents import ENDS
from waarborg_consent.actions.imports import findings_of, press_import, receive_file
from waarborg_consent.actions.representing import known_where_any
from waarborg_consent.domain import Standing
from waarborg_consent.domain.shown_text import UNKNOWN_TEXT
from waarborg_consent.imports import importer_of
from waarborg_consent.models import Consent, ConsentFile, ImportCase, RepresentationActRow
from waarborg_shared.clocks import due_on
from waarborg_shared.testing.world import Partner, World
from waarborg_shared.timeline.service import verify_service

API = "/consent/api/v1"
HEAD = "person_ref;purpose;answer;given_on;how;statement_version;withdrawn_on;witness;until_on"
CLIENT, OTHER = "0190-client-of-bqr-01", "0190-client-of-bqr-02"
MOTHER, FATHER = "0190-mother-of-bqr-01", "0190-father-of-bqr-01"
Report = list[tuple[int, str, str]]


@pytest.fixture
def today(either_world: World) -> date:
    """The day in Amsterdam on which the test happens."""
    return due_on(either_world.clock.now())


@pytest.fixture
def partner(either_world: World) -> Partner:
    """A partner system that may record."""
    return either_world.partner("bqr", "consent:record")


def row(ref: str = CLIENT, **other: str) -> str:
    said = {"purpose": "marketing", "answer": "ja", "given_on": "3-2-2024", "how": "papier", "version": "2021-04-15"}
    return ";".join([ref, *{**said, "withdrawn_on": "", "witness": "", "until_on": "", **other}.values()])


def looked_at(world: World, *rows: str) -> str:
    """Hand a file in and let the worker look at it."""
    for ref in (CLIENT, OTHER):
        world.identity.registered["bqr", ref] = ref
    with world.work() as work:
        import_id = str(receive_file(work, "\n".join([HEAD, *rows, ""]).encode(), name="lijst.csv").id)
    importer_of(world.runtime).work_off("bqr")
    return import_id


def carried_out(world: World, import_id: str) -> Report:
    """Press Import, let the worker do it, and return what is said of rows."""
    with world.work() as work:
        press_import(work, import_id)
    importer_of(world.runtime).work_off("bqr")
    return report(world, import_id)


def imported(world: World, *rows: str) -> Report:
    return carried_out(world, looked_at(world, *rows))


def report(world: World, import_id: str) -> Report:
    with world.work() as work:
        return [(each.row, each.column, each.fault.value) for each in findings_of(work, import_id)]


def stands(world: World, ref: str = CLIENT, purpose: str = "marketing") -> Standing:
    with world.work() as work:
        found = actions.what_stands(work, ref, rules=world.runtime.rules("bqr"))
    return next(each for each in found if each.purpose == purpose)


def born(partner: Partner, today: date, years: int, ref: str = CLIENT) -> None:
    body = {"subject_ref": ref, "born_on": str(date(today.year - years, 1, 1))}
    assert partner.post(f"{API}/births/", body).status_code == 204


def parent(partner: Partner, today: date, ref: str = MOTHER) -> str:
    body = {
        "subject_ref": CLIENT,
        "representative_ref": ref,
        "kind": "parent_with_authority",
        "scopes": ["care", "data"],
        "begins_on": str(date(2020, 1, 1)),
        "evidence": "register_extract",
        "evidence_seen_on": str(today),
    }
    answer = partner.post(f"{API}/representations/", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def test_B1_a_yes_of_a_child_alone_is_wrong_by_the_same_name_as_by_hand_and_stops_only_its_row(
    either_world: World, partner: Partner, today: date
) -> None:
    born(partner, today, 15)
    version = either_world.runtime.rules("bqr").organisation.statement_version
    body = {"subject_ref": CLIENT, "purpose": "marketing", "statement_version": version}
    by_hand = partner.post(f"{API}/consents/", body)
    import_id = looked_at(either_world, row(), row(OTHER))
    assert (by_hand.status_code, by_hand.json["code"]) == (422, "child-not-alone")
    assert report(either_world, import_id) == [(2, "", "child-not-alone")]
    assert carried_out(either_world, import_id) == [(2, "", "child-not-alone")]
    assert [each.subject_ref for each in either_world.rows(Consent)] == [OTHER]


def test_B1_who_decides_is_judged_on_the_day_on_which_the_yes_was_given(
    either_world: World, partner: Partner, today: date
) -> None:
    born(partner, today, 17)
    too_young, old_enough = f"31-12-{today.year - 2}", f"1-1-{today.year - 1}"
    found = imported(either_world, row(given_on=too_young), row(purpose="calling", given_on=old_enough))
    assert found == [(2, "", "child-not-alone")]
    (given,) = either_world.rows(Consent)
    assert (given.purpose, given.said_by) == ("calling", "person")


def test_B1_where_one_representative_might_give_it_the_yes_is_his_and_is_shown_with_his_authority(
    either_world: World, partner: Partner, today: date
) -> None:
    world = either_world
    born(partner, today, 15)
    representation = parent(partner, today)
    assert imported(world, row()) == []
    (given,) = world.rows(Consent)
    assert (given.said_by, given.representation_id, given.representative_ref) == (
        "representative",
        representation,
        MOTHER,
    )
    (act,) = world.rows(RepresentationActRow)
    assert (act.what, act.about, act.act_ref, act.at) == ("gave-consent", "marketing", given.id, given.at)
    assert stands(world).stands
    runtime = world.runtime
    found = verify_service(
        runtime.engine, runtime.service.plumbing, [ConsentFile, ImportCase], organisations=["bqr"], vault=runtime.vault
    )
    assert [line for each in found for line in each.lines()] == []


def test_B1_of_two_parents_who_each_might_give_it_a_file_names_none(
    either_world: World, partner: Partner, today: date
) -> None:
    born(partner, today, 15)
    for ref in (MOTHER, FATHER):
        parent(partner, today, ref)
    assert imported(either_world, row()) == []
    (given,) = either_world.rows(Consent)
    assert (given.said_by, given.representation_id, given.authority_kind) == ("representative", None, None)
    assert either_world.rows(RepresentationActRow) == []


def test_B1_a_representative_who_came_later_gave_nothing_before(
    either_world: World, partner: Partner, today: date
) -> None:
    born(partner, today, 15)
    parent(partner, today)
    assert imported(either_world, row(given_on="31-12-2019")) == [(2, "", "child-not-alone")]


def test_B1_an_adult_who_cannot_decide_gives_no_yes_on_those_days_and_did_before(
    either_world: World, partner: Partner, today: date
) -> None:
    body = {"subject_ref": CLIENT, "topic": "data", "decided_by": "physician", "note": "Beoordeeld."}
    days = {"begins_on": str(today), "ends_on": str(today + timedelta(days=90))}
    assert partner.post(f"{API}/incapacities/", {**body, **days}).status_code == 201
    found = imported(either_world, row(given_on=today.isoformat()), row(purpose="calling"))
    assert found == [(2, "", "not-for-himself")]
    assert [each.purpose for each in either_world.rows(Consent)] == ["calling"]


def test_a_child_that_says_no_or_withdraws_is_taken_at_its_word(
    either_world: World, partner: Partner, today: date
) -> None:
    born(partner, today, 15)
    ended = row(purpose="calling", answer="ingetrokken", how="mondeling", withdrawn_on="1-6-2025")
    assert imported(either_world, row(answer="nee", how="mondeling"), ended) == []
    assert stands(either_world).opposes and stands(either_world, purpose="calling").opposes


def test_B1_what_is_recorded_between_the_look_and_the_press_counts(
    either_world: World, partner: Partner, today: date
) -> None:
    import_id = looked_at(either_world, row())
    assert report(either_world, import_id) == []
    born(partner, today, 15)
    assert carried_out(either_world, import_id) == [(2, "", "child-not-alone")]
    assert either_world.rows(Consent) == []


def test_a_spoken_yes_comes_in_with_its_witness_who_is_sealed_and_not_without(either_world: World) -> None:
    witness = "De dochter van de cliënt."
    found = imported(either_world, row(how="mondeling"), row(OTHER, how="mondeling", witness=witness))
    assert found == [(2, "witness", "witness-missing")]
    (given,) = either_world.rows(Consent)
    assert witness.encode() not in given.witness_sealed
    with either_world.work() as work:
        where = {"holder": OTHER, "table": "consent", "column": "witness", "row": given.id}
        assert work.unseal(given.witness_sealed, **where) == witness


@pytest.mark.parametrize("version", ["", "2018-01-01"], ids=["unknown", "earlier"])
def test_a_yes_under_another_statement_is_kept_as_it_is_and_asked_again(
    either_world: World, partner: Partner, version: str
) -> None:
    assert imported(either_world, row(version=version)) == []
    (given,) = either_world.rows(Consent)
    assert (given.kind, given.statement_version, given.text_digest) == ("given", version or "unknown", UNKNOWN_TEXT)
    now = stands(either_world)
    assert (now.state.value, now.stands, now.asked_again) == ("requested", False, True)
    with either_world.work() as work:
        (shown,) = actions.history(work, CLIENT, limit=10)
    assert shown.text_digest is None
    today_version = either_world.runtime.rules("bqr").organisation.statement_version
    body = {"subject_ref": CLIENT, "purpose": "marketing", "statement_version": today_version}
    assert partner.post(f"{API}/consents/", body).status_code == 201
    assert stands(either_world).stands


def test_a_no_under_an_earlier_statement_goes_on_to_count(either_world: World) -> None:
    assert imported(either_world, row(answer="nee", version="2018-01-01")) == []
    assert (stands(either_world).opposes, stands(either_world).asked_again) == (True, False)


def test_a_consent_that_ended_does_not_stand_and_one_with_a_last_day_ends_on_it(
    either_world: World, today: date
) -> None:
    world, last = either_world, today + timedelta(days=30)
    assert imported(world, row(until_on="31-12-2024"), row(OTHER, until_on=last.isoformat())) == []
    assert (stands(world).state.value, stands(world).stands) == ("expired", False)
    assert stands(world, OTHER).stands
    ending = {each.subject_ref: each for each in world.rows(Consent)}
    with world.work() as work:
        clocks = {ref: [clock.name for clock in found] for ref, found in work.clocks.of_many([CLIENT, OTHER]).items()}
    assert clocks.get(CLIENT, []) == [] and clocks[OTHER] == [ENDS + ending[OTHER].id]
    world.clock.forward(timedelta(days=32).total_seconds())
    assert stands(world, OTHER).state.value == "expired"


def test_of_two_yeses_on_one_day_the_one_that_ends_first_counts(either_world: World) -> None:
    assert imported(either_world, row(), row(until_on="31-12-2024")) == [(2, "", "known")]
    assert not stands(either_world).stands


@contextmanager
def counted(work: Any) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(work.connection, "before_cursor_execute", note)
    yield sent
    event.remove(work.connection, "before_cursor_execute", note)


def test_who_decides_for_a_whole_piece_costs_one_statement_and_no_more_by_person_where_something_is_known(
    either_world: World, partner: Partner, today: date
) -> None:
    children = [f"0190-child-of-bqr-{number:03}" for number in range(12)]
    for ref in children:
        born(partner, today, 15, ref)
    costs = []
    for refs in ([f"0190-nobody-{number:04}" for number in range(50)], children[:2], children):
        with either_world.work() as work, counted(work) as sent:
            known_where_any(work, refs, rules=either_world.runtime.rules("bqr"))
        costs.append(len(sent))
    assert costs[0] == 1
    assert costs[1] == costs[2]
