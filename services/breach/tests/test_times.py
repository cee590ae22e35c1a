"""The times of a breach: what cannot be true, correcting one, and every clock from it worked out anew."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from waarborg_breach.app import SERVICE
from waarborg_breach.domain import Times, WrongTimes, check_times, starts
from waarborg_breach.domain.times import NothingChanged, check_correction, earliest
from waarborg_breach.models import BreachCase
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.events.breach import BreachClockLapsed, BreachTimesCorrected
from waarborg_shared.hooks import hookimpl, law, registry
from waarborg_shared.hooks.clamp import breach as clamp
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import BreachProtocol, BreachStart, Duty
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import World, build_world, host_of
from waarborg_shared.web.forms import to_local
from waarborg_shared.worker import watch_of
from waarborg_tests.breach_decisions import NOT_TOLD, UNANSWERED

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOUSE = "house"
BREACHES = "/breach/api/v1/breaches/"
WHY = "De portier zag het eerder."
FOUND, KNEW = NOW - 10 * HOUR, NOW - 8 * HOUR


def times(**other: Any) -> Times:
    return Times(**{"discovered_at": FOUND, "aware_at": KNEW, "reported_at": KNEW, **other})


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"discovered_at": NOW + HOUR}, "discovered_at", "in-the-future"),
        ({"aware_at": NOW + HOUR}, "aware_at", "in-the-future"),
        ({"reported_at": NOW + HOUR}, "reported_at", "in-the-future"),
        ({"occurred_until": NOW + HOUR}, "occurred_until", "in-the-future"),
        ({"noticed_at": NOW + HOUR}, "noticed_at", "in-the-future"),
        ({"processor_aware_at": NOW + HOUR}, "processor_aware_at", "in-the-future"),
        ({"aware_at": FOUND - HOUR}, "aware_at", "before-discovery"),
        ({"reported_at": FOUND - HOUR}, "reported_at", "before-discovery"),
        ({"occurred_at": FOUND + HOUR}, "occurred_at", "after-discovery"),
        ({"occurred_at": FOUND, "occurred_until": FOUND - HOUR}, "occurred_until", "before-it-began"),
        ({"occurred_until": FOUND, "ongoing": True}, "occurred_until", "still-going-on"),
        ({"estimated": True}, "estimated", "no-moment"),
        ({"processor_aware_at": KNEW + HOUR}, "processor_aware_at", "after-we-knew"),
        (
            {"occurred_at": FOUND - HOUR, "processor_aware_at": FOUND - 2 * HOUR},
            "processor_aware_at",
            "before-it-began",
        ),
    ],
)
def test_each_wrong_combination_of_times_is_named_by_its_field(wrong: dict[str, Any], field: str, why: str) -> None:
    with pytest.raises(WrongTimes) as refusal:
        check_times(times(**wrong), now=NOW)
    assert (refusal.value.field, str(refusal.value)) == (field, why)


@pytest.mark.parametrize(
    "right",
    [
        {"occurred_at": FOUND, "ongoing": True, "estimated": True},
        {"occurred_at": FOUND - 100 * HOUR, "occurred_until": NOW},
        {"occurred_until": FOUND, "estimated": True},
        {"ongoing": True},
        {"reported_at": NOW, "aware_at": FOUND},
        {"reported_at": FOUND, "aware_at": NOW},
        {"processor_aware_at": FOUND - 50 * HOUR},
    ],
)
def test_times_that_can_be_true_are_kept_as_they_are(right: dict[str, Any]) -> None:
    assert check_times(times(**right), now=NOW) == times(**right)


@pytest.mark.parametrize(
    ("now_is", "done_at", "field"),
    [
        ({"discovered_at": NOW - HOUR, "aware_at": NOW, "reported_at": NOW}, [], "discovered_at"),
        ({"aware_at": NOW}, [], "aware_at"),
        ({"reported_at": None}, [], "reported_at"),
        ({"discovered_at": FOUND + HOUR}, [None, FOUND], "discovered_at"),
        ({"processor_aware_at": None}, [], "processor_aware_at"),
    ],
)
def test_a_correction_moves_nothing_past_the_report_or_what_was_done(
    now_is: dict[str, Any], done_at: list[datetime | None], field: str
) -> None:
    was = times(processor_aware_at=FOUND)
    with pytest.raises(WrongTimes) as refusal:
        check_correction(was, replace(was, **now_is), came_in_at=NOW - 2 * HOUR, done_at=done_at)
    assert refusal.value.field == field


def test_a_correction_that_changes_nothing_is_refused() -> None:
    with pytest.raises(NothingChanged):
        check_correction(times(), times(), came_in_at=NOW, done_at=[])


def test_of_two_reports_the_earliest_times_count_and_what_cannot_be_true_beside_them_does_not() -> None:
    one = times(occurred_at=FOUND - HOUR, estimated=True, processor_aware_at=KNEW)
    other = Times(
        discovered_at=FOUND - 3 * HOUR,
        aware_at=KNEW - HOUR,
        reported_at=KNEW + HOUR,
        occurred_at=FOUND - 4 * HOUR,
        occurred_until=FOUND,
    )
    both = earliest(one, other)
    assert (both.discovered_at, both.aware_at, both.reported_at) == (FOUND - 3 * HOUR, KNEW - HOUR, KNEW)
    assert (both.occurred_at, both.occurred_until, both.estimated) == (FOUND - 4 * HOUR, FOUND, False)
    assert both.processor_aware_at is None
    assert earliest(other, one) == both and earliest(both, one) == both
    check_times(both, now=NOW)
    assert earliest(one, replace(other, occurred_until=None, ongoing=True)).occurred_until is None


def test_a_clock_may_run_from_the_report_inside_and_the_authoritys_never_later_than_awareness() -> None:
    own = ClockRule(name="inside", start_event=BreachStart.REPORTED, term=Term(4, Unit.HOURS), source="house rules")
    late = replace(law.AUTHORITY_CLOCK[0], start_event=BreachStart.REPORTED)
    protocol = replace(LawDefaults(HOUSE).breach_protocol(), clocks=(own, late))
    clamped, told = clamp(protocol)
    assert [each.holds for each in told] == ["aware"]
    began = {rule.name: at for rule, at in starts(clamped, times(reported_at=NOW))}
    assert began == {"inside": NOW, "authority": KNEW}


class House:
    """Has a clock in working days from the report inside, and one that holds from a day on."""

    def __init__(self, settings: Any) -> None:
        """Take nothing from the settings."""

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """Add to the law's protocol."""
        rules = (
            ("inspectorate", BreachStart.REPORTED, Term(2, Unit.WORKING_DAYS), None),
            ("newer", BreachStart.DISCOVERED, Term(10, Unit.HOURS), date(2026, 3, 27)),
        )
        own = tuple(
            ClockRule(name=name, start_event=start, term=term, source="house rules", valid_from=since)
            for name, start, term, since in rules
        )
        return replace(LawDefaults(HOUSE).breach_protocol(), clocks=(*law.AUTHORITY_CLOCK, *own))


