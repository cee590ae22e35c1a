"""Endings without an answer, a request that is narrowed, calls to make, and an erasure that waits for a look."""

import re
from datetime import UTC, datetime

import pytest

from waarborg_requests.actions.desk.figures import figures
from waarborg_requests.domain.desk.figures import months_back
from waarborg_requests.domain.ending import call_due, must_wait
from waarborg_requests.models import CallBack, RequestDelivery
from waarborg_shared.bus.messages import Delivery as Incoming
from waarborg_shared.bus.receiver import Outcome
from waarborg_shared.events import encode, routing_key
from waarborg_shared.events.consent import MarkSet
from waarborg_shared.events.requests import RequestAnswered, RequestWithdrawn
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.worker import receiver_of
from waarborg_tests.request_beginnings import OTHER, PERSON, act, bring, code_of, filed_as, identify, now

K = RequestKind


def ticket_of(page):
    """What the page of one's own request puts in its forms."""
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert found is not None, page.text
    return found[1]


def own(world, door, row, code=None, **typed):
    """Send one of the forms of the page of one's own request."""
    visitor = world.visitor()
    page = visitor.send("/requests/status", number=row.number, code=code or code_of())
    return visitor.send(f"/requests/own/{door}", page="/requests/status", ticket=ticket_of(page), **typed)


def test_a_person_takes_a_request_back_after_being_asked_whether_that_is_sure(either_world):
    world = either_world
    row = filed_as(world, "access")
    asked = own(world, "take-back", row)
    assert asked.status_code == 422 and "Tick that you take this request back." in asked.text
    assert now(world, row).state == "received"
    for _ in range(2):
        done = own(world, "take-back", row, sure="true")
        assert done.status_code == 200 and "has been taken back" in done.text
    row = now(world, row)
    assert (row.state, row.outcome, row.answered_by) == ("withdrawn", None, row.answered_by)
    assert {clock.stop_reason for clock in world.clocks(row).values()} == {"withdrawn"}
    (told,) = world.told(RequestWithdrawn)
    assert (told.request_ref, told.kind, told.verdict) == (row.id, "access", "withdrawn")
    assert world.told(RequestAnswered) == [] and world.verbs(row.id).count("withdrawn") == 1
    page = world.visitor().send("/requests/status", number=row.number, code=code_of()).text
    assert "ended on" in page and "Take this request back" not in page and "Do you disagree?" not in page
    assert "You need do nothing more" in page and "#otherwise-go" not in page
    assert "Taken back" in world.coordinator().get("/requests/?state=answered").text


def test_staff_end_a_request_on_the_persons_word_with_a_note(world):
    row = filed_as(world, "erasure")
    refused = act(world, row, "withdraw", withdraw_note="")
    assert refused.status_code == 422 and '<details class="wb-panel" open>' in refused.text
    assert act(world, row, "withdraw", withdraw_note="Zij belde erover.").status_code == 303
    assert now(world, row).state == "withdrawn"
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert "Zij belde erover." in page and "Give this answer" not in page


def test_who_took_a_request_back_by_word_of_mouth_gets_that_in_writing(world):
    by_staff, by_himself = filed_as(world, "access"), filed_as(world, "copy", made=1)
    act(world, by_staff, "withdraw", withdraw_note="Zij belde erover.")
    own(world, "take-back", by_himself, code=code_of(1), sure="true")
    for envelope in [each for each in world.events() if isinstance(each.event, RequestWithdrawn)]:
        incoming = Incoming(encode(envelope), routing_key(envelope.type, "bqr"), "waarborg.requests", 1)
        receiver = receiver_of(world.runtime)
        assert [receiver.receive(incoming) for _ in range(2)] == [Outcome.DONE, Outcome.DUPLICATE]
    (letter,) = world.rows(RequestDelivery)
    assert (letter.request_id, letter.template, letter.state) == (by_staff.id, "request-withdrawn", "to_print")
    staff, case = world.coordinator(), f"/requests/cases/{by_staff.id}"
    assert "Letter about the end of the request ready to print" in staff.get(case).text
    assert "Dit verzoek is gestopt, zoals gevraagd." in staff.get(f"{case}/deliveries/{letter.id}").text
    assert staff.send(f"{case}/deliveries/{letter.id}/delivered", page=case).status_code == 303


def test_a_stale_page_ends_and_narrows_nothing(world):
    row = filed_as(world, "access")
    seen = row.revision
    identify(world, row)
    for verb, typed in (("withdraw", {"withdraw_note": "Ja."}), ("narrow", {"wanted": "Minder."})):
        assert act(world, row, verb, revision=seen, **typed).status_code == 412
    assert (now(world, row).state, now(world, row).narrowed_at) == ("taken_up", None)


