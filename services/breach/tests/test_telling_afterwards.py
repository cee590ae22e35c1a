"""After telling: who failed, came back or was new, the announcement, aftercare, and what the case and the desk say."""

from collections import Counter

import pytest

from waarborg_breach import contributing
from waarborg_breach.models import (
    BreachPersonCare,
)
from waarborg_shared.hooks.values import Delivery, DeliveryState
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_telling import (
    ANNOUNCED,
    MESSAGE,
    Channels,
    begin,
    case_of,
    decided,
    hand_in,
    ids,
    ordered,
    people,
    person_step,
    printed,
    step,
    work_off,
)
from waarborg_tests.breaches import handle


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


def test_a_channel_that_fails_is_shown_per_person_and_tried_again_by_the_same_or_another(
    world: World, board: Visitor, path: str, channels: Channels
) -> None:
    channels.outcome = Delivery(state=DeliveryState.FAILED, detail="away")
    ordered(world, board, path, 2)
    work_off(world)
    assert set(people(world).values()) == {"failed"}
    assert "the channel failed" in board.get(f"{path}/persons?state=failed").text
    channels.outcome = Delivery(state=DeliveryState.SENT)
    first = f"{path}/persons/{ids(world)[0]}"
    assert board.send(f"{first}/again", page=first, by_channel="pigeon").status_code == 422
    assert board.send(f"{first}/again", page=first, by_channel="desk").status_code == 303
    work_off(world)
    assert people(world) == {"Z-0": "sent", "Z-1": "failed"}
    assert case_of(world).persons_state == "in-part"
    assert step(board, path, "failed-again").status_code == 303
    work_off(world)
    assert case_of(world).persons_state == "informed"
    assert board.send(f"{first}/again", page=first, by_channel="letter").status_code == 422
    sent = Counter((reference, channel) for _, reference, channel, _ in channels.asked)
    assert sent == {("Z-0", "letter"): 1, ("Z-0", "desk"): 1, ("Z-1", "letter"): 2}
    assert len({message_id for message_id, *_ in channels.asked}) == 4


def test_a_letter_that_came_back_leaves_the_case_in_part_and_an_announcement_ends_it(
    world: World, board: Visitor, path: str
) -> None:
    ordered(world, board, path, 2)
    work_off(world)
    first, second = (f"{path}/persons/{each}" for each in ids(world))
    assert board.send(f"{first}/told", page=first).status_code == 303
    assert board.send(f"{second}/unreachable", page=second).status_code == 303
    assert case_of(world).persons_state == "in-part"
    assert "1 person cannot be reached" in board.get(f"{path}/telling").text
    public = f"/breach/announcements/{case_of(world).number}"
    anybody = world.visitor()
    assert anybody.get(public).status_code == 404
    assert step(board, path, "publish").status_code == 422
    for half in ({**ANNOUNCED, "announcement_en": ""}, {**ANNOUNCED, "announcement_nl": "Op [dag] ging het mis."}):
        assert step(board, path, "announcement", **half).status_code == 303
        assert step(board, path, "publish").status_code == 422
    assert step(board, path, "announcement", **ANNOUNCED).status_code == 303
    assert anybody.get(public).status_code == 404
    refused = step(board, path, "publish")
    assert refused.status_code == 422 and 'href="#field-publish_ground"' in refused.text
    assert anybody.get(public).status_code == 404
    assert step(board, path, "publish", publish_ground="Zij is verhuisd.").status_code == 303
    page = anybody.get(public).text
    assert "Something went wrong." in page and "gestolen" not in page and "Z-0" not in page
    assert "Er is iets misgegaan." in anybody.get(f"{public}?lang=nl").text
    assert world.visitor("jtb-care").get(public).status_code == 404
    case = case_of(world)
    assert (case.persons_state, case.informed_how) == ("announced", "several")
    assert board.send(f"{second}/again", page=second, by_channel="letter").status_code == 422
    assert "The breach was announced publicly." in board.get(f"{path}/telling").text
    assert list(people(world).values()) == ["sent", "unreachable"]
    assert step(board, path, "take-down").status_code == 303
    assert anybody.get(public).status_code == 404
    assert step(board, path, "publish").status_code == 303 and anybody.get(public).status_code == 200


