"""Who carries out what was decided has a date: he is reminded, being late is told, and stands in the work list."""

from datetime import UTC, date, datetime, timedelta

import pytest

from waarborg_requests.actions import carrying, carrying_by_staff
from waarborg_requests.actions.at_once import answer_by_fact
from waarborg_requests.actions.joining import confirm_person, follow_merge
from waarborg_requests.domain.carrying import CarryingState, StepState
from waarborg_requests.domain.carrying_time import (
    CLOCK,
    DayDoesNotFit,
    StepTime,
    check_day,
    clock_rule,
    clock_until,
    waits_until,
)
from waarborg_requests.models import StaffNotice
from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.carrying import Carried, Told, Why
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.events.requests import CarryingAsked
from waarborg_shared.hooks.values import Holder
from waarborg_shared.worker import watch_of
from waarborg_tests.carrying_case import DAY, JOINED, PARTNER, PERSON, QUIET, Case, filed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("term", "request_due", "ends"),
    [
        (Term(5, Unit.DAYS), None, date(2026, 3, 7)),
        (Term(5, Unit.DAYS), NOW + timedelta(days=30), date(2026, 3, 7)),
        (Term(5, Unit.DAYS), NOW + timedelta(days=2), date(2026, 3, 4)),
        (Term(5, Unit.DAYS), NOW - timedelta(days=2), date(2026, 3, 7)),
        (Term(5, Unit.DAYS), NOW + timedelta(seconds=1), date(2026, 3, 2)),
    ],
)
def test_a_holder_has_his_own_term_and_never_past_the_day_that_the_answer_is_due(term, request_due, ends):
    rule = clock_rule(term, "B21", NOW, request_due=request_due, calendar=DutchCalendar())
    assert (NOW + timedelta(hours=rule.term.amount)).date() == ends and rule.term.amount > 0


def test_a_day_that_somebody_gives_himself_goes_to_its_end():
    rule = clock_until(date(2026, 3, 20), "B21", NOW, request_due=None)
    assert (NOW + timedelta(hours=rule.term.amount)).date() == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("day", "state", "fits"),
    [
        (None, StepState.DONE, True),
        (date(2026, 3, 3), StepState.NOT_YET, True),
        (date(2026, 6, 2), StepState.NOT_YET, True),
        (date(2026, 3, 2), StepState.NOT_YET, False),
        (date(2026, 1, 1), StepState.NOT_YET, False),
        (date(2026, 6, 3), StepState.NOT_YET, False),
        (date(9999, 12, 31), StepState.NOT_YET, False),
        (date(2026, 3, 3), StepState.DONE, False),
        (date(2026, 3, 3), StepState.REFUSED, False),
    ],
)
def test_which_day_somebody_can_give_himself(day, state, fits):
    if fits:
        check_day(day, state, NOW)
        return
    with pytest.raises(DayDoesNotFit):
        check_day(day, state, NOW)


@pytest.mark.parametrize(
    ("state", "steps", "until"),
    [
        (CarryingState.RUNNING, [("told", 3), ("not_yet", 2), ("waiting", None)], NOW + timedelta(days=2)),
        (CarryingState.RUNNING, [("done", 1), ("told", 3)], NOW + timedelta(days=3)),
        (CarryingState.RUNNING, [("done", 1), ("waiting", None)], NOW),
        (CarryingState.RUNNING, [("done", 1), ("not_asked", None)], None),
        (CarryingState.PREPARED, [("waiting", None)], None),
        (CarryingState.DONE, [("done", 1)], None),
        (CarryingState.CUT_SHORT, [("not_asked", None)], None),
    ],
)
def test_by_when_the_first_answer_is_due_and_what_stands_still_is_due_now(state, steps, until):
    times = [StepTime(state=StepState(s), due_at=None if d is None else NOW + timedelta(days=d)) for s, d in steps]
    assert waits_until(state, times, NOW) == until


@pytest.fixture
def case(either_world):
    """Begun and told: consent, and the carer for her own file."""
    case = Case(either_world, filed(either_world)).prepare()
    case.do(carrying_by_staff.begin_carrying)
    return case.quiet()


