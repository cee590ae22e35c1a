"""The administration of staff over the API: roles for a time, leave, reviews, newcomers, and lost second factors."""

import pytest
from sqlalchemy import select

from waarborg_identity import actions
from waarborg_identity.deadlines import DEADLINES
from waarborg_identity.domain.staff_review import CLOCK
from waarborg_identity.models import Account, RoleGrant, StaffCode, StaffFactorReset
from waarborg_shared.auth import Actor
from waarborg_shared.deadlines import DeadlineWatch
from waarborg_shared.hooks.values import Organisation

API = "/identity/api/v1"
UNKNOWN = "01890000-0000-7000-8000-000000000000"
WHY = {"reason": "Nieuw in het team"}
DAY = 24 * 3600


class Desk:
    """Somebody who administers staff over the API."""

    def __init__(self, world, username, organisation="bqr"):
        self.browser = world.browser(organisation)
        self.browser.enter(username)

    def get(self, path):
        return self.browser.get(f"{API}{path}")

    def post(self, path, body=None, **headers):
        sent = {"Sec-Fetch-Site": "same-origin", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.browser.bare(f"{API}{path}", json=body, headers=sent)

    def change(self, account, path, body=None):
        """Change an account as it is now."""
        etag = self.get(f"/staff/{account}").headers["ETag"]
        return self.post(f"/staff/{account}{path}", body, If_Match=etag)

    def roles(self, account):
        """The roles of an account by code, with how each stands."""
        return {each["role"]: each["state"] for each in self.get(f"/staff/{account}").json["grants"]}

    def verbs(self, account):
        return [step["verb"] for step in self.get(f"/staff/{account}").json["timeline"]]

    def step(self, account, verb):
        """The newest entry of that kind on the account's timeline."""
        return [each for each in self.get(f"/staff/{account}").json["timeline"] if each["verb"] == verb][-1]


@pytest.fixture
def anouk(world):
    """The account of the first administrator."""
    return world.hire("anouk", "privacy_officer")


@pytest.fixture
def bram(world):
    """The account of a member of staff with no duty to give roles."""
    return world.hire("bram", "staff", name="Bram Nietbestaand")


@pytest.fixture
def desk(world, anouk):
    return Desk(world, "anouk")


@pytest.fixture
def carla(world, anouk):
    """A second administrator."""
    world.hire("carla", "privacy_officer", name="Carla Denkbeeld")
    return Desk(world, "carla")


def id_of(desk, username):
    (found,) = desk.post("/staff-searches/", {"find": username}).json["items"]
    return found["id"]


def in_own_hands(world, monkeypatch):
    """Make the organisation one of one person."""
    rules = world.runtime.registry.rules("bqr")
    plain = rules.organisation
    facts = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
    monkeypatch.setitem(vars(rules), "organisation", Organisation(**{**facts, "one_person": True}))


# --- roles


def test_a_role_is_given_for_a_time_with_a_reason_that_the_timeline_keeps(desk, bram, anouk):
    body = {"role": "privacy_officer", "from_on": "2026-03-04", "until_on": "2026-03-31", **WHY}
    given = desk.change(bram, "/grants/", body)
    assert given.status_code == 201, given.text
    shown = {each["role"]: each for each in desk.get(f"/staff/{bram}").json["grants"]}["privacy_officer"]
    assert (shown["state"], shown["granted_by"]) == ("to_come", anouk)
    assert (shown["starts_at"], shown["until"]) == ("2026-03-03T23:00:00+00:00", "2026-03-31T22:00:00+00:00")
    assert desk.step(bram, "role-granted")["why"] == WHY["reason"]
    assert desk.step(bram, "role-granted")["actor_ref"] == anouk


def test_a_role_of_later_counts_when_it_is_time_and_ran_out_is_shown_as_such(world, desk, bram):
    desk.change(bram, "/grants/", {"role": "privacy_officer", "from_on": "2026-03-04", "until_on": "2026-03-05", **WHY})
    rules = world.runtime.registry.rules("bqr")

    def now():
        with world.work() as work:
            return "privacy_officer" in actions.standing(work, bram, rules=rules).roles

    assert now() is False
    world.clock.forward(2 * DAY)
    assert now() is True
    world.clock.forward(2 * DAY)
    assert now() is False
    again = Desk(world, "anouk")
    assert again.roles(bram)["privacy_officer"] == "ran_out"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "koning", **WHY}, "role"),
        ({"role": "client", **WHY}, "role"),
        ({"role": "Geen Code", **WHY}, "role"),
        (WHY, "role"),
        ({"role": "privacy_officer"}, "reason"),
        ({"role": "privacy_officer", "reason": "  "}, "reason"),
        ({"role": "privacy_officer", "from_on": "2026-03-01", **WHY}, "from_on"),
        ({"role": "privacy_officer", "until_on": "2026-03-01", **WHY}, "until_on"),
        ({"role": "privacy_officer", "from_on": "2026-03-09", "until_on": "2026-03-08", **WHY}, "until_on"),
        ({"role": "privacy_officer", "until_on": "morgen", **WHY}, "until_on"),
        ({"role": "privacy_officer", "wie": "ik", **WHY}, "wie"),
    ],
)
def test_a_bad_grant_is_refused_by_its_field_and_nothing_is_given(desk, bram, body, field):
    answer = desk.change(bram, "/grants/", body)
    assert answer.status_code == 422, answer.text
    assert list(answer.json["errors"]) == [field]
    assert list(desk.roles(bram)) == ["staff"]


