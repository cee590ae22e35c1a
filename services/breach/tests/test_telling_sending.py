"""Telling persons: the message, who orders it, and the worker that carries it out so that nobody is told twice."""

from collections import Counter

import pytest

from waarborg_breach.actions.telling import sending
from waarborg_breach.models import (
    BreachMessage,
    BreachPerson,
    BreachTelling,
)
from waarborg_breach.telling import teller_of
from waarborg_shared.hooks.values import Delivery, DeliveryState
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_telling import (
    ANNOUNCED,
    BOTH,
    MESSAGE,
    Channels,
    begin,
    case_of,
    decided,
    hand_in,
    ids,
    ordered,
    people,
    step,
    work_off,
)


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def path(world: World, board: Visitor) -> str:
    """A breach of which it was decided that the people are told."""
    return decided(world, board)


@pytest.fixture
def channels(world: World, monkeypatch: pytest.MonkeyPatch) -> Channels:
    """The channels of BQR, in the test's hands."""
    made = Channels()
    monkeypatch.setattr(world.runtime.rules("bqr"), "deliver", made.deliver)
    return made


def test_B24_11_the_message_says_the_four_things_of_art_34_or_nothing_is_sent(
    world: World, board: Visitor, path: str
) -> None:
    hand_in(board, path, "reference\nZ-1\n")
    page = board.get(f"{path}/telling").text
    assert "what happened (Dutch)" in page and "what happened (English)" in page
    refused = begin(board, path, 1)
    assert refused.status_code == 422 and "The message still lacks" in refused.text
    for name in MESSAGE:
        for left_out in ("", "Dit is [nog leeg]."):
            assert step(board, path, "message", **{**MESSAGE, name: left_out}).status_code == 303
            assert begin(board, path, 1).status_code == 422
    assert world.rows(BreachMessage) == [] and people(world) == {"Z-1": "to-do"}
    assert step(board, path, "message", **MESSAGE).status_code == 303
    assert begin(board, path, 1).status_code == 303
    (order,) = world.rows(BreachMessage)
    assert (order.number, order.role, order.begun_by) == (1, "board", "account-board")
    assert b"Deel" not in order.text_sealed


@pytest.mark.parametrize(("role", "status"), [("quality", 422), ("fg", 422), ("carer", 403)])
def test_B24_10_nobody_but_the_responsible_person_begins_to_tell(
    world: World, board: Visitor, path: str, role: str, status: int
) -> None:
    hand_in(board, path, "reference\nZ-1\n")
    step(board, path, "message", **MESSAGE)
    token = board.token(f"{path}/telling")
    other = world.staff("bqr", role)
    refused = other.send(f"{path}/telling/begin", token=token, list="1")
    assert refused.status_code in (status, 422, 403) and world.rows(BreachMessage) == []
    if role == "quality":
        own = begin(other, path, 1)
        assert own.status_code == 422 and "Only the responsible person" in own.text
    if role == "fg":
        page = other.get(f"{path}/telling").text
        assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    work_off(world)
    assert people(world) == {"Z-1": "to-do"}


def test_a_list_that_changed_meanwhile_is_not_told_unseen(world: World, board: Visitor, path: str) -> None:
    hand_in(board, path, "reference\nZ-1\n")
    step(board, path, "message", **MESSAGE)
    seen = case_of(world).revision
    assert step(board, path, f"begin?revision={seen - 1}", list="1").status_code == 412
    assert begin(board, path, 2).status_code == 412
    assert world.rows(BreachMessage) == []


