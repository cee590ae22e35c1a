"""Who asks: levels, what is kept of a check, the letter with a code, three failures, and the question that waits."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest

from waarborg_requests import actions
from waarborg_requests.actions.identification import proving
from waarborg_requests.domain import Told
from waarborg_requests.domain.identification import CodeDoesNotFit, ForAnother
from waarborg_requests.models import Check, CodeLetter, Request, RequestDelivery, StaffNotice
from waarborg_shared.auth import ActorKind, Assurance, SignedInBy
from waarborg_shared.clocks import due_on
from waarborg_shared.events.requests import IdentificationAsked, IdentificationLetterMade, WithdrawalRequested
from waarborg_shared.hooks.values import Duty
from waarborg_shared.worker import watch_of
from waarborg_tests.reviewing import nothing_elsewhere

PERSON, OTHER = "person-00000007", "person-00000009"
CODE = r"[2-9A-Z]{4}-[2-9A-Z]{4}(?![-2-9A-Z])"


class Filed:
    """A request with its number and code, as who filed it and as staff see it."""

    def __init__(self, world, typed, *, organisation="bqr", visitor=None):
        self.world, self.organisation = world, organisation
        page = (visitor or world.visitor(organisation)).send("/requests/new", **typed)
        assert page.status_code == 201, page.text
        self.number = re.search(r"[A-Z]{3}-2026-\d{6}", page.text)[0]
        self.code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", page.text)[0]
        self.staff = world.coordinator(organisation)
        self.ticket = None

    @property
    def row(self):
        return next(row for row in self.world.requests(self.organisation) if row.number == self.number)

    @property
    def case(self):
        return f"/requests/cases/{self.row.id}"

    @property
    def checks(self):
        return self.world.rows(Check, self.organisation)

    def act(self, verb, status=303, **typed):
        revision = typed.pop("revision", self.row.revision)
        page = self.staff.send(f"{self.case}/{verb}", page=self.case, revision=revision, **typed)
        assert page.status_code == status, page.text
        return page

    def letter(self, **typed):
        """Make a letter; its code."""
        page = self.act("send-code", status=201, **typed).text
        return re.search(CODE, page.replace(self.code, ""))[0]

    def open(self, visitor=None):
        """The person's own page, and its ticket."""
        visitor = visitor or self.world.visitor(self.organisation)
        page = visitor.send("/requests/status", number=self.number, code=self.code).text
        found = re.search(r'name="ticket" value="([^"]+)"', page)
        self.ticket = found[1] if found else self.ticket
        return visitor, page

    def prove(self, code, visitor=None, way="code"):
        """Send the form of the person's own page, also where that page shows it no more."""
        visitor, _ = self.open(visitor)
        typed = {"letter_code": code} if way == "code" else {}
        return visitor.send(f"/requests/own/identify-{way}", page="/requests/status", ticket=self.ticket, **typed)

    def worker(self, told):
        """What the worker does with the fact."""
        request_id, rules = self.row.id, self.world.runtime.rules(self.organisation)
        channel = "letter" if told is Told.CODE else None
        with self.world.work(self.organisation) as work:
            actions.send_word(
                work, request_id, message_id=f"message-{told}", template=told, rules=rules, channel=channel
            )


@pytest.fixture
def filed(world, access):
    world.register.persons |= {("bqr", "C-1044"): PERSON, ("bqr", "C-1045"): OTHER}
    world.register.names |= {("bqr", PERSON): {"name": "Willemijn Proefpersoon"}, ("bqr", OTHER): {"name": "Teun"}}
    return Filed(world, access)


def test_B15_a_document_leaves_its_kind_and_last_characters_sealed_and_makes_very_sure(filed):
    filed.act("identify", how="at_the_desk", document="passport", last="4x67", client_number="C-1044")
    (check,) = filed.checks
    assert (check.how, check.level, check.outcome, check.document) == ("at_the_desk", "high", "passed", "passport")
    assert (check.subject_ref, check.by_ref) == (PERSON, "account-coordinator")
    assert b"4X67" not in check.last_sealed
    assert filed.row.identification_level == "high" and filed.row.identified_at is not None
    page = filed.staff.get(filed.case).text
    assert "Passport, last characters 4X67" in page and "very sure (high)" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"document": "passport", "last": ""}, "last"),
        ({"document": "", "last": "4567"}, "document"),
        ({"document": "passport", "last": "12"}, "last"),
        ({"document": "passport", "last": "12345"}, "last"),
        ({"document": "passport", "last": "1-34"}, "last"),
        ({"document": "library_card", "last": "1234"}, "document"),
        ({"note": "Paspoort NP1234567"}, "note"),
        ({"note": "BSN 1234.56.782"}, "note"),
    ],
)
def test_B15_more_of_a_document_than_its_last_characters_is_refused_by_field(filed, typed, field):
    page = filed.act("identify", status=422, how="at_the_desk", **typed)
    assert f'href="#field-{field}"' in page.text
    assert filed.checks == [] and filed.row.identified_at is None


