"""Signing out by an outside issuer's word, and signing out there too."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwk

from waarborg_identity import actions
from waarborg_shared.testing.issuer import LOGOUT_EVENT

PATH = "/identity/back-channel-logout/werk"


@pytest.fixture
def world(outside_world):
    outside_world.map_role("staff")
    return outside_world


@pytest.fixture
def werk(issuers):
    return issuers["werk"]


def signed_in(browser):
    return browser.get("/identity/me").status_code == 200


def told(world, token, path=PATH):
    return world.browser().bare(path, data={"logout_token": token})


def come(world, werk, **claims):
    browser = world.browser()
    assert browser.come_from(werk, **claims).status_code == 303
    return browser


def test_the_session_that_the_issuer_ended_ends_here_with_its_tokens(world, werk):
    here, elsewhere = come(world, werk, sid="sid-1"), come(world, werk, sid="sid-2")
    world.application(scopes=frozenset({"openid"}))
    token = world.redeem(world.code(here, scope="openid")["code"]).json["access_token"]
    asked = {"headers": {"Authorization": f"Bearer {token}"}}
    assert world.browser().get("/identity/userinfo", **asked).status_code == 200
    answer = told(world, werk.logout_token(sid="sid-1"))
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not signed_in(here)
    assert signed_in(elsewhere)
    (account,) = world.accounts()
    assert ("signed-out-by-issuer", {"issuer": "werk"}) in world.steps(account)
    with world.work() as work:
        assert [each.ref for each in actions.revocations(work)] != []
    world.clock.forward(6)
    assert world.browser().get("/identity/userinfo", **asked).status_code == 401


def test_all_sessions_of_somebody_end_when_the_issuer_names_no_session(world, werk):
    browsers = [come(world, werk, sid=sid) for sid in ("sid-1", "sid-2")]
    other = come(world, werk, sub="sub-2", sid="sid-3")
    assert told(world, werk.logout_token(sid=None)).status_code == 200
    assert [signed_in(each) for each in (*browsers, other)] == [False, False, True]


def test_a_session_that_waits_for_its_second_factor_ends_too(world, werk):
    browser = come(world, werk, amr=["pwd"])
    assert told(world, werk.logout_token(sub=None)).status_code == 200
    assert browser.get("/identity/second-factor").status_code != 200


def test_the_session_after_the_second_factor_is_still_the_issuers(world, werk):
    browser = come(world, werk, amr=["pwd"])
    (world.hired["bqr", "wies"],) = world.accounts()
    assert browser.prove(username="wies").status_code == 303
    assert signed_in(browser)
    assert told(world, werk.logout_token()).status_code == 200
    assert not signed_in(browser)


def test_a_session_that_began_here_is_not_the_issuers_to_end(world, werk):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    assert told(world, werk.logout_token(sid=None)).status_code == 200
    assert signed_in(browser)


def test_a_logout_token_counts_once(world, werk):
    token = werk.logout_token()
    assert told(world, token).status_code == 200
    browser = come(world, werk)
    assert told(world, token).status_code == 400
    assert signed_in(browser)


# What is wrong with a logout token.
WRONG = {
    "another issuer": {"iss": "https://kwaad.example"},
    "another audience": {"aud": "een-ander"},
    "expired": {"exp": 1},
    "no end": {"exp": None},
    "no time": {"iat": None},
    "no number": {"jti": None},
    "no event": {"events": None},
    "another event": {"events": {"https://example/event": {}}},
    "an event that is no object": {"events": {LOGOUT_EVENT: 1}},
    "a nonce": {"nonce": "x"},
    "nobody": {"sub": None, "sid": None},
    "a session that is a list": {"sid": ["sid-1"]},
    "an empty subject": {"sub": ""},
}


def test_a_logout_token_that_is_wrong_ends_nothing(world, werk):
    browser = come(world, werk)
    for case, changes in WRONG.items():
        answer = told(world, werk.logout_token(**changes))
        assert (case, answer.status_code, answer.json) == (case, 400, {"error": "invalid_request"})
        assert answer.headers["Cache-Control"] == "no-store"
    assert signed_in(browser)


def test_only_the_issuer_itself_signs_one(world, werk, issuers):
    browser = come(world, werk)
    foreign = jwk.ECKey.generate_key("P-256", {"kid": werk.keys[-1].kid})
    tokens = [
        werk.logout_token(key=foreign),
        werk.logout_token(header={"typ": "at+jwt"}),
        issuers["ander"].logout_token(),
        issuers["ander"].logout_token(iss=werk.url),
        werk.sign(werk.claims(nonce="x")),
        "x",
        "",
    ]
    assert [told(world, token).status_code for token in tokens] == [400] * len(tokens)
    assert world.browser().bare(PATH).status_code == 400
    assert world.browser().bare(PATH, data={"logout_token": ["a", "b"]}).status_code == 400
    assert signed_in(browser)


def test_an_issuer_that_the_organisation_does_not_have_is_not_found(world, werk):
    assert told(world, werk.logout_token(), "/identity/back-channel-logout/geen").status_code == 404
    answer = world.browser("jtb").bare(PATH, data={"logout_token": werk.logout_token()})
    assert answer.status_code == 404


def test_signing_out_here_offers_to_sign_out_there(world, werk):
    browser = come(world, werk)
    page = browser.post("/identity/sign-out")
    assert page.status_code == 200
    assert not signed_in(browser)
    (address,) = re.findall(rf'href="({werk.url}/end[^"]*)"', page.text)
    asked = {"client_id": ["waarborg"], "post_logout_redirect_uri": ["http://bqr.localhost:8000/"]}
    assert parse_qs(urlsplit(html.unescape(address)).query) == asked


def test_signing_out_leads_to_the_front_page_where_there_is_no_way_out_there(world, werk):
    werk.changes["end_session_endpoint"] = None
    assert come(world, werk).post("/identity/sign-out").location == "/"
    world.hire()
    browser = world.browser()
    browser.sign_in()
    assert browser.post("/identity/sign-out").location == "/"
