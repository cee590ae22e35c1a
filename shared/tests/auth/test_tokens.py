"""Bearer tokens: what holds, and every way in which one does not."""

import base64
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from joserfc import jwk, jwt

from waarborg_shared.auth import ActorKind, Assurance, IdentityAway, TokenRefused
from waarborg_shared.auth.names import TWO_FACTORS
from waarborg_shared.auth.tokens import Keys
from waarborg_shared.testing.auth import START, new_key, sign

AT = int(START.timestamp())


@pytest.fixture
def ask(authenticator, request_with):
    def ask_with(token, organisation="bqr"):
        return authenticator.authenticate(request_with(Authorization=f"Bearer {token}"), organisation)

    return ask_with


@pytest.fixture
def refused(ask):
    def reason(token, organisation="bqr"):
        with pytest.raises(TokenRefused) as refusal:
            ask(token, organisation)
        return refusal.value.reason

    return reason


@pytest.fixture
def good(identity):
    return lambda **other: identity.token("bqr", "consent", "consent:decide", **other)


@pytest.fixture
def claims(identity):
    return lambda **other: identity.claims("bqr", "consent", "consent:decide", **other)


def test_a_token_that_holds_makes_a_partner_with_its_scopes(ask, good):
    actor = ask(good())
    assert (actor.kind, actor.ref, actor.organisation) == (ActorKind.PARTNER, "ecd", "bqr")
    assert actor.scopes == {"consent:decide"}


def test_a_token_of_staff_carries_duties_and_names_the_client_that_acts(ask, good):
    actor = ask(good(kind="staff", sub="account-1", roles=["coordinator"], entitlements=["requests.read"]))
    assert (actor.kind, actor.via, actor.duties) == (ActorKind.STAFF, "ecd", {"requests.read"})


