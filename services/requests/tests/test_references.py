"""By which references a person goes: nothing filed under another one is missed, nothing of another person is taken."""

from datetime import timedelta
from typing import Any

import pytest

from waarborg_requests.actions import references
from waarborg_requests.actions.beginning import death_of
from waarborg_requests.actions.carrying_by_staff import holds_of, set_hold
from waarborg_requests.actions.collecting import own
from waarborg_requests.actions.death import Died, record_death
from waarborg_requests.actions.own import own_requests
from waarborg_requests.actions.package.fees import is_further_copy
from waarborg_requests.collecting import collector_of
from waarborg_requests.domain.collecting import back_off
from waarborg_requests.domain.death import KnownHow
from waarborg_requests.models import HolderTask, PersonAlias, Request, RequestDelivery
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.bus.receiver import Outcome
from waarborg_shared.client import Answer as Told
from waarborg_shared.events.identity import PersonsMerged, PersonsSplit
from waarborg_shared.hooks.values import RequestKind
from waarborg_tests.request_beginnings import act, bring

KEPT = "00000000-0000-7000-8000-00000000000a"
MERGED = "00000000-0000-7000-8000-00000000000b"
THIRD = "00000000-0000-7000-8000-00000000000c"


def merge(world: Any, kept: str = KEPT, merged: str = MERGED, organisation: str = "bqr", sequence: int = 1) -> Any:
    event = PersonsMerged(kept_ref=kept, merged_ref=merged)
    world.clock.forward(60)
    return bring(world, event, source="identity", subject=kept, sequence=sequence, organisation=organisation)


def split(world: Any, kept: str = KEPT, off: str = MERGED, organisation: str = "bqr", sequence: int = 2) -> Any:
    event = PersonsSplit(kept_ref=kept, split_ref=off)
    world.clock.forward(60)
    return bring(world, event, source="identity", subject=kept, sequence=sequence, organisation=organisation)


def known(world: Any, ref: str, organisation: str = "bqr") -> set[str]:
    with world.work(organisation) as work:
        return set(references.references_of(work, ref))


def told_of(world: Any, ref: str) -> dict[str, Any]:
    """What requests itself tells of a person, by number; each with about whom it is."""
    with world.work() as work:
        found = own.requests_about(work, ref, world.runtime.rules("bqr"), None, 50)
    return {each.content["number"]: each for _, each in found}


def answered(world: Any, person: str = KEPT, kind: RequestKind = RequestKind.ACCESS) -> Any:
    """A request that was answered, and whose answer was told."""
    request_id = world.known_request(kind=kind, person=person)
    with world.work() as work:
        row = work.case(Request, request_id)
        row.answered_at, row.outcome, row.state = work.now, "granted", "answered"
        word = {"template": "request-answered", "channel": "letter", "state": "to_print"}
        work.add(
            RequestDelivery(
                id=f"told-{row.number}", request_id=row.id, ready_at=work.now, delivered_at=work.now, **word
            )
        )
        return row


# Each: who says what when (by minute), in the order in which it arrives; by which references one goes then.
@pytest.mark.parametrize(
    ("words", "one"),
    [
        ([("join", 1)], True),
        ([("join", 1), ("join", 1)], True),
        ([("join", 1), ("part", 2)], False),
        ([("part", 2), ("join", 1)], False),
        ([("part", 2), ("join", 1), ("part", 2)], False),
        ([("join", 1), ("part", 2), ("join", 3)], True),
        ([("join", 3), ("part", 2)], True),
        ([("join", 3), ("join", 1), ("part", 2)], True),
        ([("join", 1), ("part", 1)], False),
        ([("part", 1), ("join", 1)], False),
        ([("part", 1)], False),
    ],
)
def test_the_newest_word_counts_in_whatever_order_it_comes(world: Any, words: Any, one: bool) -> None:
    for said, minute in words:
        with world.work() as work:
            at = world.clock.now().replace(minute=minute, second=0, microsecond=0)
            getattr(references, said)(work, KEPT, MERGED, at=at)
    assert known(world, KEPT) == ({KEPT, MERGED} if one else {KEPT})
    assert known(world, MERGED) == ({KEPT, MERGED} if one else {MERGED})