def test_what_works_already_is_not_undone_by_taking_the_request_back(world):
    row = identify(world, filed_as(world, "objection", about="statistics"))
    event = MarkSet(
        subject_ref=PERSON, mark_ref="mark-1", kind="objection", about_purpose="statistics", request_ref=row.id
    )
    before = len(world.events())
    bring(world, event, source="consent", subject=PERSON)
    page = world.visitor().send("/requests/status", number=row.number, code=code_of()).text
    assert "What works already stays so" in page
    assert "What worked already stays so" in own(world, "take-back", row, sure="true").text
    assert [type(each.event) for each in world.events()[before:]] == [RequestWithdrawn]


def test_a_fact_that_comes_after_the_end_answers_nothing(world):
    row = identify(world, filed_as(world, "address_secrecy"))
    own(world, "take-back", row, sure="true")
    event = MarkSet(subject_ref=PERSON, mark_ref="mark-1", kind="address_secrecy", request_ref=row.id)
    bring(world, event, source="consent", subject=PERSON)
    assert (now(world, row).state, now(world, row).outcome) == ("withdrawn", None)


def test_an_answered_request_is_not_taken_back(world):
    row = filed_as(world, "access")
    act(world, row, "answer", outcome="refused", ground="not_identified", text="Nee.")
    refused = own(world, "take-back", row, sure="true")
    assert refused.status_code == 422 and "cannot be done any more" in refused.text


@pytest.mark.parametrize("door", ["take-back", "narrow", "call-me"])
@pytest.mark.parametrize("ticket", ["", "AAAA"])
def test_without_a_ticket_nothing_happens_and_what_was_typed_is_kept(world, door, ticket):
    row = filed_as(world, "access")
    typed = {"take-back": {"sure": "true"}, "narrow": {"wanted": "Minder."}, "call-me": {"telephone": "0612345678"}}
    answer = world.visitor().send(f"/requests/own/{door}", page="/requests/status", ticket=ticket, **typed[door])
    assert answer.status_code == 422 and next(iter(typed[door].values())) in answer.text
    assert (now(world, row).state, now(world, row).narrowed_at, world.rows(CallBack)) == ("received", None, [])


def test_a_ticket_of_one_organisation_opens_nothing_of_the_other(world):
    row = filed_as(world, "access")
    ticket = ticket_of(world.visitor().send("/requests/status", number=row.number, code=code_of()))
    other = world.visitor("jtb-care")
    answer = other.send("/requests/own/take-back", page="/requests/status", ticket=ticket, sure="true")
    assert answer.status_code == 422 and now(world, row).state == "received"


@pytest.mark.parametrize("by_staff", [True, False])
def test_a_narrowed_request_keeps_its_number_and_its_clocks(world, by_staff):
    row = filed_as(world, "access")
    before = {name: clock.due_at for name, clock in world.clocks(row).items()}
    wanted = "Alleen de brieven van dit jaar."
    answer = act(world, row, "narrow", wanted=wanted) if by_staff else own(world, "narrow", row, wanted=wanted)
    assert answer.status_code == (303 if by_staff else 200)
    assert {name: clock.due_at for name, clock in world.clocks(row).items()} == before
    assert wanted.encode() not in now(world, row).narrowed_sealed
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert wanted in page and "Zoals besproken." in page
    assert wanted not in world.visitor().send("/requests/status", number=row.number, code=code_of()).text
    assert wanted not in str(world.events())


