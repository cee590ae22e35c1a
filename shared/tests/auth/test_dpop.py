"""Bound tokens: they count with a proof of their key for this very request, once, and in no other way."""

import base64
import json

import pytest
from joserfc import jwk, jws, jwt
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from waarborg_shared.auth import ProofRefused, TokenRefused
from waarborg_shared.auth.dpop import Proof, SeenProofs
from waarborg_shared.testing.auth import START, new_key, prove

URL = "https://bqr.test/consent/api/v1/consents/"
AT = int(START.timestamp())


@pytest.fixture
def key():
    return new_key("of-the-client")


@pytest.fixture
def token(identity, key):
    return identity.token("bqr", "consent", "consent:decide", cnf={"jkt": key.thumbprint()})


@pytest.fixture
def ask(authenticator, token):
    """Ask with a proof, or without one; the request is a POST to the URL above unless told."""

    def ask_with(proof, *, scheme="DPoP", shown=token, method="POST", path="/consent/api/v1/consents/"):
        headers = {"Authorization": f"{scheme} {shown}", **({"DPoP": proof} if proof is not None else {})}
        request = Request(EnvironBuilder(method=method, path=path, headers=headers).get_environ())
        return authenticator.authenticate(request, "bqr")

    return ask_with


@pytest.fixture
def proved(key, token, clock):
    """Make a good proof, with changes."""

    def make(by=key, *, method="POST", url=URL, of=token, **changes):
        return prove(by, method, url, at=clock.now(), token=of, **changes)

    return make


@pytest.fixture
def refused(ask):
    def reason(proof, **how):
        with pytest.raises((ProofRefused, TokenRefused)) as refusal:
            ask(proof, **how)
        return refusal.value.reason

    return reason


def test_a_bound_token_counts_with_a_proof_of_its_key(ask, proved):
    assert ask(proved()).scopes == {"consent:decide"}
    assert ask(proved(), scheme="dpop").signed_in


@pytest.mark.parametrize(
    "url",
    [
        f"{URL}?page=2",
        f"{URL}#part",
        "HTTPS://BQR.test/consent/api/v1/consents/",
        "https://bqr.test:443/consent/api/v1/consents/",
        "https://bqr.test/consent/api/v1/c%6Fnsents/",
    ],
)
def test_the_same_address_written_otherwise_is_the_same(ask, proved, url):
    assert ask(proved(url=url)).signed_in


@pytest.mark.parametrize(
    "url",
    [
        "https://bqr.test/consent/api/v1/withdrawals/",
        "https://bqr.test/consent/api/v1/consents",
        "https://jtb.test/consent/api/v1/consents/",
        "http://bqr.test/consent/api/v1/consents/",
        "https://bqr.test:8443/consent/api/v1/consents/",
        "https://x@bqr.test/consent/api/v1/consents/",
        "https://[bqr.test/consent/api/v1/consents/",
        "/consent/api/v1/consents/",
        "",
        7,
        None,
    ],
)
def test_a_proof_for_another_address_is_none(refused, proved, url):
    assert refused(proved(url=url)) == "another_url"


@pytest.mark.parametrize("method", ["GET", "post", "", 7, None])
def test_a_proof_for_another_method_is_none(refused, proved, method):
    assert refused(proved(method=method)) == "another_method"


def test_a_proof_by_another_key_is_none(refused, proved):
    assert refused(proved(new_key("of-a-thief"))) == "another_key"


def test_a_key_shown_beside_the_signature_of_another_is_no_proof(refused, proved, key):
    public = {part: key.as_dict(private=False)[part] for part in ("kty", "crv", "x", "y")}
    assert refused(proved(new_key("of-a-thief"), header={"jwk": public})) == "malformed"


def test_a_proof_for_another_token_is_none(refused, proved, identity, key):
    other = identity.token("bqr", "consent", cnf={"jkt": key.thumbprint()})
    assert refused(proved(of=other)) == "another_token"
    assert refused(proved(of=None)) == "another_token"
    assert refused(proved(ath=7)) == "another_token"


def test_a_proof_counts_once(ask, refused, proved):
    proof = proved()
    assert ask(proof).signed_in
    assert refused(proof) == "proof_seen_before"
    again = proved(jti="eenmalig")
    assert ask(again).signed_in
    assert refused(proved(jti="eenmalig", iat=AT + 1)) == "proof_seen_before"


