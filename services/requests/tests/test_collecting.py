"""Collecting: who is asked and by when, what our own services bring, and what stands in the way of an answer."""

import threading
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from waarborg_requests import actions
from waarborg_requests.actions.collecting import asking, emptying, own
from waarborg_requests.actions.collecting.items import count_items, items_of, read_items
from waarborg_requests.actions.messages import leave_with_former
from waarborg_requests.actions.package.renewing import begin_anew
from waarborg_requests.actions.review import marks
from waarborg_requests.actions.speaking import write_to_person, write_to_us
from waarborg_requests.collecting import Collector, collector_of
from waarborg_requests.domain import Answer, Ground, Outcome, Reach, grounds_for
from waarborg_requests.domain.collecting import (
    Hindrance,
    HindranceNeeded,
    NotLinked,
    StillOutstanding,
    TaskClosed,
    WordsNeeded,
    back_off,
    must_be_linked,
)
from waarborg_requests.domain.package.fetching import NoPackage
from waarborg_requests.domain.review.marking import Mark, Verdict, WithholdGround
from waarborg_requests.models import HolderTask, Item, ItemMark, Package, Request, RequestHold
from waarborg_requests.packer import packer_of
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.client import Answer as Told
from waarborg_shared.client import ServiceAway
from waarborg_shared.events.requests import HolderAsked, HolderReleased
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.vault import KeyDestroyed
from waarborg_shared.web.contributions import page_of, sources_for
from waarborg_shared.worker import watch_of
from waarborg_tests.reviewing import collected, looked_through, outstanding

PERSON = "00000000-0000-7000-8000-00000000000a"
ANOTHER = "00000000-0000-7000-8000-00000000000b"
SERVICES = {"identity", "consent", "requests", "breach", "disclosure"}
PARTNERS = {"office365", "nedap_ons", "caren_zorgt"}


class OtherServices:
    """The other services: each has what it is told here, a page per answer, and may be away."""

    def __init__(self) -> None:
        self.has: dict[str, list[list[dict[str, Any]]]] = {}
        self.away: set[str] = set()
        self.asked: list[tuple[str, str, str]] = []

    def ask(self, service: str, method: str, path: str, *, organisation: str, headers: Any, timeout: float) -> Told:
        """Answer with the page that the cursor names."""
        assert headers["Authorization"].startswith("WaarborgService ")
        self.asked.append((service, path, organisation))
        if service in self.away:
            raise ServiceAway(service, "not there")
        pages = self.has.get(service, [[]])
        number = int(path.partition("cursor=")[2] or 0)
        return Told(200, {"items": pages[number], "next": str(number + 1) if number + 1 < len(pages) else None})


def thing(title: str, **more: Any) -> dict[str, Any]:
    """One thing as a service tells it."""
    return {"category": "identity", "title": {"nl": title, "en": title}, "content": {"a": 1}, **more}


def collector(world: Any) -> tuple[Collector, OtherServices]:
    others = OtherServices()
    made = collector_of(world.runtime)
    made.client = others  # type: ignore[assignment]
    return made, others


def answer(world: Any, request_id: str, outcome: Outcome = Outcome.GRANTED) -> None:
    """Answer a request as a member of staff."""
    rules = world.runtime.rules("bqr")
    actor = Actor(ActorKind.STAFF, "account-1", "bqr")
    with world.runtime.uow.begin("bqr", actor=actor, now=world.clock.now()) as work:
        row = work.case(Request, request_id)
        if outcome is not Outcome.REFUSED and not outstanding(work, row):
            looked_through(work, row, rules)
        ground = next(iter(grounds_for(RequestKind(row.kind)))) if outcome is Outcome.REFUSED else None
        actions.answer(
            work,
            row.id,
            Answer(outcome=outcome, ground=ground, text="Zie hierbij."),
            revision=row.revision,
            rules=rules,
        )


def test_B21_every_holder_of_the_organisation_is_asked_once(either_world: Any) -> None:
    world = either_world
    request_id = world.known_request()
    assert world.tasks().keys() == SERVICES | PARTNERS | {"siilo"}
    told = world.told(HolderAsked)
    assert {each.holder for each in told} == SERVICES | PARTNERS | {"siilo"}
    assert {each.subject_ref for each in told} == {PERSON}
    world.known_request(request_id=request_id)
    assert len(world.told(HolderAsked)) == len(told), "saying who it is a second time asks nobody again"
    assert world.known_request(organisation="jtb-care")
    assert world.tasks("jtb-care").keys() == SERVICES | {"own_file"}


