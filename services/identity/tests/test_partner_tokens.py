"""Partner systems get tokens by key or by secret; the tokens hold at the right service and nowhere else."""

import base64
import json

import pytest
from joserfc import jwk, jwt
from sqlalchemy import select

from waarborg_identity import actions
from waarborg_identity.domain import AuthMethod
from waarborg_identity.models import SigningKey
from waarborg_shared.auth import Authenticator, TokenRefused, cookie_name
from waarborg_shared.testing.auth import new_key

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ISSUER = "http://bqr.localhost:8000/identity"


def test_a_partner_gets_a_token_by_secret(world):
    secret = world.client()
    answer = world.token(auth=("ecd", secret), scope="consent:decide")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    claims = world.claims(answer.json["access_token"])
    assert claims["aud"] == ["http://bqr.localhost:8000/consent"]
    assert (claims["sub"], claims["kind"], claims["scope"]) == ("ecd", "partner", "consent:decide")
    assert claims["exp"] - claims["iat"] <= 300


def test_without_a_scope_it_gets_all_that_it_has_where_that_is_at_one_service(world):
    secret = world.client(scopes=frozenset({"consent:decide", "consent:record"}))
    answer = world.token(auth=("ecd", secret), scope=None)
    assert answer.json["scope"] == "consent:decide consent:record"
    assert world.claims(answer.json["access_token"])["aud"] == ["http://bqr.localhost:8000/consent"]


def test_who_has_rights_at_several_services_says_which_he_needs(world):
    secret = world.client()
    answer = world.token(auth=("ecd", secret), scope=None)
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_scope")
    assert "resource" in answer.json["error_description"]
    named = world.token(auth=("ecd", secret), scope="consent:decide identity:persons")
    assert named.json["scope"] == "consent:decide identity:persons"


@pytest.mark.parametrize("scope", ["breach:read", "consent:decide breach:read", "openid", "no such", 'a"b', "é"])
def test_a_scope_that_was_not_granted_gives_no_token(world, scope):
    answer = world.token(auth=("ecd", world.client()), scope=scope)
    assert answer.status_code == 400
    assert answer.json["error"] in {"invalid_scope", "invalid_request"}


@pytest.mark.parametrize("auth", [("ecd", "wrong"), ("nobody", "wrong"), ("ecd", ""), ("", ""), None])
def test_without_proof_there_is_no_token_and_no_telling_who_exists(world, auth):
    world.client()
    answer = world.token(auth=auth)
    assert answer.status_code == 401
    assert answer.json["error"] == "invalid_client"
    assert "exist" not in answer.text
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_secret_in_the_body_is_no_proof(world):
    secret = world.client()
    assert world.token(client_id="ecd", client_secret=secret).status_code == 401


@pytest.mark.parametrize(
    "more",
    [
        {"client_secret": "x"},
        {"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
        {"client_assertion": "a.b.c"},
    ],
)
@pytest.mark.parametrize("path", ["/identity/token", "/identity/revoke", "/identity/introspect", "/identity/par"])
def test_who_proves_himself_in_two_ways_at_once_is_refused_though_one_is_good(world, path, more):
    secret = world.client()
    answer = world.token(auth=("ecd", secret), path=path, token="x", **more)
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_a_secret_and_an_assertion_in_one_form_are_two_ways_too(world):
    world.client()
    answer = world.token(client_id="ecd", client_secret="x", client_assertion="a.b.c")
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_a_secret_of_one_organisation_is_nothing_at_another(world):
    secret = world.client()
    assert world.token("jtb", auth=("ecd", secret)).status_code == 401


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password", "username": "anouk", "password": "x"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "unauthorized_client"),
        ({"grant_type": "implicit"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"grant_type": 'a"b'}, "invalid_request"),
        ({"grant_type": "x" * 5000}, "invalid_request"),
    ],
)
def test_other_grants_do_not_exist(world, form, error):
    secret = world.client()
    answer = world.token(auth=("ecd", secret), **form)
    assert (answer.status_code, answer.json["error"]) == (400, error)