def test_a_proof_that_failed_was_not_used(ask, refused, proved):
    proof = proved()
    assert refused(proof, path="/consent/api/v1/withdrawals/") == "another_url"
    assert ask(proof).signed_in


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iat": AT - 61}, "proof_too_old"),
        ({"iat": AT + 11}, "proof_not_yet_valid"),
        ({"iat": None}, "malformed"),
        ({"iat": "now"}, "malformed"),
        ({"iat": True}, "malformed"),
        ({"iat": 1e400}, "malformed"),
        ({"jti": None}, "malformed"),
        ({"jti": ""}, "malformed"),
        ({"jti": 7}, "malformed"),
        ({"jti": "x" * 256}, "malformed"),
        ({"nonce": 7}, "malformed"),
        ({"header": {"typ": "JWT"}}, "malformed"),
        ({"header": {"typ": None}}, "malformed"),
        ({"header": {"jwk": None}}, "malformed"),
        ({"header": {"jwk": {"kty": "oct", "k": "AAAA"}}}, "unknown_algorithm"),
        ({"header": {"jwk": {"kty": "EC", "crv": "P-256"}}}, "malformed"),
    ],
)
def test_a_proof_with_a_wrong_part_is_none(refused, proved, changes, reason):
    assert refused(proved(**changes)) == reason


def test_a_key_that_is_shown_whole_is_no_longer_anybodys(refused, proved, key):
    assert refused(proved(header={"jwk": key.as_dict(private=True)})) == "malformed"


def test_no_other_algorithm_counts(refused, proved, key):
    rsa = jwk.RSAKey.generate_key(2048)
    public = rsa.as_dict(private=False)
    claims = json.loads(base64.urlsafe_b64decode(proved().split(".")[1] + "=="))
    by_rsa = jwt.encode({"alg": "PS256", "typ": "dpop+jwt", "jwk": public}, claims, rsa, algorithms=["PS256"])
    assert refused(by_rsa) == "malformed"
    head = {"alg": "none", "typ": "dpop+jwt", "jwk": key.as_dict(private=False)}
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (head, claims)]
    assert refused(".".join(parts) + ".") == "malformed"


@pytest.mark.parametrize("junk", ["x", "a.b.c", "e30.e30.e30", "W10.W10.W10", "." * 9, "é.é.é", "a.b.c.d.e"])
def test_junk_is_no_proof(refused, junk):
    assert refused(junk) == "malformed"


def test_a_proof_that_is_nested_without_end_is_none(refused, key):
    public = {part: key.as_dict(private=False)[part] for part in ("kty", "crv", "x", "y")}
    head = {"alg": "ES256", "typ": "dpop+jwt", "jwk": public}
    assert refused(jws.serialize_compact(head, b"[" * 2500, key, algorithms=["ES256"])) == "malformed"


def test_no_proof_two_proofs_and_a_long_one_are_told_apart(refused, proved):
    assert refused(None) == "no_proof"
    assert refused("") == "no_proof"
    assert refused(f"{proved()},{proved()}") == "malformed"
    assert refused("x" * 4097) == "too_long"


def test_a_bound_token_is_no_bearer_token_with_or_without_a_proof(refused, proved):
    assert refused(None, scheme="Bearer") == "token_is_bound"
    assert refused(proved(), scheme="Bearer") == "token_is_bound"


def test_a_bearer_token_does_not_pass_for_a_bound_one(refused, proved, identity):
    plain = identity.token("bqr", "consent")
    assert refused(proved(of=plain), shown=plain) == "token_is_not_bound"


@pytest.mark.parametrize("cnf", ["x", {}, {"jkt": ""}, {"jkt": 7}, {"x5t#S256": "abc"}, {"jkt": "a", "jwk": {}}, []])
def test_a_token_bound_in_a_way_that_is_not_known_is_nobodys(refused, identity, cnf):
    assert refused(None, scheme="Bearer", shown=identity.token("bqr", "consent", cnf=cnf)) == "malformed"


def test_what_is_wrong_with_the_token_itself_is_told_first(refused, identity, key, proved):
    foreign = identity.token("bqr", "breach", cnf={"jkt": key.thumbprint()})
    assert refused(proved(of=foreign), shown=foreign) == "wrong_audience"


def test_the_refusal_says_how_it_must_be(ask):
    with pytest.raises(ProofRefused) as bearer:
        ask(None, scheme="Bearer")
    told = 'DPoP realm="x", algs="ES256", error="invalid_token", error_description="token_is_bound"'
    assert bearer.value.challenge("x") == told
    with pytest.raises(ProofRefused) as bare:
        ask(None)
    assert 'error="invalid_dpop_proof"' in bare.value.challenge()


def of(number):
    return Proof("key", f"jti-{number}", 0)


def test_what_was_seen_is_forgotten_when_it_counts_no_more(clock):
    seen = SeenProofs(clock.monotonic)
    assert seen.first_use(of(1))
    clock.forward(70)
    assert not seen.first_use(of(1))
    clock.forward(1)
    assert seen.first_use(of(1))


def test_never_more_than_a_set_number_is_kept_and_the_oldest_go(clock):
    seen = SeenProofs(clock.monotonic, most=10)
    for number in range(100):
        assert seen.first_use(of(number))
    assert not seen.first_use(of(99))
    assert not seen.first_use(of(91))
    assert seen.first_use(of(80))


def test_a_jti_is_of_its_key(clock):
    seen = SeenProofs(clock.monotonic)
    assert seen.first_use(Proof("one", "jti", 0))
    assert seen.first_use(Proof("another", "jti", 0))
