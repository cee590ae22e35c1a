"""The whole life of a case, by a machine: collecting, looks, package, carrying out, complaint, and all that crosses it.

Every example begins with a walk along the straight way, as far as it is told, and then does anything in any order.
"""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from waarborg_requests import actions, domain
from waarborg_requests.actions import authority, beginning, complaining, death, ending, joining, notices, speaking
from waarborg_requests.actions import carrying as carrying_out
from waarborg_requests.actions import carrying_by_staff as by_staff
from waarborg_requests.actions.after_closing import still_to_do
from waarborg_requests.actions.collecting import asking, handing_in
from waarborg_requests.actions.collecting.items import NewItem, items_of
from waarborg_requests.actions.complaint_reading import with_measures
from waarborg_requests.actions.identification import deciding
from waarborg_requests.actions.messages import messages_of
from waarborg_requests.actions.package import fetching, renewing
from waarborg_requests.actions.package.wishing import package_of
from waarborg_requests.actions.reading import carried_after_the_answer, with_a_message
from waarborg_requests.actions.review import looks, marks
from waarborg_requests.domain import Answer, Ground, Identification, Outcome, Reach, RequestError, RequestState, Told
from waarborg_requests.domain.authority import AuthorityState, GoesOnWith, MayAct
from waarborg_requests.domain.carrying import MUST, CarryingState, StepState
from waarborg_requests.domain.collecting import OUTSTANDING, Hindrance, ItemForm, TaskState
from waarborg_requests.domain.complaining import Judged, Judgement, Measure
from waarborg_requests.domain.death import DeathGround, KnownHow
from waarborg_requests.domain.identification import Document
from waarborg_requests.domain.package.fetching import PackageState
from waarborg_requests.domain.review.marking import Mark, Verdict, WithholdGround
from waarborg_requests.domain.terms import WAITS
from waarborg_requests.models import HolderTask, Request
from waarborg_requests.packer import packer_of
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.bus.messages import Delivery
from waarborg_shared.carrying import Carried, Why
from waarborg_shared.carrying import Told as Said
from waarborg_shared.clocks import ClockError, due_on
from waarborg_shared.db import new_id
from waarborg_shared.events import decode, encode, routing_key
from waarborg_shared.events.requests import CarryingAsked, HolderAsked
from waarborg_shared.hooks.values import Duty, RequestKind, Scope
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.testing.depth import by_depth
from waarborg_shared.worker import receiver_of, watch_of
from waarborg_tests.request_beginnings import Onlooker, filed_as

WHICH, WHO = st.integers(0, 1), st.sampled_from(("account-1", "account-2", "account-3"))
DUTIES = frozenset({Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, Duty.REQUESTS_WATCH, Duty.COMPLAINTS_ANSWER})
REFUSED = (RequestError, ClockError, actions.Stale, actions.NotDelivered, KeyDestroyed)
# What leads to the file, or is of it: never on its way to who may not act (any more).
OF_THE_FILE = {Told.ANSWERED, Told.READ_CODE, Told.FETCH_CODE, Told.MESSAGE}
ALL = 10_000