def test_B15_a_copy_of_a_document_is_refused_with_a_word_why(filed):
    staff, case = filed.staff, filed.case
    copy = (BytesIO(b"%PDF-1.7"), "paspoort.pdf")
    page = staff.client.post(
        f"{case}/identify",
        data={"_form": staff.token(case), "revision": filed.row.revision, "how": "at_the_desk", "copy": copy},
        **staff._common(),
    )
    assert page.status_code == 422 and "Send no copy or photograph" in page.text
    assert filed.checks == []


def test_B15_the_number_in_the_request_is_not_one_that_was_known_before(world, access):
    filed = Filed(world, {**access, "reach": "phone", "reach_at": "06 1000 4594"})
    page = filed.act("identify", status=422, how="known_phone", called="+31 6 10004594")
    assert 'href="#field-called"' in page.text and filed.checks == []
    filed.act("identify", how="known_phone", called="0592 123 987")
    (check,) = filed.checks
    assert check.level == "substantial"
    assert "last digits 3987" in filed.staff.get(filed.case).text


@pytest.mark.parametrize(
    ("by", "assurance", "how", "known"),
    [
        (SignedInBy.LETTER, Assurance.LOW, "number_and_code", False),
        (SignedInBy.PASSKEY, Assurance.HIGH, "passkey", True),
        (SignedInBy.PASSKEY, Assurance.LOW, "passkey", False),
        (SignedInBy.CODE_APP, Assurance.HIGH, "code_app", True),
        (SignedInBy.OUTSIDE_LOW, Assurance.HIGH, "outside", False),
        (SignedInBy.OUTSIDE_HIGH, Assurance.HIGH, "outside", True),
        (SignedInBy.UNKNOWN, Assurance.HIGH, "signed_in", True),
    ],
)
def test_B15_how_sure_a_session_is_comes_from_identity_and_from_no_form(world, access, by, assurance, how, known):
    who = {"kind": ActorKind.PERSON, "ref": PERSON, "subject_ref": PERSON}
    visitor = world.signed_in("bqr", signed_in_by=by, assurance=assurance, **who)
    row = Filed(world, access, visitor=visitor).row
    (check,) = world.rows(Check)
    assert (check.how, check.outcome) == (how, "passed" if known else "too_low")
    assert (row.identified_at is not None, row.subject_ref) == (known, PERSON)


def test_a_withdrawal_works_with_the_least_level(world, access):
    who = {"kind": ActorKind.PERSON, "ref": PERSON, "subject_ref": PERSON}
    visitor = world.signed_in("bqr", signed_in_by=SignedInBy.LETTER, assurance=Assurance.LOW, **who)
    Filed(world, {**access, "kind": "withdrawal", "purpose": "every-consent"}, visitor=visitor)
    assert len(world.told(WithdrawalRequested)) == 1


def test_B15_a_check_that_is_not_sure_enough_is_kept_and_opens_nothing(world, access):
    who = {"kind": ActorKind.PERSON, "ref": PERSON, "subject_ref": PERSON}
    visitor = world.signed_in("bqr", signed_in_by=SignedInBy.LETTER, assurance=Assurance.LOW, **who)
    filed = Filed(world, access, visitor=visitor)
    page = filed.act("answer", status=422, outcome="granted", text="Hierbij.")
    assert "Record first how the person was identified" in page.text
    assert "not sure enough for this request" in filed.staff.get(filed.case).text
    assert "quite sure (substantial)" in filed.open()[1]


def test_the_code_of_a_letter_makes_known_once(filed):
    code = filed.letter(letter_client_number="C-1044")
    (letter,) = filed.world.rows(CodeLetter)
    assert code.replace("-", "").encode() not in letter.code_hash
    (event,) = filed.world.told(IdentificationLetterMade)
    assert (event.request_ref, event.letter_ref) == (filed.row.id, letter.id)
    page = filed.prove(code.lower().replace("-", " "))
    assert page.status_code == 200 and "We now know who you are" in page.text
    row = filed.row
    assert (row.subject_ref, row.identification, row.identification_level) == (
        PERSON,
        "letter_with_code",
        "substantial",
    )
    assert filed.prove(code).status_code == 422, "a code counts once"
    assert [check.outcome for check in filed.checks] == ["passed", "failed"]
    row = filed.row
    with filed.world.work() as work:
        nothing_elsewhere(work, row)
    filed.act("answer", outcome="granted", text="Hierbij.")


