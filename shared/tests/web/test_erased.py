"""Texts that were erased, as programs get them and as pages show them."""

import pytest
from flask import Flask
from markupsafe import Markup

from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED
from waarborg_shared.web.erased import ErasableSchema, with_erased
from waarborg_shared.web.problems import EVERYWHERE, message_of
from waarborg_shared.web.shell import paragraphs


def test_programs_get_null_and_the_names_of_what_is_gone() -> None:
    texts = {"name": ERASED, "asked": "Wat weet u?", "note": None, "answers": {"when": ERASED, "where": "Thuis"}}
    assert with_erased(texts) == {
        "name": None,
        "asked": "Wat weet u?",
        "note": None,
        "answers": {"when": None, "where": "Thuis"},
        "erased": ["answers.when", "name"],
    }


def test_where_nothing_is_gone_the_list_is_there_and_empty() -> None:
    assert with_erased({"name": "", "answers": {}}) == {"name": "", "answers": {}, "erased": []}
    assert ErasableSchema().fields["erased"].required


@pytest.mark.parametrize(("language", "word", "refusal"), [("nl", "Gewist", "is gewist"), ("en", "Erased", "erased.")])
def test_people_see_a_word_and_are_told_why_they_cannot_write(
    app: Flask, language: str, word: str, refusal: str
) -> None:
    with app.test_request_context(f"/garden/?lang={language}", headers={"Host": "bqr.localhost"}):
        app.preprocess_request()
        assert paragraphs(ERASED) == Markup(f'<p class="nl-paragraph">{word}</p>')
        assert refusal in message_of(KeyDestroyed("person-1"))
    assert EVERYWHERE[KeyDestroyed] == 410
