"""The table of roles by claims, ties to accounts, and the emergency account: pages and API, and what they refuse."""

import re

import pytest

from waarborg_identity.issuers import check_issuers
from waarborg_shared.config import SettingError

API = "/identity/api/v1"
ROW = {"issuer": "werk", "claim": "roles", "value": "wijkteam", "role": "staff"}
PASSWORD = "een goed lang wachtwoord"
OWN = {"headers": {"Sec-Fetch-Site": "same-origin"}}


@pytest.fixture
def world(outside_world):
    return outside_world


@pytest.fixture
def werk(issuers):
    return issuers["werk"]


@pytest.fixture
def admin(world):
    world.hire(role="privacy_officer")
    browser = world.browser()
    browser.enter()
    return browser


def test_a_row_is_added_on_the_page_and_counts_from_the_next_sign_in(world, admin, werk):
    assert "De tabel is leeg" in admin.get("/identity/outside").text
    assert admin.post("/identity/outside", ROW).status_code == 303
    page = admin.get("/identity/outside").text
    assert "wijkteam" in page and "Anouk Verzonnen" in page
    assert world.browser().come_from(werk).status_code == 303
    (end,) = re.findall(r'action="(/identity/outside/[^"]+/end)"', page)
    assert admin.post(end, page="/identity/outside").status_code == 303
    assert "Beëindigd op" in admin.get("/identity/outside").text
    assert admin.post(end, page="/identity/outside").status_code == 422
    assert world.browser().come_from(werk).status_code == 403


WRONG = (
    ("issuer", "geen"),
    ("issuer", "inlog"),
    ("role", "client"),
    ("role", "geen-rol"),
    ("value", "wies@werk.example"),
    ("value", ""),
    ("claim", "x" * 101),
)


def test_a_row_that_cannot_be_is_refused_at_its_field(admin):
    for field, value in WRONG:
        refused = admin.post("/identity/outside", {**ROW, field: value})
        assert (field, value, refused.status_code) == (field, value, 422)
        assert f'id="error-{field}"' in refused.text
        answer = admin.bare(f"{API}/claim-mappings/", json={**ROW, field: value}, **OWN)
        assert (field, value, answer.status_code) == (field, value, 422)
        assert field in str(answer.json)
    assert admin.get(f"{API}/claim-mappings/").json == {"items": []}


def test_the_api_gives_adds_and_ends_rows(admin):
    made = admin.bare(f"{API}/claim-mappings/", json=ROW, **OWN)
    assert (made.status_code, made.json["role"], made.json["ended_at"]) == (201, "staff", None)
    assert admin.bare(f"{API}/claim-mappings/", json=ROW, **OWN).status_code == 409
    end = f"{API}/claim-mappings/{made.json['id']}/end"
    assert admin.bare(end, json={}, **OWN).json["ended_by"] is not None
    assert admin.bare(end, json={}, **OWN).status_code == 409
    assert [each["id"] for each in admin.get(f"{API}/claim-mappings/").json["items"]] == [made.json["id"]]
    assert admin.bare(f"{API}/claim-mappings/", json=ROW, **OWN).status_code == 201
    nowhere = f"{API}/claim-mappings/01890000-0000-7000-8000-000000000000/end"
    assert admin.bare(nowhere, json={}, **OWN).status_code == 404


def test_only_who_gives_roles_sees_or_changes_the_table(world):
    world.hire("bram", "staff")
    browser = world.browser()
    browser.enter("bram")
    assert browser.get("/identity/outside").status_code == 403
    assert browser.get(f"{API}/claim-mappings/").status_code == 403
    assert browser.bare(f"{API}/claim-mappings/", json=ROW, **OWN).status_code == 403
    assert world.browser().bare(f"{API}/claim-mappings/", json=ROW, **OWN).status_code == 401


def test_a_role_from_outside_is_shown_as_from_there(world, admin, werk):
    world.map_role("staff")
    world.browser().come_from(werk)
    account = next(each for each in world.accounts() if each != world.hired["bqr", "anouk"])
    page = admin.get(f"/identity/staff/{account}").text
    assert "Via Werkaccount" in page and "Logt in bij: Werkaccount" in page
    shown = admin.get(f"{API}/staff/{account}").json
    assert [(each["role"], each["issuer"]) for each in shown["grants"]] == [("staff", "werk")]
    assert (shown["has_password"], shown["signs_in_outside"]) == (False, True)
    assert "Heeft nog geen wachtwoord" not in page
    world.clock.forward(16 * 3600)
    later = world.browser()
    later.enter()
    assert "Als iemand weer inlogt" in later.get("/identity/staff").text


