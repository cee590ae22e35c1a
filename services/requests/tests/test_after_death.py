"""The person died: what ends, what goes on with a ground of art. 7:458a BW, and a record that was a mistake."""

import pytest

from waarborg_requests.domain.answers import Outcome
from waarborg_requests.domain.death import (
    AFTER_DEATH,
    AfterDeath,
    DeathGround,
    GroundOfDeathNeeded,
    NotForTheDead,
    RefusedInLife,
    check_answer,
    ground_holds,
    may_begin_after_death,
)
from waarborg_requests.models import PersonDeath
from waarborg_shared.events.requests import MarkRequested, RequestWithdrawn, WithdrawalRequested
from waarborg_shared.hooks.values import RequestKind
from waarborg_tests.request_beginnings import (
    OTHER,
    PERSON,
    REPRESENTATION,
    act,
    code_of,
    decides,
    filed_as,
    identify,
    now,
)

K, A = RequestKind, AfterDeath


@pytest.mark.parametrize("kind", RequestKind)
def test_what_becomes_of_each_kind(kind):
    of_the_file = (K.ACCESS, K.COPY, K.ACCESS_LOG, K.REFERRAL_INDEX)
    expected = {**dict.fromkeys(of_the_file, A.NEEDS_GROUND), K.COMPLAINT: A.GOES_ON}
    assert AFTER_DEATH[kind] is expected.get(kind, A.ENDS)


@pytest.mark.parametrize("ground", DeathGround)
def test_the_wish_of_the_late_client_is_stronger_than_any_ground(ground):
    assert ground_holds(ground, refused_in_life=False) is ground
    with pytest.raises(RefusedInLife):
        ground_holds(ground, refused_in_life=True)


@pytest.mark.parametrize(
    ("kind", "outcome", "ground", "refused"),
    [
        (K.ACCESS, Outcome.GRANTED, None, GroundOfDeathNeeded),
        (K.ACCESS, Outcome.PARTLY, None, GroundOfDeathNeeded),
        (K.ACCESS, Outcome.REFUSED, None, None),
        (K.ACCESS, Outcome.GRANTED, DeathGround.COMPELLING_INTEREST, None),
        (K.ERASURE, Outcome.GRANTED, DeathGround.COMPELLING_INTEREST, NotForTheDead),
        (K.WITHDRAWAL, Outcome.GRANTED, None, NotForTheDead),
        (K.PORTABILITY, Outcome.PARTLY, None, NotForTheDead),
        (K.COMPLAINT, Outcome.GRANTED, None, None),
    ],
)
def test_what_may_be_answered_about_who_died(kind, outcome, ground, refused):
    if refused is None:
        check_answer(kind, outcome, ground)
    else:
        with pytest.raises(refused):
            check_answer(kind, outcome, ground)


def test_a_withdrawal_for_the_dead_never_begins():
    assert not any(may_begin_after_death(K.WITHDRAWAL, ground) for ground in (None, *DeathGround))
    assert may_begin_after_death(K.ACCESS, DeathGround.PARENT_UNDER_16) and not may_begin_after_death(K.ACCESS, None)


def died(world, row, on="2026-02-27", **typed):
    return act(world, row, "record-death", died_on=on, known_by="certificate", **typed)


def test_own_requests_end_with_a_word_and_a_look_waits_for_a_ground(either_world):
    world = either_world
    look, erase = identify(world, filed_as(world, "access")), identify(world, filed_as(world, "erasure", made=1))
    someone_elses = identify(world, filed_as(world, "erasure", made=2), person=OTHER)
    assert died(world, look).status_code == 303
    assert (now(world, erase).state, now(world, look).state) == ("lapsed", "taken_up")
    assert now(world, someone_elses).state == "taken_up"
    (told,) = world.told(RequestWithdrawn)
    assert (told.request_ref, told.verdict) == (erase.id, "died")
    assert {clock.stop_reason for clock in world.clocks(erase).values()} == {"died"}
    assert "Record why the file may be seen" in world.coordinator().get(f"/requests/cases/{look.id}").text
    refused = act(world, look, "answer", outcome="granted", text="Hierbij.")
    assert refused.status_code == 422 and "Record the ground" in refused.text
    ground = act(world, look, "death-ground", death_ground="compelling_interest", death_why="Erfkwestie.")
    assert ground.status_code == 303
    assert act(world, look, "answer", outcome="granted", text="Hierbij.").status_code == 303