def test_a_role_that_somebody_has_is_not_given_twice(desk, bram):
    answer = desk.change(bram, "/grants/", {"role": "staff", **WHY})
    assert (answer.status_code, answer.json["code"]) == (409, "has-role-already")


def test_nobody_gives_himself_a_role(desk, anouk):
    answer = desk.change(anouk, "/grants/", {"role": "staff", **WHY})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["role"])
    assert list(desk.roles(anouk)) == ["privacy_officer"]


def test_J8_in_an_organisation_of_one_person_one_does_and_the_timeline_says_so(world, desk, anouk, monkeypatch):
    in_own_hands(world, monkeypatch)
    assert desk.change(anouk, "/grants/", {"role": "staff", **WHY}).status_code == 201
    assert desk.step(anouk, "role-granted")["facts"]["one_person"] is True


def test_a_role_is_ended_early_with_a_reason_and_once(world, desk, bram, anouk):
    (grant,) = desk.get(f"/staff/{bram}").json["grants"]
    ended = desk.change(bram, f"/grants/{grant['id']}/end", {"reason": "Werkt hier anders"})
    assert ended.status_code == 200, ended.text
    (grant,) = desk.get(f"/staff/{bram}").json["grants"]
    assert (grant["state"], grant["ended_by"]) == ("ended", anouk)
    assert desk.step(bram, "role-ended")["why"] == "Werkt hier anders"
    again = desk.change(bram, f"/grants/{grant['id']}/end", WHY)
    assert (again.status_code, again.json["code"]) == (409, "grant-is-over")
    with world.work() as work:
        assert bram in {each.ref for each in actions.revocations(work)}


def test_the_last_who_may_give_roles_keeps_that_and_is_told_why(desk, anouk, bram):
    (grant,) = desk.get(f"/staff/{anouk}").json["grants"]
    for path in (f"/grants/{grant['id']}/end", "/disable"):
        refused = desk.change(anouk, path, WHY)
        assert (refused.status_code, refused.json["code"]) == (409, "last-holder")
        assert "laatste" in refused.json["detail"]
    desk.change(bram, "/grants/", {"role": "privacy_officer", "until_on": "2026-12-31", **WHY})
    assert desk.change(anouk, f"/grants/{grant['id']}/end", WHY).json["code"] == "last-holder"
    assert desk.roles(anouk) == {"privacy_officer": "in_force"}


def test_with_another_who_lasts_the_first_may_go(desk, carla, anouk):
    (grant,) = carla.get(f"/staff/{anouk}").json["grants"]
    assert carla.change(anouk, f"/grants/{grant['id']}/end", WHY).status_code == 200


