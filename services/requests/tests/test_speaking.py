"""Messages about a request: both sides write and read, and what is not for somebody is held."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from waarborg_requests import actions, events
from waarborg_requests.actions.speaking import write_to_us
from waarborg_requests.domain import Reach, RequestState, Told
from waarborg_requests.domain.speaking import (
    MOST_MESSAGES,
    Reader,
    Reading,
    Sent,
    Side,
    TooManyMessages,
    may_write,
    reading_of,
    way_of_notice,
)
from waarborg_requests.domain.standing import NextStep, Standing, WaitsFor, next_step, waits_for
from waarborg_requests.models import RequestDelivery
from waarborg_requests.pages.tickets import LIVES_FOR
from waarborg_shared.events.requests import RequestMessageWritten
from waarborg_shared.hooks.values import Duty

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
P, S = Side.PERSON, Side.STAFF
OPEN, HELD, NONE = Reading.OPEN, Reading.HELD, Reading.NOT_THEIRS


def _reader(signed_in, known, subject=None):
    return Reader(signed_in=signed_in, known=known, subject_ref=subject)


READINGS = [
    ("staff to who was not identified", Sent(side=S), _reader(False, False), HELD),
    ("harmless to who was not identified", Sent(side=S, harmless=True), _reader(False, False), OPEN),
    ("staff to who was identified", Sent(side=S), _reader(False, True), OPEN),
    ("staff to the person, by code", Sent(side=S, subject_ref="a"), _reader(False, True, "a"), OPEN),
    ("staff to the person, signed in", Sent(side=S, subject_ref="a"), _reader(True, True, "a"), OPEN),
    ("to the first, read by the second signed in", Sent(side=S, subject_ref="a"), _reader(True, True, "b"), NONE),
    ("to the first, read by code for the second", Sent(side=S, subject_ref="a"), _reader(False, True, "b"), NONE),
    ("harmless to the first, second", Sent(side=S, harmless=True, subject_ref="a"), _reader(True, True, "b"), NONE),
    ("harmless to the first, by code", Sent(side=S, harmless=True, subject_ref="a"), _reader(False, True, "b"), OPEN),
    ("own by code, by code", Sent(side=P), _reader(False, False), OPEN),
    ("own by code, linked to another since", Sent(side=P, subject_ref="a"), _reader(False, True, "b"), OPEN),
    ("by code, read by the person signed in", Sent(side=P, subject_ref="a"), _reader(True, True, "a"), OPEN),
    ("by code for the first, second signed in", Sent(side=P, subject_ref="a"), _reader(True, True, "b"), NONE),
    ("own signed in", Sent(side=P, subject_ref="a", signed_in_ref="a"), _reader(True, True, "a"), OPEN),
    ("first's signed in, the second", Sent(side=P, subject_ref="a", signed_in_ref="a"), _reader(True, True, "b"), NONE),
    ("first's signed in, by code", Sent(side=P, subject_ref="a", signed_in_ref="a"), _reader(False, True, "b"), NONE),
    ("own signed in, by code", Sent(side=P, subject_ref="a", signed_in_ref="a"), _reader(False, True, "a"), OPEN),
]


@pytest.mark.parametrize(("what", "sent", "reader", "gets"), READINGS, ids=[each[0] for each in READINGS])
def test_B15_who_reads_which_message(what, sent, reader, gets):
    assert reading_of(sent, reader) is gets


def test_a_person_writes_twenty_messages_in_a_day_and_no_more():
    moments = [NOW - timedelta(hours=1)] * (MOST_MESSAGES - 1)
    may_write([*moments, NOW - timedelta(hours=24)], NOW)
    with pytest.raises(TooManyMessages):
        may_write([*moments, NOW - timedelta(hours=23)], NOW)


@pytest.mark.parametrize(
    ("reach", "channels", "way"),
    [
        (Reach.EMAIL, {"letter", "email"}, "email"),
        (Reach.EMAIL, {"letter"}, "letter"),
        (Reach.PHONE, {"letter", "telephone"}, "telephone"),
        (Reach.PHONE, {"letter", "contact"}, "contact"),
        (Reach.POST, {"letter", "email"}, "letter"),
    ],
)
def test_word_of_a_message_goes_the_way_that_the_person_chose(reach, channels, way):
    assert way_of_notice(reach, channels, otherwise="letter") == way


STANDINGS = [
    (Standing(state=RequestState.RECEIVED), NextStep.WAIT, WaitsFor.US),
    (Standing(state=RequestState.TAKEN_UP, late=True), NextStep.LATE, WaitsFor.US),
    (Standing(state=RequestState.WAITING, unread=1), NextStep.IDENTIFY, WaitsFor.YOU),
    (Standing(state=RequestState.TAKEN_UP, unread=1, late=True), NextStep.READ_MESSAGE, WaitsFor.US),
    (Standing(state=RequestState.TAKEN_UP, held=1), NextStep.IDENTIFY_TO_READ, WaitsFor.US),
    (Standing(state=RequestState.ANSWERED, answered=True), NextStep.AWAIT_WORD, WaitsFor.US),
    (Standing(state=RequestState.ANSWERED, answered=True, told=True), NextStep.READ_ANSWER, WaitsFor.NOBODY),
]


@pytest.mark.parametrize(("standing", "step", "waits"), STANDINGS)
def test_there_is_one_next_step_and_somebody_to_wait_for(standing, step, waits):
    assert (next_step(standing), waits_for(standing)) == (step, waits)


def test_a_person_writes_staff_answer_and_both_read(world, access, own_case):
    own = own_case(access)
    wrote = own.send("messages", message="Mijn adres is veranderd.")
    assert wrote.status_code == 200 and "Your message is with us" in wrote.text
    assert "Mijn adres is veranderd." in own.open() and "not read yet" in own.open()
    assert own.row.message_waits_since is not None
    staff = world.coordinator()
    assert "New message" in staff.get("/requests/").text
    page = staff.get(own.case).text
    assert "Mijn adres is veranderd." in page and "The person wrote a message" in page
    assert "read on" in own.open()
    own.identify()
    assert own.staff_writes("Wij passen het adres aan.").status_code == 303
    assert own.row.message_waits_since is None
    page = own.open()
    assert "Read our message" in page and "Wij passen het adres aan." in page
    assert "Read our message" not in own.open(), "it was read"
    assert "read on" in staff.get(own.case).text


def test_what_is_written_stands_sealed_and_in_no_event(world, access, own_case):
    own = own_case(access)
    own.send("messages", message="Geheim woord")
    own.staff_writes("Ander woord", harmless="true")
    for message in own.messages():
        assert b"woord" not in message.text_sealed
    told = world.told(RequestMessageWritten)
    assert [(each.request_ref, each.writer_kind) for each in told] == [(own.row.id, "person"), (own.row.id, "staff")]
    assert "woord" not in repr(world.events())


def test_sending_a_message_twice_writes_it_once(world, access, own_case):
    own = own_case(access)
    ticket, token = own.ticket(), own.visitor.token("/requests/status")
    first = own.visitor.send("/requests/own/messages", token=token, ticket=ticket, message="Eens")
    again = own.visitor.send("/requests/own/messages", token=token, ticket=ticket, message="Eens")
    assert first.text == again.text
    assert len(own.messages()) == 1


def test_B15_a_message_is_held_until_the_person_was_identified_unless_it_is_harmless(world, access, own_case):
    own = own_case(access)
    own.staff_writes("Uit uw dossier: medicatie.")
    page = own.open()
    assert "medicatie" not in page and "once you have shown who you are" in page
    own.staff_writes("Wij bellen u morgen.", harmless="true")
    page = own.open()
    assert "Wij bellen u morgen." in page and "medicatie" not in page
    own.identify()
    assert "medicatie" in own.open()


def test_a_request_that_turned_out_anothers_takes_no_message_along(world, access, own_case):
    own = own_case(access)
    own.identify("person-00000001")
    own.staff_writes("Over de eerste persoon.")
    first = world.person("person-00000001")
    path = f"/requests/mine/{own.row.id}"
    assert "Over de eerste persoon." in first.get(path).text
    own.identify("person-00000002")
    assert first.get(path).status_code == 404
    second = world.person("person-00000002").get(path)
    assert second.status_code == 200 and "Over de eerste persoon." not in second.text
    assert "Over de eerste persoon." not in own.open()
    staff = world.coordinator().get(own.case).text
    assert "Over de eerste persoon." in staff and "linked to another person" in staff


def test_a_person_who_signed_in_writes_without_a_code_and_another_cannot(world, access, own_case):
    person = world.person("person-00000001")
    own = own_case(access, filer=person)
    path = f"/requests/mine/{own.row.id}"
    wrote = person.send("/requests/own/messages", page=path, own=own.row.id, message="Van mij.")
    assert wrote.status_code == 200 and path in wrote.text
    other = world.person("person-00000002")
    refused = other.send("/requests/own/messages", page="/requests/status", own=own.row.id, message="Van een ander.")
    assert refused.status_code == 404
    nobody = world.visitor().send("/requests/own/messages", page="/requests/status", own=own.row.id, message="Niemand.")
    assert nobody.status_code == 401
    assert len(own.messages()) == 1


def test_a_ticket_of_one_request_writes_to_that_one_alone(world, access, own_case):
    one, other = own_case(access), own_case(access)
    one.send("messages", message="Voor de eerste.", own=other.row.id)
    assert [message.request_id for message in one.messages()] == [one.row.id]


def test_a_ticket_that_is_over_asks_for_the_code_and_keeps_what_was_typed(world, access, own_case):
    own = own_case(access)
    ticket = own.ticket()
    world.clock.moment += LIVES_FOR + timedelta(seconds=1)
    late = own.send("messages", ticket=ticket, message="Lang over nagedacht.")
    assert late.status_code == 422 and "Lang over nagedacht." in late.text and own.messages() == []
    kept = {"_kept:write:message": "Lang over nagedacht."}
    again = own.visitor.send("/requests/status", number=own.number, code=own.code, **kept)
    assert again.status_code == 200 and "Lang over nagedacht.</textarea>" in again.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"message": ""}, "Fill this in"),
        ({"message": "  \u200b "}, ""),
        ({"message": "x" * 100_000}, "at most 4000 characters, and it has 100000"),
        ({"message": "Mijn BSN is 111222333, dank."}, "looks like a BSN"),
        ({"message": "Mijn BSN is 111.222.333"}, "looks like a BSN"),
        ({"message": "a\x07"}, "cannot be stored"),
        ({"message": "Goed", "surprise": "1"}, ""),
    ],
)
def test_a_message_that_is_not_right_is_refused_and_kept_on_the_page(world, access, typed, says, own_case):
    own = own_case(access)
    page = own.send("messages", **typed)
    assert page.status_code == 422 and says in page.text
    assert "surprise" in typed or 'href="#field-message"' in page.text
    assert typed["message"].strip() in page.text
    assert own.messages() == [] and own.row.message_waits_since is None


def test_a_file_is_refused_with_the_way_to_go_instead(world, access, own_case):
    own = own_case(access)
    page = own.send("messages", message="Zie bijlage.", paspoort=(io.BytesIO(b"%PDF"), "paspoort.pdf"))
    assert page.status_code == 422 and own.messages() == []
    assert "Bring it to the desk or send it by post" in page.text


def test_the_twenty_first_message_of_a_day_is_refused(world, access, own_case):
    own = own_case(access)
    found = own.row
    with world.work() as work:
        row = work.case(type(found), found.id)
        for number in range(MOST_MESSAGES):
            _write(work, row, f"Bericht {number}")
    page = own.send("messages", message="Nog een.")
    assert page.status_code == 422 and "Call us if it cannot wait" in page.text
    world.clock.moment += timedelta(hours=24, seconds=1)
    assert own.send("messages", message="Nog een.").status_code == 200


def _write(work, row, text):
    """Write as who has number and code."""

    write_to_us(work, row, text, signed_in=False)


def test_an_erased_case_takes_no_message_and_says_so(world, access, own_case):
    own = own_case(access)
    own.send("messages", message="Oud bericht.")
    ticket = own.ticket()
    world.erase(own.row.id)
    page = own.send("messages", ticket=ticket, message="Nieuw bericht.")
    assert page.status_code == 422 and len(own.messages()) == 1
    assert "Oud bericht." not in own.open() and "was erased" in own.open()
    assert "Send this message" not in own.open()
    assert world.coordinator().get(own.case).status_code == 200


def test_a_closed_request_still_takes_messages_and_they_stand_on_the_desk(world, access, own_case):
    own = own_case(access)
    own.identify()
    staff = world.coordinator()
    answer = {"outcome": "refused", "ground": "excessive", "text": "Te veel."}
    assert staff.send(f"{own.case}/answer", page=own.case, revision=own.row.revision, **answer).status_code == 303
    assert staff.get("/requests/api/v1/desk").json["items"] == []
    own.send("messages", message="Er ontbreekt iets.")
    (item,) = staff.get("/requests/api/v1/desk").json["items"]
    assert item["ref"] == own.row.id and item["state"]["en"] == "Message from the person"
    page = staff.get(own.case).text
    assert "No answer is needed" in page
    leave = {"page": own.case, "revision": "1", "seen": "1"}
    assert staff.send(f"{own.case}/messages/leave", **leave).status_code == 303
    assert staff.get("/requests/api/v1/desk").json["items"] == []
    assert staff.send(f"{own.case}/messages/leave", **leave).status_code == 303
    assert world.verbs(own.row.id).count("message-needs-no-answer") == 1


def test_staff_do_not_answer_past_a_message_that_came_meanwhile(world, access, own_case):
    own = own_case(access)
    own.send("messages", message="Eerste vraag.")
    own.send("messages", message="Tweede vraag.")
    for what in ("messages", "messages/leave"):
        typed = {"message": "Antwoord op een."} if what == "messages" else {}
        staff = world.coordinator()
        page = staff.send(f"{own.case}/{what}", page=own.case, revision=1, seen="1", **typed)
        assert page.status_code == 412
    assert own.row.message_waits_since is not None and len(own.messages()) == 2


def test_who_only_reads_requests_marks_nothing_as_read_and_writes_nothing(world, access, own_case):
    own = own_case(access)
    own.send("messages", message="Voor wie het behandelt.")
    reader = world.signed_in("bqr", Duty.REQUESTS_READ)
    assert "Voor wie het behandelt." in reader.get(own.case).text
    assert own.messages()[0].read_at is None
    token = reader.token("/requests/new")
    refused = reader.send(f"{own.case}/messages", token=token, revision=1, seen=1, message="Hallo.")
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("organisation", "reach", "at", "channel"),
    [
        ("bqr", "email", "willemijn@example.nl", "email"),
        ("bqr", "phone", "0612345678", "telephone"),
        ("jtb-care", "phone", "0612345678", "contact"),
        ("jtb-care", "post", "Voorbeeldlaan 1", "letter"),
    ],
)
def test_the_person_gets_word_without_content_once(world, access, organisation, reach, at, channel, own_case):
    own = own_case({**access, "reach": reach, "reach_at": at}, organisation)
    own.staff_writes("Wij bellen u morgen.", harmless="true")
    rules = world.runtime.rules(organisation)
    for again in range(2):
        for envelope in world.events(organisation):
            if isinstance(envelope.event, RequestMessageWritten):
                with world.work(organisation) as work:
                    events.on_request_message_written(work, envelope.event, envelope, rules)
        assert again in (0, 1)
    (delivery,) = world.rows(RequestDelivery, organisation)
    assert (delivery.template, delivery.channel) == (Told.MESSAGE, channel)
    page = world.coordinator(organisation).get(own.case).text
    assert "Wij bellen u morgen." in page and "a new message" in page
    letter = world.coordinator(organisation).get(f"{own.case}/deliveries/{delivery.id}")
    assert letter.status_code == 200 and "Wij bellen u morgen." not in letter.text
    assert own.number in letter.text


def test_word_of_two_messages_lies_ready_once(world, access, own_case):
    own = own_case(access)
    rules, request_id = world.runtime.rules("bqr"), own.row.id
    for number in ("1", "2"):
        with world.work() as work:
            actions.send_word(work, request_id, message_id=f"message-{number}", template=Told.MESSAGE, rules=rules)
    assert len(world.rows(RequestDelivery)) == 1


def test_B1_who_asks_for_another_reads_nothing_about_that_other_by_the_other_being_known(world, access, own_case):
    own = own_case({**access, "representative": "mentor", "on_behalf_of": "Teun Voorbeeld"})
    own.identify("person-00000001")
    own.staff_writes("Uit het dossier van Teun.")
    assert "Uit het dossier van Teun." not in own.open()
    own.staff_writes("Wij bellen u morgen.", harmless="true")
    assert "Wij bellen u morgen." in own.open()
