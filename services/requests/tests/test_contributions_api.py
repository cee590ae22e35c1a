"""Partner systems hand in what they have: their own tasks alone, about the right person, and once."""

import hashlib
import json
from typing import Any

import pytest

from waarborg_requests.actions.collecting.items import items_of, read_items
from waarborg_requests.actions.stored import pieces_of
from waarborg_requests.models import HolderTask, Item, Request, StoredFile, StoredPiece
from waarborg_shared.testing.world import Partner, host_of
from waarborg_tests.reviewing import name_of

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + b"% vulling\n" * 9000 + b"%%EOF\n"
PERSON = "00000000-0000-7000-8000-00000000000a"
ANOTHER = "00000000-0000-7000-8000-00000000000b"
BASE = "/requests/api/v1/contributions/"
ORIGIN = f"http://{host_of('bqr')}:8000"
ONE = {"category": "health", "title": "Rapportage", "text": "Ging goed.", "occurred_on": "2026-01-05"}
TWO = {"category": "health", "title": "Meting", "value": {"pols": 70}}
OWN = {"own_number": "ONS-77"}


class Holder:
    """Nedap ONS, as a partner that is this holder and knows the person by a number of its own."""

    def __init__(self, world: Any, *, client: str = "partner-ons", code: str | None = "nedap_ons") -> None:
        if code is not None:
            world.identity.holders["bqr", client] = code
        world.identity.own_numbers["bqr", client, "ONS-77"] = PERSON
        world.identity.own_numbers["bqr", client, "ONS-78"] = ANOTHER
        self.partner: Partner = world.partner("bqr", "requests:contribute", sub=client, client_id=client)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        """Put JSON, or bytes as they are."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **self.partner.headers, **headers}
        return self.partner.client.put(BASE + path, data=raw, base_url=ORIGIN, headers=sent)

    def delete(self, path: str) -> Any:
        """Take a file away."""
        return self.partner.client.delete(BASE + path, base_url=ORIGIN, headers=self.partner.headers)


def test_B21_a_partner_hands_in_items_and_files_and_says_that_it_is_all(either_world: Any) -> None:
    world = either_world
    task = world.asked("nedap_ons")
    ons = Holder(world)
    listed = ons.partner.get(BASE).json["items"]
    assert [each["task_ref"] for each in listed] == [task.id]
    assert listed[0]["wanted"]["en"] == "Everything that there is about this person"
    given = ons.put(task.id, {"subject": OWN, "items": [ONE, TWO]})
    assert given.status_code == 200, given.text
    assert (given.json["items"], given.json["state"]) == (2, "asked")
    name = "attachment; filename*=UTF-8''..%2F..%2Fdossier.pdf"
    kept = ons.put(f"{task.id}/files/f-1", PDF, **{"Content-Disposition": name, "Content-Type": "application/pdf"})
    assert kept.status_code == 200, kept.text
    assert kept.json == {
        "handle": "f-1",
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }
    with world.work() as work:
        assert items_of(work, work.case(Request, task.request_id)) == [], "nothing is there before it is all"
    assert ons.put(task.id, {"subject": OWN, "complete": True}).json["state"] == "contributed"
    with world.work() as work:
        row = work.case(Request, task.request_id)
        read = sorted(read_items(work, items_of(work, row)), key=lambda each: each.form)
        file, value, text = read
        assert (text.title, text.value, text.holder) == ("Rapportage", "Ging goed.", "nedap_ons")
        assert (value.title, value.value) == ("Meting", {"pols": 70})
        assert file.file is not None
        assert name_of(work, file.file) == "dossier.pdf"
        assert b"".join(pieces_of(work, file.file)) == PDF
    assert ons.partner.get(BASE).json["items"] == []


def test_what_is_put_again_takes_the_place_of_what_was_and_after_the_end_nothing_changes(world: Any) -> None:
    task = world.asked("nedap_ons")
    ons = Holder(world)
    ons.put(task.id, {"subject": OWN, "items": [ONE, TWO]})
    ons.put(f"{task.id}/files/f-1", PDF)
    ons.put(f"{task.id}/files/f-1", b"Toch tekst.")
    again = ons.put(task.id, {"subject": OWN, "items": [TWO]}).json
    assert (again["items"], [each["media_type"] for each in again["files"]]) == (1, ["text/plain"])
    assert ons.delete(f"{task.id}/files/f-1").status_code == 204
    assert ons.delete(f"{task.id}/files/f-1").status_code == 404
    assert world.rows(StoredPiece) == []
    assert ons.put(task.id, {"subject": OWN, "complete": True}).status_code == 200
    for answer in (
        ons.put(task.id, {"subject": OWN, "items": []}),
        ons.put(task.id, {"subject": OWN, "complete": True}),
        ons.put(f"{task.id}/files/f-2", PDF),
        ons.delete(f"{task.id}/files/f-1"),
    ):
        assert answer.status_code == 409, answer.text
    assert len(world.rows(Item)) == 1


@pytest.mark.parametrize("subject", [{"own_number": "ONS-78"}, {"own_number": "NIEMAND"}, {"person_ref": ANOTHER}])
def test_data_of_somebody_else_are_refused_by_reference_and_nothing_of_them_is_kept(world: Any, subject: Any) -> None:
    task = world.asked("nedap_ons")
    ons = Holder(world)
    answer = ons.put(task.id, {"subject": subject, "items": [ONE], "complete": True})
    assert answer.status_code == 422
    assert "subject" in answer.text
    assert (world.rows(Item), world.task_of("nedap_ons").state) == ([], "asked")
    assert "holder-wrong-person" in world.verbs(task.request_id)
    assert ons.put(f"{task.id}/files/f-1", PDF).status_code == 409, "a file comes after it was said about whom it is"
    assert world.rows(StoredFile) == []


def test_a_partner_reaches_no_task_but_its_own(world: Any) -> None:
    task = world.asked("nedap_ons")
    stranger = Holder(world, client="partner-caren", code="caren_zorgt")
    assert stranger.partner.get(BASE + task.id).status_code == 404
    assert stranger.put(task.id, {"subject": {"person_ref": PERSON}, "items": [ONE]}).status_code == 404
    assert stranger.put(f"{task.id}/files/f", PDF).status_code == 404
    nobody = Holder(world, client="partner-nobody", code=None)
    assert nobody.put(task.id, {"subject": {"person_ref": PERSON}, "items": [ONE]}).status_code == 403
    assert world.partner("bqr", "requests:file").get(BASE).status_code == 403
    world.identity.holders["jtb-care", "partner-ons"] = "nedap_ons"
    other = world.partner("jtb-care", "requests:contribute", sub="partner-ons", client_id="partner-ons")
    assert other.get(BASE + task.id).status_code == 404
    assert world.rows(Item) == []


def test_where_identity_is_away_nothing_comes_in(world: Any) -> None:
    task = world.asked("nedap_ons")
    ons = Holder(world)
    assert ons.put(task.id, {"subject": OWN}).status_code == 200
    world.identity.away = True
    assert ons.put(task.id, {"subject": OWN, "items": [ONE]}).status_code == 503
    assert world.rows(Item) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"subject": OWN, "outcome": "nothing_found", "complete": True}, 200),
        ({"subject": OWN, "outcome": "cannot", "hindrance": "destroyed", "complete": True}, 200),
        ({"subject": OWN, "outcome": "cannot", "hindrance": "other", "words": "Brand.", "complete": True}, 200),
        ({"subject": OWN, "outcome": "cannot", "hindrance": "other", "complete": True}, 422),
        ({"subject": OWN, "outcome": "cannot", "complete": True}, 422),
        ({"subject": OWN, "outcome": "cancelled", "complete": True}, 422),
        ({"subject": OWN, "complete": True}, 422),
        ({"subject": OWN, "items": [ONE], "outcome": "nothing_found", "complete": True}, 422),
        ({"subject": OWN, "items": [{**ONE, "value": 1}]}, 422),
        ({"subject": OWN, "items": [{"title": "Leeg"}]}, 422),
        ({"subject": OWN, "items": [{**ONE, "text": "x" * 200_001}]}, 422),
        ({"subject": {}, "items": [ONE]}, 422),
        ({"subject": {**OWN, "person_ref": PERSON}, "items": [ONE]}, 422),
        ({"items": [ONE]}, 422),
        ({"subject": OWN, "wat": 1}, 422),
        (b"{", 400),
    ],
)
def test_what_does_not_hang_together_changes_nothing(world: Any, body: Any, status: int) -> None:
    task = world.asked("nedap_ons")
    assert Holder(world).put(task.id, body).status_code == status
    assert (world.task_of("nedap_ons").answered_at is not None) == (status == 200)
    assert world.rows(Item) == []


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"", {}, 422),
        (b"<svg><script/></svg>", {}, 422),
        (PDF, {"Content-SHA256": "0" * 64}, 422),
        (PDF, {"Content-SHA256": hashlib.sha256(PDF).hexdigest()}, 200),
    ],
)
def test_a_file_that_may_not_come_in_leaves_the_rest_as_it_was(
    world: Any, content: bytes, headers: dict[str, str], status: int
) -> None:
    task = world.asked("nedap_ons")
    ons = Holder(world)
    ons.put(task.id, {"subject": OWN, "items": [ONE]})
    answer = ons.put(f"{task.id}/files/f-1", content, **headers)
    assert answer.status_code == status, answer.text
    assert len(world.rows(Item)) == (2 if status == 200 else 1)
    assert len(world.rows(StoredFile)) == (1 if status == 200 else 0)


def test_two_gigabytes_are_refused_before_a_byte_is_read(world: Any) -> None:
    task = world.asked("nedap_ons")
    ons = Holder(world)
    ons.put(task.id, {"subject": OWN})
    said_length = {"CONTENT_LENGTH": str(2 << 30)}
    answer = ons.partner.client.put(
        f"{BASE}{task.id}/files/f-1",
        data=PDF,
        base_url=ORIGIN,
        headers=ons.partner.headers,
        environ_overrides=said_length,
    )
    assert (answer.status_code, world.rows(StoredFile)) == (413, [])


def test_a_handle_is_no_way_into_a_folder(world: Any) -> None:
    task = world.asked("nedap_ons")
    ons = Holder(world)
    ons.put(task.id, {"subject": OWN})
    for handle in ("..", "a/../b", ".x", "a" * 65, "%2e%2e", "a%00"):
        assert ons.put(f"{task.id}/files/{handle}", PDF).status_code in {404, 405}, handle
    assert world.rows(StoredFile) == []


def test_what_was_asked_about_another_person_before_is_void(world: Any) -> None:
    task = world.asked("nedap_ons")
    ons = Holder(world)
    ons.put(task.id, {"subject": OWN, "items": [ONE], "complete": True})
    world.known_request(request_id=task.request_id, person=ANOTHER)
    newer = world.task_of("nedap_ons")
    assert (newer.id != task.id, newer.state, newer.subject_ref) == (True, "asked", ANOTHER)
    with world.work() as work:
        assert items_of(work, work.case(Request, task.request_id)) == []
    assert ons.put(task.id, {"subject": OWN, "items": [ONE]}).status_code == 409
    assert [each.void_at is not None for each in world.rows(HolderTask) if each.id == task.id] == [True]