def machine_of(world, pair, *, for_another):
    """Build the machine on a world: two requests of one person, perhaps by a representative."""
    rules = world.runtime.rules("bqr")

    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            # Its own people: what befell those of an example before stands for good.
            self.people, self.speaker, self.representation = [new_id(), new_id()], new_id(), new_id()
            whose = {"representative": "mentor", "on_behalf_of": "Teun Voorbeeld"} if for_another else {}
            self.for_another, self.position, self.heard = for_another, 0, []
            self._read_events()
            self.heard.clear()
            self.rows = [filed_as(world, kind, made=made, **whose).id for made, kind in enumerate(pair)]
            self.asked_when_closed, self.clocks, self.onlooker = {}, {}, Onlooker(world)

        # --- What the rules are made of ---------------------------------------------------------------------------

        def _do(self, act, who="account-1"):
            actor = Actor(ActorKind.STAFF, who, "bqr", duties=DUTIES)
            with world.runtime.uow.begin("bqr", actor=actor, now=world.clock.now()) as work:
                return act(work)

        def _try(self, act, who="account-1"):
            """Do something, which may be refused by a rule and then changes nothing."""
            try:
                self._do(act, who)
            except REFUSED:
                return

        def _seen(self, which):
            with world.work() as work:
                return work.case(Request, self.rows[which]).revision

        def _tasks(self, which, *states):
            with world.work() as work:
                found = asking.tasks_of(work, work.case(Request, self.rows[which]))
                return [(task.id, task.holder_kind, task.revision) for task in found if task.state in states]

        def _read_events(self):
            with world.work() as work:
                outbox = work.plumbing.outbox
                new = outbox.c.organisation == "bqr", outbox.c.position > self.position
                query = select(outbox.c.position, outbox.c.body).where(*new)
                for row in work.session.execute(query.order_by(outbox.c.position)).all():
                    self.position = row.position
                    self.heard.append(decode(row.body))

        # --- The straight way -------------------------------------------------------------------------------------

        @initialize(depth=st.integers(0, 5), also=st.integers(0, 3))
        def walk(self, depth, also):
            """Go so far along the straight way, on which nothing may be refused."""
            if depth or also:
                for which in WHICH_ONES:
                    self.identify(which, 0)
                    self.ask_the_register(which, True)
            if also:
                self._carry_out(also)
            ways = (self._everybody, self._looked_through, self._answered, self._packed)
            for go in ways[: depth - 1] if depth else ():
                go()

        def _everybody(self):
            self.everybody_answers(0)
            assert not self._tasks(0, *OUTSTANDING) and self._tasks(0, TaskState.CONTRIBUTED)

        def _looked_through(self):
            self.give_all(0)
            self.look(0, "account-1")
            self.approve(0, "account-2")

        def _answered(self):
            self.answer(0, Outcome.GRANTED)
            self.the_worker_hears()
            with world.work() as work:
                assert work.case(Request, self.rows[0]).outcome == Outcome.GRANTED

        def _packed(self):
            self.pack()
            self.fetch(0)
            with world.work() as work:
                row = work.case(Request, self.rows[0])
                assert package_of(work, row).fetches_left == 2

        def _carry_out(self, also):
            self._try(lambda work: ending.let_erase(work, work.case(Request, self.rows[1]), why="Wil niet wachten."))
            self.prepare(1)
            if also > 1:
                self.begin(1)
            if also > 2:
                for _ in range(12):
                    self.a_step_is_answered(1, Carried.DONE)
            with world.work() as work:
                state = carrying_out.carrying_of(work, work.case(Request, self.rows[1])).state
                assert state == (CarryingState.PREPARED, CarryingState.RUNNING, CarryingState.DONE)[also - 1]

        # --- Who asks ---------------------------------------------------------------------------------------------

        @rule(which=WHICH, person=st.sampled_from((0, 0, 1)))
        def identify(self, which, person):
            how = Identification.AT_THE_DESK
            found = actions.Identified(
                how=how, subject_ref=self.people[person], document=Document.PASSPORT, last="12AB"
            )
            seen = self._seen(which)
            self._try(lambda work: actions.identify(work, self.rows[which], found, revision=seen, rules=rules))

        @rule(which=WHICH)
        def ask_who_it_is(self, which):
            seen = self._seen(which)
            asks = {"revision": seen, "reason": "Wie?", "rules": rules}
            self._try(lambda work: actions.ask_identification(work, self.rows[which], **asks))

        @rule(which=WHICH)
        def take_the_question_back(self, which):
            seen = self._seen(which)
            self._try(lambda work: deciding.withdraw_question(work, self.rows[which], revision=seen, rules=rules))

        @rule(which=WHICH, allowed=st.booleans())
        def ask_the_register(self, which, allowed):
            line = MayAct(
                representation_ref=self.representation,
                representative_ref=self.speaker,
                capacity="mentor",
                scope=Scope.DATA,
                allowed=allowed,
                why="appointed",
                source="art. 7:465(2) BW",
            )

            def act(work):
                row = work.case(Request, self.rows[which])
                asked = {"asked_for": row.subject_ref or "", "who": self.representation, "revision": row.revision}
                authority.record_check(work, row.id, [line], rules=rules, **asked)

            self._try(act)

        @rule()
        def end_the_representation(self):
            self._try(lambda work: authority.end_authority(work, self.representation, reason="ended"))

        @rule(which=WHICH, who=st.sampled_from(GoesOnWith))
        def go_on_with(self, which, who):
            filer = authority.NewFiler(who=who, name="Teun", reach=Reach.EMAIL, reach_at="teun@example.nl")
            new = {"why": "Einde.", "entropy": new_id().encode()[:32], "revision": self._seen(which), "rules": rules}
            self._try(lambda work: authority.go_on_with(work, self.rows[which], filer, **new))

        @rule(kept=WHICH)
        def merge(self, kept):
            refs = {"kept_ref": self.people[kept], "merged_ref": self.people[1 - kept]}
            self._try(lambda work: joining.follow_merge(work, **refs, at=work.now))

        @rule(kept=WHICH)
        def split(self, kept):
            refs = {"kept_ref": self.people[kept], "split_ref": self.people[1 - kept]}
            self._try(lambda work: joining.follow_split(work, **refs, at=work.now))

        @rule(which=WHICH)
        def confirm(self, which):
            seen = self._seen(which)
            self._try(lambda work: joining.confirm_person(work, self.rows[which], revision=seen, rules=rules))

        @rule(which=WHICH, refused=st.booleans())
        def die(self, which, refused):
            seen, on = self._seen(which), due_on(world.clock.now())
            record = death.Died(on=on, known_how=KnownHow.FAMILY, refused_in_life=refused)
            self._try(lambda work: death.record_death(work, self.rows[which], record, revision=seen, rules=rules))

        @rule(which=WHICH)
        def live_on(self, which):
            seen = self._seen(which)
            self._try(lambda work: death.revoke_death(work, self.rows[which], revision=seen, why="Vergissing."))

        @rule(which=WHICH)
        def find_a_ground(self, which):
            said = {"why": "Erfkwestie.", "revision": self._seen(which), "rules": rules}
            ground = DeathGround.COMPELLING_INTEREST
            self._try(lambda work: death.record_ground(work, self.rows[which], ground, **said))

        # --- What is collected, looked through and given ----------------------------------------------------------

        @rule(which=WHICH, kind=st.sampled_from(("service", "partner", "person")), found=st.booleans())
        def somebody_answers(self, which, kind, found):
            tasks = [task for task, kind_of, _ in self._tasks(which, *OUTSTANDING) if kind_of == kind]
            new = [NewItem(category="health", title="Notitie", form=ItemForm.TEXT, content="Een gewone dag.")]
            for task in tasks[:1]:
                self._try(lambda work, task=task: handing_in.take_in(work, task, new if found else []))

        @rule(which=WHICH)
        def everybody_answers(self, which):
            self.somebody_answers(which, "service", True)
            for task, _, seen in self._tasks(which, *OUTSTANDING):
                why = {"hindrance": Hindrance.NOT_REACHED, "words": "", "revision": seen}
                self._try(lambda work, task=task, why=why: asking.go_without(work, task, **why))

        @rule(which=WHICH)
        def ask_a_holder_again(self, which):
            for task, _, seen in self._tasks(which, *TaskState)[:1]:
                self._try(lambda work, task=task, seen=seen: asking.ask_again(work, task, revision=seen, rules=rules))

        @rule(which=WHICH)
        def give_all(self, which):
            self._try(lambda work: marks.give_the_rest(work, self.rows[which]))

        @rule(which=WHICH)
        def withhold_one(self, which):
            def act(work):
                item = next(iter(items_of(work, work.case(Request, self.rows[which]))), None)
                if item is not None:
                    before = marks.marks_of(work, [item]).get(item.id)
                    mark = Mark(verdict=Verdict.WITHHOLD, ground=WithholdGround.OTHERS_PRIVACY)
                    seen = before.revision if before else 0
                    marks.mark_item(work, self.rows[which], item.id, mark, revision=seen)

            self._try(act)

        @rule(which=WHICH, who=WHO)
        def look(self, which, who):
            self._try(lambda work: looks.finish_first_look(work, self.rows[which], rules=rules), who)

        @rule(which=WHICH, who=WHO)
        def approve(self, which, who):
            self._try(lambda work: looks.approve(work, self.rows[which], rules=rules), who)

        @rule(which=WHICH, outcome=st.sampled_from(Outcome))
        def answer(self, which, outcome):
            def act(work):
                row = work.case(Request, self.rows[which])
                may, known = beginning.may_begin(work, row), row.identified_at is not None
                grounds = {Ground.OTHERS_PRIVACY, Ground.NO_AUTHORITY} & set(domain.grounds_for(RequestKind(row.kind)))
                ground = None if outcome is Outcome.GRANTED else min(grounds)
                waited = bool(self._outstanding(work, row))
                carrying = carrying_out.carrying_of(work, row)
                done = carrying.state if carrying is not None else None
                looked, collected = looks.standing(work, row, rules).approved, marks.counted(work, row)
                given = Answer(outcome=outcome, ground=ground, text="Hierbij.")
                actions.answer(work, row.id, given, revision=row.revision, rules=rules)
                if outcome is not Outcome.REFUSED:
                    assert may and known, "given to somebody who is not known, or may not"
                    assert row.kind not in MUST or done in (CarryingState.DONE, CarryingState.CUT_SHORT)
                    assert not waited and collected.done and (looked or not collected.items)

            self._try(act)

        @staticmethod
        def _outstanding(work, row):
            return [task for task in asking.tasks_of(work, row) if task.state in OUTSTANDING]

        @rule()
        def pack(self):
            packer_of(world.runtime).work_off("bqr")

        @rule(which=WHICH)
        def fetch(self, which):
            def act(work):
                row = work.case(Request, self.rows[which])
                package = package_of(work, row)
                if package is not None:
                    where = {"holder": package.key, "table": "package", "column": "code", "row": package.id}
                    found = fetching.fetch(work, row, work.unseal(package.code_sealed, **where))
                    if isinstance(found, fetching.Fetched):
                        assert row.outcome in (Outcome.GRANTED, Outcome.PARTLY) and row.identified_at is not None
                        assert package.subject_ref == row.subject_ref and row.unsure_since is None
                        assert row.representative is None or beginning.authorised(work, row)
                        assert beginning.death_of(work, row) is None or beginning.ground_of(row) is not None

            self._try(act)

        @rule(which=WHICH)
        def end_the_package(self, which):
            self._try(lambda work: renewing.end(work, self.rows[which]))

        @rule(which=WHICH)
        def make_another_package(self, which):
            self._try(lambda work: renewing.begin_anew(work, self.rows[which], rules=rules))

        # --- What is carried out ----------------------------------------------------------------------------------

        @rule(which=WHICH)
        def let_erase(self, which):
            self._try(lambda work: ending.let_erase(work, work.case(Request, self.rows[which]), why="Wacht niet."))

        @rule(which=WHICH)
        def prepare(self, which):
            def act(work):
                row = work.case(Request, self.rows[which])
                ground = "accuracy" if row.kind == RequestKind.RESTRICTION else None
                command = by_staff.NewCarrying(words="Alles.", ground=ground)
                by_staff.prepare_carrying(work, row.id, command, revision=row.revision, rules=rules)

            self._try(act)

        @rule(which=WHICH)
        def begin(self, which):
            def act(work):
                row = work.case(Request, self.rows[which])
                may = beginning.may_begin(work, row)
                by_staff.begin_carrying(work, row.id, revision=row.revision, rules=rules)
                assert may and row.answered_at is None

            self._try(act)

        @rule(which=WHICH)
        def stop(self, which):
            seen = self._seen(which)
            self._try(lambda work: by_staff.stop_carrying(work, self.rows[which], revision=seen))

        @rule(which=WHICH, outcome=st.sampled_from(Carried))
        def a_step_is_answered(self, which, outcome):
            def act(work):
                row = work.case(Request, self.rows[which])
                carrying = carrying_out.carrying_of(work, row)
                steps = carrying_out.steps_in(work, carrying) if carrying else ()
                step = next((each for each in steps if carrying_out.is_open(each)), None)
                if step is None:
                    return
                said = Said(outcome, None if outcome is Carried.DONE else Why.OTHER_LAW)
                if carrying_out.by_hand(step):
                    by_staff.answer_by_hand(work, row.id, step.id, said, note="", revision=row.revision, rules=rules)
                else:
                    of_him = {"subject_ref": carrying.subject_ref, "recipients": ("care_insurer",), "rules": rules}
                    carrying_out.answer_by_service(work, row.id, step.id, said, **of_him)

            self._try(act)

        # --- What crosses it --------------------------------------------------------------------------------------

        @rule(which=WHICH)
        def extend(self, which):
            seen = self._seen(which)
            self._try(lambda work: actions.extend(work, self.rows[which], revision=seen, reason="Veel.", rules=rules))

        @rule(which=WHICH)
        def withdraw(self, which):
            self._try(lambda work: ending.withdraw(work, work.case(Request, self.rows[which]), rules=rules))

        @rule(which=WHICH)
        def narrow(self, which):
            self._try(lambda work: ending.narrow(work, work.case(Request, self.rows[which]), wanted="Minder."))

        @rule(which=WHICH)
        def complain(self, which):
            def act(work):
                row = work.case(Request, self.rows[which])
                said = {"permission": True, "rules": rules, "entropy": new_id().encode()[:32]}
                made = complaining.complain_about(work, row, "Het duurt lang.", **said)
                self.rows.append(made.request.id)

            self._try(act)

        @rule()
        def judge(self):
            measure = Measure(what="Bellen.", due_on=due_on(world.clock.now()) + timedelta(days=9))
            judged = Judged(judgement=Judgement.FOUNDED, conclusions="U hebt gelijk.", measures=(measure,))
            for which in range(2, len(self.rows)):
                said = {"revision": self._seen(which), "rules": rules}
                self._try(lambda work, which=which, s=said: complaining.judge(work, self.rows[which], judged, **s), "o")

        @rule()
        def carry_out_the_measure(self):
            for request_id in self.rows[2:]:
                self._try(lambda work, request_id=request_id: complaining.carry_out(work, request_id, 1), "o")

        @rule(which=WHICH)
        def the_person_writes(self, which):
            said = {"signed_in": False}
            self._try(
                lambda work: speaking.write_to_us(work, work.case(Request, self.rows[which]), "Hoe staat het?", **said)
            )

        @rule(which=WHICH)
        def staff_write(self, which):
            def act(work):
                row = work.case(Request, self.rows[which])
                said = {"harmless": False, "seen": len(messages_of(work, row))}
                speaking.write_to_person(work, row, "Wij zijn bezig.", **said)

            self._try(act)

        @rule(which=WHICH)
        def ask_a_call(self, which):
            how = {"number": "06-12345678", "rules": rules}
            self._try(lambda work: ending.ask_call(work, work.case(Request, self.rows[which]), **how))

        @rule()
        def the_worker_hears(self):
            """Our own facts come back to the worker, which makes word for the person ready."""
            self._read_events()
            waiting, self.heard = self.heard, []
            for envelope in waiting:
                key = routing_key(envelope.type, "bqr")
                receiver_of(world.runtime).receive(Delivery(encode(envelope), key, "waarborg.requests", 1))
            self._count(waiting)

        @rule(which=WHICH)
        def post_what_lies_ready(self, which):
            def act(work):
                row = work.case(Request, self.rows[which])
                for each in actions.deliveries_of(work, row):
                    if each.delivered_at is None and each.called_off_at is None:
                        actions.record_delivery(work, row.id, each.id, rules=rules)
                        hears = row.representative is None or row.outcome == Outcome.REFUSED
                        asked = each.template == Told.MESSAGE and row.authority_state == AuthorityState.NEEDED
                        may = hears or asked or beginning.authorised(work, row)
                        assert may or each.template not in OF_THE_FILE, f"{each.template} given to who may not"

            self._try(act)

        @rule(days=st.sampled_from((1, 3, 10, 25, 40)))
        def wait(self, days):
            world.clock.forward(days * 86_400)
            watch_of(world.runtime).run_due()

        def teardown(self):
            """Whatever became of it, the pages of staff show it."""
            self.onlooker.close()
            staff = world.coordinator()
            for request_id in self.rows:
                page = staff.get(f"/requests/cases/{request_id}")
                assert page.status_code == 200, page.text
                assert "What you do now" in page.text
            for path in ("/requests/api/v1/desk", "/requests/"):
                assert staff.get(path).status_code == 200

        # --- What never happens -----------------------------------------------------------------------------------

        def _count(self, envelopes):
            """Nothing is asked of anybody for a request that had ended when it was asked."""
            for each in envelopes:
                if isinstance(each.event, (HolderAsked, CarryingAsked)) and each.event.request_ref in self.rows:
                    ended = self.asked_when_closed.get(each.event.request_ref)
                    begun = isinstance(each.event, CarryingAsked)
                    assert ended is None or begun or each.time <= ended, "a holder was asked for what had ended"

        @invariant()
        def everything_holds(self):
            if not self.onlooker.anything_new():
                return
            actor = Actor(ActorKind.STAFF, "account-1", "bqr", duties=DUTIES)
            with world.runtime.uow.begin("bqr", actor=actor, now=world.clock.now()) as work:
                desk = on_desk(work)
                for request_id in self.rows:
                    row = work.case(Request, request_id)
                    self._clocks_are_kept(work, row)
                    tasks_hang_together(work, row)
                    nothing_before_it_may(work, row)
                    nothing_for_who_may_not(work, row)
                    if row.answered_at is not None:
                        self.asked_when_closed.setdefault(row.id, row.answered_at)
                        what_ended_starts_nothing(work, row)
                    waits = waits_for_staff(work, row)
                    assert not waits or row.id in desk, f"{waits} on nobody's desk"

        def _clocks_are_kept(self, work, row):
            clocks = work.clocks.of(row)
            names = {clock.name for clock in clocks}
            assert self.clocks.setdefault(row.id, names) <= names
            self.clocks[row.id] = names
            left = [clock for clock in clocks if clock.stopped_at is None]
            if row.answered_at is not None:
                assert all(clock.name.startswith("measure") for clock in left)
                return
            assert any(clock.name not in WAITS for clock in left), "an open request without a term"
            assert row.due_at == domain.due_at(clocks)
            waits = row.state == RequestState.WAITING
            assert waits or not any(clock.paused_at for clock in left), "a clock stands still and nobody is asked"
            assert any(clock.name in WAITS for clock in left) is waits

    return Life