def test_a_role_is_given_by_hand_besides_the_one_from_outside(world, admin, werk):
    world.map_role("staff")
    world.browser().come_from(werk)
    account = next(each for each in world.accounts() if each != world.hired["bqr", "anouk"])
    revision = admin.get(f"{API}/staff/{account}").json["revision"]
    headers = {"If-Match": f'"{revision}"', "Sec-Fetch-Site": "same-origin"}
    body = {"role": "staff", "reason": "Blijft"}
    assert admin.bare(f"{API}/staff/{account}/grants/", json=body, headers=headers).status_code == 201


def test_the_api_ties_and_unties_an_account(world, admin, werk):
    bram = world.hire("bram", "staff", name="Bram Nietbestaand")
    refused = world.browser().come_from(werk, roles=[])
    number = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", refused.text).group()

    def ask(account, what, body):
        headers = {"If-Match": f'"{admin.get(f"{API}/staff/{account}").json["revision"]}"', **OWN["headers"]}
        return admin.bare(f"{API}/staff/{account}/outside-links/{what}", json=body, headers=headers)

    assert ask(bram, "end", {"reason": "Uit dienst"}).status_code == 409
    assert ask(bram, "", {"code": "AAAA-AAAA-AAAA"}).status_code == 422
    assert ask(world.hired["bqr", "anouk"], "", {"code": number}).status_code == 409
    assert ask(bram, "", {"code": number.lower().replace("-", " ")}).status_code == 200
    assert ask(bram, "", {"code": number}).status_code == 422
    assert world.browser().come_from(werk, roles=[]).status_code == 303
    assert ask(bram, "end", {"reason": "Uit dienst"}).status_code == 200
    assert world.browser().come_from(werk, roles=[]).status_code == 403


def test_a_number_counts_for_a_day(world, admin, werk, clock):
    bram = world.hire("bram", "staff", name="Bram Nietbestaand")
    refused = world.browser().come_from(werk, roles=[])
    number = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", refused.text).group()
    clock.forward(24 * 3600)
    later = world.browser()
    later.enter()
    page = f"/identity/staff/{bram}/link"
    revision = re.search(r'name="_revision" value="(\d+)"', later.get(page).text).group(1)
    assert later.post(page, {"_revision": revision, "code": number}).status_code == 422


@pytest.fixture
def closed(closed_world):
    closed_world.hire("nood", "privacy_officer", name="Noor Nood")
    closed_world.hire("anouk", "privacy_officer")
    return closed_world


def test_where_staff_sign_in_outside_alone_the_form_is_not_there(closed):
    page = closed.browser().get("/identity/sign-in").text
    assert 'name="username"' not in page
    assert "/identity/sign-in/with/werk" in page and "/identity/sign-in/emergency" in page
    browser = closed.browser()
    answer = browser.post("/identity/sign-in", {"username": "anouk", "password": PASSWORD})
    assert (answer.status_code, browser.cookie) == (303, None)


def test_an_emergency_account_gets_in_and_that_is_recorded(closed):
    browser = closed.browser()
    answer = browser.post("/identity/sign-in/emergency?next=/desk", {"username": "Nood", "password": PASSWORD})
    assert answer.location == "/identity/second-factor?next=/desk"
    assert browser.prove(answer.location, "nood").location == "/desk"
    verbs = [verb for verb, _ in closed.steps(closed.hired["bqr", "nood"])]
    told = [verb for verb in verbs if verb in ("password-held", "emergency-used", "signed-in")]
    assert told == ["password-held", "emergency-used", "signed-in"]


def test_no_other_account_gets_in_by_the_emergency_page(closed):
    for username, password in (("anouk", PASSWORD), ("nood", "verkeerd wachtwoord"), ("niemand", PASSWORD)):
        browser = closed.browser()
        answer = browser.post("/identity/sign-in/emergency", {"username": username, "password": password})
        assert (username, answer.status_code, browser.cookie) == (username, 422, None)


def test_the_emergency_page_tells_nobody_which_accounts_are_for_emergencies(closed):
    def tried(username):
        typed = {"username": username, "password": "geraden wachtwoord"}
        return closed.browser().post("/identity/sign-in/emergency", typed).status_code

    assert [tried(f"niemand-{number}") for number in range(7)] == [422] * 7
    assert [tried(username) for username in ("anouk", "nood", "iemand")] == [422] * 3


def test_there_is_no_emergency_page_where_everybody_can_sign_in(world):
    assert world.browser().get("/identity/sign-in/emergency").status_code == 404


def test_an_issuer_that_may_not_be_asked_or_lacks_our_secret_stops_the_start(world):
    settings = world.runtime.settings
    object.__setattr__(settings, "issuer_secrets", {})
    with pytest.raises(SettingError, match="WAARBORG_ISSUER_SECRET_BQR_WERK"):
        check_issuers(world.runtime)
    object.__setattr__(world.runtime.outward, "_allow", frozenset())
    with pytest.raises(SettingError, match=r"organisations\.bqr\.issuers\.werk\.issuer: not-https"):
        check_issuers(world.runtime)