def test_disabling_ends_sessions_and_tokens_and_enabling_lets_in_again(world, desk, bram):
    browser = world.browser()
    browser.enter("bram")
    own = world.app.extensions["waarborg_identity"].own
    assert own.session("bqr", browser.cookie) is not None
    assert desk.change(bram, "/disable", {"reason": "Uit dienst"}).status_code == 200
    assert own.session("bqr", browser.cookie) is None
    with world.work() as work:
        assert bram in {each.ref for each in actions.revocations(work)}
    assert world.browser().sign_in("bram").status_code == 422
    assert desk.change(bram, "/grants/", {"role": "privacy_officer", **WHY}).json["code"] == "account-shut"
    assert desk.change(bram, "/disable", WHY).json["code"] == "account-shut"
    assert desk.change(bram, "/enable", {"reason": "Toch niet"}).status_code == 200
    assert desk.change(bram, "/enable", WHY).json["code"] == "open-already"
    assert world.browser().sign_in("bram").status_code == 303
    assert desk.step(bram, "enabled")["why"] == "Toch niet"


# --- versions, walls and rights


def test_a_change_names_the_version_that_was_seen(desk, bram):
    path, body = f"/staff/{bram}/grants/", {"role": "privacy_officer", **WHY}
    assert desk.post(path, body).status_code == 428
    assert desk.post(path, body, If_Match='"99"').status_code == 412
    etag = desk.get(f"/staff/{bram}").headers["ETag"]
    assert desk.post(path, body, If_Match=etag).headers["ETag"] == '"2"'
    assert desk.post(f"/staff/{bram}/disable", WHY, If_Match=etag).status_code == 412
    same = desk.browser.get(f"{API}/staff/{bram}", headers={"If-None-Match": '"2"'})
    assert same.status_code == 304


def test_the_same_key_gives_a_role_once(world, desk, bram):
    etag = desk.get(f"/staff/{bram}").headers["ETag"]
    body = {"role": "privacy_officer", **WHY}
    answers = [
        desk.post(f"/staff/{bram}/grants/", body, If_Match=etag, Idempotency_Key="geef-eenmaal") for _ in range(2)
    ]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    with world.work() as work:
        assert len(work.session.scalars(select(RoleGrant).where(RoleGrant.account_id == bram)).all()) == 2


def test_who_has_not_the_duty_is_refused_by_its_name(world, anouk, bram):
    desk = Desk(world, "bram")
    for answer in (
        desk.get("/staff/"),
        desk.get(f"/staff/{anouk}"),
        desk.get("/staff-review/"),
        desk.post("/staff-searches/", {"find": "anouk"}),
        desk.post(f"/staff/{anouk}/disable", WHY, If_Match='"1"'),
        desk.post("/staff-review/completion", {"number": 1}),
    ):
        assert (answer.status_code, answer.json["right"]) == (403, "identity.grant-roles")


