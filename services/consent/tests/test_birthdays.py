"""The 12th, 16th and 18th birthday of a client: kept as clocks, and what was given before comes up for review."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from waarborg_consent.actions.acting import record_consent_for
from waarborg_consent.actions.consents import NewConsent
from waarborg_consent.actions.representing import known_of
from waarborg_consent.domain import AgeGroup, How
from waarborg_consent.domain.ages import review_rule
from waarborg_consent.models import ConsentFile
from waarborg_shared import clocks
from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.deadlines import DeadlineWatch, Watched
from waarborg_shared.events.consent import ConsentUpForReview
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import Partner, World

CLIENT, MOTHER = "0190-client-of-bqr-01", "0190-mother-of-bqr-01"
API = "/consent/api/v1"
PAGE = f"/consent/people/{CLIENT}/representatives"


def watch(world: World) -> Watched:
    """Let a worker look at the clocks once, as of now."""
    runtime = world.runtime
    return DeadlineWatch(
        service="consent",
        engine=runtime.worker_engine,
        plumbing=runtime.service.plumbing,
        begin=world.work,
        rules=runtime.rules,
        handlers=runtime.service.deadlines,
        now=world.clock.now,
    ).run_due()


def at(world: World, moment: datetime) -> None:
    """Let it be a moment."""
    world.clock.forward((moment - world.clock.now()).total_seconds())


def born(partner: Partner, on: date) -> Any:
    return partner.post(f"{API}/births/", {"subject_ref": CLIENT, "born_on": str(on)})


def given_by_mother(world: World, partner: Partner, *purposes: str) -> None:
    today = str(clocks.due_on(world.clock.now()))
    mother = {"representative_ref": MOTHER, "kind": "parent_with_authority", "scopes": ["care", "data", "money"]}
    seen = {"evidence": "register_extract", "evidence_seen_on": today, "begins_on": today}
    assert partner.post(f"{API}/representations/", {"subject_ref": CLIENT, **mother, **seen}).status_code == 201
    rules = world.runtime.rules("bqr")
    for purpose in purposes:
        version = rules.organisation.statement_version
        command = NewConsent(subject_ref=CLIENT, purpose=purpose, statement_version=version, how=How.PAPER)
        with world.work() as work:
            record_consent_for(work, command, representative_ref=MOTHER, rules=rules)


def group(world: World, day: date) -> AgeGroup:
    with world.work() as work:
        return known_of(work, CLIENT, rules=world.runtime.rules("bqr")).facts.group(day)


@pytest.fixture
def partner(world: World) -> Partner:
    """A partner system that may record."""
    return world.partner("bqr", "consent:record", "consent:decide")


@pytest.mark.parametrize(
    ("day", "eve"),
    [
        (date(2026, 7, 1), datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 12, 1), datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
        (date(2030, 3, 1), datetime(2030, 2, 28, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 3), datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_B1_a_birthdays_clock_runs_out_at_midnight_in_amsterdam_before_it(day: date, eve: datetime) -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    clock = clocks.start(review_rule(16, day=day, today=date(2026, 3, 2)), now, DutchCalendar())
    assert clock.due_at == eve
    assert now <= clock.remind_at <= clock.due_at
    if eve - now > timedelta(days=40):
        assert timedelta(days=27) < eve - clock.remind_at < timedelta(days=29)


def test_B1_of_a_minor_the_birthdays_to_come_are_kept_and_nothing_else(world: World, partner: Partner) -> None:
    today = clocks.due_on(world.clock.now())
    assert born(partner, date(today.year - 13, 1, 1)).status_code == 204
    with world.work() as work:
        kept = work.clocks.of(work.case(ConsentFile, CLIENT))
    assert [(clock.name, clock.due_on) for clock in kept] == [
        ("turns-16", date(today.year + 2, 12, 31)),
        ("turns-18", date(today.year + 4, 12, 31)),
    ]
    assert group(world, today) is AgeGroup.FROM_12
    assert group(world, date(today.year + 2, 12, 31)) is AgeGroup.FROM_12
    assert group(world, date(today.year + 3, 1, 1)) is AgeGroup.FROM_16
    assert group(world, date(today.year + 5, 1, 1)) is AgeGroup.ADULT
    assert world.verbs(CLIENT) == ["recorded-birthdays"]


@pytest.mark.parametrize(("days", "status"), [(1, 422), (-366 * 18, 422), (-365 * 17, 204), (0, 204)])
def test_B1_a_date_of_birth_is_of_a_minor_and_not_to_come(
    world: World, partner: Partner, days: int, status: int
) -> None:
    answer = born(partner, clocks.due_on(world.clock.now()) + timedelta(days=days))
    assert answer.status_code == status
    if status == 422:
        assert list(answer.json["errors"]) == ["born_on"]
        assert world.verbs(CLIENT) == []


@pytest.mark.parametrize("years", [10, 13, 17])
def test_B1_a_wrong_date_of_birth_is_corrected_by_the_right_one(world: World, partner: Partner, years: int) -> None:
    today = clocks.due_on(world.clock.now())
    born(partner, date(today.year - 11, 1, 1))
    right = date(today.year - years, 1, 1)
    assert born(partner, right).status_code == 204
    reached = max(age for age in (0, 12, 16) if age <= years)
    assert group(world, today) == reached
    watch(world)
    assert world.told(ConsentUpForReview) == []
    assert group(world, date(right.year + 18, 1, 1)) is AgeGroup.ADULT
    assert group(world, date(right.year + 17, 12, 31)) is AgeGroup.FROM_16


@pytest.mark.parametrize("days_late", [0, 3, 400])
def test_B1_what_a_parent_gave_comes_up_for_review_also_if_nothing_ran_that_day(
    either_world: World, days_late: int
) -> None:
    partner = either_world.partner("bqr", "consent:record", "consent:decide")
    today = clocks.due_on(either_world.clock.now())
    birthday = today + timedelta(days=100)
    born(partner, date(birthday.year - 16, birthday.month, birthday.day))
    given_by_mother(either_world, partner, "marketing", "calling")
    at(either_world, clocks.end_of_day(birthday - timedelta(days=1)) - timedelta(seconds=1))
    assert watch(either_world).lapsed == 0
    assert either_world.told(ConsentUpForReview) == []
    at(either_world, clocks.end_of_day(birthday - timedelta(days=1)) + timedelta(days=days_late))
    while watch(either_world) != Watched():
        pass
    told = either_world.told(ConsentUpForReview)
    assert {(each.subject_ref, each.purpose, each.clock) for each in told} == {
        (CLIENT, "marketing", "turns-16"),
        (CLIENT, "calling", "turns-16"),
    }
    assert "put-up-for-review" in either_world.verbs(CLIENT)
    assert watch(either_world) == Watched()
    desk = either_world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    (item,) = desk.get(f"{API}/desk").json["items"]
    assert (item["url"], item["state"]["code"], item["clocks"][0]["name"]) == (PAGE, "to-review", "turns-16")
    shown = desk.get(PAGE).text
    assert "The client has turned 16: look at the consents again" in shown and "News of our care" in shown
    assert desk.send(f"/consent/people/{CLIENT}/reviews/turns-16", page=PAGE).status_code == 303
    assert "look at the consents again" not in desk.get(PAGE).text
    assert desk.get(f"{API}/desk").json["items"] == []
    assert either_world.verbs(CLIENT)[-1] == "reviewed-consents"
    again = desk.send(f"/consent/people/{CLIENT}/reviews/turns-16", page=f"/consent/people/{CLIENT}")
    assert again.status_code == 404


def test_B1_the_desk_tells_of_a_birthday_four_weeks_ahead_and_whether_a_worker_was_there_or_not(
    world: World, partner: Partner
) -> None:
    today = clocks.due_on(world.clock.now())
    birthday = today + timedelta(days=100)
    born(partner, date(birthday.year - 12, birthday.month, birthday.day))
    given_by_mother(world, partner, "marketing")
    desk = world.signed_in("bqr", Duty.CONSENT_READ)
    assert desk.get(f"{API}/desk").json == {
        "items": [],
        "total": 0,
        "lists": [{"path": "/consent/reviews", "total": 0}],
    }
    assert "Nothing to look at" in desk.get("/consent/reviews").text
    assert world.signed_in("bqr", Duty.DESK).get("/consent/reviews").status_code == 403
    at(world, clocks.end_of_day(birthday - timedelta(days=25)))
    body = desk.get(f"{API}/desk").json
    assert [item["state"]["code"] for item in body["items"]] == ["ahead"]
    listed = desk.get("/consent/reviews").text
    assert "birthday ahead" in listed and f'href="{PAGE}"' in listed and "Until the 12th birthday" in listed
    at(world, clocks.end_of_day(birthday))
    assert [item["state"]["code"] for item in desk.get(f"{API}/desk").json["items"]] == ["to-review"]
    early = world.signed_in("bqr", Duty.DESK).get(f"{API}/desk")
    assert early.status_code == 403


def test_B1_where_nothing_was_given_nothing_comes_up(world: World, partner: Partner) -> None:
    today = clocks.due_on(world.clock.now())
    birthday = today + timedelta(days=10)
    born(partner, date(birthday.year - 12, birthday.month, birthday.day))
    at(world, clocks.end_of_day(birthday))
    while watch(world) != Watched():
        pass
    assert world.told(ConsentUpForReview) == []
    assert world.verbs(CLIENT)[-1] == "found-nothing-to-review"
    assert world.signed_in("bqr", Duty.CONSENT_READ).get(f"{API}/desk").json["total"] == 0
    assert group(world, birthday) is AgeGroup.FROM_12


def test_B1_what_the_client_gave_himself_after_the_birthday_does_not_come_up(world: World, partner: Partner) -> None:
    today = clocks.due_on(world.clock.now())
    birthday = today + timedelta(days=10)
    born(partner, date(birthday.year - 16, birthday.month, birthday.day))
    at(world, clocks.end_of_day(birthday))
    version = world.runtime.rules("bqr").organisation.statement_version
    own = {"subject_ref": CLIENT, "purpose": "marketing", "statement_version": version}
    fresh = world.partner("bqr", "consent:record")
    assert fresh.post(f"{API}/consents/", own).status_code == 201
    while watch(world) != Watched():
        pass
    assert world.told(ConsentUpForReview) == []


@pytest.mark.parametrize("clock", ["turns-12", "turns-16", "turns-99"])
def test_a_review_that_is_not_due_is_not_completed(world: World, partner: Partner, clock: str) -> None:
    today = clocks.due_on(world.clock.now())
    born(partner, date(today.year - 13, 1, 1))
    answer = partner.post(f"{API}/consent-reviews/", {"subject_ref": CLIENT, "clock": clock})
    assert answer.status_code == (422 if clock == "turns-99" else 409)