def clock(case, holder):
    step = case.steps()[holder]
    with case.world.work(case.organisation) as work:
        return work.clocks.deadline(step.id, CLOCK).clock


def row(case):
    return next(each for each in case.world.requests(case.organisation) if each.id == case.id)


def lying(case):
    """What lies on desks about this request."""
    rows = [each for each in case.world.rows(StaffNotice, case.organisation) if each.request_id == case.id]
    return sorted((each.what, each.for_whom) for each in rows if each.seen_at is None and "carrying" in each.what)


def at(case, holder, share):
    """Let most of somebody's time go by, or all of it, and the worker look."""
    step = case.steps()[holder]
    case.world.clock.moment = step.asked_at + (step.due_at - step.asked_at) * share
    for _ in range(2):
        watch_of(case.world.runtime).run_due()


LATE = [("carrying_late", "handler"), ("carrying_late", "watch")]


def test_everybody_who_is_told_has_a_date_and_who_waits_has_none(case):
    steps = case.steps()
    assert {holder for holder, each in steps.items() if each.due_at} == {"consent", "own_file", *QUIET}
    assert row(case).carry_due_at == min(steps[each].due_at for each in ("consent", "own_file"))
    assert row(case).carry_due_at <= row(case).due_at
    case.carer().told("consent")
    assert clock(case, "consent").stop_reason == "done" and case.steps()["identity"].due_at is not None
    case.told("identity")
    case.own()
    assert row(case).carry_due_at is None
    assert all(clock(case, holder).stopped_at for holder in case.steps())


def test_who_got_the_data_before_has_a_date_as_well(case):
    case.carer().told("consent", recipients=("other",))
    assert case.steps()["other"].due_at is not None and clock(case, "other").stopped_at is None


def test_a_system_is_told_again_and_of_people_their_handler_is_reminded(case):
    at(case, "consent", 0.85)
    assert case.asked() == ["consent", "consent"], "the same question, by the same step"
    assert lying(case) == []
    at(case, "own_file", 0.85)
    assert ("carrying_neared", "handler") in lying(case) and "carrying-reminded" in case.world.verbs(
        case.id, "jtb-care"
    )
    at(case, "own_file", 0.86)
    assert lying(case).count(("carrying_neared", "handler")) == 1
    case.carer().told("consent")
    assert lying(case) == [], "there is nothing to be reminded of any more"


def test_who_is_late_is_told_once_and_no_more_once_he_answered(case):
    at(case, "consent", 1.01)
    at(case, "consent", 1.02)
    assert [each for each in lying(case) if each[0] == "carrying_late"] == LATE
    assert case.world.verbs(case.id, "jtb-care").count("carrying-late") == 1
    assert case.states()["consent"] == "told", "he is still asked"
    assert "Not carried out in time" in case.world.coordinator("jtb-care").get("/requests/notices").text
    case.told("consent")
    assert not [each for each in lying(case) if each[0] == "carrying_late"]


def test_while_it_stands_still_nobody_is_told_again(case):
    with case.world.work("jtb-care") as work:
        follow_merge(work, kept_ref=JOINED, merged_ref=PERSON, at=work.now)
    at(case, "consent", 0.85)
    assert case.asked() == ["consent"]


def test_not_yet_counts_as_unanswered_and_a_day_of_his_own_moves_the_date(case):
    step = case.steps()["own_file"]
    case.do(carrying_by_staff.answer_by_hand, step.id, Told(Carried.NOT_YET, Why.NOT_POSSIBLE), note="")
    assert (case.steps()["own_file"].due_at, clock(case, "own_file").stopped_at) == (step.due_at, None)
    at(case, "own_file", 1.01)
    assert case.steps()["own_file"].lapsed_at is not None
    day = (case.world.clock.now() + timedelta(days=9)).date()
    told = Told(Carried.NOT_YET, Why.NOT_POSSIBLE, (), day)
    for _ in range(2):
        case.do(carrying_by_staff.answer_by_hand, step.id, told, note="")
    moved = case.steps()["own_file"]
    assert (moved.expected_on, moved.due_at.date(), moved.lapsed_at) == (day, day, None)
    assert case.world.verbs(case.id, "jtb-care").count("carrying-answered") == 2 + len(QUIET)
    at(case, "own_file", 1.01)
    assert case.steps()["own_file"].lapsed_at is not None, "and it is late again after that day"


