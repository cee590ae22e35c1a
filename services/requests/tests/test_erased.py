"""A request whose key was destroyed: its pages and its API stay, with a word or null where the texts were."""

import re

import pytest

WRITTEN = ("Willemijn", "willemijn@example.nl", "C-1044", "dossier")
TEXTS = ["asked", "client_number", "name", "reach_at"]


@pytest.fixture
def row(world, access):
    """A request of which nothing can be read any more."""
    assert world.visitor().send("/requests/new", **access).status_code == 201
    (row,) = world.requests()
    world.erase(row.id)
    return row


@pytest.mark.parametrize(("language", "word", "told"), [("nl", "Gewist", "is gewist"), ("en", "Erased", "was erased")])
def test_the_case_page_says_erased_where_the_texts_were(world, row, language, word, told):
    page = world.coordinator().get(f"/requests/cases/{row.id}?lang={language}")
    assert page.status_code == 200
    assert page.text.count(word) == len(TEXTS) and told in page.text
    assert not [text for text in WRITTEN if text in page.text]


def test_what_is_left_to_do_is_what_needs_no_writing(world, row):
    page = world.coordinator().get(f"/requests/cases/{row.id}").text
    assert set(re.findall(rf"/requests/cases/{row.id}/([a-z-]+)", page)) == {
        "take-up",
        "identify",
        "send-code",
        "identification-failed",
        "assign",
    }


def test_an_answer_to_it_is_refused_with_the_reason_and_what_was_typed(world, row):
    case = f"/requests/cases/{row.id}"
    typed = {"revision": "1", "outcome": "refused", "ground": "excessive", "text": "Hierbij uw antwoord."}
    world.coordinator().send(f"{case}/identify", page=case, revision="1", how="at_the_desk")
    answer = world.coordinator().send(f"{case}/answer", page=case, **{**typed, "revision": "2"})
    assert answer.status_code == 422
    assert "was erased. Nothing can be written to it any more." in answer.text
    assert world.requests()[0].answered_at is None


def test_the_api_gives_null_and_names_what_is_gone(world, row):
    partner = world.partner("bqr", "requests:answer")
    answer = partner.get(f"/requests/api/v1/requests/{row.id}")
    assert answer.status_code == 200
    words = answer.json["words"]
    assert words["erased"] == TEXTS
    assert {name: words[name] for name in TEXTS} == dict.fromkeys(TEXTS)
    assert words["reach"] == "email"


def test_an_answer_over_the_api_is_410(world, row):
    partner = world.partner("bqr", "requests:answer")
    body = {"outcome": "refused", "ground": "not_identified", "text": "Wij konden niet vaststellen wie u bent."}
    answer = partner.post(f"/requests/api/v1/requests/{row.id}/answer", body, If_Match='"1"', Accept_Language="nl")
    assert (answer.status_code, answer.json["code"]) == (410, "erased")
    assert answer.json["detail"].startswith("Wat hier geschreven stond is gewist.")


def test_who_asked_still_sees_how_it_stands(world, access):
    receipt = world.visitor().send("/requests/new", **access)
    code = re.findall(r'<dd translate="no">([^<]+)</dd>', receipt.text)[1]
    (row,) = world.requests()
    world.erase(row.id)
    page = world.visitor().send("/requests/status", number=row.number, code=code)
    assert page.status_code == 200 and row.number in page.text


def test_a_request_that_stands_names_nothing_as_erased(world, access):
    world.visitor().send("/requests/new", **access)
    (row,) = world.requests()
    words = world.partner("bqr", "requests:answer").get(f"/requests/api/v1/requests/{row.id}").json["words"]
    assert words["erased"] == [] and words["name"] == "Willemijn Proefpersoon"
    assert "was erased" not in world.coordinator().get(f"/requests/cases/{row.id}").text
