"""What the tests of telling persons do: a breach of which people are told, the list, the message, and the worker."""

import io
from datetime import timedelta
from typing import Any

from waarborg_breach.domain.telling import LANGUAGES, MessagePart
from waarborg_breach.models import BreachCase, BreachPerson
from waarborg_breach.telling import teller_of
from waarborg_shared.hooks.values import Delivery, DeliveryState
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import UNANSWERED

BOTH = {"notify_authority": "yes", "inform_persons": "yes", **UNANSWERED}
MESSAGE = {
    f"{part.value}_{language}": f"Deel {part.value} in {language}." for part in MessagePart for language in LANGUAGES
}
ANNOUNCED = {"announcement_nl": "Er is iets misgegaan.", "announcement_en": "Something went wrong."}


def decided(world: World, board: Visitor, **decision: Any) -> str:
    """Report a breach and decide that the people are told; returns the path of its page."""
    typed = {"summary": "Een tas is gestolen.", "discovered_at": "2026-03-02T07:00"}
    assert board.send("/breach/report", **typed).status_code == 303
    row = world.rows(BreachCase, board.organisation)[-1]
    path = f"/breach/cases/{row.id}"
    world.clock.moment = START + timedelta(hours=3)
    assert board.send(f"{path}/decide", page=path, **{**BOTH, **decision}).status_code == 303
    return path


def hand_in(who: Visitor, path: str, text: str | bytes) -> Any:
    """Hand in a file as the list."""
    raw = text.encode() if isinstance(text, str) else text
    return who.send(f"{path}/telling/list", page=f"{path}/telling", file=(io.BytesIO(raw), "lijst.csv"))


def step(who: Visitor, path: str, name: str, **typed: Any) -> Any:
    """Do a step on the page of telling."""
    return who.send(f"{path}/telling/{name}", page=f"{path}/telling", **typed)


def begin(who: Visitor, path: str, count: int) -> Any:
    """Order to tell everybody on the list."""
    return step(who, path, "begin", list=str(count))


def people(world: World, organisation: str = "bqr") -> dict[str, str]:
    """How far everybody on the list is, by reference."""
    with world.work(organisation) as work:
        return {
            work.unseal(
                row.ref_sealed, holder=row.breach_id, table="breach_person", column="ref", row=row.id
            ): row.state
            for row in work.session.query(BreachPerson).order_by(BreachPerson.id)
        }


def ids(world: World, organisation: str = "bqr") -> list[str]:
    """Return who is on the list, in its order."""
    return [row.id for row in sorted(world.rows(BreachPerson, organisation), key=lambda row: row.id)]


def case_of(world: World, organisation: str = "bqr") -> BreachCase:
    """Return the one breach of an organisation."""
    (row,) = world.rows(BreachCase, organisation)
    return row


def work_off(world: World, organisation: str = "bqr") -> None:
    """Let the worker do all that is to be done now."""
    teller_of(world.runtime).work_off(organisation)


class Channels:
    """What the organisation's channels were asked, with a way to fail and to be killed."""

    def __init__(self, *, kill_after: int | None = None) -> None:
        self.asked: list[tuple[str, str, str, str]] = []
        self.outcome = Delivery(state=DeliveryState.SENT)
        self.left = kill_after

    def deliver(self, message: Any) -> Delivery:
        if self.left is not None:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
        self.asked.append((message.id, str(message.recipient_ref), message.channel, message.template))
        return self.outcome


def ordered(world: World, board: Visitor, path: str, count: int, *, channel: str = "brief") -> None:
    """List so many people, write the message and order to tell them."""
    lines = "".join(f"Z-{number};{channel}\n" for number in range(count))
    assert hand_in(board, path, f"reference;channel\n{lines}").status_code == 303
    assert step(board, path, "message", **MESSAGE).status_code == 303
    assert begin(board, path, count).status_code == 303


def printed(who: Visitor, path: str, *parts: int) -> None:
    """Open the PDFs of letters, as whoever prints them does."""
    for part in parts or (1,):
        assert who.get(f"{path}/telling/letters-{part}.pdf").status_code == 200


def person_step(who: Visitor, path: str, person_id: str, name: str, **typed: Any) -> Any:
    """Do a step on the page of one person."""
    page = f"{path}/persons/{person_id}"
    return who.send(f"{page}/{name}", page=page, **typed)
