"""What other services ask: whose a session is. They prove themselves, and learn nothing else."""

import base64
from dataclasses import replace

import pytest

from waarborg_identity import actions
from waarborg_shared.auth import (
    IdentityAway,
    Missing,
    TokenRefused,
    authenticator_for,
    require_duty,
    require_scope,
)
from waarborg_shared.client import client_for

PATH = "/identity/api/v1/session-questions"
REVOCATIONS = "/identity/api/v1/revocations"
SECRET = "a-secret-for-tests-only"


def proof_of(service, secret):
    return {"Authorization": f"Basic {base64.b64encode(f'{service}:{secret}'.encode()).decode()}"}


def asked(world, body, *, service="consent", secret=SECRET, organisation="bqr"):
    return world.browser(organisation).bare(PATH, json=body, headers=proof_of(service, secret))


def void(world, *, service="consent", secret=SECRET, organisation="bqr"):
    return world.browser(organisation).get(REVOCATIONS, headers=proof_of(service, secret))


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


def test_a_service_learns_which_tokens_were_ended(world):
    account, now = world.hire(), int(world.clock.now().timestamp())
    assert void(world).json == {"until": {}, "all_until": 0}
    with world.work() as work:
        actions.disable_account(work, account)
    answer = void(world)
    assert answer.json == {"until": {account: now + 2}, "all_until": 0}
    assert answer.headers["Cache-Control"] == "no-store"
    assert void(world, organisation="jtb").json == {"until": {}, "all_until": 0}


@pytest.mark.parametrize(
    ("service", "secret"), [("consent", ""), ("consent", "wrong"), ("", SECRET), ("ecd", SECRET), ("é", SECRET)]
)
def test_nobody_else_learns_which_tokens_were_ended(world, service, secret):
    answer = void(world, service=service, secret=secret)
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


def test_neither_a_partner_nor_staff_learns_which_tokens_were_ended(world):
    token = world.token(auth=("ecd", world.client())).json["access_token"]
    assert world.browser().get(REVOCATIONS, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    world.hire()
    browser = world.browser()
    browser.sign_in()
    assert browser.get(REVOCATIONS).status_code == 401


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


def test_another_service_refuses_a_token_that_was_ended(world, other_service):
    token = world.token(auth=("ecd", world.client()), scope="consent:decide").json["access_token"]
    assert other_service.authenticate(Asking(token=token), "bqr").signed_in
    with world.work() as work:
        actions.suspend_client(work, "ecd")
    world.clock.forward(5)
    with pytest.raises(TokenRefused, match="revoked"):
        other_service.authenticate(Asking(token=token), "bqr")


def test_a_service_that_identity_does_not_know_takes_no_token(world):
    token = world.token(auth=("ecd", world.client()), scope="consent:decide").json["access_token"]
    settings = replace(world.runtime.settings, service="consent", client_secret="another-secret-altogether")
    stranger = authenticator_for(settings, client_for(settings, {"identity": world.app}), now=world.clock.now)
    with pytest.raises(IdentityAway):
        stranger.authenticate(Asking(token=token), "bqr")


def test_identity_refuses_a_token_that_was_ended_at_its_own_doors(world):
    token = world.token(auth=("ecd", world.client())).json["access_token"]

    def looks_for_somebody():
        headers = {"Authorization": f"Bearer {token}"}
        return world.browser().bare("/identity/api/v1/person-searches/", json={"client_number": "1"}, headers=headers)

    with world.work() as work:
        actions.suspend_client(work, "ecd")
    answer = looks_for_somebody()
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert 'error_description="revoked"' in answer.headers["WWW-Authenticate"]


def test_a_service_with_another_secret_gets_no_answer_and_says_so(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    settings = replace(world.runtime.settings, service="consent", client_secret="another-secret-altogether")
    stranger = authenticator_for(settings, client_for(settings, {"identity": world.app}), now=world.clock.now)
    with pytest.raises(IdentityAway):
        require_duty(stranger.authenticate(Asking(cookie=browser.cookie), "bqr"), "consent.read")
