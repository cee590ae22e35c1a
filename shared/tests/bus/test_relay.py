"""The relay marks what was confirmed and nothing else, and keeps the order of every case."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from kombu import Connection
from structlog.testing import capture_logs

from waarborg_shared.bus import BackOff, BusAway, Names, NotLeading, Outgoing, Pace, RabbitTransport, Relay
from waarborg_shared.bus.messages import NotOnThisBus, Settled
from waarborg_shared.bus.refusals import Refusals
from waarborg_shared.bus.relay import leadership
from waarborg_shared.testing.bus_world import LISTENER, TELLER, TELLER_PLUMBING, World, running

SMALL = Pace(window=4, batch=10, confirm_within=0.2, shortest_poll=0.001, longest_poll=0.01)


class Script:
    """A bus that does as it is told: `refuse` and `swallow` name cases, `newest_first` turns the confirms around."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.in_flight: dict[int, Outgoing] = {}
        self.most_in_flight = 0
        self.refuse: dict[str, str] = {}
        self.swallow: set[str] = set()
        self.too_large: set[str] = set()
        self.newest_first = False
        self.one_by_one = False
        self.connections = 0
        self._tag = 0

    def publisher(self) -> "Script":
        self.connections += 1
        self.in_flight.clear()
        return self

    def subscription(self, service: str) -> None:
        raise NotImplementedError

    def send(self, message: Outgoing) -> int:
        if message.case_ref in self.too_large:
            raise NotOnThisBus("too-large")
        assert message.case not in {other.case for other in self.in_flight.values()}, "two of one case in flight"
        self._tag += 1
        self.in_flight[self._tag] = message
        self.most_in_flight = max(self.most_in_flight, len(self.in_flight))
        self.sent.append(message.id)
        return self._tag

    def settle(self, timeout: float) -> Settled:
        known = [tag for tag, message in self.in_flight.items() if message.case_ref not in self.swallow]
        if not known:
            raise BusAway("no answer in time")
        known = sorted(known, reverse=self.newest_first)[: 1 if self.one_by_one else None]
        settled = {tag: self.in_flight.pop(tag) for tag in known}
        refused = [(tag, self.refuse[one.case_ref]) for tag, one in settled.items() if one.case_ref in self.refuse]
        return Settled([tag for tag, one in settled.items() if one.case_ref not in self.refuse], refused)

    def beat(self) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def scripted(tmp_path: Path, script: Script) -> Iterator[World]:
    world = World(f"sqlite:///{tmp_path}/teller.db", f"sqlite:///{tmp_path}/listener.db", script)  # type: ignore[arg-type]
    world.relay = relay_of(world, script)
    yield world
    world.close()


def relay_of(world: World, transport: object, *, pace: Pace = SMALL) -> Relay:
    return Relay(
        world.teller_engine,
        TELLER_PLUMBING.outbox,
        transport=transport,  # type: ignore[arg-type]
        service=TELLER,
        now=world.now,
        pace=pace,
    )


def states(world: World) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in world.outbox():
        found.setdefault(row["case_ref"], []).append(row["state"])
    return found


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("one_by_one", [False, True])
def test_every_order_of_confirms_marks_every_row(
    scripted: World, script: Script, newest_first: bool, one_by_one: bool
) -> None:
    script.newest_first, script.one_by_one = newest_first, one_by_one
    scripted.tell(*(f"case-{number % 7}" for number in range(25)))
    assert scripted.relay.drain() == 25
    assert scripted.pending() == 0
    assert len(script.sent) == len(set(script.sent)) == 25


def test_the_window_is_filled_and_never_overrun(scripted: World, script: Script) -> None:
    scripted.tell(*(f"case-{number}" for number in range(9)))
    scripted.relay.drain()
    assert script.most_in_flight == SMALL.window


def test_the_events_of_a_case_leave_one_after_another(scripted: World, script: Script) -> None:
    script.newest_first = True
    told = scripted.tell(*["case-1"] * 12)
    scripted.relay.drain()
    assert script.sent == [envelope.id for envelope in told]
    assert script.most_in_flight == 1


def test_what_was_refused_stays_and_holds_only_its_own_case(scripted: World, script: Script) -> None:
    script.refuse = {"case-1": "nacked"}
    scripted.tell("case-1", "case-2", "case-1", "case-2")
    assert scripted.relay.drain() == 2
    assert states(scripted) == {"case-1": ["pending", "pending"], "case-2": ["sent", "sent"]}
    assert scripted.relay.tally.reasons == {"nacked": 1}
    script.refuse = {}
    script.sent.clear()
    assert scripted.relay.drain() == 2
    assert script.sent == [row["id"] for row in scripted.outbox() if row["case_ref"] == "case-1"]