def test_a_partner_never_administers_staff(world, anouk):
    secret = world.client()
    token = world.token(auth=("ecd", secret), scope="identity:persons").json["access_token"]
    answer = world.browser().get(f"{API}/staff/{anouk}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


def test_another_organisation_knows_nobody_of_here(world, bram, desk):
    world.hire("jet", "privacy_officer", "jtb", name="Jet Elders")
    there = Desk(world, "jet", "jtb")
    assert there.get(f"/staff/{bram}").status_code == 404
    assert there.post(f"/staff/{bram}/disable", WHY, If_Match='"1"').status_code == 404
    assert there.post("/staff-searches/", {"find": "bram"}).json["items"] == []
    absent = there.change(id_of(there, "jet"), "/absences/", {"until_on": "2026-03-09", "stand_in": bram, **WHY})
    assert list(absent.json["errors"]) == ["stand_in"]
    assert desk.get(f"/staff/{UNKNOWN}").status_code == 404


def test_who_looked_is_on_the_timeline(desk, bram, anouk):
    desk.get(f"/staff/{bram}")
    assert desk.step(bram, "looked-at")["actor_ref"] == anouk


# --- lists


def test_the_list_is_by_name_in_parts_and_found_by_a_part_of_a_name(world, desk):
    for number in range(60):
        world.hire(f"mens{number:02}", "staff", name=f"Mens {number:02} van Verzinsel")
    first = desk.get("/staff/?limit=40").json
    second = desk.get(f"/staff/?limit=40&cursor={first['next']}").json
    names = [each["name"] for each in first["items"] + second["items"]]
    assert names == ["Anouk Verzonnen", *(f"Mens {number:02} van Verzinsel" for number in range(60))]
    assert (first["total"], second["next"]) == (61, "")
    assert [each["username"] for each in desk.post("/staff-searches/", {"find": "S 07 VAN"}).json["items"]] == [
        "mens07"
    ]
    many = desk.post("/staff-searches/", {"find": "verzinsel"}).json
    assert (len(many["items"]), many["total"]) == (50, 60)


@pytest.mark.parametrize("query", ["cursor=!", "cursor=WzFd", "cursor=WyJrb3J0Il0", "limit=0", "limit=101", "q=bram"])
def test_a_bad_place_in_the_list_is_refused(desk, query):
    assert desk.get(f"/staff/?{query}").status_code == 422


# --- newcomers


NEWCOMER = {"username": "Dirk", "name": "Dirk Voorbeeldsma", "roles": ["staff"], "contact": "Dorpsstraat 1", **WHY}


def choose(world, username, code, password="een eigen lang wachtwoord", again=None):
    typed = {"username": username, "code": code, "password": password, "again": again or password}
    return world.browser().post("/identity/first-sign-in", typed)


def test_a_newcomer_chooses_his_password_with_a_code_that_counts_once(world, desk):
    made = desk.post("/staff/", NEWCOMER)
    assert made.status_code == 201, made.text
    code, account = made.json["code"], made.json["id"]
    assert desk.get(f"/staff/{account}").json["contact"] == "Dorpsstraat 1"
    assert world.browser().give_password("dirk", "").status_code == 422
    assert choose(world, "dirk", code.lower().replace("-", " ")).status_code == 303
    assert world.browser().give_password("dirk", "een eigen lang wachtwoord").status_code == 303
    assert choose(world, "dirk", code).status_code == 422
    assert desk.verbs(account)[-1] != "password-chosen"
    assert "password-chosen" in desk.verbs(account)
    assert "first-code-refused" in desk.verbs(account)


def test_many_newcomers_begin_at_one_address_and_none_is_in_anothers_way(world, desk):
    for number in range(22):
        name = f"nieuw-{number}"
        made = desk.post("/staff/", {**NEWCOMER, "username": name})
        assert (name, choose(world, name, made.json["code"]).status_code) == (name, 303)
    assert world.browser().give_password("nieuw-1", "een eigen lang wachtwoord").status_code == 303


def test_the_code_and_the_names_are_kept_nowhere_as_they_are(world, desk, caplog):
    made = desk.post("/staff/", NEWCOMER).json
    with world.work() as work:
        rows = [*work.session.scalars(select(StaffCode)), *work.session.scalars(select(Account))]
        stored = repr([vars(row) for row in rows])
    for secret in (made["code"], made["code"].replace("-", ""), "Voorbeeldsma", "Dorpsstraat", "dirk"):
        assert secret not in stored
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"username": "niemand"}, 422),
        ({"code": "AAAA-AAAA-AAAA"}, 422),
        ({"code": "x"}, 422),
        ({"password": "kort"}, 422),
        ({"again": "iets anders dan dat"}, 422),
        ({"password": ""}, 422),
    ],
)
def test_a_wrong_first_password_is_refused_and_leaves_the_code(world, desk, changes, status):
    code = desk.post("/staff/", NEWCOMER).json["code"]
    assert choose(world, **{"username": "dirk", "code": code, **changes}).status_code == status
    assert choose(world, "dirk", code).status_code == 303


def test_an_unknown_name_and_a_wrong_code_get_the_same_words(world, desk):
    desk.post("/staff/", NEWCOMER)
    pages = [choose(world, name, "AAAA-AAAA-AAAA").text for name in ("dirk", "jan.n")]
    assert all("Gebruikersnaam of code klopt niet" in page for page in pages)


def test_a_code_is_too_old_after_seven_days_and_a_new_one_replaces_it(world, desk):
    made = desk.post("/staff/", NEWCOMER).json
    page = f"/identity/staff/{made['id']}"
    assert desk.browser.post(f"{page}/code", page=page).status_code == 200
    assert choose(world, "dirk", made["code"]).status_code == 422
    world.clock.forward(7 * DAY)
    again = Desk(world, "anouk")
    shown = again.browser.post(f"{page}/code", page=page).text
    code = shown.split('<dd translate="no">')[2].split("<")[0]
    world.clock.forward(7 * DAY)
    assert choose(world, "dirk", code).status_code == 422


def test_a_guesser_of_first_codes_is_slowed(world, desk):
    code = desk.post("/staff/", NEWCOMER).json["code"]
    for _ in range(5):
        assert choose(world, "dirk", "AAAA-AAAA-AAAA").status_code == 422
    slowed = choose(world, "dirk", "AAAA-AAAA-AAAA")
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "1")
    world.clock.forward(60)
    assert choose(world, "dirk", code).status_code == 303


