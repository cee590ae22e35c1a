"""Who confirmed a cell, pressed the emergency button or judged it stands there by name; by account without identity."""

from collections.abc import Callable
from typing import Any

from waarborg_consent.app import SERVICE
from waarborg_shared.client import Answer, ServiceAway
from waarborg_shared.testing.world import World, build_world

PERSON = "0190-person-of-bqr-1"
NAMES = {"account-carer": "Fenna Verzonnen", "account-board": "Bram Verzonnen"}


class Colleagues:
    """Identity, as the client of services reaches it: it knows two colleagues, or is away."""

    def __init__(self) -> None:
        self.away = True  # while the button is pressed: a reference of any shape is taken then
        self.asked: list[Any] = []

    def ask(self, _service: str, _method: str, path: str, *, json: Any = None, **_: Any) -> Answer:
        if self.away:
            raise ServiceAway("identity", "away")
        if not path.endswith("/colleague-names"):
            return Answer(404, {})
        self.asked.append(json["account_refs"])
        return Answer(200, {"names": {ref: NAMES[ref] for ref in json["account_refs"] if ref in NAMES}})


def judged(world: World) -> str:
    path = str(world.staff("bqr", "carer").send("/consent/emergency", client=PERSON, why="Spoed.").location)
    assert world.staff("bqr", "board").send(path, verdict="justified", found="Er was spoed.").status_code == 303
    return path


def decided(world: World) -> str:
    path = "/consent/role-table/medical_data"
    sent = world.staff("bqr", "board").send(path, seen="0", role="carer", verdict="confirmed", why="Zo is het.")
    assert sent.status_code == 303, sent.text
    return path


def test_names_stand_on_the_pages_of_staff_and_never_on_the_clients(
    sqlite_database: Any, make_settings: Callable[..., Any]
) -> None:
    identity: Any = Colleagues()
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings, client=identity):
        path, row = judged(world), decided(world)
        board = world.staff("bqr", "board")
        away = board.get(path).text
        assert "account-carer" in away and "account-board" in away and "account-board" in board.get(row).text
        identity.away = False
        page = board.get(path).text
        assert all(name in page for name in NAMES.values()) and "account-carer" not in page
        assert NAMES["account-board"] in board.get(row).text
        client = world.person(PERSON).get("/consent/emergencies").text
        assert not any(name in client for name in NAMES.values())


def test_whom_identity_does_not_know_stands_there_by_account(
    sqlite_database: Any, make_settings: Callable[..., Any]
) -> None:
    identity: Any = Colleagues()
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings, client=identity):
        both = world.signed_in("bqr", "consent.override", "consent.review-override", ref="account-gone-1")
        path = str(both.send("/consent/emergency", client=PERSON, why="Spoed.").location)
        identity.away = False
        assert "account-gone-1" in both.get(path).text and "account-gone-1" in both.get("/consent/emergencies").text