def test_B24_11_a_worker_that_is_killed_is_resumed_and_nobody_is_told_twice(
    world: World, board: Visitor, path: str, channels: Channels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_A_TIME", 10)
    ordered(world, board, path, 95)
    teller = teller_of(world.runtime)
    progress = []
    for kill_after in (0, 3, 25, 10):
        channels.left = kill_after
        with pytest.raises(KeyboardInterrupt):
            teller.work_off("bqr")
        progress.append(Counter(people(world).values())["sent"])
        assert case_of(world).persons_state == "to-inform"
    assert progress == sorted(progress) and 0 < progress[-1] < 95
    channels.left = None
    teller.work_off("bqr")
    waiting = Counter(people(world).values())["to-do"]
    assert 0 < waiting < 95, "what a killed worker was at waits until its claim is over"
    world.clock.forward(11 * 60)
    teller.work_off("bqr")
    assert Counter(people(world).values()) == {"sent": 95}
    by_person: dict[str, set[str]] = {}
    for message_id, reference, _, _ in channels.asked:
        by_person.setdefault(reference, set()).add(message_id)
    assert len(by_person) == 95 and all(len(each) == 1 for each in by_person.values())
    noted_once = Counter(reference for _, reference, _, _ in channels.asked)
    assert sum(count - 1 for count in noted_once.values()) <= 4 * 10
    case = case_of(world)
    assert case.persons_state == "informed" and case.informed_how == "letter"
    assert world.verbs(case.id).count("telling-ended") == 1
    asked = len(channels.asked)
    teller.work_off("bqr")
    assert begin(board, path, 0).status_code == 422
    assert len(channels.asked) == asked


def test_two_workers_at_once_take_up_different_people(world: World, board: Visitor, path: str) -> None:
    ordered(world, board, path, 6)
    rules, breach_id = world.runtime.rules("bqr"), case_of(world).id
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sending, "AT_A_TIME", 4)
        with world.work() as work:
            first = sending.take_up(work, breach_id, rules)
        with world.work() as work:
            second = sending.take_up(work, breach_id, rules)
        with world.work() as work:
            third = sending.take_up(work, breach_id, rules)
    assert (len(first.messages), len(second.messages), len(third.messages)) == (4, 2, 0)
    assert not set(first.messages) & set(second.messages) and not third.over


def test_what_is_noted_twice_changes_nothing_the_second_time(world: World, board: Visitor, path: str) -> None:
    ordered(world, board, path, 1)
    rules, breach_id = world.runtime.rules("bqr"), case_of(world).id
    with world.work() as work:
        portion = sending.take_up(work, breach_id, rules)
    (person,) = portion.messages
    for outcome in (DeliveryState.TO_PRINT, DeliveryState.FAILED):
        with world.work() as work:
            sending.note_outcomes(work, breach_id, {person: Delivery(state=outcome)})
    assert people(world) == {"Z-0": "to-print"}
    assert world.rows(BreachTelling)[0].letters == 1


def test_an_exercise_reaches_nobody_and_shows_what_would_go(world: World, board: Visitor, channels: Channels) -> None:
    assert board.send("/breach/exercises", exercise_what="Een tablet is zoek.").status_code == 303
    path = f"/breach/cases/{case_of(world).id}"
    assert board.send(f"{path}/decide", page=path, **BOTH).status_code == 303
    hand_in(board, path, "reference;channel\nZ-1;letter\nZ-2;desk\n")
    step(board, path, "message", **MESSAGE)
    page = board.get(f"{path}/telling").text
    assert "What would go now" in page and 'data-mark="EXERCISE"' in page and "/telling/begin" not in page
    refused = step(board, path, "begin", list="2")
    assert refused.status_code == 422 and "This is an exercise" in refused.text
    breach_id = case_of(world).id
    with world.work() as work:
        order = {"text_sealed": b"", "begun_at": work.now, "begun_by": "x", "role": "board"}
        work.add(BreachMessage(breach_id=breach_id, number=1, **order))
        (kept,) = work.session.query(BreachTelling)
        kept.state, kept.next_at, kept.round = "sending", work.now, 1
    work_off(world)
    assert channels.asked == [] and set(people(world).values()) == {"to-do"}
    assert world.rows(BreachTelling)[0].state == "stopped"
    step(board, path, "announcement", **ANNOUNCED)
    assert step(board, path, "publish").status_code == 422
    assert world.visitor().get(f"/breach/announcements/{case_of(world).number}").status_code == 404
    assert world.events() == []