def test_the_code_is_shown_once_and_the_letter_goes_to_the_known_address(filed):
    page = filed.act("send-code", status=201, letter_client_number="C-1044")
    assert "no-store" in page.headers["Cache-Control"]
    assert "Willemijn Proefpersoon" in page.text and "willemijn@example.nl" not in page.text
    code = re.search(CODE, page.text.replace(filed.code, ""))[0]
    assert code not in filed.staff.get(filed.case).text
    filed.worker(Told.CODE)
    (delivery,) = filed.world.rows(RequestDelivery)
    assert (delivery.template, delivery.channel, delivery.delivered_at) == ("request-code", "letter", None)
    assert filed.number in filed.staff.get("/requests/?state=to_deliver").text
    again = filed.staff.get(f"{filed.case}/deliveries/{delivery.id}")
    assert again.status_code == 200 and code not in again.text


def test_a_letter_goes_to_somebody_in_the_register_or_to_nobody(filed):
    page = filed.act("send-code", status=422)
    assert 'href="#field-letter_client_number"' in page.text
    page = filed.act("send-code", status=422, letter_client_number="C-9999")
    assert "nobody with this client number" in page.text
    assert filed.world.rows(CodeLetter) == []


def test_a_new_letter_ends_the_code_of_the_one_before(filed):
    first = filed.letter(letter_client_number="C-1044")
    second = filed.letter(letter_client_number="C-1044")
    assert filed.prove(first).status_code == 422
    assert filed.prove(second).status_code == 200


def test_a_code_that_is_too_old_counts_no_more(filed):
    code = filed.letter(letter_client_number="C-1044")
    rules, later = filed.world.runtime.rules("bqr"), filed.world.clock.now() + timedelta(days=21)
    request_id = filed.row.id
    with filed.world.work(now=later) as work:
        refused = proving.prove_by_code(work, work.case(Request, request_id), code, rules=rules)
    assert isinstance(refused, CodeDoesNotFit) and filed.row.identified_at is None
    assert filed.checks[-1].failure == "code_over"


def test_the_code_of_another_request_opens_nothing(filed, access):
    other = Filed(filed.world, access)
    code = other.letter(letter_client_number="C-1044")
    filed.letter(letter_client_number="C-1045")
    assert filed.prove(code).status_code == 422
    assert filed.row.identified_at is None and other.prove(code).status_code == 200


def test_three_wrong_codes_bring_staff_and_leave_everything_else_open(filed):
    code = filed.letter(letter_client_number="C-1044")
    for _ in range(3):
        assert filed.prove("2222-2222").status_code == 422
    row = filed.row
    assert row.identification_closed_at is not None and row.state == "received"
    assert all(clock.paused_at is None and clock.stopped_at is None for clock in filed.world.clocks(row).values())
    assert filed.prove(code).status_code == 422, "the right one counts no more either"
    assert "This failed three times" in filed.open()[1]
    assert "Identification failed three times" in filed.staff.get("/requests/").text
    (notice,) = filed.world.rows(StaffNotice)
    assert (notice.what, notice.for_whom) == ("identification_failed", "handler")
    items = filed.staff.get("/requests/api/v1/desk").json["items"]
    assert "Identification failed three times" in [item["state"]["en"] for item in items]
    filed.act("identify", how="at_the_desk", document="id_card", last="1234")
    assert filed.row.identification_closed_at is None and filed.row.identified_at is not None


def test_staff_open_it_again(filed):
    filed.letter(letter_client_number="C-1044")
    for _ in range(3):
        filed.prove("2222-2222")
    filed.act("identification-open")
    assert (filed.row.identification_failures, filed.row.identification_closed_at) == (0, None)
    assert filed.prove(filed.letter(letter_client_number="C-1044")).status_code == 200
    page = filed.act("identification-open", status=422)
    assert "open already" in page.text


def test_who_lacks_number_and_code_can_lock_nobody_out(filed):
    code = filed.letter(letter_client_number="C-1044")
    stranger = filed.world.visitor(address="198.51.100.9")
    for _ in range(4):
        page = stranger.send(
            "/requests/own/identify-code", page="/requests/status", ticket="A" * 80, letter_code="2222-2222"
        )
        assert page.status_code in (422, 429)
    assert (filed.row.identification_failures, filed.checks) == (0, [])
    assert filed.prove(code).status_code == 200