@pytest.mark.parametrize(
    ("kind", "asks"),
    [
        (RequestKind.ACCESS, True),
        (RequestKind.COPY, True),
        (RequestKind.ACCESS_LOG, True),
        (RequestKind.PORTABILITY, True),
        (RequestKind.CORRECTION, False),
        (RequestKind.COMPLAINT, False),
    ],
)
def test_only_what_is_answered_with_data_asks_holders(world: Any, kind: RequestKind, asks: bool) -> None:
    world.known_request(kind=kind)
    assert bool(world.tasks()) is asks


@pytest.mark.parametrize("kind", [RequestKind.ACCESS_LOG, RequestKind.REFERRAL_INDEX])
def test_B14_for_one_kind_of_data_only_who_may_have_it_is_asked_and_for_that_alone(
    world: Any, kind: RequestKind
) -> None:
    world.known_request(kind=kind)
    assert world.tasks().keys() & SERVICES == {"consent"}, "one of our services keeps the log for all"
    assert {each.kind for each in world.told(HolderAsked)} == {kind.value}
    made, others = collector(world)
    made.step("bqr")
    assert [path for _, path, _ in others.asked] == [f"/consent/api/v1/contributions/{PERSON}?kind={kind.value}"]


def test_of_everything_each_service_is_told_for_what_it_is_asked(world: Any) -> None:
    world.known_request(kind=RequestKind.PORTABILITY)
    made, others = collector(world)
    made.step("bqr")
    assert {path.partition("?")[2] for _, path, _ in others.asked} == {"kind=portability"}


def test_an_earlier_request_is_no_part_of_who_looked(world: Any) -> None:
    world.known_request()
    with world.work() as work:
        narrow = sources_for(own.SOURCES, {}, RequestKind.ACCESS_LOG)
        assert page_of(narrow, work, PERSON, rules=world.runtime.rules("bqr"), cursor=None) == ([], None)
        with pytest.raises(ValueError, match="no such place"):
            page_of(own.SOURCES, work, PERSON, rules=world.runtime.rules("bqr"), cursor="nowhere~1")


def test_what_our_own_services_have_is_called_in_the_language_of_who_reads(world: Any) -> None:
    request_id = world.known_request()
    made, others = collector(world)
    others.has["identity"] = [[{**thing(""), "title": {"nl": "Wie u bent", "en": "Who you are"}}]]
    made.step("bqr")
    with world.work() as work:
        row = work.case(Request, request_id)
        (read,) = (each for each in read_items(work, items_of(work, row)) if each.holder == "identity")
    assert (read.called("nl"), read.called("en")) == ("Wie u bent", "Who you are")
    staff, review = world.coordinator(), f"/requests/cases/{request_id}/review"
    item = f"/requests/cases/{request_id}/items/{read.item.id}"
    for page in (review, item):
        assert "Who you are" in staff.get(f"{page}?lang=en").text
        assert "Who you are" not in staff.get(f"{page}?lang=nl").text
        assert "Wie u bent" in staff.get(f"{page}?lang=nl").text


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_no_holder_has_longer_than_the_answer(world: Any, organisation: str) -> None:
    request_id = world.known_request(organisation=organisation)
    with world.work(organisation) as work:
        due_at = work.case(Request, request_id).due_at
    tasks = world.tasks(organisation)
    assert all(world.clock.now() < task.due_at <= due_at for task in tasks.values())
    assert {task.due_at - world.clock.now() > timedelta(days=1) for task in tasks.values()} == {True}


def test_near_the_end_a_holder_gets_what_is_left(world: Any) -> None:
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        command = actions.NewRequest(kind=RequestKind.ACCESS, name="Proef", reach=Reach.EMAIL, reach_at="a@example.nl")
        request_id = actions.receive_request(work, command, rules=rules, entropy=bytes(32)).request.id
        due_at = work.case(Request, request_id).due_at
    world.clock.moment = due_at - timedelta(hours=30)
    world.known_request(request_id=request_id)
    assert {task.due_at for task in world.tasks().values()} == {due_at}


