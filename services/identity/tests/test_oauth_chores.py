"""The signing key is renewed in time, without anybody's doing: published before it signs, withdrawn when it is over."""

from dataclasses import replace
from threading import Event

import pytest
from joserfc import jws

from waarborg_identity.chores import renew_signing_key
from waarborg_shared.config import SettingError, read_settings
from waarborg_shared.worker import housekeeping_of

DAY = 24 * 3600


@pytest.fixture
def go_round(world):
    return lambda: housekeeping_of(world.runtime).clear(Event())


def kids(world, organisation="bqr"):
    return [key["kid"] for key in world.browser(organisation).get("/identity/jwks.json").json["keys"]]


def test_a_key_of_ninety_days_gets_a_successor_once(world, go_round):
    (first,) = kids(world)
    world.clock.forward(90 * DAY - 1)
    go_round()
    assert kids(world) == [first]
    world.clock.forward(1)
    for _ in range(3):
        go_round()
        assert len(kids(world)) == 2
    assert kids(world)[0] == first


def test_the_successor_signs_when_every_service_knows_it_and_the_old_one_goes_after_its_tokens(world, go_round):
    secret = world.client()
    (first,) = kids(world)
    world.clock.forward(90 * DAY)
    go_round()
    _, second = kids(world)
    assert signed_by(world, secret) == first
    world.clock.forward(15 * 60)
    assert signed_by(world, secret) == second
    assert kids(world) == [first, second]
    world.clock.forward(15 * 60)
    go_round()
    assert kids(world) == [second]
    world.clock.forward(90 * DAY)
    go_round()
    assert len(kids(world)) == 2


def signed_by(world, secret):
    token = world.token(auth=("ecd", secret)).json["access_token"]
    return jws.extract_compact(token.encode()).headers()["kid"]


def test_an_organisation_whose_turn_fails_stops_no_other(world, go_round, monkeypatch):
    kids(world)
    kids(world, "jtb")
    world.clock.forward(90 * DAY)
    begin = world.runtime.uow.begin

    def begin_unless_bqr(organisation, **more):
        if organisation == "bqr":
            raise OSError
        return begin(organisation, **more)

    monkeypatch.setattr(world.runtime.uow, "begin", begin_unless_bqr)
    go_round()
    monkeypatch.undo()
    assert (len(kids(world)), len(kids(world, "jtb"))) == (1, 2)


def test_the_operator_says_how_old_a_key_grows(world):
    kids(world)
    world.clock.forward(7 * DAY)
    with world.work() as work:
        renew_signing_key(work, settings=replace(world.runtime.settings, signing_key_days=7))
    assert len(kids(world)) == 2


def test_the_age_of_a_key_is_a_setting(environment):
    assert read_settings("identity", environment).signing_key_days == 90
    assert read_settings("identity", {**environment, "WAARBORG_SIGNING_KEY_DAYS": "30"}).signing_key_days == 30
    for wrong in ("0", "-1", "soon", "731", "1.5", "٣"):
        with pytest.raises(SettingError, match="WAARBORG_SIGNING_KEY_DAYS"):
            read_settings("identity", {**environment, "WAARBORG_SIGNING_KEY_DAYS": wrong})