def test_the_day_of_death_is_sealed_and_on_no_timeline(world):
    row = identify(world, filed_as(world, "access"))
    died(world, row)
    (kept,) = world.rows(PersonDeath)
    assert b"2026-02-27" not in kept.died_on_sealed
    assert "2026-02-27" in world.coordinator().get(f"/requests/cases/{row.id}").text
    world.erase(row.id)
    page = world.coordinator().get(f"/requests/cases/{row.id}")
    assert page.status_code == 200 and "2026-02-27" not in page.text


def test_a_representative_is_none_any_more_when_the_client_died(world):
    row = filed_as(world, "access", representative="mentor", on_behalf_of="Teun Voorbeeld")
    row = identify(world, row)
    world.register.deciders[PERSON, "data"] = decides()
    page = f"/requests/cases/{row.id}"
    world.coordinator().send(f"{page}/authority", page=page, who=REPRESENTATION, revision=row.revision)
    assert now(world, row).authority_state == "confirmed"
    died(world, row)
    assert now(world, row).authority_state == "ended"
    assert act(world, row, "answer", outcome="granted", text="Hierbij.").status_code == 422
    own = {"number": row.number, "code": code_of()}
    assert world.visitor().send("/requests/status", **own).status_code == 422
    act(world, row, "death-ground", death_ground="consent_in_life", death_why="Op papier, gezien.")
    assert world.visitor().send("/requests/status", **own).status_code == 200


@pytest.mark.parametrize("kind", ["withdrawal", "address_secrecy", "objection"])
def test_what_is_asked_after_the_death_begins_nothing(world, kind):
    died(world, identify(world, filed_as(world, "access")))
    row = identify(world, filed_as(world, kind, made=1))
    assert world.told(WithdrawalRequested) == world.told(MarkRequested) == []
    if kind == "objection":
        refused = act(world, row, "answer", outcome="granted", text="Goed.")
        assert refused.status_code == 422 and "Nobody can ask this" in refused.text
    assert act(world, row, "answer", outcome="refused", ground="no_authority", text="Nee.").status_code == 303


def test_who_said_no_in_life_is_shown_to_nobody(world):
    row = identify(world, filed_as(world, "access"))
    died(world, row, refused_in_life="true")
    assert "Refuse the request" in world.coordinator().get(f"/requests/cases/{row.id}").text
    answer = act(world, row, "death-ground", death_ground="consent_in_life", death_why="Zegt de zoon.")
    assert answer.status_code == 422 and "put down in life" in answer.text and "Zegt de zoon." in answer.text
    assert now(world, row).death_ground is None


def test_a_ground_counts_for_the_person_it_was_recorded_for(world):
    row = identify(world, filed_as(world, "access"))
    died(world, row)
    act(world, row, "death-ground", death_ground="compelling_interest", death_why="Erfkwestie.")
    row = identify(world, row, person=OTHER)
    died(world, row)
    assert act(world, row, "answer", outcome="granted", text="Hierbij.").status_code == 422


def test_a_mistake_is_taken_back_and_what_ended_stays_ended(world):
    row, own = identify(world, filed_as(world, "access")), identify(world, filed_as(world, "erasure", made=1))
    died(world, row)
    assert act(world, row, "revoke-death", revoke_why="Verkeerde persoon.").status_code == 303
    assert now(world, own).state == "lapsed"
    assert act(world, row, "answer", outcome="granted", text="Hierbij.").status_code == 303
    (kept,) = world.rows(PersonDeath)
    assert kept.revoked_at is not None


@pytest.mark.parametrize(
    ("typed", "word"),
    [({"on": "2026-12-01"}, "lies in the future"), ({"on": "gisteren"}, "Day of death"), ({"known_by": ""}, "know")],
)
def test_a_death_that_cannot_be_is_refused_by_its_field(world, typed, word):
    row = identify(world, filed_as(world, "access"))
    on, known_by = typed.pop("on", "2026-02-27"), typed.pop("known_by", "family")
    answer = act(world, row, "record-death", died_on=on, known_by=known_by)
    assert answer.status_code == 422 and word in answer.text
    assert world.rows(PersonDeath) == []


def test_nobody_is_recorded_as_dead_before_it_is_known_who(world):
    row = filed_as(world, "access")
    assert died(world, row).status_code == 422
    assert act(world, row, "death-ground", death_ground="consent_in_life", death_why="x").status_code == 422
    assert world.rows(PersonDeath) == []
