"""Requests sent ahead (PAR): judged at once, good once and for a minute, for the client that sent them."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy import select

from waarborg_identity.domain import AuthMethod
from waarborg_identity.models import PushedRequest
from waarborg_shared.testing.auth import new_key

CALLBACK = "https://app.example/terug?x=1"
ISSUER = "http://bqr.localhost:8000/identity"


@pytest.fixture
def staff(world):
    world.hire()
    world.application()
    browser = world.browser()
    browser.enter()
    return browser


@pytest.fixture
def push(world):
    def pushed(*, headers=None, auth=None, organisation="bqr", **changes):
        return world.token(
            organisation, path="/identity/par", headers=headers, auth=auth, grant_type=None, **world.asking(**changes)
        )

    return pushed


def go(browser, uri, **beside):
    """Follow a request by its name; return where the browser is sent."""
    asked = {"client_id": "app", "request_uri": uri, **beside}
    return browser.get(f"/identity/authorize?{urlencode({k: v for k, v in asked.items() if v is not None})}")


def back(answer):
    assert answer.status_code == 302, answer.text
    assert answer.location.startswith(CALLBACK)
    return dict(parse_qsl(urlsplit(answer.location).query))


def after_signing_in(to_sign_in):
    assert to_sign_in.location.startswith("/identity/sign-in?"), to_sign_in.location
    return dict(parse_qsl(urlsplit(to_sign_in.location).query))["next"]


def test_a_request_that_was_sent_ahead_gives_a_code(world, staff, push):
    pushed = push()
    assert pushed.status_code == 201
    assert pushed.headers["Cache-Control"] == "no-store"
    assert pushed.json["expires_in"] == 60
    assert pushed.json["request_uri"].startswith("urn:ietf:params:oauth:request_uri:")
    told = back(go(staff, pushed.json["request_uri"]))
    assert (told["state"], told["iss"]) == ("staat", ISSUER)
    assert world.redeem(told["code"]).status_code == 200


def test_nothing_beside_its_name_counts(world, staff, push):
    uri = push(scope="openid").json["request_uri"]
    other = {"redirect_uri": "https://evil.example/", "scope": "openid profile", "state": "anders", "prompt": "login"}
    told = back(go(staff, uri, **other))
    assert told["state"] == "staat"
    assert world.redeem(told["code"]).json["scope"] == "openid"


def test_it_counts_once(staff, push):
    uri = push().json["request_uri"]
    back(go(staff, uri))
    again = go(staff, uri)
    assert again.status_code == 400
    assert "Location" not in again.headers


def test_it_is_good_for_a_minute(world, staff, push):
    uri = push().json["request_uri"]
    world.clock.forward(60)
    assert go(staff, uri).status_code == 400


@pytest.mark.parametrize("client_id", ["andere", "niemand", "", None])
def test_it_is_of_the_client_that_sent_it(world, staff, push, client_id):
    world.application(client_id="andere")
    uri = push().json["request_uri"]
    assert go(staff, uri, client_id=client_id).status_code == 400
    back(go(staff, uri))


def test_it_is_of_one_organisation(world, staff, push):
    world.application("jtb")
    assert go(world.browser("jtb"), push().json["request_uri"]).status_code == 400


def test_who_must_sign_in_first_comes_back_to_it_once(world, push):
    world.hire()
    world.application()
    browser = world.browser()
    to_sign_in = go(browser, push().json["request_uri"])
    onward = after_signing_in(to_sign_in)
    assert not {"scope", "state", "nonce", "code_challenge"} & dict(parse_qsl(urlsplit(onward).query)).keys()
    page = browser.get(to_sign_in.location)
    assert "form-action 'self' https://app.example" in page.headers["Content-Security-Policy"]
    world.clock.forward(300)
    browser.enter()
    assert "code" in back(browser.get(onward))
    assert browser.get(onward).status_code == 400


def test_what_was_sent_ahead_cannot_be_changed_on_the_way_through_the_sign_in(world, push):
    world.hire()
    world.application()
    browser = world.browser()
    onward = after_signing_in(go(browser, push(scope="openid").json["request_uri"]))
    browser.enter()
    evil = onward.replace(urlencode({"redirect_uri": CALLBACK}), "redirect_uri=https%3A%2F%2Fevil.example%2F")
    assert evil != onward
    told = back(browser.get(evil))
    assert world.redeem(told["code"]).json["scope"] == "openid"


def test_who_was_asked_to_sign_in_anew_does_so(world, staff, push):
    world.clock.forward(61)
    onward = after_signing_in(go(staff, push(prompt="login").json["request_uri"]))
    onward = after_signing_in(staff.get(onward))
    staff.enter()
    assert "code" in back(staff.get(onward))


def test_prompt_none_is_answered_at_the_application(world, push):
    world.application()
    told = back(go(world.browser(), push(prompt="none").json["request_uri"]))
    assert (told["error"], told["state"], told["iss"]) == ("login_required", "staat", ISSUER)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": "https://evil.example/"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "openid breach:read"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"request_uri": "urn:x"}, "invalid_request"),
        ({"request": "e30.e30."}, "request_not_supported"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"resource": "https://other.example/"}, "invalid_target"),
        ({"dpop_jkt": "short"}, "invalid_request"),
        ({"state": "s" * 5000}, "invalid_request"),
        ({"client_id": "niemand"}, "invalid_client"),
        ({"client_id": None}, "invalid_client"),
    ],
)
def test_a_bad_request_is_refused_when_it_is_sent_and_nothing_is_kept(world, staff, push, changes, error):
    answer = push(**changes)
    assert answer.status_code in {400, 401}
    assert answer.json["error"] == error
    assert "Location" not in answer.headers
    with world.work() as work:
        assert work.session.scalars(select(PushedRequest)).all() == []


def test_a_client_that_has_a_secret_proves_itself(world, staff, push):
    secret = world.application(client_id="geheim", auth_method=AuthMethod.CLIENT_SECRET_BASIC)
    assert push(client_id="geheim").status_code == 401
    assert push(client_id="geheim", auth=("geheim", "wrong")).status_code == 401
    assert push(client_id="app", auth=("geheim", secret)).json["error"] == "invalid_request"
    pushed = push(client_id="geheim", auth=("geheim", secret))
    assert "code" in back(go(staff, pushed.json["request_uri"], client_id="geheim"))


def test_a_partner_has_nobody_to_send_a_request_for(world, push):
    secret = world.client()
    assert push(client_id="ecd", auth=("ecd", secret)).status_code == 400


def test_a_client_that_must_send_its_requests_ahead_can_do_nothing_else(world, staff, push):
    world.application(client_id="streng", require_pushed=True)
    told = back(staff.get(f"/identity/authorize?{urlencode(world.asking(client_id='streng'))}"))
    assert (told["error"], told["state"]) == ("invalid_request", "staat")
    assert "code" in back(go(staff, push(client_id="streng").json["request_uri"], client_id="streng"))


def test_a_proof_that_comes_along_binds_the_code_to_its_key(world, staff, push):
    key = new_key("app")
    uri = push(headers=world.proof(key, path="/identity/par")).json["request_uri"]
    code = back(go(staff, uri))["code"]
    assert world.redeem(code).json["error"] == "invalid_grant"
    code = back(go(staff, push(headers=world.proof(key, path="/identity/par")).json["request_uri"]))["code"]
    assert world.redeem(code, headers=world.proof(key)).json["token_type"] == "DPoP"


def test_a_proof_of_another_key_than_the_request_names_is_refused(world, staff, push):
    key = new_key("app")
    other = new_key("other").thumbprint()
    answer = push(headers=world.proof(key, path="/identity/par"), dpop_jkt=other)
    assert answer.json["error"] == "invalid_request"
    good = push(headers=world.proof(key, path="/identity/par"), dpop_jkt=key.thumbprint())
    assert good.status_code == 201
    assert good.headers["DPoP-Nonce"]


def test_a_proof_for_the_token_endpoint_is_none_here(world, staff, push):
    answer = push(headers=world.proof(new_key("app")))
    assert answer.json["error"] == "invalid_dpop_proof"


def test_no_hint_about_a_person_is_kept(world, staff, push):
    assert push(login_hint="anouk@verzonnen.example", id_token_hint="x", acr_values="y").status_code == 201
    with world.work() as work:
        (row,) = work.session.scalars(select(PushedRequest)).all()
    assert not {"login_hint", "id_token_hint"} & row.parameters.keys()


def test_old_ones_are_thrown_away(world, staff, push):
    push()
    world.clock.forward(61)
    push()
    with world.work() as work:
        assert len(work.session.scalars(select(PushedRequest)).all()) == 1


def test_asking_with_get_is_not_possible(world):
    assert world.browser().get("/identity/par").status_code == 405