def test_a_bsn_is_not_taken_in_by_mistake(world):
    row = filed_as(world, "access")
    answer = own(world, "narrow", row, wanted="Mijn nummer is 111222333.")
    assert answer.status_code == 422 and "looks like a BSN" in answer.text
    assert now(world, row).narrowed_at is None


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 3, 6, 15, 0, tzinfo=UTC), datetime(2026, 3, 9, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 3, 7, 9, 0, tzinfo=UTC), datetime(2026, 3, 9, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 4, 2, 9, 0, tzinfo=UTC), datetime(2026, 4, 7, 21, 59, 59, tzinfo=UTC)),
        (datetime(2026, 12, 31, 9, 0, tzinfo=UTC), datetime(2027, 1, 4, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_call_is_due_on_the_next_working_day(world, asked, due):
    assert call_due(asked, world.runtime.rules("bqr").calendar).replace(microsecond=0) == due


def test_a_call_back_is_a_task_with_its_own_moment_and_stops_no_clock(either_world):
    world = either_world
    row = filed_as(world, "access")
    before = world.clocks(row)
    assert "We call you back" in own(world, "call-me", row, telephone="06 1234 5678", suits="Na vijven").text
    again = own(world, "call-me", row, telephone="06 8765 4321")
    assert again.status_code == 200
    (call,) = world.rows(CallBack)
    assert world.clocks(row) == before
    staff = world.coordinator()
    (item,) = [each for each in staff.get("/requests/api/v1/desk").json["items"] if each["ref"] == call.id]
    assert (item["state"]["en"], item["clocks"][0]["name"]) == ("Asks to be called", "call-back")
    assert "Asks to be called" in staff.get("/requests/").text
    page = staff.get(f"/requests/cases/{row.id}").text
    assert "06 8765 4321" in page and "06 1234 5678" not in page
    assert "We call you back before" in world.visitor().send("/requests/status", number=row.number, code=code_of()).text
    for _ in range(2):
        assert act(world, row, "call-done", call_id=call.id, call_note="Uitgelegd.").status_code == 303
    assert world.verbs(row.id).count("called") == 1
    assert len(staff.get("/requests/api/v1/desk").json["items"]) == 1
    assert "06 8765 4321" not in staff.get(f"/requests/cases/{row.id}").text


@pytest.mark.parametrize("telephone", ["", "bel mij", "12"])
def test_what_cannot_be_called_is_refused_by_its_field(world, telephone):
    row = filed_as(world, "access")
    answer = own(world, "call-me", row, telephone=telephone, suits="Morgen")
    assert answer.status_code == 422 and 'value="Morgen"' in answer.text
    assert world.rows(CallBack) == []


def test_a_call_of_another_request_is_not_ticked_off_here(world):
    row, other = filed_as(world, "access"), filed_as(world, "copy", made=1)
    own(world, "call-me", row, telephone="0612345678")
    (call,) = world.rows(CallBack)
    assert act(world, other, "call-done", call_id=call.id, call_note="Nee.").status_code == 422
    assert world.rows(CallBack)[0].done_at is None


def test_a_request_that_ended_counts_as_no_answer_and_is_given_to_nobody(world):
    row = filed_as(world, "access")
    own(world, "take-back", row, sure="true")
    with world.work("bqr") as work:
        assert figures(work, months_back(work.now)) == ()
    answer = act(world, row, "assign", assign_to="me")
    assert answer.status_code == 422 and "has been closed already" in answer.text


@pytest.mark.parametrize(
    ("kind", "gives", "looks_open", "on_his_word", "waits"),
    [
        (K.ERASURE, True, True, False, True),
        (K.ERASURE, True, True, True, False),
        (K.ERASURE, True, False, False, False),
        (K.ERASURE, False, True, False, False),
        (K.CORRECTION, True, True, False, False),
    ],
)
def test_an_erasure_waits_for_a_look(kind, gives, looks_open, on_his_word, waits):
    assert must_wait(kind, gives=gives, looks_open=looks_open, on_his_word=on_his_word) is waits


def test_nothing_is_erased_while_the_same_person_asks_for_access(world):
    look = identify(world, filed_as(world, "access"))
    row = identify(world, filed_as(world, "erasure", made=1))
    refused = act(world, row, "answer", outcome="granted", text="Wij wissen alles.")
    assert refused.status_code == 422 and "also asks for access" in refused.text
    assert f"/requests/cases/{look.id}" in refused.text and "Wij wissen alles." in refused.text
    assert act(world, row, "carry", words="Wij wissen alles.").status_code == 303
    assert "Answer the request for access first" in world.coordinator().get(f"/requests/cases/{row.id}").text
    assert act(world, row, "carry-begin").status_code == 422, "nor is it begun"
    assert act(world, row, "erase-anyway", erase_why="Ze wacht er niet op.").status_code == 303
    assert act(world, row, "carry-begin").status_code == 303


def test_a_look_of_somebody_else_or_one_that_ended_holds_nothing_up(world):
    identify(world, filed_as(world, "access"), person=OTHER)
    ended = identify(world, filed_as(world, "access", made=1))
    act(world, ended, "withdraw", withdraw_note="Hoeft niet meer.")
    row = identify(world, filed_as(world, "erasure", made=2))
    assert act(world, row, "carry", words="Wij wissen alles.").status_code == 303
    assert act(world, row, "carry-begin").status_code == 303


def test_the_persons_word_to_erase_is_not_anothers(world):
    identify(world, filed_as(world, "access"))
    row = identify(world, filed_as(world, "erasure", made=1), person=OTHER)
    act(world, row, "erase-anyway", erase_why="Ze wacht er niet op.")
    identify(world, row, person=PERSON)
    assert act(world, row, "answer", outcome="granted", text="Wij wissen alles.").status_code == 422


def test_after_erasure_the_pages_stand_and_nothing_more_is_written(world):
    row = filed_as(world, "access")
    own(world, "narrow", row, wanted="Alleen de brieven.")
    own(world, "call-me", row, telephone="0612345678", suits="Na vijven")
    world.erase(row.id)
    page = world.coordinator().get(f"/requests/cases/{row.id}")
    assert page.status_code == 200 and "Alleen de brieven" not in page.text and "0612345678" not in page.text
    refused = own(world, "narrow", row, wanted="Minder.")
    assert refused.status_code == 422 and "was erased" in refused.text
    assert own(world, "take-back", row, sure="true").status_code == 200