def test_a_sixth_code_in_a_day_is_refused_and_who_has_a_password_gets_none(desk, bram):
    made = desk.post("/staff/", NEWCOMER).json["id"]
    page = f"/identity/staff/{made}"
    statuses = [desk.browser.post(f"{page}/code", page=page).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 422]
    assert desk.browser.post(f"/identity/staff/{bram}/code", page=page).status_code == 422


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"username": "b ram"}, 422, "username"),
        ({"username": "anouk"}, 409, "username"),
        ({"roles": []}, 422, "roles"),
        ({"roles": ["koning"]}, 422, "role"),
        ({"roles": "staff"}, 422, "roles"),
        ({"name": ""}, 422, "name"),
        ({"name": "a\x00b"}, 422, "name"),
        ({"until_on": "2026-01-01"}, 422, "until_on"),
        ({"password": "zelf gekozen"}, 422, "password"),
    ],
)
def test_a_bad_newcomer_is_refused_by_the_field_and_nobody_is_registered(desk, changes, status, field):
    answer = desk.post("/staff/", {**NEWCOMER, **changes})
    assert (answer.status_code, next(iter(answer.json["errors"]))[: len(field)]) == (status, field)
    assert desk.get("/staff/").json["total"] == 1


# --- names and papers


def test_names_change_and_the_timeline_says_that_never_what_they_were(world, desk, bram):
    body = {"username": "bram.n", "name": "Bram Anders", "contact": "bram@voorbeeld.example"}
    assert desk.change(bram, "/details", body).status_code == 200
    shown = desk.get(f"/staff/{bram}").json
    assert (shown["username"], shown["name"], shown["contact"]) == ("bram.n", "Bram Anders", "bram@voorbeeld.example")
    assert {"username-changed", "name-changed", "contact-changed"} <= set(desk.verbs(bram))
    assert "Nietbestaand" not in str(shown["timeline"])
    assert world.browser().sign_in("bram").status_code == 422
    assert world.browser().give_password("bram.n").status_code == 303
    assert desk.change(bram, "/details", {"contact": ""}).status_code == 200
    assert desk.get(f"/staff/{bram}").json["contact"] == ""


@pytest.mark.parametrize(
    ("body", "status"),
    [({"username": "anouk"}, 409), ({"username": "-"}, 422), ({"name": " "}, 422), ({"bsn": "1"}, 422), ({}, 422)],
)
def test_a_bad_name_is_refused_and_the_old_stays(desk, bram, body, status):
    assert desk.change(bram, "/details", body).status_code == status
    assert desk.get(f"/staff/{bram}").json["username"] == "bram"


def test_B12_certificate_and_secrecy_are_noted_and_missing_ones_marked(desk, bram):
    assert desk.get(f"/staff/{bram}").json["missing"] == ["secrecy"]
    noted = desk.change(bram, "/papers", {"certificate_seen_on": "2026-03-02", "secrecy_signed_on": "2026-03-01"})
    assert noted.status_code == 200, noted.text
    shown = desk.get(f"/staff/{bram}").json
    assert (shown["missing"], shown["certificate_seen_on"]) == ([], "2026-03-02")
    assert desk.step(bram, "papers-noted")["facts"]["secrecy_signed_on"] == "2026-03-01"
    tomorrow = desk.change(bram, "/papers", {"certificate_seen_on": "2026-03-03", "secrecy_signed_on": None})
    assert list(tomorrow.json["errors"]) == ["certificate_seen_on"]


def test_J8_ones_own_papers_are_noted_by_another_if_there_is_one(world, desk, anouk, monkeypatch):
    body = {"certificate_seen_on": None, "secrecy_signed_on": "2026-03-01"}
    assert desk.change(anouk, "/papers", body).status_code == 200
    assert desk.step(anouk, "papers-noted")["facts"]["no_other"] is True
    world.hire("carla", "privacy_officer")
    assert desk.change(anouk, "/papers", body).json["code"] == "own-matter"


# --- leave


LEAVE = {"until_on": "2026-03-16", "reason": "Vakantie"}


