"""What is left to do on a request that was closed stands on the desk, and its page says what it is."""

import pytest

from waarborg_requests import actions
from waarborg_requests.actions import carrying, carrying_by_staff, ending, joining
from waarborg_requests.domain import Answer, Ground, Outcome, RequestState
from waarborg_requests.domain.carrying import CannotCarry, NotPrepared
from waarborg_requests.models import Package, Request
from waarborg_requests.packer import packer_of
from waarborg_shared.carrying import Carried, Told
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_tests.request_beginnings import OTHER, filed_as, identify, now
from waarborg_tests.reviewing import PERSON, answer, colleague, collected, give_all, press

BY_HAND = carrying_by_staff.NewCarrying(words="Wis alles.")


def desk(world):
    """What the desk says of each request, by number."""
    staff = world.signed_in("bqr", Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, ref="account-desk")
    return {item["number"]: item["state"]["en"] for item in staff.get("/requests/api/v1/desk").json["items"]}


def do(world, row, act, *given, **more):
    with world.work() as work:
        return act(work, row.id, *given, revision=work.case(Request, row.id).revision, **more)


def begun(world):
    """An erasure that was begun, and whose person then took the request back."""
    row, rules = identify(world, filed_as(world, "erasure")), world.runtime.rules("bqr")
    do(world, row, carrying_by_staff.prepare_carrying, BY_HAND, rules=rules)
    do(world, row, carrying_by_staff.begin_carrying, rules=rules)
    with world.work() as work:
        ending.withdraw(work, work.case(Request, row.id), rules=rules)
    return now(world, row)


def open_by_hand(world, row):
    with world.work() as work:
        steps = carrying.steps_in(work, carrying.carrying_of(work, work.case(Request, row.id)))
        return [each.id for each in steps if carrying.is_open(each) and carrying.by_hand(each)]


def test_what_people_still_carry_out_stands_on_the_desk_after_the_request_was_taken_back(world):
    row = begun(world)
    assert row.state == RequestState.WITHDRAWN
    assert desk(world)[row.number] == "Being carried out"
    assert "Record what was done" in world.coordinator().get(f"/requests/cases/{row.id}").text
    rules, done = world.runtime.rules("bqr"), Told(Carried.DONE)
    for step in open_by_hand(world, row):
        do(world, row, carrying_by_staff.answer_by_hand, step, done, note="", rules=rules)
    assert desk(world)[row.number] == "Being carried out", "a service of ours has not answered yet"
    with world.work() as work:
        for step in carrying.steps_in(work, carrying.carrying_of(work, work.case(Request, row.id))):
            if carrying.is_open(step):
                carrying.answer_by_service(work, row.id, step.id, done, subject_ref=row.subject_ref, rules=rules)
    assert row.number not in desk(world)


@pytest.mark.parametrize("closing", ["answer", "withdraw"])
def test_a_request_that_was_closed_before_its_longer_term_was_told_can_still_be_read(world, own_case, access, closing):
    case = own_case(access)
    case.identify(PERSON)
    rules = world.runtime.rules("bqr")
    row = case.row
    do(world, row, actions.extend, reason="Veel.", rules=rules)
    staff = world.coordinator()
    assert "The extension was not told yet" in staff.get(case.case).text
    if closing == "answer":
        refusal = Answer(outcome=Outcome.REFUSED, ground=Ground.EXCESSIVE, text="Te veel.")
        do(world, row, actions.answer, refusal, rules=rules)
    else:
        with world.work() as work:
            ending.withdraw(work, work.case(Request, row.id), rules=rules)
    page = staff.get(case.case)
    assert page.status_code == 200 and "The extension was not told yet" not in page.text
    assert case.number in case.open()


@pytest.mark.parametrize("kind", ["erasure", "withdrawal"])
def test_nothing_is_made_ready_or_begun_for_a_request_that_ended(world, kind):
    row, rules = identify(world, filed_as(world, kind)), world.runtime.rules("bqr")
    with world.work() as work:
        ending.withdraw(work, work.case(Request, row.id), rules=rules)
    assert "Make it ready" not in world.coordinator().get(f"/requests/cases/{row.id}").text
    with pytest.raises(CannotCarry):
        do(world, row, carrying_by_staff.prepare_carrying, BY_HAND, rules=rules)
    with pytest.raises(NotPrepared):
        do(world, row, carrying_by_staff.begin_carrying, rules=rules)


def test_a_package_that_waits_for_a_word_whom_it_is_about_stands_on_the_desk(world):
    request_id, staff = collected(world, kind=RequestKind.ACCESS), world.coordinator()
    give_all(staff, request_id)
    press(staff, request_id, "finish")
    press(colleague(world), request_id, "approve")
    assert answer(staff, request_id).status_code == 303
    packer_of(world.runtime).work_off("bqr")
    (row,) = world.requests()
    assert world.rows(Package)[0].state == "ready" and row.number not in desk(world)
    with world.work() as work:
        joining.follow_merge(work, kept_ref=OTHER, merged_ref=PERSON, at=work.now)
    assert desk(world)[row.number] == "Still to be carried out or confirmed"
    assert "Look whether it is still about the right person" in staff.get(f"/requests/cases/{request_id}").text
    do(world, row, joining.confirm_person, rules=world.runtime.rules("bqr"))
    assert row.number not in desk(world)