def test_a_case_that_is_held_is_held_on_every_page_of_the_pass(scripted: World, script: Script) -> None:
    script.refuse = {"case-1": "nacked"}
    scripted.tell(*["case-1", "case-2"] * 30)
    assert scripted.relay.drain() == 30
    assert scripted.relay.tally.refused == 1


def test_a_timeout_marks_what_was_confirmed_before_it_and_begins_anew(scripted: World, script: Script) -> None:
    script.swallow = {"case-2"}
    scripted.tell("case-1", "case-2", "case-3")
    with pytest.raises(BusAway):
        scripted.relay.drain()
    assert states(scripted) == {"case-1": ["sent"], "case-2": ["pending"], "case-3": ["sent"]}
    script.swallow = set()
    assert scripted.relay.drain() == 1
    assert script.connections == 2


def test_a_message_over_the_limit_is_counted_and_stays_and_others_pass(scripted: World, script: Script) -> None:
    script.too_large = {"case-1"}
    scripted.tell("case-1", "case-2")
    assert scripted.relay.drain() == 1
    assert scripted.relay.tally.reasons == {"too-large": 1}
    assert states(scripted) == {"case-1": ["pending"], "case-2": ["sent"]}


def test_the_bell_wakes_a_relay_that_waits(tmp_path: Path, script: Script) -> None:
    world = World(f"sqlite:///{tmp_path}/teller.db", f"sqlite:///{tmp_path}/listener.db", script)  # type: ignore[arg-type]
    relay = relay_of(world, script, pace=Pace(shortest_poll=30, longest_poll=30))
    world.teller.wake = relay.wake.set
    with running(relay.run) as stop:
        for number in range(3):
            world.tell(f"case-{number}")
            world.wait_for(lambda: not world.pending(), within=5)
        stop.set()
        relay.wake.set()
    world.close()


def test_a_refused_case_rests_and_is_then_offered_again(tmp_path: Path, script: Script) -> None:
    script.refuse = {"case-1": "unroutable"}
    world = World(f"sqlite:///{tmp_path}/teller.db", f"sqlite:///{tmp_path}/listener.db", script)  # type: ignore[arg-type]
    relay = relay_of(
        world, script, pace=Pace(shortest_poll=0.001, longest_poll=0.002, refusals=BackOff(first=0.2, longest=0.2))
    )
    world.tell("case-1")
    with running(relay.run):
        world.wait_for(lambda: relay.tally.refused >= 1)
        for number in range(30):
            world.tell(f"case-{number + 2}")
        world.wait_for(lambda: relay.tally.sent == 30)
        assert relay.tally.refused < 30, "it was not offered with every pass"
        script.refuse = {}
        world.wait_for(lambda: not world.pending())
    world.close()


def message(case: str = "case-1", id_: str = "event-1") -> Outgoing:
    return Outgoing(id_, "bqr", case, 1, "key", b"{}")


def test_a_case_that_is_refused_again_and_again_rests_longer_and_longer_and_a_success_wipes_it_out() -> None:
    refusals, now = Refusals(TELLER, BackOff(first=1, longest=60, jitter=0)), 1000.0
    for rest in (1, 2, 4, 8, 16, 32, 60, 60):
        refusals.begin(now)
        assert not refusals.holds(("bqr", "case-1"))
        refusals.refuse(message(), "nacked")
        refusals.end(now)
        refusals.begin(now + rest - 0.01)
        assert refusals.holds(("bqr", "case-1"))
        assert not refusals.holds(("jtb-care", "case-1"))
        now += rest
    refusals.begin(now)
    refusals.taken([message()])
    refusals.refuse(message(id_="event-2"), "nacked")
    refusals.end(now)
    refusals.begin(now + 1)
    assert not refusals.holds(("bqr", "case-1"))


def test_an_operator_who_drains_waits_for_no_rest() -> None:
    refusals = Refusals(TELLER, BackOff(first=60))
    refusals.refuse(message(), "nacked")
    refusals.end(0.0)
    refusals.begin(1.0, all_cases=True)
    assert not refusals.holds(("bqr", "case-1"))


