"""One colleague alone becomes nobody else: by no tie to an outside issuer, by no code, and by none of them together."""

import re

import pytest

from waarborg_identity import actions, totp
from waarborg_identity.actions.factor_resets import (
    Seen,
    ask_factor_reset,
    confirm_factor_reset,
    reset_factor_in_person,
)
from waarborg_identity.actions.outside_links import link_account, links_of, unlink_account
from waarborg_identity.actions.staff_details import NewStaff, make_first_code, take_on, use_first_code
from waarborg_identity.domain import Identified, step_at
from waarborg_identity.domain.staff_factors import BothByOne, Checked, InUse, InUseOutside
from waarborg_shared.auth import Actor, ActorKind

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SET_UP = ("", "/totp", "/passkey")


@pytest.fixture
def world(outside_world):
    return outside_world


@pytest.fixture
def werk(issuers):
    return issuers["werk"]


def as_colleague(world, ref="account-of-a-colleague"):
    return world.runtime.uow.begin("bqr", actor=Actor(ActorKind.STAFF, ref, "bqr"), now=world.clock.now())


def shown_number(world, werk, sub):
    refused = world.browser().come_from(werk, roles=[], sub=sub)
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", refused.text).group()


def tie(world, werk, account, sub="die-van-een-ander"):
    number = shown_number(world, werk, sub)
    with as_colleague(world) as work:
        link_account(work, account, number, revision=None, rules=world.runtime.registry.rules("bqr"))


def password_code(world, account, ref="account-of-a-colleague"):
    with as_colleague(world, ref) as work:
        rules = world.runtime.registry.rules("bqr")
        return actions.make_password_code(work, account, how=Identified.IN_PERSON, rules=rules)


def first_code(world, account):
    with as_colleague(world) as work:
        return make_first_code(work, account)


def reset(world, account, ref="account-of-a-colleague"):
    with as_colleague(world, ref) as work:
        reset_factor_in_person(work, account, Seen(checked=Checked.KNOWN, reason="Stond aan de balie"), revision=None)


def roles_of(world, account):
    with world.work() as work:
        return actions.standing(work, account, rules=world.runtime.registry.rules("bqr")).roles


def signed_in(browser):
    return browser.get("/identity/me").status_code == 200


@pytest.fixture
def bram(world):
    """A colleague who signs in here by password and code app."""
    account = world.hire("bram", "staff", name="Bram Nietbestaand")
    world.browser().sign_in("bram")
    return account


@pytest.fixture
def wies(world, werk):
    """A colleague who signs in at an outside issuer alone, by two proofs there."""
    world.map_role("staff")
    world.browser().come_from(werk, sub="wies")
    (account,) = set(world.accounts()) - set(world.hired.values())
    return account


def test_a_colleague_who_ties_himself_to_a_used_account_is_not_let_in_and_sets_nothing_up(world, werk, bram):
    tie(world, werk, bram)
    thief = world.browser()
    assert thief.come_from(werk, sub="die-van-een-ander", roles=[]).location == "/identity/second-factor?next=/"
    assert not signed_in(thief)
    for path in SET_UP:
        assert thief.get(f"/identity/second-factor/set-up{path}").status_code == 403
    wrong = thief.post("/identity/second-factor", {"totp": "000000"})
    assert (wrong.status_code, signed_in(thief)) == (422, False)
    again = world.browser()
    assert again.come_from(werk, sub="die-van-een-ander", roles=[]).location == "/identity/second-factor?next=/"


def test_who_shows_the_second_factor_that_he_had_is_asked_for_it_once(world, werk, bram):
    tie(world, werk, bram, sub="bram")
    browser = world.browser()
    asked = browser.come_from(werk, sub="bram", roles=[])
    code = totp.code_of(SECRET, step_at(world.clock.now()))
    assert browser.post(asked.location, {"totp": code}).status_code == 303
    assert signed_in(browser)
    assert ("issuer-link-proved", {"issuer": "werk"}) in world.steps(bram)
    later = world.browser()
    later.come_from(werk, sub="bram", roles=[])
    assert signed_in(later)


def test_by_a_tie_that_is_not_proved_yet_no_role_changes(world, werk, bram):
    world.map_role("privacy_officer")
    tie(world, werk, bram)
    world.browser().come_from(werk, sub="die-van-een-ander", roles=["wijkteam"])
    assert roles_of(world, bram) == {"staff"}
    browser = world.browser()
    asked = browser.come_from(werk, sub="die-van-een-ander", roles=["wijkteam"])
    browser.post(asked.location, {"totp": totp.code_of(SECRET, step_at(world.clock.now()))})
    assert (signed_in(browser), roles_of(world, bram)) == (True, {"staff"})
    world.browser().come_from(werk, sub="die-van-een-ander", roles=["wijkteam"])
    assert roles_of(world, bram) == {"staff", "privacy_officer"}