def test_asked_again_the_time_begins_anew(case):
    at(case, "consent", 1.01)
    case.do(carrying_by_staff.ask_again, case.steps()["consent"].id)
    step = case.steps()["consent"]
    assert (step.lapsed_at, step.due_at > case.world.clock.now()) == (None, True)
    assert not [each for each in lying(case) if each[0] == "carrying_late"]


def test_who_could_not_yet_and_is_asked_again_answers_anew(case):
    step = case.steps()["own_file"].id
    case.do(carrying_by_staff.answer_by_hand, step, Told(Carried.NOT_YET, Why.NOT_POSSIBLE), note="")
    case.do(carrying_by_staff.ask_again, step)
    for _ in range(2):
        case.do(carrying_by_staff.answer_by_hand, step, Told(Carried.DONE), note="")
    assert case.states()["own_file"] == "done"


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"why_not": "not_possible", "expected_on": "2020-01-01"},
        {"why_not": "not_possible", "expected_on": "morgen"},
    ],
)
def test_a_bad_day_is_told_at_its_field_and_what_was_typed_stays(world, typed):
    case = Case(world, filed(world)).prepare()
    case.do(carrying_by_staff.begin_carrying)
    page = f"/requests/cases/{case.id}"
    given = {"step": case.steps()["own_file"].id, "step_outcome": "not_yet", "step_note": "Volgende week."}
    given |= {"revision": str(row(case).revision), **typed}
    sent = world.coordinator("jtb-care").send(f"{page}/carry-step", page=page, **given)
    assert sent.status_code == 422 and "Volgende week." in sent.text
    assert case.states()["own_file"] == "told"


@pytest.fixture
def with_partner(world, monkeypatch):
    """A withdrawal that was answered by itself, and of which a partner system has to do the rest."""
    case = Case(world, filed(world, "withdrawal"))
    monkeypatch.setitem(case.rules.__dict__, "holders", {PARTNER.code: PARTNER})
    world.identity.holders["jtb-care", "partner-zorg"] = PARTNER.code
    with world.work("jtb-care") as work:
        answer_by_fact(work, case.id, subject_ref=PERSON, ground=None, rules=case.rules)
    case.prepare().do(carrying_by_staff.begin_carrying)
    return case


def put(world, step, body):
    system = world.partner("jtb-care", "requests:contribute", sub="partner-zorg", client_id="partner-zorg")
    return system.client.put(
        f"/requests/api/v1/carrying/{step}",
        json=body,
        base_url="http://jtb-care.localhost:8000",
        headers=dict(system.headers),
    )


def test_a_partner_gives_a_day_by_which_it_will_be_done(world, with_partner):
    step = with_partner.steps()["zorgdossier"].id
    day = (world.clock.now() + timedelta(days=20)).date().isoformat()
    for _ in range(2):
        answer = put(world, step, {"outcome": "not_yet", "ground": "not_possible", "expected_on": day})
        assert (answer.status_code, answer.json["due_at"][:10]) == (200, day)
    for bad in ("2020-01-01", "9999-01-01", "morgen", 5):
        assert put(world, step, {"outcome": "not_yet", "ground": "not_possible", "expected_on": bad}).status_code == 422
    assert put(world, step, {"outcome": "done", "expected_on": day}).status_code == 422
    done = put(world, step, {"outcome": "done"})
    assert (done.status_code, done.json["due_at"]) == (200, None)
    assert with_partner.state() == ["done"]


def listed(visitor, query):
    return visitor.get(f"/requests/?{query}").text