def test_our_own_services_are_asked_by_themselves_page_by_page(either_world: Any) -> None:
    world = either_world
    request_id = world.known_request()
    made, others = collector(world)
    others.has["identity"] = [[thing("Een"), thing("Twee", occurred_on="2026-01-05")], [thing("Drie", about="anna")]]
    made.step("bqr")
    tasks = world.tasks()
    assert {holder: tasks[holder].state for holder in SERVICES} == {
        "identity": "contributed",
        "consent": "nothing_found",
        "requests": "contributed",
        "breach": "nothing_found",
        "disclosure": "nothing_found",
    }
    with world.work() as work:
        row = work.case(Request, request_id)
        read = read_items(work, items_of(work, row))
        assert [each.title for each in read if each.holder == "identity"] == ["Een", "Twee", "Drie"]
        own = next(each for each in read if each.holder == "requests")
        assert own.value["name"] == "Willemijn Proefpersoon"
        assert count_items(work, row) == 4
    before = len(others.asked)
    made.step("bqr")
    assert len(others.asked) == before, "who has answered is asked no more"
    assert not world.rows(Item)[0].title_sealed.startswith(b"Een")


def test_a_service_that_is_away_is_asked_again_and_holds_up_nobody(world: Any) -> None:
    world.known_request()
    made, others = collector(world)
    others.away = {"identity"}
    made.step("bqr")
    assert world.task_of("identity").state == "asked"
    assert world.task_of("consent").state == "nothing_found"
    made.step("bqr")
    assert [each[0] for each in others.asked].count("identity") == 1, "not before it is time"
    others.away = set()
    world.clock.moment += back_off(1)
    made.step("bqr")
    assert world.task_of("identity").state == "nothing_found"


@pytest.mark.parametrize(
    "page",
    [
        None,
        [],
        {"items": 1},
        {"items": [1]},
        {"items": [{"title": "x"}]},
        {"items": [{"category": "a", "title": {"nl": "x"}, "content": 1}]},
        {"items": [], "next": ""},
    ],
)
def test_what_is_no_page_is_taken_for_no_answer(world: Any, page: Any) -> None:
    world.known_request()
    made, others = collector(world)
    others.ask = lambda *_, **__: Told(200, page)  # type: ignore[method-assign]
    made.step("bqr")
    assert world.task_of("identity").state == "asked"
    assert world.task_of("identity").attempts == 1


def test_a_worker_that_died_asks_again_and_nothing_is_there_twice(world: Any) -> None:
    request_id = world.known_request()
    made, others = collector(world)
    others.has["identity"] = [[thing("Een")]]
    take_in, died = made.begin, threading.Event()

    def dies(organisation: str) -> Any:
        if not died.is_set():
            died.set()
            raise RuntimeError("killed")
        return take_in(organisation)

    made.begin = dies
    made.step("bqr")
    made.step("bqr")
    with world.work() as work:
        titles = [each.title for each in read_items(work, items_of(work, work.case(Request, request_id)))]
    assert titles.count("Een") == 1


def test_who_turns_out_to_be_another_loses_nothing_to_the_first(either_world: Any) -> None:
    world = either_world
    request_id = world.known_request()
    made, others = collector(world)
    others.has["identity"] = [[thing("Van de eerste")]]
    made.step("bqr")
    first = world.task_of("identity")
    world.known_request(request_id=request_id, person=ANOTHER)
    assert {task.subject_ref for task in world.tasks().values()} == {ANOTHER}
    with world.work() as work:
        assert items_of(work, work.case(Request, request_id)) == []
    others.has["identity"] = [[thing("Van de ander")]]
    made.step("bqr")
    assert [row for row in world.rows(Item) if row.task_id == first.id] == []
    with pytest.raises(KeyDestroyed):
        world.runtime.vault.seal("bqr", first.key, b"x", table="item", column="title", row="r", retention="case")
    with world.work() as work:
        read = read_items(work, items_of(work, work.case(Request, request_id)))
        assert [each.title for each in read if each.holder == "identity"] == ["Van de ander"]
    assert {each.task_ref for each in world.told(HolderReleased)} >= {
        row.id for row in world.rows(HolderTask) if row.holder in PARTNERS and row.void_at is not None
    }
    world.known_request(request_id=request_id, person=PERSON)
    made.step("bqr")
    assert world.task_of("identity").state == "contributed", "back to the first, with a key of its own"


