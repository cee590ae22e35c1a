"""Passkeys: set up, used after the password and instead of it, and answers that do not hold."""

import html
import json
import re
from copy import copy

import pytest

from waarborg_identity import actions
from waarborg_tests.soft_passkey import SoftPasskey

SET_UP = "/identity/second-factor/set-up/passkey"
PROVE = "/identity/second-factor"


def options(page, action):
    """What the page tells the browser to ask of a passkey."""
    found = re.search(rf'action="{action}[^"]*" data-passkey="\w+" data-options="([^"]+)"', page)
    return json.loads(html.unescape(found[1]))


def with_passkey(world, passkey=None, username="anouk"):
    """Set a passkey up for somebody who is signed in; returns it, and to each test one with a counter of its own."""
    if passkey is None:
        return copy(world.beginning.once(("passkey", username), lambda: with_passkey(world, SoftPasskey(), username)))
    browser = world.browser()
    browser.sign_in(username)
    assert add(browser, passkey).status_code == 303
    return passkey


def add(browser, passkey, name="Mijn telefoon", **wrong):
    asked = options(browser.get(SET_UP).text, SET_UP)
    return browser.post(SET_UP, {"credential": passkey.create(asked, **wrong), "name": name})


def alone(browser, passkey, next="/desk", **wrong):
    """Sign in with nothing but a passkey."""
    page = f"/identity/sign-in?next={next}"
    asked = options(browser.get(page).text, "/identity/sign-in/passkey")
    return browser.post(
        f"/identity/sign-in/passkey?next={next}", {"credential": passkey.get(asked, **wrong)}, page=page
    )


def after_password(world, passkey, **wrong):
    browser = world.browser()
    browser.give_password(next="/desk")
    asked = options(browser.get(PROVE).text, f"{PROVE}/passkey")
    path = f"{PROVE}/passkey?next=/desk"
    return browser, browser.post(path, {"credential": passkey.get(asked, **wrong)}, page=PROVE)


def test_a_passkey_is_set_up_and_stands_on_ones_own_page_by_its_name(world):
    world.hire()
    with_passkey(world)
    browser = world.browser()
    browser.sign_in()
    assert "Mijn telefoon" in browser.get("/identity/me").text


def test_a_passkey_alone_lets_in_and_is_two_proofs_when_the_device_asked_who_is_there(world):
    world.hire()
    passkey = with_passkey(world)
    browser = world.browser()
    answer = alone(browser, passkey)
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert browser.get("/identity/me/recovery-codes").status_code == 200


def test_a_device_that_did_not_ask_who_is_there_lets_nobody_in_alone(world):
    world.hire()
    passkey = with_passkey(world, SoftPasskey(verifies=False))
    browser = world.browser()
    assert alone(browser, passkey).status_code == 422
    assert browser.cookie is None
    _, answer = after_password(world, passkey)
    assert answer.location == "/desk"


def test_a_passkey_is_the_second_factor_after_the_password(world):
    world.hire()
    passkey = with_passkey(world)
    browser, answer = after_password(world, passkey)
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert browser.get("/identity/staff").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://bqr.localhost.evil.example"},
        {"origin": "http://jtb.localhost:8000"},
        {"challenge": "AAAA"},
        {"challenge": ""},
    ],
)
def test_an_answer_for_another_site_or_challenge_does_not_hold(world, wrong):
    world.hire()
    passkey = with_passkey(world)
    browser = world.browser()
    assert alone(browser, passkey, **wrong).status_code == 422
    assert browser.cookie is None
    assert after_password(world, passkey, **wrong)[1].status_code == 422


def test_another_key_with_the_same_name_does_not_hold(world):
    world.hire()
    passkey = with_passkey(world)
    forged = SoftPasskey()
    forged.id, forged.counter = passkey.id, 10
    assert alone(world.browser(), forged).status_code == 422


def test_an_answer_counts_once(world):
    world.hire()
    passkey = with_passkey(world)
    passkey.counter = -1  # devices that sync count nothing: then only the challenge tells
    browser, page = world.browser(), "/identity/sign-in"
    answer = passkey.get(options(browser.get(page).text, "/identity/sign-in/passkey"))
    assert browser.post("/identity/sign-in/passkey", {"credential": answer}, page=page).status_code == 303
    thief = world.browser()
    assert thief.post("/identity/sign-in/passkey", {"credential": answer}, page=page).status_code == 422
    assert thief.cookie is None


def test_a_counter_that_goes_back_is_a_copy_and_does_not_hold(world):
    world.hire()
    passkey = with_passkey(world)
    passkey.counter = 5
    assert alone(world.browser(), passkey).status_code == 303
    passkey.counter = 3
    assert alone(world.browser(), passkey).status_code == 422


def test_a_challenge_for_signing_in_does_not_set_a_passkey_up_and_the_other_way_round(world):
    world.hire()
    passkey = with_passkey(world)
    browser = world.browser()
    browser.sign_in()
    to_sign_in = options(browser.get("/identity/sign-in").text, "/identity/sign-in/passkey")
    other = SoftPasskey()
    typed = {"credential": other.create(to_sign_in), "name": "Een andere"}
    assert browser.post(SET_UP, typed).status_code == 422
    to_set_up = options(browser.get(SET_UP).text, SET_UP)
    answer = {"credential": passkey.get(to_set_up)}
    assert world.browser().post("/identity/sign-in/passkey", answer, page="/identity/sign-in").status_code == 422


