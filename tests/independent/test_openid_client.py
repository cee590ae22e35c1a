"""openid-client (npm) drives the issuer: a code with PKCE, sent ahead and bound to a key; tokens by a partner's key."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from joserfc import jwk

from waarborg_identity.domain import AuthMethod, ClientKind
from waarborg_tests.cast import Cast

pytestmark = pytest.mark.slow
CALLBACK = "https://app.example/terug"


@pytest.fixture
def job(cast: Cast) -> dict[str, Any]:
    """What both jobs have in common."""
    origin = cast.product.origin(cast.organisation)
    return {"issuer": f"{origin}/identity", "now": int(cast.product.clock.now().timestamp())}


def test_an_application_signs_somebody_in_and_acts_with_a_bound_token(
    cast: Cast, register: Callable[..., str | None], node_client: Callable[..., Any], job: dict[str, Any]
) -> None:
    register(
        client_id="onafhankelijk",
        kind=ClientKind.APPLICATION,
        auth_method=AuthMethod.NONE,
        scopes=frozenset({"openid", "profile", "consent:record", "offline_access"}),
        redirect_uris=(CALLBACK,),
        require_pushed=True,
        require_dpop=True,
    )
    staff = cast.staff()
    origin = cast.product.origin(cast.organisation)
    consent = {"subject_ref": cast.person.ref, "purpose": "marketing", "statement_version": "2021-04-15"}
    asked = {
        **job,
        "as": "application",
        "redirect_uri": CALLBACK,
        "resource": f"{origin}/consent/api/v1/consents/",
        "consent": {**consent, "how": "kitchen_table"},
    }
    with node_client(asked) as talk:
        authorize = urlsplit(talk.hear()["authorize"])
        assert "scope" not in authorize.query
        back = staff.get(f"{authorize.path}?{authorize.query}")
        talk.say({"back": back.headers["Location"]})
        told = talk.hear()
    assert told["token_type"] == "dpop"
    assert (told["claims"]["iss"], told["claims"]["aud"]) == (job["issuer"], "onafhankelijk")
    assert (told["claims"]["amr"], told["user"]["name"]) == (["mfa", "otp", "pwd"], "Alma Allesdoener")
    assert told["recorded"] == 201
    assert told["renewed"] == "consent:record offline_access openid profile"
    assert told["mixed_up"] != "not refused"
    assert (told["reused"], told["afterwards"]) == ("invalid_grant", "invalid_grant")
    assert (told["bearer"], told["challenge"].partition(" ")[0]) == (401, "DPoP")
    assert urlsplit(told["sign_out"]).path == "/identity/end-session"


KEYS = {
    "ES256": lambda: jwk.ECKey.generate_key("P-256", {"kid": "k"}),
    "ES384": lambda: jwk.ECKey.generate_key("P-384", {"kid": "k"}),
    "RS384": lambda: jwk.RSAKey.generate_key(2048, {"kid": "k"}),
    "PS256": lambda: jwk.RSAKey.generate_key(2048, {"kid": "k"}),
}


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_partner_proves_itself_by_its_key(
    cast: Cast,
    register: Callable[..., str | None],
    node_client: Callable[..., Any],
    job: dict[str, Any],
    algorithm: str,
) -> None:
    key = KEYS[algorithm]()
    name = f"sleutel-{algorithm.lower()}"
    register(
        client_id=name,
        kind=ClientKind.PARTNER,
        auth_method=AuthMethod.PRIVATE_KEY_JWT,
        scopes=frozenset({"consent:decide", "consent:record"}),
        jwks={"keys": [dict(key.as_dict(private=False))]},
    )
    consent = f"{cast.product.origin(cast.organisation)}/consent"
    whole = {**dict(key.as_dict(private=True)), "kid": "k"}
    with node_client({**job, "as": "partner", "id": name, "alg": algorithm, "key": whole, "resource": consent}) as talk:
        told = talk.hear()
    assert told["plain"] == ["bearer", "consent:decide"]
    assert told["bound"] == ["dpop", True, True]
    assert told["afterwards"] == {"active": False}
    assert told["too_much"] == "invalid_scope"
