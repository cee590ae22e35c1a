"""Who has a duty, for other services that hand work out: who is away, who stands in, and who does not count."""

from datetime import timedelta

import pytest

from waarborg_identity.actions.colleagues import colleagues_with
from waarborg_identity.actions.staff_absences import NewAbsence, record_absence
from waarborg_identity.models import RoleGrant
from waarborg_shared.auth import Actor, ActorKind

PATH = "/identity/api/v1/colleagues?duty=requests.answer"


@pytest.fixture
def world(world_on_either):
    return world_on_either


def ask(world, username="anouk", path=PATH):
    browser = world.browser()
    browser.enter(username)
    return browser.get(path)


def roles(world, duty):
    found = world.runtime.registry.rules("bqr").roles.values()
    return [role.code for role in found if duty in role.duties]


def found(world):
    with world.work() as work:
        return colleagues_with(work, "requests.answer", rules=world.runtime.registry.rules("bqr"))


def test_who_has_the_duty_is_told_by_name_and_nobody_else(world):
    (role, *_) = roles(world, "requests.answer")
    may = world.hire("carla", role, name="Carla Verzonnen")
    world.hire("anouk", "staff")
    world.hire("elders", "staff", "jtb", name="Els Elders")
    answer = ask(world)
    assert answer.status_code == 200
    told = [each for each in answer.json["colleagues"] if each["account_ref"] == may]
    assert told == [{"account_ref": may, "name": "Carla Verzonnen", "away_until": None, "stand_in": None}]
    assert "Els Elders" not in answer.text


def test_who_is_away_is_told_with_the_stand_in_who_counts(world):
    (role, *_) = roles(world, "requests.answer")
    may, stand_in = world.hire("carla", role, name="Carla"), world.hire("anouk", "staff", name="Anouk")
    colleague = Actor(ActorKind.STAFF, "account-of-a-colleague", "bqr")
    rules = world.runtime.registry.rules("bqr")
    until = (world.clock.now() + timedelta(days=5)).date()
    with world.runtime.uow.begin("bqr", actor=colleague, now=world.clock.now()) as work:
        record_absence(
            work, may, NewAbsence(until_on=until, stand_in=stand_in, reason="Verlof"), revision=None, rules=rules
        )
    by_ref = {each.account_ref: each for each in found(world)}
    assert by_ref[may].away_until is not None and by_ref[may].stand_in == stand_in
    assert stand_in in by_ref


def test_an_ended_role_and_a_shut_account_do_not_count_and_one_from_outside_does_between_sign_ins(world):
    (role, *_) = roles(world, "requests.answer")
    may = world.hire("carla", role, name="Carla")
    assert may in {each.account_ref for each in found(world)}
    with world.work() as work:
        grant = work.session.query(RoleGrant).filter_by(organisation="bqr", account_id=may).one()
        grant.issuer, grant.until = "werk", work.now + timedelta(hours=8)
    later = world.clock.now() + timedelta(days=10)
    rules = world.runtime.registry.rules("bqr")
    for now, counts in ((later, True), (later + timedelta(days=40), False)):
        with world.runtime.uow.begin("bqr", actor=Actor.system("identity", "bqr"), now=now) as work:
            refs = {each.account_ref for each in colleagues_with(work, "requests.answer", rules=rules)}
            assert (may in refs) is counts


@pytest.mark.parametrize("query", ["duty=everything", "duty=", "duties=requests.answer"])
def test_another_question_is_refused_by_its_field(world, query):
    world.hire("anouk", "staff")
    answer = ask(world, path=f"/identity/api/v1/colleagues?{query}")
    assert answer.status_code == 422 and query.partition("=")[0] in str(answer.json["errors"])


def test_nobody_else_is_told(world):
    world.hire("anouk", "staff")
    assert world.browser().get(PATH).status_code == 401
    token = world.token(auth=("ecd", world.client()), scope="identity:persons").json["access_token"]
    answer = world.browser().get(PATH, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403