WHICH_ONES = (0, 1)


def tasks_hang_together(work, row):
    """What is asked has a clock that runs, what was answered or let go has none; and nothing is asked of two people."""
    query = select(HolderTask).where(HolderTask.organisation == "bqr", HolderTask.request_id == row.id)
    for task in work.session.scalars(query):
        runs = task.void_at is None and task.state in OUTSTANDING
        assert any(clock.stopped_at is None for clock in work.clocks.of(task)) is runs, task.state
        assert not runs or row.answered_at is None, "somebody still looks up what nobody needs"


def nothing_before_it_may(work, row):
    """Nobody is asked, nothing is carried out and nothing packed before it was known who asks."""
    verbs = set(work_verbs(work, row))
    if verbs & {"holder-asked", "carrying-begun", "package-begun"}:
        assert "identified" in verbs
    package = package_of(work, row)
    if package is not None and package.state == PackageState.READY:
        assert row.outcome in (Outcome.GRANTED, Outcome.PARTLY)


def nothing_for_who_may_not(work, row):
    """Nothing of the file is on its way to a representative who may not (any more); of a refusal he may still hear."""
    if row.authority_state not in (AuthorityState.ENDED, AuthorityState.REFUSED) or row.outcome == Outcome.REFUSED:
        return
    if beginning.authorised(work, row):
        return
    for each in actions.deliveries_of(work, row):
        lies = each.delivered_at is None and each.called_off_at is None
        assert not lies or each.template not in OF_THE_FILE, f"{each.template} lies ready for who may not"
    assert row.read_code_hash is None


