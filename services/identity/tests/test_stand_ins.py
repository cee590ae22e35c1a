"""A stand-in whom somebody names himself: his roles are passed on when somebody whose duty it is agreed."""

import re
from dataclasses import replace

import pytest

from waarborg_identity import actions
from waarborg_identity.actions.staff_rows import grants_where
from waarborg_identity.domain.staff_grants import GrantState, state_of
from waarborg_identity.domain.stand_ins import Named, NothingAsked, OwnStandIn, StandIn, check_answer, needs_word
from waarborg_identity.models import Account, RoleGrant

API = "/identity/api/v1"
UNKNOWN = "01890000-0000-7000-8000-000000000000"
DAY = 24 * 3600
MINE = "/identity/my-absence"
AGREED = {"answer": "agreed", "reason": "Zij werkt in hetzelfde team."}
REFUSED = {"answer": "refused", "reason": "Zij kent deze cliënten niet."}


@pytest.fixture
def anouk(world):
    """Somebody who may give roles."""
    return world.hire("anouk", "privacy_officer")


@pytest.fixture
def bram(world):
    """Somebody who may not, and goes on leave."""
    return world.hire("bram", "staff", name="Bram Nietbestaand")


@pytest.fixture
def carla(world):
    """Whom he names."""
    return world.hire("carla", "staff", name="Carla Denkbeeld")


@pytest.fixture
def asked(world, anouk, bram, carla):
    """A leave in which Bram named Carla, by its id."""
    return name_himself(world, "bram", carla)


def signed_in(world, username):
    browser = world.browser()
    browser.enter(username)
    return browser


def name_himself(world, username, stand_in, **typed):
    browser = signed_in(world, username)
    form = {"until_on": "2026-03-16", "stand_in": stand_in, "reason": "Vakantie", **typed}
    assert browser.post(MINE, form).status_code == 303
    found = re.search(r'action="/identity/my-absence/([0-9a-f-]+)/end"', browser.get(MINE).text)
    return found[1]


def answer(world, account, absence, body, *, by="anouk", etag=None):
    browser = signed_in(world, by)
    etag = etag or browser.get(f"{API}/staff/{account}").headers.get("ETag", '"1"')
    headers = {"Sec-Fetch-Site": "same-origin", "If-Match": etag}
    return browser.bare(f"{API}/staff/{account}/absences/{absence}/stand-in", json=body, headers=headers)


def roles(world, account):
    """Return the roles that somebody has as a stand-in at this moment."""
    with world.work() as work:
        mine = grants_where(work, RoleGrant.account_id == account, RoleGrant.stand_in_for.is_not(None))
        return {each.role for each in mine if state_of(each, work.now) is GrantState.IN_FORCE}


def facts(world, account, verb):
    return [told for step, told in world.steps(account) if step == verb][-1]


def waiting(world, username):
    """What of stand-ins waits on somebody's desk, by the addresses that it leads to."""
    items = signed_in(world, username).get(f"{API}/desk").json["items"]
    return [item["url"] for item in items if "/stand-in" in item["url"]]


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


# --- the rules


@pytest.mark.parametrize(
    ("actor", "one_person", "may_give", "needed"),
    [
        ("bram", False, False, True),
        ("bram", True, False, False),
        ("bram", False, True, False),
        ("anouk", False, True, False),
        ("system:identity", False, False, False),
    ],
)
def test_only_who_names_his_own_stand_in_without_the_duty_needs_a_word(actor, one_person, may_give, needed):
    assert needs_word(actor, "bram", one_person=one_person, may_give_roles=may_give) is needed


def test_neither_of_the_two_answers_and_nobody_answers_twice():
    named = Named("bram", "carla", StandIn.ASKED)
    check_answer(named, "anouk")
    for own in ("bram", "carla"):
        with pytest.raises(OwnStandIn):
            check_answer(named, own)
    for other in (replace(named, state=StandIn.AGREED), replace(named, state=StandIn.REFUSED)):
        with pytest.raises(NothingAsked):
            check_answer(other, "anouk")
    with pytest.raises(NothingAsked):
        check_answer(Named("bram", None, StandIn.ASKED), "anouk")


# --- naming and agreeing


def test_whom_somebody_names_himself_gets_nothing_until_somebody_agreed(world, asked, bram, carla):
    assert roles(world, carla) == set()
    world.clock.forward(2 * DAY)
    assert roles(world, carla) == set()
    assert facts(world, bram, "absence-recorded")["stand_in_state"] == "asked"
    shown = signed_in(world, "anouk").get(f"{API}/staff/{bram}").json["absences"]
    assert [(each["stand_in"], each["stand_in_state"]) for each in shown] == [(carla, "asked")]