def test_data_are_not_given_while_holders_have_not_answered(world: Any) -> None:
    request_id = world.known_request()
    made, _ = collector(world)
    made.step("bqr")
    with pytest.raises(StillOutstanding) as refused:
        answer(world, request_id)
    assert "Nedap ONS" in refused.value.text.nl
    standing = world.tasks()
    with world.work() as work:
        for holder, task in standing.items():
            if holder in PARTNERS:
                asking.go_without(work, task.id, hindrance=Hindrance.NOT_REACHED, words="", revision=task.revision)
        siilo = standing["siilo"]
        asking.go_without(work, siilo.id, hindrance=Hindrance.DESTROYED, words="", revision=siilo.revision)
    answer(world, request_id)
    assert {task.state for task in world.tasks().values()} == {"contributed", "nothing_found", "cannot"}


def test_a_refusal_waits_for_nobody_and_lets_everybody_go(world: Any) -> None:
    request_id = world.known_request()
    answer(world, request_id, Outcome.REFUSED)
    assert {task.state for task in world.tasks().values()} == {"cancelled"}
    assert {each.holder for each in world.told(HolderReleased)} == PARTNERS
    assert all(clock.stopped_at for task in world.tasks().values() for clock in world.clocks(task).values())
    made, others = collector(world)
    made.step("bqr")
    assert others.asked == []


def test_what_was_collected_is_destroyed_once_nothing_of_it_is_given(either_world: Any) -> None:
    world = either_world
    world.known_request()
    made, others = collector(world)
    others.has["identity"] = [[thing("Een")]]
    made.step("bqr")
    brought, rest = world.task_of("identity"), world.task_of("consent")
    answer(world, brought.request_id, Outcome.REFUSED)
    made.step("bqr")
    assert world.rows(Item) == []
    with pytest.raises(KeyDestroyed):
        world.runtime.vault.seal("bqr", brought.key, b"x", table="item", column="title", row="r", retention="case")
    assert world.task_of("consent").id == rest.id, "of a place where nothing was found there is nothing to destroy"


def test_what_was_collected_stays_for_the_package_of_what_is_given(world: Any) -> None:
    request_id = collected(world)
    answer(world, request_id)
    collector(world)[0].step("bqr")
    assert len(world.rows(Item)) == 2


def ended(world: Any, request_id: str) -> bool:
    """Whether what was collected is gone for good, after the worker did what was to be done."""
    for _ in range(3):
        collector(world)[0].step("bqr")
    task = next(each for each in world.rows(HolderTask) if each.holder == "a_test")
    if task.emptied_at is None:
        assert len(world.rows(Item)) == 2
        return False
    assert world.rows(Item) == world.rows(ItemMark) == []
    with pytest.raises(KeyDestroyed):
        world.runtime.vault.seal("bqr", task.key, b"x", table="item", column="title", row="r", retention="case")
    verbs = world.verbs(request_id)
    assert (verbs.count("holder-over"), verbs.count("holder-emptied")) == (1, 1), "the proof, once"
    return True


def withheld_all(world: Any) -> str:
    """A request that was answered in part, with nothing given of what was collected: nothing was packed."""
    request_id = collected(world)
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        row = work.case(Request, request_id)
        for item in items_of(work, row):
            mark = Mark(verdict=Verdict.WITHHOLD, ground=WithholdGround.LAW)
            marks.mark_item(work, row.id, item.id, mark, revision=0)
        work.session.flush()
        looked_through(work, row, rules)
        given = Answer(outcome=Outcome.PARTLY, ground=Ground.LAW, text="Zie hierbij.")
        actions.answer(work, row.id, given, revision=row.revision, rules=rules)
    assert world.rows(Package) == []
    return request_id


def test_what_was_collected_and_not_packed_is_destroyed_after_thirty_days_with_proof(either_world: Any) -> None:
    world = either_world
    request_id = withheld_all(world)
    world.clock.moment += timedelta(days=30) - timedelta(minutes=1)
    assert not ended(world, request_id)
    world.clock.moment += timedelta(minutes=1)
    assert ended(world, request_id)
    assert ended(world, request_id), "doing so again changes nothing"
    task = next(each for each in world.rows(HolderTask) if each.holder == "a_test")
    assert (task.void_at, task.state) == (None, "contributed"), "that it was searched and found stays"
    staff = world.coordinator()
    assert "its time was over" in staff.get(f"/requests/cases/{request_id}?lang=en").text
    assert "What was collected was destroyed" in staff.get(f"/requests/cases/{request_id}/review?lang=en").text


