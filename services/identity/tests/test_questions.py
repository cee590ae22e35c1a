"""What other services ask: whose a session is. They prove themselves, and learn nothing else."""

import base64
from dataclasses import replace

import pytest

from waarborg_shared.auth import IdentityAway, Missing, authenticator_for, require_duty, require_scope
from waarborg_shared.client import client_for

PATH = "/identity/api/v1/session-questions"


def asked(world, body, *, service="consent", secret="a-secret-for-tests-only", organisation="bqr"):
    proof = base64.b64encode(f"{service}:{secret}".encode()).decode()
    return world.browser(organisation).bare(PATH, json=body, headers={"Authorization": f"Basic {proof}"})


@pytest.fixture
def session(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    return browser.cookie


def test_a_service_learns_whose_a_session_is(world, session):
    answer = asked(world, {"session": session})
    assert answer.status_code == 200
    told = answer.json
    assert (told["active"], told["kind"], told["label"]) == (True, "staff", "Anouk Verzonnen")
    assert told["roles"] == ["privacy_officer"]
    assert "breach.decide" in told["duties"]


@pytest.mark.parametrize("secret", ["", "wrong", "a-secret-for-tests-onlx"])
def test_somebody_else_learns_nothing(world, session, secret):
    answer = asked(world, {"session": session}, secret=secret)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert "Anouk" not in answer.text


@pytest.mark.parametrize("service", ["", "ecd", "Consent", "consent ", "é"])
def test_who_has_the_secret_but_is_no_service_learns_nothing(world, session, service):
    assert asked(world, {"session": session}, service=service).status_code == 401


@pytest.mark.parametrize("service", ["breach", "consent", "disclosure", "identity", "portal", "requests"])
def test_every_service_may_ask(world, session, service):
    assert asked(world, {"session": session}, service=service).json["active"]


def test_without_proof_nothing_is_told(world, session):
    assert world.browser().bare(PATH, json={"session": session}).status_code == 401


def test_a_session_is_nobodys_at_another_organisation(world, session):
    assert asked(world, {"session": session}, organisation="jtb").json == {"active": False}


@pytest.mark.parametrize("body", [None, [], {}, {"session": 7}, {"session": "x"}, {"session": "y" * 500}, "s"])
def test_what_is_no_question_is_nobodys(world, body):
    assert asked(world, body).json == {"active": False}


class Asking:
    """A request with a cookie or a token and nothing else."""

    def __init__(self, *, cookie="", token=""):
        self.cookies = {"waarborg": cookie} if cookie else {}
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}


@pytest.fixture
def other_service(world):
    settings = replace(world.runtime.settings, service="consent")
    client = client_for(settings, {"identity": world.app})
    return authenticator_for(settings, client, now=world.clock.now, monotonic=world.clock.monotonic)


def test_another_service_knows_staff_by_the_cookie_until_the_session_ends(world, other_service):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    session = browser.cookie
    actor = other_service.authenticate(Asking(cookie=session), "bqr")
    require_duty(actor, "consent.read")
    assert actor.label == "Anouk Verzonnen"
    assert not other_service.authenticate(Asking(cookie=session), "jtb").signed_in
    browser.post("/identity/sign-out")
    world.clock.forward(5)
    assert not other_service.authenticate(Asking(cookie=session), "bqr").signed_in


def test_another_service_checks_a_token_by_the_published_keys(world, other_service):
    token = world.token(auth=("ecd", world.client()), scope="consent:decide").json["access_token"]
    actor = other_service.authenticate(Asking(token=token), "bqr")
    require_scope(actor, "consent:decide")
    with pytest.raises(Missing, match="consent:record"):
        require_scope(actor, "consent:record")


def test_a_service_with_another_secret_gets_no_answer_and_says_so(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    settings = replace(world.runtime.settings, service="consent", client_secret="another-secret-altogether")
    stranger = authenticator_for(settings, client_for(settings, {"identity": world.app}), now=world.clock.now)
    with pytest.raises(IdentityAway):
        require_duty(stranger.authenticate(Asking(cookie=browser.cookie), "bqr"), "consent.read")
