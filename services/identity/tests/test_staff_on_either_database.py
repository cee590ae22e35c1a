"""What depends on locks in the administration of staff, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from waarborg_identity import actions

API = "/identity/api/v1"
WHY = {"reason": "Tegelijk"}


@pytest.fixture
def world(world_on_either):
    return world_on_either


def signed_in(world, username):
    browser = world.browser()
    assert browser.sign_in(username).status_code == 303
    return browser


def test_of_two_who_shut_each_other_out_at_once_one_stays(world):
    accounts = {name: world.hire(name, "privacy_officer") for name in ("anouk", "carla")}
    pairs = [(signed_in(world, "anouk"), accounts["carla"]), (signed_in(world, "carla"), accounts["anouk"])]

    def shut(pair):
        browser, other = pair
        path = f"{API}/staff/{other}/disable"
        return browser.bare(path, json=WHY, headers={"If-Match": '"1"', "Sec-Fetch-Site": "same-origin"}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(shut, pairs))
    assert sorted(statuses)[0] == 200
    assert sorted(statuses)[1] in (401, 409)
    rules = world.runtime.registry.rules("bqr")
    with world.work() as work:
        active = [actions.standing(work, account, rules=rules).active for account in accounts.values()]
    assert sorted(active) == [False, True]


def test_of_many_who_give_one_role_at_once_one_gives_it(world):
    world.hire("anouk", "privacy_officer")
    bram = world.hire("bram", "staff")
    browsers = [signed_in(world, "anouk") for _ in range(4)]

    def give(browser):
        body = {"role": "privacy_officer", **WHY}
        headers = {"If-Match": '"1"', "Sec-Fetch-Site": "same-origin"}
        return browser.bare(f"{API}/staff/{bram}/grants/", json=body, headers=headers).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(give, browsers)) == [201, 412, 412, 412]


def test_of_many_who_complete_a_review_at_once_one_does_and_one_next_review_begins(world):
    anouk = world.hire("anouk", "privacy_officer")
    browsers = [signed_in(world, "anouk") for _ in range(4)]
    headers = {"Sec-Fetch-Site": "same-origin"}
    tick = {"account_id": anouk, "verdict": "kept"}
    assert browsers[0].bare(f"{API}/staff-review/marks/", json=tick, headers=headers).status_code == 200

    def complete(browser):
        return browser.bare(f"{API}/staff-review/completion", json={"number": 1}, headers=headers).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(complete, browsers)) == [200, 409, 409, 409]
    assert browsers[0].get(f"{API}/staff-review/").json["number"] == 2


def test_lists_leave_and_codes_work_behind_the_walls(world):
    anouk = world.hire("anouk", "privacy_officer")
    browser = signed_in(world, "anouk")
    headers = {"Sec-Fetch-Site": "same-origin"}
    new = {"username": "dirk", "name": "Dirk Voorbeeldsma", "roles": ["staff"], **WHY}
    made = browser.bare(f"{API}/staff/", json=new, headers=headers)
    assert made.status_code == 201, made.text
    leave = {"until_on": "2026-03-16", "stand_in": made.json["id"], **WHY}
    absent = browser.bare(f"{API}/staff/{anouk}/absences/", json=leave, headers={**headers, "If-Match": '"1"'})
    assert absent.status_code == 201, absent.text
    shown = {each["username"]: each for each in browser.get(f"{API}/staff/").json["items"]}
    assert [each["stand_in_for"] for each in shown["dirk"]["grants"]] == [None, anouk]
    assert shown["anouk"]["last_signed_in_at"] == "2026-03-02T09:00:00+00:00"