def test_what_was_packed_stays_while_a_package_stands_and_thirty_days_for_another(world: Any) -> None:
    request_id = collected(world)
    answer(world, request_id)
    packer = packer_of(world.runtime)
    packer.work_off("bqr")
    world.clock.moment += timedelta(days=31)
    assert not ended(world, request_id), "the package is still to be destroyed"
    packer.work_off("bqr")
    world.clock.moment += timedelta(days=29)
    assert not ended(world, request_id), "staff can still make another"
    with world.work() as work:
        begin_anew(work, request_id, rules=world.runtime.rules("bqr"))
    packer.work_off("bqr")
    world.clock.moment += timedelta(days=31)
    packer.work_off("bqr")
    assert not ended(world, request_id)
    world.clock.moment += timedelta(days=31)
    assert ended(world, request_id)
    with world.work() as work, pytest.raises(NoPackage):
        begin_anew(work, request_id, rules=world.runtime.rules("bqr"))


def test_what_was_erased_before_its_time_is_not_let_go_a_second_time(world: Any) -> None:
    request_id = withheld_all(world)
    task = next(each for each in world.rows(HolderTask) if each.holder == "a_test")
    world.erase(task.key)
    with world.work() as work:
        emptying.empty(work, task.id)
    world.clock.moment += timedelta(days=40)
    collector(world)[0].step("bqr")
    assert not {"holder-over", "holder-emptied"} & set(world.verbs(request_id))


def test_under_a_legal_hold_what_was_collected_stays_until_that_ends(world: Any) -> None:
    request_id = withheld_all(world)
    with world.work() as work:
        subject_ref = work.case(Request, request_id).subject_ref
        hold = {"request_id": request_id, "subject_ref": subject_ref, "reason_sealed": b"x", "set_by": "account-1"}
        work.session.add(RequestHold(organisation="bqr", set_at=work.now, **hold))
    world.clock.moment += timedelta(days=40)
    assert not ended(world, request_id)
    with world.work() as work:
        work.session.scalars(select(RequestHold)).one().ended_at = work.now
    assert not ended(world, request_id), "it is looked at again the next day"
    world.clock.moment += timedelta(days=1)
    assert ended(world, request_id)


def test_B15_data_are_given_of_nobody_for_whom_no_holder_was_asked(world: Any) -> None:
    request_id = world.known_request()
    with world.work() as work:
        row = work.case(Request, request_id)
        for task in asking.tasks_of(work, row):
            asking.void(work, row, task)
    with pytest.raises(NotLinked):
        answer(world, request_id)
    answer(world, request_id, Outcome.REFUSED)


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.PARTLY])
@pytest.mark.parametrize(
    ("kind", "linked", "asked", "refused"),
    [
        (RequestKind.ACCESS, False, False, True),
        (RequestKind.COPY, True, False, True),
        (RequestKind.PORTABILITY, False, True, True),
        (RequestKind.ACCESS_LOG, True, True, False),
        (RequestKind.COMPLAINT, False, False, False),
    ],
)
def test_B14_B15_only_what_gives_data_waits_for_a_link_and_for_holders(
    kind: RequestKind, linked: bool, asked: bool, refused: bool, outcome: Outcome
) -> None:
    must_be_linked(kind, Outcome.REFUSED, linked=linked, asked=asked)
    with pytest.raises(NotLinked) if refused else nullcontext():
        must_be_linked(kind, outcome, linked=linked, asked=asked)