def test_a_pass_says_in_one_line_what_was_refused(scripted: World, script: Script) -> None:
    script.refuse = {f"case-{number}": "nacked" for number in range(20)}
    script.too_large = {"case-20"}
    told = scripted.tell(*(f"case-{number}" for number in range(25)))
    with capture_logs() as logged:
        scripted.relay.drain()
    (line,) = logged
    assert (line["event"], line["service"], line["log_level"]) == ("events_refused_by_the_bus", TELLER, "error")
    assert line["reasons"] == {"nacked": 20, "too-large": 1}
    assert line["for_example"] in {envelope.id for envelope in told}
    with capture_logs() as logged:
        script.refuse, script.too_large = {}, set()
        scripted.relay.drain()
    assert logged == []


# --- against a real broker


@pytest.fixture
def bare(rabbit_url: str, new_names: Names) -> Iterator[Connection]:
    """A connection on which a test declares a topology of its own."""
    with Connection(rabbit_url) as connection:
        connection.channel().exchange_declare(new_names.events, "topic", durable=True, auto_delete=False)
        yield connection


@pytest.mark.servers
def test_an_unroutable_event_is_not_marked_and_others_are(
    rabbit_url: str, new_names: Names, bare: Connection, tmp_path: Path
) -> None:
    world = World(f"sqlite:///{tmp_path}/teller.db", f"sqlite:///{tmp_path}/listener.db")
    channel = bare.channel()
    channel.queue_declare(new_names.queue(LISTENER), durable=True, auto_delete=False)
    channel.queue_bind(new_names.queue(LISTENER), new_names.events, "#.jtb-care")
    world.tell("case-1", "case-2", organisation="bqr")
    world.tell("case-1", "case-2", organisation="jtb-care")
    relay = relay_of(world, RabbitTransport(rabbit_url, names=new_names), pace=Pace(confirm_within=10))
    assert relay.drain() == 2
    assert relay.tally.reasons == {"unroutable": 2}
    assert {row["organisation"] for row in world.outbox() if row["state"] == "pending"} == {"bqr"}
    channel.queue_bind(new_names.queue(LISTENER), new_names.events, "#.bqr")
    assert relay.drain() == 2
    world.close()


@pytest.mark.servers
def test_what_a_full_queue_refuses_is_not_marked(
    rabbit_url: str, new_names: Names, bare: Connection, tmp_path: Path
) -> None:
    world = World(f"sqlite:///{tmp_path}/teller.db", f"sqlite:///{tmp_path}/listener.db")
    arguments = {"x-max-length": 3, "x-overflow": "reject-publish"}
    channel = bare.channel()
    channel.queue_declare(new_names.queue(LISTENER), durable=True, auto_delete=False, arguments=arguments)
    channel.queue_bind(new_names.queue(LISTENER), new_names.events, "#")
    world.tell(*(f"case-{number}" for number in range(10)))
    relay = relay_of(world, RabbitTransport(rabbit_url, names=new_names), pace=Pace(confirm_within=10))
    assert relay.drain() == 3
    assert relay.tally.reasons == {"nacked": 7}
    kept = [json.loads(channel.basic_get(new_names.queue(LISTENER), no_ack=True).body)["id"] for _ in range(3)]
    assert sorted(kept) == sorted(row["id"] for row in world.outbox() if row["state"] == "sent")
    world.close()


@pytest.mark.servers
def test_a_broker_without_the_exchange_takes_nothing_and_nothing_is_marked(
    rabbit_url: str, new_names: Names, tmp_path: Path
) -> None:
    world = World(f"sqlite:///{tmp_path}/teller.db", f"sqlite:///{tmp_path}/listener.db")
    world.tell("case-1")
    with pytest.raises(BusAway):
        relay_of(world, RabbitTransport(rabbit_url, names=new_names), pace=Pace(confirm_within=5)).drain()
    assert world.pending() == 1
    world.close()


@pytest.mark.servers
def test_one_process_leads_and_another_takes_over_when_its_connection_is_lost(
    databases: tuple[str, str], rabbit_world: World
) -> None:
    rabbit_world.tell("case-1")
    with leadership(rabbit_world.teller_engine, TELLER) as leader:
        with pytest.raises(NotLeading):
            rabbit_world.relay.drain()
        assert rabbit_world.pending() == 1
        backend = leader.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
        with psycopg.connect(databases[0].replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))
        assert rabbit_world.relay.drain() == 1


@pytest.mark.servers
def test_leading_ends_with_the_connection_and_does_not_stay_in_the_pool(rabbit_world: World) -> None:
    for _ in range(3):
        with leadership(rabbit_world.teller_engine, TELLER):
            pass
    with leadership(rabbit_world.teller_engine, TELLER), leadership(rabbit_world.teller_engine, "another-service"):
        pass