def test_a_second_factor_that_is_taken_away_after_the_tie_opens_nothing_either(world, werk, bram):
    tie(world, werk, bram)
    reset(world, bram)
    thief = world.browser()
    thief.come_from(werk, sub="die-van-een-ander", roles=[])
    for path in SET_UP:
        assert thief.get(f"/identity/second-factor/set-up{path}").status_code == 403
    assert not signed_in(thief)
    owner = world.browser()
    owner.give_password("bram")
    assert owner.get("/identity/second-factor/set-up/totp").status_code == 200


def test_a_used_account_without_a_second_factor_here_is_not_tied(world, werk, bram, wies):
    reset(world, bram)
    for account in (bram, wies):
        with pytest.raises(InUse):
            tie(world, werk, account)
    with world.work() as work:
        assert links_of(work, bram) == []


def test_a_newcomer_who_was_never_here_is_tied_and_let_in(world, werk):
    with world.work() as work:
        rules = world.runtime.registry.rules("bqr")
        command = NewStaff(username="nina", name="Nina Nieuw", roles=("staff",), reason="Begint")
        account = take_on(work, command, rules=rules).id
    code = first_code(world, account)
    tie(world, werk, account, sub="nina")
    browser = world.browser()
    assert browser.come_from(werk, sub="nina", roles=[]).location == "/"
    assert signed_in(browser)
    with world.work() as work:
        assert use_first_code(work, "nina", code, password_hash="een hash") is None


def test_a_code_on_its_way_counts_no_more_once_the_account_is_tied(world, werk, bram):
    made = password_code(world, bram)
    tie(world, werk, bram)
    with world.work() as work:
        assert actions.holder_of_code(work, made.number, made.code) is None


def test_who_comes_from_an_issuer_and_has_no_password_gets_no_code(world, wies):
    for make in (first_code, password_code):
        with pytest.raises(InUseOutside):
            make(world, wies)


def test_nor_does_he_when_the_tie_is_undone_first(world, wies):
    with as_colleague(world) as work:
        unlink_account(work, wies, "Uit dienst", revision=None)
    for make in (first_code, password_code):
        with pytest.raises(InUse):
            make(world, wies)


def test_an_operator_makes_a_code_for_him_by_a_command_and_the_record_says_so(world, wies):
    with world.work() as work:
        rules = world.runtime.registry.rules("bqr")
        actions.make_password_code(work, wies, how=Identified.IN_PERSON, rules=rules)
    assert world.steps(wies)[-1] == ("password-code-made", {"identified": "in_person", "operator": True})


def test_who_took_the_second_factor_away_makes_no_code_however_long_he_waits(world, bram):
    reset(world, bram)
    world.clock.forward(8 * 24 * 3600)
    with pytest.raises(BothByOne):
        password_code(world, bram)
    assert password_code(world, bram, ref="account-of-another").number


def test_two_others_together_can_still_help_who_lost_both(world, bram):
    with as_colleague(world) as work:
        waiting = ask_factor_reset(work, bram, "Telefoon kwijt", revision=None).id
    with as_colleague(world, "account-of-another") as work:
        confirm_factor_reset(work, bram, waiting, "Gebeld", revision=None)
    assert password_code(world, bram).number


def test_the_pages_and_the_api_say_why(world, werk, wies):
    world.hire()
    admin = world.browser()
    admin.sign_in()
    answer = admin.post("/identity/staff/password-code", {"account": wies, "how": "in_person"})
    assert answer.status_code == 422 and "logt in bij een externe dienst" in answer.text
    number, page = shown_number(world, werk, "die-van-een-ander"), f"/identity/staff/{wies}/link"
    revision = re.search(r'name="_revision" value="(\d+)"', admin.get(page).text).group(1)
    refused = admin.post(page, {"_revision": revision, "code": number})
    assert refused.status_code == 422 and "Dit account is al gebruikt" in refused.text
    headers = {"If-Match": f'"{revision}"', "Sec-Fetch-Site": "same-origin"}
    url = f"/identity/api/v1/staff/{wies}/outside-links/"
    assert admin.bare(url, json={"code": number}, headers=headers).status_code == 409