def test_B24_10_only_the_responsible_person_publishes(world: World, board: Visitor) -> None:
    too_much = {"inform_persons": "no", "exception": "disproportionate", "reason": "Te veel mensen."}
    path = decided(world, board, **too_much)
    quality = world.staff("bqr", "quality")
    assert step(quality, path, "announcement", **ANNOUNCED).status_code == 303
    refused = quality.send(f"{path}/telling/publish", page=f"{path}/telling")
    assert refused.status_code == 422 and "Only the responsible person" in refused.text
    assert world.visitor().get(f"/breach/announcements/{case_of(world).number}").status_code == 404
    assert step(board, path, "publish").status_code == 303
    assert case_of(world).persons_state == "announced"
    changed = step(quality, path, "announcement", **ANNOUNCED)
    assert changed.status_code == 422


def test_B24_11_aftercare_is_written_down_per_person_and_sealed(world: World, board: Visitor, path: str) -> None:
    hand_in(board, path, "reference\nZ-1\n")
    person = f"{path}/persons/{ids(world)[0]}"
    assert (
        board.send(f"{person}/care", page=person, care="asked", care_words="Zij vraagt een nieuw pasje.").status_code
        == 303
    )
    assert (
        board.send(f"{person}/care", page=person, care="given", care_words="Het pasje is vervangen.").status_code == 303
    )
    page = board.get(person).text
    assert page.index("nieuw pasje") < page.index("is vervangen")
    rows = world.rows(BreachPersonCare)
    assert [row.kind for row in rows] == ["asked", "given"] and not any(b"pasje" in row.words_sealed for row in rows)
    for typed in ({"care": "asked"}, {"care": "wished", "care_words": "x"}, {"care_words": "x"}):
        assert board.send(f"{person}/care", page=person, **typed).status_code == 422
    assert world.staff("bqr", "fg").get(person).status_code == 200
    assert "<form" not in world.staff("bqr", "fg").get(person).text.partition("<main")[2].partition("</main")[0]


def test_J7_at_jtb_care_a_talk_in_person_is_a_task_that_the_desk_shows(world: World) -> None:
    lead = world.staff("jtb-care", "care_lead")
    path = decided(world, lead)
    hand_in(lead, path, "reference\nC-1\nC-2\n")
    step(lead, path, "message", **MESSAGE)
    assert begin(lead, path, 2).status_code == 303
    work_off(world, "jtb-care")
    assert people(world, "jtb-care") == {"C-1": "task", "C-2": "task"}
    (item,) = lead.get("/breach/api/v1/desk").json["items"]
    assert "2 to be told in person" in str(item)
    for each in ids(world, "jtb-care"):
        person = f"{path}/persons/{each}"
        assert lead.send(f"{person}/told", page=person).status_code == 303
        assert lead.send(f"{person}/told", page=path).status_code == 303
    assert case_of(world, "jtb-care").persons_state == "informed"
    assert world.verbs(case_of(world, "jtb-care").id, "jtb-care").count("told-person") == 2


def test_B14_who_was_told_finds_the_breach_among_his_data_and_who_was_not_does_not(
    world: World, board: Visitor, path: str
) -> None:
    rules = world.runtime.rules("bqr")
    ordered(world, board, path, 2)
    work_off(world)
    with world.work() as work:
        assert contributing.told(work, "Z-0", rules, None, 10) == []
    printed(board, path)
    step(board, path, "posted", part="1")
    with world.work() as work:
        ((key, thing),) = contributing.told(work, "Z-0", rules, None, 10)
        assert contributing.told(work, "Z-0", rules, key, 10) == []
        assert contributing.told(work, "Z-9", rules, None, 10) == []
        contributing.looked(work, "Z-0")
    assert thing.content["number"] == case_of(world).number and thing.category == "breaches"


def test_a_case_is_not_closed_while_somebody_on_the_list_was_not_told(world: World, board: Visitor, path: str) -> None:
    assert hand_in(board, path, "verwijzing\nZ-1\n").status_code == 303
    for name, typed in (("notified", {"at": "2026-03-02T10:30"}), ("informed", {"informed_at": "2026-03-02T10:30"})):
        assert board.send(f"{path}/{name}", page=path, **typed).status_code == 303
    handle(board, path, told=True)
    assert "Tell everybody on the list" in board.get(path).text
    assert board.send(f"{path}/close", page=path).status_code == 422
    person = f"{path}/persons/{ids(world)[0]}"
    assert board.send(f"{person}/unreachable", page=person).status_code in (303, 422)
    assert case_of(world).closed_at is None