def test_a_parameter_in_the_address_does_not_count(world):
    secret = world.client()
    answer = world.browser().bare("/identity/token?grant_type=client_credentials", data={"scope": secret})
    assert answer.json["error"] == "unsupported_grant_type"


def test_an_application_gets_no_token_for_itself(world):
    secret = world.application(auth_method=AuthMethod.CLIENT_SECRET_BASIC)
    assert world.token(auth=("app", secret)).json["error"] == "unauthorized_client"


def test_a_suspended_partner_gets_no_more_tokens(world):
    secret = world.client()
    with world.work() as work:
        actions.suspend_client(work, "ecd")
    assert world.token(auth=("ecd", secret)).status_code == 401
    with world.work() as work:
        actions.let_in_client(work, "ecd")
    assert world.token(auth=("ecd", secret)).status_code == 200


def test_asking_with_get_is_not_possible(world):
    assert world.browser().get("/identity/token").status_code == 405


@pytest.fixture
def key():
    return new_key("sleutel-1")


@pytest.fixture
def by_key(world, key):
    public = {"keys": [dict(key.as_dict(private=False))]}
    world.client(client_id="met-sleutel", auth_method=AuthMethod.PRIVATE_KEY_JWT, jwks=public)
    counter = iter(range(1000))

    def ask(*, signed_with=key, header=None, organisation="bqr", form=None, **changes):
        at = int(world.clock.now().timestamp())
        good = {
            "iss": "met-sleutel",
            "sub": "met-sleutel",
            "aud": ISSUER,
            "iat": at,
            "exp": at + 60,
            "jti": f"nummer-{next(counter)}",
        }
        claims = {name: value for name, value in {**good, **changes}.items() if value is not None}
        head = {"alg": "ES256", "kid": "sleutel-1", **(header or {})}
        assertion = jwt.encode(head, claims, signed_with, algorithms=[head["alg"]])
        sent = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion, **(form or {})}
        return world.token(organisation, **sent)

    return ask


def test_a_partner_gets_a_token_by_its_key(by_key):
    assert by_key().status_code == 200
    assert by_key(aud=f"{ISSUER}/token").status_code == 200
    assert by_key(aud=f"{ISSUER}/par").status_code == 200
    assert by_key(aud=["https://other.example", ISSUER]).status_code == 200


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "PS256", "RS384"])
def test_each_algorithm_of_the_profiles_is_a_proof(world, algorithm):
    assert signed_in_by(world, algorithm).status_code == 200


@pytest.mark.parametrize("algorithm", ["RS256", "PS384", "ES512", "Ed25519"])
def test_no_other_algorithm_is(world, algorithm):
    answer = signed_in_by(world, algorithm)
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


def signed_in_by(world, algorithm):
    """Ask for a token with an assertion of that algorithm, by a key that is registered."""
    curves = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
    if algorithm in curves:
        key = jwk.ECKey.generate_key(curves[algorithm], {"kid": "k"})
    elif algorithm == "Ed25519":
        key = jwk.OKPKey.generate_key("Ed25519", {"kid": "k"})
    else:
        key = jwk.RSAKey.generate_key(2048, {"kid": "k"})
    public = {"keys": [dict(key.as_dict(private=False))]}
    world.client(auth_method=AuthMethod.PRIVATE_KEY_JWT, jwks=public)
    at = int(world.clock.now().timestamp())
    claims = {"iss": "ecd", "sub": "ecd", "aud": ISSUER, "iat": at, "exp": at + 60, "jti": "j"}
    assertion = jwt.encode({"alg": algorithm, "kid": "k"}, claims, key, algorithms=[algorithm])
    return world.token(client_assertion_type=ASSERTION_TYPE, client_assertion=assertion)


def test_an_assertion_without_a_signature_is_no_proof(world, by_key):
    parts = [{"alg": "none"}, {"iss": "met-sleutel", "sub": "met-sleutel", "aud": ISSUER, "exp": AT + 60, "jti": "n"}]
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    assert by_key(form={"client_assertion": ".".join(encoded) + "."}).json["error"] == "invalid_client"


