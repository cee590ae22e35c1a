"""Forms of people: what was typed stays, what is wrong is named, twice sent counts once, other sites can't send."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

ASK = "/garden/ask"
FILLED = {"name": "Anna Invented", "kind": "access", "about": "Wat weet u van mij?"}


def token_of(page: str) -> str:
    return re.search(r'name="_form" value="([^"]+)"', page)[1]


@pytest.fixture
def token(client: FlaskClient) -> str:
    return token_of(client.get(ASK).text)


def test_a_form_that_is_right_is_stored_and_answered_with_a_redirect(
    client: FlaskClient, token: str, count_notes: Any
) -> None:
    answer = client.post(f"{ASK}?lang=en", data={**FILLED, "_form": token})
    assert answer.status_code == 303 and answer.headers["Location"] == "/garden/done?lang=en"
    assert count_notes() == 1


def test_a_form_sent_twice_counts_once(client: FlaskClient, token: str, count_notes: Any) -> None:
    first, second = (client.post(ASK, data={**FILLED, "_form": token}) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert second.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    assert count_notes() == 1


def test_the_same_form_with_other_content_does_nothing_and_keeps_what_was_typed(
    client: FlaskClient, token: str, count_notes: Any
) -> None:
    client.post(ASK, data={**FILLED, "_form": token})
    answer = client.post(ASK, data={**FILLED, "name": "Else", "_form": token})
    assert answer.status_code == 422 and "is al eens verstuurd" in answer.text and "Else" in answer.text
    assert count_notes() == 1
    assert client.post(ASK, data={**FILLED, "name": "Else", "_form": token_of(answer.text)}).status_code == 303
    assert count_notes() == 2


def test_what_is_wrong_is_named_and_what_was_typed_stays(client: FlaskClient, token: str, count_notes: Any) -> None:
    typed = {"name": "<b>Anna</b>", "email": "no-address", "about": "Regel 1\r\nRegel 2 <script>", "_form": token}
    answer = client.post(ASK, data=typed)
    assert answer.status_code == 422 and count_notes() == 0
    assert "&lt;b&gt;Anna&lt;/b&gt;" in answer.text and "<b>Anna" not in answer.text and "<script>" not in answer.text
    assert "Regel 2 &lt;script&gt;" in answer.text
    assert 'href="#field-email">Uw e-mailadres: Dit is geen geldig e-mailadres' in answer.text
    assert 'href="#field-kind">Wat wilt u vragen? Vul dit in.' in answer.text
    assert token_of(answer.text) != token


def test_the_form_that_is_shown_again_can_be_sent(client: FlaskClient, token: str, count_notes: Any) -> None:
    again = token_of(client.post(ASK, data={"_form": token}).text)
    assert client.post(ASK, data={**FILLED, "_form": again}).status_code == 303
    assert count_notes() == 1


@pytest.mark.parametrize("token", ["", "nonsense", "WyJhIiwiYiIsMV0.abc"])
def test_a_form_that_is_not_ours_does_nothing_and_keeps_what_was_typed(
    client: FlaskClient, token: str, count_notes: Any
) -> None:
    answer = client.post(ASK, data={**FILLED, "_form": token})
    assert answer.status_code == 422 and "verstuur het nog een keer" in answer.text
    assert FILLED["name"] in answer.text
    assert count_notes() == 0
    assert client.post(ASK, data={**FILLED, "_form": token_of(answer.text)}).status_code == 303


def test_a_form_of_another_session_organisation_or_week_does_nothing(
    app: Flask, later: Flask, client: FlaskClient, token: str, count_notes: Any
) -> None:
    sent = {**FILLED, "_form": token}
    stolen = app.test_client()
    stolen.set_cookie("waarborg", "someone-elses-session", domain="bqr.localhost")
    assert stolen.post(ASK, data=sent, headers={"Host": "bqr.localhost"}).status_code == 422
    assert app.test_client().post(ASK, data=sent, headers={"Host": "jtb-care.localhost"}).status_code == 422
    assert later.test_client().post(ASK, data=sent, headers={"Host": "bqr.localhost"}).status_code == 422
    assert count_notes() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_send_a_form(
    client: FlaskClient, token: str, headers: dict[str, str], count_notes: Any
) -> None:
    assert client.post(ASK, data={**FILLED, "_form": token}, headers=headers).status_code == 403
    assert count_notes() == 0


def test_our_own_page_can(client: FlaskClient, token: str) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://bqr.localhost:8000"}
    assert client.post(ASK, data={**FILLED, "_form": token}, headers=headers).status_code == 303


def test_an_unknown_field_of_a_form_is_told(client: FlaskClient, token: str) -> None:
    answer = client.post(ASK, data={**FILLED, "admin": "1", "_form": token})
    assert answer.status_code == 422 and "niet bekend" in answer.text


@pytest.mark.parametrize(
    ("typed", "fold", "says"),
    [
        ("2026-10-25T02:30", "", "kwam dit uur twee keer"),
        ("2026-03-29T02:30", "", "sloeg dit uur over"),
        ("2026-13-01T10:00", "", "Geef een datum en een tijd"),
        ("0001-01-01T00:00", "", "Geef een datum en een tijd"),
        ("1800-01-01T00:00", "", "Geef een datum en een tijd"),
        ("9999-01-01T00:00", "", "Geef een datum en een tijd"),
        ("2026-11-01", "", "Geef een datum en een tijd"),
        ("2026-W48-4T10:00", "", "Geef een datum en een tijd"),
        ("2026-11-01T10:00+01:00", "", "Geef een datum en een tijd"),
    ],
)
def test_a_local_time_that_cannot_be_is_told(client: FlaskClient, token: str, typed: str, fold: str, says: str) -> None:
    answer = client.post(ASK, data={**FILLED, "seen_at": typed, "seen_at__fold": fold, "_form": token})
    assert answer.status_code == 422 and says in answer.text and f'value="{typed}"' in answer.text


def test_a_text_that_is_too_long_says_how_much_fits_and_how_much_there_is(client: FlaskClient, token: str) -> None:
    answer = client.post(ASK, data={**FILLED, "about": "x" * 2001, "_form": token})
    assert answer.status_code == 422 and "Dit is te lang: hoogstens 2000 tekens, en het zijn er 2001." in answer.text


@pytest.mark.parametrize("fold", ["0", "1"])
def test_an_hour_that_comes_twice_can_be_chosen(client: FlaskClient, token: str, fold: str) -> None:
    typed = {**FILLED, "seen_at": "2026-10-25T02:30", "seen_at__fold": fold, "_form": token}
    assert client.post(ASK, data=typed).status_code == 303


def test_a_session_cookie_alone_does_not_open_the_api_to_other_sites(client: FlaskClient, count_notes: Any) -> None:
    client.set_cookie("waarborg", "a-session", domain="bqr.localhost")
    notes = "/garden/api/v1/notes"
    assert client.post(notes, json={"title": "a"}).status_code == 403
    assert client.post(notes, json={"title": "a"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(notes, json={"title": "a"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 201
    token = token_of(client.get(ASK).text)
    assert client.post(notes, json={"title": "a"}, headers={"X-Waarborg-Form": token}).status_code == 201
    assert client.post(notes, json={"title": "a"}, headers={"Authorization": "Bearer x"}).status_code == 201
    assert count_notes() == 3


@pytest.mark.parametrize("shown", ["Basic eDp5", "Negotiate x", "Digest username=x", "Bearerx y"])
def test_what_a_browser_shows_of_itself_does_not_open_the_api_to_other_sites(
    client: FlaskClient, shown: str, count_notes: Any
) -> None:
    """Browsers send such a header along by themselves, as they do a cookie; a bearer token they do not."""
    client.set_cookie("waarborg", "a-session", domain="bqr.localhost")
    headers = {"Authorization": shown, "Sec-Fetch-Site": "cross-site"}
    assert client.post("/garden/api/v1/notes", json={"title": "a"}, headers=headers).status_code == 403
    assert count_notes() == 0