def test_B24_10_who_was_not_told_after_all_opens_the_case_again_and_the_clock_runs_on(
    world: World, board: Visitor, path: str
) -> None:
    ordered(world, board, path, 2)
    work_off(world)
    printed(board, path)
    assert step(board, path, "posted", part="1").status_code == 303
    assert case_of(world).persons_state == "informed" and world.clocks(case_of(world))["persons"].stopped_at is not None
    second = ids(world)[1]
    assert person_step(board, path, second, "unreachable").status_code == 303
    case, clock = case_of(world), world.clocks(case_of(world))["persons"]
    assert (case.persons_state, clock.stopped_at) == ("in-part", None)
    assert clock.started_at == case.discovered_at
    page = board.get(path).text
    assert "Not everybody turns out to be told" in page and 'id="next"' in page and "Tell the people" in page
    (item,) = board.get("/breach/api/v1/desk").json["items"]
    assert "1 on the list not told yet" in str(item)
    assert person_step(board, path, second, "again", by_channel="desk").status_code == 303
    work_off(world)
    assert person_step(board, path, second, "told").status_code == 303
    assert case_of(world).persons_state == "informed"
    assert "on the list not told yet" not in str(board.get("/breach/api/v1/desk").json)
    assert hand_in(board, path, "reference\nZ-0\n").status_code == 303
    assert case_of(world).persons_state == "informed", "nobody is new on it"
    assert hand_in(board, path, "reference\nZ-0\nZ-9\n").status_code == 303
    assert case_of(world).persons_state == "in-part" and world.clocks(case_of(world))["persons"].stopped_at is None
    assert world.verbs(case.id).count("persons-wait-again") == 2


def test_where_the_only_letter_came_back_nobody_was_told(world: World, board: Visitor, path: str) -> None:
    ordered(world, board, path, 1)
    work_off(world)
    assert person_step(board, path, ids(world)[0], "told").status_code == 303
    assert case_of(world).informed_at is not None
    assert person_step(board, path, ids(world)[0], "unreachable").status_code == 303
    assert person_step(board, path, ids(world)[0], "unreachable").status_code == 422
    case = case_of(world)
    assert (case.persons_state, case.informed_at, case.informed_how) == ("to-inform", None, None)


def test_who_says_that_all_were_told_in_another_way_is_not_asked_again_for_who_was_not_reached(
    world: World, board: Visitor, path: str
) -> None:
    ordered(world, board, path, 2)
    work_off(world)
    first, second = ids(world)
    assert person_step(board, path, first, "told").status_code == 303
    assert person_step(board, path, second, "unreachable").status_code == 303
    assert "1 on the list not told yet" in board.get(path).text
    typed = {"informed_at": "2026-03-02T10:30", "how": "via zijn moeder"}
    assert board.send(f"{path}/informed", page=path, **typed).status_code == 303
    assert case_of(world).persons_state == "informed"
    assert "on the list not told yet" not in board.get(path).text + str(board.get("/breach/api/v1/desk").json)


def test_who_wrote_down_by_hand_that_people_were_told_keeps_that_some_were(
    world: World, board: Visitor, path: str
) -> None:
    assert board.send(f"{path}/informed", page=path, informed_at="2026-03-02T10:30", how="bellen").status_code == 303
    assert case_of(world).persons_state == "informed"
    assert hand_in(board, path, "reference\nZ-1\n").status_code == 303
    case = case_of(world)
    assert case.persons_state == "in-part" and case.informed_at is not None


def test_rows_that_are_settled_leave_a_case_informed_in_which_all_were_told(
    world: World, board: Visitor, path: str
) -> None:
    hand_in(board, path, "reference\nZ-1\n999990019\n")
    step(board, path, "message", **MESSAGE)
    begin(board, path, 1)
    work_off(world)
    assert person_step(board, path, ids(world)[0], "told").status_code == 303
    assert case_of(world).persons_state == "in-part"
    assert step(board, path, "settle", settled_how="Dat was niemand.").status_code == 303
    assert case_of(world).persons_state == "informed"
