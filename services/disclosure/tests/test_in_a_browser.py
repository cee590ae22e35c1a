"""The pages of disclosure in a real Chromium, as a report goes on: axe finds nothing, nothing scrolls sideways.

What a visitor sees of a new report is looked at in tests/browser, as every page is.
"""

import re

import pytest

from waarborg_disclosure.pages import REPORTS, proof
from waarborg_disclosure.pages.limits import UNPROVED
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.browser import follow, looks_right, serving
from waarborg_shared.testing.depth import dealt

pytestmark = pytest.mark.browser


@pytest.fixture
def port(world):
    with serving(world.app) as port:
        yield port


def report(page, base, lang):
    """Fill the form in and send it; returns the receipt."""
    page.goto(f"{base}/report?lang={lang}")
    page.fill("#field-what", "De zoekpagina voert uit wat er in het adres staat.")
    page.fill("#field-where", "https://www.voorbeeld.example/" + "zoek" * 30)
    page.check("input[value=anonymous]")
    page.check("#field-exposes_personal_data")
    follow(page, "main button[type=submit]")
    return re.search(r"\d{4} \d{4} \d{4} \d{4}", page.inner_text("main"))[0]


OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"
BOTH = [("bqr", "nl"), ("jtb-care", "en")]


@pytest.mark.parametrize(("organisation", "lang"), dealt(BOTH, 1))
def test_every_page_of_staff_is_accessible_and_fits(world, browser, port, organisation, lang, monkeypatch):
    monkeypatch.setattr(proof, "BITS", 5)  # whole sums are worked out below
    base = f"http://{organisation}.localhost:{port}/disclosure"
    session = world.identity.sign_in(organisation, duties=(Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS))
    context = browser.new_context()
    cookie = {"name": world.runtime.authenticator.cookie.name, "value": session}
    page = context.new_page()
    page.goto(f"{base}/?lang={lang}")
    receipt = report(page, base, lang)
    context.add_cookies([{**cookie, "url": f"http://{organisation}.localhost:{port}"}])
    for state in ("received", "answered", "closed"):
        page.goto(f"{base}/reports?state={state}&lang={lang}")
        looks_right(page)
    page.goto(f"{base}/reports?lang={lang}")
    follow(page, "main td a")
    looks_right(page)
    form = page.locator("form[action*='/assess']")
    follow(page, form.locator("button"))
    looks_right(page)
    form.locator("input[value=not_reproducible]").check()
    page.fill("#field-assessment", "Wij kunnen het niet nadoen.")
    follow(page, form.locator("button"))
    assert "Wij kunnen het niet nadoen." in page.inner_text("main")
    looks_right(page)
    page.evaluate(OPEN_ALL)
    form.locator("input[value=in_scope]").check()
    for name, words in (("assessment", "Toch wel."), ("next_step", "Wij lossen het op."), ("fix_date", "2030-01-02")):
        page.fill(f"#field-{name}", words)
    follow(page, form.locator("button"))
    page.evaluate(OPEN_ALL)
    looks_right(page)
    page.fill("#field-question", "Met welke browser zag u het?")
    follow(page, page.locator("form[action*='/ask'] button"))
    looks_right(page)
    page.evaluate(OPEN_ALL)
    page.fill("#field-fixed_how", "De uitvoer wordt nu ontsnapt.")
    reader = browser.new_page()
    reader.goto(f"{base}/mailbox?lang={lang}")
    reader.fill("#field-receipt", receipt)
    follow(reader, "main button[type=submit]")
    assert "Met welke browser zag u het?" in reader.inner_text("[aria-labelledby=asked]")
    looks_right(reader)
    follow(page, page.locator("form[action*='/fixed'] button"))
    reader.goto(f"{base}/mailbox?lang={lang}")
    reader.fill("#field-receipt", receipt)
    follow(reader, "main button[type=submit]")
    looks_right(reader)
    follow(reader, reader.locator("form[action*='/retest'] button"))
    looks_right(reader)
    reader.close()
    context.close()


def test_J13_reporting_and_reading_the_answer_need_no_script_and_place_no_cookie(world, browser, port):
    base = f"http://jtb-care.localhost:{port}/disclosure"
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{base}/")
    follow(page, "text=Een zwakke plek melden >> nth=0")
    receipt = report(page, base, "nl")
    assert "kwijt is kwijt" in page.inner_text("main").lower()
    (row,) = world.reports("jtb-care")
    world.assessor("jtb-care").act(row, "assess", verdict="spam", assessment="Dit is geen melding.")
    follow(page, "text=Naar het postvak")
    page.fill("#field-receipt", receipt)
    follow(page, "main button[type=submit]")
    assert "Dit is geen melding." in page.inner_text("main")
    assert receipt.replace(" ", "") not in page.url
    assert context.cookies() == []
    context.close()


def test_with_scripts_the_form_proves_its_work_and_a_report_of_before_is_followed_up(world, browser, port):
    base = f"http://bqr.localhost:{port}/disclosure"
    page = browser.new_page()
    page.goto(f"{base}/report?lang=nl")
    page.wait_for_selector("input[name=_proof]", state="attached")
    assert "De som is klaar." in page.inner_text("[data-proof]")
    page.set_input_files("#field-files", [{"name": "bewijs.txt", "mimeType": "text/plain", "buffer": b"hallo"}])
    page.fill("#field-what", "Open map.")
    page.fill("#field-where", "https://www.voorbeeld.example/map")
    page.check("input[value=anonymous]")
    follow(page, "main form button[type=submit]")
    assert page.locator("[data-receipt] button").count() == 2 and "bewijs.txt" in page.inner_text("main")
    looks_right(page)
    limits = world.app.extensions[REPORTS]
    assert sum(limits.take("127.0.0.1", "bqr", size=0, proved=False) == 0 for _ in range(9)) == UNPROVED.of_one
    receipt = re.search(r"\d{4} \d{4} \d{4} \d{4}", page.inner_text("main"))[0]
    (row,) = world.reports()
    staff = world.assessor()
    staff.act(row, "assess", verdict="spam", assessment="Dit is geen melding.")
    staff.act(world.reports()[0], "close", close_why="Dit laten wij zo.")
    page.goto(f"{base}/mailbox?lang=nl")
    page.fill("#field-receipt", receipt)
    follow(page, "main button[type=submit]")
    looks_right(page)
    session = world.identity.sign_in("bqr", duties=(Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS))
    context = browser.new_context()
    cookie = {"name": world.runtime.authenticator.cookie.name, "value": session}
    context.add_cookies([{**cookie, "url": f"http://bqr.localhost:{port}"}])
    page = context.new_page()
    page.goto(f"{base}/reports/new?lang=en")
    looks_right(page)
    page.check("input[value=email]")
    page.fill("#field-received_at", "2026-02-27T16:30")
    page.fill("#field-what", "Open map.")
    page.fill("#field-where", "De server")
    page.check("input[name=reporter][value=anonymous]")
    follow(page, "main form button[type=submit]")
    looks_right(page)
    follow(page, "text=To the report")
    looks_right(page)
    context.close()