def test_a_decision_not_to_tell_stops_what_is_under_way(
    world: World, board: Visitor, path: str, channels: Channels
) -> None:
    ordered(world, board, path, 3)
    no = {**BOTH, "inform_persons": "no", "exception": "averted", "reason": "Alles is terug."}
    assert board.send(f"{path}/decide", page=path, **no).status_code == 303
    work_off(world)
    assert channels.asked == [] and world.rows(BreachTelling)[0].state == "stopped"
    assert begin(board, path, 3).status_code == 422
    assert board.send(f"{path}/decide", page=path, **BOTH).status_code == 303
    assert begin(board, path, 3).status_code == 303
    work_off(world)
    assert set(people(world).values()) == {"sent"}


def test_by_email_goes_a_notice_without_content_and_its_link_shows_the_message_and_no_case(
    world: World, board: Visitor, path: str, channels: Channels
) -> None:
    ordered(world, board, path, 1, channel="email")
    link = f"/breach/messages/{sending.message_id_of(ids(world)[0], 'email')}"
    assert world.visitor().get(link).status_code == 404
    work_off(world)
    ((message_id, reference, channel, template),) = channels.asked
    assert (channel, template) == ("email", "breach-notice") and link.endswith(message_id)
    page = world.visitor().get(link)
    assert page.status_code == 200 and "Deel nature in en." in page.text
    assert "Z-0" not in page.text and case_of(world).number not in page.text and "gestolen" not in page.text
    assert world.visitor("jtb-care").get(link).status_code == 404
    assert world.visitor().get("/breach/messages/nergens").status_code == 404
    assert reference == "Z-0"


def test_a_case_whose_key_was_destroyed_shows_erased_and_sends_nothing(
    world: World, board: Visitor, path: str, channels: Channels
) -> None:
    ordered(world, board, path, 2)
    person = ids(world)[0]
    world.erase(case_of(world).id)
    work_off(world)
    assert channels.asked == []
    for page in (path, f"{path}/telling", f"{path}/persons", f"{path}/persons/{person}"):
        shown = board.get(page)
        assert shown.status_code == 200 and "Z-0" not in shown.text, page
    assert {row.error for row in world.rows(BreachPerson)} == {"erased"}
    assert board.get(f"{path}/telling/letters-1.pdf").status_code == 404


def test_who_is_tried_again_on_purpose_gets_a_message_of_its_own_and_the_link_before_goes_on_working(
    world: World, board: Visitor, path: str, channels: Channels
) -> None:
    channels.outcome = Delivery(state=DeliveryState.FAILED, detail="away")
    ordered(world, board, path, 1, channel="email")
    for _ in range(2):
        work_off(world)
        assert step(board, path, "failed-again").status_code == 303
    assert step(board, path, "failed-again").status_code == 422, "twice lets nobody be tried twice"
    breach_id, rules = case_of(world).id, world.runtime.rules("bqr")
    with world.work() as work:
        (taken_up,) = sending.take_up(work, breach_id, rules).messages.values()
    world.clock.forward(11 * 60)
    channels.outcome = Delivery(state=DeliveryState.SENT)
    work_off(world)
    tried = [message_id for message_id, *_ in channels.asked]
    assert len(tried) == len(set(tried)) == 3, "a channel takes one for the other where the id is the same"
    assert tried[-1] == taken_up.id, "taken up once more in one try it is the same message"
    for message_id in tried:
        assert "Deel nature in en." in world.visitor().get(f"/breach/messages/{message_id}").text
    world.erase(breach_id)
    assert "Deel nature" not in world.visitor().get(f"/breach/messages/{tried[0]}").text
