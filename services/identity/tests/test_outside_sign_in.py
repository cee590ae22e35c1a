"""Signing in at an outside issuer: the way out and back, whose account it is, and with which roles."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from waarborg_identity import actions
from waarborg_identity.actions import NewPerson, register_person
from waarborg_identity.actions.outside_links import links_of, unlink_account

BSN = "999990044"


@pytest.fixture
def world(outside_world):
    return outside_world


@pytest.fixture
def werk(issuers):
    return issuers["werk"]


def roles_of(world, account):
    with world.work() as work:
        return actions.standing(work, account, rules=world.runtime.registry.rules("bqr")).roles


def title(answer):
    return re.search(r"<h1[^>]*>([^<]+)</h1>", answer.text).group(1)


def signed_in(browser):
    return browser.get("/identity/me").status_code == 200


def test_the_sign_in_page_shows_a_button_for_each_issuer_above_the_form(world):
    page = world.browser().get("/identity/sign-in?next=/desk").text
    assert page.index("/identity/sign-in/with/werk?next=/desk") < page.index('name="username"')
    assert "/identity/sign-in/with/inlog" in page
    assert "with/werk" not in world.browser("jtb").get("/identity/sign-in").text
    assert world.browser("jtb").get("/identity/sign-in/with/werk").status_code == 404


def test_the_way_out_asks_for_a_code_with_pkce_and_values_that_are_good_once(world, werk):
    browser = world.browser()
    out = browser.get("/identity/sign-in/with/werk?next=/desk")
    there = urlsplit(out.location)
    asked = dict(parse_qsl(there.query))
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{werk.url}/authorize"
    assert asked["redirect_uri"] == "http://bqr.localhost:8000/identity/sign-in/back/werk"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    cookie = next(each for each in out.headers.getlist("Set-Cookie") if each.startswith("waarborg-issuer="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age=600" in cookie
    again = dict(parse_qsl(urlsplit(browser.get("/identity/sign-in/with/werk").location).query))
    assert all(again[name] != asked[name] for name in ("state", "nonce", "code_challenge"))


def test_the_language_that_somebody_chose_goes_along_but_for_the_address_to_come_back_to(world, werk):
    world.map_role("staff")
    browser = world.browser()
    out = browser.leave(next="/desk", lang="en")
    asked = dict(parse_qsl(urlsplit(out.location).query))
    assert asked["redirect_uri"] == "http://bqr.localhost:8000/identity/sign-in/back/werk"
    assert asked["ui_locales"] == "en"
    assert browser.back(**werk.answer_to(out.location)).location == "/desk?lang=en"
    refused = browser.back(**werk.answer_to(browser.leave(lang="en").location, roles=[]))
    assert title(refused) == "You have no role here yet"


def test_somebody_whom_the_table_gives_a_role_gets_an_account_and_is_in(world, werk):
    world.map_role("staff")
    browser = world.browser()
    back = browser.come_from(werk, next="/desk")
    assert (back.status_code, back.location) == (303, "/desk")
    assert signed_in(browser)
    (account,) = world.accounts()
    assert roles_of(world, account) == {"staff"}
    verbs = [verb for verb, _ in world.steps(account)]
    assert verbs == ["registered", "role-granted", "signed-in"]
    assert world.steps(account)[-1][1] == {"by": ["issuer-mfa"], "issuer": "werk"}
    mine = browser.get("/identity/me").text
    assert "Wies Werkt" in mine and "U logt in bij Werkaccount en hebt hier geen wachtwoord." in mine
    assert "zonder brief" not in mine and "wachtwoord wijzigen" not in mine
    assert browser.client.get_cookie("waarborg-issuer", domain="bqr.localhost") is None


def test_the_second_time_it_is_the_same_account_with_the_name_of_today(world, werk):
    world.map_role("staff")
    assert world.browser().come_from(werk).status_code == 303
    browser = world.browser()
    assert browser.come_from(werk, name="Wies Anders").status_code == 303
    assert len(world.accounts()) == 1
    assert "Wies Anders" in browser.get("/identity/me").text


def test_neither_the_subject_nor_the_name_is_stored_as_it_is(world, werk):
    world.map_role("staff")
    world.browser().come_from(werk, sub="onderwerp-0123456789", name="Wies Werkt")
    contents = Path(world.runtime.engine.url.database).read_bytes()
    assert b"onderwerp-0123456789" not in contents and b"Wies Werkt" not in contents


def test_roles_follow_the_table_at_each_sign_in(world, werk):
    world.map_role("staff", "wijkteam")
    world.map_role("privacy_officer", "fg")
    world.browser().come_from(werk, roles=["wijkteam", "fg", "onbekend"])
    (account,) = world.accounts()
    assert roles_of(world, account) == {"staff", "privacy_officer"}
    world.browser().come_from(werk, roles=["wijkteam"])
    assert roles_of(world, account) == {"staff"}
    assert ("role-ended", {"role": "privacy_officer", "issuer": "werk"}) in world.steps(account)


def test_roles_from_outside_last_no_longer_than_the_sign_in_that_brought_them(world, werk, clock):
    world.map_role("staff")
    world.browser().come_from(werk)
    (account,) = world.accounts()
    longest = world.runtime.registry.rules("bqr").sign_in_policy.staff_longest_minutes
    clock.forward(longest * 60 - 1)
    assert roles_of(world, account) == {"staff"}
    clock.forward(2)
    assert roles_of(world, account) == set()


def test_a_right_that_stands_in_the_token_itself_gives_nothing(world, werk):
    refused = world.browser().come_from(werk, roles=["privacy_officer"], entitlements=["identity.grant-roles"])
    assert refused.status_code == 403
    assert world.accounts() == []


def test_who_has_no_role_is_let_into_nothing_and_told_what_to_do(world, werk):
    browser = world.browser()
    refused = browser.come_from(werk, roles=["andere-club"])
    assert refused.status_code == 403
    assert title(refused) == "U hebt hier nog geen rol"
    assert re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", refused.text)
    assert not signed_in(browser)
    assert browser.cookie is None


def test_what_somebody_put_into_the_table_himself_gives_him_nothing(world, werk):
    world.map_role("staff")
    world.browser().come_from(werk)
    (account,) = world.accounts()
    world.map_role("privacy_officer", by=account)
    world.browser().come_from(werk)
    assert roles_of(world, account) == {"staff"}


def test_a_shut_account_stays_shut(world, werk):
    world.map_role("staff")
    world.browser().come_from(werk)
    (account,) = world.accounts()
    with world.work() as work:
        actions.disable_account(work, account)
    browser = world.browser()
    refused = browser.come_from(werk)
    assert (refused.status_code, title(refused)) == (403, "Uw account is afgesloten")
    assert not signed_in(browser)
    assert world.steps(account)[-1] == ("sign-in-failed", {"by": "issuer", "issuer": "werk", "reason": "shut"})


def test_without_two_proofs_there_our_own_second_factor_is_asked(world, werk):
    world.map_role("staff")
    browser = world.browser()
    back = browser.come_from(werk, amr=["pwd"], next="/desk")
    assert back.location == "/identity/second-factor?next=/desk"
    assert browser.get("/identity/me").status_code != 200
    (account,) = world.accounts()
    assert world.steps(account)[-1][0] == "issuer-vouched"
    world.hired["bqr", "wies"] = account
    assert browser.prove("/identity/second-factor?next=/desk", "wies").location == "/desk"
    assert signed_in(browser)
    assert world.steps(account)[-1] == ("signed-in", {"by": ["issuer", "recovery"]})


def test_an_account_of_ours_is_tied_by_a_colleague_with_the_number_that_was_shown(world, werk):
    world.hire(role="privacy_officer")
    bram = world.hire("bram", "staff", name="Bram Nietbestaand")
    refused = world.browser().come_from(werk, roles=[])
    number = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", refused.text).group()
    admin = world.browser()
    admin.sign_in()
    page = f"/identity/staff/{bram}/link"
    revision = re.search(r'name="_revision" value="(\d+)"', admin.get(page).text).group(1)
    assert admin.post(page, {"_revision": revision, "code": number}).status_code == 303
    browser = world.browser()
    assert browser.prove(browser.come_from(werk, roles=[]).location, "bram").status_code == 303
    assert "Bram Nietbestaand" in browser.get("/identity/me").text
    assert ("issuer-linked", {"issuer": "werk", "to_prove": True}) in world.steps(bram)
    assert admin.post(page, {"_revision": str(int(revision) + 1), "code": number}).status_code == 422


def test_an_undone_tie_ends_sessions_and_roles_at_once(world, werk):
    world.map_role("staff")
    browser = world.browser()
    browser.come_from(werk)
    (account,) = world.accounts()
    with world.work() as work:
        unlink_account(work, account, "Uit dienst", revision=None)
        assert links_of(work, account) == []
    assert not signed_in(browser)
    assert roles_of(world, account) == set()
    ended = [("issuer-unlinked", {"issuer": "werk"}), ("role-ended", {"role": "staff", "issuer": "werk"})]
    assert world.steps(account)[-2:] == ended
    assert browser.come_from(werk).status_code == 303
    assert len(world.accounts()) == 2


def register(world, **numbers):
    with world.work() as work:
        return register_person(work, NewPerson(name="Ilse Fantasia", **numbers)).id


def test_a_person_is_found_by_the_number_that_the_issuer_vouches_for(world, issuers):
    person = register(world, bsn=BSN)
    browser = world.browser()
    back = browser.come_from(issuers["inlog"], "inlog", acr="hoog", bsn=f"s00000000:{BSN}", next="/consent/")
    assert (back.status_code, back.location) == (303, "/consent/")
    with world.work() as work:
        found = actions.live_session(work, browser.cookie, limits=world.runtime.registry.rules("bqr").sign_in_policy)
    assert (found.subject, found.kind) == (person, "person")


def test_a_person_who_is_not_registered_is_refused_with_a_page_of_help(world, issuers):
    register(world, bsn=BSN)
    for number in ("999990056", "123456789", "", None, 999990044, "x" * 400):
        browser = world.browser()
        refused = browser.come_from(issuers["inlog"], "inlog", acr="hoog", bsn=number)
        assert (number, refused.status_code, title(refused)) == (number, 403, "Wij vinden u niet")
        assert browser.cookie is None
        assert "999990" not in refused.text


def test_a_person_who_signed_in_with_too_little_certainty_is_refused(world, issuers):
    register(world, bsn=BSN)
    for acr in ("basis", None, 3):
        refused = world.browser().come_from(issuers["inlog"], "inlog", acr=acr, bsn=BSN)
        assert (acr, refused.status_code, title(refused)) == (acr, 403, "Log in met meer zekerheid")


def test_a_person_of_the_lower_level_sets_up_a_second_factor_here(world, issuers):
    register(world, bsn=BSN)
    browser = world.browser()
    back = browser.come_from(issuers["inlog"], "inlog", acr="substantieel", bsn=BSN)
    assert back.location == "/identity/second-factor?next=/"
    assert browser.get(back.location).location.startswith("/identity/second-factor/set-up")


def test_a_session_of_before_is_replaced_and_its_secret_is_void(world, werk):
    world.map_role("staff")
    browser = world.browser()
    browser.carry("vast-gezet-door-een-ander")
    browser.come_from(werk)
    first = browser.cookie
    assert first != "vast-gezet-door-een-ander"
    browser.come_from(werk)
    assert browser.cookie != first
    other = world.browser()
    other.carry(first)
    assert not signed_in(other)


def test_nobody_is_sent_to_another_host_afterwards(world, werk):
    world.map_role("staff")
    for path in ("https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "javascript:alert(1)"):
        assert world.browser().come_from(werk, next=path).location == "/", path


def test_a_way_fits_into_a_cookie_however_long_the_path_is(world, werk):
    world.map_role("staff")
    for length, onward in ((1500, "/" + "x" * 1499), (1501, "/")):
        browser = world.browser()
        out = browser.leave(next="/" + "x" * (length - 1))
        (cookie,) = [each for each in out.headers.getlist("Set-Cookie") if each.startswith("waarborg-issuer=")]
        assert len(cookie) < 4000
        assert browser.back(**werk.answer_to(out.location)).location == onward


def test_an_application_that_wants_somebody_to_sign_in_anew_gets_that_there_too(world, werk, clock):
    world.map_role("staff")
    browser = world.browser()
    path = "/identity/authorize?x=1&signed_in_since=abc"
    asked = dict(parse_qsl(urlsplit(browser.leave(next=path).location).query))
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    stale = int(clock.now().timestamp()) - 3600
    assert browser.come_from(werk, next=path, auth_time=stale).status_code == 502
    assert browser.come_from(werk, next=path, auth_time=None).status_code == 502
    assert browser.come_from(werk, next=path).status_code == 303
