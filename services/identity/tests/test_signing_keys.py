"""Signing keys end: each when its successor signs, and all of them at once when one may be stolen."""

from types import SimpleNamespace

import pytest
from joserfc import jwt

from waarborg_identity import actions
from waarborg_identity.actions.keys import private_key
from waarborg_shared.auth import Authenticator, TokenRefused, cookie_name

MINUTE = 60


def published(world, organisation="bqr"):
    return [key["kid"] for key in world.browser(organisation).get("/identity/jwks.json").json["keys"]]


def kid_of_next(world):
    with world.work() as work:
        return actions.rotate_signing_key(work).kid


def withdraw(world):
    with world.work() as work:
        return actions.withdraw_signing_keys(work).kid


@pytest.fixture
def consent(world):
    """The consent service, which asks identity for keys and for what was ended."""
    checks = Authenticator(
        service="consent",
        origin=world.runtime.settings.origin_of,
        identity=world.app.extensions["waarborg_identity"].own,
        cookie=cookie_name("http://{host}"),
        now=world.clock.now,
        monotonic=world.clock.monotonic,
    )

    def asks(token):
        request = SimpleNamespace(headers={"Authorization": f"Bearer {token}"}, cookies={})
        return checks.authenticate(request, "bqr").signed_in

    return asks


@pytest.fixture
def token_of(world):
    secret = world.client()
    return lambda: world.token(auth=("ecd", secret), scope="consent:decide").json["access_token"]


def test_rotating_twice_in_a_quarter_leaves_no_key_published_for_ever(world):
    world.keys()
    kid_of_next(world)
    world.clock.forward(5 * MINUTE)
    last = kid_of_next(world)
    assert len(published(world)) == 3
    world.clock.forward(30 * MINUTE)
    assert published(world) == [last]


def test_of_two_successors_each_signs_in_its_turn(world, token_of, consent):
    world.keys()
    kid_of_next(world)
    world.clock.forward(5 * MINUTE)
    kid_of_next(world)
    for _ in range(5):
        assert consent(token_of())
        world.clock.forward(5 * MINUTE)


def test_a_withdrawn_key_is_published_no_more_and_the_new_one_signs_at_once(world, token_of, consent):
    world.keys()
    kid_of_next(world)
    only = withdraw(world)
    assert published(world) == [only]
    assert consent(token_of())


def test_what_a_withdrawn_key_signed_counts_nowhere_within_five_seconds(world, token_of, consent):
    token = token_of()
    assert consent(token)
    withdraw(world)
    world.clock.forward(5)
    with pytest.raises(TokenRefused, match="revoked"):
        consent(token)


def test_a_thief_makes_no_token_that_counts_while_a_service_remembers_the_key(world, token_of, consent):
    good = token_of()
    assert consent(good)
    with world.work() as work:
        row = actions.signing_key(work)
        kid, stolen = row.kid, private_key(work, row)
    claims = world.claims(good)
    withdraw(world)
    for _ in range(11):
        world.clock.forward(5 * MINUTE)
        now = int(world.clock.now().timestamp())
        head = {"alg": "ES256", "typ": "at+jwt", "kid": kid}
        forged = jwt.encode(head, {**claims, "iat": now, "nbf": now, "exp": now + 300}, stolen, algorithms=["ES256"])
        with pytest.raises(TokenRefused, match=r"revoked|unknown_key"):
            consent(forged)


def test_a_withdrawal_touches_no_other_organisation(world):
    world.keys("jtb")
    before = published(world, "jtb")
    world.keys()
    withdraw(world)
    assert published(world, "jtb") == before
