"""Passwords: what may be one, hashes that are made anew, one's own, and a forgotten one that tells nobody anything."""

import re
from functools import partial

import pytest

from waarborg_identity import actions
from waarborg_identity.actions.factor_resets import Seen, reset_factor_in_person
from waarborg_identity.domain import BadPassword, Identified, too_common
from waarborg_identity.domain.staff_factors import BothByOne, Checked
from waarborg_identity.passwords import Passwords
from waarborg_identity.strength import check_new_password
from waarborg_shared.auth import Actor, ActorKind

OLD = "een goed lang wachtwoord"
NEW = "drie paarse olifanten dansen"
OWN = ("Anouk Verzonnen", "BQR-Zorg")


@pytest.mark.parametrize(
    "password",
    [
        "welkom01welkom01",
        "Welkom2026!!",
        "W3lk0m-BQR-2026",
        "zomer2026zomer",
        "Herfst-2026-Herfst",
        "thuiszorg2026!",
        "BQR-Zorg2026!",
        "anouk12345678",
        "Anouk.Verzonnen1",
        "password1234",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "123456789012",
        "geheim geheim geheim",
        "Tr0ub4dour",
        " spaties eromheen ",
    ],
)
def test_what_anybody_would_try_first_is_no_password(password):
    with pytest.raises(BadPassword):
        check_new_password(password, username="anouk", own=OWN)


@pytest.mark.parametrize(
    "password", [NEW, "correct horse battery staple", "tractor onder de lindeboom", "x9!Kd02-mQz7p", "ζώα μου χορεύουν"]
)
def test_words_that_have_nothing_to_do_with_one_another_are_one(password):
    assert check_new_password(password, username="anouk", own=OWN) == password


def test_a_name_counts_against_its_owner_alone():
    assert too_common("bartholomeus-1", own=("Bartholomeus Jansen",))
    assert not too_common("bartholomeus-1", own=("Anouk Verzonnen",))


def test_a_very_long_password_is_judged_quickly_and_not_refused_for_its_length():
    assert len(check_new_password("drie paarse olifanten " * 9 + "x")) == 199


def test_a_hash_of_older_parameters_is_made_anew_at_the_next_sign_in(world):
    world.hire()
    older = Passwords(memory_kib=128, rounds=2, patience=30).hash(OLD)
    with world.work() as work:
        account = world.hired["bqr", "anouk"]
        actions.hash_anew(work, account, older)
    assert world.browser().sign_in().status_code == 303
    with world.work() as work:
        now = actions.find_credentials(work, "anouk").password_hash
    assert now != older and "m=64,t=1,p=1" in now
    assert world.browser().sign_in().status_code == 303
    with world.work() as work:
        assert actions.find_credentials(work, "anouk").password_hash == now


def change(browser, present=OLD, password=NEW, again=None):
    typed = {"present": present, "password": password, "again": again or password}
    return browser.post("/identity/me/password", typed)


def test_who_knows_the_present_password_changes_it_and_his_other_sessions_end(world):
    world.hire()
    here, elsewhere = world.browser(), world.browser()
    here.sign_in()
    elsewhere.sign_in()
    assert change(here).location == "/identity/me"
    world.clock.forward(6)
    assert here.get("/identity/me").status_code == 200
    assert elsewhere.get("/identity/me").status_code == 401
    assert world.browser().give_password(password=OLD).status_code == 422
    assert world.browser().sign_in(password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"present": "niet het oude wachtwoord"}, "present"),
        ({"present": ""}, "present"),
        ({"password": "kort"}, "password"),
        ({"password": "Welkom2026!!"}, "password"),
        ({"password": "anouk verzonnen 1"}, "password"),
        ({"again": "drie groene olifanten dansen"}, "again"),
    ],
)
def test_a_change_that_cannot_be_names_its_field_and_changes_nothing(world, typed, field):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    answer = change(browser, **typed)
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text
    assert world.browser().sign_in(password=OLD).status_code == 303


