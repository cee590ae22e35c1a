"""B15: the answer on the secure page, for number and code and a second proof; a wrong one tells nothing."""

import re
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from waarborg_requests import actions
from waarborg_requests.models import RequestDelivery
from waarborg_shared.auth import ActorKind, Assurance, SignedInBy
from waarborg_tests.reviewing import nothing_elsewhere

TEXT = "In uw dossier staat een verslag."
REFUSED = "With this we can open no answer"


def signed_in(world, person):
    """A browser of a person who signed in with a passkey of his own."""
    who = {"kind": ActorKind.PERSON, "ref": person, "subject_ref": person}
    return world.signed_in("bqr", signed_in_by=SignedInBy.PASSKEY, assurance=Assurance.HIGH, **who)


class OnThePage:
    """A request whose answer lies on the secure page, with everything that the person has."""

    def __init__(self, world, typed, person=None):
        self.world = world
        who = signed_in(world, person) if person else world.visitor(lang="en")
        receipt = who.send("/requests/new", **typed).text
        self.number = re.search(r"BQR-2026-\d{6}", receipt)[0]
        self.code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", receipt)[0]
        self.row = world.requests()[-1]
        self.path, self.staff = f"/requests/cases/{self.row.id}", world.coordinator()
        if not person:
            world.register.persons["bqr", "C-1044"] = "person-00000001"
            self.act("identify", how="at_the_desk", client_number="C-1044")
        with world.work() as work:
            nothing_elsewhere(work, self.row)
        self.act("answer", outcome="granted", text=TEXT, channel="secure_page")
        with world.work() as work:
            rules = world.runtime.rules("bqr")
            actions.send_word(work, self.row.id, message_id="message-1", template="request-answered", rules=rules)

    def act(self, verb, **typed):
        revision = next(each.revision for each in self.world.requests() if each.id == self.row.id)
        answer = self.staff.send(f"{self.path}/{verb}", page=self.path, revision=str(revision), **typed)
        assert answer.status_code == 303, answer.text

    @property
    def delivery(self):
        found = self.world.rows(RequestDelivery)
        return next(each for each in found if each.template == "request-answered")

    @property
    def letter(self):
        """The delivery of the letter that brings the code."""
        found = self.world.rows(RequestDelivery)
        return next((each for each in found if each.template == "request-read-code"), None)

    def posted_code(self):
        page = self.staff.get(f"{self.path}/deliveries/{self.letter.id}/letter.pdf")
        text = " ".join(each.extract_text() for each in PdfReader(BytesIO(page.data)).pages)
        return re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", text)[0]

    def open(self, visitor=None, path="/requests/answers", **typed):
        proofs = {"number": self.number, "code": self.code, "read_code": "", **typed}
        return (visitor or self.world.visitor(lang="en")).send(path, page="/requests/answers", **proofs)


@pytest.fixture
def lying(world, access):
    return OnThePage(world, access)


def test_B15_with_number_code_and_the_posted_code_the_answer_is_read_and_counts_as_told(lying):
    assert lying.delivery.delivered_at is None
    lying.world.clock.forward(3600)
    page = lying.open(read_code=lying.posted_code())
    assert page.status_code == 200 and TEXT in page.text
    assert page.headers["Cache-Control"] == "no-store"
    told = lying.delivery.delivered_at
    assert told == lying.world.clock.now()
    lying.world.clock.forward(3600)
    assert lying.open(read_code=lying.posted_code()).status_code == 200
    assert lying.delivery.delivered_at == told
    assert lying.world.verbs(lying.row.id).count("told") == 1


def test_the_letter_is_downloaded_with_the_same_proofs(lying):
    proofs = {"read_code": lying.posted_code()}
    given = lying.open(path="/requests/answers/letter", **proofs)
    assert given.headers["Content-Type"] == "application/pdf"
    assert TEXT in " ".join(PdfReader(BytesIO(given.data)).pages[0].extract_text().split())
    assert lying.staff.get(f"{lying.path}/deliveries/message-1/letter.pdf").data == given.data
    assert lying.open(path="/requests/answers/letter").status_code == 422


@pytest.mark.parametrize(
    "typed",
    [
        {"read_code": ""},
        {"read_code": "2346-789A-BCDE-FGHJ"},
        {"read_code": "%00 nonsense"},
        {"code": "2346-789A-BCDE-FGHJ"},
        {"number": "BQR-2026-000999"},
        {"number": "nonsense"},
    ],
)
def test_whatever_does_not_hold_is_told_alike(lying, typed):
    proofs = {"read_code": lying.posted_code(), **typed}
    refused = lying.open(**proofs)
    assert refused.status_code == 422 and REFUSED in refused.text and TEXT not in refused.text
    assert lying.delivery.delivered_at is None