def test_an_assertion_counts_once(by_key):
    assert by_key(jti="eenmalig").status_code == 200
    again = by_key(jti="eenmalig")
    assert again.status_code == 401
    assert again.json["error"] == "invalid_client"


AT = 1772442000


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://other.example"},
        {"aud": "http://jtb.localhost:8000/identity"},
        {"aud": None},
        {"iss": "ecd"},
        {"iss": None},
        {"sub": "ecd"},
        {"sub": None},
        {"sub": 7},
        {"exp": AT},
        {"exp": AT + 3600},
        {"exp": None},
        {"exp": "soon"},
        {"exp": 1e300},
        {"nbf": AT + 3600},
        {"iat": AT + 3600},
        {"iat": "now"},
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
    ],
)
def test_an_assertion_with_a_wrong_claim_is_no_proof(by_key, changes):
    answer = by_key(**changes)
    assert answer.status_code in {400, 401}
    assert answer.json["error"] == "invalid_client"


def test_an_unknown_client_and_a_wrong_key_are_refused_in_the_same_words(by_key):
    unknown = by_key(iss="niemand", sub="niemand")
    assert unknown.json == by_key(signed_with=new_key("sleutel-1")).json


def test_an_assertion_signed_with_another_key_is_no_proof(by_key):
    assert by_key(signed_with=new_key("sleutel-1")).json["error"] == "invalid_client"
    assert by_key(header={"kid": "andere"}).json["error"] == "invalid_client"


def test_an_assertion_by_the_public_key_as_a_secret_is_no_proof(by_key, key):
    secret = jwk.OctKey.import_key(key.as_pem(private=False).hex())
    assert by_key(signed_with=secret, header={"alg": "HS256"}).json["error"] == "invalid_client"


@pytest.mark.parametrize("junk", ["x", "a.b.c", "e30.e30.e30", "é", "." * 10, "x" * 5000, json.dumps({})])
def test_junk_is_no_assertion(world, by_key, junk):
    answer = by_key(form={"client_assertion": junk})
    assert answer.status_code in {400, 401}
    assert answer.json["error"] in {"invalid_client", "invalid_request"}


def test_an_assertion_for_one_organisation_is_nothing_at_another(by_key):
    assert by_key(organisation="jtb").json["error"] == "invalid_client"


def verifier(world, service):
    return Authenticator(
        service=service,
        origin=world.runtime.settings.origin_of,
        identity=world.app.extensions["waarborg_identity"].own,
        cookie=cookie_name("http://{host}"),
        now=world.clock.now,
        monotonic=world.clock.monotonic,
    )


class Asking:
    """A request with a bearer token and nothing else."""

    def __init__(self, token):
        self.headers, self.cookies = {"Authorization": f"Bearer {token}"}, {}


def test_a_service_takes_the_token_that_is_for_it_and_no_other(world):
    token = world.token(auth=("ecd", world.client()), scope="consent:decide").json["access_token"]
    actor = verifier(world, "consent").authenticate(Asking(token), "bqr")
    assert (actor.ref, actor.scopes) == ("ecd", {"consent:decide"})
    with pytest.raises(TokenRefused, match="wrong_audience"):
        verifier(world, "breach").authenticate(Asking(token), "bqr")
    world.client("jtb")
    with pytest.raises(TokenRefused, match="unknown_key"):
        verifier(world, "consent").authenticate(Asking(token), "jtb")


def test_a_resource_narrows_a_partners_token_to_one_service(world):
    secret = world.client()
    answer = world.token(auth=("ecd", secret), resource="http://bqr.localhost:8000/consent")
    assert answer.json["scope"] == "consent:decide consent:record"
    claims = world.claims(answer.json["access_token"])
    assert (claims["aud"], claims["scope"]) == (["http://bqr.localhost:8000/consent"], answer.json["scope"])
    with pytest.raises(TokenRefused, match="wrong_audience"):
        verifier(world, "identity").authenticate(Asking(answer.json["access_token"]), "bqr")


