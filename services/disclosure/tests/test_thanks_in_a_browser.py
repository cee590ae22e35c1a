"""Thanks, publication, good faith and keeping in a real Chromium: axe finds nothing, and no script is needed."""

import pytest

from waarborg_disclosure.models import Report
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.browser import follow, looks_right, serving

pytestmark = pytest.mark.browser
ANSWER = {"verdict": "in_scope", "assessment": "Het klopt.", "next_step": "Dit.", "fix_date": "2026-06-01"}
TEXT = {f"advisory_{part}_{lang}": "Verzonnen" for part in ("title", "what", "affected") for lang in ("nl", "en")}
UNFOLD = "() => document.querySelectorAll('details').forEach(each => { each.open = true; })"


@pytest.fixture
def port(world):
    with serving(world.app) as port:
        yield port


def test_J14_thanked_and_published_by_both_sides(world, browser, port):
    base = f"http://jtb-care.localhost:{port}/disclosure"
    receipt = world.visitor("jtb-care").reported(may_credit="true")
    (row,) = world.reports("jtb-care")
    staff = world.assessor("jtb-care")
    staff.act(row, "assess", **ANSWER)
    with world.work("jtb-care") as work:
        work.case(Report, row.id).severity = "high"
    staff.act(row, "reward-propose", marks=["clear", "careful"])
    staff.act(row, "reward-approve", reward_outsider="Een jurist uit Assen.")
    staff.act(row, "advisory", **TEXT)
    staff.act(row, "advisory-review", advisory_outsider="Een jurist uit Assen.")
    staff.act(row, "advisory-day", publish_on="2026-03-02")
    staff.act(row, "conduct", conduct="kept", conduct_evidence="Het log.")
    staff.act(row, "credit-accept")
    session = world.identity.sign_in("jtb-care", duties=(Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS))
    context = browser.new_context()
    cookie = {"name": world.runtime.authenticator.cookie.name, "value": session}
    context.add_cookies([{**cookie, "url": f"http://jtb-care.localhost:{port}"}])
    page = context.new_page()
    page.goto(f"{base}/reports/{row.id}?lang=nl")
    page.evaluate(UNFOLD)
    looks_right(page)
    context.close()
    with world.work("jtb-care") as work:
        work.case(Report, row.id).fixed_at = work.now
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{base}/mailbox")
    page.fill("#field-receipt", receipt)
    follow(page, "main button[type=submit]")
    assert "€ 200" in page.inner_text("main").replace("\u00a0", " ")
    follow(page, "text=Ik stem in")
    assert "U stemde in" in page.inner_text("main")
    page.goto(f"{base}/thanks")
    assert "nachtuil" in page.inner_text("main")
    assert context.cookies() == []
    context.close()
    page = browser.new_page()
    for path in ("thanks", "advisories/", "advisories/JTB-A-2026-0001"):
        page.goto(f"{base}/{path}?lang=en")
        looks_right(page)
    page.goto(f"{base}/mailbox?lang=nl")
    page.fill("#field-receipt", receipt)
    follow(page, "main button[type=submit]")
    page.evaluate(UNFOLD)
    looks_right(page)
    page.close()