def test_a_failed_check_by_staff_makes_who_was_known_unknown(filed):
    filed.act("identify", how="known_phone", client_number="C-1044")
    filed.act("identification-failed", failed_how="known_phone", failure="another_person", failed_note="Een buurman.")
    row = filed.row
    assert (row.identified_at, row.identification, row.identification_failures) == (None, None, 1)
    filed.act("answer", status=422, outcome="granted", text="Hierbij.")
    page = filed.staff.get(filed.case).text
    assert "It is somebody else" in page and "Een buurman." in page


@pytest.mark.parametrize("typed", [{"failed_how": "passkey"}, {"failure": "wrong_code"}, {"failed_how": ""}])
def test_what_staff_cannot_have_found_is_refused(filed, typed):
    good = {"failed_how": "at_the_desk", "failure": "another_person"}
    filed.act("identification-failed", status=422, **{**good, **typed})
    assert filed.checks == []


def test_an_account_of_somebody_else_identifies_nobody(filed):
    filed.act("identify", how="known_phone", client_number="C-1044")
    filed.act("identification-failed", failed_how="known_phone", failure="not_reached")
    page = filed.prove("", visitor=filed.world.person(OTHER), way="account")
    assert page.status_code == 422 and "does not belong to this request" in page.text
    assert filed.prove("", visitor=filed.world.person(PERSON), way="account").status_code == 200
    assert filed.row.identification == "signed_in"


def test_without_an_account_the_button_does_nothing(filed):
    filed.letter(letter_client_number="C-1044")
    assert filed.prove("", way="account").status_code == 422
    assert filed.row.identified_at is None


def test_who_asks_for_another_is_looked_at_by_staff(world, access):
    filed = Filed(world, {**access, "representative": "mentor", "on_behalf_of": "Teun Voorbeeld"})
    assert "You ask this for someone else." in filed.open(world.person(PERSON))[1]
    rules, request_id = world.runtime.rules("bqr"), filed.row.id
    with world.work() as work:
        refused = proving.prove_by_session(work, work.case(Request, request_id), rules=rules)
    assert isinstance(refused, ForAnother) and filed.row.identified_at is None


def test_identified_as_another_voids_what_was_made_for_the_first(filed):
    code = filed.letter(letter_client_number="C-1044")
    filed.open()
    filed.act("identify", how="at_the_desk", document="passport", last="1234", client_number="C-1044")
    filed.act("identify", how="at_the_desk", document="passport", last="5678", client_number="C-1045")
    assert filed.row.subject_ref == OTHER
    assert filed.staff.get(filed.case).text.count("Of somebody else: counts no more") == 1
    (letter,) = filed.world.rows(CodeLetter)
    assert letter.void_at is not None
    assert filed.prove(code).status_code == 422


def test_asking_tells_the_person_why_by_letter_and_on_his_page(filed):
    filed.act("ask-identification", doubt="number_differs", reason="Dit nummer is van een ander.")
    (event,) = filed.world.told(IdentificationAsked)
    assert (event.ground, event.kind) == ("number_differs", "access")
    filed.worker(Told.IDENTIFY)
    filed.worker(Told.IDENTIFY)
    (delivery,) = filed.world.rows(RequestDelivery)
    letter = filed.staff.get(f"{filed.case}/deliveries/{delivery.id}").text
    for words in ("Dit nummer is van een ander.", "does not fit the name", "Send us no copy of your passport"):
        assert words in letter
    page = filed.open()[1]
    assert "Dit nummer is van een ander." in page and "does not fit the name" in page


def test_the_letter_that_asks_is_called_off_once_it_is_known(filed):
    filed.act("ask-identification", doubt="not_found", reason="Wie bent u?")
    filed.worker(Told.IDENTIFY)
    filed.act("identify", how="known_phone")
    (delivery,) = filed.world.rows(RequestDelivery)
    assert delivery.called_off_at is not None and delivery.delivered_at is None
    assert filed.number not in filed.staff.get("/requests/?state=to_deliver").text
    page = filed.staff.send(f"{filed.case}/deliveries/{delivery.id}/delivered", page=filed.case)
    assert page.status_code == 404
    assert "is needed no more" in filed.staff.get(filed.case).text


def test_word_of_a_question_that_was_answered_meanwhile_is_not_made_ready(filed):
    filed.act("ask-identification", doubt="not_found", reason="Wie bent u?")
    filed.act("identify", how="known_phone")
    filed.worker(Told.IDENTIFY)
    assert filed.world.rows(RequestDelivery) == []