def what_ended_starts_nothing(work, row):
    """Once closed nothing is made ready any more but what the answer gives."""
    carrying, package = carrying_out.carrying_of(work, row), package_of(work, row)
    gives = row.outcome in (Outcome.GRANTED, Outcome.PARTLY)
    assert gives or carrying is None or carrying.state != CarryingState.PREPARED
    assert gives or package is None
    assert not row.stands_still or row.state != RequestState.WAITING


def waits_for_staff(work, row):
    """What of a request somebody of staff still has to do."""
    found = []
    if row.answered_at is None:
        found.append("the request")
    found += ["word"] * any(
        each.delivered_at is None and each.called_off_at is None for each in actions.deliveries_of(work, row)
    )
    found += ["a message"] * (row.message_waits_since is not None)
    found += ["a call"] * any(call.done_at is None for call in ending.calls_of(work, row))
    package, carrying = package_of(work, row), carrying_out.carrying_of(work, row)
    found += ["a package"] * (package is not None and package.state == PackageState.FAILED)
    if carrying is not None and carrying.state == CarryingState.RUNNING:
        steps = carrying_out.steps_in(work, carrying)
        by_hand = any(carrying_out.is_open(step) and carrying_out.by_hand(step) for step in steps)
        held = carrying_out.held(work, row, carrying) and any(step.state == StepState.WAITING for step in steps)
        found += ["a step"] * (by_hand or held)
    found += ["whom it is about"] * (
        row.unsure_since is not None and package is not None and package.state == PackageState.READY
    )
    return found


