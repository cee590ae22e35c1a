"""Signing in at an outside issuer in a real Chromium: the button, what is said to who is not let in, and out again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from waarborg_identity.actions.claim_mappings import NewMapping, add_mapping
from waarborg_portal.up import as_invented
from waarborg_shared.testing.auth import FakeClock
from waarborg_shared.testing.issuer import FakeIssuer, fake_issuers
from waarborg_tests.cast import PASSWORD, USERNAME, invite
from waarborg_tests.every_page import is_good
from waarborg_tests.product import START, embedded
from waarborg_tests.second_factors import recovery_code
from waarborg_tests.visitors import Place

pytestmark = pytest.mark.browser
CONFIGURED = """
[organisations.buiten]
hosts = ["buiten.localhost"]

[organisations.buiten.issuers.werk]
kind = "staff"
issuer = "{werk}"
client_id = "waarborg"
client_auth = "private_key_jwt"
algorithms = ["ES256"]
name = {{ nl = "Werkaccount", en = "Work account" }}
second_factor = {{ amr = ["mfa"] }}
local_sign_in = false
emergency_accounts = ["{emergency}"]

[organisations.buiten.issuers.inlog]
kind = "person"
issuer = "{inlog}"
client_id = "waarborg"
client_auth = "private_key_jwt"
algorithms = ["ES256"]
name = {{ nl = "Inlogdienst", en = "Sign-in service" }}
number = {{ claim = "bsn", kind = "bsn" }}
levels = ["hoog"]
"""


@dataclass(frozen=True)
class Outside:
    """An organisation whose staff sign in outside alone, and its two issuers."""

    place: Place
    werk: FakeIssuer
    inlog: FakeIssuer


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Outside]:
    """The product with that organisation."""
    folder: Path = tmp_path_factory.mktemp("outside")
    clock = FakeClock(moment=START)
    with fake_issuers(clock.now, "/werk", "/inlog") as (werk, inlog):
        also = folder / "organisations.toml"
        also.write_text(CONFIGURED.format(werk=werk.url, inlog=inlog.url, emergency=USERNAME), encoding="utf-8")
        product = embedded(folder, clock=clock, also=also).start()
        told = {each.organisation: each for each in map(as_invented, product.composed.people())}  # type: ignore[attr-defined]
        place = Place(product, browser, invite(product)["buiten"], told["buiten"])
        yield Outside(place, werk, inlog)
        place.close_windows()
        product.stop()


@pytest.fixture(params=["nl", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    """Both languages."""
    return str(request.param)


def test_who_comes_from_outside_is_told_why_he_is_not_let_in(outside: Outside, lang: str) -> None:
    who = outside.place.visitor(lang)
    who.open("/identity/sign-in")
    assert who.page.locator("#field-username").count() == 0
    is_good(who)
    outside.inlog.away = True
    who.open("/identity/sign-in/with/inlog", expect=503)
    is_good(who)
    outside.werk.visitor = {"sub": f"nieuw-{lang}", "roles": []}
    who.open("/identity/sign-in/with/werk", expect=403)
    assert re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", who.words())
    is_good(who)
    assert who.page.url.endswith("/identity/sign-in/turned-away")


def test_who_has_a_role_is_in_and_signs_out_at_both_sides(outside: Outside, lang: str) -> None:
    product = outside.place.product
    with product.work("identity", "buiten") as work:
        row = NewMapping(issuer="werk", claim="roles", value=f"team-{lang}", role="staff")
        add_mapping(work, row, rules=product.runtimes["identity"].rules("buiten"), known=("werk",))
    outside.werk.visitor = {"sub": f"werkt-{lang}", "roles": [f"team-{lang}"], "name": "Wies Werkt"}
    who = outside.place.visitor(lang, javascript=False)
    who.open("/identity/sign-in?next=/identity/me")
    who.follow("a[href*='/sign-in/with/werk']")
    assert who.page.url == f"{who.origin}/identity/me"
    assert "Wies Werkt" in who.page.inner_text("body")
    who = outside.place.visitor(lang)
    who.open("/identity/sign-in/with/werk?next=/identity/me")
    is_good(who)
    who.open("/identity/sign-out")
    who.send()
    is_good(who)
    who.follow("main a[rel=noreferrer]")
    assert who.page.url == f"{who.origin}/"


def test_an_emergency_account_gets_in_and_sees_the_table(outside: Outside, lang: str) -> None:
    who, code = outside.place.visitor(lang), recovery_code(outside.place.product, "buiten", USERNAME)
    who.open("/identity/sign-in/emergency?next=/identity/outside")
    is_good(who)
    who.fill(username=USERNAME, password=PASSWORD)
    who.send()
    who.fill(recovery_code=code)
    who.send("#field-recovery_code")
    assert who.page.url == f"{who.origin}/identity/outside"
    is_good(who)
    who.fill(claim="roles", value="iemand@werk.example")
    who.send("#field-claim")
    assert who.page.locator("[aria-invalid=true]").count() > 0
    is_good(who)
