"""A client hears that somebody looked in an emergency: on his page, or by a letter that waits until it was sent."""

from typing import Any

import pytest

from waarborg_consent.deadlines import DEADLINES
from waarborg_consent.domain.emergencies import TELLING
from waarborg_consent.events import HANDLES
from waarborg_consent.models import Emergency
from waarborg_shared.deadlines import Moment
from waarborg_shared.events.consent import EmergencyTaken
from waarborg_shared.hooks.values import Delivery, DeliveryState
from waarborg_shared.testing.world import World

PERSON = "0190-person-of-bqr-1"
WHY = "Zij ligt op de vloer en ademt zwaar."
LETTERS = "/consent/letters"
SAME = {"Sec-Fetch-Site": "same-origin"}


def take(world: World, organisation: str = "bqr", role: str = "carer") -> str:
    answer = world.staff(organisation, role).send("/consent/emergency", client=PERSON, why=WHY)
    assert answer.status_code == 303, answer.text
    return str(answer.location).rpartition("/")[2]


def come_by(world: World, organisation: str = "bqr") -> None:
    """Let the worker handle what was told, as the bus brings it back."""
    (envelope,) = [each for each in world.events(organisation) if isinstance(each.event, EmergencyTaken)]
    with world.work(organisation) as work:
        HANDLES[EmergencyTaken](work, envelope.event, envelope, world.runtime.rules(organisation))


def desk_of(world: World, role: str = "board") -> list[dict[str, Any]]:
    client = world.staff("bqr", role).client
    told = client.get("/consent/api/v1/desk", base_url="http://bqr.localhost:8000", headers=SAME).json
    return [each for each in told["items"] if each["url"].startswith(LETTERS)]


def test_a_letter_waits_on_the_desk_with_a_clock_before_any_worker_came_by(world: World) -> None:
    ref = take(world)
    (item,) = desk_of(world)
    assert (item["ref"], item["url"]) == (f"letter-{ref}", f"{LETTERS}/{ref}")
    assert [clock["name"] for clock in item["clocks"]] == [TELLING.name]
    page = world.staff("bqr", "board").get(LETTERS)
    assert f"{LETTERS}/{ref}" in page.text and PERSON in page.text and WHY not in page.text


@pytest.mark.parametrize(("organisation", "role"), [("bqr", "carer"), ("jtb-care", "care_lead")])
def test_the_worker_hands_a_notice_to_the_channel_once_and_a_letter_to_print_is_not_told(
    either_world: World, organisation: str, role: str
) -> None:
    ref = take(either_world, organisation, role)
    for _ in range(2):
        come_by(either_world, organisation)
    (row,) = either_world.rows(Emergency, organisation)
    assert (row.word_state, row.told_at) == ("to_print", None)
    assert either_world.verbs(ref, organisation) == ["took-emergency", "ready-to-tell"]


