"""My sign-in: what somebody signs in with, his sessions, ending them, and a lost second factor that others replace."""

import re

import pytest

from waarborg_identity import actions
from waarborg_identity.actions import Holder
from waarborg_identity.actions.factor_resets import ask_factor_reset, confirm_factor_reset
from waarborg_identity.domain import SessionKind
from waarborg_shared.auth import Actor, ActorKind

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1"}


def signed_in(world, username="anouk"):
    browser = world.browser()
    assert browser.sign_in(username).status_code == 303
    return browser


def ends(page):
    return re.findall(r'action="(/identity/me/sessions/[0-9a-f-]+/end)"', page)


def test_somebody_sees_where_he_is_signed_in_and_by_what(world):
    world.hire()
    phone = world.browser()
    phone.client.environ_base["HTTP_USER_AGENT"] = PHONE["User-Agent"]
    phone.sign_in()
    world.clock.forward(120)
    here = signed_in(world)
    page = here.get("/identity/me").text
    assert "Safari, iPhone" in page and "wachtwoord, herstelcode" in page
    assert page.count("hier, nu") == 1
    assert len(ends(page)) == 1


def test_one_session_is_ended_and_the_others_go_on(world):
    world.hire()
    one, two, here = signed_in(world), signed_in(world), signed_in(world)
    first = ends(here.get("/identity/me").text)[0]
    assert here.post(first, page="/identity/me").location == "/identity/me"
    world.clock.forward(5)
    assert sorted([one.get("/identity/me").status_code, two.get("/identity/me").status_code]) == [200, 401]
    assert here.get("/identity/me").status_code == 200


def test_all_others_are_ended_within_five_seconds_and_their_tokens_too(world):
    world.hire()
    one, two, here = signed_in(world), signed_in(world), signed_in(world)
    others = {path.split("/")[4] for path in ends(here.get("/identity/me").text)}
    assert here.post("/identity/me/sessions/end-others", page="/identity/me").status_code == 303
    world.clock.forward(5)
    assert [each.get("/identity/me").status_code for each in (one, two, here)] == [401, 401, 200]
    with world.work() as work:
        assert len(others) == 2
        assert others <= {each.ref for each in actions.revocations(work)}


def test_the_session_of_a_colleague_is_not_mine_to_end(world):
    world.hire()
    world.hire("bram", role="staff")
    theirs, mine = signed_in(world, "bram"), signed_in(world)
    other = signed_in(world, "bram")
    path = ends(theirs.get("/identity/me").text)[0]
    assert mine.post(path, page="/identity/me/recovery-codes").status_code == 404
    world.clock.forward(5)
    assert [each.get("/identity/me").status_code for each in (theirs, other)] == [200, 200]


@pytest.mark.parametrize("path", ["/identity/me", "/identity/me/password", "/identity/me/recovery-codes"])
def test_nobody_has_no_such_page(world, path):
    assert world.browser().get(path).status_code == 401


def test_a_form_of_another_site_ends_and_removes_nothing(world):
    world.hire()
    other, here = signed_in(world), signed_in(world)
    page = here.get("/identity/me").text
    foreign = {"headers": {"Sec-Fetch-Site": "cross-site"}}
    for path in (ends(page)[0], "/identity/me/sessions/end-others", "/identity/me/recovery-codes"):
        assert here.post(path, page="/identity/me", **foreign).status_code == 403
        assert here.bare(path).status_code == 403
    world.clock.forward(5)
    assert other.get("/identity/me").status_code == 200


def test_the_last_second_factor_of_a_member_of_staff_stays(world):
    account = world.hire()
    browser = signed_in(world)
    page = browser.get("/identity/me").text
    assert "/remove" not in page
    with world.work() as work:
        (only,) = actions.factors_of(work, account)
    answer = browser.post(f"/identity/me/factors/{only.id}/remove", page="/identity/me/recovery-codes")
    assert answer.status_code == 409
    with world.work() as work:
        assert actions.has_second_factor(work, account)


def test_the_factor_of_a_colleague_is_not_mine_to_remove(world):
    world.hire()
    other = world.hire("bram", role="staff")
    with world.work() as work:
        (theirs,) = actions.factors_of(work, other)
    path = f"/identity/me/factors/{theirs.id}/remove"
    assert signed_in(world).post(path, page="/identity/me/recovery-codes").status_code == 404


def colleague(world, ref):
    actor = Actor(ActorKind.STAFF, ref, "bqr")
    return world.runtime.uow.begin("bqr", actor=actor, now=world.clock.now())


def test_after_the_word_of_two_others_every_factor_code_and_session_is_gone_and_a_new_one_is_set_up(world):
    account = world.hire()
    browser = signed_in(world)
    left = world.recovery_code("bqr", "anouk")
    with colleague(world, "colleague-1") as work:
        asked = ask_factor_reset(work, account, "Telefoon kwijt.", revision=None).id
    assert browser.get("/identity/me").status_code == 200
    with colleague(world, "colleague-2") as work:
        confirm_factor_reset(work, account, asked, "Ik ken haar stem.", revision=None)
    world.clock.forward(5)
    assert browser.get("/identity/me").status_code == 401
    with world.work() as work:
        assert not actions.has_second_factor(work, account)
        assert not actions.use_recovery_code(work, Holder(SessionKind.STAFF, account), left)
        assert account in {each.ref for each in actions.revocations(work)}
    anew = world.browser()
    assert anew.get(anew.give_password().location).location.startswith("/identity/second-factor/set-up")