@pytest.mark.parametrize(
    "resource",
    ["http://bqr.localhost:8000/breach", "http://jtb.localhost:8000/consent", "consent", "https://x.example"],
)
def test_a_resource_where_it_has_no_right_gives_no_token(world, resource):
    answer = world.token(auth=("ecd", world.client()), resource=resource)
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_target")


def test_a_token_ends_after_five_minutes(world):
    token = world.token(auth=("ecd", world.client()), scope="consent:decide").json["access_token"]
    checks = verifier(world, "consent")
    world.clock.forward(299)
    assert checks.authenticate(Asking(token), "bqr").signed_in
    world.clock.forward(1)
    with pytest.raises(TokenRefused, match="expired"):
        checks.authenticate(Asking(token), "bqr")


def test_a_new_key_is_published_before_it_signs_and_the_old_one_until_its_tokens_are_gone(world):
    secret = world.client()
    old = world.token(auth=("ecd", secret), scope="consent:decide").json["access_token"]
    checks = verifier(world, "consent")
    assert checks.authenticate(Asking(old), "bqr").signed_in
    with world.work() as work:
        actions.rotate_signing_key(work)
    assert len(world.keys().keys) == 2
    still = world.token(auth=("ecd", secret), scope="consent:decide").json["access_token"]
    assert kid(still) == kid(old)
    world.clock.forward(15 * 60)
    fresh = world.token(auth=("ecd", secret), scope="consent:decide").json["access_token"]
    assert kid(fresh) != kid(old)
    assert checks.authenticate(Asking(fresh), "bqr").signed_in
    world.clock.forward(15 * 60)
    assert len(world.keys().keys) == 1


def kid(token):
    return json.loads(base64.urlsafe_b64decode(token.partition(".")[0] + "=="))["kid"]


def test_published_keys_hold_nothing_private(world):
    published = world.browser().get("/identity/jwks.json").json["keys"]
    assert [set(key) for key in published] == [{"kty", "crv", "x", "y", "kid", "use", "alg"}]


def test_each_organisation_has_its_own_issuer_and_keys(world):
    bqr = world.browser().get("/identity/.well-known/openid-configuration").json
    jtb = world.browser("jtb").get("/identity/.well-known/openid-configuration").json
    assert bqr["issuer"] == ISSUER
    assert jtb["issuer"] == "http://jtb.localhost:8000/identity"
    assert world.browser().get("/identity/jwks.json").json != world.browser("jtb").get("/identity/jwks.json").json


def test_the_metadata_say_what_there_is_and_no_more(world):
    for path in (
        "/identity/.well-known/openid-configuration",
        "/identity/.well-known/oauth-authorization-server",
        "/.well-known/oauth-authorization-server/identity",
    ):
        told = world.browser().get(path).json
        assert told["response_types_supported"] == ["code"]
        assert told["grant_types_supported"] == ["authorization_code", "client_credentials", "refresh_token"]
        assert told["dpop_signing_alg_values_supported"] == ["ES256"]
        assert told["token_endpoint_auth_signing_alg_values_supported"] == ["ES256", "ES384", "PS256", "RS384"]
        assert told["code_challenge_methods_supported"] == ["S256"]
        assert told["authorization_response_iss_parameter_supported"] is True
        for name in (each for each in told if each.endswith(("_endpoint", "_uri"))):
            assert world.browser().get(told[name].removeprefix("http://bqr.localhost:8000")).status_code != 404


def test_an_organisation_that_is_nobodys_gets_404(world):
    answer = world.app.test_client().get("/identity/jwks.json", base_url="http://evil.example")
    assert answer.status_code == 404


def test_a_signing_key_is_kept_sealed(world):
    world.keys()
    with world.work() as work:
        (row,) = work.session.execute(select(SigningKey)).scalars()
        assert b"PRIVATE" not in row.private_sealed
        assert "d" not in row.public_jwk


def test_no_secret_and_no_token_is_in_a_log(world, caplog, capsys):
    caplog.set_level("DEBUG")
    secret = world.client()
    token = world.token(auth=("ecd", secret)).json["access_token"]
    said = caplog.text + "".join(capsys.readouterr())
    assert secret not in said
    assert token not in said
    assert token.rpartition(".")[2] not in said