@pytest.mark.parametrize(
    ("acr", "assurance"),
    [
        (TWO_FACTORS, Assurance.HIGH),
        ("urn:waarborg:acr:one-factor", Assurance.LOW),
        ("high", Assurance.LOW),
        ([TWO_FACTORS], Assurance.LOW),
        (None, Assurance.LOW),
    ],
)
def test_a_token_says_how_surely_somebody_signed_in(ask, good, acr, assurance):
    assert ask(good(kind="staff", sub="account-1", acr=acr)).assurance is assurance


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"iss": "https://jtb.test/identity"}, "wrong_issuer"),
        ({"iss": None}, "wrong_issuer"),
        ({"org": "jtb"}, "wrong_organisation"),
        ({"org": None}, "wrong_organisation"),
        ({"aud": "https://bqr.test/breach"}, "wrong_audience"),
        ({"aud": "ecd"}, "wrong_audience"),
        ({"aud": {"https://bqr.test/consent": 1}}, "wrong_audience"),
        ({"aud": None}, "wrong_audience"),
        ({"exp": AT}, "expired"),
        ({"exp": None}, "malformed"),
        ({"exp": "9999999999"}, "malformed"),
        ({"exp": True}, "malformed"),
        ({"exp": float("inf")}, "malformed"),
        ({"iat": None}, "malformed"),
        ({"nbf": AT + 60}, "not_yet_valid"),
        ({"iat": AT + 60}, "not_yet_valid"),
        ({"kind": "system"}, "malformed"),
        ({"sub": None}, "malformed"),
        ({"sub": 7}, "malformed"),
        ({"client_id": None}, "malformed"),
        ({"scope": ["consent:decide"]}, "malformed"),
        ({"entitlements": "all"}, "malformed"),
        ({"sid": 7}, "malformed"),
        ({"gid": ["grant-1"]}, "malformed"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(refused, good, other, reason):
    assert refused(good(**other)) == reason


def test_one_of_several_audiences_is_enough(ask, good):
    assert ask(good(aud=["https://bqr.test/breach", "https://bqr.test/consent"])).signed_in


def test_an_id_token_is_no_access_token(refused, identity, claims):
    assert refused(sign(identity.signing_keys("bqr")[0], claims(), typ="JWT")) == "not_an_access_token"


def test_alg_none_is_refused(refused, claims):
    parts = [{"alg": "none", "typ": "at+jwt", "kid": "bqr-1"}, claims()]
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    assert refused(".".join(encoded) + ".") == "malformed"


def test_a_public_key_is_no_shared_secret(refused, identity, claims):
    public = identity.signing_keys("bqr")[0].as_pem(private=False)
    secret = jwk.OctKey.import_key(base64.urlsafe_b64encode(public).decode())
    head = {"alg": "HS256", "typ": "at+jwt", "kid": "bqr-1"}
    assert refused(jwt.encode(head, claims(), secret, algorithms=["HS256"])) == "malformed"


def test_a_key_of_another_organisation_does_not_count(refused, identity, claims):
    foreign = identity.signing_keys("jtb")[0]
    assert refused(sign(foreign, claims())) == "unknown_key"
    assert refused(sign(foreign, claims(), kid="bqr-1")) == "bad_signature"


def test_a_token_of_another_organisation_does_not_count_even_when_it_was_seen_there(ask, refused, identity):
    token = identity.token("jtb", "consent", "consent:decide")
    assert ask(token, "jtb").organisation == "jtb"
    assert refused(token, "bqr") == "unknown_key"


def test_a_token_that_was_seen_ends_on_its_second(ask, refused, good, clock):
    token = good()
    ask(token)
    clock.forward(299)
    assert ask(token).signed_in
    clock.forward(1)
    assert refused(token) == "expired"


ENDLESS = base64.urlsafe_b64encode(b"[" * 4000).decode().rstrip("=")


@pytest.mark.parametrize(
    "junk",
    [
        *("", "x", "a.b", "a.b.c", "....", "é.é.é", "x" * 9000, "e30.e30.e30", "bnVsbA.e30.eA", "W10.W10.W10"),
        f"{ENDLESS}.e30.eA",
    ],
)
def test_junk_is_refused_in_words(refused, junk):
    assert refused(junk) in {"malformed", "too_long", "not_an_access_token"}


def test_a_new_key_is_fetched_once_a_token_names_it(ask, identity, good, clock):
    ask(good())
    identity.signing_keys("bqr").append(new_key("bqr-2"))
    clock.forward(61)
    assert ask(good()).signed_in
    assert identity.asked.count("keys") == 2


def test_unknown_key_names_do_not_make_us_flood_identity(refused, identity, claims):
    stranger = new_key("stranger")
    for n in range(50):
        assert refused(sign(stranger, claims(), kid=f"guess-{n}")) == "unknown_key"
    assert identity.asked == ["keys"]


def test_identity_is_asked_once_a_minute_for_names_that_nobody_knows(ask, refused, identity, good, claims, clock):
    ask(good())
    stranger = new_key("stranger")
    for n in range(60):
        clock.forward(2)
        assert refused(sign(stranger, claims(), kid=f"guess-{n}")) == "unknown_key"
    assert identity.asked.count("keys") == 3
    identity.away = True
    for n in range(60):
        clock.forward(2)
        assert refused(sign(stranger, claims(), kid=f"other-{n}")) == "unknown_key"
    assert identity.asked.count("keys") == 5


@pytest.fixture
def somebody_waits_for_identity(ask, good, identity, claims, clock, monkeypatch):
    """Identity thinks about a name that nobody knows, for as long as the test runs."""
    ask(good())
    ask(identity.token("jtb", "consent"), "jtb")
    thinking, done, answer = threading.Event(), threading.Event(), identity.keys

    def keys(organisation):
        thinking.set()
        assert done.wait(30)
        return answer(organisation)

    monkeypatch.setattr(identity, "keys", keys)
    with ThreadPoolExecutor(2) as pool:

        def ask_for_an_unknown_name():
            with pytest.raises(TokenRefused):
                ask(sign(new_key("stranger"), claims()))

        clock.forward(90)
        waiting = pool.submit(ask_for_an_unknown_name)
        assert thinking.wait(30)
        yield pool
        done.set()
        waiting.result(30)


@pytest.mark.parametrize(("organisation", "later"), [("bqr", 0), ("bqr", 700), ("jtb", 0)])
def test_who_has_a_known_key_does_not_wait_while_identity_is_asked(
    somebody_waits_for_identity, ask, identity, clock, organisation, later
):
    clock.forward(later)
    token = identity.token(organisation, "consent")
    assert somebody_waits_for_identity.submit(ask, token, organisation).result(10).signed_in


def test_known_keys_serve_while_identity_is_away_but_not_for_ever(identity, clock):
    keys = Keys(lambda: identity, clock.monotonic)
    known = keys.find("bqr", "bqr-1")
    identity.away = True
    clock.forward(3000)
    assert keys.find("bqr", "bqr-1") is known
    clock.forward(1000)
    with pytest.raises(IdentityAway, match="keys_unavailable"):
        keys.find("bqr", "bqr-1")


def test_without_any_key_the_answer_is_no_and_says_why_until_identity_is_back(ask, good, identity, clock):
    identity.away = True
    with pytest.raises(IdentityAway) as away:
        ask(good())
    assert away.value.reason == "keys_unavailable"
    identity.away = False
    clock.forward(1)
    assert ask(good()).signed_in


def test_a_token_that_was_seen_is_not_verified_again(ask, good, authenticator, monkeypatch):
    token = good()
    first = ask(token)
    monkeypatch.setattr(authenticator, "_verifier", None)
    assert ask(token) is first
