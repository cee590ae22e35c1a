"""An application in which a member of staff with every role signs in, by the code flow."""

import base64
import hashlib
from urllib.parse import parse_qs, urlencode, urlsplit

from werkzeug.test import Client

from waarborg_identity.actions import register_client
from waarborg_identity.domain import SCOPES, AuthMethod, ClientKind, NewClient
from waarborg_tests.cast import Cast
from waarborg_tests.product import Product

APP, CALLBACK, VERIFIER = "verzonnen-app", "https://app.example/terug", "v" * 43
EVERYTHING = frozenset(SCOPES)


def register_application(product: Product, organisation: str) -> None:
    """Make the application known; it may ask for everything."""
    with product.work("identity", organisation) as work:
        new = NewClient(
            client_id=APP,
            name="Verzonnen app",
            kind=ClientKind.APPLICATION,
            auth_method=AuthMethod.NONE,
            scopes=EVERYTHING,
            redirect_uris=(CALLBACK,),
        )
        register_client(work, new)


def staff_token(cast: Cast, scopes: frozenset[str]) -> str:
    """Walk the code flow and return the access token."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    asked = {"response_type": "code", "client_id": APP, "redirect_uri": CALLBACK, "scope": " ".join(sorted(scopes))}
    proof = {"code_challenge": challenge, "code_challenge_method": "S256", "nonce": "eenmalig"}
    back = cast.staff().get(f"/identity/authorize?{urlencode({**asked, **proof})}")
    (code,) = parse_qs(urlsplit(back.location).query)["code"]
    told = {"grant_type": "authorization_code", "client_id": APP, "redirect_uri": CALLBACK, "code": code}
    answer = Client(cast.product.app).post(
        "/identity/token",
        base_url=cast.product.origin(cast.organisation),
        data={**told, "code_verifier": VERIFIER},
    )
    assert answer.status_code == 200, answer.text
    return str((answer.json or {})["access_token"])
