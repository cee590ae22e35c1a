"""Any order of steps by anybody: nobody else notifies, no case closes with an open duty, no clock is lost."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from waarborg_breach import actions, domain
from waarborg_breach.actions import BreachDecision, NewBreach, Notice
from waarborg_breach.domain import BreachError, CaseState, PersonsException, Times
from waarborg_breach.models import BreachCase, BreachDeputy, BreachNotice
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import World
from waarborg_tests.breach_decisions import EVERY_QUESTION

BOARD, QUALITY, OFFICER = "account-board", "account-quality", "account-fg"
ROLES = {BOARD: "board", QUALITY: "quality", OFFICER: "fg"}
WHO = st.sampled_from([BOARD, BOARD, BOARD, QUALITY, OFFICER])
EXCEPTIONS = st.sampled_from([None, *PersonsException])
NOTIFIED = {"provisional", "supplemented", "complete"}


class Steps(RuleBasedStateMachine):
    """One breach at BQR and everybody who has to do with it."""

    world: World

    @initialize(drill=st.booleans())
    def report(self, drill: bool) -> None:
        """Report a breach; sometimes it is an exercise."""
        self.rules, self.drill, self.by, self.began = self.world.runtime.rules("bqr"), drill, [], {}
        self.appointed = False
        now = self.world.clock.now()
        self.end_what_went_before(now)
        with self.world.work() as work:
            self.others = actions.count_open(work)
            command = NewBreach(times=Times(discovered_at=now, aware_at=now), origin="staff")
            row = actions.report_breach(work, command, rules=self.rules)
            row.drill, self.id = drill, row.id

    def end_what_went_before(self, now: datetime) -> None:
        """Appointments of an earlier life in the same world do not count in this one."""
        earlier = self.world.rows(BreachDeputy)
        with self.world.work() as work:
            for row in earlier:
                work.case(BreachDeputy, row.id).ended_at = now

    def take(self, who: str, step: Any) -> None:
        """Let somebody take a step, and note who took one that went through."""
        role = self.rules.roles[ROLES[who]]
        actor = Actor(
            organisation="bqr", kind=ActorKind.STAFF, ref=who, roles=frozenset({role.code}), duties=role.duties
        )
        with (
            suppress(BreachError),
            self.world.runtime.uow.begin("bqr", actor=actor, now=self.world.clock.now()) as work,
        ):
            case = work.case(BreachCase, self.id)
            presses = self.presses(work, case)
            step(work, case)
            self.by.append((who, presses, self.appointed))

    def presses(self, work: Any, case: BreachCase) -> bool:
        """Whether a clock of the authority runs and most of it is gone."""
        clocks = [clock for clock in work.clocks.of(case) if clock.name in domain.PRESSING and clock.stopped_at is None]
        return any(clock.remind_at <= work.now for clock in clocks)

    @rule(who=WHO, notify=st.booleans(), inform=st.booleans(), exception=EXCEPTIONS, known=st.booleans())
    def decide(self, who: str, notify: bool, inform: bool, exception: PersonsException | None, known: bool) -> None:
        """Decide, with or without naming what is not known."""
        command = BreachDecision(
            notify_authority=notify,
            inform_persons=inform,
            exception=exception,
            reason="waarom",
            not_yet_known=EVERY_QUESTION if known else (),
        )
        self.take(who, lambda work, case: actions.decide_breach(work, case, command, rules=self.rules))

    @rule(who=WHO, complete=st.booleans(), step=st.sampled_from([actions.notify, actions.supplement, actions.withdraw]))
    def tell_the_authority(self, who: str, complete: bool, step: Any) -> None:
        """Notify, supplement or withdraw."""
        notice = Notice(at=self.world.clock.now(), complete=complete, reason="waarom")
        self.take(who, lambda work, case: step(work, case, notice, rules=self.rules))

    @rule(who=WHO, part=st.booleans(), publicly=st.booleans())
    def tell_the_persons(self, who: str, part: bool, publicly: bool) -> None:
        """Tell some or all, or announce it."""
        told: dict[str, Any] = {"at": self.world.clock.now(), "how": "brief", "rules": self.rules}
        if publicly:
            self.take(who, lambda work, case: actions.announce(work, case, **told))
        else:
            self.take(who, lambda work, case: actions.note_informed(work, case, in_part=part, **told))

    @rule()
    def close(self) -> None:
        """Close, which goes through only where no duty is open."""
        with suppress(BreachError), self.world.work() as work:
            case = work.case(BreachCase, self.id)
            duties = actions.open_duties(work, case, self.rules)
            actions.close_breach(work, case, rules=self.rules)
            assert not duties

    @rule()
    def reopen(self) -> None:
        """Open a closed case again."""
        with suppress(BreachError), self.world.work() as work:
            actions.reopen_breach(work, work.case(BreachCase, self.id), reason="meer", rules=self.rules)

    @precondition(lambda self: not self.appointed)
    @rule()
    def appoint(self) -> None:
        """Appoint the deputy for long."""
        now = self.world.clock.now()
        with self.world.work() as work:
            ends = now.replace(year=now.year + 1)
            row = BreachDeputy(who=QUALITY, from_at=now, until_at=ends, reason_sealed=b"-", appointed_by=BOARD)
            self.deputy = work.add(row)
            work.session.flush()
            self.deputy_id = row.id
        self.appointed = True

    @precondition(lambda self: self.appointed)
    @rule()
    def end(self) -> None:
        """End the appointment."""
        with self.world.work() as work:
            work.case(BreachDeputy, self.deputy_id).ended_at = work.now
        self.appointed = False

    @rule(hours=st.sampled_from([1, 30, 60]))
    def wait(self, hours: int) -> None:
        """Let time pass."""
        self.world.clock.forward(hours * 3600)

    @invariant()
    def nobody_else_acted(self) -> None:
        """Every step that went through was the responsible person's, or a deputy's who might act at that moment."""
        for who, presses, appointed in self.by:
            assert who == BOARD or (who == QUALITY and (presses or appointed))

    @invariant()
    def the_case_is_what_it_says(self) -> None:
        """No duty of a closed case is open, no clock was lost or moved, and an exercise counts nowhere."""
        with self.world.work() as work:
            case = work.case(BreachCase, self.id)
            states = actions.states_of(case)
            closed = states.case is CaseState.CLOSED
            assert not (closed and domain.open_duties(states))
            kinds = {row.kind for row in actions.notifying.notices_of(work, case)}
            assert states.authority not in NOTIFIED or kinds & {"provisional", "complete"}
            clocks = {clock.name: clock for clock in work.clocks.of(case)}
            for name, began in self.began.items():
                assert (clocks[name].started_at, clocks[name].due_at) == began
            self.began |= {name: (clock.started_at, clock.due_at) for name, clock in clocks.items()}
            finished = domain.stopped_clocks(states, clocks)
            for name, clock in clocks.items():
                assert (clock.stopped_at is not None) is (name in finished), name
            assert actions.count_open(work) - self.others == int(not closed and not self.drill)


def test_any_order_of_steps_by_anybody_keeps_the_protocol(world: World) -> None:
    Steps.world = world
    assert Duty.BREACH_DECIDE not in world.runtime.rules("bqr").roles["fg"].duties
    checks = settings(
        max_examples=15,
        stateful_step_count=12,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Steps, settings=checks)
    assert all(notice.role in {"board", "quality", domain.APPOINTED} for notice in world.rows(BreachNotice))
