"""Staff sign in and out: sessions, guessers, and what a page tells and does not tell."""

import json
import logging
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from waarborg_identity import actions
from waarborg_identity.models import PLUMBING, Account, SignInTries
from waarborg_identity.passwords import Passwords

WRONG = "Gebruikersnaam of wachtwoord"


def alive(browser):
    return browser.get("/identity/staff").status_code == 200


def test_staff_signs_in_and_goes_where_it_was_going(world):
    world.hire()
    browser = world.browser()
    answer = browser.sign_in(next="/breach/cases")
    assert (answer.status_code, answer.location) == (303, "/breach/cases")
    assert len(browser.cookie) == 43
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert "Anouk Verzonnen" in browser.get("/identity/staff").text


def test_a_visitor_who_does_not_sign_in_gets_no_cookie(world):
    browser = world.browser()
    assert "Set-Cookie" not in browser.get("/identity/sign-in").headers
    assert browser.cookie is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "http:evil.example",
        "/%0d%0aSet-Cookie:x=1\r\n",
        "/" + "a" * 5000,
    ],
)
def test_nobody_is_sent_to_another_site(world, elsewhere):
    world.hire()
    assert world.browser().sign_in(next=elsewhere).location == "/"


def test_a_session_that_was_planted_is_not_taken_over(world):
    world.hire()
    attacker, victim = world.browser(), world.browser()
    attacker.sign_in()
    planted = attacker.cookie
    victim.carry(planted)
    victim.sign_in()
    assert victim.cookie != planted
    stranger = world.browser()
    stranger.carry(planted)
    world.clock.forward(6)
    assert not alive(stranger)
    assert alive(victim)


def test_a_made_up_session_is_not_adopted(world):
    world.hire()
    browser = world.browser()
    browser.carry("m" * 43)
    browser.sign_in()
    assert browser.cookie != "m" * 43


def test_a_form_without_our_token_signs_nobody_in(world):
    world.hire()
    answer = world.browser().bare(
        "/identity/sign-in", data={"username": "anouk", "password": "een goed lang wachtwoord"}
    )
    assert answer.status_code in (403, 422)
    assert "Set-Cookie" not in answer.headers


