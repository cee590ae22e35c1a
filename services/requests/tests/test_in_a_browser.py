"""The pages of requests in a real Chromium: axe finds nothing in both languages and looks, at both widths."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from waarborg_requests.actions import send_word
from waarborg_requests.packer import packer_of
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.browser import follow, looks_right, serving
from waarborg_shared.testing.depth import dealt
from waarborg_tests.papers import pdf
from waarborg_tests.reviewing import PERSON, answer, colleague, collected, give_all, items, press

pytestmark = pytest.mark.browser


@pytest.fixture
def port(world) -> Iterator[int]:
    with serving(world.app) as port:
        yield port


def send(page: Page) -> None:
    """Press the first button of the form: what Enter presses too."""
    follow(page, page.locator("main form button[type=submit]").first)


def unfold(page: Page, part: str, form: str) -> None:
    """Open a form of the case page where it is folded away, as somebody does who presses its headings."""
    for folded in (f"#part-{part}", f"#part-{part} details:has(> summary #{form})"):
        summary = page.locator(f"{folded}:not([open]) > summary")
        if summary.count():
            summary.click()


def fill_in(page: Page, look: Callable[[Page], object] = lambda page: None) -> None:
    """Answer one question a page, as far as the page on which all is looked over, and look at each."""
    page.check("input[name=kind][value=complaint]")
    send(page)
    look(page)
    page.fill("#field-asked", "Er keek iemand in mijn dossier.")
    send(page)
    look(page)
    send(page)
    look(page)
    page.fill("#field-name", "Willemijn Proefpersoon")
    send(page)
    look(page)
    page.check("input[name=reach][value=email]")
    page.fill("#field-reach_at", "willemijn@example.nl")
    send(page)
    look(page)


def signed_in(world, browser, origin: str, **session) -> Page:
    """A window of its own of somebody who signed in at bqr."""
    context = browser.new_context()
    value = world.identity.sign_in("bqr", **session)
    context.add_cookies([{"name": world.runtime.authenticator.cookie.name, "value": value, "url": origin}])
    return context.new_page()


@pytest.mark.parametrize(("organisation", "language"), dealt([("bqr", "nl"), ("jtb-care", "en")], 0))
def test_every_page_is_accessible_and_fits(world, browser, port, organisation, language):
    origin = f"http://{organisation}.localhost:{port}"
    page = browser.new_page()
    page.goto(f"{origin}/requests/new?lang={language}")
    looks_right(page)
    send(page)
    looks_right(page)
    fill_in(page, looks_right)
    follow(page, "main form button[value=save]")
    looks_right(page)
    kept, secret = page.locator(".wb-code dd").all_inner_texts()
    page.goto(f"{origin}/requests/draft?lang={language}")
    looks_right(page)
    page.fill("#field-number", kept)
    page.fill("#field-code", secret)
    send(page)
    assert "willemijn@example.nl" in page.inner_text("main")
    send(page)
    looks_right(page)
    number, code = page.locator(".wb-code dd").all_inner_texts()
    page.goto(f"{origin}/requests/status?lang={language}")
    looks_right(page)
    page.fill("#field-number", number)
    page.fill("#field-code", code)
    send(page)
    assert number in page.inner_text("h1")
    looks_right(page)
    page.close()


@pytest.mark.parametrize("language", dealt(("nl", "en"), 0))
def test_every_page_of_staff_is_accessible_and_fits(world, browser, port, access, language):
    for kind in ("access", "complaint", "withdrawal"):
        purpose = "every-consent" if kind == "withdrawal" else ""
        world.visitor().send("/requests/new", **{**access, "kind": kind, "purpose": purpose})
    row = world.requests()[0]
    origin = f"http://bqr.localhost:{port}"
    page = signed_in(world, browser, origin, duties=[Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER])
    for path in ("/requests/", "/requests/staff/new", f"/requests/cases/{row.id}", "/requests/?state=answered"):
        address = f"{origin}{path}{'&' if '?' in path else '?'}lang={language}"
        assert page.goto(address).status == 200
        looks_right(page)
    page.goto(f"{origin}/requests/cases/{row.id}?lang={language}")
    unfold(page, "answer", "answer")
    page.check("input[name=outcome][value=granted]")
    page.fill("#field-text", "Hierbij uw dossier.")
    follow(page, "form[action*='/answer'] button[value=give]")
    looks_right(page)
    assert page.input_value("#field-text") == "Hierbij uw dossier."
    page.check("input[name=outcome][value=refused]")
    page.select_option("#field-ground", "not_identified")
    follow(page, "form[action*='/answer'] button[value=preview]")
    page.wait_for_url(re.compile(f"/requests/cases/{row.id}/answer/preview"))
    looks_right(page)
    follow(page, "form[action*='/give'] button[type=submit]")
    page.wait_for_url(re.compile(f"/requests/cases/{row.id}"))
    looks_right(page)
    with world.work() as work:
        rules = world.runtime.rules("bqr")
        send_word(work, row.id, message_id="message-1", template="request-answered", rules=rules)
    for path in (f"/requests/cases/{row.id}", f"/requests/cases/{row.id}/deliveries/message-1", "/requests/answers"):
        page.goto(f"{origin}{path}?lang={language}")
        looks_right(page)
    page.context.close()


@pytest.mark.parametrize("language", dealt(("nl", "en"), 1))
def test_every_page_on_which_an_answer_is_looked_through_is_accessible_and_fits(world, browser, port, language):
    files = [("brief.pdf", "application/pdf", pdf("Een brief")), ("lijst.csv", "text/csv", b"a;b\n1;2\n")]
    request_id = collected(world, files=files)
    origin = f"http://bqr.localhost:{port}"
    page = signed_in(world, browser, origin, duties=[Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER])
    case = f"{origin}/requests/cases/{request_id}"
    pages = [case, f"{case}/review", *(f"{case}/items/{each}" for each in items(world, request_id))]
    assert len(pages) == 6  # a text, values, a file of pages and another file
    for address in pages:
        assert page.goto(f"{address}?lang={language}").status == 200
        looks_right(page)
    page.context.close()


@pytest.mark.parametrize("language", dealt(("nl", "en"), 2))
def test_every_page_with_a_package_on_it_is_accessible_and_fits(world, browser, port, language):
    request_id, staff = collected(world), world.coordinator()
    give_all(staff, request_id)
    press(staff, request_id, "finish")
    origin = f"http://bqr.localhost:{port}"
    desk = signed_in(world, browser, origin, duties=[Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER], ref="account-colleague")
    case = f"{origin}/requests/cases/{request_id}"
    assert desk.goto(f"{case}/review?lang={language}").status == 200
    looks_right(desk)
    press(colleague(world), request_id, "approve")
    assert answer(staff, request_id).status_code == 303
    packer_of(world.runtime).work_off("bqr")
    assert desk.goto(f"{case}?lang={language}").status == 200
    assert desk.locator("form[action*='/package/']").count() > 0
    looks_right(desk)
    person = {"kind": ActorKind.PERSON, "ref": PERSON, "subject_ref": PERSON}
    own = signed_in(world, browser, origin, **person)
    assert own.goto(f"{origin}/requests/mine/{request_id}?lang={language}").status == 200
    own.fill("#field-fetch_code", "2345-6789-ABCD-EFGH")
    looks_right(own)
    for page in (desk, own):
        page.context.close()


def test_a_request_is_filed_and_looked_up_without_javascript_and_without_a_cookie(world, browser, port):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"http://jtb-care.localhost:{port}/requests/new")
    fill_in(page)
    send(page)
    assert "16 maart 2026" in page.inner_text("main")
    number, code = page.locator(".wb-code dd").all_inner_texts()
    page.goto(f"http://jtb-care.localhost:{port}/requests/status")
    page.fill("#field-number", number)
    page.fill("#field-code", code)
    send(page)
    assert "klacht" in page.inner_text("main")
    assert context.cookies() == []
    context.close()
