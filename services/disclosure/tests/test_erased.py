"""A report whose key was destroyed: its pages, its mailbox and its API stay, with a word or null where texts were."""

import pytest

TEXTS = ("what", "where", "how", "name", "contact")
SECRETS = ("zoekpagina", "voorbeeld.example", "vraagteken", "nachtuil")


@pytest.fixture
def receipt(world):
    """The receipt of a report with a message, of which nothing can be read any more."""
    receipt = world.visitor().reported()
    assert world.visitor().write(receipt, "Het werkt ook op de voorpagina.").status_code == 201
    world.erase(world.reports()[0].id)
    return receipt


@pytest.mark.parametrize(("language", "word", "told"), [("nl", "Gewist", "is gewist"), ("en", "Erased", "was erased")])
def test_the_case_page_says_erased_where_the_texts_were(world, receipt, language, word, told):
    row = world.reports()[0]
    page = world.assessor().get(f"/disclosure/reports/{row.id}?lang={language}")
    assert page.status_code == 200
    assert page.text.count(f"<p>{word}</p>") + page.text.count(f">{word}<") == len(TEXTS) + 1
    assert told in page.text and not [secret for secret in SECRETS if secret in page.text]
    assert 'action="/disclosure/reports/' in page.text
    assert not [step for step in ("assess", "reply") if f"/{step}" in page.text]


def test_who_reported_cannot_be_reached_by_what_was_erased(world, receipt):
    policy = world.runtime.rules("bqr").disclosure_policy
    assert policy.anonymous_mailbox
    page = world.assessor().get(f"/disclosure/reports/{world.reports()[0].id}").text
    assert "by what was given" not in page


@pytest.mark.parametrize(("language", "word"), [("nl", "Gewist"), ("en", "Erased")])
def test_the_mailbox_opens_and_takes_no_more(world, receipt, language, word):
    page = world.visitor(lang=language).open(receipt)
    assert page.status_code == 200
    assert word in page.text and "voorpagina" not in page.text
    assert "/disclosure/mailbox/messages" not in page.text


def test_a_message_to_it_is_refused_with_the_reason(world, receipt):
    answer = world.visitor().write(receipt, "Nog iets.")
    assert answer.status_code == 422
    assert "Nothing can be written to it any more." in answer.text
    row = world.reports()[0]
    answer = world.assessor().act(row, "reply", text="Dank u.")
    assert answer.status_code == 422
    assert "Nothing can be written to it any more." in answer.text


def test_it_can_still_be_closed(world):
    receipt = world.visitor().reported()
    row, staff = world.reports()[0], world.assessor()
    staff.act(row, "assess", verdict="in_scope", assessment="Het klopt.", next_step="Wij passen het aan.")
    world.erase(row.id)
    assert staff.act(row, "close").status_code == 303
    assert world.visitor().open(receipt).status_code == 200


@pytest.mark.parametrize("by", ["staff", "partner"])
def test_the_api_gives_null_and_names_what_is_gone(world, receipt, by):
    row, path = world.reports()[0], f"/disclosure/api/v1/reports/{world.reports()[0].id}"
    answer = (world.assessor() if by == "staff" else world.partner("bqr", "disclosure:read")).get(path)
    assert answer.status_code == 200
    words = answer.json["words"]
    gone = TEXTS if by == "staff" else ("what", "where", "how")
    assert words["erased"] == sorted(gone)
    assert {name: words[name] for name in TEXTS} == dict.fromkeys(TEXTS)
    assert [(each["text"], each["erased"]) for each in words["messages"]] == [(None, ["text"])]
    assert answer.json["number"] == row.number