def test_a_form_of_another_site_signs_nobody_in_or_out(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    for path in ("/identity/sign-in", "/identity/sign-out", "/identity/sign-in/letter"):
        page = "/identity/sign-in" if path.endswith("letter") else path
        answer = browser.post(path, page=page, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert alive(browser)


def test_a_link_alone_signs_nobody_out(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    assert browser.get("/identity/sign-out").status_code == 200
    assert alive(browser)


def test_signing_out_ends_the_session_at_once(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    old = browser.cookie
    assert browser.post("/identity/sign-out").status_code == 303
    assert browser.cookie is None
    browser.carry(old)
    assert not alive(browser)


def test_the_answer_is_the_same_for_an_unknown_name_a_wrong_password_and_a_disabled_account(world):
    world.hire()
    gone = world.hire("bram")
    with world.work() as work:
        actions.disable_account(work, gone)
    pages = []
    for username in ("anouk", "bestaatniet", "bram"):
        answer = world.browser().sign_in(username, "een heel verkeerd wachtwoord")
        assert answer.status_code == 422
        assert WRONG in answer.text
        pages.append(re.sub(r'data-options="[^"]*"', "", answer.text.replace(username, "…")))
    without_tokens = {"".join(part.partition('">')[2] for part in page.split('name="_form"')[1:]) for page in pages}
    assert len(without_tokens) == 1


def test_who_tries_a_disabled_account_stands_on_its_timeline_whatever_he_types(world):
    world.hire("noor")
    gone = world.hire()
    with world.work() as work:
        actions.disable_account(work, gone)
    for password in ("een heel verkeerd wachtwoord", "een goed lang wachtwoord"):
        assert world.browser().give_password("anouk", password).status_code == 422
    assert world.steps(gone)[-2:] == [("sign-in-failed", {"by": "password", "reason": "shut"})] * 2
    colleague = world.browser()
    colleague.sign_in("noor")
    assert "Inloggen mislukt: het account was afgesloten" in colleague.get(f"/identity/staff/{gone}").text


def test_a_wrong_password_of_an_open_account_says_nothing_of_a_shut_one(world):
    account = world.hire()
    world.browser().give_password("anouk", "een heel verkeerd wachtwoord")
    assert world.steps(account)[-1] == ("sign-in-failed", {"by": "password"})


def test_an_unknown_name_or_a_disabled_account_costs_as_much_work_as_a_known_one(world, monkeypatch):
    passwords = world.app.extensions["waarborg_identity"].passwords
    worked = []
    real = type(passwords._hasher).verify
    monkeypatch.setattr(
        type(passwords._hasher), "verify", lambda self, kept, typed: worked.append(kept[:20]) or real(self, kept, typed)
    )
    world.hire()
    world.browser().sign_in("anouk", "een heel verkeerd wachtwoord")
    world.browser().sign_in("niemand", "een heel verkeerd wachtwoord")
    with world.work() as work:
        actions.disable_account(work, world.hired["bqr", "anouk"])
    world.browser().sign_in("anouk", "een heel verkeerd wachtwoord")
    assert len(worked) == 3
    assert len(set(worked)) == 1


def test_the_right_password_of_a_disabled_account_does_not_let_in(world):
    gone = world.hire()
    with world.work() as work:
        actions.disable_account(work, gone)
    assert world.browser().sign_in().status_code == 422


def test_an_account_of_one_organisation_is_nobody_in_another(world):
    world.hire()
    assert world.browser("jtb").sign_in().status_code == 422


def test_what_was_typed_stays_but_never_the_password(world):
    answer = world.browser().sign_in("<b>niemand</b>", "een heel verkeerd wachtwoord")
    assert "&lt;b&gt;niemand&lt;/b&gt;" in answer.text
    assert "verkeerd wachtwoord" not in answer.text


def guess(world, times, *, username="anouk", address="203.0.113.7"):
    answer = None
    for _ in range(times):
        browser = world.browser()
        path = "/identity/sign-in"
        answer = browser.post(
            path, {"username": username, "password": "geraden geraden"}, environ_overrides={"REMOTE_ADDR": address}
        )
    return answer


def test_a_guesser_is_slowed_down_more_and_more(world):
    world.hire()
    assert guess(world, 5).status_code == 422
    slowed = guess(world, 1)
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "1")
    assert "Wacht 1 seconde en" in slowed.text
    world.clock.forward(1)
    assert guess(world, 1).status_code == 422
    assert guess(world, 1).headers["Retry-After"] == "2"
    for _ in range(20):
        world.clock.forward(60)
        assert guess(world, 1).status_code == 422
    assert int(guess(world, 1).headers["Retry-After"]) <= 60


def test_a_slowed_guesser_is_not_told_that_it_was_right(world):
    world.hire()
    guess(world, 5)
    browser = world.browser()
    answer = browser.post(
        "/identity/sign-in",
        {"username": "anouk", "password": "een goed lang wachtwoord"},
        environ_overrides={"REMOTE_ADDR": "203.0.113.7"},
    )
    assert answer.status_code == 429
    assert browser.cookie is None


def test_the_victim_of_a_guesser_signs_in_as_always(world):
    world.hire()
    guess(world, 6)
    assert world.browser().sign_in().status_code == 303


def test_a_name_that_nobody_has_is_slowed_down_just_the_same(world):
    assert guess(world, 5, username="niemand").status_code == 422
    assert guess(world, 1, username="niemand").status_code == 429


def test_a_guesser_with_a_whole_ipv6_network_is_one_guesser(world):
    world.hire()
    for n in range(5):
        guess(world, 1, address=f"2001:db8::{n}")
    assert guess(world, 1, address="2001:db8::ffff").status_code == 429


def spray(world, times, *, address="203.0.113.7", first=0):
    return [guess(world, 1, username=f"naam-{n}", address=address).status_code for n in range(first, first + times)]


def test_who_tries_many_names_from_one_place_waits_too(world):
    world.hire()
    assert spray(world, 20) == [422] * 20
    slowed = guess(world, 1, username="naam-20")
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "45")
    world.clock.forward(45)
    assert spray(world, 2, first=20) == [422, 429]
    assert guess(world, 1, address="203.0.113.8").status_code == 422
    assert world.browser().sign_in().status_code == 303


def test_who_tries_many_letters_from_one_place_waits_too(world):
    spray(world, 19)
    answers = []
    for n in range(2):
        letter = {"number": f"1234567{n}", "code": "2345-6789-ABCD"}
        answers.append(
            world.browser().post(
                "/identity/sign-in/letter",
                letter,
                page="/identity/sign-in",
                environ_overrides={"REMOTE_ADDR": "203.0.113.7"},
            )
        )
    assert [answer.status_code for answer in answers] == [422, 429]


def test_many_people_sign_in_from_one_place(world):
    world.hire()
    spray(world, 19)
    here = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
    for _ in range(3):
        good = {"username": "anouk", "password": "een goed lang wachtwoord"}
        assert world.browser().post("/identity/sign-in", good, **here).status_code == 303


def test_when_as_many_passwords_are_checked_as_may_be_the_next_try_waits_and_is_not_counted(world):
    world.hire()
    state = world.app.extensions["waarborg_identity"]
    full = world.app.extensions["waarborg_identity"] = replace(
        state, passwords=Passwords(memory_kib=64, rounds=1, patience=0)
    )
    with full.passwords.turn(), full.passwords.turn():
        for _ in range(6):
            busy = guess(world, 1)
            assert (busy.status_code, busy.headers["Retry-After"]) == (429, "1")
    assert guess(world, 5).status_code == 422


def rows(world, table):
    with world.work() as work:
        query = select(table).where(table.c.organisation == "bqr")
        return [tuple(row) for row in work.session.execute(query)]


def test_a_name_that_nobody_has_leaves_no_account_and_no_line_in_a_timeline(world):
    world.hire()
    timeline, accounts = PLUMBING.timeline, Account.__table__
    before = rows(world, timeline), rows(world, accounts)
    spray(world, 3)
    assert (rows(world, timeline), rows(world, accounts)) == before


def test_old_counts_are_thrown_away_when_a_new_place_tries_and_not_at_each_try(world):
    counts = SignInTries.__table__
    spray(world, 3)
    world.clock.forward(24 * 3600 - 1)
    guess(world, 1, address="203.0.113.8")
    world.clock.forward(2)
    guess(world, 1, address="203.0.113.8")
    assert len(rows(world, counts)) == 6
    guess(world, 1, address="203.0.113.9")
    assert len(rows(world, counts)) == 4


def test_success_wipes_the_count(world):
    world.hire()
    here = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
    guess(world, 4)
    good = {"username": "anouk", "password": "een goed lang wachtwoord"}
    assert world.browser().post("/identity/sign-in", good, **here).status_code == 303
    assert guess(world, 5).status_code == 422


def test_a_session_ends_when_it_is_not_used(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    for _ in range(4):
        world.clock.forward(20 * 60)
        assert alive(browser)
    world.clock.forward(30 * 60)
    assert not alive(browser)


def test_a_session_ends_after_ten_hours_however_busy(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    for _ in range(29):
        world.clock.forward(20 * 60)
        assert alive(browser)
    world.clock.forward(20 * 60)
    assert not alive(browser)


def test_disabling_an_account_ends_its_sessions_within_five_seconds(world):
    account = world.hire()
    browser = world.browser()
    browser.sign_in()
    assert alive(browser)
    with world.work() as work:
        actions.disable_account(work, account)
    world.clock.forward(5)
    assert not alive(browser)


def test_a_role_that_ends_takes_its_duties_within_five_seconds(world):
    account = world.hire()
    browser = world.browser()
    browser.sign_in()
    assert alive(browser)
    with world.work() as work:
        actions.end_role(work, account, "privacy_officer")
    world.clock.forward(5)
    answer = browser.get("/identity/staff")
    assert answer.status_code == 403
    assert "identity.grant-roles" in answer.text


def test_no_password_name_or_session_is_in_a_log(world, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    world.hire()
    browser = world.browser()
    browser.sign_in()
    browser.sign_in("anouk", "een heel verkeerd wachtwoord")
    browser.get("/identity/staff")
    said = caplog.text + "".join(capsys.readouterr())
    for secret in ("wachtwoord", "Verzonnen", browser.cookie):
        assert secret not in said


def test_the_timeline_of_an_account_tells_of_sign_ins(world):
    account = world.hire()
    world.browser().sign_in("anouk", "een heel verkeerd wachtwoord")
    browser = world.browser()
    browser.sign_in()
    browser.post("/identity/sign-out")
    with world.work() as work:
        table = work.plumbing.timeline
        rows = work.session.execute(
            table.select().where(table.c.organisation == "bqr", table.c.case_ref == account).order_by(table.c.number)
        ).all()
    verbs = [row.verb for row in rows if row.verb != "recovery-codes-made"]
    assert verbs[:3] == ["registered", "role-granted", "second-factor-set-up"]
    assert verbs[3:] == ["sign-in-failed", "password-held", "signed-in", "signed-out"]
    facts = {row.verb: row.facts for row in rows}
    assert facts["signed-in"] == {"by": ["pwd", "recovery"]}


def test_an_ended_session_is_told_to_other_services_by_a_keyed_hash(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    secret = browser.cookie
    browser.post("/identity/sign-out")
    with world.work() as work:
        outbox = work.plumbing.outbox
        bodies = work.session.scalars(
            outbox.select().with_only_columns(outbox.c.body).where(outbox.c.organisation == "bqr")
        ).all()
    assert len(bodies) == 2  # the one that waited for the second factor, and the one that was signed out of
    assert {json.loads(body)["type"] for body in bodies} == {"nl.waarborg.identity.session-ended.v1"}
    assert not [body for body in bodies if secret in body.decode()]