def test_references_follow_one_another_and_stay_within_their_organisation(either_world: Any) -> None:
    world = either_world
    assert merge(world) is Outcome.DONE
    assert merge(world, THIRD, KEPT) is Outcome.DONE
    assert known(world, MERGED) == {KEPT, MERGED, THIRD}
    assert known(world, MERGED, "jtb-care") == {MERGED}
    assert split(world, THIRD, KEPT) is Outcome.DONE
    assert (known(world, MERGED), known(world, THIRD)) == ({KEPT, MERGED}, {THIRD})
    assert split(world, organisation="jtb-care") is Outcome.DONE
    assert known(world, KEPT) == {KEPT, MERGED}
    with world.work() as work:
        assert references.references_of(work, None) == frozenset()


def test_a_split_that_came_first_is_not_undone_by_the_merge_before_it(world: Any) -> None:
    request_id = world.known_request(person=MERGED)
    assert split(world) is Outcome.DONE
    assert merge(world) is Outcome.SUPERSEDED
    assert known(world, KEPT) == {KEPT}
    with world.work() as work:
        assert work.case(Request, request_id).subject_ref == MERGED


def test_B14_what_was_answered_under_a_merged_reference_is_told_and_after_a_split_no_more(either_world: Any) -> None:
    world = either_world
    mine, other = answered(world), answered(world, MERGED)
    stranger = answered(world, THIRD)
    assert told_of(world, KEPT).keys() == {mine.number}
    merge(world)
    assert told_of(world, KEPT).keys() == told_of(world, MERGED).keys() == {mine.number, other.number}
    split(world)
    assert told_of(world, KEPT).keys() == {mine.number}
    assert told_of(world, MERGED).keys() == {other.number}
    assert told_of(world, THIRD).keys() == {stranger.number}


def test_what_was_filed_and_answered_meanwhile_returns_to_who_filed_it(world: Any) -> None:
    request_id = world.known_request(person=MERGED)
    merge(world)
    with world.work() as work:
        row = work.case(Request, request_id)
        assert (row.subject_ref, row.filed_ref) == (KEPT, MERGED)
        row.answered_at, row.outcome, row.state, row.unsure_since = work.now, "granted", "answered", None
    split(world)
    assert told_of(world, KEPT) == {}
    with world.work() as work:
        row = work.case(Request, request_id)
        assert (row.subject_ref, row.filed_ref) == (MERGED, None)


def test_of_what_came_in_while_two_were_one_the_words_are_not_told(world: Any) -> None:
    """Who signed in by the reference of both may have been either."""
    before = answered(world)
    merge(world)
    between = answered(world)
    split(world)
    world.clock.forward(60)
    after = answered(world)
    told = told_of(world, KEPT)
    assert {number: each.about for number, each in told.items()} == {
        before.number: None,
        between.number: "other",
        after.number: None,
    }
    assert "name" not in told[between.number].content and "asked" in told[after.number].content


def test_nobody_sees_on_his_own_page_what_another_filed_who_went_by_his_reference(world: Any) -> None:
    mine = answered(world)
    theirs = answered(world)
    with world.work() as work:
        work.case(Request, theirs.id).filed_ref = MERGED
    actor = Actor(ActorKind.PERSON, "account-p", "bqr", subject_ref=KEPT)
    with world.runtime.uow.begin("bqr", actor=actor, now=world.clock.now()) as work:
        assert [each.id for each in own_requests(work)] == [mine.id]


def test_once_somebody_confirmed_after_a_split_it_is_of_that_person_alone(world: Any) -> None:
    request_id = world.known_request(person=MERGED)
    merge(world)
    split(world, off=THIRD)
    with world.work() as work:
        work.case(Request, request_id).filed_ref = THIRD
    row = next(each for each in world.requests() if each.id == request_id)
    assert act(world, row, "confirm-person").status_code == 303
    with world.work() as work:
        row = work.case(Request, request_id)
        assert (row.subject_ref, row.filed_ref) == (KEPT, None)


@pytest.mark.parametrize("follow", [merge, split])
def test_what_was_collected_is_let_go_of_and_asked_for_anew_once_somebody_confirmed(world: Any, follow: Any) -> None:
    request_id = world.known_request()
    before = {task.id for task in world.tasks().values()}
    assert before and follow(world) is Outcome.DONE
    assert world.tasks() == {}
    row = next(each for each in world.requests() if each.id == request_id)
    assert act(world, row, "confirm-person").status_code == 303
    tasks = world.tasks()
    assert {task.subject_ref for task in tasks.values()} == {KEPT} and not before & {t.id for t in tasks.values()}
    assert {each.void_at is not None for each in world.rows(HolderTask) if each.id in before} == {True}


