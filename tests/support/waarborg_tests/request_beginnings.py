"""What the tests of a request's beginning and of its end without an answer share."""

import sqlite3
from typing import Any

from waarborg_requests import actions
from waarborg_requests.actions.collecting import asking
from waarborg_requests.domain import Reach, spell_code
from waarborg_requests.domain.collecting import Hindrance, TaskState
from waarborg_requests.models import Request
from waarborg_shared.bus.messages import Delivery as Incoming
from waarborg_shared.bus.receiver import Outcome
from waarborg_shared.db import new_id
from waarborg_shared.events import Envelope, Event, encode, routing_key
from waarborg_shared.hooks.values import ObjectionAbout, RequestKind
from waarborg_shared.worker import receiver_of
from waarborg_tests.reviewing import looked_through

PERSON, OTHER, SPEAKER = "person-00000001", "person-00000002", "person-00000009"
REPRESENTATION = "representation-01"
NUMBER = "C-1044"


def filed_as(world: Any, kind: str, *, organisation: str = "bqr", made: int = 0, **given: Any) -> Any:
    """File a request of a kind, over nobody's shoulder; its row. ``made`` tells its code from another's."""
    about = given.pop("about", ObjectionAbout.OTHER if kind == RequestKind.OBJECTION else None)
    command = actions.NewRequest(
        kind=RequestKind(kind),
        about=ObjectionAbout(about) if about is not None else None,
        name="Willemijn Proefpersoon",
        reach=Reach.EMAIL,
        reach_at="willemijn@example.nl",
        asked=given.pop("asked", "Zoals besproken."),
        **given,
    )
    with world.work(organisation) as work:
        rules = world.runtime.rules(organisation)
        return actions.receive_request(work, command, rules=rules, entropy=bytes([made] * 32)).request


def code_of(made: int = 0) -> str:
    """The secret code of a request that was filed so."""
    return spell_code(bytes([made] * 32))


def now(world: Any, row: Any, organisation: str = "bqr") -> Any:
    """The row as it is now."""
    return next(each for each in world.requests(organisation) if each.id == row.id)


def act(world: Any, row: Any, verb: str, *, organisation: str = "bqr", **typed: Any) -> Any:
    """Send one of the forms of the case page, as that page shows it, as somebody who answers requests."""
    visitor, case = world.coordinator(organisation), f"/requests/cases/{row.id}"
    if verb == "answer" and typed.get("outcome") in ("granted", "partly"):
        nothing_waits(world, row, organisation)
    revision = typed.pop("revision", None) or now(world, row, organisation).revision
    return visitor.send(f"{case}/{verb}", page=case, revision=revision, **typed)


def nothing_waits(world: Any, row: Any, organisation: str = "bqr") -> None:
    """Go on without holders that were asked, and have two people look at what was brought."""
    with world.work(organisation) as work:
        case = work.case(Request, row.id)
        for task in asking.tasks_of(work, case):
            if task.answered_at is None and task.state != TaskState.CANCELLED:
                asking.go_without(work, task.id, hindrance=Hindrance.NOT_REACHED, words="", revision=task.revision)
        if asking.tasks_of(work, case):
            looked_through(work, case, world.runtime.rules(organisation))


def identify(world: Any, row: Any, person: str = PERSON, organisation: str = "bqr") -> Any:
    """Record whom a request is about, by his client number; the row then."""
    world.register.persons[organisation, NUMBER] = person
    answer = act(world, row, "identify", organisation=organisation, how="at_the_desk", client_number=NUMBER)
    assert answer.status_code == 303, answer.text
    return now(world, row, organisation)


def bring(world: Any, event: Event, *, source: str, subject: str, organisation: str = "bqr", sequence: int = 1) -> Any:
    """Bring an event of another service, twice: the second time changes nothing."""
    envelope = Envelope(
        id=new_id(),
        type=event.type,
        source=source,
        organisation=organisation,
        subject=subject,
        sequence=sequence,
        time=world.clock.now(),
        event=event,
    )
    incoming = Incoming(encode(envelope), routing_key(envelope.type, organisation), "waarborg.requests", 1)
    receiver = receiver_of(world.runtime)
    first = receiver.receive(incoming)
    if first is Outcome.DONE:
        assert receiver.receive(incoming) is Outcome.DUPLICATE
    return first


def decides(kind: str = "mentor", *, manner: str = "alone", until: str | None = None) -> dict[str, Any]:
    """The register's answer that one representative may decide."""
    why = {"code": "appointed", "nl": "Benoemd door de rechter.", "en": "Appointed by a judge."}
    client = {"ref": PERSON, "kind": "client", "representation_id": None, "why_not": {**why, "code": "incapable"}}
    one = {"ref": SPEAKER, "kind": kind, "representation_id": REPRESENTATION, "manner": manner, "why": why}
    return {
        "deciders": [{**one, "article": "art. 7:465(2) BW", "until": until}],
        "others": [{**client, "article": "art. 7:465(2) BW"}],
    }


def does_not(kind: str = "mentor") -> dict[str, Any]:
    """The register's answer that he may not."""
    why = {"code": "term-over", "nl": "De termijn is voorbij.", "en": "The term is over."}
    one = {"ref": SPEAKER, "kind": kind, "representation_id": REPRESENTATION, "why_not": why}
    return {"deciders": [], "others": [{**one, "article": "art. 7:465(2) BW"}]}


class Onlooker:
    """Tells whether anything was stored in a world on SQLite, or time went by there, since it was last asked.

    A machine's rules are refused more often than not; what held before one that changed nothing need not be looked at.
    """

    def __init__(self, world: Any) -> None:
        self._connection = sqlite3.connect(world.runtime.engine.url.database, isolation_level=None)
        self._clock, self._seen = world.clock, None

    def anything_new(self) -> bool:
        """Whether there is."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        before, self._seen = self._seen, (version, self._clock.now())
        return before != self._seen

    def close(self) -> None:
        """Look no more."""
        self._connection.close()
