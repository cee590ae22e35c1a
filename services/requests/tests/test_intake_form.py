"""The public form, one question a page: on and back without losing anything, and sent once."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from waarborg_requests.pages.intake_steps import STEPS
from waarborg_requests.schemas.filing import holds_bsn
from waarborg_shared.events.requests import RequestReceived

NEW = "/requests/new"
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")


def carried(page):
    """Every field that a page would send again, with what is in it: hidden, typed, or chosen."""
    text = page.text
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    found |= dict(re.findall(r'<input class="[^"]*" id="field-[^"]+" name="([^"]+)" type="text" value="([^"]*)"', text))
    found |= dict(re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', text))
    found |= dict(re.findall(r'<input type="radio" id="[^"]+" name="([^"]+)" value="([^"]+)" checked', text))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


def press(visitor, page, go="next", **typed):
    """Fill in what a page asks and press a button, as a browser would."""
    fields = {**carried(page), **typed}
    return visitor.send(NEW, token=fields.pop("_form"), go=go, **fields)


def walk(visitor, **typed):
    """Go through all the steps with these answers and give the last page, before it is sent."""
    page = visitor.get(NEW)
    for names in (step.fields for step in STEPS[:-2]):
        page = press(visitor, page, **{name: typed[name] for name in names if name in typed})
        assert page.status_code == 200, page.text
    return press(visitor, page, reach=typed["reach"], reach_at=typed["reach_at"])


def question(page):
    return re.search(r"<h1[^>]*>(.*?)</h1>", page.text)[1]


def test_one_question_a_page_with_the_step_told_and_a_receipt_at_the_end(world, access):
    visitor = world.visitor(lang="nl")
    page = visitor.get(NEW)
    assert "Stap 1 van 6" in page.text and 'aria-current="step">Wat u vraagt' in page.text
    page = walk(visitor, **access)
    assert "Stap 6 van 6" in page.text and question(page) == "Klopt dit?"
    for said in ("Inzage in mijn gegevens", "Willemijn Proefpersoon", "C-1044", "Ik vraag voor mijzelf"):
        assert said in page.text, said
    assert world.requests() == []
    receipt = press(visitor, page, "send")
    assert receipt.status_code == 201
    assert "maandag 30 maart 2026" in receipt.text and "Volgens de wet uiterlijk" in receipt.text
    assert "donderdag 2 april 2026" in receipt.text
    (row,) = world.requests()
    assert (row.kind, row.came_by) == ("access", "page")
    assert not receipt.headers.getlist("Set-Cookie")


def test_back_loses_nothing_and_looks_at_nothing(world, access):
    visitor = world.visitor()
    page = press(visitor, visitor.get(NEW), kind="correction")
    page = press(visitor, page, "back", asked="Mijn naam klopt niet")
    assert carried(page)["kind"] == "correction"
    page = press(visitor, page)
    assert carried(page)["asked"] == "Mijn naam klopt niet"


@pytest.mark.parametrize(
    ("upto", "wrong", "field"),
    [
        ({}, {"kind": "wish"}, "kind"),
        ({}, {}, "kind"),
        ({"kind": "correction"}, {"asked": " "}, "asked"),
        ({"kind": "objection"}, {}, "about"),
        ({"kind": "objection"}, {"about": "everything"}, "about"),
        ({"kind": "objection"}, {"about": "other"}, "asked"),
        ({"kind": "withdrawal"}, {}, "purpose"),
        ({"kind": "withdrawal"}, {"purpose": "unheard"}, "purpose"),
        ({"kind": "access"}, {"asked": "BSN 111222333"}, "asked"),
    ],
)
def test_what_is_wrong_is_told_on_its_own_page_and_what_was_typed_stays(world, upto, wrong, field):
    visitor = world.visitor()
    page = visitor.get(NEW)
    if upto:
        page = press(visitor, page, **upto)
    before = question(page)
    page = press(visitor, page, **wrong)
    assert page.status_code == 422
    assert question(page) == before and f'href="#field-{field}"' in page.text
    for name, value in {**upto, **wrong}.items():
        if name == "purpose":
            continue  # what stands in no list is in none
        assert carried(page).get(name, value).strip() == value.strip()


def test_half_an_answer_to_for_whom_is_told_at_once(world):
    visitor = world.visitor()
    page = press(visitor, press(visitor, visitor.get(NEW), kind="access"))
    refused = press(visitor, page, on_behalf_of="Teun Voorbeeld")
    assert 'href="#field-representative"' in refused.text
    refused = press(visitor, page, representative="mentor")
    assert 'href="#field-on_behalf_of"' in refused.text
    assert question(press(visitor, page, on_behalf_of="Teun Voorbeeld", representative="mentor")) == "Who are you?"


def test_an_address_that_does_not_go_with_the_way_is_told_before_the_last_page(world, access):
    page = walk(world.visitor(), **{**access, "reach_at": "no address"})
    assert page.status_code == 422 and question(page) == "How can we reach you?"


def test_the_details_of_another_kind_do_not_come_along(world, access):
    visitor = world.visitor()
    page = press(visitor, visitor.get(NEW), kind="withdrawal")
    page = press(visitor, page, purpose="every-consent")
    page = press(visitor, press(visitor, page, "back"), "back")
    page = press(visitor, page, kind="access")
    assert "purpose" not in carried(page)
    page = press(visitor, press(visitor, page))
    page = press(visitor, press(visitor, page, name="Ans Antwoord"), reach="post", reach_at="Verzonnenlaan 2")
    assert press(visitor, page, "send").status_code == 201


def test_who_signed_in_need_not_type_who_he_is(world):
    world.register.names["bqr", "person-00000001"] = {"name": "Noor Nergens", "client_number": "Z-4001"}
    visitor = world.person("person-00000001")
    page = press(visitor, press(visitor, press(visitor, visitor.get(NEW), kind="access")))
    assert question(page) == "Who are you?"
    assert (carried(page)["name"], carried(page)["client_number"]) == ("Noor Nergens", "Z-4001")
    assert "Noor" not in world.person("person-00000002").get(NEW).text
    assert "Noor" not in world.visitor().get(NEW).text


@pytest.mark.parametrize("fails", ["away", "refuses"])
def test_the_form_is_there_for_who_signed_in_while_the_register_is_not(world, fails):
    setattr(world.register, fails, True)
    assert world.person("person-00000001").get(NEW).status_code == 200


def test_an_address_keeps_its_lines_and_html_is_text_where_all_is_looked_over(world, access):
    page = walk(world.visitor(), **{**access, "reach": "post", "reach_at": "<b>Laan 1</b>\n9999 ZZ"})
    assert "&lt;b&gt;Laan 1&lt;/b&gt;<br>9999 ZZ" in page.text


def test_change_leads_to_the_step_and_back_to_the_whole(world, access):
    visitor = world.visitor()
    page = press(visitor, walk(visitor, **access), "who")
    assert question(page) == "Who are you?" and carried(page)["name"] == access["name"]
    page = press(visitor, page, name="Ans Antwoord")
    assert question(page) == "Is this right?" and "Ans Antwoord" in page.text


def test_a_new_kind_asks_for_its_details_before_the_whole_is_shown_again(world, access):
    visitor = world.visitor()
    page = press(visitor, walk(visitor, **access), "kind")
    page = press(visitor, page, kind="objection")
    assert question(page) == "What exactly do you ask?" and 'name="about"' in page.text
    page = press(visitor, page, about="calling")
    assert question(page) == "Is this right?" and "Being called with an offer" in page.text


def test_a_form_that_was_open_for_a_day_is_shown_again_with_what_was_typed(world, access):
    visitor = world.visitor()
    page = walk(visitor, **access)
    world.clock.forward(timedelta(days=3).total_seconds())
    again = press(visitor, page, "send")
    assert again.status_code == 422 and "was open for too long" in again.text
    assert press(visitor, again, "send").status_code == 201
    assert len(world.requests()) == 1


def test_a_form_that_is_sent_again_from_another_page_makes_one_request(either_world, access):
    world = either_world
    visitor = world.visitor()
    page = walk(visitor, **access)
    first = press(visitor, page, "send")
    world.clock.forward(3600)
    changed = press(visitor, press(visitor, page, "who"), name="Iemand Anders")
    again = press(visitor, changed, "send")
    assert again.status_code == 201
    assert CODE.search(again.text)[0] == CODE.search(first.text)[0]
    assert "You sent this form before" in again.text and "You sent this form before" not in first.text
    assert len(world.requests()) == 1 and len(world.told(RequestReceived)) == 1


def test_the_code_of_a_form_opens_its_request(world, access):
    visitor = world.visitor()
    receipt = press(visitor, walk(visitor, **access), "send").text
    number = re.search(r"BQR-2026-\d{6}", receipt)[0]
    assert "Received" in visitor.send("/requests/status", number=number, code=CODE.search(receipt)[0]).text


@pytest.mark.parametrize("mark", ["x", "A" * 32, "0" * 31, "../../etc/passwd"])
def test_a_mark_that_no_page_made_is_refused(world, access, mark):
    assert world.visitor().send(NEW, **access, form=mark).status_code == 422
    assert world.requests() == []


def test_B11_digits_in_the_mark_of_a_form_are_no_bsn(world, access):
    mark = "a111222333b" + "0" * 21
    assert world.visitor().send(NEW, **access, form=mark).status_code == 201


@pytest.mark.parametrize("go", ["", "sideways", "check", "<script>"])
@pytest.mark.parametrize("step", ["", "nowhere", "check", "details"])
def test_buttons_and_steps_that_are_not_there_break_nothing(world, access, go, step):
    page = world.visitor().send(NEW, go=go, _step=step, **access)
    assert page.status_code in (200, 422) and "<script>" not in page.text
    assert world.requests() == []


@pytest.mark.parametrize("field", ["name", "asked", "on_behalf_of", "client_number", "reach_at"])
def test_B11_a_bsn_in_any_field_is_refused_with_a_word_why(world, access, field):
    typed = {**access, "reach": "post", "representative": "mentor", "on_behalf_of": "Teun", field: "111222333"}
    page = world.visitor(lang="nl").send(NEW, **typed)
    assert page.status_code == 422
    assert f'href="#field-{field}"' in page.text and "voor wettelijke taken" in page.text
    assert world.requests() == []


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("111222333", True),
        ("mijn BSN is 111.222.333.", True),
        ("1112 22 333", True),
        ("111 222 333", True),
        ("111222334", False),
        ("0111222333", False),
        ("bel 06-12345678", False),
        ("bel +31 111222333", False),
        ("bel 0031111222333", False),
        ("op 12-03-2026 om 9 uur", False),
        ("NL91 ABNA 0417 1643 00", False),
        ("BQR-2026-000123", False),
    ],
)
def test_B11_what_is_taken_for_a_bsn(text, holds):
    assert holds_bsn(text) is holds


@pytest.mark.parametrize(
    ("organisation", "about"),
    [
        ("bqr", {"marketing", "calling", "surveys", "statistics", "insurer_offers", "other"}),
        ("jtb-care", {"marketing", "surveys", "other"}),
    ],
)
def test_B16_an_objection_names_what_it_is_about_as_far_as_the_organisation_does_it(world, access, organisation, about):
    visitor = world.visitor(organisation)
    page = press(visitor, visitor.get(NEW), kind="objection")
    assert set(re.findall(r'name="about" value="([^"]+)"', page.text)) == about
    for each in about - {"other"}:
        typed = {**access, "kind": "objection", "about": each, "asked": ""}
        assert world.visitor(organisation).send(NEW, **typed).status_code == 201
    assert {row.about for row in world.requests(organisation)} == about - {"other"}


def test_what_an_objection_is_about_goes_with_no_other_kind(world, access):
    page = world.visitor().send(NEW, **access, about="marketing")
    assert page.status_code == 422 and "goes with an objection, or its withdrawal, only" in page.text


def test_who_takes_an_objection_back_says_of_which_or_tells_it_in_words(world, access):
    visitor = world.visitor()
    page = press(visitor, visitor.get(NEW), kind="objection_withdrawal")
    assert 'name="about" value="calling"' in page.text
    typed = {**access, "kind": "objection_withdrawal", "asked": ""}
    assert world.visitor().send(NEW, **typed).status_code == 422
    assert world.visitor().send(NEW, **typed, about="calling").status_code == 201
    assert world.requests()[-1].about == "calling"


def test_B14_the_index_of_referrals_can_be_asked_for(world, access):
    world.clock.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    page = world.visitor(lang="nl").send(NEW, **{**access, "kind": "referral_index"})
    assert page.status_code == 201 and "maandag 30 maart 2026" in page.text
    page = world.visitor("jtb-care", lang="nl").send(NEW, **{**access, "kind": "referral_index"})
    assert "klacht" in page.text and "maandag 16 maart 2026" in page.text


def test_a_form_that_is_sent_twice_at_once_makes_one_request_and_two_receipts(either_world, access):
    world = either_world
    visitors = [world.visitor() for _ in range(2)]
    tokens = [visitor.token(NEW) for visitor in visitors]
    ready = threading.Barrier(2)

    def send(visitor, token):
        ready.wait()
        return visitor.send(NEW, token=token, **access, form="0123456789abcdef0123456789abcdef")

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(send, visitors, tokens))
    assert [page.status_code for page in pages] == [201, 201]
    assert len({CODE.search(page.text)[0] for page in pages}) == 1
    assert len(world.requests()) == len(world.told(RequestReceived)) == 1