def test_after_the_answer_too_it_stands_in_the_work_list_and_on_the_desk_until_it_was_done(world, with_partner):
    case, staff = with_partner, world.coordinator("jtb-care")
    number = row(case).number
    assert number not in listed(staff, ""), "it was answered"
    assert number in listed(staff, "state=carrying") and number not in listed(staff, "state=carrying&due=late")
    assert number in listed(staff, "state=carrying&due=month") and number not in listed(
        staff, "state=carrying&due=three_days"
    )
    assert "Not carried out in time" not in listed(staff, "")
    item = next(each for each in desk(staff) if each["ref"] == case.id)
    assert item["state"]["en"] == "Being carried out" and item["clocks"][0]["due_at"]
    at(case, "zorgdossier", 1.01)
    late = listed(staff, "state=carrying&due=late")
    assert number in late and "Not carried out in time" in late
    assert "Not carried out in time: 1" in listed(staff, "")
    assert "Not carried out in time" in [each["state"]["en"] for each in desk(staff)], "and the handler is told"
    assert lying(case) == LATE
    put(world, case.steps()["zorgdossier"].id, {"outcome": "done"})
    assert number not in listed(staff, "state=carrying") and "Nothing is being carried out" in listed(
        staff, "state=carrying"
    )
    assert lying(case) == [] and case.id not in [each["ref"] for each in desk(staff)]


def desk(staff):
    return staff.get("/requests/api/v1/desk").json["items"]


def test_the_part_that_is_carried_out_is_read_by_pages(world):
    cases = []
    for _ in range(3):
        cases.append(Case(world, filed(world)).prepare())
        cases[-1].do(carrying_by_staff.begin_carrying)
        world.clock.forward(DAY)
    system = world.partner("jtb-care", "requests:answer")
    first = system.get("/requests/api/v1/requests/?state=carrying&limit=2").json
    rest = system.get(f"/requests/api/v1/requests/?state=carrying&limit=2&cursor={first['next']}").json
    assert [each["id"] for each in first["items"] + rest["items"]] == [each.id for each in cases]
    assert rest["next"] is None


def test_B15_what_stands_still_after_the_answer_is_shown_confirmed_and_goes_on(world, monkeypatch):
    """Where persons are joined after the answer."""
    case = Case(world, filed(world, "withdrawal"))
    second = Holder(**{**{name: getattr(PARTNER, name) for name in PARTNER.__dataclass_fields__}, "code": "ander"})
    monkeypatch.setitem(case.rules.__dict__, "holders", {each.code: each for each in (PARTNER, second)})
    with world.work("jtb-care") as work:
        answer_by_fact(work, case.id, subject_ref=PERSON, ground=None, rules=case.rules)
        work.session.flush()
    case.prepare().do(carrying_by_staff.begin_carrying)
    with world.work("jtb-care") as work:
        follow_merge(work, kept_ref=JOINED, merged_ref=PERSON, at=work.now)
    assert row(case).unsure_since is not None
    staff = world.coordinator("jtb-care")
    page = staff.get(f"/requests/cases/{case.id}?lang=en").text
    assert "I looked: it is the right person" in page
    with pytest.raises(carrying_by_staff.CarryingHeld):
        case.do(carrying_by_staff.ask_again, case.steps()["ander"].id)
    case.do(confirm_person)
    case.do(carrying_by_staff.ask_again, case.steps()["ander"].id)
    assert len(world.told(CarryingAsked, "jtb-care")) == 3


def test_the_case_page_says_by_when_and_that_it_was_not_in_time(world):
    case = Case(world, filed(world)).prepare()
    case.do(carrying_by_staff.begin_carrying)
    page = f"/requests/cases/{case.id}?lang=en"
    asked = world.coordinator("jtb-care").get(page).text
    assert "Asked. An answer is expected by" in asked
    assert ">Not known<" in asked and ">Nothing<" not in asked, "what stays is not known before it was answered"
    at(case, "own_file", 1.01)
    assert "Asked. Late: an answer was expected by" in world.coordinator("jtb-care").get(page).text


def test_a_clock_that_rings_for_what_was_answered_meanwhile_changes_nothing(case):
    step = case.steps()["own_file"].id
    case.carer()
    before = case.world.verbs(case.id, "jtb-care")
    for rings in (carrying.remind, carrying.lapse):
        with case.world.work("jtb-care") as work:
            rings(work, step)
    assert case.world.verbs(case.id, "jtb-care") == before and lying(case) == []
