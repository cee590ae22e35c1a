"""What the bus promises, whichever transport carries it."""

import errno
import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from waarborg_shared.bus import EVENT_RETRIES, BusAway, InboxState, NoReason, NoSuchEvent, Outcome
from waarborg_shared.events import Envelope, encode, routing_key
from waarborg_shared.events.requests import RequestAnswered, RequestReceived, WithdrawalRequested
from waarborg_shared.testing.bus_world import START, World, running

PutRaw = Callable[[bytes, str], None]
KEY = routing_key(WithdrawalRequested.type, "bqr")


def event_of(case: str = "case-1", *, sequence: int = 1, organisation: str = "bqr") -> Envelope:
    return Envelope(
        id=str(uuid4()),
        type=WithdrawalRequested.type,
        source="requests",
        organisation=organisation,
        subject=case,
        sequence=sequence,
        time=START,
        event=WithdrawalRequested(request_ref=case, subject_ref="person-1"),
    )


def take(world: World, count: int) -> None:
    """Consume until so many messages were taken."""
    with running(world.consumer.run):
        world.wait_for(lambda: world.consumer.taken >= count)


# --- from a commit to an effect


def test_what_was_committed_has_its_effect_once(world: World) -> None:
    told = world.tell("case-1", "case-2", "case-1")
    world.carry()
    assert sorted(effect.event_id for effect in world.effects()) == sorted(envelope.id for envelope in told)
    assert world.states() == ["done", "done", "done"]
    assert world.pending() == 0


def test_what_was_rolled_back_is_never_told(world: World) -> None:
    world.tell("case-1", rollback=True)
    world.tell("case-2")
    world.carry()
    assert [effect.case_ref for effect in world.effects()] == ["case-2"]


def test_both_organisations_are_served_and_kept_apart(world: World) -> None:
    world.tell("case-1", organisation="bqr")
    world.tell("case-1", organisation="jtb-care")
    world.carry()
    assert sorted((row["organisation"], row["sequence"]) for row in world.inbox()) == [("bqr", 1), ("jtb-care", 1)]
    assert len(world.effects()) == 2


def test_the_events_of_one_case_arrive_in_order(world: World) -> None:
    for _ in range(6):
        world.tell("case-1", "case-2", "case-1")
    world.carry()
    for case in ("case-1", "case-2"):
        sequences = [effect.sequence for effect in world.effects() if effect.case_ref == case]
        assert sequences == sorted(sequences)
    assert len(world.effects()) == 18


def test_more_than_a_window_is_relayed(world: World) -> None:
    world.tell(*(f"case-{number}" for number in range(230)))
    world.carry()
    assert len(world.effects()) == 230


def test_an_event_that_nobody_handles_counts_as_sent(world: World) -> None:
    world.tell("case-1", event=RequestAnswered(request_ref="case-1", kind="access", outcome="granted"))
    with running(world.relay.run):
        world.wait_for(lambda: not world.pending())
    assert world.relay.tally.sent == 1
    assert world.inbox() == []


# --- once, and in order


def test_a_second_delivery_changes_nothing(world: World, put_raw: PutRaw) -> None:
    raw = encode(event_of())
    for _ in range(3):
        put_raw(raw, KEY)
    take(world, 3)
    assert len(world.effects()) == 1
    assert world.states() == ["done"]


def test_an_older_sequence_than_what_is_done_is_superseded(world: World, put_raw: PutRaw) -> None:
    put_raw(encode(event_of(sequence=5)), KEY)
    put_raw(encode(event_of(sequence=4)), KEY)
    take(world, 2)
    assert [effect.sequence for effect in world.effects()] == [5]
    assert [(row["sequence"], row["state"]) for row in world.inbox()] == [(4, "superseded"), (5, "done")]