def test_after_somebody_agreed_the_stand_in_has_the_roles_until_the_last_day(world, asked, anouk, bram, carla):
    world.clock.forward(DAY)
    agreed = answer(world, bram, asked, AGREED)
    assert agreed.status_code == 200, agreed.text
    assert "staff" in roles(world, carla)
    assert facts(world, bram, "stand-in-agreed") == {"absence": asked, "stand_in": carla}
    begun = facts(world, carla, "stand-in-begun")
    assert (begun["stand_in_for"], begun["from"][:10], begun["until"][:10]) == (bram, "2026-03-03", "2026-03-16")
    (grant,) = [
        each for each in signed_in(world, "anouk").get(f"{API}/staff/{carla}").json["grants"] if each["stand_in_for"]
    ]
    assert grant["granted_by"] == anouk
    world.clock.forward(14 * DAY)
    assert "staff" not in roles(world, carla)


def test_a_stand_in_who_was_refused_never_gets_the_roles_and_the_leave_stays(world, asked, bram, carla):
    assert answer(world, bram, asked, REFUSED).status_code == 200
    assert "staff" not in roles(world, carla)
    assert facts(world, bram, "stand-in-refused") == {"absence": asked, "stand_in": carla}
    again = answer(world, bram, asked, AGREED)
    assert (again.status_code, again.json["code"]) == (409, "nothing-asked")
    assert "staff" not in roles(world, carla)
    assert "Carla Denkbeeld Geen akkoord" in words(signed_in(world, "bram").get(MINE))


def test_what_is_agreed_for_later_counts_from_the_first_day(world, anouk, bram, carla):
    asked = name_himself(world, "bram", carla, from_on="2026-03-10")
    assert answer(world, bram, asked, AGREED).status_code == 200
    assert "staff" not in roles(world, carla)
    world.clock.forward(9 * DAY)
    assert "staff" in roles(world, carla)


def test_who_does_not_go_after_all_takes_the_question_back(world, asked, anouk, bram, carla):
    assert len(waiting(world, "anouk")) == 1
    browser = signed_in(world, "bram")
    assert browser.post(f"{MINE}/{asked}/end", page=MINE).status_code == 303
    assert waiting(world, "anouk") == []
    over = answer(world, bram, asked, AGREED)
    assert (over.status_code, over.json["code"]) == (409, "absence-is-over")
    assert "staff" not in roles(world, carla)


# --- who may not answer


def test_who_stands_in_does_not_agree_to_it_himself_though_he_may_give_roles(world, anouk, bram):
    world.hire("dirk", "privacy_officer", name="Dirk Verbeeld")
    asked = name_himself(world, "bram", anouk)
    own = answer(world, bram, asked, AGREED)
    assert (own.status_code, own.json["code"]) == (409, "own-stand-in")
    assert "staff" not in roles(world, anouk)
    assert answer(world, bram, asked, AGREED, by="dirk").status_code == 200
    assert "staff" in roles(world, anouk)


def test_who_got_the_duty_since_does_not_agree_to_his_own_stand_in(world, asked, bram, carla):
    with world.work() as work:
        account = work.case(Account, bram)
        actions.grant_role(work, account, "privacy_officer", rules=world.runtime.rules("bqr"))
    own = answer(world, bram, asked, AGREED, by="bram")
    assert (own.status_code, own.json["code"]) == (409, "own-stand-in")
    assert "staff" not in roles(world, carla)


@pytest.mark.parametrize("who", ["bram", "carla"])
def test_nobody_without_the_duty_answers(world, asked, bram, carla, who):
    assert answer(world, bram, asked, AGREED, by=who).status_code == 403
    assert "staff" not in roles(world, carla)


@pytest.mark.parametrize(
    "body",
    [{}, {"answer": "agreed"}, {"reason": "Ja"}, {"answer": "asked", "reason": "Ja"}, {**AGREED, "more": 1}],
)
def test_an_answer_that_says_too_little_or_too_much_is_refused(world, asked, bram, carla, body):
    assert answer(world, bram, asked, body).status_code == 422
    assert "staff" not in roles(world, carla)


def test_an_answer_about_another_leave_or_what_was_not_seen_is_refused(world, asked, bram, carla):
    assert answer(world, bram, UNKNOWN, AGREED).status_code == 404
    assert answer(world, carla, asked, AGREED).status_code == 404
    assert answer(world, bram, asked, AGREED, etag='"1"').status_code == 412
    assert "staff" not in roles(world, carla)


def test_nobody_agrees_to_who_cannot_stand_in_any_more(world, asked, bram, carla):
    name_himself(world, "carla", "", until_on="2026-03-05")
    refused = answer(world, bram, asked, AGREED)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["stand_in"])
    with world.work() as work:
        actions.disable_account(work, carla)
    assert answer(world, bram, asked, AGREED).status_code == 422
    assert answer(world, bram, asked, REFUSED).status_code == 200


