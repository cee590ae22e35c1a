"""A browser that somebody signed in with before is not slowed by what others try from the same address."""

from waarborg_identity import totp
from waarborg_identity.domain import step_at

COOKIE = "waarborg-known"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "een heel verkeerd wachtwoord"


def shut_the_place(world):
    """Try made-up names until nobody unknown gets through from here."""
    guesser = world.browser()
    tries = [guesser.give_password(f"verzonnen{number}", WRONG).status_code for number in range(21)]
    assert tries == [422] * 20 + [429]


def been_here(world, username="anouk"):
    """A browser of somebody who signed in and out."""
    browser = world.browser()
    assert browser.sign_in(username).status_code == 303
    browser.post("/identity/sign-out")
    return browser


def cookie_of(browser):
    return browser.client.get_cookie(COOKIE, domain=browser.host)


def test_who_was_here_before_signs_in_while_others_at_his_address_are_slowed(world):
    world.hire()
    browser = been_here(world)
    shut_the_place(world)
    assert world.browser().give_password().status_code == 429
    asked = browser.give_password(next="/desk")
    assert asked.status_code == 303
    code = totp.code_of(SECRET, step_at(world.clock.now()))
    assert browser.post(asked.location, {"totp": code}).location == "/desk"


def test_the_cookie_comes_with_a_whole_sign_in_and_says_nothing_of_who(world):
    account = world.hire()
    browser = world.browser()
    browser.get("/identity/sign-in")
    browser.give_password()
    assert cookie_of(browser) is None
    answer = browser.prove()
    (said,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith(f"{COOKIE}=")]
    assert "HttpOnly" in said and "SameSite=Lax" in said and "Path=/" in said and "Domain" not in said
    assert account not in said and "anouk" not in said


def test_a_guesser_with_a_known_browser_is_slowed_for_himself(world):
    world.hire()
    browser = been_here(world)
    tries = [browser.give_password(password=WRONG).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert world.browser().give_password().status_code == 303


def test_a_browser_is_known_to_whom_it_was_used_by_and_to_nobody_else(world):
    world.hire()
    world.hire("bram", role="staff")
    browser = been_here(world)
    shut_the_place(world)
    assert browser.give_password("bram").status_code == 429
    assert browser.give_password("niemand").status_code == 429
    assert browser.give_password("anouk").status_code == 303


def test_staff_who_share_a_computer_are_each_known_on_it_five_at_most(world):
    names = ["anouk", *(f"collega{number}" for number in range(5))]
    browser = world.browser()
    for name in names:
        world.hire(name, role="staff")
        assert browser.sign_in(name).status_code == 303
        browser.post("/identity/sign-out")
    shut_the_place(world)
    assert [browser.give_password(name).status_code for name in names] == [429] + [303] * 5


def test_a_made_up_cookie_is_known_to_nobody(world):
    world.hire()
    shut_the_place(world)
    for value in ("", "x", "WyJicXIiLFsxXV0.x", "é", "a.b.c", "x" * 3000):
        browser = world.browser()
        browser.client.set_cookie(COOKIE, value, domain=browser.host)
        assert browser.give_password().status_code == 429, value


def test_the_cookie_of_one_organisation_counts_at_no_other(world):
    world.hire()
    world.hire(organisation="jtb")
    mine = cookie_of(been_here(world)).value
    guesser = world.browser("jtb")
    for number in range(20):
        guesser.give_password(f"verzonnen{number}", WRONG)
    there = world.browser("jtb")
    there.client.set_cookie(COOKIE, mine, domain=there.host)
    assert there.give_password().status_code == 429


def test_a_browser_that_was_not_used_for_half_a_year_is_known_no_more(world):
    world.hire()
    browser = been_here(world)
    value = cookie_of(browser).value
    world.clock.forward(181 * 24 * 3600)
    shut_the_place(world)
    browser.client.set_cookie(COOKIE, value, domain=browser.host)
    assert browser.give_password().status_code == 429
