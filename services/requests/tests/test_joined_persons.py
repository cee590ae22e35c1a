"""Two references of one person, or of two: open requests follow, and wait until somebody confirms whom it is about."""

import pytest

from waarborg_requests.actions.beginning import check_recipient
from waarborg_requests.domain.ending import NotSureForNow
from waarborg_requests.models import Request, RequestDelivery
from waarborg_shared.bus.receiver import Outcome
from waarborg_shared.events.consent import ConsentWithdrawn
from waarborg_shared.events.identity import PersonsMerged, PersonsSplit
from waarborg_shared.events.requests import MarkRequested
from waarborg_tests.request_beginnings import OTHER, PERSON, act, bring, filed_as, identify, now

MERGED = PersonsMerged(kept_ref=OTHER, merged_ref=PERSON)
SPLIT = PersonsSplit(kept_ref=OTHER, split_ref=PERSON)


def test_an_open_request_follows_a_merge_and_gives_nothing_before_somebody_confirmed(either_world):
    world = either_world
    row, kept = identify(world, filed_as(world, "access")), identify(world, filed_as(world, "access", made=1), OTHER)
    assert bring(world, MERGED, source="identity", subject=OTHER) is Outcome.DONE
    row = now(world, row)
    assert (row.subject_ref, row.filed_ref) == (OTHER, PERSON)
    for each in (row, kept):
        refused = act(world, each, "answer", outcome="granted", text="Hierbij.")
        assert refused.status_code == 422 and "Confirm first whom it is about" in refused.text
        assert act(world, each, "confirm-person").status_code == 303
        assert act(world, each, "answer", outcome="granted", text="Hierbij.").status_code == 303


def test_after_a_split_a_request_returns_to_what_it_was_filed_under(world):
    row = identify(world, filed_as(world, "access"))
    bring(world, MERGED, source="identity", subject=OTHER)
    act(world, row, "confirm-person")
    assert bring(world, SPLIT, source="identity", subject=OTHER, sequence=2) is Outcome.DONE
    row = now(world, row)
    assert (row.subject_ref, row.filed_ref) == (PERSON, None) and row.unsure_since is not None
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "Look whether it is still about the right person" in page
    assert act(world, row, "answer", outcome="granted", text="Hierbij.").status_code == 422


def test_who_got_a_reference_of_his_own_may_be_whom_a_request_was_about(world):
    row = identify(world, filed_as(world, "access"), person=OTHER)
    bring(world, SPLIT, source="identity", subject=OTHER)
    assert now(world, row).subject_ref == OTHER and now(world, row).unsure_since is not None
    row = identify(world, row, person=PERSON)
    assert (row.subject_ref, row.unsure_since) == (PERSON, None)


@pytest.mark.parametrize("event", [MERGED, SPLIT])
def test_who_is_not_touched_and_what_was_delivered_stay_as_they_are(world, event):
    other = identify(world, filed_as(world, "access"), person="person-00000003")
    done = identify(world, filed_as(world, "access", made=1))
    act(world, done, "answer", outcome="granted", text="Hierbij.")
    with world.work() as work:
        told = {"template": "request-answered", "channel": "letter", "state": "to_print"}
        work.add(RequestDelivery(id="d", request_id=done.id, ready_at=work.now, delivered_at=work.now, **told))
    bring(world, event, source="identity", subject=OTHER)
    assert [now(world, each).unsure_since for each in (other, done)] == [None, None]
    assert now(world, done).subject_ref == PERSON
    assert act(world, other, "confirm-person").status_code == 422


def test_what_was_unsure_begins_once_it_was_confirmed(world):
    row = filed_as(world, "address_secrecy")
    row = identify(world, row)
    assert len(world.told(MarkRequested)) == 1
    waiting = identify(world, filed_as(world, "restriction", made=1))
    bring(world, MERGED, source="identity", subject=OTHER)
    disputed = identify(world, filed_as(world, "correction", made=2), person=OTHER)
    assert len(world.told(MarkRequested)) == 1, "the restriction is not sure to be of the same person"
    act(world, waiting, "confirm-person")
    told = world.told(MarkRequested)[-1]
    assert (told.request_ref, told.subject_ref, told.ground) == (waiting.id, OTHER, "accuracy")
    assert disputed.state == "taken_up"


def test_a_fact_about_the_reference_of_before_still_answers(world):
    row = identify(world, filed_as(world, "withdrawal"))
    bring(world, MERGED, source="identity", subject=OTHER)
    event = ConsentWithdrawn(subject_ref=PERSON, purpose=None, request_ref=row.id)
    assert bring(world, event, source="consent", subject=PERSON) is Outcome.DONE
    assert now(world, row).state == "answered"


@pytest.mark.parametrize("event", [MERGED, SPLIT])
def test_what_was_answered_and_not_handed_over_waits_until_somebody_confirmed(either_world, event):
    world = either_world
    done = identify(world, filed_as(world, "access"), person=OTHER)
    act(world, done, "answer", outcome="granted", text="Hierbij.")
    bring(world, event, source="identity", subject=OTHER)
    assert now(world, done).unsure_since is not None
    assert "Is this still the right person?" in world.coordinator().get(f"/requests/cases/{done.id}").text
    with world.work() as work, pytest.raises(NotSureForNow):
        check_recipient(work, work.case(Request, done.id))
    assert act(world, done, "confirm-person").status_code == 303
    row = now(world, done)
    assert (row.unsure_since, row.state, row.subject_ref) == (None, "answered", OTHER)
    assert act(world, done, "confirm-person").status_code == 422


def test_what_ended_without_an_answer_is_not_confirmed(world):
    row = identify(world, filed_as(world, "access"))
    bring(world, MERGED, source="identity", subject=OTHER)
    act(world, row, "withdraw", withdraw_note="Op verzoek.")
    assert now(world, row).state == "withdrawn"
    assert act(world, row, "confirm-person").status_code == 422
