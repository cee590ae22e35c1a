"""The answer before it is given: kept as a draft, looked over as the letter that it is, and given as it was seen."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from waarborg_requests import actions
from waarborg_requests.actions.at_once import answer_by_fact
from waarborg_requests.domain import Told
from waarborg_requests.models import AnswerDraft, CodeLetter, Letter, RequestDelivery
from waarborg_shared.hooks.values import Duty
from waarborg_tests.reviewing import nothing_elsewhere

ANSWER = {"outcome": "partly", "ground": "others_privacy", "text": "Hierbij, op een verslag na."}


class Case:
    """One request that is known, and the pages of its answer."""

    def __init__(self, world, typed, organisation="bqr", lang="nl"):
        self.world, self.organisation = world, organisation
        world.visitor(organisation, lang=lang).send("/requests/new", **typed)
        self.row = world.requests(organisation)[-1]
        self.path = f"/requests/cases/{self.row.id}"
        self.staff = world.coordinator(organisation)

    def fresh(self):
        return next(each for each in self.world.requests(self.organisation) if each.id == self.row.id)

    def act(self, verb, staff=None, **typed):
        revision = typed.pop("revision", None) or str(self.fresh().revision)
        return (staff or self.staff).send(f"{self.path}/{verb}", page=self.path, revision=revision, **typed)

    def save(self, staff=None, draft="0", **typed):
        return self.act("answer", staff, do="preview", draft=draft, **{**ANSWER, **typed})

    def give(self, staff=None, page=None, **typed):
        page = page or self.staff.get(f"{self.path}/answer/preview").text
        hidden = {name: re.search(rf'name="{name}" value="(\d+)"', page)[1] for name in ("revision", "draft")}
        return (staff or self.staff).send(
            f"{self.path}/answer/give", page=f"{self.path}/answer/preview", **{**hidden, **typed}
        )

    def send_word(self, told=Told.ANSWERED, message_id="message-1"):
        rules = self.world.runtime.rules(self.organisation)
        with self.world.work(self.organisation) as work:
            actions.send_word(work, self.row.id, message_id=message_id, template=told, rules=rules)


@pytest.fixture
def case(world, access):
    """An access request of somebody identified, about whom no place had anything; asked in Dutch and by post."""
    made = Case(world, {**access, "reach": "post", "reach_at": "Verzonnenlaan 2\n1234 AB Nergenshuizen"})
    world.register.persons["bqr", "C-1044"] = "person-00000009"
    assert made.act("identify", how="at_the_desk", client_number="C-1044").status_code == 303
    with world.work() as work:
        nothing_elsewhere(work, made.row)
    return made


@pytest.fixture
def unknown(case):
    """The same after a check that failed: it is not sure any more who asks."""
    fail(case)
    return case


def fail(case):
    """Record that a check failed, and let a minute pass."""
    failed = {"failed_how": "known_phone", "failure": "another_person"}
    assert case.act("identification-failed", **failed).status_code == 303
    case.world.clock.forward(60)


def words(answer):
    """What a PDF says, on one line."""
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_an_answer_is_looked_over_as_the_letter_that_it_is_and_given_so(case):
    saved = case.save(more_grounds=["working_notes"])
    assert (saved.status_code, saved.headers["Location"]) == (303, f"{case.path}/answer/preview")
    page = unescape(case.staff.get(f"{case.path}/answer/preview").text)
    before = words(case.staff.get(f"{case.path}/answer/preview.pdf"))
    seen = ("Hierbij, op een verslag na.", "persoonlijke werkaantekeningen", "Femke Voorbeeld", "Verzonnenlaan 2")
    assert all(each in page and each in before for each in seen)
    assert case.fresh().answered_at is None and case.world.rows(AnswerDraft)
    assert case.give().status_code == 303
    row = case.fresh()
    assert (row.outcome, row.ground, row.more_grounds) == ("partly", "others_privacy", "working_notes")
    assert case.world.rows(AnswerDraft) == []
    case.send_word()
    (delivery,) = case.world.rows(RequestDelivery)
    assert words(case.staff.get(f"{case.path}/deliveries/{delivery.id}/letter.pdf")) == before


def test_the_letter_is_made_once_and_the_same_file_ever_after(case):
    case.act("answer", **ANSWER)
    case.send_word()
    case.send_word()
    (letter,) = case.world.rows(Letter)
    first = case.staff.get(f"{case.path}/deliveries/message-1/letter.pdf").data
    case.world.clock.forward(86_400)
    assert case.staff.get(f"{case.path}/deliveries/message-1/letter.pdf").data == first
    assert b"Hierbij" not in letter.content_sealed + letter.words_sealed
    assert case.staff.get(f"{case.path}/deliveries/message-1/letter.pdf").headers["Cache-Control"] == "no-store"
    assert case.world.rows(Letter)[0].sha256 == letter.sha256


def test_a_draft_stands_in_the_form_again_and_is_changed_there(case):
    case.save()
    page = case.staff.get(case.path).text
    assert "Hierbij, op een verslag na." in page and "A draft of the answer is kept here" in page
    case.save(draft="1", text="Hierbij, anders gezegd.")
    (draft,) = case.world.rows(AnswerDraft)
    assert draft.revision == 2 and b"Hierbij" not in draft.text_sealed
    assert "anders gezegd" in case.staff.get(f"{case.path}/answer/preview").text


def test_who_writes_at_the_same_time_overwrites_nothing(case):
    other = case.world.signed_in("bqr", Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, ref="account-other")
    case.save()
    refused = case.save(other, text="Van een ander.")
    assert refused.status_code == 412 and "Van een ander." in refused.text
    assert 'name="draft" value="1"' in refused.text
    assert "Hierbij, op een verslag na." in case.staff.get(f"{case.path}/answer/preview").text
    assert case.act("answer", other, **ANSWER, draft="0").status_code == 412
    assert case.fresh().answered_at is None


def test_what_changed_since_it_was_looked_over_is_not_given(case):
    case.save()
    page = case.staff.get(f"{case.path}/answer/preview").text
    case.save(draft="1", text="Toch anders.")
    refused = case.give(page=page)
    assert refused.status_code == 412 and "Toch anders." in refused.text and "changed this request" in refused.text
    assert case.fresh().answered_at is None
    assert case.give().status_code == 303


def test_an_answer_for_another_person_is_gone_once_the_request_is_about_somebody_else(case):
    case.world.register.persons.update({("bqr", "C-1"): "person-00000001", ("bqr", "C-2"): "person-00000002"})
    case.act("identify", how="at_the_desk", client_number="C-1")
    case.save()
    case.act("identify", how="at_the_desk", client_number="C-2")
    assert "op een verslag na" not in case.staff.get(case.path).text
    assert case.staff.get(f"{case.path}/answer/preview").status_code == 303
    stale = case.staff.send(f"{case.path}/answer/give", page=case.path, revision=str(case.fresh().revision), draft="1")
    assert stale.status_code == 412
    assert case.fresh().answered_at is None
    assert case.save(text="Voor de juiste persoon.").status_code == 303


def test_identifying_with_the_draft_counts_when_it_is_given(unknown):
    case = unknown
    assert case.save(known_how="known_phone").status_code == 303
    assert case.fresh().identified_at is None
    assert case.give().status_code == 303
    assert (case.fresh().identification, case.fresh().outcome) == ("known_phone", "partly")


def test_B15_who_gives_a_draft_of_somebody_else_identifies_nobody_with_it(unknown):
    case = unknown
    case.save(known_how="known_phone")
    other = case.world.signed_in("bqr", Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER, ref="account-other")
    refused = case.give(other)
    assert refused.status_code == 422 and "how the person was identified" in refused.text
    assert case.fresh().identified_at is None


def test_B15_a_draft_from_before_a_failed_check_identifies_nobody(unknown):
    case = unknown
    case.save(known_how="known_phone")
    case.world.clock.forward(60)
    fail(case)
    refused = case.give()
    assert refused.status_code == 422 and "how the person was identified" in refused.text
    assert case.fresh().identified_at is None


def test_B15_nothing_is_given_from_a_draft_to_somebody_unknown(world, access):
    case = Case(world, access)
    case.save()
    refused = case.give()
    assert refused.status_code == 422 and "how the person was identified" in refused.text
    assert case.fresh().answered_at is None


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"ground": ""}, "Choose the ground"),
        ({"ground": "law_keeps"}, "does not go with this answer"),
        ({"more_grounds": ["law_keeps"]}, "does not go with this answer"),
        ({"more_grounds": ["nonsense"]}, "one of"),
        ({"outcome": "granted", "ground": "", "more_grounds": ["working_notes"]}, "does not go with this answer"),
        ({"channel": "email"}, "not safe enough"),
        ({"channel": "telephone"}, "not safe enough"),
        ({"channel": "pigeon"}, "Choose one of the ways"),
        ({"language": "de"}, "one of"),
        ({"do": "burn"}, "one of"),
        ({"draft": "-1"}, ""),
        ({"text": ""}, "Fill this in"),
    ],
)
def test_a_bad_answer_is_neither_kept_nor_given_and_says_at_which_field(case, typed, word):
    for do in ("preview", "give"):
        refused = case.act("answer", **{"do": do, **ANSWER, **typed})
        assert refused.status_code == 422 and word.lower() in unescape(refused.text).lower()
    assert case.world.rows(AnswerDraft) == [] and case.fresh().answered_at is None


def test_B15_what_the_staff_can_choose_is_safe_enough_for_the_answer(case):
    page = case.staff.get(case.path).text
    offered = re.findall(r'<option value="(\w+)"', page.split('id="field-channel"')[1].split("</select>")[0])
    assert offered == ["letter", "secure_page", "desk"]


def test_B15_over_the_api_too_an_unsafe_way_is_refused_with_its_field(case):
    partner = case.world.partner("bqr", "requests:answer")
    address = f"/requests/api/v1/requests/{case.row.id}/answer"
    body = {**ANSWER, "channel": "email", "more_grounds": ["working_notes"]}
    refused = partner.post(address, body, If_Match='"2"')
    assert refused.status_code == 422 and "channel" in str(refused.json)
    assert partner.post(address, {**body, "channel": "letter"}, If_Match='"2"').status_code == 200
    assert case.fresh().more_grounds == "working_notes"


@pytest.mark.parametrize(
    ("lang", "title"), [("nl", "Ons antwoord op uw verzoek"), ("en", "Our answer to your request")]
)
def test_the_letter_is_in_the_language_in_which_somebody_asked(world, access, lang, title):
    case = Case(world, {**access, "kind": "complaint"}, lang=lang)
    case.act("answer", outcome="granted", text="U hebt gelijk.")
    case.send_word()
    assert title in words(case.staff.get(f"{case.path}/deliveries/message-1/letter.pdf"))


def test_staff_can_choose_the_other_language(case):
    case.save(language="en")
    assert "Our answer to your request" in words(case.staff.get(f"{case.path}/answer/preview.pdf"))
    case.give()
    case.send_word()
    assert "Our answer to your request" in case.staff.get(f"{case.path}/deliveries/message-1").text


def test_the_letter_of_an_extension_bears_the_reason_and_the_new_day(case):
    case.act("extend", why_longer="Vijf instellingen hebben gegevens.")
    case.send_word(Told.EXTENDED)
    text = words(case.staff.get(f"{case.path}/deliveries/message-1/letter.pdf"))
    assert "Vijf instellingen hebben gegevens." in text and "zaterdag 30 mei 2026" in text and "Femke" in text


def test_an_answer_by_a_fact_is_signed_by_nobody_but_the_organisation(world, access):
    case = Case(world, {**access, "kind": "withdrawal", "purpose": "every-consent"})
    world.register.persons["bqr", "C-1044"] = "person-00000007"
    case.act("identify", how="known_phone", client_number="C-1044")
    with world.work() as work:
        rules = world.runtime.rules("bqr")
        answer_by_fact(work, case.row.id, subject_ref="person-00000007", ground=None, rules=rules)
    case.send_word()
    text = words(case.staff.get(f"{case.path}/deliveries/message-1/letter.pdf"))
    assert "Uw toestemming is ingetrokken" in text and "Femke" not in text


def test_after_erasure_the_pages_say_so_and_no_word_comes_back(case):
    case.act("answer", **ANSWER)
    case.send_word()
    case.world.erase(case.row.id)
    for page in (f"{case.path}/deliveries/message-1", f"{case.path}/deliveries/message-1/letter.pdf", case.path):
        shown = case.staff.get(page)
        assert shown.status_code == 200 and "was erased" in shown.text and "op een verslag na" not in shown.text


def test_of_an_erased_draft_there_is_nothing_to_look_over(case):
    case.save()
    case.world.erase(case.row.id)
    assert case.staff.get(f"{case.path}/answer/preview").status_code == 303
    assert case.staff.get(case.path).status_code == 200


def test_word_about_an_erased_request_still_goes_without_a_letter(case):
    case.act("answer", **ANSWER)
    case.world.erase(case.row.id)
    case.send_word()
    assert case.world.rows(Letter) == [] and len(case.world.rows(RequestDelivery)) == 1


@pytest.mark.parametrize("page", ["answer/preview", "answer/preview.pdf", "deliveries/message-1/letter.pdf"])
def test_only_who_answers_requests_reads_letters(case, page):
    reader = case.world.signed_in("bqr", Duty.REQUESTS_READ)
    assert reader.get(f"{case.path}/{page}").status_code == 403
    assert case.world.visitor().get(f"{case.path}/{page}").status_code == 401
    assert case.world.coordinator("jtb-care").get(f"{case.path}/{page}").status_code == 404


def test_J7_a_talk_in_person_has_its_letter_to_hand_over_and_counts_once_it_was_held(world, access):
    case = Case(world, {**access, "kind": "complaint"}, organisation="jtb-care")
    case.act("answer", outcome="granted", text="U hebt gelijk.", channel="contact")
    case.send_word()
    page = case.staff.get(case.path).text
    assert "it has to be told in person" in page and "A talk in person" in page and "I told the person" in page
    assert "U hebt gelijk." in words(case.staff.get(f"{case.path}/deliveries/message-1/letter.pdf"))
    (delivery,) = world.rows(RequestDelivery, "jtb-care")
    assert (delivery.channel, delivery.delivered_at) == ("contact", None)
    case.staff.send(f"{case.path}/deliveries/message-1/delivered", page=case.path)
    (delivery,) = world.rows(RequestDelivery, "jtb-care")
    assert delivery.delivered_at == world.clock.now()


class PageFirst:
    """Rules of an organisation whose answers lie on the secure page."""

    def __init__(self, rules):
        self._rules = rules

    def __getattr__(self, name):
        return getattr(self._rules, name)

    def request_policy(self, kind, on):
        return replace(self._rules.request_policy(kind, on), answer_channel="secure_page")


@pytest.mark.parametrize(("told", "channel"), [(Told.EXTENDED, "letter"), (Told.ANSWERED, "secure_page")])
def test_B17_word_of_an_extension_goes_in_writing_whatever_way_answers_go(case, told, channel):
    verb = {"extend": {"why_longer": "Veel."}, "answer": ANSWER}
    name = "extend" if told is Told.EXTENDED else "answer"
    case.act(name, **verb[name])
    rules = PageFirst(case.world.runtime.rules("bqr"))
    with case.world.work() as work:
        actions.send_word(work, case.row.id, message_id="message-1", template=told, rules=rules)
    delivery = next(each for each in case.world.rows(RequestDelivery) if each.id == "message-1")
    assert (delivery.channel, delivery.delivered_at) == (channel, None)


COMPLAINT_ANSWER = {"outcome": "granted", "ground": "", "text": "U hebt gelijk."}


@pytest.fixture
def complaint(world, access):
    """A complaint that came in by itself, about somebody who was identified."""
    made = Case(world, {**access, "kind": "complaint"})
    made.officer = world.signed_in("bqr", Duty.COMPLAINTS_ANSWER, Duty.DESK, ref="account-officer")
    made.act("identify", made.officer, how="at_the_desk")
    return made


def test_the_complaints_officer_looks_over_his_draft_and_gives_it(complaint):
    case, officer = complaint, complaint.officer
    assert case.save(officer, **COMPLAINT_ANSWER).headers["Location"] == f"{case.path}/answer/preview"
    page = officer.get(f"{case.path}/answer/preview")
    assert page.status_code == 200 and "U hebt gelijk." in page.text
    assert "U hebt gelijk." in words(officer.get(f"{case.path}/answer/preview.pdf"))
    given = case.give(officer, page.text)
    assert given.status_code == 303 and case.fresh().outcome == "granted"


def test_who_handles_requests_neither_looks_over_nor_gives_the_answer_to_a_complaint(complaint):
    case = complaint
    case.save(case.officer, **COMPLAINT_ANSWER)
    page, only = case.officer.get(f"{case.path}/answer/preview").text, case.world.staff("bqr", "coordinator")
    for path in ("answer/preview", "answer/preview.pdf", "authority"):
        assert only.get(f"{case.path}/{path}").status_code == 403, path
    hidden = {name: re.search(rf'name="{name}" value="(\d+)"', page)[1] for name in ("revision", "draft")}
    token = only.token("/requests/new")
    assert only.send(f"{case.path}/answer/give", token=token, **hidden).status_code == 403
    code = {"revision": case.fresh().revision, "letter_client_number": "C-1044"}
    assert only.send(f"{case.path}/send-code", token=token, **code).status_code == 403
    assert case.fresh().answered_at is None and case.world.rows(CodeLetter) == []


def test_the_complaints_officer_acts_on_no_other_request(case):
    officer = case.world.signed_in("bqr", Duty.COMPLAINTS_ANSWER, Duty.DESK, ref="account-officer")
    case.save()
    for path in ("answer/preview", "answer/preview.pdf", "authority"):
        assert officer.get(f"{case.path}/{path}").status_code == 403, path
    token = officer.token("/requests/new")
    assert officer.send(f"{case.path}/send-code", token=token, revision=case.fresh().revision).status_code == 403
