"""Revocation and introspection: a client ends, and is told about, its own tokens and nobody else's."""

import pytest

from waarborg_identity import actions
from waarborg_identity.domain import AuthMethod
from waarborg_shared.testing.auth import new_key

CALLBACK = "https://app.example/terug?x=1"
SCOPES = frozenset({"openid", "profile", "consent:record", "offline_access"})
ISSUER = "http://bqr.localhost:8000/identity"


@pytest.fixture
def partner(world):
    return "ecd", world.client()


@pytest.fixture
def token(world, partner):
    return world.token(auth=partner, scope="consent:decide").json["access_token"]


@pytest.fixture
def account(world):
    return world.hire()


@pytest.fixture
def application(world):
    secret = world.application(client_id="geheim", auth_method=AuthMethod.CLIENT_SECRET_BASIC, scopes=SCOPES)
    return "geheim", secret


@pytest.fixture
def tokens(world, account, application):
    browser = world.browser()
    browser.enter()
    code = world.code(browser, client_id="geheim", scope="openid consent:record offline_access")["code"]
    form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": "v" * 43}
    return world.token(auth=application, code=code, **form).json


@pytest.fixture
def revoke(world):
    return lambda token, auth, **more: world.token(auth=auth, path="/identity/revoke", token=token, **more)


def test_a_client_is_told_what_its_token_is(world, partner, token):
    told = world.active(token, partner)
    assert told["active"] is True
    assert (told["iss"], told["client_id"], told["sub"]) == (ISSUER, "ecd", "ecd")
    assert (told["scope"], told["aud"]) == ("consent:decide", ["http://bqr.localhost:8000/consent"])
    assert (told["token_type"], told["exp"] - told["iat"]) == ("Bearer", 300)
    assert not {"roles", "entitlements", "name"} & told.keys()


def test_a_bound_token_is_told_with_its_key(world, partner):
    key = new_key("k")
    token = world.token(auth=partner, headers=world.proof(key)).json["access_token"]
    told = world.active(token, partner)
    assert (told["token_type"], told["cnf"]) == ("DPoP", {"jkt": key.thumbprint()})


def test_a_refresh_token_is_told_too(world, tokens, application):
    told = world.active(tokens["refresh_token"], application)
    assert (told["active"], told["token_type"], told["scope"]) == (
        True,
        "refresh_token",
        "consent:record offline_access openid",
    )


def test_of_anothers_token_no_more_is_told_than_of_junk(world, token, application):
    assert world.active(token, application) == {"active": False}
    for junk in ("x", "a.b.c", "e30.e30.e30", "x" * 3000):
        assert world.active(junk, application) == {"active": False}


def test_a_token_of_another_organisation_is_not_told(world, token):
    secret = world.client("jtb")
    assert world.active(token, ("ecd", secret), "jtb") == {"active": False}


def test_an_id_token_is_no_access_token(world, tokens, application):
    assert world.active(tokens["id_token"], application) == {"active": False}


def test_a_token_that_ended_is_inactive(world, token, partner):
    world.clock.forward(300)
    assert world.active(token, partner) == {"active": False}


@pytest.mark.parametrize("auth", [None, ("ecd", "wrong"), ("nobody", "wrong")])
def test_who_does_not_prove_himself_is_told_nothing(world, token, auth):
    answer = world.token(auth=auth, path="/identity/introspect", token=token)
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


def test_who_can_keep_no_secret_is_told_nothing(world, token):
    world.application()
    answer = world.token(path="/identity/introspect", token=token, client_id="app")
    assert answer.status_code == 401


@pytest.mark.parametrize("path", ["/identity/introspect", "/identity/revoke"])
def test_a_token_must_be_named(world, partner, path):
    assert world.token(auth=partner, path=path).json["error"] == "invalid_request"
    assert world.browser().get(path).status_code == 405


def test_a_revoked_token_counts_no_more_and_others_of_the_client_do(world, token, partner, revoke):
    other = world.token(auth=partner).json["access_token"]
    assert revoke(token, partner).status_code == 200
    assert world.active(token, partner) == {"active": False}
    assert world.active(other, partner)["active"]
    with world.work() as work:
        assert [each.ref for each in actions.revocations(work)] == [world.claims(token)["gid"]]


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
@pytest.mark.parametrize("hint", [None, "access_token", "refresh_token", "something_else"])
def test_ending_one_token_ends_all_that_was_granted_with_it(world, tokens, application, revoke, which, hint):
    more = {"token_type_hint": hint} if hint else {}
    assert revoke(tokens[which], application, **more).status_code == 200
    for each in ("access_token", "refresh_token"):
        assert world.active(tokens[each], application) == {"active": False}
    renewed = world.token(auth=application, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert renewed.json["error"] == "invalid_grant"


def test_what_is_no_token_is_revoked_already(partner, revoke):
    for junk in ("x", "a.b.c", "x" * 3000):
        assert revoke(junk, partner).status_code == 200


def test_nobody_ends_anothers_token(world, token, partner, application, revoke):
    assert revoke(token, application).json["error"] == "invalid_grant"
    assert revoke(token, ("ecd", "wrong")).status_code == 401
    assert revoke(token, None).status_code == 401
    assert world.active(token, partner)["active"]


def test_who_can_keep_no_secret_may_end_his_own(world, account, revoke):
    world.application()
    browser = world.browser()
    browser.enter()
    token = world.redeem(world.code(browser)["code"]).json["access_token"]
    assert revoke(token, None, client_id="app").status_code == 200
    with world.work() as work:
        assert world.claims(token)["gid"] in {each.ref for each in actions.revocations(work)}


@pytest.mark.parametrize("how", ["account", "session", "client"])
def test_tokens_of_who_was_shut_out_are_inactive(world, tokens, application, account, how):
    claims = world.claims(tokens["access_token"])
    world.clock.forward(1)
    with world.work() as work:
        actions.revoke_tokens(work, {"account": account, "session": claims["sid"], "client": "geheim"}[how])
    assert world.active(tokens["access_token"], application) == {"active": False}


def test_signing_out_revokes_the_tokens_of_the_session(world, account):
    world.application()
    browser = world.browser()
    browser.enter()
    token = world.redeem(world.code(browser)["code"]).json["access_token"]
    browser.post("/identity/sign-out")
    with world.work() as work:
        assert world.claims(token)["sid"] in {each.ref for each in actions.revocations(work)}