def on_desk(work):
    """The requests on the desk, as the desk's own page asks for them."""
    still_open = Request.organisation == "bqr", Request.answered_at.is_(None)
    open_ones = set(work.session.scalars(select(Request.id).where(*still_open)))
    listed = (
        *actions.still_to_deliver(work, limit=ALL),
        *with_a_message(work, limit=ALL),
        *with_measures(work, limit=ALL),
        *still_to_do(work, limit=ALL),
        *carried_after_the_answer(work, limit=ALL),
    )
    told = {each.request.id for each in (*listed, *notices.unseen(work, limit=ALL))}
    return open_ones | told | {row.id for _, row in ending.calls_to_make(work, limit=ALL)}


def work_verbs(work, row):
    """What the timeline of a request says was done."""
    table = work.plumbing.timeline
    return work.session.scalars(
        select(table.c.verb).where(table.c.organisation == "bqr", table.c.case_ref == row.id)
    ).all()


CHEAP = settings(
    max_examples=by_depth(4, 12),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


def test_whatever_happens_in_the_life_of_a_case_nothing_is_lost_told_too_early_or_left_on_nobodys_desk(world):
    run_state_machine_as_test(machine_of(world, ("access", "erasure"), for_another=False), settings=CHEAP)


def test_the_same_for_who_asks_for_another(world):
    run_state_machine_as_test(machine_of(world, ("portability", "restriction"), for_another=True), settings=CHEAP)
