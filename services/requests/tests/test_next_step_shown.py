"""The one next thing as the case page says it, where the person waits for a call or took the request back."""

import re

import pytest

from waarborg_requests.models import CallBack
from waarborg_tests.request_beginnings import act, code_of, filed_as, identify


def says(world, row, lang="nl"):
    page = world.coordinator().get(f"/requests/cases/{row.id}?lang={lang}").text
    return re.search(r'id="next".*?</section>', page, re.DOTALL)[0]


def test_who_asked_to_be_called_is_called_first(world):
    row = identify(world, filed_as(world, "access"))
    status = world.visitor().send("/requests/status", number=row.number, code=code_of()).text
    ticket = re.search(r'name="ticket" value="([^"]+)"', status)[1]
    sent = world.visitor().send("/requests/own/call-me", page="/requests/status", ticket=ticket, telephone="0612345678")
    assert sent.status_code == 200
    assert "Bel de persoon terug" in says(world, row) and "#part-who" in says(world, row)
    (call,) = world.rows(CallBack)
    assert act(world, row, "call-done", call_id=call.id, call_note="Uitgelegd.").status_code == 303
    assert "Bel de persoon terug" not in says(world, row)


@pytest.mark.parametrize(("lang", "words"), [("nl", "gestopt zonder antwoord"), ("en", "ended without an answer")])
def test_a_request_that_was_taken_back_is_not_called_answered(world, lang, words):
    row = identify(world, filed_as(world, "erasure"))
    assert act(world, row, "withdraw", withdraw_note="Per telefoon.").status_code == 303
    said = says(world, row, lang)
    assert words in said and "beantwoord" not in said and "was answered" not in said
