"""Word for the person: told only once a letter was posted, on every page that says so."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from waarborg_requests import actions
from waarborg_requests.domain import Told
from waarborg_requests.models import Request, RequestDelivery
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Delivery, DeliveryState, Duty
from waarborg_shared.timeline.reading import steps_of

READY, POSTED = "Letter about the answer ready to print", "Letter about the answer posted"
NOT_YET, WENT = "has not been posted yet", "The letter about it was posted on"


class Filed:
    """A request with number and code, as the one who filed it sees it, and as staff do."""

    def __init__(self, world, organisation, typed):
        self.world, self.organisation = world, organisation
        page = world.visitor(organisation).send("/requests/new", **typed)
        self.number = re.search(r"[A-Z]{3}-2026-\d{6}", page.text)[0]
        self.code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", page.text)[0]
        self.staff = world.coordinator(organisation)

    @property
    def row(self):
        return next(row for row in self.world.requests(self.organisation) if row.number == self.number)

    @property
    def case(self):
        return f"/requests/cases/{self.row.id}"

    def status(self, lang="en"):
        visitor = self.world.visitor(self.organisation, lang=lang)
        return visitor.send("/requests/status", number=self.number, code=self.code).text

    def act(self, verb, **typed):
        revision = self.row.revision
        answer = self.staff.send(f"{self.case}/{verb}", page=self.case, revision=revision, **typed)
        assert answer.status_code == 303, answer.text

    def send_word(self, told=Told.ANSWERED, rules=None):
        """What the worker does with the fact."""
        request_id, rules = self.row.id, rules or self.world.runtime.rules(self.organisation)
        with self.world.work(self.organisation) as work:
            actions.send_word(work, request_id, message_id=f"message-{told}", template=told, rules=rules)

    def press(self, visitor=None):
        """Press the button of what lies ready."""
        visitor = visitor or self.staff
        page = visitor.get(self.case)
        address = re.search(r'action="([^"]+/delivered)"', page.text)[1]
        token = re.search(r'name="_form" value="([^"]+)"', page.text)[1]
        return visitor.send(address, token=token)


@pytest.fixture(params=["bqr", "jtb-care"])
def answered(request, world, access):
    """A complaint, which needs no identification, with its answer and a letter that is ready."""
    filed = Filed(world, request.param, {**access, "kind": "complaint"})
    filed.act("answer", outcome="granted", text="U hebt gelijk.")
    filed.send_word()
    return filed


def test_an_answer_by_letter_counts_as_sent_only_once_somebody_posted_it(answered):
    assert NOT_YET in answered.status() and "Letter about" not in answered.status()
    page = answered.staff.get(answered.case).text
    assert READY in page and "Nothing was sent yet" in page and "You do that." in page
    assert "told" not in answered.world.verbs(answered.row.id, answered.organisation)
    assert answered.press().status_code == 303
    assert WENT in answered.status() and POSTED in answered.status() and NOT_YET not in answered.status()
    page = answered.staff.get(answered.case).text
    assert POSTED in page and "I posted the letter" not in page


def test_saying_twice_that_it_was_posted_changes_nothing(answered):
    token = answered.staff.token(answered.case)
    address = re.search(r'action="([^"]+/delivered)"', answered.staff.get(answered.case).text)[1]
    answered.press()
    answered.world.clock.forward(60)
    assert answered.staff.send(address, token=token).status_code == 303
    (delivery,) = answered.world.rows(RequestDelivery, answered.organisation)
    assert (answered.world.clock.now() - delivery.delivered_at).total_seconds() == 60
    assert answered.world.verbs(answered.row.id, answered.organisation).count("told") == 1


def test_the_letter_holds_the_answer_and_every_way_to_go_on(answered):
    page = answered.staff.get(answered.case).text
    letter = answered.staff.get(re.search(r'href="([^"]+/deliveries/[^"/]+)"', page)[1])
    assert letter.status_code == 200
    for words in ("U hebt gelijk.", "Willemijn Proefpersoon", answered.number, "No address was given"):
        assert words in letter.text
    for remedy in answered.world.runtime.rules(answered.organisation).organisation.remedies:
        assert remedy.name.en in unescape(letter.text)


def test_a_colleague_sees_whose_task_it_is_and_may_do_it(world, access):
    filed = Filed(world, "bqr", {**access, "kind": "complaint"})
    filed.act("answer", outcome="granted", text="U hebt gelijk.")
    filed.send_word()
    other = world.signed_in("bqr", Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, ref="account-other")
    page = other.get(filed.case).text
    assert "Whose task it is: Coordinator. A colleague may do it too." in page
    assert "account-coordinator" not in page
    assert filed.press(other).status_code == 303


def test_who_may_only_read_gets_no_button_and_may_not_post(answered):
    reader = answered.world.signed_in(answered.organisation, Duty.REQUESTS_READ)
    assert "/delivered" not in reader.get(answered.case).text
    (delivery,) = answered.world.rows(RequestDelivery, answered.organisation)
    refused = reader.send(f"{answered.case}/deliveries/{delivery.id}/delivered", token=reader.token("/requests/new"))
    assert refused.status_code == 403
    assert reader.get(f"{answered.case}/deliveries/{delivery.id}").status_code == 403


@pytest.mark.parametrize("delivery", ["x", "019a0000-0000-7000-8000-000000000000"])
def test_what_does_not_lie_ready_cannot_be_posted(answered, delivery):
    address = f"{answered.case}/deliveries/{delivery}"
    assert answered.staff.get(address).status_code == 404
    assert answered.staff.send(f"{address}/delivered", page=answered.case).status_code == 404
    assert "told" not in answered.world.verbs(answered.row.id, answered.organisation)


def test_a_letter_of_another_request_is_not_there(world, access):
    one, other = (Filed(world, "bqr", {**access, "kind": "complaint"}) for _ in range(2))
    one.act("answer", outcome="granted", text="U hebt gelijk.")
    one.send_word()
    (delivery,) = world.rows(RequestDelivery)
    address = f"{other.case}/deliveries/{delivery.id}/delivered"
    assert other.staff.send(address, page=other.case).status_code == 404


def test_an_answer_that_nobody_sent_yet_stays_on_the_desk_and_in_a_list(answered):
    world, staff = answered.world, answered.staff
    (item,) = staff.get("/requests/api/v1/desk").json["items"]
    assert (item["number"], item["state"]["en"], item["clocks"]) == (answered.number, "Answered, not sent yet", [])
    assert answered.number in staff.get("/requests/?state=to_deliver").text
    answered.press()
    assert staff.get("/requests/api/v1/desk").json == {"items": [], "total": 0}
    assert "Nothing waits to be sent" in staff.get("/requests/?state=to_deliver").text
    assert answered.number in staff.get("/requests/?state=answered").text
    assert world.requests(answered.organisation)[0].revision == 2


def test_B17_word_of_an_extension_is_due_until_the_letter_was_posted(world, access):
    filed = Filed(world, "bqr", access)
    filed.act("extend", why_longer="Vijf instellingen hebben gegevens.")
    filed.send_word(Told.EXTENDED)
    assert world.clocks(filed.row)["notice"].stopped_at is None
    (item,) = filed.staff.get("/requests/api/v1/desk").json["items"]
    assert item["clocks"][0]["name"] == "answer", "the promise runs on until it is told"
    page = filed.staff.get(filed.case).text
    letter = filed.staff.get(re.search(r'href="([^"]+/deliveries/[^"/]+)"', page)[1]).text
    assert "Vijf instellingen hebben gegevens." in letter and "Saturday 30 May 2026" in letter
    world.clock.moment = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
    filed.press()
    notice = world.clocks(filed.row)["notice"]
    assert (notice.stopped_at, notice.stop_reason) == (world.clock.now(), "told")
    assert "Letter about the longer term posted" in filed.status()
    assert due_on(filed.row.due_at) == date(2026, 5, 30)
    (item,) = filed.staff.get("/requests/api/v1/desk").json["items"]
    assert [clock["name"] for clock in item["clocks"]] == ["answer", "law"]


class ByTalk:
    """Rules of an organisation that tells people in person."""

    def __init__(self, rules, state):
        self._rules, self._state = rules, state

    def __getattr__(self, name):
        return getattr(self._rules, name)

    def deliver(self, message):
        return Delivery(state=self._state)


def test_what_a_channel_sent_by_itself_has_been_told(world, access):
    filed = Filed(world, "bqr", {**access, "kind": "complaint"})
    filed.act("answer", outcome="granted", text="U hebt gelijk.")
    filed.send_word(rules=ByTalk(world.runtime.rules("bqr"), DeliveryState.SENT))
    filed.send_word(rules=ByTalk(world.runtime.rules("bqr"), DeliveryState.SENT))
    assert world.verbs(filed.row.id).count("told") == 1
    assert WENT in filed.status()
    assert "/delivered" not in filed.staff.get(filed.case).text


def test_a_step_of_before_that_said_told_of_a_letter_to_print_is_not_shown_to_the_person(world, access):
    filed = Filed(world, "bqr", access)
    request_id = filed.row.id
    with world.work() as work:
        row = work.case(Request, request_id)
        facts = {"channel": "letter", "state": "to_print", "template": "request-answered"}
        work.record(row, verb="told", facts=facts)
        assert steps_of(work, row)
    assert "posted" not in filed.status()


def test_over_the_api_what_lies_ready_is_listed_and_recorded_as_given_once(world, access):
    filed = Filed(world, "bqr", {**access, "kind": "complaint"})
    filed.act("answer", outcome="granted", text="U hebt gelijk.")
    filed.send_word()
    partner = world.partner("bqr", "requests:answer")
    address = f"/requests/api/v1/requests/{filed.row.id}/deliveries/"
    (waiting,) = partner.get(address).json["items"]
    assert (waiting["template"], waiting["state"], waiting["delivered_at"]) == ("request-answered", "to_print", None)
    for nothing in ({}, {"delivered": False}, {"delivered": "true"}, {"delivered": True, "by": "me"}):
        assert partner.post(f"{address}{waiting['id']}/delivered", nothing).status_code == 422
    first = partner.post(f"{address}{waiting['id']}/delivered", {"delivered": True})
    again = partner.post(f"{address}{waiting['id']}/delivered", {"delivered": True})
    assert first.status_code == again.status_code == 200
    assert first.json["delivered_at"] == again.json["delivered_at"] is not None
    assert world.verbs(filed.row.id).count("told") == 1
    assert partner.post(f"{address}x/delivered", {"delivered": True}).status_code == 404
    assert world.partner("jtb-care", "requests:answer").get(address).status_code == 404
    listed = partner.get("/requests/api/v1/requests/?state=to_deliver").json
    assert listed["items"] == []
