"""The second factor: codes of an app and recovery codes, setting one up, and who has only half proved who he is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from waarborg_identity import actions, totp
from waarborg_identity.actions import Holder
from waarborg_identity.domain import SessionKind, proved_twice, step_at, steps_that_count
from waarborg_identity.domain.devices import device_of
from waarborg_identity.models import BrowserSession, SecondFactor
from waarborg_shared.auth import Actor, ActorKind, Assurance, SecondFactorNeeded, Unauthenticated, require_second_factor

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "een goed lang wachtwoord"


def code(world, *, steps=0, secret=SECRET):
    return totp.code_of(secret, step_at(world.clock.now()) + steps)


def halfway(world, username="anouk", next="/desk"):
    """A browser of somebody whose password held."""

    def given():
        browser = world.browser()
        assert browser.give_password(username, next=next).status_code == 303
        return browser.cookie

    browser = world.browser()
    browser.carry(world.beginning.once(("halfway", username), given))
    return browser


def prove(browser, typed, next="/desk", **more):
    return browser.post(f"/identity/second-factor?next={next}", {"totp": typed}, **more)


@pytest.mark.parametrize(
    ("methods", "twice"),
    [
        ("", False),
        ("pwd", False),
        ("letter", False),
        ("otp", False),
        ("recovery", False),
        ("pop", False),
        ("pwd letter", False),
        ("otp recovery", False),
        ("pop otp", False),
        ("pwd otp", True),
        ("pwd recovery", True),
        ("pwd pop", True),
        ("letter otp", True),
        ("pop user", True),
    ],
)
def test_two_different_proofs_are_needed_and_two_of_one_sort_are_one(methods, twice):
    assert proved_twice(methods.split()) is twice


def test_the_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, for SHA-1: the last six of its eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for at, expected in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert totp.code_of(secret, step_at(datetime.fromtimestamp(at, UTC))) == expected


def test_one_step_of_drift_counts_and_no_step_twice():
    now = datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC)
    step = step_at(now)
    assert list(steps_that_count(now, used=0)) == [step - 1, step, step + 1]
    assert list(steps_that_count(now, used=step)) == [step + 1]
    assert list(steps_that_count(now + timedelta(seconds=30), used=step)) == [step + 1, step + 2]


def test_with_the_code_of_his_app_somebody_is_in_and_goes_where_he_was_going(world):
    world.hire()
    browser = halfway(world)
    answer = prove(browser, code(world))
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert browser.get("/identity/staff").status_code == 200


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_that_is_half_a_minute_off_is_forgiven(world, steps):
    world.hire()
    assert prove(halfway(world), code(world, steps=steps)).status_code == 303


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_clock_that_is_more_off_is_not(world, steps):
    world.hire()
    assert prove(halfway(world), code(world, steps=steps)).status_code == 422


def test_spaces_and_dashes_in_a_code_do_not_matter(world):
    world.hire()
    typed = code(world)
    assert prove(halfway(world), f" {typed[:3]} {typed[3:]} ").status_code == 303


@pytest.mark.parametrize("typed", ["000000", "12345", "1234567", "abcdef", "", "١٢٣٤٥٦", "1" * 21])
def test_a_wrong_code_is_told_at_its_field_and_lets_nobody_in(world, typed):
    world.hire()
    browser = halfway(world)
    answer = prove(browser, typed)
    assert answer.status_code == 422
    assert 'id="error-totp"' in answer.text
    assert browser.get("/identity/staff").status_code == 401


def test_a_code_counts_once_also_from_another_browser(world):
    world.hire()
    seen = code(world)
    assert prove(halfway(world), seen).status_code == 303
    assert prove(halfway(world), seen).status_code == 422
    world.clock.forward(29)
    assert prove(halfway(world), seen).status_code == 422


def test_a_code_from_before_the_one_that_was_used_counts_no_more(world):
    world.hire()
    assert prove(halfway(world), code(world)).status_code == 303
    assert prove(halfway(world), code(world, steps=-1)).status_code == 422


def test_who_gave_his_password_alone_is_nobody_to_every_service_and_every_page(world):
    world.hire()
    browser = halfway(world)
    assert world.app.extensions["waarborg_identity"].own.session("bqr", browser.cookie) is None
    for path in ("/identity/staff", "/identity/persons", "/identity/me", "/identity/me/password"):
        assert browser.get(path).status_code == 401
    asked = browser.get("/identity/authorize?client_id=app&response_type=code")
    assert asked.status_code in (302, 400) and "code=" not in (asked.location or "")


def test_the_session_is_a_new_one_at_each_step(world):
    world.hire()
    browser = halfway(world)
    half = browser.cookie
    prove(browser, code(world))
    assert browser.cookie != half
    stranger = world.browser()
    stranger.carry(half)
    world.clock.forward(6)
    assert stranger.get("/identity/staff").status_code == 401
    assert stranger.get("/identity/second-factor").status_code == 401


def test_the_code_app_alone_does_not_make_a_session_last_longer(world):
    world.hire()
    policy = world.runtime.registry.rules("bqr").sign_in_policy
    idle, longest = policy.staff_idle_minutes * 60, policy.staff_longest_minutes * 60
    browser = halfway(world)
    prove(browser, code(world))
    for _ in range(longest // (idle - 60) - 1):
        world.clock.forward(idle - 60)
        assert prove(browser, code(world), page="/identity/me/password").status_code == 303
    assert browser.get("/identity/me").status_code == 200
    world.clock.forward(longest % (idle - 60) + idle - 60)
    assert browser.get("/identity/me").status_code == 401


def test_after_the_password_the_time_counts_from_the_second_factor(world):
    world.hire()
    policy = world.runtime.registry.rules("bqr").sign_in_policy
    browser = halfway(world)
    world.clock.forward(10 * 60)
    prove(browser, code(world))
    with world.work() as work:
        (row,) = work.session.scalars(
            select(BrowserSession).where(BrowserSession.organisation == "bqr", BrowserSession.ended_at.is_(None))
        )
        assert row.created_at == world.clock.now()
        assert row.ends_at == world.clock.now() + timedelta(minutes=policy.staff_longest_minutes)


def test_a_half_session_of_an_attacker_does_not_become_the_victims(world):
    """Planted in the victim's browser, it is replaced when the victim signs in; the attacker's copy stays nobody's."""
    world.hire()
    world.hire("bram", role="staff")
    attacker = halfway(world, "bram")
    victim = world.browser()
    victim.carry(attacker.cookie)
    victim.sign_in()
    assert victim.cookie != attacker.cookie
    world.clock.forward(6)
    assert attacker.get("/identity/staff").status_code == 401


