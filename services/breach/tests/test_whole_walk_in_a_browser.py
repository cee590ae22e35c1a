"""A breach from the report to the closed case in a real Chromium, with axe on each page on which somebody comes."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from waarborg_breach.models import BreachCase
from waarborg_shared.testing.browser import follow, serving
from waarborg_shared.testing.walker import Walker
from waarborg_shared.testing.world import World
from waarborg_tests.breaches import AFTERCARE, HANDLED

pytestmark = pytest.mark.browser
DONE = "2026-03-02T10:00"


def signed_in(world: World, browser: Browser, origin: str, role: str, *, narrow: bool = False) -> Walker:
    duties = world.runtime.rules("bqr").roles[role].duties
    value = world.identity.sign_in("bqr", duties=duties, roles=[role], ref=f"account-{role}")
    session = {"name": world.runtime.authenticator.cookie.name, "url": origin, "value": value}
    return Walker(browser, origin, narrow=narrow, session=session)


def sends(walker: Walker, step: str, **typed: Any) -> None:
    """Fill in one form of the case and send it."""
    walker.unfold_all()
    form = walker.page.locator(f"main form[action*='/{step}?']")
    for name, value in typed.items():
        field = form.locator(f"[name={name}]")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            form.locator(f"[name={name}][value='{value}']").check()
        else:
            field.fill(value)
    follow(walker.page, form.locator("button[type=submit]").last)
    assert walker.page.locator(".wb-error-summary").count() == 0, (step, walker.words()[:400])


def test_B24_from_a_report_outside_to_a_closed_case(world: World, browser: Browser) -> None:
    with serving(world.app) as port:
        origin = f"http://bqr.localhost:{port}"
        finder = Walker(browser, origin)
        finder.open("/breach/report").fill("#field-summary", "Er lag een map met namen bij de halte.")
        follow(finder.page, "main form:has(#field-summary) button[type=submit]")
        code = re.findall(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}\b", finder.look().content())[0]
        finder.open("/breach/questions").fill("#field-code", code)
        follow(finder.page, "main form:has(#field-code) button[type=submit]")
        finder.look().fill("#field-answer_what_happened", "Een map met namen lag bij de halte.")
        follow(finder.page, "main form:has(#field-answer_what_happened) button[type=submit]")
        finder.look()

        board = signed_in(world, browser, origin, "board", narrow=True)
        (row,) = world.rows(BreachCase)
        case = f"/breach/cases/{row.id}"
        board.open(case)
        assert "Een map met namen lag bij de halte." in board.page.content()
        board.open(f"{case}/now")
        board.open(case)
        sends(board, "facts", fact_confidentiality="yes", fact_holder="public", fact_vulnerable="yes")
        assert "hoog risico" in board.words()
        sends(board, "decide", notify_authority="yes", inform_persons="yes", confirmed="true")
        sends(board, "notified", at=DONE, complete="yes", authority_number="AP-2026-1")
        sends(board, "informed", informed_at=DONE, how="brief")
        assert board.page.locator("form[action*='/close?']").count() == 0, "duties are open"
        for step, typed in (*HANDLED, AFTERCARE):
            sends(board, step, **typed)
        board.look()
        sends(board, "close")
        assert "gesloten" in board.look().inner_text("main")
        finder.open("/breach/questions").fill("#field-code", code)
        follow(finder.page, "main form:has(#field-code) button[type=submit]")
        finder.unfold_all()
        finder.look().check("[name=grievance_about][value=persons]")
        finder.page.fill("#field-grievance_what", "De brief kwam te laat.")
        follow(finder.page, "main form:has(#field-grievance_what) button[type=submit]")
        assert "wacht op een beoordeling" in finder.look().inner_text("main")
        board.open(case)
        board.unfold_all()
        assert "De brief kwam te laat." in board.look().inner_text("main")
        board.open("/breach/years")

        officer = signed_in(world, browser, origin, "fg")
        officer.open(case)
        changes = officer.page.locator("main form[action*='/cases/']:not([action*='/grievance?'])")
        assert changes.count() == 0, "the FG reads and changes nothing; disagreeing he may"
        officer.open("/breach/")
        for walker in (finder, board, officer):
            walker.leave()
    assert world.rows(BreachCase)[0].case_state == "closed"
