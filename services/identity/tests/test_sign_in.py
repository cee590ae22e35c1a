"""Staff sign in and out: sessions, guessers, and what a page tells and does not tell."""

import pytest
from waarborg_identity import actions


def test_staff_signs_in_and_goes_where_it_was_going(world):
    world.hire()
    browser = world.browser()
    answer = browser.sign_in(next="/breach/cases")
    assert (answer.status_code, answer.location) == (303, "/breach/cases")
    assert len(browser.cookie) == 43
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert "Anouk Verzonnen" in browser.get("/identity/staff").text