def test_a_challenge_of_one_session_is_nothing_in_another(world):
    world.hire()
    passkey = with_passkey(world)
    first, second = world.browser(), world.browser()
    first.give_password()
    second.give_password()
    asked = options(first.get(PROVE).text, f"{PROVE}/passkey")
    answer = second.post(f"{PROVE}/passkey", {"credential": passkey.get(asked)}, page=PROVE)
    assert answer.status_code == 422


def test_a_page_that_was_open_for_half_an_hour_is_too_old(world):
    world.hire()
    passkey = with_passkey(world)
    browser = world.browser()
    asked = options(browser.get("/identity/sign-in").text, "/identity/sign-in/passkey")
    world.clock.forward(30 * 60 + 1)
    answer = browser.post("/identity/sign-in/passkey", {"credential": passkey.get(asked)}, page="/identity/sign-in")
    assert answer.status_code == 422


def test_a_passkey_of_a_colleague_is_no_second_factor_of_mine(world):
    world.hire()
    world.hire("bram", role="staff")
    with_passkey(world)
    theirs = with_passkey(world, username="bram")
    assert after_password(world, theirs)[1].status_code == 422


def test_a_passkey_of_one_organisation_is_nothing_in_another(world):
    world.hire()
    passkey = with_passkey(world)
    there = world.browser("jtb")
    asked = options(there.get("/identity/sign-in").text, "/identity/sign-in/passkey")
    passkey.origin, passkey.host = "http://jtb.localhost:8000", "jtb.localhost"
    answer = {"credential": passkey.get(asked)}
    assert there.post("/identity/sign-in/passkey", answer, page="/identity/sign-in").status_code == 422


def test_the_passkey_of_a_shut_account_or_one_that_was_removed_lets_nobody_in(world):
    account = world.hire()
    passkey = with_passkey(world)
    browser = world.browser()
    browser.sign_in()
    page = browser.get("/identity/me").text
    (first, *_) = re.findall(r'action="(/identity/me/factors/[^"]+/remove)"', page)
    second = with_passkey(world)
    assert browser.post(first, page="/identity/me").status_code == 303
    assert alone(world.browser(), passkey).status_code == 422
    with world.work() as work:
        actions.disable_account(work, account)
    assert alone(world.browser(), second).status_code == 422
    assert world.steps(account)[-1] == ("sign-in-failed", {"by": "passkey", "reason": "shut"})


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "null", "{", "[" * 15_000, '{"id": 1}', json.dumps({"id": "x" * 15_000}), "a" * 20_001, "\x00"],
)
def test_nonsense_for_a_passkey_is_refused_and_no_error_of_ours(world, credential):
    world.hire()
    with_passkey(world)
    answer = {"credential": credential}
    assert world.browser().post("/identity/sign-in/passkey", answer, page="/identity/sign-in").status_code == 422
    browser = world.browser()
    browser.sign_in()
    assert browser.post(SET_UP, {**answer, "name": "x"}).status_code == 422


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
@pytest.mark.parametrize("spoiled", ["", "AAAA", "!!", "gA", "-" * 5000])
def test_a_spoiled_part_of_an_answer_is_refused(world, part, spoiled):
    world.hire()
    passkey = with_passkey(world)
    browser = world.browser()
    asked = options(browser.get("/identity/sign-in").text, "/identity/sign-in/passkey")
    answer = json.loads(passkey.get(asked))
    answer["response"][part] = spoiled
    typed = {"credential": json.dumps(answer)}
    assert browser.post("/identity/sign-in/passkey", typed, page="/identity/sign-in").status_code == 422


def test_without_javascript_the_page_says_what_to_do(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    page = browser.get(SET_UP).text
    assert "<noscript>" in page and "code-app" in page.lower()
    assert 'id="error-credential"' not in browser.post(SET_UP, {"name": "x"}).text
    assert "JavaScript" in browser.post(SET_UP, {"name": "x"}).text


def test_a_passkey_needs_a_name_and_ten_are_enough(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    assert add(browser, SoftPasskey(), name="").status_code == 422
    for number in range(10):
        assert add(browser, SoftPasskey(), name=f"Sleutel {number}").status_code == 303
    assert "tien passkeys" in add(browser, SoftPasskey()).text


def test_the_same_passkey_is_not_set_up_twice_also_not_by_somebody_else(world):
    world.hire()
    world.hire("bram", role="staff")
    passkey = with_passkey(world)
    browser = world.browser()
    browser.sign_in("bram")
    assert add(browser, passkey).status_code == 422


def test_the_timeline_tells_of_passkeys(world):
    account = world.hire()
    passkey = with_passkey(world)
    alone(world.browser(), passkey)
    alone(world.browser(), passkey, origin="https://evil.example")
    with world.work() as work:
        table = work.plumbing.timeline
        rows = work.session.execute(
            table.select().where(table.c.organisation == "bqr", table.c.case_ref == account).order_by(table.c.number)
        ).all()
    told = [(row.verb, row.facts) for row in rows][-3:]
    assert told == [
        ("second-factor-set-up", {"kind": "passkey"}),
        ("signed-in", {"by": ["pop", "user"]}),
        ("second-factor-failed", {"by": "pop"}),
    ]