@pytest.fixture
def house(sqlite_database: Any, make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The service for an organisation with the plugin above, on the Tuesday after the night of summer time."""
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"own": House})
    configured = {HOUSE: OrganisationConfig(id=HOUSE, hosts=(host_of(HOUSE),), plugins=("own",), settings={})}
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings, organisations=configured):
        world.clock.moment = datetime(2026, 3, 31, 9, tzinfo=UTC)
        yield world


def reported(world: World, organisation: str, **moments: datetime) -> str:
    typed = {name: at.isoformat() for name, at in moments.items()}
    body = {"summary": "Een brief ging mis.", **typed}
    answer = world.partner(organisation, "breach:report", "breach:read").post(BREACHES, body)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def sent(world: World, who: Any, breach_id: str, **other: str) -> Any:
    """Correct times on the page as it is filled in there, with some other moments (in Amsterdam)."""
    (case,) = [row for row in world.rows(BreachCase, who.organisation) if row.id == breach_id]
    names = ("discovered_at", "aware_at", "reported_at", "occurred_at", "occurred_until")
    kept = {name: to_local(at) for name in names if (at := getattr(case, name)) is not None}
    path = f"/breach/cases/{breach_id}"
    return who.send(f"{path}/times", page=path, **{**kept, "times_why": WHY, **other})


def test_B24_9_a_corrected_discovery_moves_every_clock_from_it_and_the_page_says_what_it_was(world: World) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 5 * HOUR, aware_at=START - 2 * HOUR)
    board = world.staff("bqr", "board")
    assert sent(world, board, breach_id, discovered_at="2026-03-01T23:30").status_code == 303
    (case,) = world.rows(BreachCase)
    found = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    due = {name: clock.due_at - found for name, clock in world.clocks(case).items()}
    assert due == {"availability": 24 * HOUR, "decision": 60 * HOUR, "authority": 72 * HOUR, "persons": 72 * HOUR}
    assert case.aware_at == START - 2 * HOUR
    page = board.get(f"/breach/cases/{breach_id}").text
    assert "Corrected on Monday 2 March 2026, 10:00. Before: Monday 2 March 2026, 05:00." in page
    assert "Discovered: was Monday 2 March 2026, 05:00, is Sunday 1 March 2026, 23:30" in page
    assert WHY in page and page.count("Term worked out anew") == 4
    (told,) = world.told(BreachTimesCorrected)
    assert (told.discovered_at, told.aware_at) == (found, START - 2 * HOUR)


def test_each_clock_says_from_which_time_it_runs_and_why(world: World) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 5 * HOUR, aware_at=START - 2 * HOUR)
    page = world.staff("bqr", "board").get(f"/breach/cases/{breach_id}").text
    assert "art. 9(1), from discovery (Monday 2 March 2026, 05:00)" in page
    assert "From here run: Stay available for consultation; Decide on notifying" in page


def test_a_clock_that_turns_out_to_have_lapsed_says_so_and_is_escalated(world: World) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 5 * HOUR, aware_at=START - 2 * HOUR)
    board = world.staff("bqr", "board")
    assert sent(world, board, breach_id, discovered_at="2026-02-27T22:00").status_code == 303
    assert "it turns out to have run out" in board.get(f"/breach/cases/{breach_id}").text
    watch = watch_of(world.runtime)
    for _ in range(4):
        watch.run_due()
    assert {told.clock for told in world.told(BreachClockLapsed)} == {"decision"}


def test_a_clock_that_had_lapsed_and_now_has_not_runs_on_and_is_reminded_of_anew(world: World) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 59 * HOUR, aware_at=START - 2 * HOUR)
    board, watch = world.staff("bqr", "board"), watch_of(world.runtime)
    world.clock.forward(2 * 3600)
    for _ in range(4):
        watch.run_due()
    assert "clock-lapsed" in world.verbs(breach_id)
    before = len(world.told(BreachClockLapsed))
    assert sent(world, board, breach_id, discovered_at="2026-03-02T05:00").status_code == 303
    for _ in range(4):
        watch.run_due()
    assert len(world.told(BreachClockLapsed)) == before
    world.clock.forward(60 * 3600)
    for _ in range(8):
        watch.run_due()
    assert len(world.told(BreachClockLapsed)) > before


def test_B24_8_a_period_that_was_over_ends_anew_after_a_correction(world: World) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 23 * HOUR, aware_at=START)
    world.clock.forward(2 * 3600)
    watch_of(world.runtime).run_due()
    (case,) = world.rows(BreachCase)
    assert world.clocks(case)["availability"].stopped_at is not None
    assert sent(world, world.staff("bqr", "board"), breach_id, discovered_at="2026-03-02T05:00").status_code == 303
    runs = world.clocks(case)["availability"]
    assert (runs.stopped_at, runs.due_at) == (None, datetime(2026, 3, 3, 4, tzinfo=UTC))


def test_a_clock_that_was_stopped_stays_so_after_a_correction(world: World) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 5 * HOUR, aware_at=START - 2 * HOUR)
    path, board = f"/breach/cases/{breach_id}", world.staff("bqr", "board")
    said = {"notify_authority": "no", "inform_persons": "no", **NOT_TOLD, **UNANSWERED}
    assert board.send(f"{path}/decide", page=path, **said).status_code == 303
    assert sent(world, board, breach_id, discovered_at="2026-03-02T04:00").status_code == 303
    (case,) = world.rows(BreachCase)
    clocks = world.clocks(case)
    assert clocks["authority"].stopped_at == START and clocks["authority"].started_at == START - 6 * HOUR
    later = sent(world, board, breach_id, discovered_at="2026-03-02T11:00")
    assert later.status_code == 422


def test_hours_run_on_through_the_night_of_summer_time_and_working_days_over_the_weekend(house: World) -> None:
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    breach_id = reported(house, HOUSE, discovered_at=friday, aware_at=friday, reported_at=friday)
    (case,) = house.rows(BreachCase, HOUSE)
    before = house.clocks(case, HOUSE)
    assert before["authority"].due_at == friday + 72 * HOUR
    assert before["inspectorate"].due_on == date(2026, 3, 31)
    who = house.signed_in(HOUSE, Duty.BREACH_READ, Duty.BREACH_DECIDE)
    answer = sent(house, who, breach_id, aware_at="2026-03-29T03:30", reported_at="2026-03-30T08:00")
    assert answer.status_code == 303
    after = house.clocks(case, HOUSE)
    assert after["authority"].due_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC) + 72 * HOUR
    assert after["inspectorate"].due_on == date(2026, 4, 1)
    assert "the report inside" in who.get(f"/breach/cases/{breach_id}").text


def test_an_hour_that_the_night_skipped_is_refused_at_its_field_and_keeps_what_was_typed(house: World) -> None:
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    breach_id = reported(house, HOUSE, discovered_at=friday, aware_at=friday)
    who = house.signed_in(HOUSE, Duty.BREACH_READ, Duty.BREACH_DECIDE)
    answer = sent(house, who, breach_id, aware_at="2026-03-29T02:30")
    assert answer.status_code == 422
    assert "skipped this hour" in answer.text and 'href="#field-aware_at"' in answer.text and WHY in answer.text


def test_good_friday_and_easter_count_for_no_working_day_of_a_corrected_clock(house: World) -> None:
    house.clock.moment = datetime(2026, 4, 8, 9, tzinfo=UTC)
    thursday = datetime(2026, 4, 2, 12, tzinfo=UTC)
    breach_id = reported(house, HOUSE, discovered_at=thursday, aware_at=thursday, reported_at=thursday + 24 * HOUR)
    who = house.signed_in(HOUSE, Duty.BREACH_READ, Duty.BREACH_DECIDE)
    assert sent(house, who, breach_id, reported_at="2026-04-02T14:00").status_code == 303
    (case,) = house.rows(BreachCase, HOUSE)
    assert house.clocks(case, HOUSE)["inspectorate"].due_on == date(2026, 4, 8)


def test_a_clock_that_did_not_hold_on_the_corrected_day_stops_and_comes_back(house: World) -> None:
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    breach_id = reported(house, HOUSE, discovered_at=friday, aware_at=friday)
    who = house.signed_in(HOUSE, Duty.BREACH_READ, Duty.BREACH_DECIDE)
    (case,) = house.rows(BreachCase, HOUSE)
    assert sent(house, who, breach_id, discovered_at="2026-03-26T12:00").status_code == 303
    assert house.clocks(case, HOUSE)["newer"].stop_reason == "not-in-force"
    assert sent(house, who, breach_id, discovered_at="2026-03-27T08:00").status_code == 303
    newer = house.clocks(case, HOUSE)["newer"]
    assert (newer.stopped_at, newer.due_at) == (None, datetime(2026, 3, 27, 17, tzinfo=UTC))


def test_a_clock_that_did_not_exist_on_the_first_day_begins_by_a_correction(house: World) -> None:
    thursday = datetime(2026, 3, 26, 12, tzinfo=UTC)
    breach_id = reported(house, HOUSE, discovered_at=thursday, aware_at=thursday)
    (case,) = house.rows(BreachCase, HOUSE)
    assert "newer" not in house.clocks(case, HOUSE)
    who = house.signed_in(HOUSE, Duty.BREACH_READ, Duty.BREACH_DECIDE)
    answer = sent(house, who, breach_id, discovered_at="2026-03-27T08:00", aware_at="2026-03-27T08:00")
    assert answer.status_code == 303
    assert "newer" in house.clocks(case, HOUSE)


def test_a_correction_uses_the_version_of_the_law_of_the_new_day_and_none_of_before_it(
    house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    breach_id = reported(house, HOUSE, discovered_at=friday, aware_at=friday)
    who = house.signed_in(HOUSE, Duty.BREACH_READ, Duty.BREACH_DECIDE)
    before = sent(house, who, breach_id, discovered_at="2018-05-20T10:00", aware_at="2018-05-20T10:00")
    assert before.status_code == 422 and "There was no duty to notify a breach then." in before.text
    (case,) = house.rows(BreachCase, HOUSE)
    assert case.aware_at == friday


@pytest.mark.parametrize("role", ["fg", "hbo5"])
def test_who_may_only_read_or_report_corrects_nothing(world: World, role: str) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 5 * HOUR, aware_at=START - 2 * HOUR)
    path, who = f"/breach/cases/{breach_id}", world.staff("bqr", role)
    page = path if role == "fg" else "/breach/report"
    typed = {"discovered_at": "2026-03-02T04:00", "aware_at": "2026-03-02T08:00", "reported_at": "2026-03-02T10:00"}
    answer = who.send(f"{path}/times", page=page, times_why=WHY, **typed)
    assert answer.status_code in (403, 422)
    (case,) = world.rows(BreachCase)
    assert case.discovered_at == START - 5 * HOUR and world.told(BreachTimesCorrected) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"discovered_at": "2026-03-02T09:30"}, "aware_at"),
        ({"aware_at": "2026-03-02T04:00"}, "aware_at"),
        ({"reported_at": "2026-03-02T04:00"}, "reported_at"),
        ({"occurred_at": "2026-03-02T06:00"}, "occurred_at"),
        ({"occurred_until": "2027-03-02T06:00"}, "occurred_until"),
        ({"ongoing": "true", "occurred_until": "2026-03-02T06:00"}, "occurred_until"),
        ({"estimated": "true"}, "estimated"),
        ({"discovered_at": ""}, "discovered_at"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"times_why": " ", "discovered_at": "2026-03-02T04:00"}, "times_why"),
    ],
)
def test_a_wrong_correction_is_named_at_its_field_and_nothing_moves(
    world: World, typed: dict[str, str], field: str
) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 5 * HOUR, aware_at=START - 2 * HOUR)
    answer = sent(world, world.staff("bqr", "board"), breach_id, **typed)
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    assert world.told(BreachTimesCorrected) == [] and "corrected-times" not in world.verbs(breach_id)


def test_the_form_sent_as_it_came_changes_nothing_though_it_shows_no_seconds(world: World) -> None:
    found = START - 5 * HOUR + timedelta(seconds=37)
    breach_id = reported(world, "bqr", discovered_at=found, aware_at=found)
    answer = sent(world, world.staff("bqr", "board"), breach_id)
    assert answer.status_code == 422 and "No time was changed." in answer.text


def test_a_program_corrects_with_the_reason_and_the_version_that_it_saw(world: World) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 5 * HOUR, aware_at=START - 2 * HOUR)
    body = {"occurred_at": (START - 9 * HOUR).isoformat(), "why": WHY}
    partner = world.partner("bqr", "breach:report", "breach:read", "breach:decide")
    answer = partner.post(f"{BREACHES}{breach_id}/times", body, If_Match='"1"')
    assert answer.status_code == 403
    assert world.partner("jtb-care", "breach:decide").post(f"{BREACHES}{breach_id}/times", body).status_code == 403


def test_a_program_reads_what_was_corrected(world: World) -> None:
    breach_id = reported(world, "bqr", discovered_at=START - 5 * HOUR, aware_at=START - 2 * HOUR)
    sent(world, world.staff("bqr", "board"), breach_id, occurred_at="2026-03-01T08:00", ongoing="true")
    whole = world.partner("bqr", "breach:read").get(f"{BREACHES}{breach_id}").json
    assert (whole["ongoing"], whole["occurred_at"]) == (True, "2026-03-01T07:00:00+00:00")
    assert [(each["field"], each["was"], each["became"]) for each in whole["corrections"]] == [
        ("occurred_at", None, "2026-03-01T07:00:00+00:00"),
        ("ongoing", False, True),
    ]