def test_what_another_filed_about_somebody_is_told_without_who_he_is(world: Any) -> None:
    common = {"kind": RequestKind.ACCESS, "reach": Reach.EMAIL, "reach_at": "ander@example.nl", "asked": "Alles."}
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        for number, more in enumerate(({}, {"representative": "mentor", "on_behalf_of": "Willemijn Proefpersoon"})):
            command = actions.NewRequest(name="Bram Nietbestaand", **common, **more)  # type: ignore[arg-type]
            row = actions.receive_request(work, command, rules=rules, entropy=bytes([number] * 32)).request
            row.subject_ref = PERSON
        world_row = work.session.scalars(select(Request).where(Request.representative.is_not(None))).one()
        world_row.identified_at = work.now
        work.session.flush()
        told = [each for _, each in own.requests_about(work, PERSON, rules, None, 10)]
    assert sorted(str(each.about) for each in told) == ["other", "representative"]
    assert not any("Bram" in str(each.content) or "ander@example.nl" in str(each.content) for each in told)
    assert not any({"name", "reach_at", "asked", "answer"} & each.content.keys() for each in told)


def test_B14_the_messages_of_a_request_are_told_to_the_person_and_to_nobody_else(world: Any) -> None:
    request_id, rules = world.known_request(), world.runtime.rules("bqr")

    def told() -> dict[str, Any]:
        with world.work() as work:
            ((_, each),) = own.requests_about(work, PERSON, rules, None, 10)
        return dict(each.content)

    assert "messages" not in told()
    with world.work() as work:
        row = work.case(Request, request_id)
        write_to_us(work, row, "Ik bel morgen.", signed_in=False)
        write_to_person(work, row, "Dat is goed.", harmless=False, seen=1)
        work.record(row, verb="called", why="Klonk boos.")
    world.clock.forward(60)
    assert [(each["by"], each["text"]) for each in told()["messages"]] == [
        ("person", "Ik bel morgen."),
        ("organisation", "Dat is goed."),
    ]
    assert "boos" not in str(told())
    with world.work() as work:
        leave_with_former(work, work.case(Request, request_id))
    assert "messages" not in told()
    with world.work() as work:
        row = work.case(Request, request_id)
        write_to_us(work, row, "Van wie hier niet hoort.", signed_in=False)
        row.unsure_since = work.now
    assert "messages" not in told()


def test_most_of_the_time_reminds_and_the_end_shows(world: Any) -> None:
    request_id = world.known_request()
    task = world.task_of("nedap_ons")
    watch = watch_of(world.runtime)
    world.clock.moment = task.asked_at + (task.due_at - task.asked_at) * 0.85
    watch.run_due()
    assert world.task_of("nedap_ons").state == "reminded"
    assert [each.again for each in world.told(HolderAsked) if each.task_ref == task.id] == [False, True]
    world.clock.moment = task.due_at + timedelta(minutes=1)
    watch.run_due()
    late = world.task_of("nedap_ons")
    assert (late.state, late.lapsed_at) == ("reminded", world.clock.now())
    assert {"holder-reminded", "holder-late"} <= set(world.verbs(request_id))
    with world.work() as work:
        with pytest.raises(HindranceNeeded):
            asking.go_without(work, task.id, hindrance=None, words="", revision=late.revision)
        with pytest.raises(WordsNeeded):
            asking.go_without(work, task.id, hindrance=Hindrance.OTHER, words=" ", revision=late.revision)


def test_asking_again_begins_anew(world: Any) -> None:
    request_id = world.known_request()
    rules = world.runtime.rules("bqr")
    task = world.task_of("nedap_ons")
    with world.work() as work:
        asking.ask_again(work, task.id, revision=task.revision, rules=rules)
    newer = world.task_of("nedap_ons")
    assert (newer.id != task.id, newer.state) == (True, "asked")
    with world.work() as work, pytest.raises(asking.NoSuchTask):
        asking.ask_again(work, task.id, revision=task.revision, rules=rules)
    with world.work() as work, pytest.raises(actions.Stale):
        asking.ask_again(work, newer.id, revision=newer.revision + 1, rules=rules)
    answer(world, request_id, Outcome.REFUSED)
    newest = world.task_of("nedap_ons")
    with world.work() as work, pytest.raises(TaskClosed):
        asking.ask_again(work, newest.id, revision=newest.revision, rules=rules)


def test_what_is_asked_of_one_organisation_is_nothing_of_another(world: Any) -> None:
    request_id = world.known_request()
    task_id = world.task_of("nedap_ons").id
    with world.work("jtb-care") as work:
        assert work.session.scalars(select(HolderTask)).all() == []
        with pytest.raises(asking.NoSuchTask):
            asking.task_of(work, task_id)
    assert request_id
