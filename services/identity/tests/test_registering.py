"""Partners register themselves only with a token that an administrator handed out, and only within its bounds."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from waarborg_identity import actions
from waarborg_identity.actions import registering
from waarborg_identity.domain.registering import NewRegistrationToken
from waarborg_identity.models import Client, RegistrationToken
from waarborg_shared.testing.auth import new_key

KEY = dict(new_key("k1").as_dict(private=False))
ASKED = {
    "client_name": "Een roosterpakket",
    "token_endpoint_auth_method": "private_key_jwt",
    "grant_types": ["client_credentials"],
    "scope": "consent:decide",
    "jwks": {"keys": [KEY]},
}


@pytest.fixture
def token(world):
    return make(world)


def make(world, *, uses=2, days=7, organisation="bqr"):
    with world.work(organisation) as work:
        command = NewRegistrationToken(
            purpose="Roosters maken",
            scopes=frozenset({"consent:decide", "consent:record"}),
            uses=uses,
            life=timedelta(days=days),
        )
        return registering.make_registration_token(work, command).token


def register(world, token, *, organisation="bqr", raw=None, **changes):
    body = {name: value for name, value in {**ASKED, **changes}.items() if value is not None}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return world.browser(organisation).bare(
        "/identity/register", data=json.dumps(body) if raw is None else raw, headers=headers
    )


def registered(world):
    with world.work() as work:
        return work.session.scalars(select(Client.id).where(Client.organisation == "bqr")).all()


def test_with_a_token_a_partner_registers_itself(world, token):
    answer = register(world, token)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["scope"] == "consent:decide"
    assert "client_secret" not in answer.json
    with world.work() as work:
        shown = actions.show_partner(work, answer.json["client_id"])
    assert (shown.client.name, shown.client.purpose) == ("Een roosterpakket", "Roosters maken")
    assert [step.verb for step in shown.steps] == ["registered", "registered-itself"]


def test_who_asks_for_no_scope_gets_what_the_token_allows(world, token):
    assert register(world, token, scope=None).json["scope"] == "consent:decide consent:record"


@pytest.mark.parametrize("shown", ["", "nonsense", "x" * 10_000])
def test_without_a_good_token_nobody_registers(world, token, shown):
    assert register(world, shown).status_code == 401
    assert registered(world) == []


def test_by_default_there_is_no_token_and_so_no_way_in(world):
    assert world.browser().bare("/identity/register", json=ASKED).status_code == 401


METADATA = "/identity/.well-known/oauth-authorization-server"


def told_where(world, organisation="bqr"):
    return world.browser(organisation).get(METADATA).json.get("registration_endpoint")


def test_where_to_register_is_told_while_somebody_may(world):
    assert told_where(world) is None
    token = make(world, uses=1)
    assert told_where(world) == "http://bqr.localhost:8000/identity/register"
    assert told_where(world, "jtb") is None
    register(world, token)
    assert told_where(world) is None


def test_where_to_register_is_told_no_more_when_the_token_has_ended(world):
    make(world, days=1)
    world.clock.forward(timedelta(days=1).total_seconds())
    assert told_where(world) is None
    make(world)
    with world.work() as work:
        (row, _old) = registering.registration_tokens(work)
        registering.end_registration_token(work, row.id)
    assert told_where(world) is None


def test_a_token_counts_as_often_as_was_said(world):
    token = make(world, uses=1)
    assert [register(world, token).status_code for _ in range(2)] == [201, 401]


def test_a_refused_registration_uses_nothing_up(world):
    token = make(world, uses=1)
    assert register(world, token, scope="breach:read").status_code == 400
    assert register(world, token).status_code == 201


def test_a_token_ends_by_itself_and_by_an_administrator(world):
    token = make(world, days=1)
    world.clock.forward(timedelta(days=1).total_seconds())
    assert register(world, token).status_code == 401
    other = make(world)
    with world.work() as work:
        (row, _old) = registering.registration_tokens(work)
        registering.end_registration_token(work, row.id)
    assert register(world, other).status_code == 401


def test_a_token_of_another_organisation_is_nothing_here(world):
    token = make(world, organisation="jtb")
    assert register(world, token).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": "breach:read"},
        {"scope": "identity:partners"},
        {"scope": ["consent:decide"]},
        {"token_endpoint_auth_method": "client_secret_basic"},
        {"token_endpoint_auth_method": "none"},
        {"token_endpoint_auth_method": None},
        {"grant_types": None},
        {"grant_types": ["authorization_code"]},
        {"grant_types": ["client_credentials", "authorization_code"]},
        {"grant_types": "client_credentials"},
        {"redirect_uris": ["https://app.example/"]},
        {"response_types": ["code token"], "redirect_uris": ["https://app.example/"]},
        {"client_name": None},
        {"client_name": 7},
        {"client_name": "x" * 101},
        {"jwks": None},
        {"jwks": {"keys": []}},
        {"jwks": "keys"},
        {"jwks": {"keys": [new_key("k").as_dict(private=True)]}},
        {"jwks": None, "jwks_uri": "http://partner.example/jwks"},
        {"jwks": None, "jwks_uri": "https://10.0.0.1/jwks"},
        {"jwks": None, "jwks_uri": 7},
        {"jwks_uri": "https://partner.example/jwks"},
        {"contacts": "geen lijst"},
        {"client_uri": "javascript:alert(1)"},
    ],
)
def test_what_is_asked_wrong_or_too_much_is_refused_and_nothing_is_stored(world, token, changes):
    answer = register(world, token, **changes)
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_client_metadata")
    assert registered(world) == []


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", '"text"', "{}", "[" * 5000])
def test_a_body_that_is_no_metadata_is_refused(world, token, raw):
    assert register(world, token, raw=raw).status_code == 400
    assert registered(world) == []


def test_a_token_is_kept_as_its_hash(world, token):
    with world.work() as work:
        row = work.session.scalars(select(RegistrationToken)).one()
    assert token.encode() not in row.token_hash


@pytest.fixture
def admin(world):
    world.hire(role="privacy_officer")
    browser = world.browser()
    browser.enter()
    return browser


TYPED = {"purpose": "Roosters maken", "scopes": ["consent:decide"], "uses": "1", "days": "7"}
PAGE = "/identity/partner-tokens"


def test_an_administrator_makes_a_token_sees_it_once_and_ends_it(world, admin):
    page = admin.post(PAGE, TYPED)
    (token,) = re.findall(r'<dd translate="no">([^<]+)</dd>', page.text)
    listed = admin.get(PAGE)
    assert token not in listed.text
    (token_id,) = re.findall(rf"{PAGE}/([0-9a-f-]{{36}})/end", listed.text)
    assert admin.post(f"{PAGE}/{token_id}/end", page=PAGE).status_code == 303
    assert register(world, token).status_code == 401
    assert f"{token_id}/end" not in admin.get(PAGE).text


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": ""},
        {"scopes": []},
        {"scopes": ["openid"]},
        {"uses": "0"},
        {"uses": "51"},
        {"days": "91"},
        {"days": ""},
    ],
)
def test_a_token_has_bounds(world, admin, change):
    page = admin.post(PAGE, {**TYPED, **change})
    assert page.status_code == 422
    assert f'id="error-{next(iter(change))}"' in page.text


def test_the_page_says_where_partners_register(world, admin):
    assert "http://bqr.localhost:8000/identity/register" in admin.get("/identity/partner-tokens").text


def test_tokens_are_for_who_manages_partners(world):
    world.hire("bram", role="staff")
    browser = world.browser()
    browser.enter("bram")
    assert browser.get(PAGE).status_code == 403
