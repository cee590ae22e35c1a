"""Ways out of a service: the language chosen goes along, and who signs in comes back to a page that there is."""

import pytest
from flask import Flask

from waarborg_shared.web.shell import language_links
from waarborg_shared.web.ways import sign_in_address, way_to

HOST = {"Host": "bqr.localhost"}


@pytest.mark.parametrize(
    ("asked", "path", "way"),
    [
        ("", "/desk", "/desk"),
        ("?lang=en", "/desk", "/desk?lang=en"),
        ("?lang=nl", "/requests/?state=open", "/requests/?state=open&lang=nl"),
        ("?lang=en", "/breach/report#own", "/breach/report?lang=en#own"),
        ("?lang=fr", "/desk", "/desk"),
        ("?lang=en%22", "/desk", "/desk"),
    ],
)
def test_the_language_chosen_goes_along(app: Flask, asked: str, path: str, way: str) -> None:
    with app.test_request_context(f"/garden/{asked}", headers=HOST):
        assert way_to(path) == way


@pytest.mark.parametrize(
    ("method", "address", "referrer", "back"),
    [
        ("GET", "/garden/notes", "", "/garden/notes"),
        ("GET", "/garden/notes?cursor=a%26b&lang=en", "", "/garden/notes%3Fcursor%3Da%2526b%26lang%3Den"),
        ("POST", "/garden/notes/1/answer", "http://bqr.localhost/garden/notes/1", "/garden/notes/1"),
        ("POST", "/garden/notes/1/answer", "http://bqr.localhost/garden/notes/1?a=b", "/garden/notes/1%3Fa%3Db"),
        ("POST", "/garden/notes/1/answer", "", "/"),
        ("POST", "/garden/notes/1/answer", "http://evil.example/garden/notes/1", "/"),
        ("POST", "/garden/notes/1/answer", "http://bqr.localhost//evil.example/", "/"),
        ("POST", "/garden/notes/1/answer", "http://[", "/"),
    ],
)
def test_who_signs_in_comes_back_to_a_page_and_never_to_a_forms_answer(
    app: Flask, method: str, address: str, referrer: str, back: str
) -> None:
    headers = {**HOST, "Referer": referrer}
    with app.test_request_context(address, method=method, headers=headers):
        assert sign_in_address().partition("next=")[2].partition("&lang=")[0] == back


def test_the_answer_to_a_form_offers_no_other_language_for_what_stands_there_once_would_be_gone(
    app: Flask,
) -> None:
    with app.test_request_context("/garden/questions", method="POST", headers=HOST):
        assert language_links() == []
    with app.test_request_context("/garden/questions", headers=HOST):
        app.preprocess_request()
        assert [code for code, _, _ in language_links()] == ["nl", "en"]