class Services:
    """The other services: some know the references of a person, the others have things under each of them."""

    def __init__(self, knowing: dict[str, list[str]]) -> None:
        self.knowing = knowing
        self.asked: list[tuple[str, str]] = []

    def ask(self, service: str, _method: str, path: str, **_: Any) -> Told:
        ref = path.rpartition("/")[2].partition("?")[0]
        self.asked.append((service, ref))
        thing = {"category": "c", "title": {"nl": f"{service} {ref}", "en": ref}, "content": {"a": 1}}
        refs = {"references": self.knowing[service]} if service in self.knowing else {}
        return Told(200, {"items": [thing], "next": None, **refs})


def collect(world: Any, knowing: dict[str, list[str]]) -> Services:
    made, services = collector_of(world.runtime), Services(knowing)
    made.client = services  # type: ignore[assignment]
    world.clock.moment += timedelta(seconds=1)
    made.step("bqr")
    return services


@pytest.mark.parametrize("asked_by", [KEPT, MERGED])
def test_B14_a_service_that_knows_no_merges_is_asked_about_every_reference(either_world: Any, asked_by: str) -> None:
    world = either_world
    merge(world)
    world.known_request(person=asked_by)
    both = [KEPT, MERGED]
    services = collect(world, {"identity": both, "consent": both})
    for service in ("breach", "disclosure"):
        assert sorted(ref for name, ref in services.asked if name == service) == both
        assert world.task_of(service).state == "contributed"
    assert [each for each in services.asked if each[0] == "consent"] == [("consent", asked_by)]


def test_after_a_split_nothing_of_the_other_is_asked_for_or_taken_in(world: Any) -> None:
    merge(world)
    split(world)
    world.known_request()
    services = collect(world, {"identity": [KEPT], "consent": [KEPT, MERGED]})
    assert {ref for _, ref in services.asked} == {KEPT}
    assert world.task_of("consent").state == "asked", "word of the split has not come to consent yet"
    assert world.task_of("identity").state == world.task_of("breach").state == "contributed"
    world.clock.moment += back_off(1)
    collect(world, {"consent": [KEPT]})
    assert world.task_of("consent").state == "contributed"


@pytest.mark.parametrize("wrong", ["x", [1], {}, [KEPT, "another"], []])
def test_references_that_are_none_or_of_another_are_taken_for_no_answer(world: Any, wrong: Any) -> None:
    world.known_request()
    collect(world, {"identity": wrong})
    assert world.task_of("identity").state == "asked"


def test_a_death_a_hold_and_a_copy_under_the_merged_reference_count_until_the_split(either_world: Any) -> None:
    world = either_world
    other, rules = answered(world, MERGED), world.runtime.rules("bqr")
    with world.work() as work:
        row = work.case(Request, other.id)
        set_hold(work, row.id, reason="Er loopt een klacht.", revision=row.revision)
        died = Died(on=work.now.date(), known_how=KnownHow.CERTIFICATE)
        record_death(work, row.id, died, revision=row.revision, rules=rules)
    merge(world)
    mine = world.known_request()

    def seen() -> tuple[bool, int, bool]:
        with world.work() as work:
            row = work.case(Request, mine)
            return death_of(work, row) is not None, len(holds_of(work, row)), is_further_copy(work, row)

    assert seen() == (True, 1, True)
    split(world)
    assert seen() == (False, 0, False)


def test_of_who_died_open_requests_under_every_reference_end(world: Any) -> None:
    merge(world)
    by_a_partner, mine = world.known_request(kind=RequestKind.PORTABILITY), answered(world)
    with world.work() as work:
        work.case(Request, by_a_partner).subject_ref = MERGED
    with world.work() as work:
        row = work.case(Request, mine.id)
        died = Died(on=work.now.date(), known_how=KnownHow.CERTIFICATE)
        record_death(work, row.id, died, revision=row.revision, rules=world.runtime.rules("bqr"))
    assert {each.state for each in world.requests() if each.id == by_a_partner} == {"lapsed"}


def test_what_was_said_of_a_pair_stands_behind_the_wall(either_world: Any) -> None:
    world = either_world
    merge(world)
    assert len(world.rows(PersonAlias)) == 2
    with world.work("jtb-care") as work:
        assert work.session.get(PersonAlias, ("jtb-care", KEPT, MERGED)) is None
