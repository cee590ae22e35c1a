"""A partner's keys at an address of its own: fetched when needed, at a bounded rate, and never from our own network."""

import json
from datetime import timedelta

import pytest
from joserfc import jwt

from waarborg_identity import actions
from waarborg_identity.domain import Agreement, AuthMethod
from waarborg_identity.models import Client
from waarborg_shared.testing.auth import new_key
from waarborg_shared.testing.outside import outside, with_status

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ISSUER = "http://bqr.localhost:8000/identity"


def public(*keys):
    return {"keys": [dict(key.as_dict(private=False)) for key in keys]}


def proved(world, client_id, key, *, kid=None, number=None):
    at = int(world.clock.now().timestamp())
    jti = number or f"nummer-{at}-{key.kid}"
    claims = {"iss": client_id, "sub": client_id, "aud": ISSUER, "iat": at, "exp": at + 60, "jti": jti}
    header = {"alg": "ES256", "kid": kid or key.kid}
    assertion = jwt.encode(header, claims, key, algorithms=["ES256"])
    return world.token(client_assertion_type=ASSERTION_TYPE, client_assertion=assertion)


@pytest.fixture
def key_server():
    """A partner's own server of keys, under a name that the operator allows."""
    with outside() as server:
        yield server


def publish(server, *keys):
    server.answering = with_status(200, json.dumps(public(*keys)).encode())


@pytest.fixture
def at_address(world, key_server):
    with world.work() as work:
        command = actions.NewPartner(
            client_id="ecd",
            name="Het dossier",
            auth_method=AuthMethod.PRIVATE_KEY_JWT,
            scopes=frozenset({"consent:decide"}),
            agreement=Agreement(purpose="Zorg vastleggen"),
            jwks_uri=f"http://localhost:{key_server.server_address[1]}/jwks.json",
        )
        return actions.register_partner(work, command).client.id


def test_keys_are_fetched_when_they_are_first_needed_and_then_kept(world, key_server, at_address):
    key = new_key("k1")
    publish(key_server, key)
    for number in ("een", "twee", "drie"):
        assert proved(world, at_address, key, number=number).status_code == 200
    assert [got.path for got in key_server.got] == ["/jwks.json"]


def test_a_key_that_is_new_is_fetched_at_once_but_never_more_than_once_a_minute(world, key_server, at_address):
    old, new = new_key("k1"), new_key("k2")
    publish(key_server, old)
    proved(world, at_address, old)
    publish(key_server, old, new)
    assert proved(world, at_address, new).status_code == 401
    assert len(key_server.got) == 1
    world.clock.forward(61)
    assert proved(world, at_address, new).status_code == 200
    for number in range(5):
        assert proved(world, at_address, new, kid="onbekend", number=f"n{number}").status_code == 401
    assert len(key_server.got) == 2


def test_a_key_that_is_withdrawn_is_nothing_after_an_hour(world, key_server, at_address):
    key = new_key("k1")
    publish(key_server, key)
    assert proved(world, at_address, key).status_code == 200
    publish(key_server, new_key("k2"))
    world.clock.forward(timedelta(minutes=61).total_seconds())
    assert proved(world, at_address, key).status_code == 401


@pytest.mark.parametrize(
    "answering",
    [
        with_status(500),
        with_status(302, Location="http://127.0.0.1/"),
        with_status(200, b"{"),
        with_status(200, b'{"keys": []}'),
        with_status(200, b"x" * 70_000),
    ],
)
def test_while_keys_cannot_be_fetched_the_known_ones_hold_for_a_day(world, key_server, at_address, answering):
    key = new_key("k1")
    publish(key_server, key)
    assert proved(world, at_address, key).status_code == 200
    key_server.answering = answering
    world.clock.forward(timedelta(hours=23).total_seconds())
    assert proved(world, at_address, key).status_code == 200
    world.clock.forward(timedelta(hours=2).total_seconds())
    assert proved(world, at_address, key).status_code == 401


def test_an_address_inside_is_not_asked_even_when_it_stands_in_the_table(world, key_server, at_address):
    with world.work() as work:
        work.case(Client, at_address).jwks_uri = f"{key_server.url}/jwks.json"
    assert proved(world, at_address, new_key("k1")).status_code == 401
    assert key_server.got == []


@pytest.mark.parametrize("assertion", ["", ".", "x.y.z", "e30.e30.", "W10.W10.x", "x" * 9000, "eyJ9.eyJ9.", "é.é.é"])
def test_what_is_no_assertion_fetches_nothing(world, key_server, at_address, assertion):
    answer = world.token(client_assertion_type=ASSERTION_TYPE, client_assertion=assertion)
    assert answer.status_code in {400, 401}
    assert key_server.got == []


def test_a_partner_that_is_shut_out_fetches_nothing(world, key_server, at_address):
    with world.work() as work:
        actions.suspend_client(work, at_address, why="x")
    assert proved(world, at_address, new_key("k1")).status_code == 401
    assert key_server.got == []