def test_taking_the_question_back_lets_the_clocks_go_on(filed):
    before = filed.row.due_at
    filed.act("ask-identification", doubt="other", reason="Wie bent u?")
    filed.world.clock.moment = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    filed.act("withdraw-question")
    row = filed.row
    assert (row.state, row.doubt) == ("taken_up", None)
    assert due_on(row.due_at) == due_on(before) + timedelta(days=3)
    filed.act("withdraw-question", status=422)


def test_asking_twice_does_nothing_odd(filed):
    for day in (3, 6):
        filed.world.clock.moment = datetime(2026, 3, day, 9, 0, tzinfo=UTC)
        filed.act("ask-identification", doubt="other", reason="Wie bent u?")
        filed.act("ask-identification", status=422, doubt="other", reason="Nog eens.")
        filed.world.clock.moment += timedelta(days=2)
        filed.act("withdraw-question")
    assert due_on(filed.row.due_at) == date(2026, 4, 3)
    assert {name for name in filed.world.clocks(filed.row) if name.startswith("waiting")} == {"waiting-1", "waiting-2"}


def test_a_wait_that_lasts_reminds_staff_and_nobody_is_late_for_it(filed):
    filed.act("ask-identification", doubt="other", reason="Wie bent u?")
    filed.world.clock.moment += timedelta(days=15)
    for _ in range(3):
        watch_of(filed.world.runtime).run_due()
    (notice,) = filed.world.rows(StaffNotice)
    assert (notice.what, notice.for_whom, filed.row.escalated_at) == ("still_waiting", "handler", None)
    assert "Has waited long for identification" in filed.staff.get("/requests/notices").text
    filed.act("withdraw-question")
    filed.world.clock.moment += timedelta(days=1)
    watch_of(filed.world.runtime).run_due()
    assert len(filed.world.rows(StaffNotice)) == 1


def test_an_answer_ends_letters_and_reminders(filed):
    filed.letter(letter_client_number="C-1044")
    filed.worker(Told.CODE)
    filed.open()
    filed.act("ask-identification", doubt="other", reason="Wie bent u?")
    filed.act("answer", outcome="refused", ground="not_identified", text="Wij weten niet wie u bent.")
    (letter,) = filed.world.rows(CodeLetter)
    assert letter.void_at is not None
    assert all(each.called_off_at for each in filed.world.rows(RequestDelivery))
    assert filed.prove("2222-2222").status_code == 422


def test_only_who_answers_requests_does_any_of_this(filed):
    reader = filed.world.signed_in("bqr", Duty.REQUESTS_READ)
    token = reader.token("/requests/new")
    for verb in ("send-code", "withdraw-question", "identification-failed", "identification-open"):
        assert reader.send(f"{filed.case}/{verb}", token=token, revision=1).status_code == 403


@pytest.mark.parametrize("verb", ["send-code", "withdraw-question", "identification-open"])
def test_a_page_that_is_older_than_the_request_changes_nothing(filed, verb):
    filed.act("ask-identification", doubt="other", reason="Wie bent u?")
    page = filed.staff.send(f"{filed.case}/{verb}", page=filed.case, revision=1, letter_client_number="C-1044")
    assert page.status_code in (412, 422)
    assert filed.row.state == "waiting" and filed.world.rows(CodeLetter) == []


def test_what_was_kept_of_a_document_goes_with_the_key(filed):
    filed.act("identify", how="at_the_desk", document="passport", last="4567")
    filed.world.erase(filed.row.id)
    page = filed.staff.get(filed.case)
    assert page.status_code == 200 and "4567" not in page.text and "last characters Erased" in page.text


def test_the_other_organisation_sees_no_letter_and_no_notice(filed):
    filed.letter(letter_client_number="C-1044")
    for _ in range(3):
        filed.prove("2222-2222")
    (notice,) = filed.world.rows(StaffNotice)
    other = filed.world.coordinator("jtb-care")
    assert filed.number not in other.get("/requests/notices").text
    seen = other.send(f"{filed.case}/notices/{notice.id}/seen", page="/requests/new")
    assert seen.status_code == 404
    assert filed.world.rows(StaffNotice)[0].seen_at is None


@pytest.mark.parametrize("name", ["document", "passport", "file", "attachments"])
def test_B15_over_the_api_a_copy_of_a_document_is_refused_with_a_word_why(world, access, name):
    partner = world.partner("bqr", "requests:file")
    answer = partner.post("/requests/api/v1/requests/", {**access, name: "JVBERi0xLjc="}, Accept_Language="nl")
    assert answer.status_code == 422
    assert "Stuur geen kopie of foto van een identiteitsbewijs" in answer.text and f'"{name}"' in answer.text
    assert world.requests() == []