def test_who_guesses_the_present_password_from_an_open_session_is_slowed_down(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    for _ in range(5):
        assert change(browser, present="geraden geraden").status_code == 422
    assert change(browser, present="geraden geraden").status_code == 429


def colleague(world, ref="account-of-a-colleague", organisation="bqr"):
    actor = Actor(ActorKind.STAFF, ref, organisation)
    return world.runtime.uow.begin(organisation, actor=actor, now=world.clock.now())


def code_for(world, account, how=Identified.IN_PERSON):
    with colleague(world) as work:
        return actions.make_password_code(work, account, how=how, rules=world.runtime.registry.rules("bqr"))


def renew(browser, made=None, *, password=NEW, **typed):
    fields = {"number": made.number if made else "", "code": made.shown if made else "", **typed}
    return browser.post("/identity/forgotten-password", {**fields, "password": password, "again": password})


def test_with_a_number_and_code_of_a_colleague_somebody_sets_a_new_password_once(world):
    account = world.hire()
    signed_in = world.browser()
    signed_in.sign_in()
    made = code_for(world, account)
    assert "geldt" in renew(world.browser(), made).text
    world.clock.forward(6)
    assert signed_in.get("/identity/me").status_code == 401
    browser = world.browser()
    answer = browser.give_password(password=NEW)
    assert answer.location.startswith("/identity/second-factor")
    assert browser.get("/identity/me").status_code == 401
    assert renew(world.browser(), made, password="vier blauwe tijgers zingen").status_code == 422


def test_a_code_counts_for_a_day_and_until_a_newer_one_is_made(world):
    account = world.hire()
    first, second = code_for(world, account), code_for(world, account)
    assert renew(world.browser(), first).status_code == 422
    world.clock.forward(24 * 3600)
    assert renew(world.browser(), second).status_code == 422
    assert world.browser().sign_in(password=OLD).status_code == 303


def test_nobody_learns_here_who_exists(world):
    account = world.hire()
    made = code_for(world, account)
    pages = []
    for number, code in ((made.number, "2345-6789-ABCD"), ("12345678", "2345-6789-ABCD"), ("nummer", "code")):
        answer = renew(world.browser(), number=number, code=code)
        assert answer.status_code == 422
        plain = answer.text.replace(f'value="{number}"', "").replace(f'value="{code}"', "")
        pages.append(re.sub(r'name="_form" value="[^"]+"', "", plain))
    assert len(set(pages)) == 1
    assert "username" not in world.browser().get("/identity/forgotten-password").text


def test_a_guesser_of_codes_is_slowed_down_and_the_colleague_with_the_right_one_elsewhere_is_not(world):
    account = world.hire()
    made = code_for(world, account)

    def guess(address):
        typed = {"number": made.number, "code": "2345-6789-ABCD", "password": NEW, "again": NEW}
        there = {"environ_overrides": {"REMOTE_ADDR": address}}
        return world.browser().post("/identity/forgotten-password", typed, **there)

    assert [guess("203.0.113.7").status_code for _ in range(6)] == [422] * 5 + [429]
    assert renew(world.browser(), made).status_code == 200


def test_a_password_like_ones_own_name_is_refused_when_it_is_renewed_and_the_code_still_counts(world):
    made = code_for(world, world.hire())
    answer = renew(world.browser(), made, password="verzonnen-anouk-1")
    assert 'id="error-password"' in answer.text
    assert renew(world.browser(), made).status_code == 200


def test_staff_with_the_duty_make_a_code_for_a_colleague_and_see_it_once(world):
    world.hire()
    other = world.hire("bram", role="staff", name="Bram Nietbestaand")
    browser = world.browser()
    browser.sign_in()
    page = browser.get("/identity/staff/password-code").text
    assert "Bram Nietbestaand" in page and f'value="{world.hired["bqr", "anouk"]}"' not in page
    made = browser.post("/identity/staff/password-code", {"account": other, "how": "called_back"})
    number, code = re.findall(r'<dd translate="no">([^<]+)</dd>', made.text)
    assert renew(world.browser(), number=number, code=code).status_code == 200


@pytest.mark.parametrize("typed", [{"how": "in_person"}, {"account": "x", "how": "in_person"}, {"how": "by_mail"}])
def test_no_code_is_made_for_nobody_or_without_saying_how_one_made_sure(world, typed):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    answer = browser.post("/identity/staff/password-code", typed)
    assert answer.status_code == 422
    assert "<dd translate" not in answer.text


def test_nobody_makes_a_code_for_himself_or_for_a_shut_account(world):
    account, gone = world.hire(), world.hire("bram", role="staff")
    rules = world.runtime.registry.rules("bqr")
    with world.work() as work:
        actions.disable_account(work, gone)
    with pytest.raises(actions.UnknownAccount), colleague(world) as work:
        actions.make_password_code(work, gone, how=Identified.IN_PERSON, rules=rules)
    world.hire("carla", role="staff")
    browser = world.browser()
    browser.sign_in()
    answer = browser.post("/identity/staff/password-code", {"account": account, "how": "in_person"})
    assert answer.status_code == 403


def reset_in_person(world, account, ref):
    with colleague(world, ref) as work:
        reset_factor_in_person(work, account, Seen(checked=Checked.KNOWN, reason="Stond aan de balie"), revision=None)


@pytest.mark.parametrize("password_first", [True, False])
def test_one_colleague_renews_one_of_the_two_proofs_and_leaves_the_other_to_another(world, password_first):
    account, one = world.hire(), "account-of-a-colleague"
    first, then = (code_for, partial(reset_in_person, ref=one))[:: 1 if password_first else -1]
    first(world, account)
    with pytest.raises(BothByOne):
        then(world, account)
    if password_first:
        reset_in_person(world, account, "account-of-another")
    world.clock.forward(7 * 24 * 3600)
    then(world, account)


def test_the_page_says_why_one_colleague_does_not_renew_both(world):
    world.hire()
    bram = world.hire("bram", role="staff")
    browser = world.browser()
    browser.sign_in()
    reset_in_person(world, bram, world.hired["bqr", "anouk"])
    answer = browser.post("/identity/staff/password-code", {"account": bram, "how": "in_person"})
    assert answer.status_code == 422
    assert 'id="error-account"' in answer.text and "het andere bewijs" in answer.text


def test_who_lacks_the_duty_makes_no_code(world):
    world.hire()
    world.hire("bram", role="staff")
    browser = world.browser()
    browser.sign_in("bram")
    assert browser.get("/identity/staff/password-code").status_code == 403