def test_a_channel_that_sends_by_itself_has_told_the_client(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[Any] = []

    def deliver(_rules: Any, message: Any) -> Delivery:
        handed.append(message)
        return Delivery(state=DeliveryState.SENT)

    take(world)
    monkeypatch.setattr(type(world.runtime.rules("bqr")), "deliver", deliver)
    come_by(world)
    (row,) = world.rows(Emergency)
    assert (row.told_how, row.word_state) == ("channel", "sent") and desk_of(world) == []
    (message,) = handed
    assert (message.recipient_ref, message.content) == (PERSON, "notice")


def test_a_channel_that_fails_takes_the_letter_from_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    take(world)
    failed = Delivery(state=DeliveryState.FAILED, detail="no-channel")
    monkeypatch.setattr(type(world.runtime.rules("bqr")), "deliver", lambda _rules, _message: failed)
    come_by(world)
    assert world.rows(Emergency)[0].told_at is None and len(desk_of(world)) == 1


def test_staff_print_it_and_say_that_it_was_sent_and_who_judges_sees_that(either_world: World) -> None:
    ref = take(either_world)
    board = either_world.staff("bqr", "board")
    page = board.get(f"{LETTERS}/{ref}")
    way = f"/consent/people/{PERSON}/letter"
    assert f"{way}?letter=emergencies" in page.text
    assert 'value="emergencies" checked' in board.get(f"{way}?letter=emergencies").text
    letter = board.send(way, letter="emergencies", addressee="Mevrouw De Wit", salutation="Geachte mevrouw De Wit").text
    assert "who is not involved in your care" in letter and "2026, 10:00" in letter and WHY not in letter
    before = board.get(f"/consent/emergencies/{ref}").text
    assert "A letter waits among those to send" in before
    token = board.token(f"{LETTERS}/{ref}")
    for _ in range(2):
        assert board.send(f"{LETTERS}/{ref}/sent", token=token).status_code == 303
    (row,) = either_world.rows(Emergency)
    assert (row.told_how, row.told_by) == ("letter", "account-board")
    assert either_world.clocks(row)[TELLING.name].stopped_at is not None
    assert either_world.verbs(ref).count("told-client") == 1
    assert either_world.verbs(PERSON).count("told-of-emergency") == 1
    after = board.get(f"/consent/emergencies/{ref}").text
    assert "A letter was sent to the client" in after and "account-board" in after
    assert desk_of(either_world) == [] and "No letter waits" in board.get(LETTERS).text


def test_who_reads_it_on_his_page_needs_no_letter(either_world: World) -> None:
    ref = take(either_world)
    person = either_world.person(PERSON)
    assert "Somebody looked at your data in an emergency" in person.get("/consent/").text
    either_world.person("0190-somebody-else-1").get("/consent/emergencies")
    assert len(desk_of(either_world)) == 1
    assert WHY in person.get("/consent/emergencies").text
    (row,) = either_world.rows(Emergency)
    assert (row.told_how, row.told_by) == ("page", PERSON) and desk_of(either_world) == []
    assert "Somebody looked at your data" not in person.get("/consent/").text
    assert "The client read it" in either_world.staff("bqr", "board").get(f"/consent/emergencies/{ref}").text


@pytest.mark.parametrize(("moment", "verb"), [(Moment.REMINDER, "clock-neared"), (Moment.LAPSED, "clock-lapsed")])
def test_a_letter_that_nobody_sent_is_reminded_of(world: World, moment: Any, verb: str) -> None:
    ref = take(world)

    class _Due:
        case_ref, name = ref, TELLING.name

    with world.work() as work:
        DEADLINES[TELLING.name](work, _Due(), moment, world.runtime.rules("bqr"))  # type: ignore[arg-type]
    assert world.verbs(ref)[-1] == verb


def test_a_program_that_posts_letters_lists_them_and_says_which_went(world: World) -> None:
    ref = take(world)
    partner = world.partner("bqr", "consent:record")
    listed = partner.get("/consent/api/v1/letters/").json
    assert (listed["total"], listed["items"][0]["emergency_id"], listed["items"][0]["told_at"]) == (1, ref, None)
    at = f"/consent/api/v1/letters/{ref}/sent"
    assert partner.post(at, {}).status_code == 422 and partner.post(at, {"sent": False}).status_code == 422
    answer = partner.post(at, {"sent": True})
    assert answer.status_code == 200 and answer.json["told_how"] == "letter"
    assert partner.get("/consent/api/v1/letters/").json == {"items": [], "total": 0}


@pytest.mark.parametrize("path", [LETTERS, f"{LETTERS}/0f8fad5b-d9cb-469f-a165-70867728950e"])
def test_who_records_nothing_sends_no_letters(world: World, path: str) -> None:
    assert world.staff("bqr", "fg").get(path).status_code == 403
    assert world.partner("bqr", "consent:decide").get("/consent/api/v1/letters/").status_code == 403


def test_a_letter_that_is_none_is_not_found(world: World) -> None:
    assert world.staff("bqr", "board").get(f"{LETTERS}/0f8fad5b-d9cb-469f-a165-70867728950e").status_code == 404
    chosen = world.staff("bqr", "board").get(f"/consent/people/{PERSON}/letter?letter=<b>")
    assert chosen.status_code == 200 and "checked" not in chosen.text


def test_of_an_erased_client_the_letter_can_still_be_marked(world: World) -> None:
    ref = take(world)
    world.erase(PERSON)
    board = world.staff("bqr", "board")
    assert board.send(f"{LETTERS}/{ref}/sent", page=f"{LETTERS}/{ref}").status_code == 303
    assert world.rows(Emergency)[0].told_how == "letter"