def test_a_superseded_event_is_said_listed_and_counted_and_has_its_effect_when_it_is_replayed(
    world: World, put_raw: PutRaw
) -> None:
    older = event_of(sequence=4)
    put_raw(encode(event_of(sequence=5)), KEY)
    with capture_logs() as logged:
        put_raw(encode(older), KEY)
        take(world, 2)
    assert [(line["event_id"], line["sequence"]) for line in logged if line["event"] == "event_superseded"] == [
        (older.id, 4)
    ]
    (listed,) = world.desk.stuck()
    assert (listed.event_id, listed.state) == (older.id, InboxState.SUPERSEDED)
    assert world.desk.backlog().superseded == 1
    world.desk.replay(older.id, now=world.now())
    world.retries.round()
    assert world.states() == ["done", "done"]
    assert [effect.sequence for effect in world.effects()] == [5, 4]
    assert world.desk.stuck() == []


def test_a_superseded_event_that_needs_no_effect_is_discarded_and_later_ones_never_waited(
    world: World, put_raw: PutRaw
) -> None:
    older = event_of(sequence=4)
    for envelope in (event_of(sequence=5), older, event_of(sequence=6)):
        put_raw(encode(envelope), KEY)
    take(world, 3)
    assert world.states() == ["superseded", "done", "done"]
    world.desk.discard(older.id, "told before the publisher was restored", now=world.now())
    assert world.desk.stuck() == []


def test_another_case_or_organisation_has_a_sequence_of_its_own(world: World, put_raw: PutRaw) -> None:
    put_raw(encode(event_of(sequence=5)), KEY)
    put_raw(encode(event_of("case-2", sequence=1)), KEY)
    put_raw(encode(event_of(sequence=1, organisation="jtb-care")), routing_key(WithdrawalRequested.type, "jtb-care"))
    take(world, 3)
    assert world.states() == ["done", "done", "done"]


# --- a handler that fails