def test_a_stand_in_has_the_roles_for_that_time_and_no_longer(world, desk, carla, anouk, bram):
    made = carla.change(anouk, "/absences/", {**LEAVE, "from_on": "2026-03-04", "stand_in": bram})
    assert made.status_code == 201, made.text
    grant = {each["role"]: each for each in carla.get(f"/staff/{bram}").json["grants"]}["privacy_officer"]
    assert (grant["state"], grant["stand_in_for"]) == ("to_come", anouk)
    assert carla.step(anouk, "absence-recorded")["facts"]["stand_in"] == bram
    world.clock.forward(2 * DAY)
    later = Desk(world, "bram")
    shown = later.get(f"/staff/{anouk}").json
    assert shown["absences"][0]["now"] is True
    assert later.roles(bram)["privacy_officer"] == "in_force"
    world.clock.forward(14 * DAY)
    assert Desk(world, "bram").get("/staff/").status_code == 403


def test_a_stand_in_passes_nothing_on_and_makes_nobody_the_last(world, desk, carla, anouk, bram):
    carla.change(anouk, "/absences/", {**LEAVE, "stand_in": bram})
    dirk = world.hire("dirk", "staff")
    carla.change(bram, "/absences/", {**LEAVE, "stand_in": dirk})
    assert carla.roles(dirk) == {"staff": "in_force"} or "privacy_officer" not in carla.roles(dirk)
    (own,) = [each for each in carla.get(f"/staff/{anouk}").json["grants"] if each["state"] == "in_force"]
    carla_id = id_of(carla, "carla")
    assert carla.change(anouk, f"/grants/{own['id']}/end", WHY).status_code == 200
    assert carla.roles(bram)["privacy_officer"] == "ended"
    assert carla.change(carla_id, "/disable", WHY).json["code"] == "last-holder"


def test_who_is_back_early_ends_it_and_it_ends_once(carla, anouk, bram):
    absence = carla.change(anouk, "/absences/", {**LEAVE, "stand_in": bram}).json["made"]
    assert carla.change(anouk, f"/absences/{absence}/end", WHY).status_code == 200
    assert carla.roles(bram)["privacy_officer"] == "ended"
    assert carla.change(anouk, f"/absences/{absence}/end", WHY).json["code"] == "absence-is-over"
    assert carla.change(anouk, f"/absences/{UNKNOWN}/end", WHY).status_code == 404