# --- who needs nobody's word, and the record that says so


def test_whose_duty_it_is_names_a_stand_in_himself_and_the_record_says_so(world, anouk, carla):
    name_himself(world, "anouk", carla)
    assert signed_in(world, "carla").get("/identity/staff").status_code == 200
    told = facts(world, anouk, "absence-recorded")
    assert (told["may_give_roles"], "stand_in_state" in told) == (True, False)
    page = words(signed_in(world, "anouk").get(f"/identity/staff/{anouk}"))
    assert "zonder tweede persoon: mag zelf rollen geven" in page


def test_J8_in_an_organisation_of_one_person_no_word_is_asked_and_the_record_says_so(world, bram, carla, monkeypatch):
    rules = world.runtime.rules("bqr")
    monkeypatch.setitem(vars(rules), "organisation", replace(rules.organisation, one_person=True))
    name_himself(world, "bram", carla)
    assert "staff" in roles(world, carla)
    assert facts(world, bram, "absence-recorded")["one_person"] is True


def test_an_administrator_names_a_stand_in_for_a_colleague_at_once(world, anouk, bram, carla):
    browser = signed_in(world, "anouk")
    etag = browser.get(f"{API}/staff/{bram}").headers["ETag"]
    headers = {"Sec-Fetch-Site": "same-origin", "If-Match": etag}
    body = {"until_on": "2026-03-16", "stand_in": carla, "reason": "Ziek"}
    assert browser.bare(f"{API}/staff/{bram}/absences/", json=body, headers=headers).status_code == 201
    assert "staff" in roles(world, carla)


# --- how long leave lasts


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"until_on": "2028-02-27"}, 303),
        ({"until_on": "2028-02-28"}, 422),
        ({"until_on": "2199-12-31"}, 422),
        ({"from_on": "2028-06-01", "until_on": "2028-06-02"}, 422),
    ],
)
def test_leave_ends_within_two_years(world, bram, carla, typed, status):
    browser = signed_in(world, "bram")
    told = browser.post(MINE, {"reason": "Ziek", "stand_in": carla, **typed})
    assert told.status_code == status
    assert ("ten hoogste twee jaar" in words(told)) is (status == 422)


# --- the desk and the pages


def test_what_waits_stands_on_the_desk_of_who_may_answer(world, asked, anouk, bram):
    assert waiting(world, "anouk") == [f"/identity/staff/{bram}/stand-in?which={asked}"]
    world.hire("dirk", "privacy_officer", name="Dirk Verbeeld")
    name_himself(world, "carla", world.hired["bqr", "dirk"])
    assert len(waiting(world, "anouk")) == 2
    assert len(waiting(world, "dirk")) == 1
    assert answer(world, bram, asked, REFUSED).status_code == 200
    assert waiting(world, "dirk") == []


def test_the_page_says_what_the_stand_in_gets_and_takes_the_answer(world, asked, bram, carla):
    mine = words(signed_in(world, "bram").get(MINE))
    assert "vervanger: Carla Denkbeeld Wacht op een akkoord" in mine
    assert "moet eerst akkoord zijn" in mine
    desk = signed_in(world, "anouk")
    assert "Akkoord geven of weigeren" in words(desk.get(f"/identity/staff/{bram}"))
    path = f"/identity/staff/{bram}/stand-in"
    page = desk.get(f"{path}?which={asked}")
    assert "Bram Nietbestaand vraagt Carla Denkbeeld als vervanger" in words(page)
    revision = re.search(r'name="_revision" value="(\d+)"', page.text)[1]
    typed = {"_revision": revision, "absence_id": asked, **AGREED}
    assert desk.post(path, {**typed, "answer": ""}).status_code == 422
    assert desk.post(path, {**typed, "_revision": "1"}).status_code == 412
    assert desk.post(path, typed).status_code == 303
    assert "staff" in roles(world, carla)
    after = words(desk.get(f"/identity/staff/{bram}"))
    assert "Carla Denkbeeld vervangt" in after
    assert "Akkoord met de vervanger: Carla Denkbeeld vervangt" in after
    assert "Akkoord geven of weigeren" not in after


def test_an_unknown_leave_has_no_question_on_its_page_and_takes_no_answer(world, asked, bram):
    desk = signed_in(world, "anouk")
    path = f"/identity/staff/{bram}/stand-in"
    page = desk.get(f"{path}?which={UNKNOWN}")
    assert "als vervanger tijdens verlof" not in words(page)
    revision = re.search(r'name="_revision" value="(\d+)"', page.text)[1]
    assert desk.post(path, {"_revision": revision, "absence_id": UNKNOWN, **AGREED}).status_code == 404