class Anything(BaseException):
    """Not even an Exception."""


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (ValueError("Jan de Vries, BSN 111222333"), "ValueError"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), "ConnectionResetError/ECONNRESET"),
        (TimeoutError("the care record did not answer"), "TimeoutError"),
        (BusAway("mine, not yours"), "waarborg_shared.bus.messages.BusAway"),
        (Anything("!"), "Anything"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_whatever_a_handler_raises_is_recorded_without_its_words(world: World, wrong: BaseException, name: str) -> None:
    def fail(_: Envelope) -> None:
        raise wrong

    world.handling.after = fail
    (told,) = world.tell("case-1")
    world.carry()
    (row,) = world.inbox()
    assert world.effects() == []
    assert (row["state"], row["attempts"], bytes(row["raw"])) == ("failed", 1, encode(told))
    assert row["error"].endswith(name)
    assert row["next_try_at"] == START + timedelta(seconds=10)


def test_a_failed_event_is_tried_again_with_back_off_and_works_once(world: World) -> None:
    world.handling.before = failing(times=2)
    world.tell("case-1")
    world.carry()
    assert world.retries.round() == 0, "its time has not come"
    world.now.advance(seconds=10)  # type: ignore[attr-defined]
    world.retries.round()
    assert [(row["state"], row["attempts"]) for row in world.inbox()] == [("failed", 2)]
    world.now.advance(seconds=19)  # type: ignore[attr-defined]
    assert world.retries.round() == 0, "the second wait is twice the first"
    world.now.advance(seconds=1)  # type: ignore[attr-defined]
    world.retries.round()
    assert world.states() == ["done"]
    assert len(world.effects()) == 1
    assert len(world.handling.calls) == 3


def failing(*, times: int = 10**9, cases: tuple[str, ...] = ("case-1",)) -> Callable[[Envelope], None]:
    left = [times]

    def fail(envelope: Envelope) -> None:
        if envelope.subject in cases and left[0] > 0:
            left[0] -= 1
            raise RuntimeError("not now")

    return fail


def test_later_events_of_the_case_wait_and_those_of_others_do_not(world: World) -> None:
    world.handling.before = failing(times=1)
    world.tell("case-1", "case-1", "case-2", "case-1")
    world.carry()
    assert world.states() == ["failed", "waiting", "waiting", "done"]
    world.now.advance(seconds=10)  # type: ignore[attr-defined]
    world.retries.round()
    assert world.states() == ["done"] * 4
    assert [effect.sequence for effect in world.effects() if effect.case_ref == "case-1"] == [1, 2, 3]


def test_what_waits_goes_on_though_nobody_saw_the_one_before_it_end(world: World) -> None:
    world.handling.before = failing(times=1)
    first, _ = world.tell("case-1", "case-1")
    world.carry()
    world.desk.discard(first.id, "withdrawn by telephone", now=world.now())
    world.retries.round()
    assert world.states() == ["discarded", "done"]


def test_after_the_last_try_an_event_is_dead_and_later_ones_still_wait(world: World) -> None:
    world.handling.before = failing()
    world.tell("case-1", "case-1")
    world.carry()
    for _ in range(5):
        world.now.advance(hours=1)  # type: ignore[attr-defined]
        world.retries.round()
    assert world.states() == ["dead", "waiting"]
    assert len(world.handling.calls) == 4
    (dead,) = world.desk.stuck(states=[InboxState.DEAD])
    assert (dead.attempts, dead.organisation, dead.error) == (4, "bqr", "RuntimeError")


def test_a_dead_event_is_replayed_with_all_its_tries_and_then_what_waited(world: World) -> None:
    world.handling.before = failing(times=4)
    first, _ = world.tell("case-1", "case-1")
    world.carry()
    for _ in range(4):
        world.now.advance(hours=1)  # type: ignore[attr-defined]
        world.retries.round()
    assert world.states() == ["dead", "waiting"]
    world.desk.replay(first.id, now=world.now())
    world.retries.round()
    assert world.states() == ["done", "done"]
    assert [effect.sequence for effect in world.effects()] == [1, 2]


def test_all_dead_events_of_an_outage_are_replayed_at_once_and_each_case_in_its_order(world: World) -> None:
    errors: dict[str, Exception] = {
        "case-1": TimeoutError("!"),
        "case-2": ConnectionResetError(errno.ECONNRESET, "!"),
        "case-3": ValueError("!"),
    }

    def fail(envelope: Envelope) -> None:
        raise errors[envelope.subject]

    world.handling.before = fail
    world.tell("case-1", "case-2", "case-1", "case-3")
    world.tell("case-1", organisation="jtb-care")
    world.carry()
    for _ in range(4):
        world.now.advance(hours=1)  # type: ignore[attr-defined]
        world.retries.round()
    assert world.states() == ["dead", "waiting", "dead", "dead", "dead"]
    world.handling.before = lambda envelope: None

    def replayed(**which: str) -> int:
        many = world.desk.replay_all(InboxState.DEAD, now=world.now(), **which)
        world.retries.round()
        return many

    assert replayed(error="Timeout") == 0
    assert replayed(error="ConnectionResetError") == 1
    assert replayed(error="TimeoutError", organisation="jtb-care") == 1
    assert world.states() == ["dead", "waiting", "done", "dead", "done"]
    assert replayed() == 2
    assert world.states() == ["done"] * 5
    assert [one.sequence for one in world.effects() if (one.case_ref, one.organisation) == ("case-1", "bqr")] == [1, 2]
    with pytest.raises(ValueError, match="waiting"):
        world.desk.replay_all(InboxState.WAITING, now=world.now())


def test_a_dependency_that_is_away_for_three_days_kills_no_event(embedded_world: World) -> None:
    world = embedded_world
    world.listen(retries=EVENT_RETRIES)
    world.handling.before = failing()
    world.tell("case-1", "case-1")
    world.carry()
    for _ in range(3 * 24 * 3 - 1):
        world.now.advance(minutes=20)  # type: ignore[attr-defined]
        world.retries.round()
    assert world.states() == ["failed", "waiting"]
    for _ in range(3 * 24):
        world.now.advance(hours=1)  # type: ignore[attr-defined]
        world.retries.round()
    assert world.states() == ["failed", "waiting"], "time in which nobody tried does not count"
    for _ in range(20):
        world.now.advance(hours=1)  # type: ignore[attr-defined]
        world.retries.round()
    assert world.states() == ["dead", "waiting"]


def test_an_event_is_discarded_only_with_a_reason_that_is_kept(world: World) -> None:
    world.handling.before = failing()
    (told,) = world.tell("case-1")
    world.carry()
    with pytest.raises(NoReason):
        world.desk.discard(told.id, "  x ", now=world.now())
    world.desk.discard(told.id, "the client died", now=world.now())
    (row,) = world.inbox()
    assert (row["state"], row["reason"]) == ("discarded", "the client died")
    assert world.desk.stuck() == []


def test_what_is_done_or_unknown_is_neither_replayed_nor_discarded(world: World) -> None:
    (told,) = world.tell("case-1")
    world.carry()
    for event_id in (told.id, str(uuid4())):
        with pytest.raises(NoSuchEvent):
            world.desk.replay(event_id, now=world.now())
        with pytest.raises(NoSuchEvent):
            world.desk.discard(event_id, "a fine reason", now=world.now())
    assert world.states() == ["done"]


def test_rules_that_break_hold_only_the_messages_of_their_organisation(world: World) -> None:
    def rules(organisation: str) -> None:
        if organisation == "bqr":
            raise LookupError("a plugin that raises")

    world.listen(rules=rules)
    world.tell("case-1", organisation="bqr")
    world.tell("case-1", organisation="jtb-care")
    world.carry()
    assert [(row["organisation"], row["state"]) for row in world.inbox()] == [("bqr", "failed"), ("jtb-care", "done")]


# --- poison


def changed(**attributes: object) -> bytes:
    return json.dumps({**json.loads(encode(event_of())), **attributes}).encode()


POISON = [
    pytest.param(b"\xff\xfe\x00 not json", KEY, "undecodable", id="undecodable-bytes"),
    pytest.param(b"", KEY, "undecodable", id="nothing"),
    pytest.param(b"[" * 100_000, KEY, "undecodable", id="deep"),
    pytest.param(changed(data="text"), KEY, "undecodable", id="no-data"),
    pytest.param(changed(data={"request_ref": 7, "subject_ref": "p"}), KEY, "undecodable", id="wrong-type-of-field"),
    pytest.param(changed(sequence="minus one"), KEY, "undecodable", id="no-sequence"),
    pytest.param(changed(type="nl.waarborg.requests.never-heard-of.v1"), KEY, "unknown-type", id="unknown-type"),
    pytest.param(changed(type="com.example.order"), KEY, "unknown-type", id="foreign-type"),
    pytest.param(changed(type="nl.waarborg.requests.withdrawal-requested.v9"), KEY, "future-version", id="future"),
    pytest.param(changed(specversion="2.0"), KEY, "future-version", id="future-cloudevents"),
    pytest.param(changed(organisation="elsewhere"), KEY, "unknown-organisation", id="unknown-organisation"),
    pytest.param(changed(organisation="jtb-care"), KEY, "routing-key-differs", id="other-organisation-in-key"),
    pytest.param(
        encode(event_of()),
        routing_key("nl.waarborg.requests.request-received.v1", "bqr"),
        "routing-key-differs",
        id="other-type-in-key",
    ),
    pytest.param(b" " * (17 * 1024 * 1024), KEY, "too-large", id="17-MB"),
]


@pytest.mark.parametrize(("body", "key", "reason"), POISON)
def test_poison_is_kept_and_shown_and_the_consumer_goes_on(
    world: World, put_raw: PutRaw, body: bytes, key: str, reason: str
) -> None:
    put_raw(body, key)
    put_raw(encode(event_of("case-2")), KEY)
    take(world, 2)
    (held,) = world.poison()
    assert held["reason"] == reason
    assert held["headers"]["routing_key"] == key
    assert [effect.case_ref for effect in world.effects()] == ["case-2"]


def test_poison_that_can_be_read_by_now_is_replayed_once(world: World, put_raw: PutRaw) -> None:
    world.listen(organisations=("jtb-care",))
    put_raw(encode(event_of()), KEY)
    take(world, 1)
    (held,) = world.poison()
    assert world.desk.replay_poison(held["id"], world.receiver, now=world.now()) is Outcome.POISON
    assert len(world.poison()) == 1
    world.listen()
    assert world.desk.replay_poison(held["id"], world.receiver, now=world.now()) is Outcome.DONE
    assert world.poison() == []
    assert len(world.effects()) == 1
    with pytest.raises(NoSuchEvent):
        world.desk.replay_poison(held["id"], world.receiver, now=world.now())


def test_poison_that_is_replayed_has_its_effect_though_later_events_of_its_case_are_done(
    world: World, put_raw: PutRaw
) -> None:
    world.listen(handles={RequestReceived: world.handling})
    put_raw(encode(event_of(sequence=1)), KEY)
    take(world, 1)
    world.listen()
    put_raw(encode(event_of(sequence=2)), KEY)
    take(world, 1)
    (held,) = world.poison()
    assert world.desk.replay_poison(held["id"], world.receiver, now=world.now()) is Outcome.DONE
    assert [effect.sequence for effect in world.effects()] == [2, 1]


def test_poison_is_discarded_with_a_reason(world: World, put_raw: PutRaw) -> None:
    put_raw(b"nonsense", KEY)
    take(world, 1)
    (held,) = world.poison()
    with pytest.raises(NoReason):
        world.desk.discard_poison(held["id"], "", now=world.now())
    world.desk.discard_poison(held["id"], "a stranger's test", now=world.now())
    assert world.poison() == []
    assert world.desk.backlog().poison == 0


def test_the_same_poison_twice_is_one_row_and_is_held_again_after_a_discard(world: World, put_raw: PutRaw) -> None:
    for _ in range(2):
        put_raw(b"nonsense", KEY)
    take(world, 2)
    (held,) = world.poison()
    world.desk.discard_poison(held["id"], "a stranger's test", now=world.now())
    put_raw(b"nonsense", KEY)
    take(world, 3)
    assert [row["id"] for row in world.poison()] == [held["id"]]


def test_an_event_for_a_known_but_unhandled_type_is_kept_as_poison(world: World, put_raw: PutRaw) -> None:
    world.listen(handles={})
    put_raw(encode(event_of()), KEY)
    take(world, 1)
    assert [row["reason"] for row in world.poison()] == ["not-handled"]


# --- starting, stopping, coming back


def test_what_was_not_relayed_before_a_stop_is_relayed_after_it(world: World) -> None:
    world.tell("case-1")
    world.carry()
    world.tell("case-1", "case-2")
    world.carry()
    assert len(world.effects()) == 3


def test_sent_events_can_be_sent_again_for_a_consumer_that_came_later(world: World) -> None:
    world.tell("case-1", "case-2")
    world.carry()
    assert world.teller_desk.send_again([WithdrawalRequested.type], since=START) == 2
    assert world.teller_desk.backlog().pending == 2
    world.carry()
    assert len(world.effects()) == 2


def test_a_message_stays_on_the_bus_while_the_database_is_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (told,) = world.tell("case-1")
    down = [6]
    begin = world.begin_listener

    def begin_or_fail(organisation: str) -> object:
        if down[0] > 0:
            down[0] -= 1
            raise OSError(errno.ECONNREFUSED, "no database")
        return begin(organisation)

    world.listen(begin=begin_or_fail)
    world.carry()
    assert down == [0]
    assert [effect.event_id for effect in world.effects()] == [told.id]
