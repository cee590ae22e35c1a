"""Nothing is recorded, and no message let through, under a reference that the register of persons never gave out."""

from typing import Any

import pytest
from sqlalchemy import event

from waarborg_consent.actions.known_persons import know_person
from waarborg_consent.models import Consent, ConsentFile, KnownPerson, MarkRow, MessageCheck
from waarborg_shared.testing.world import World

NOBODY = "0190-nobody-of-bqr-1"
PERSON = "0190-person-of-bqr-1"
API = "/consent/api/v1"
YES = {"purpose": "marketing", "statement_version": "2021-04-15", "how": "kitchen_table"}
SAID: list[tuple[str, dict[str, Any]]] = [
    ("consents", YES),
    ("renewals", YES),
    ("withdrawals", {"purpose": "marketing"}),
    ("questions", {"purpose": "marketing", "how": "page"}),
    ("refusals", {"purpose": "marketing", "how": "page"}),
    ("deferrals", {"purpose": "marketing", "how": "page"}),
    ("marks", {"kind": "objection", "about": "marketing", "how": "letter"}),
    ("marks", {"kind": "restriction", "ground": "accuracy", "how": "letter"}),
    ("marks", {"kind": "address_secrecy", "how": "telephone"}),
]


@pytest.fixture
def strict(world: World) -> World:
    """A register that knows whom it was told of, and nobody else."""
    world.identity.knows_any_reference = False
    return world


@pytest.mark.parametrize(("what", "body"), SAID, ids=[what for what, _ in SAID])
def test_what_is_said_of_nobody_is_refused_and_names_the_field(strict: World, what: str, body: dict[str, Any]) -> None:
    answer = strict.partner("bqr", "consent:record").post(f"{API}/{what}/", {"subject_ref": NOBODY, **body})
    assert answer.status_code == 422 and list(answer.json["errors"]) == ["subject_ref"], answer.json
    assert "unknown-person" in answer.json["type"]
    assert [strict.rows(each) for each in (Consent, MarkRow, ConsentFile)] == [[], [], []] and strict.events() == []


def test_a_person_of_whom_identity_told_is_recorded_without_asking_anybody(either_world: World) -> None:
    either_world.identity.knows_any_reference = False
    with either_world.work() as work:
        know_person(work, PERSON)
    partner = either_world.partner("bqr", "consent:record")
    assert partner.post(f"{API}/consents/", {"subject_ref": PERSON, **YES}).status_code == 201
    assert "persons" not in either_world.identity.asked


def test_recording_costs_no_statement_for_it_where_identity_told(world: World) -> None:
    with world.work() as work:
        know_person(work, PERSON)
    statements: list[str] = []
    event.listen(
        world.runtime.engine,
        "before_cursor_execute",
        lambda connection, cursor, sql, parameters, context, many: statements.append(sql),
    )
    partner = world.partner("bqr", "consent:record")
    assert partner.post(f"{API}/consents/", {"subject_ref": PERSON, **YES}).status_code == 201
    assert statements and not any("known_person" in sql for sql in statements)


def test_who_was_registered_before_identity_told_of_it_is_asked_for_once_and_known_then(strict: World) -> None:
    strict.identity.registered["bqr", "C-1"] = PERSON
    partner = strict.partner("bqr", "consent:record")
    for _ in range(2):
        assert partner.post(f"{API}/consents/", {"subject_ref": PERSON, **YES}).status_code == 201
    assert strict.identity.asked.count("persons") == 1
    assert [row.ref for row in strict.rows(KnownPerson)] == [PERSON]


def test_a_person_of_another_organisation_is_nobody_here(strict: World) -> None:
    strict.identity.registered["jtb-care", "C-1"] = PERSON
    answer = strict.partner("bqr", "consent:record").post(f"{API}/consents/", {"subject_ref": PERSON, **YES})
    assert answer.status_code == 422


def test_while_identity_is_away_nothing_is_recorded_of_whom_nobody_knows_and_it_says_why(strict: World) -> None:
    partner = strict.partner("bqr", "consent:record")
    assert partner.get(f"{API}/consents/?subject_ref={NOBODY}").status_code == 200
    strict.identity.away = True
    answer = partner.post(f"{API}/consents/", {"subject_ref": NOBODY, **YES})
    assert answer.status_code == 503 and "identity-away" in answer.json["type"]
    assert strict.rows(Consent) == []


def test_at_the_desk_it_is_said_on_the_page_and_what_was_typed_stays(strict: World) -> None:
    desk, page = strict.staff("bqr", "board"), f"/consent/people/{NOBODY}"
    answer = desk.send(page, purpose="marketing", says="no", how="kitchen_table", note="In map 3.")
    assert answer.status_code == 422 and "Nobody here has this reference" in answer.text and "In map 3." in answer.text
    asked = desk.send(f"{page}/ask", page=page, purpose="marketing", where="here")
    assert asked.status_code == 422 and "Nobody here has this reference" in asked.text
    assert strict.rows(Consent) == []


def test_a_mark_of_nobody_is_refused_at_the_desk_and_what_was_typed_stays(strict: World) -> None:
    page = f"/consent/people/{NOBODY}/messages"
    typed = {"kind": "address_secrecy", "how": "letter", "note": "In map 3."}
    answer = strict.staff("bqr", "board").send(page, **typed)
    assert answer.status_code == 422 and "Nobody here has this reference" in answer.text and "In map 3." in answer.text
    assert strict.rows(MarkRow) == []


def test_a_mark_of_who_was_registered_a_moment_ago_is_set_once_identity_was_asked(strict: World) -> None:
    strict.identity.registered["bqr", "C-1"] = PERSON
    desk = strict.staff("bqr", "board")
    page = f"/consent/people/{PERSON}/messages"
    assert desk.send(page, kind="address_secrecy", how="letter").status_code == 303
    assert desk.send(page, kind="objection", about="marketing", how="letter").status_code == 303
    assert [row.kind for row in strict.rows(MarkRow)] == ["address_secrecy", "objection"]
    assert strict.identity.asked.count("persons") == 1


def test_a_person_himself_needs_nobody_to_vouch_for_him(strict: World) -> None:
    person = strict.person(PERSON)
    answer = person.send("/consent/refuse", page="/consent/", purpose="marketing")
    assert answer.status_code == 303 and [row.kind for row in strict.rows(Consent)] == ["refused"]
    assert "persons" not in strict.identity.asked


def test_a_message_to_somebody_whom_nobody_knows_is_refused_by_his_place_and_nobody_gets_it(strict: World) -> None:
    with strict.work() as work:
        know_person(work, PERSON)
    partner = strict.partner("bqr", "consent:decide")
    asked = {"kind": "survey_invitation", "channel": "letter", "categories": ["name"], "persons": [PERSON, NOBODY]}
    answer = partner.post(f"{API}/message-checks/", asked)
    assert answer.status_code == 422 and list(answer.json["errors"]) == ["persons.1"], answer.json
    assert strict.rows(MessageCheck) == []
    strict.identity.registered["bqr", "C-9"] = NOBODY
    assert partner.post(f"{API}/message-checks/", asked).status_code == 200
