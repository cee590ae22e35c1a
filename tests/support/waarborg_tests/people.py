"""Who uses the product in the tests: a browser with or without a session, and a partner system over real HTTP."""

import base64
import hashlib
import html
import re
import secrets
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from werkzeug.test import Client, TestResponse

from waarborg_identity.demo import PARTNER_ID, PARTNER_SECRET
from waarborg_tests.product import LOOPBACK, Product
from waarborg_tests.second_factors import recovery_code, recovery_code_of_person

ANSWER_WITHIN = 20.0
_FORM = re.compile(r'name="_form" value="([^"]+)"')
_REVISION = re.compile(r'name="revision" value="(\d+)"')


class Browser:
    """A browser at one organisation: keeps cookies, follows nothing by itself, sends forms as they were shown."""

    def __init__(self, product: Product, organisation: str, *, lang: str = "en") -> None:
        self.client = Client(product.app)
        self.product, self.organisation = product, organisation
        self.origin = product.origin(organisation)
        self.headers = {"Accept": "text/html,*/*;q=0.5", "Accept-Language": lang}

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, base_url=self.origin, headers={**self.headers, **headers})

    def post(self, path: str, typed: Mapping[str, Any]) -> TestResponse:
        """Send these fields and no others."""
        return self.client.post(path, base_url=self.origin, data=dict(typed), headers=self.headers)

    def send(self, path: str, page: str | None = None, **typed: Any) -> TestResponse:
        """Open the page, fill its form in, and send it."""
        shown = self.get(page or path)
        assert shown.status_code == 200, (page or path, shown.status_code, shown.text[:2000])
        fields = {"_form": form_of(shown.text), **typed}
        revision = _REVISION.search(shown.text)
        if revision is not None and page is not None:
            fields.setdefault("revision", revision[1])
        return self.post(path, fields)

    def sign_in(self, username: str, password: str) -> "Browser":
        """Sign in as a member of staff, with a recovery code as the second factor."""
        answer = self.send("/identity/sign-in", username=username, password=password)
        assert answer.status_code == 303, answer.text[:2000]
        return self._prove(answer.location, recovery_code(self.product, self.organisation, username))

    def sign_in_by_letter(self, number: str, code: str) -> "Browser":
        """Sign in as a person, with a recovery code besides where persons have accounts."""
        answer = self.send("/identity/sign-in/letter", page="/identity/sign-in", number=number, code=code)
        assert answer.status_code == 303, answer.text[:2000]
        second = recovery_code_of_person(self.product, self.organisation, number)
        return self if second is None else self._prove("/identity/second-factor?next=/consent/", second)

    def _prove(self, page: str, code: str) -> "Browser":
        path = page.replace("/second-factor", "/second-factor/recovery-code", 1)
        answer = self.send(path, page=page, recovery_code=code)
        assert answer.status_code == 303, answer.text[:2000]
        return self


def form_of(page: str) -> str:
    """The signed id of the form on a page."""
    found = _FORM.search(page)
    assert found is not None, page[:2000]
    return html.unescape(found[1])


def token_of(product: Product, organisation: str, *scopes: str) -> str:
    """A real access token of the partner system of an organisation."""
    answer = Client(product.app).post(
        "/identity/token",
        base_url=product.origin(organisation),
        data={"grant_type": "client_credentials", "scope": " ".join(scopes)},
        auth=(PARTNER_ID, PARTNER_SECRET),
    )
    assert answer.status_code == 200, answer.text
    return str((answer.json or {})["access_token"])


def token_through(product: Product, browser: Browser, client_id: str, scopes: Collection[str], *, callback: str) -> str:
    """The access token of an application (one that keeps no secret) for who is signed in, by the code flow."""
    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {"response_type": "code", "client_id": client_id, "redirect_uri": callback, "scope": " ".join(scopes)}
    proof = {"code_challenge": challenge, "code_challenge_method": "S256", "nonce": "eenmalig"}
    back = browser.get(f"/identity/authorize?{urlencode({**asked, **proof})}")
    (code,) = parse_qs(urlsplit(back.location).query)["code"]
    told = {"grant_type": "authorization_code", "client_id": client_id, "redirect_uri": callback, "code": code}
    answer = Client(product.app).post(
        "/identity/token", base_url=browser.origin, data={**told, "code_verifier": verifier}
    )
    assert answer.status_code == 200, answer.text
    return str((answer.json or {})["access_token"])


class Partner:
    """A partner system: gets a token with its credentials, and asks over HTTP."""

    def __init__(self, product: Product, organisation: str) -> None:
        self._address = f"http://{LOOPBACK}:{product.port}"
        self._session = requests.Session()
        self._session.trust_env = False
        self._product = product
        self.at(organisation)

    def at(self, organisation: str) -> "Partner":
        """Talk to this organisation from now on, with the same token."""
        self._session.headers["Host"] = f"{self._product.hosts[organisation]}:{self._product.port}"
        return self

    def token(self, client_id: str, secret: str, *scopes: str) -> "Partner":
        """Get a token for these scopes, and use it from now on."""
        answer = self._session.post(
            f"{self._address}/identity/token",
            data={"grant_type": "client_credentials", "scope": " ".join(scopes)},
            auth=(client_id, secret),
            timeout=ANSWER_WITHIN,
        )
        assert answer.status_code == 200, answer.text
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return self

    @property
    def shown(self) -> str:
        """The token that it shows."""
        return str(self._session.headers["Authorization"]).removeprefix("Bearer ")

    def ask(self, path: str, **query: str) -> Any:
        """Read something, which is to be there."""
        answer = self._session.get(self._address + path, params=query, timeout=ANSWER_WITHIN)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()

    def tell(self, path: str, *, key: str | None = None, expect: int = 201, **body: Any) -> Any:
        """Send something, once per key, which is to be taken."""
        answer = self._session.post(
            self._address + path,
            json=body,
            headers={"Idempotency-Key": key or secrets.token_hex(12)},
            timeout=ANSWER_WITHIN,
        )
        assert answer.status_code == expect, (path, answer.status_code, answer.text)
        return answer.json()

    def close(self) -> None:
        """Close the connection that is kept open."""
        self._session.close()