def test_the_code_of_the_request_is_not_the_code_from_the_letter(lying):
    assert REFUSED in lying.open(read_code=lying.code).text


def test_who_guesses_waits_longer_each_time(lying):
    for _ in range(5):
        lying.open(read_code="2346-789A-BCDE-FGHJ")
    waiting = lying.open(read_code=lying.posted_code())
    assert waiting.status_code == 429 and "Retry-After" in waiting.headers and TEXT not in waiting.text
    elsewhere = lying.world.visitor(lang="en", address="198.51.100.7")
    assert lying.open(elsewhere, read_code=lying.posted_code()).status_code == 200


def test_the_person_who_is_signed_in_needs_no_code_from_a_letter_and_nobody_else_can_do_without(lying):
    assert REFUSED in lying.open(lying.world.person("person-00000002")).text
    assert REFUSED in lying.open(lying.world.coordinator()).text
    assert TEXT in lying.open(signed_in(lying.world, "person-00000001")).text


def test_who_asked_while_signed_in_gets_no_letter_with_a_code(world, access):
    lying = OnThePage(world, access, person="person-00000001")
    assert lying.letter is None
    assert TEXT in lying.open(signed_in(world, "person-00000001")).text
    assert REFUSED in lying.open().text


def test_a_code_that_was_left_for_sixty_days_opens_nothing(lying):
    code = lying.posted_code()
    lying.world.clock.forward(60 * 86_400 + 1)
    assert REFUSED in lying.open(read_code=code).text


def test_the_code_stands_in_the_letter_alone(lying):
    code = lying.posted_code()
    page = lying.staff.get(lying.path).text
    assert code not in page and "Letter about the code to read the answer ready to print" in page
    row = next(each for each in lying.world.requests() if each.id == lying.row.id)
    assert row.read_code_hash and code.replace("-", "").encode() not in row.read_code_hash


def test_the_status_page_leads_there_and_says_when_it_was_opened(lying):
    def status():
        visitor = lying.world.visitor(lang="en")
        return unescape(visitor.send("/requests/status", number=lying.number, code=lying.code).text)

    assert "/requests/answers" in status() and "lies ready on the secure page" in status() and TEXT not in status()
    lying.open(read_code=lying.posted_code())
    assert "You opened the answer on" in status() and "Answer opened on the secure page" in status()


def test_an_answer_that_nobody_opened_goes_by_letter_instead_and_the_page_closes(lying):
    code = lying.posted_code()
    address = f"{lying.path}/deliveries/message-1/by-letter"
    token = lying.staff.token(lying.path)
    assert lying.staff.send(address, token=token).status_code == 303
    assert lying.staff.send(address, page=lying.path).status_code == 303
    assert (lying.delivery.channel, lying.delivery.delivered_at) == ("letter", None)
    assert lying.world.verbs(lying.row.id).count("by-letter-instead") == 1
    assert REFUSED in lying.open(read_code=code).text
    page = lying.staff.get(lying.path).text
    assert "Letter about the answer ready to print" in page and page.count('id="deliver-') == 1
    listed = lying.world.partner("bqr", "requests:answer").get(f"/requests/api/v1/requests/{lying.row.id}/deliveries/")
    assert {(each["template"], each["delivered_at"], bool(each["called_off_at"])) for each in listed.json["items"]} == {
        ("request-answered", None, False),
        ("request-read-code", None, True),
    }
    delivered = f"{lying.path}/deliveries/message-1/delivered"
    assert lying.staff.send(delivered, page=lying.path).status_code == 303
    assert lying.delivery.delivered_at == lying.world.clock.now()


def test_what_was_opened_is_told_and_goes_by_no_letter_any_more(lying):
    lying.open(read_code=lying.posted_code())
    refused = lying.staff.send(f"{lying.path}/deliveries/message-1/by-letter", page="/requests/new")
    assert refused.status_code == 404


def test_staff_cannot_say_that_somebody_opened_it(lying):
    refused = lying.staff.send(f"{lying.path}/deliveries/message-1/delivered", page=lying.path)
    assert refused.status_code == 404 and lying.delivery.delivered_at is None


def test_of_another_organisation_nothing_opens(lying):
    code = lying.posted_code()
    assert REFUSED in lying.open(lying.world.visitor("jtb-care", lang="en"), read_code=code).text


def test_an_answer_by_letter_is_not_on_the_page(world, access):
    lying = OnThePage(world, access)
    code = lying.posted_code()
    with world.work() as work:
        row = work.case(type(lying.row), lying.row.id)
        row.answer_channel = "letter"
    assert REFUSED in lying.open(read_code=code).text


def test_after_erasure_it_says_so(lying):
    code = lying.posted_code()
    lying.world.erase(lying.row.id)
    page = lying.open(read_code=code)
    assert page.status_code == 200 and "was erased" in page.text and TEXT not in page.text
