"""Accounts of persons: made after a letter where the organisation has them, and offered nowhere where it has none."""

import html
import json
import re
from dataclasses import replace

import pytest

from waarborg_identity import actions, totp
from waarborg_identity.domain import step_at
from waarborg_shared.auth import Assurance
from waarborg_tests.soft_passkey import SoftPasskey

PASSWORD = "drie paarse olifanten dansen"
LETTER, ACCOUNT, TOTP = "/identity/sign-in/letter", "/identity/me/account", "/identity/second-factor/set-up/totp"


@pytest.fixture
def person(world):
    with world.work() as work:
        return actions.register_person(work, actions.NewPerson(client_number="C-1", name="Ilse Fantasia")).id


def by_letter(world, person):
    with world.work() as work:
        made = actions.make_letter_code(work, person)
    browser = world.browser()
    answer = browser.post(LETTER, {"number": made.number, "code": made.code}, page="/identity/sign-in")
    assert answer.status_code == 303
    return browser


def make_account(browser, username="ilse", password=PASSWORD, again=None):
    return browser.post(ACCOUNT, {"username": username, "password": password, "again": again or password})


def set_app_up(world, browser):
    """Set a code app up; returns its secret and the page that comes then."""
    page = browser.get(TOTP).text
    secret = re.search(r'<dd translate="no">([A-Z2-7 ]+)</dd>', page)[1].replace(" ", "")
    sealed = re.search(r'name="secret" value="([^"]+)"', page)[1]
    code = totp.code_of(secret, step_at(world.clock.now()))
    return secret, browser.post(TOTP, {"secret": sealed, "totp": code})


def by_account(world, secret=None, username="ilse", password=PASSWORD):
    browser = world.browser()
    typed = {"account_name": username, "account_password": password}
    answer = browser.post("/identity/sign-in/account", typed, page="/identity/sign-in")
    if answer.status_code == 303 and secret is not None:
        code = totp.code_of(secret, step_at(world.clock.now()))
        answer = browser.post(answer.location, {"totp": code})
    return browser, answer


def assurance(world, browser):
    return world.app.extensions["waarborg_identity"].own.session("bqr", browser.cookie).assurance


def test_a_letter_alone_is_one_proof_and_the_answer_to_services_says_so(world, person):
    assert assurance(world, by_letter(world, person)) is Assurance.LOW


def test_after_a_letter_a_person_makes_an_account_and_needs_no_letter_any_more(world, person):
    browser = by_letter(world, person)
    assert ACCOUNT in browser.get("/identity/me").text
    assert make_account(browser).location.startswith("/identity/second-factor/set-up")
    secret, done = set_app_up(world, browser)
    assert len(re.findall(r'<dd translate="no">[A-Z0-9]{5}-[A-Z0-9]{5}</dd>', done.text)) == 10
    assert assurance(world, browser) is Assurance.HIGH
    world.clock.forward(60)
    again, answer = by_account(world, secret)
    assert answer.status_code == 303
    assert "Ilse Fantasia" in again.get("/identity/me").text
    assert assurance(world, again) is Assurance.HIGH


def test_who_is_sent_for_a_second_proof_sets_one_up_and_comes_back_to_the_page(world, person):
    browser = by_letter(world, person)
    there = browser.get("/identity/second-factor?next=/consent/who-looked").location
    page = browser.get(there).text
    assert "een brief alleen niet genoeg" in page and "wb-paper" in page
    way = html.unescape(re.search(r'href="(/identity/second-factor/set-up/totp[^"]*)"', page)[1])
    shown = browser.get(way).text
    secret = re.search(r'<dd translate="no">([A-Z2-7 ]+)</dd>', shown)[1].replace(" ", "")
    code = totp.code_of(secret, step_at(world.clock.now()))
    assert f"demonstratie: de code is {code}" in shown
    sealed = re.search(r'name="secret" value="([^"]+)"', shown)[1]
    wrong = browser.post(way, {"secret": sealed, "totp": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 422 and assurance(world, browser) is Assurance.LOW
    done = browser.post(way, {"secret": sealed, "totp": code})
    assert 'href="/consent/who-looked"' in done.text and "weer een brief nodig" in done.text
    assert assurance(world, browser) is Assurance.HIGH
    again = by_letter(world, person)
    assert again.get("/identity/second-factor?next=/consent/").status_code == 200


def test_a_password_alone_reads_nothing_here_either(world, person):
    browser = by_letter(world, person)
    make_account(browser)
    set_app_up(world, browser)
    half, answer = by_account(world)
    assert answer.location.startswith("/identity/second-factor")
    assert half.get("/identity/me").status_code == 401


def test_who_lost_his_password_comes_by_letter_and_second_factor_and_needs_no_old_one(world, person):
    browser = by_letter(world, person)
    make_account(browser)
    secret, _ = set_app_up(world, browser)
    world.clock.forward(60)
    browser = by_letter(world, person)
    assert browser.get("/identity/me/password").status_code == 403
    code = totp.code_of(secret, step_at(world.clock.now()))
    assert browser.post("/identity/second-factor", {"totp": code}).status_code == 303
    new = "vier blauwe tijgers zingen"
    assert browser.post("/identity/me/password", {"password": new, "again": new}).location == "/identity/me"
    assert by_account(world)[1].status_code == 422
    assert by_account(world, password=new)[1].status_code == 303


def test_who_finds_a_letter_cannot_replace_the_second_factor_that_is_there(world, person):
    browser = by_letter(world, person)
    make_account(browser)
    set_app_up(world, browser)
    finder = by_letter(world, person)
    for path in (ACCOUNT, TOTP, "/identity/second-factor/set-up/passkey", "/identity/me/recovery-codes"):
        assert finder.get(path).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": "il se"}, "username"),
        ({"username": ""}, "username"),
        ({"password": "kort"}, "password"),
        ({"password": "ilse-fantasia-1"}, "password"),
        ({"again": "iets anders dan dat"}, "again"),
    ],
)
def test_a_bad_account_names_its_field_and_makes_nothing(world, person, typed, field):
    browser = by_letter(world, person)
    answer = make_account(browser, **typed)
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text
    with world.work() as work:
        assert actions.username_of_person(work, person) == ""


