"""Signing in, in a real Chromium with a virtual authenticator: passkeys, code apps without JavaScript, sessions."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from waarborg_identity.actions import NewAccount, register_account
from waarborg_identity.domain import step_at
from waarborg_identity.passwords import Passwords
from waarborg_identity.totp import code_of
from waarborg_shared.hooks.values import RoleKind
from waarborg_tests.every_page import is_good
from waarborg_tests.visitors import Place, Visitor

pytestmark = pytest.mark.browser
PASSWORD = "drie paarse olifanten dansen"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(params=["nl", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    """Both languages."""
    return str(request.param)


@pytest.fixture
def one_lang(place: Place) -> str:
    """One language at each organisation: the pages are the same templates at both."""
    return {"bqr": "nl", "jtb-care": "en"}[place.organisation]


@pytest.fixture(autouse=True)
def windows_are_closed(places: dict[str, Place]) -> Iterator[None]:
    """No window outlives its test."""
    yield
    for place in places.values():
        place.close_windows()


def with_authenticator(who: Visitor) -> Visitor:
    """Give a window a device that makes and proves passkeys."""
    device = who.context.new_cdp_session(who.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return who


def hire(place: Place, username: str) -> None:
    """Register a member of staff who has set nothing up yet."""
    rules = place.product.runtimes["identity"].rules(place.organisation)
    roles = tuple(role.code for role in rules.roles.values() if role.kind is RoleKind.STAFF)
    command = NewAccount(
        username=username, name="Nina Nieuweling", password_hash=Passwords().hash(PASSWORD), roles=roles
    )
    with place.product.work("identity", place.organisation) as work:
        register_account(work, command, rules=rules)


def give_password(who: Visitor, username: str) -> Visitor:
    """Type user name and password, on the way to the desk."""
    who.open("/identity/sign-in?next=/desk")
    who.fill(username=username, password=PASSWORD)
    who.send("#field-password")
    return who


def make_passkey(who: Visitor, name: str) -> None:
    """Name a passkey and let the device make it."""
    who.fill(name=name)
    who.page.click("form[data-passkey=create] button")


def are_ten(who: Visitor) -> None:
    """Wait for the ten recovery codes; no two are alike."""
    expect(who.page.locator(".wb-code")).to_have_count(10)
    assert len(set(who.codes())) == 10


def sign_out(who: Visitor) -> None:
    """Sign out: what stays says that somebody was here before, and not who."""
    who.open("/identity/sign-out")
    who.send()
    assert [each["name"] for each in who.context.cookies()] == ["waarborg-known"]


def test_a_passkey_is_made_at_the_first_sign_in_and_lets_in_alone_at_the_next(place: Place, one_lang: str) -> None:
    hire(place, f"nina-{one_lang}")
    who = with_authenticator(give_password(place.visitor(one_lang), f"nina-{one_lang}"))
    is_good(who)
    who.follow("main .wb-door a >> nth=0")
    is_good(who)
    make_passkey(who, "Mijn laptop")
    are_ten(who)
    is_good(who)
    who.follow("main .wb-actions a")
    who.page.wait_for_url(who.origin + "/desk")
    sign_out(who)
    who.open("/identity/sign-in?next=/desk")
    who.page.click("form[data-passkey=get] button")
    who.page.wait_for_url(who.origin + "/desk")
    who.open("/identity/me")
    assert "Mijn laptop" in who.words()
    assert who.watch.complaints == []


def test_a_passkey_is_the_second_factor_after_the_password(place: Place) -> None:
    hire(place, "nina-tweede")
    who = with_authenticator(give_password(place.visitor(), "nina-tweede"))
    who.follow("main .wb-door a >> nth=0")
    make_passkey(who, "Mijn laptop")
    are_ten(who)
    sign_out(who)
    give_password(who, "nina-tweede")
    is_good(who)
    who.page.click("form[data-passkey=get] button")
    who.page.wait_for_url(who.origin + "/desk")


def test_a_device_that_does_not_know_us_is_told_and_other_ways_stay(place: Place) -> None:
    who = with_authenticator(place.visitor())
    who.open("/identity/sign-in?next=/desk")
    expect(who.page.locator("[data-passkey-failed]")).to_be_hidden()
    who.page.click("form[data-passkey=get] button")
    expect(who.page.locator("[data-passkey-failed]")).to_be_visible(timeout=90_000)
    expect(who.page.locator("[data-passkey-failed]")).to_be_focused()
    assert who.page.locator("#field-username").is_visible()
    assert who.context.cookies() == []


def test_a_code_app_is_set_up_and_used_without_javascript(place: Place, one_lang: str) -> None:
    username = f"nina-zonder-{one_lang}"
    hire(place, username)
    who = give_password(place.visitor(one_lang, javascript=False), username)
    who.follow("main .wb-door a >> nth=1")
    secret = who.codes()[0].replace(" ", "")
    step = step_at(place.product.clock.now())
    who.fill(totp="000000")
    who.send("#field-totp")
    expect(who.page.locator("#field-totp")).to_have_attribute("aria-invalid", "true")
    assert who.codes()[0].replace(" ", "") == secret
    who.fill(totp=code_of(secret, step))
    who.send("#field-totp")
    are_ten(who)
    sign_out(who)
    give_password(who, username)
    who.fill(totp=code_of(secret, step))
    who.send("#field-totp")
    expect(who.page.locator("#field-totp")).to_have_attribute("aria-invalid", "true")
    who.fill(totp=code_of(secret, step + 1))
    who.send("#field-totp")
    who.page.wait_for_url(who.origin + "/desk")


def test_without_javascript_a_passkey_is_explained_and_not_offered(place: Place) -> None:
    who = place.visitor(javascript=False)
    who.open("/identity/sign-in")
    assert not who.page.locator("form[data-passkey]").is_visible()
    assert "Een passkey heeft JavaScript nodig" in who.words()


def test_the_pages_of_setting_up_and_of_ones_own_sign_in_are_good(place: Place, one_lang: str) -> None:
    who = place.staff(lang=one_lang)
    place.staff(lang=one_lang)
    for path in ("/identity/me", "/identity/second-factor/set-up/totp", "/identity/me/password"):
        who.open(path)
        is_good(who)
    who.open("/identity/me/recovery-codes")
    who.send()
    are_ten(who)
    is_good(who)
    who.open("/identity/staff/password-code")
    if who.page.locator("#field-account").count():
        who.page.select_option("#field-account", index=1)
        who.choose(how="in_person")
        who.send("#field-account")
        assert len(who.codes()) == 2
    is_good(who)


def test_another_session_is_ended_from_ones_own_page(place: Place) -> None:
    hire(place, "nina-sessies")
    first = place.visitor().sign_in("nina-sessies", PASSWORD)
    second = place.visitor().sign_in("nina-sessies", PASSWORD)
    second.open("/identity/me")
    assert second.page.locator("table").last.locator("tbody tr").count() == 2
    second.follow("table form button[aria-label^='De sessie op']")
    assert second.page.locator("table").last.locator("tbody tr").count() == 1
    place.product.clock.forward(5)
    first.open("/identity/me", expect=401)


def test_a_client_makes_a_passkey_after_a_letter_where_there_are_accounts(places: dict[str, Place], lang: str) -> None:
    place = places["bqr"]
    person = place.cast.another_person(f"Z-passkey-{lang}", name="Noor Nergens")
    who = with_authenticator(place.visitor(lang)).come_by_letter(person.letter, person.code)
    is_good(who)
    who.follow("main a[href*='/consent/stop']")
    is_good(who)
    who.send("[name=purpose]")
    assert {"nl": "Gedaan", "en": "Done"}[lang] in who.words()
    is_good(who)
    who.follow("main p > a[href='/consent/']")
    who.follow("main .wb-actions a >> nth=0")
    is_good(who)
    who.follow(".wb-doors a >> nth=0")
    make_passkey(who, "Mijn tablet")
    are_ten(who)
    who.follow("main .wb-actions a")
    assert who.page.url == who.origin + "/consent/" and who.page.locator("main form[action$='/give']").count()
    sign_out(who)
    who.open("/identity/sign-in?next=/consent/")
    who.page.click("form[data-passkey=get] button")
    who.page.wait_for_url(who.origin + "/consent/")
    who.open("/identity/me")
    is_good(who)


def test_a_client_is_offered_no_account_where_there_are_none(places: dict[str, Place]) -> None:
    place = places["jtb-care"]
    person = place.cast.another_person("Z-geen-account", name="Noor Nergens")
    who = place.visitor().sign_in_by_letter(person.letter, person.code, then="/identity/me")
    assert "passkey" not in who.words().lower()
    is_good(who)
