"""The life of a request, by a machine that does anything to two of them in any order: what never happens."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from waarborg_requests import actions
from waarborg_requests.actions import authority, beginning, death, ending, joining
from waarborg_requests.actions.at_once import answer_by_fact
from waarborg_requests.actions.authority import end_over
from waarborg_requests.domain import Answer, Ground, Identification, Outcome, RequestError, RequestState
from waarborg_requests.domain.at_once import only_by_fact
from waarborg_requests.domain.authority import MayAct
from waarborg_requests.domain.death import DeathGround, KnownHow
from waarborg_requests.models import Request
from waarborg_shared.clocks import ClockError, due_on
from waarborg_shared.db import new_id
from waarborg_shared.events.requests import MarkRequested, RequestAnswered, RequestWithdrawn, WithdrawalRequested
from waarborg_shared.hooks.values import RequestKind, Scope
from waarborg_tests.request_beginnings import REPRESENTATION, SPEAKER, Onlooker, filed_as

PEOPLE = st.integers(0, 1)
WHICH = st.integers(0, 1)
CLOSED = {RequestState.ANSWERED.value, RequestState.WITHDRAWN.value, RequestState.LAPSED.value}


def machine_of(world, pair, *, for_another):
    """Build the machine on a world: two requests, the first perhaps by a representative."""
    rules = world.runtime.rules("bqr")

    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.people = [new_id(), new_id()]  # its own: who died in an example before stays dead
            whose = {"representative": "mentor", "on_behalf_of": "Teun Voorbeeld"} if for_another else {}
            self.rows = [filed_as(world, pair[0], **whose).id, filed_as(world, pair[1], made=1).id]
            self.closed = {}
            self.onlooker = Onlooker(world)

        def _try(self, act):
            """Do something, which may be refused by a rule and then changes nothing."""
            try:
                with world.work() as work:
                    act(work)
            except (RequestError, ClockError, actions.Stale):
                return

        def _seen(self, which):
            with world.work() as work:
                return work.case(Request, self.rows[which]).revision

        @rule(which=WHICH, person=st.one_of(st.none(), PEOPLE))
        def identify(self, which, person):
            found = actions.Identified(
                how=Identification.AT_THE_DESK, subject_ref=None if person is None else self.people[person]
            )
            seen = self._seen(which)
            self._try(lambda work: actions.identify(work, self.rows[which], found, revision=seen, rules=rules))

        @rule(which=WHICH)
        def ask_who_it_is(self, which):
            seen = self._seen(which)
            self._try(
                lambda work: actions.ask_identification(
                    work, self.rows[which], revision=seen, reason="Wie?", rules=rules
                )
            )

        @rule(which=WHICH, allowed=st.booleans(), person=PEOPLE)
        def ask_the_register(self, which, allowed, person):
            line = MayAct(
                representation_ref=REPRESENTATION,
                representative_ref=SPEAKER,
                capacity="mentor",
                scope=Scope.DATA,
                allowed=allowed,
                why="appointed",
                source="art. 7:465(2) BW",
            )
            seen = self._seen(which)
            self._try(
                lambda work: authority.record_check(
                    work,
                    self.rows[which],
                    [line],
                    asked_for=self.people[person],
                    who=REPRESENTATION,
                    revision=seen,
                    rules=rules,
                )
            )

        @rule()
        def end_the_representation(self):
            self._try(lambda work: authority.end_authority(work, REPRESENTATION, reason="ended"))

        @rule(which=WHICH)
        def withdraw(self, which):
            self._try(lambda work: ending.withdraw(work, work.case(Request, self.rows[which]), rules=rules))

        @rule(which=WHICH)
        def narrow(self, which):
            self._try(lambda work: ending.narrow(work, work.case(Request, self.rows[which]), wanted="Minder."))

        @rule(which=WHICH)
        def extend(self, which):
            seen = self._seen(which)
            self._try(lambda work: actions.extend(work, self.rows[which], revision=seen, reason="Veel.", rules=rules))

        @rule(which=WHICH, days=st.integers(0, 20))
        def die(self, which, days):
            seen, on = self._seen(which), due_on(world.clock.now()) - timedelta(days=days)
            record = death.Died(on=on, known_how=KnownHow.FAMILY)
            self._try(lambda work: death.record_death(work, self.rows[which], record, revision=seen, rules=rules))

        @rule(which=WHICH)
        def find_a_ground(self, which):
            seen = self._seen(which)
            self._try(
                lambda work: death.record_ground(
                    work,
                    self.rows[which],
                    DeathGround.COMPELLING_INTEREST,
                    why="Erfkwestie.",
                    revision=seen,
                    rules=rules,
                )
            )

        @rule(kept=PEOPLE)
        def merge(self, kept):
            refs = {"kept_ref": self.people[kept], "merged_ref": self.people[1 - kept]}
            self._try(lambda work: joining.follow_merge(work, **refs, at=work.now))

        @rule(kept=WHICH)
        def split(self, kept):
            refs = {"kept_ref": self.people[kept], "split_ref": self.people[1 - kept]}
            self._try(lambda work: joining.follow_split(work, **refs, at=work.now))

        @rule()
        def look_whose_term_is_over(self):
            self._try(end_over)

        @rule(which=WHICH)
        def confirm(self, which):
            seen = self._seen(which)
            self._try(lambda work: joining.confirm_person(work, self.rows[which], revision=seen, rules=rules))

        @rule(which=WHICH, outcome=st.sampled_from(Outcome))
        def answer(self, which, outcome):
            seen = self._seen(which)
            ground = None if outcome is Outcome.GRANTED else Ground.NO_AUTHORITY
            given = Answer(outcome=outcome, ground=ground, text="Hierbij.")

            def act(work):
                row = work.case(Request, self.rows[which])
                may = beginning.may_begin(work, row)
                actions.answer(work, row.id, given, revision=seen, rules=rules)
                if row.representative is not None or beginning.death_of(work, row) is not None:
                    assert may or outcome is Outcome.REFUSED or row.kind == RequestKind.COMPLAINT

            self._try(act)

        @rule(which=WHICH, person=PEOPLE)
        def bring_a_fact(self, which, person):
            def act(work):
                row = work.case(Request, self.rows[which])
                his = self.people[person]
                if row.passed_on_at is not None and his in (row.subject_ref, row.filed_ref):
                    answer_by_fact(work, row.id, subject_ref=his, ground=None, rules=rules)

            self._try(act)

        @rule(days=st.integers(1, 40))
        def wait(self, days):
            world.clock.forward(days * 86_400)

        def teardown(self):
            self.onlooker.close()

        @invariant()
        def everything_holds(self):
            if self.onlooker.anything_new():
                self._what_was_closed_stays_closed_and_its_clocks_stand()
                self._each_is_closed_once_and_passed_on_once_and_only_for_whom_it_is_known()

        def _what_was_closed_stays_closed_and_its_clocks_stand(self):
            with world.work() as work:
                for request_id in self.rows:
                    row = work.case(Request, request_id)
                    assert (row.answered_at is not None) == (row.state in CLOSED)
                    assert (row.outcome is not None) == (row.state == RequestState.ANSWERED)
                    if row.state in CLOSED:
                        assert all(clock.stopped_at for clock in work.clocks.of(row))
                        assert self.closed.setdefault(row.id, row.state) == row.state

        def _each_is_closed_once_and_passed_on_once_and_only_for_whom_it_is_known(self):
            for request_id in self.rows:
                of_it = [each.event for each in world.events(case_ref=request_id)]
                passed = [each for each in of_it if isinstance(each, (MarkRequested, WithdrawalRequested))]
                closed = [each for each in of_it if isinstance(each, (RequestAnswered, RequestWithdrawn))]
                assert len(passed) <= 1 and len(closed) <= 1
                with world.work() as work:
                    row = work.case(Request, request_id)
                    assert (row.passed_on_at is not None) == bool(passed)
                    assert not passed or row.identified_at is not None
                    if row.outcome == Outcome.GRANTED and only_by_fact(RequestKind(row.kind), row.about):
                        assert passed, "granted, and nothing was done"

    return Life


def test_whatever_happens_to_a_request_it_is_closed_once_and_gives_nothing_before_it_may(world):
    cheap = settings(
        max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    for pair, for_another in ((("withdrawal", "access"), True), (("objection", "erasure"), False)):
        run_state_machine_as_test(machine_of(world, pair, for_another=for_another), settings=cheap)