def test_twenty_minutes_after_the_password_it_begins_anew(world):
    world.hire()
    browser = halfway(world)
    world.clock.forward(20 * 60)
    assert browser.get("/identity/second-factor").status_code == 401


def test_an_account_that_is_shut_between_password_and_code_is_not_let_in(world):
    account = world.hire()
    browser = halfway(world)
    page = browser.get("/identity/second-factor").text
    form = re.search(r'name="_form" value="([^"]+)"', page)[1]
    with world.work() as work:
        actions.disable_account(work, account)
    answer = browser.bare("/identity/second-factor", data={"_form": form, "totp": code(world)})
    assert answer.status_code == 401


def test_the_code_of_somebody_else_is_nobodys(world):
    world.hire()
    world.hire("bram", role="staff", factor="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
    assert prove(halfway(world), code(world, secret="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")).status_code == 422


def test_a_guesser_of_codes_is_slowed_down_and_the_owner_elsewhere_is_not(world):
    world.hire()
    there = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
    browser = halfway(world)
    tries = [prove(browser, "000000", **there).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert prove(browser, code(world), **there).status_code == 429
    assert prove(halfway(world), code(world)).status_code == 303


def far_away(number):
    return {"environ_overrides": {"REMOTE_ADDR": f"203.0.113.{number}"}}


def guess_for_a_day(world, wrong=20):
    """Type wrong codes, ten in a session and each from another place."""
    for number in range(wrong):
        if number % 10 == 0:
            browser = halfway(world)
        prove(browser, "000000", **far_away(number))


def test_after_ten_wrong_codes_in_a_session_the_password_is_asked_for_again(world):
    account = world.hire()
    browser = halfway(world)
    tries = [prove(browser, "000000", **far_away(number)).status_code for number in range(9)]
    page = browser.get("/identity/second-factor").text
    form = re.search(r'name="_form" value="([^"]+)"', page)[1]
    typed = {"_form": form, "totp": "000000"}
    last = browser.bare("/identity/second-factor", data=typed, **far_away(9))
    assert [*tries, last.status_code] == [422] * 9 + [401]
    assert ("broken-off", {}) in world.steps(account)
    after = browser.bare("/identity/second-factor", data={**typed, "totp": code(world)}, **far_away(10))
    assert after.status_code == 401
    assert prove(halfway(world), code(world)).status_code == 303


def test_from_however_many_places_twenty_wrong_codes_a_day_are_looked_at(world):
    account = world.hire()
    guess_for_a_day(world)
    refused = prove(halfway(world), code(world))
    assert refused.status_code == 429
    assert (
        'id="error-totp"' in refused.text
        and "Nog 72 minuten telt alleen een passkey of een herstelcode" in refused.text
    )
    assert [verb for verb, _ in world.steps(account)].count("code-app-paused") == 1
    assert halfway(world).prove().status_code == 303


def test_a_paused_code_app_counts_again_by_itself_and_no_sign_in_in_between_opens_it_sooner(world):
    world.hire()
    guess_for_a_day(world)
    halfway(world).prove()
    assert prove(halfway(world), code(world)).status_code == 429
    world.clock.forward(72 * 60)
    assert prove(halfway(world), code(world)).status_code == 303
    world.clock.forward(60)
    assert prove(halfway(world), "000000").status_code == 422
    assert prove(halfway(world), code(world)).status_code == 429


def test_the_codes_of_one_account_pause_and_no_other_s(world):
    world.hire()
    world.hire("bram", role="staff")
    guess_for_a_day(world)
    assert prove(halfway(world, "bram"), code(world)).status_code == 303


def test_wrong_recovery_codes_pause_no_code_app(world):
    world.hire()
    for number in range(21):
        if number % 9 == 0:
            browser = halfway(world)
        typed, path = {"recovery_code": "ABCDE-FGHJK"}, "/identity/second-factor"
        assert browser.post(f"{path}/recovery-code", typed, page=path, **far_away(number)).status_code == 422
    assert prove(halfway(world), code(world)).status_code == 303


def test_recovery_codes_are_slowed_down_with_the_codes_of_the_app(world):
    world.hire()
    browser = halfway(world)
    for _ in range(5):
        prove(browser, "000000")
    answer = browser.post(
        "/identity/second-factor/recovery-code", {"recovery_code": "ABCDE-FGHJK"}, page="/identity/second-factor"
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")


def test_a_recovery_code_counts_once(world):
    world.hire()
    typed = world.recovery_code("bqr", "anouk")
    world.codes["bqr", "anouk"] += [typed, typed]
    assert halfway(world).prove().status_code == 303
    assert halfway(world).prove().status_code == 422


def test_new_recovery_codes_end_the_old_ones(world):
    account = world.hire()
    old = world.recovery_code("bqr", "anouk")
    browser = world.browser()
    browser.sign_in()
    page = browser.post("/identity/me/recovery-codes")
    shown = re.findall(r'<dd translate="no">([A-Z0-9]{5}-[A-Z0-9]{5})</dd>', page.text)
    assert len(set(shown)) == 10
    world.codes["bqr", "anouk"] = [shown[0].lower(), old]
    assert halfway(world).prove().status_code == 422
    assert halfway(world).prove().status_code == 303
    with world.work() as work:
        assert actions.recovery_codes_left(work, account) == 9


@pytest.mark.parametrize("path", ["/identity/second-factor", "/identity/second-factor/recovery-code"])
def test_a_form_of_another_site_or_without_our_token_proves_nothing(world, path):
    world.hire()
    browser = halfway(world)
    typed = {"totp": code(world), "recovery_code": world.recovery_code("bqr", "anouk")}
    cross = browser.post(path, typed, page="/identity/second-factor", headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
    assert browser.bare(path, data=typed).status_code in (403, 422)
    assert browser.get("/identity/staff").status_code == 401


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_nobody_is_sent_to_another_site_after_the_second_factor(world, elsewhere):
    world.hire()
    browser = halfway(world, next=elsewhere)
    assert prove(browser, code(world), next=elsewhere).location == "/"


def set_up(world, username="anouk"):
    """A browser of somebody without a second factor, who is led to setting one up; returns it with the page."""
    browser = world.browser()
    page = browser.get(browser.give_password(username, next="/desk").location)
    assert page.location.startswith("/identity/second-factor/set-up?")
    return browser, "/identity/second-factor/set-up/totp?next=/desk"


def shown_secret(page):
    return re.search(r'<dd translate="no">([A-Z2-7 ]+)</dd>', page)[1].replace(" ", "")


def sealed(page):
    return re.search(r'name="secret" value="([^"]+)"', page)[1]


def test_who_has_no_second_factor_sets_one_up_before_anything_else(world):
    world.hire(factor=None)
    browser, path = set_up(world)
    assert browser.get("/identity/staff").status_code == 401
    page = browser.get(path).text
    assert "data:image/svg+xml" in page
    typed = {"secret": sealed(page), "totp": code(world, secret=shown_secret(page))}
    done = browser.post(path, typed, page=path)
    assert done.status_code == 200
    assert len(re.findall(r'<dd translate="no">[A-Z0-9]{5}-[A-Z0-9]{5}</dd>', done.text)) == 10
    assert 'href="/desk"' in done.text
    assert browser.get("/identity/staff").status_code == 200
    assert browser.get("/identity/me").text.count("Code-app") >= 1


def test_a_wrong_first_code_keeps_the_same_secret_on_the_page(world):
    world.hire(factor=None)
    browser, path = set_up(world)
    page = browser.get(path).text
    again = browser.post(path, {"secret": sealed(page), "totp": "000000"}, page=path)
    assert again.status_code == 422
    assert shown_secret(again.text) == shown_secret(page)
    assert browser.get("/identity/staff").status_code == 401


def test_a_secret_that_this_session_was_not_shown_is_not_taken(world):
    world.hire(factor=None)
    world.hire("bram", role="staff", factor=None)
    mine, path = set_up(world)
    theirs, _ = set_up(world, "bram")
    planted = theirs.get(path).text
    for secret in (sealed(planted), SECRET, "x.y.z"):
        typed = {"secret": secret, "totp": code(world, secret=shown_secret(planted))}
        assert mine.post(path, typed, page=path).status_code == 422


def test_a_stolen_password_sets_nothing_up_where_there_is_a_second_factor(world):
    world.hire()
    thief = halfway(world)
    for path in ("", "/totp", "/passkey"):
        assert thief.get(f"/identity/second-factor/set-up{path}").status_code == 403


def test_the_secret_is_sealed_where_it_is_kept_and_gone_when_the_factor_is(world):
    account = world.hire()
    with world.work() as work:
        (row,) = work.session.scalars(select(SecondFactor).where(SecondFactor.organisation == "bqr"))
        assert SECRET.encode() not in bytes(row.secret_sealed)
        actions.take_away_factors(work, Holder(SessionKind.STAFF, account))
        assert row.secret_sealed is None


def test_the_answer_to_other_services_says_how_sure_it_is(world):
    world.hire()
    browser = world.browser()
    browser.sign_in()
    own = world.app.extensions["waarborg_identity"].own
    assert own.session("bqr", browser.cookie).assurance is Assurance.HIGH
    with world.work() as work:
        policy = world.runtime.registry.rules("bqr").sign_in_policy
        alone = actions.start_session(work, SessionKind.STAFF, world.hired["bqr", "anouk"], limits=policy)
    assert own.session("bqr", alone).assurance is Assurance.LOW


def actor(kind, assurance=Assurance.LOW):
    return Actor(kind, "ref-0001", "bqr", assurance=assurance)


def test_a_second_factor_is_asked_of_people_and_of_nobody_else():
    for kind in (ActorKind.STAFF, ActorKind.PERSON):
        require_second_factor(actor(kind, Assurance.HIGH))
        with pytest.raises(SecondFactorNeeded):
            require_second_factor(actor(kind))
    require_second_factor(actor(ActorKind.PARTNER))
    with pytest.raises(Unauthenticated):
        require_second_factor(Actor.anonymous("bqr"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8.0", "other"),
        ("", "other"),
        ("<script>" * 1000, "other"),
    ],
)
def test_a_session_is_known_by_browser_and_system_and_nothing_else_of_it_is_kept(said, words):
    assert device_of(said) == words
