"""The endpoints of OAuth for programs are as their committed OpenAPI document says (schemathesis, all checks)."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from werkzeug.test import Client

from waarborg_identity.actions import register_client
from waarborg_identity.actions.registering import make_registration_token
from waarborg_identity.demo import PARTNER_ID, PARTNER_SECRET
from waarborg_identity.domain import AuthMethod, ClientKind, NewClient
from waarborg_identity.domain.registering import NewRegistrationToken
from waarborg_identity.oauth.described import PATH
from waarborg_shared.testing.auth import bearer
from waarborg_tests.applications import CALLBACK, EVERYTHING, VERIFIER, register_application, staff_token
from waarborg_tests.cast import Cast
from waarborg_tests.product import Product
from waarborg_tests.schemathesis_runs import (
    BOUNDED,
    CHECKS,
    COMMITTED,
    MAY_ANSWER,
    RENEW,
    answers,
    judged,
    served,
)

# Where people pass with a browser: what comes and goes is in redirects, which no document of this kind describes.
FOR_BROWSERS = {"/identity/authorize", "/identity/end-session", "/identity/end-session/confirm"}
OWN_PARTS = ("oauth", "registering")


def document(product: Product) -> dict[str, Any]:
    """The document as it is served."""
    answer = Client(product.app).get(PATH, base_url=product.origin("bqr"))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json or {}
    return found


def test_the_committed_document_is_that_of_the_code(embedded_product: Product):
    committed = json.loads((COMMITTED / "oauth.json").read_text(encoding="utf-8"))
    assert committed == document(embedded_product), RENEW


def test_the_document_names_every_endpoint_of_the_protocol_and_no_other(embedded_product: Product):
    rules = [
        (rule.rule, method.lower())
        for rule in embedded_product.apps["identity"].url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.partition(".")[0] in OWN_PARTS and rule.rule not in FOR_BROWSERS | {PATH}
    ]
    paths = document(embedded_product)["paths"]
    assert sorted(rules) == sorted((path, method) for path, operations in paths.items() for method in operations)


@pytest.fixture(scope="module")
def proofs(people: dict[str, Cast]) -> dict[str, str]:
    """What proves who asks, by security scheme: the partner's secret, a token of the code flow, an initial token."""
    cast = people["bqr"]
    register_application(cast.product, "bqr")
    bounds = NewRegistrationToken(
        purpose="Roosters", scopes=frozenset({"consent:decide"}), uses=50, life=timedelta(days=1)
    )
    with cast.product.work("identity", "bqr") as work:
        initial = make_registration_token(work, bounds).token
    secret = base64.b64encode(f"{PARTNER_ID}:{PARTNER_SECRET}".encode()).decode()
    return {
        "secret": f"Basic {secret}",
        "access": bearer(staff_token(cast, EVERYTHING))["Authorization"],
        "initial": f"Bearer {initial}",
        "nothing": "",
    }


# By what each endpoint is asked, and what shows that its inside was reached.
BY_PROOF = {
    "secret": ("/identity/(token|revoke|introspect|par)$", {"token": 200, "revoke": 200, "introspect": 200}),
    "access": ("/identity/userinfo$", {"userinfo": 200}),
    "initial": ("/identity/register$", {"register": 201}),
    "nothing": ("(jwks.json|openid-configuration|oauth-authorization-server|server/identity)$", {"jwks.json": 200}),
}
# A request may be as the document says and still be refused: a scope that is not granted, a code that is made up.
REFUSED_TOO = {"positive_data_acceptance": {"expected-statuses": [*MAY_ANSWER, "400"]}}


@pytest.mark.parametrize("by", BY_PROOF)
def test_the_endpoints_do_what_their_document_says(people: dict[str, Cast], proofs: dict[str, str], by: str):
    addresses, reached = BY_PROOF[by]
    headers = {"headers": {"Authorization": proofs[by]}} if proofs[by] else {}
    config = SchemathesisConfig.from_dict({**BOUNDED, **headers, "checks": {**CHECKS, **REFUSED_TOO}})
    with served(people["bqr"].product, "identity") as address:
        schema = schemathesis.openapi.from_url(f"{address}{PATH}", config=config)
        told = list(from_schema(schema.include(path_regex=addresses)).execute())
    _, wrong = judged(told)
    assert not wrong, "\n\n".join(wrong)
    came = list(answers(told))
    for name, status in reached.items():
        answered = {each.status for each in came if each.operation.endswith(f"/{name}")}
        assert status in answered, (name, answered)


@pytest.fixture
def with_secret(people: dict[str, Cast]) -> str:
    """An application that proves itself by a secret; gives the header with it."""
    with people["bqr"].product.work("identity", "bqr") as work:
        command = NewClient(
            client_id="met-geheim",
            name="Met geheim",
            kind=ClientKind.APPLICATION,
            auth_method=AuthMethod.CLIENT_SECRET_BASIC,
            scopes=EVERYTHING,
            redirect_uris=(CALLBACK,),
        )
        secret = register_client(work, command).secret
    return f"Basic {base64.b64encode(f'met-geheim:{secret}'.encode()).decode()}"


def test_what_goes_well_is_as_the_document_says_too(people: dict[str, Cast], with_secret: str):
    """What no random request comes to: a code is had, made into tokens, asked about, renewed and ended."""
    cast, headers = people["bqr"], {"Authorization": with_secret}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    asked = {"response_type": "code", "redirect_uri": CALLBACK, "scope": "openid profile offline_access consent:record"}
    with served(cast.product, "identity") as address:
        schema = schemathesis.openapi.from_url(f"{address}{PATH}")

        def ask(name: str, form: dict[str, str]) -> Any:
            operation = schema[f"/identity/{name}"]["POST"]
            case = operation.Case(body=form, headers=headers, media_type="application/x-www-form-urlencoded")
            answer = case.call(base_url=address)
            case.validate_response(answer, headers=headers)
            return answer

        pushed = ask("par", {**asked, "code_challenge": challenge, "code_challenge_method": "S256"})
        assert pushed.status_code == 201
        onward = {"client_id": "met-geheim", "request_uri": pushed.json()["request_uri"]}
        back = cast.staff().get(f"/identity/authorize?{urlencode(onward)}")
        (code,) = parse_qs(urlsplit(back.location).query)["code"]
        shown = {"code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        tokens = ask("token", {"grant_type": "authorization_code", **shown}).json()
        assert {"id_token", "refresh_token"} <= tokens.keys()
        renewed = ask("token", {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}).json()
        for token in (renewed["access_token"], renewed["refresh_token"]):
            assert ask("introspect", {"token": token}).json()["active"] is True
        assert ask("revoke", {"token": renewed["refresh_token"]}).status_code == 200
        assert ask("introspect", {"token": renewed["access_token"]}).json() == {"active": False}