def test_disabling_the_absent_one_ends_what_the_stand_in_has(carla, anouk, bram):
    carla.change(anouk, "/absences/", {**LEAVE, "stand_in": bram})
    assert carla.change(anouk, "/disable", WHY).status_code == 200
    assert carla.roles(bram)["privacy_officer"] == "ended"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until_on": None}, "until_on"),
        ({"until_on": "2026-03-01"}, "until_on"),
        ({"from_on": "2026-02-27"}, "from_on"),
        ({"from_on": "2026-03-20"}, "until_on"),
        ({"stand_in": UNKNOWN}, "stand_in"),
        ({"stand_in": "12345678"}, "stand_in"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_bad_absence_is_refused_by_its_field(desk, bram, changes, field):
    answer = desk.change(bram, "/absences/", {**LEAVE, **changes})
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert desk.get(f"/staff/{bram}").json["absences"] == []


def test_an_administrator_makes_himself_nobodys_stand_in(carla, anouk, bram):
    body = {**LEAVE, "stand_in": id_of(carla, "carla")}
    assert list(carla.change(bram, "/absences/", body).json["errors"]) == ["stand_in"]
    assert list(carla.change(bram, "/absences/", {**LEAVE, "stand_in": bram}).json["errors"]) == ["stand_in"]


def test_nobody_is_away_twice_and_who_is_away_stands_in_for_nobody(carla, anouk, bram):
    assert carla.change(bram, "/absences/", LEAVE).status_code == 201
    assert carla.change(bram, "/absences/", LEAVE).json["code"] == "away-already"
    assert list(carla.change(anouk, "/absences/", {**LEAVE, "stand_in": bram}).json["errors"]) == ["stand_in"]


# --- the review


def test_a_review_ticks_everybody_and_the_next_one_begins(world, desk, carla, anouk, bram):
    begun = desk.get("/staff-review/").json
    assert (begun["number"], begun["to_review"], begun["due_at"]) == (1, 3, "2027-03-02T22:59:59+00:00")
    early = desk.post("/staff-review/completion", {"number": 1})
    assert (early.status_code, early.json["code"]) == (409, "not-all-reviewed")
    own = desk.post("/staff-review/marks/", {"account_id": anouk, "verdict": "kept"})
    assert (own.status_code, own.json["code"]) == (409, "own-matter")
    assert desk.post("/staff-review/marks/", {"account_id": bram, "verdict": "kept"}).json["to_review"] == 2
    ended = {"account_id": bram, "verdict": "ended"}
    assert list(desk.post("/staff-review/marks/", ended).json["errors"]) == ["reason"]
    assert desk.post("/staff-review/marks/", {**ended, **WHY}).status_code == 200
    assert desk.roles(bram) == {"staff": "ended"}
    assert desk.get(f"/staff/{bram}").json["reviewed"]["verdict"] == "ended"
    assert desk.post("/staff-review/marks/", {"account_id": id_of(desk, "carla"), "verdict": "kept"}).status_code == 200
    assert carla.post("/staff-review/marks/", {"account_id": anouk, "verdict": "kept"}).status_code == 200
    assert desk.get(f"/staff/{anouk}").json["reviewed"]["by"] == id_of(desk, "carla")
    world.clock.forward(DAY)
    again = Desk(world, "anouk")
    following = again.post("/staff-review/completion", {"number": 1})
    assert following.status_code == 200, following.text
    assert (following.json["number"], following.json["to_review"]) == (2, 3)
    assert following.json["due_at"] == "2027-03-03T22:59:59+00:00"
    assert again.get(f"/staff/{bram}").json["reviewed"] is None


def test_a_review_does_not_take_the_last_holder_away(desk, anouk):
    refused = desk.post("/staff-review/marks/", {"account_id": anouk, "verdict": "ended", **WHY})
    assert (refused.status_code, refused.json["code"]) == (409, "last-holder")
    assert desk.roles(anouk) == {"privacy_officer": "in_force"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"account_id": UNKNOWN, "verdict": "kept"}, 404),
        ({"account_id": "x", "verdict": "kept"}, 422),
        ({"account_id": UNKNOWN, "verdict": "misschien"}, 422),
        ({"verdict": "kept"}, 422),
        ({}, 422),
    ],
)
def test_a_bad_tick_is_refused(desk, body, status):
    assert desk.post("/staff-review/marks/", body).status_code == status


def test_J8_one_person_reviews_himself_and_the_record_says_so(world, desk, anouk, monkeypatch):
    in_own_hands(world, monkeypatch)
    assert desk.post("/staff-review/marks/", {"account_id": anouk, "verdict": "kept"}).status_code == 200
    assert desk.step(anouk, "reviewed")["facts"]["one_person"] is True
    assert desk.post("/staff-review/completion", {"number": 1}).json["number"] == 2


def watch_of(world):
    return DeadlineWatch(
        service="identity",
        engine=world.runtime.worker_engine,
        plumbing=world.runtime.service.plumbing,
        begin=lambda organisation: world.runtime.uow.begin(
            organisation, actor=Actor.system("identity", organisation), now=world.clock.now()
        ),
        rules=world.runtime.rules,
        handlers=DEADLINES,
        now=world.clock.now,
    )


def events(world):
    with world.work() as work:
        table = work.plumbing.outbox
        found = work.session.execute(
            select(table.c.type).where(table.c.organisation == "bqr").order_by(table.c.position)
        )
        return [type_.split(".")[3] for (type_,) in found]


def test_a_review_reminds_at_four_fifths_and_lapses_and_the_desk_shows_it_until_it_is_done(world, desk, anouk):
    assert desk.get("/desk").json == {"items": [], "total": 0}
    world.clock.forward(293 * DAY)
    assert watch_of(world).run_due().reminded == 1
    assert "access-review-neared" in events(world)
    (item,) = Desk(world, "anouk").get("/desk").json["items"]
    assert (item["url"], item["state"]["code"], item["clocks"][0]["name"]) == ("/identity/staff/review", "due", CLOCK)
    world.clock.forward(80 * DAY)
    assert watch_of(world).run_due().lapsed == 1
    assert "access-review-lapsed" in events(world)
    late = Desk(world, "anouk")
    assert late.get("/desk").json["items"][0]["state"]["code"] == "late"
    assert late.get("/staff-review/").json["late"] is True
    late.post("/staff-review/marks/", {"account_id": anouk, "verdict": "kept"})
    assert late.post("/staff-review/completion", {"number": 1}).status_code == 200
    assert late.get("/desk").json == {"items": [], "total": 0}


