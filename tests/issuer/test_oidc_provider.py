"""oidc-provider (npm) lets a member of staff in, by our own key's proof, and ends his session again."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from waarborg_identity.actions import standing
from waarborg_identity.actions.accounts import staff
from waarborg_tests.people import Browser

pytestmark = pytest.mark.slow
WITHIN = 30.0


class There:
    """A browser at the issuer; it keeps cookies whatever the time is, for the issuer's clock stands still."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self._session = requests.Session()
        self._session.trust_env = False
        self._cookies: dict[str, str] = {}

    def ask(self, method: str, address: str, **more: Any) -> requests.Response:
        """Ask once, and follow nothing."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        self._session.cookies.clear()
        answer = self._session.request(method, address, headers=sent, allow_redirects=False, timeout=WITHIN, **more)
        for line in answer.raw.headers.getlist("Set-Cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer

    def followed(self, address: str) -> str:
        """Follow the issuer's redirects, and return the first address that is not its own."""
        for _ in range(10):
            if not address.startswith(self.issuer):
                return address
            answer = self.ask("GET", address)
            assert answer.is_redirect, answer.text
            address = urljoin(address, answer.headers["Location"])
        raise AssertionError(address)


def test_a_member_of_staff_signs_in_there_and_out_again(outside: Any) -> None:
    organisation = outside.organisation
    browser, there = Browser(outside.product, organisation), There(outside.issuer)
    assert "/identity/sign-in/with/werk" in browser.get("/identity/sign-in").text

    back = urlsplit(there.followed(browser.get("/identity/sign-in/with/werk?next=/identity/me").location))
    assert f"{back.scheme}://{back.netloc}" == browser.origin
    let_in = browser.get(f"{back.path}?{back.query}")
    assert (let_in.status_code, let_in.location) == (303, "/identity/me"), let_in.text
    assert "Wies Werkt" in browser.get("/identity/me").text
    with outside.product.work("identity", organisation) as work:
        rules = outside.product.runtimes["identity"].rules(organisation)
        (account,) = [each.id for each in staff(work) if each.password_hash == ""]
        assert standing(work, account, rules=rules).roles == {"staff"}

    again = browser.get(f"{back.path}?{back.query}")
    assert again.location.startswith("/identity/sign-in/turned-away")

    asked = there.ask("GET", f"{outside.issuer}/session/end", params={"client_id": outside.client})
    (xsrf,) = re.findall(r'name="xsrf" value="([^"]+)"', asked.text)
    ended = there.ask("POST", f"{outside.issuer}/session/end/confirm", data={"xsrf": xsrf, "logout": "yes"})
    assert ended.is_redirect, ended.text
    assert browser.get("/identity/me").status_code != 200
