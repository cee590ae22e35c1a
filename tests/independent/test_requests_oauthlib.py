"""requests-oauthlib (PyPI) drives the issuer: a code with PKCE and its renewal; tokens by a partner's secret."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from oauthlib.oauth2 import BackendApplicationClient, InvalidGrantError
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from waarborg_identity.domain import AuthMethod, ClientKind
from waarborg_tests.cast import Cast

pytestmark = pytest.mark.slow
CALLBACK = "https://app.example/terug"


class OnLoopback(HTTPAdapter):
    """Sends everything to loopback, under the name that was meant: Python does not resolve *.localhost."""

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        meant = urlsplit(request.url)
        request.headers["Host"] = meant.netloc
        request.url = meant._replace(netloc=f"127.0.0.1:{meant.port}").geturl()
        return super().send(request, *args, **kwargs)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Callable[..., OAuth2Session]:
    """Makes a session of requests-oauthlib that reaches the product and nothing else."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")

    def make(*args: Any, **kwargs: Any) -> OAuth2Session:
        made = OAuth2Session(*args, **kwargs)
        made.trust_env = False
        made.mount("http://", OnLoopback())
        return made

    return make


def test_an_application_with_a_secret_signs_somebody_in_and_renews_once_per_token(
    cast: Cast, register: Callable[..., str | None], session: Callable[..., OAuth2Session]
) -> None:
    secret = register(
        client_id="rooster",
        kind=ClientKind.APPLICATION,
        auth_method=AuthMethod.CLIENT_SECRET_BASIC,
        scopes=frozenset({"openid", "profile", "consent:record", "offline_access"}),
        redirect_uris=(CALLBACK,),
    )
    issuer = f"{cast.product.origin(cast.organisation)}/identity"
    scope = ["consent:record", "offline_access", "openid", "profile"]
    application = session("rooster", redirect_uri=CALLBACK, scope=scope, pkce="S256")
    url, state = application.authorization_url(f"{issuer}/authorize")
    there = urlsplit(url)
    back = cast.staff().get(f"{there.path}?{there.query}").headers["Location"]
    assert f"state={state}" in back
    proof = HTTPBasicAuth("rooster", secret or "")
    first = application.fetch_token(f"{issuer}/token", authorization_response=back, auth=proof)
    assert first["token_type"] == "Bearer"
    assert application.get(f"{issuer}/userinfo").json()["name"] == "Alma Allesdoener"
    second = application.refresh_token(f"{issuer}/token", auth=proof)
    assert second["refresh_token"] != first["refresh_token"]
    for spent in (first, second):
        with pytest.raises(InvalidGrantError):
            application.refresh_token(f"{issuer}/token", refresh_token=spent["refresh_token"], auth=proof)


def test_a_partner_with_a_secret_asks_a_decision(
    cast: Cast, register: Callable[..., str | None], session: Callable[..., OAuth2Session]
) -> None:
    secret = register(
        client_id="kluis",
        kind=ClientKind.PARTNER,
        auth_method=AuthMethod.CLIENT_SECRET_BASIC,
        scopes=frozenset({"consent:decide"}),
    )
    origin = cast.product.origin(cast.organisation)
    partner = session(client=BackendApplicationClient("kluis", scope=["consent:decide"]))
    token = partner.fetch_token(f"{origin}/identity/token", auth=HTTPBasicAuth("kluis", secret or ""))
    assert token["scope"] == ["consent:decide"]
    question = {
        "subject": {"type": "staff", "id": "account-1", "properties": {"role": "coordinator"}},
        "action": {"name": "read"},
        "resource": {"type": "client_overview", "id": "1", "properties": {"person": cast.person.ref}},
        "context": {"purpose": "marketing"},
    }
    answer = partner.post(f"{origin}/consent/access/v1/evaluation", json=question)
    assert answer.status_code == 200
    assert answer.json()["decision"] in {True, False}