def test_a_user_name_that_somebody_has_is_refused(world, person):
    make_account(by_letter(world, person))
    with world.work() as work:
        other = actions.register_person(work, actions.NewPerson(client_number="C-2")).id
    answer = make_account(by_letter(world, other), username="ILSE")
    assert 'id="error-username"' in answer.text


def test_the_answer_is_the_same_for_an_unknown_name_and_a_wrong_password(world, person):
    make_account(by_letter(world, person))
    pages = set()
    for username in ("ilse", "bestaatniet"):
        _, answer = by_account(world, username=username, password="een heel verkeerd wachtwoord")
        assert answer.status_code == 422
        plain = re.sub(r'(data-options|name="_form" value)="[^"]*"', "", answer.text)
        pages.add(plain.replace(username, "…"))
    assert len(pages) == 1


def test_an_unknown_name_costs_as_much_work_as_a_known_one(world, person, monkeypatch):
    hasher = world.app.extensions["waarborg_identity"].passwords._hasher
    real, worked = type(hasher).verify, []
    monkeypatch.setattr(
        type(hasher), "verify", lambda self, kept, typed: worked.append(kept) or real(self, kept, typed)
    )
    make_account(by_letter(world, person))
    for username in ("ilse", "niemand"):
        by_account(world, username=username, password="een heel verkeerd wachtwoord")
    assert len(worked) == 2


def test_a_guesser_is_slowed_down_and_the_person_elsewhere_is_not(world, person):
    make_account(by_letter(world, person))

    def guess():
        typed = {"account_name": "ilse", "account_password": "geraden geraden"}
        there = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
        return world.browser().post("/identity/sign-in/account", typed, page="/identity/sign-in", **there)

    assert [guess().status_code for _ in range(6)] == [422] * 5 + [429]
    assert by_account(world)[1].status_code == 303


def test_a_person_may_have_a_passkey_and_nothing_else(world, person):
    browser, passkey = by_letter(world, person), SoftPasskey()
    path = "/identity/second-factor/set-up/passkey"
    assert browser.get(path).status_code == 200
    asked = json.loads(html.unescape(re.search(r'data-options="([^"]+)"', browser.get(path).text)[1]))
    assert browser.post(path, {"credential": passkey.create(asked), "name": "Tablet"}).status_code == 200
    again = world.browser()
    asked = json.loads(html.unescape(re.search(r'data-options="([^"]+)"', again.get("/identity/sign-in").text)[1]))
    answer = again.post("/identity/sign-in/passkey", {"credential": passkey.get(asked)}, page="/identity/sign-in")
    assert answer.status_code == 303
    assert assurance(world, again) is Assurance.HIGH


def test_the_desk_takes_away_what_a_person_lost_after_saying_how_it_made_sure(world, person):
    browser = by_letter(world, person)
    make_account(browser)
    set_app_up(world, browser)
    world.hire()
    staff = world.browser()
    staff.sign_in()
    path = f"/identity/persons/{person}/sign-in"
    assert path in staff.get(f"/identity/persons/{person}").text
    assert 'id="error-how"' in staff.post(path).text
    assert staff.post(path, {"how": "in_person"}).status_code == 303
    world.clock.forward(5)
    assert browser.get("/identity/me").status_code == 401
    assert by_account(world)[1].status_code == 422
    assert ACCOUNT in by_letter(world, person).get("/identity/me").text


def test_the_desk_is_asked_for_its_duty_and_for_a_person_who_is_there(world, person):
    world.hire("bram", role="staff")
    world.hire()
    assert world.browser().get(f"/identity/persons/{person}/sign-in").status_code == 401
    staff, officer = world.browser(), world.browser()
    staff.sign_in("bram")
    officer.sign_in()
    assert staff.get(f"/identity/persons/{person}/sign-in").status_code == 403
    assert officer.get("/identity/persons/00000000-0000-4000-8000-000000000000/sign-in").status_code == 404


@pytest.fixture
def without_accounts(world, monkeypatch):
    rules = world.runtime.registry.rules("bqr")
    monkeypatch.setitem(vars(rules), "organisation", replace(rules.organisation, person_accounts=False))
    return world


def test_where_there_are_no_accounts_number_and_code_do_and_no_page_offers_one(without_accounts, person):
    world = without_accounts
    browser = by_letter(world, person)
    page = browser.get("/identity/me")
    assert page.status_code == 200
    assert "passkey" not in page.text.lower() and ACCOUNT not in page.text
    assert "account_name" not in world.browser().get("/identity/sign-in").text
    for path in (ACCOUNT, TOTP, "/identity/second-factor/set-up", "/identity/second-factor/set-up/passkey"):
        assert browser.get(path).status_code == 403
    typed = {"account_name": "ilse", "account_password": PASSWORD}
    assert world.browser().post("/identity/sign-in/account", typed, page="/identity/sign-in").status_code == 404
