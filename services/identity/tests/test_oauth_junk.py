"""Whatever anybody throws at the protocol's endpoints, they refuse it in their own words and never break."""

import base64
import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jws

from waarborg_identity.actions.registering import make_registration_token
from waarborg_identity.domain.registering import NewRegistrationToken
from waarborg_shared.testing.auth import new_key
from waarborg_shared.testing.depth import by_depth

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FOR_PROGRAMS = ("/identity/token", "/identity/par", "/identity/revoke", "/identity/introspect")
ENDLESS = "[" * 2900
# Junk is random: other junk at each run, and more of it nightly.
thrown = settings(
    deadline=None, max_examples=by_depth(40, 60), suppress_health_check=[HealthCheck.function_scoped_fixture]
)

any_text = st.text(st.characters(exclude_categories=()), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)
claims = st.fixed_dictionaries({}, optional=dict.fromkeys(("iss", "sub", "aud", "exp", "jti", "alg", "kid"), values))
parts = st.one_of(
    claims.map(lambda found: json.dumps(found).encode()), st.binary(max_size=60), st.just(ENDLESS.encode())
)


def encoded(part):
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


assertions = st.one_of(
    st.tuples(parts, parts, st.binary(max_size=60)).map(lambda three: ".".join(map(encoded, three))),
    any_text.map(lambda text: text.encode("utf-8", "surrogatepass").decode("latin-1")),
)
credentials = st.one_of(
    st.binary(max_size=60).map(lambda raw: base64.b64encode(raw).decode()),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=60),
)
authorizations = st.tuples(st.sampled_from(["Basic ", "basic  ", "Bearer ", "DPoP ", ""]), credentials).map("".join)
forms = st.fixed_dictionaries(
    {"grant_type": st.sampled_from(["client_credentials", "authorization_code", "refresh_token"]) | any_text},
    optional={
        "client_id": st.just("app") | any_text,
        "client_assertion_type": st.just(ASSERTION_TYPE),
        "client_assertion": assertions,
        "token": assertions,
        "code": any_text,
        "redirect_uri": any_text,
        "request_uri": any_text,
        "scope": any_text,
        "resource": any_text,
    },
)


def sent(form):
    return {name: value.encode("utf-8", "surrogatepass") for name, value in form.items()}


@thrown
@given(path=st.sampled_from(FOR_PROGRAMS), form=forms, authorization=authorizations, proof=assertions | st.none())
def test_a_program_is_refused_in_the_words_of_the_protocol(world, path, form, authorization, proof):
    headers = {"Authorization": authorization}
    if proof is not None:
        headers["DPoP"] = "".join(each for each in proof if each not in "\r\n")
    answer = world.browser().bare(path, data=sent(form), headers=headers)
    assert answer.status_code in {400, 401}
    assert answer.json["error"]


@thrown
@given(path=st.sampled_from(FOR_PROGRAMS), body=st.binary(max_size=300))
def test_bytes_that_are_no_form_are_too(world, path, body):
    answer = world.browser().bare(path, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {400, 401}
    assert answer.json["error"]


@thrown
@given(asked=forms)
def test_whoever_asks_for_a_code_with_junk_gets_a_page(world, asked):
    answer = world.browser().get("/identity/authorize", query_string=sent(asked))
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"


@thrown
@given(hint=assertions)
def test_whoever_signs_out_with_junk_signs_out_for_nobody(world, hint):
    answer = world.browser().get("/identity/end-session", query_string={"id_token_hint": hint})
    assert answer.status_code in {303, 400}


@pytest.fixture
def registration(world):
    command = NewRegistrationToken(
        purpose="Roosters maken", scopes=frozenset({"consent:decide"}), uses=50, life=timedelta(days=1)
    )
    with world.work() as work:
        return make_registration_token(work, command).token


metadata = st.fixed_dictionaries(
    {"token_endpoint_auth_method": st.just("private_key_jwt"), "grant_types": st.just(["client_credentials"])},
    optional=dict.fromkeys(("client_name", "scope", "jwks", "jwks_uri", "redirect_uris", "contacts"), values),
)


@thrown
@given(body=st.one_of(metadata.map(json.dumps), st.just(ENDLESS), st.binary(max_size=60)))
def test_who_registers_with_junk_is_refused_in_the_words_of_the_protocol(world, registration, body):
    answer = registering(world, registration, body)
    assert (answer.status_code, answer.json["error"]) in {(400, "invalid_client_metadata"), (400, "invalid_request")}


@thrown
@given(authorization=authorizations)
def test_who_registers_with_junk_for_a_token_is_not_let_in(world, authorization):
    answer = world.browser().bare("/identity/register", json={"a": 1}, headers={"Authorization": authorization})
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_token")


def registering(world, token, body):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return world.browser().bare("/identity/register", data=body, headers=headers)


@pytest.mark.parametrize(
    "payload",
    [
        f'{{"sub": "ecd", "x": {ENDLESS}',
        '{"sub": "\\ud800"}',
        '{"sub": "a\\u0000b"}',
        '{"sub": ""}',
        '{"sub": "ecd\\n"}',
    ],
)
def test_an_assertion_of_nobody_is_no_proof_on_either_database(world_on_either, payload):
    header = encoded(json.dumps({"alg": "ES256"}).encode())
    answer = world_on_either.token(
        client_assertion_type=ASSERTION_TYPE, client_assertion=f"{header}.{encoded(payload.encode())}.AAAA"
    )
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("shown", [b"\xff\xfe:x", b"a%00b:x", b"a\x00b:x", b"%ED%A0%80:x", b"ecd"])
def test_a_name_that_is_none_is_no_proof_on_either_database(world_on_either, shown):
    headers = {"Authorization": f"Basic {base64.b64encode(shown).decode()}"}
    answer = world_on_either.token(headers=headers)
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("name", ['"a\\u0000b"', '"\\ud800"', "NaN"])
def test_what_no_database_keeps_is_not_registered(world_on_either, name):
    command = NewRegistrationToken(
        purpose="Roosters maken", scopes=frozenset({"consent:decide"}), uses=2, life=timedelta(days=1)
    )
    with world_on_either.work() as work:
        token = make_registration_token(work, command).token
    key = json.dumps({**new_key("k1").as_dict(private=False)})
    good = '{"token_endpoint_auth_method": "private_key_jwt", "grant_types": ["client_credentials"], "client_name": %s,'
    answer = registering(world_on_either, token, f'{good % name} "jwks": {{"keys": [{key}]}}}}')
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_client_metadata")


def test_a_proof_with_half_a_character_for_an_id_counts_once(world):
    secret = world.client(require_dpop=True)
    proof = proof_by(new_key("k1"), world, jti="\ud800")
    asked = {"auth": ("ecd", secret), "scope": "consent:decide", "headers": {"DPoP": proof}}
    assert [world.token(**asked).status_code for _ in range(2)] == [200, 400]


def proof_by(key, world, **claims):
    """Return a proof whose claims are written by hand, as no library would."""
    public = {part: key.as_dict(private=False)[part] for part in ("kty", "crv", "x", "y")}
    url = "http://bqr.localhost:8000/identity/token"
    good = {"htm": "POST", "htu": url, "iat": int(world.clock.now().timestamp()), "nonce": world.nonce()}
    body = json.dumps({**good, **claims}).encode()
    return jws.serialize_compact({"alg": "ES256", "typ": "dpop+jwt", "jwk": public}, body, key)