# --- a lost second factor


def test_two_others_replace_a_lost_factor_and_sessions_end(world, desk, carla, bram):
    browser = world.browser()
    browser.enter("bram")
    asked = desk.change(bram, "/factor-resets/", {"reason": "Telefoon kwijt"})
    assert asked.status_code == 201, asked.text
    (waiting,) = desk.get("/desk").json["items"]
    assert (waiting["state"]["code"], waiting["url"]) == ("waiting", f"/identity/staff/{bram}")
    path = f"/factor-resets/{asked.json['made']}/confirm"
    assert desk.change(bram, path, WHY).json["code"] == "second-is-first"
    assert desk.change(bram, "/factor-resets/", WHY).json["code"] == "asked-already"
    assert carla.change(bram, path, WHY).status_code == 200
    assert world.app.extensions["waarborg_identity"].own.session("bqr", browser.cookie) is None
    (shown,) = carla.get(f"/staff/{bram}").json["factor_resets"]
    assert (shown["state"], shown["confirmed_by"]) == ("done", id_of(carla, "carla"))
    assert carla.change(bram, path, WHY).json["code"] == "reset-is-over"
    assert {"second-factor-reset-asked", "second-factor-reset"} <= set(carla.verbs(bram))


def test_the_person_himself_is_neither_of_the_two(world, desk, carla, anouk):
    assert desk.change(anouk, "/factor-resets/", WHY).json["code"] == "own-factor"
    asked = carla.change(anouk, "/factor-resets/", WHY).json["made"]
    assert desk.change(anouk, f"/factor-resets/{asked}/confirm", WHY).json["code"] == "own-factor"
    seen = {"checked": "known", **WHY}
    assert desk.change(anouk, "/factor-resets/in-person", seen).json["code"] == "own-factor"


def test_what_was_asked_counts_for_a_day(world, desk, carla, bram):
    asked = desk.change(bram, "/factor-resets/", WHY).json["made"]
    world.clock.forward(DAY)
    later = Desk(world, "carla")
    assert later.change(bram, f"/factor-resets/{asked}/confirm", WHY).json["code"] == "reset-is-over"
    assert later.get("/desk").json == {"items": [], "total": 0}
    assert later.change(bram, f"/factor-resets/{UNKNOWN}/confirm", WHY).status_code == 404


def test_in_person_one_is_enough_and_what_was_checked_is_kept_sealed(world, desk, bram):
    body = {"checked": "passport", "digits": "47x1", "reason": "Stond aan de balie"}
    assert desk.change(bram, "/factor-resets/in-person", body).status_code == 201
    (shown,) = desk.get(f"/staff/{bram}").json["factor_resets"]
    assert (shown["way"], shown["checked"], shown["digits"]) == ("in_person", "passport", "47X1")
    assert desk.step(bram, "second-factor-reset")["why"] == "Stond aan de balie"
    with world.work() as work:
        assert "47X1" not in repr([vars(row) for row in work.session.scalars(select(StaffFactorReset))])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"checked": "foto"}, "checked"),
        ({"checked": None}, "checked"),
        ({"digits": "NX1234567"}, "digits"),
        ({"digits": ""}, "digits"),
    ],
)
def test_a_bad_check_is_refused_by_its_field(desk, bram, changes, field):
    answer = desk.change(bram, "/factor-resets/in-person", {"checked": "passport", "digits": "471", **WHY, **changes})
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert desk.get(f"/staff/{bram}").json["factor_resets"] == []


def test_the_list_says_who_has_a_second_factor_and_a_reset_takes_it_away(world, desk, bram):
    newcomer = world.hire("dirk", "staff", factor=None)
    shown = {each["id"]: each["second_factor"] for each in desk.get("/staff/").json["items"]}
    assert (shown[bram], shown[newcomer]) == (True, False)
    assert desk.change(bram, "/factor-resets/in-person", {"checked": "known", **WHY}).status_code == 201
    assert desk.get(f"/staff/{bram}").json["second_factor"] is False
    assert "Nog geen tweede factor" in desk.browser.get(f"/identity/staff/{bram}").text
