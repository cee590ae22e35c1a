"""People from outside issuers on SQLite and on PostgreSQL: what depends on locks, and on the walls between rows."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from waarborg_identity.actions import standing
from waarborg_identity.actions.outside_links import forget_unlinked
from waarborg_identity.models import OutsideIdentity
from waarborg_shared.db import select_for


@pytest.fixture
def world(outside_world_on_either):
    return outside_world_on_either


@pytest.fixture
def werk(issuers):
    return issuers["werk"]


def identities(world):
    with world.work() as work:
        rows = work.session.execute(select_for(OutsideIdentity.__table__, "bqr"))
        return [(row.issuer, row.account_id is not None) for row in rows]


def test_somebody_who_comes_back_in_many_windows_at_once_gets_one_account(world, werk):
    world.map_role("staff")
    assert world.browser().come_from(werk, sub="eerst").status_code == 303
    browsers = [world.browser() for _ in range(4)]
    answers = [werk.answer_to(browser.leave().location, sub="gelijk") for browser in browsers]
    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(lambda pair: pair[0].back(**pair[1]).status_code, zip(browsers, answers, strict=True)))
    assert came == [303] * 4
    assert len(world.accounts()) == 2
    assert identities(world) == [("werk", True)] * 2


def test_one_answer_sent_many_times_at_once_counts_once(world, werk):
    world.map_role("staff")
    browser = world.browser()
    answer = werk.answer_to(browser.leave().location)
    way = browser.client.get_cookie("waarborg-issuer", domain="bqr.localhost").value
    windows = [world.browser() for _ in range(4)]
    for window in windows:
        window.client.set_cookie("waarborg-issuer", way, domain="bqr.localhost")
    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(lambda window: window.back(**answer).status_code, windows))
    assert sorted(came) == [303, 400, 400, 400]


def test_a_logout_token_and_a_role_that_ends_work_behind_the_walls(world, werk):
    world.map_role("staff")
    browser = world.browser()
    assert browser.come_from(werk).status_code == 303
    told = world.browser().bare("/identity/back-channel-logout/werk", data={"logout_token": werk.logout_token()})
    assert told.status_code == 200
    assert browser.get("/identity/me").status_code != 200
    (account,) = world.accounts()
    assert world.browser().come_from(werk, roles=[]).status_code == 403
    with world.work() as work:
        assert standing(work, account, rules=world.runtime.registry.rules("bqr")).roles == set()


def test_who_was_here_in_vain_is_forgotten_when_his_number_no_longer_counts(world, werk, clock):
    world.map_role("staff")
    world.browser().come_from(werk, sub="werkt-hier")
    assert world.browser().come_from(werk, sub="werkt-elders", roles=[]).status_code == 403
    assert sorted(identities(world)) == [("werk", False), ("werk", True)]
    clock.forward(24 * 3600)
    with world.work() as work:
        forget_unlinked(work)
    assert identities(world) == [("werk", True)]
