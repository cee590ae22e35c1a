"""Carrying out a decision, killed at any statement and at either side of any commit: each step counts once."""

from functools import partial

from waarborg_requests.actions import carrying, carrying_by_staff
from waarborg_requests.models import StaffNotice
from waarborg_shared.bus.messages import Delivery as Incoming
from waarborg_shared.bus.receiver import Outcome as Received
from waarborg_shared.carrying import Carried, Told, Why
from waarborg_shared.db import new_id
from waarborg_shared.events import Envelope, encode, routing_key
from waarborg_shared.events.requests import CarryingAsked
from waarborg_shared.testing.bus_crash import Axe, falls
from waarborg_shared.testing.depth import by_depth
from waarborg_shared.worker import receiver_of
from waarborg_tests.carrying_case import PARTNER, QUIET, Case, filed

ORDER = ("consent", "identity", "requests")


class Cuts:
    """Walks again and again, each time killed somewhere else.

    What a transaction did up to a statement is undone with it, so that a kill at one leaves what a kill at the next
    does: in the usual run every commit is cut at either side, and statements at distances that double. In depth each.
    """

    def __init__(self, world):
        self.engine, self.axe, self.most = world.runtime.engine, _AxeByName(), {}
        self.axe.over(self.engine, "requests")

    def everywhere(self, walk):
        """Walk once to the end, and then once for each place, of which some act or other has enough."""
        walk("nowhere")
        for name, most in self.most.items():
            far = 1
            while far <= most:
                self.axe.place = name, far
                walk(f"{name} {far}")
                far = far * by_depth(2, 1) + by_depth(0, 1) if name.endswith("statement") else far + 1
        assert sum(self.most.values()) > 20 and len(self.most) == 4

    def __call__(self, act):
        """Do something that may be killed, and say what it gave, or None."""
        self.axe.steps.clear()
        self.axe.cuts, given = True, []
        falls(self.engine, lambda: given.append(act()))
        self.axe.cuts = False
        for name in set(self.axe.steps):
            self.most[name] = max(self.most.get(name, 0), self.axe.steps.count(name))
        return given[0] if given else None


class _AxeByName(Axe):
    """An axe that falls at the n-th step of a name, while it cuts."""

    def __init__(self):
        super().__init__()
        self.cuts, self.place = False, None

    def step(self, name):
        self.steps.append(name)
        if self.cuts and self.place == (name, self.steps.count(name)):
            self._fall()


def test_cut_at_any_statement_each_step_is_asked_and_taken_over_the_bus_once_after_all(either_world):
    world, cut = either_world, Cuts(either_world)

    def walk(where):
        case = Case(world, filed(world)).prepare()
        begin = partial(case.do, carrying_by_staff.begin_carrying)
        cut(begin)
        if case.own_state() == "prepared":
            begin()
        case.quiet().carer()
        for place, holder in enumerate(ORDER):
            event, once, more = case.answer_of(holder), new_id(), new_id()
            cut(partial(_by_the_bus, world, event, once, 2 * place + 1))
            again = [_by_the_bus(world, event, once, 2 * place + 1) for _ in range(2)]
            assert again[0] in (Received.DONE, Received.DUPLICATE) and again[1] is Received.DUPLICATE, where
            anew = _by_the_bus(world, event, more, 2 * place + 2)
            assert anew is Received.DONE, f"told anew by a service that started anew: {where}"
            assert case.states()[holder] == "done", where
            assert _asked(world, case) == list(ORDER[: place + 2]), where
            verbs = world.verbs(case.id, "jtb-care")
            assert verbs.count("carrying-answered") == place + 4, where
            assert verbs.count("carrying-ended") == (holder == "requests"), where
            _each_has_its_clock(world, case)
        assert case.own_state() == "done", where

    cut.everywhere(walk)


def test_cut_while_people_and_partners_answer_and_clocks_ring_each_counts_once(world, monkeypatch):
    cut, rules = Cuts(world), world.runtime.rules("jtb-care")
    monkeypatch.setitem(rules.__dict__, "holders", {**rules.holders, PARTNER.code: PARTNER})

    def walk(where):
        case = Case(world, filed(world)).prepare()
        case.do(carrying_by_staff.begin_carrying)
        own, partner = case.steps()["own_file"].id, case.steps()["zorgdossier"].id
        not_yet = Told(Carried.NOT_YET, Why.NOT_POSSIBLE)
        acts = (
            partial(_timed, world, carrying.remind, own),
            partial(_timed, world, carrying.lapse, own),
            partial(case.do, carrying_by_staff.ask_again, partner),
            partial(_partner, case, partner, not_yet),
            partial(_partner, case, partner, Told(Carried.DONE)),
            partial(case.do, carrying_by_staff.answer_by_hand, own, Told(Carried.DONE), note=""),
        )
        for act in acts:
            cut(act)
            act()
            _each_has_its_clock(world, case)
        case.through()
        assert case.own_state() == "done" and set(case.states().values()) == {"done"}, where
        verbs = world.verbs(case.id, "jtb-care")
        assert (verbs.count("carrying-answered"), verbs.count("carrying-ended")) == (8, 1), where
        lying = [e for e in world.rows(StaffNotice, "jtb-care", StaffNotice.request_id == case.id) if e.seen_at is None]
        assert not [each for each in lying if each.what.startswith("carrying")]

    cut.everywhere(walk)


def _asked(world, case):
    told = world.told(CarryingAsked, "jtb-care", case_ref=case.id)
    return [each.holder for each in told if each.holder not in QUIET]


def _by_the_bus(world, event, name, sequence):
    """Bring a service's answer by the bus to a process that has just started."""
    envelope = Envelope(
        id=name,
        type=event.type,
        source=event.type.split(".")[2],
        organisation="jtb-care",
        subject=event.request_ref,
        sequence=sequence,
        time=world.clock.now(),
        event=event,
    )
    incoming = Incoming(encode(envelope), routing_key(envelope.type, "jtb-care"), "waarborg.requests", 1)
    return receiver_of(world.runtime).receive(incoming)


def _timed(world, ring, step):
    with world.work("jtb-care") as work:
        ring(work, step)


def _partner(case, step, told):
    with case.world.work("jtb-care") as work:
        carrying.answer_by_partner(work, step, told, holder="zorgdossier", rules=case.rules)


def _each_has_its_clock(world, case):
    """Whoever is asked has a clock that runs, and nobody else has."""
    steps = case.steps().values()
    with world.work("jtb-care") as work:
        for step in steps:
            runs = [each for each in work.clocks.of(step) if each.stopped_at is None]
            assert len(runs) == (step.state in ("told", "not_yet")), (step.holder, step.state)
