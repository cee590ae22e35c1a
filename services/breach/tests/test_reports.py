"""Reports: from outside, by a processor, wiped at once, retracted, and twice the same breach."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from waarborg_breach import actions
from waarborg_breach.actions import NewBreach
from waarborg_breach.actions.merging import likely_doubles, merge_report
from waarborg_breach.domain import Breach, CaseState, NoSuchMove, Times
from waarborg_breach.domain.reports import (
    BreachKind,
    CannotMerge,
    NotYours,
    RetractReason,
    Wipe,
    WipeMoment,
    WipeState,
    check_wipe,
    merge,
    open_again,
    retract,
)
from waarborg_breach.events import HANDLES
from waarborg_breach.models import BreachCase
from waarborg_shared.auth import ActorKind
from waarborg_shared.events.breach import BreachMerged, BreachOpenedAgain, BreachReported, BreachRetracted
from waarborg_shared.events.disclosure import ExposureTimesCorrected, PersonalDataExposed, ReportAssessed
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import UNANSWERED

HOUR = timedelta(hours=1)
BREACHES = "/breach/api/v1/breaches/"
REPORT, READ, DECIDE = "breach:report", "breach:read", "breach:decide"
REASON = "De map lag in de kast."


def case_of(world: World, breach_id: str, organisation: str = "bqr") -> BreachCase:
    return next(row for row in world.rows(BreachCase, organisation) if row.id == breach_id)


def new(world: World, organisation: str = "bqr", *, hours: int = 5, drill: bool = False, **other: Any) -> str:
    times = Times(discovered_at=START - hours * HOUR, aware_at=START - hours * HOUR)
    command = NewBreach(**{"times": times, "origin": "staff", "summary": "Een tas is weg.", **other})
    with world.work(organisation) as work:
        case = actions.report_breach(work, command, rules=world.runtime.rules(organisation))
        case.drill = drill
        return case.id


def by_carer(world: World) -> tuple[Visitor, BreachCase, str]:
    """A carer who reported a breach: the browser, the case and the page of the report."""
    carer = world.staff("bqr", "carer")
    carer.send("/breach/report", summary="Mijn telefoon is weg.", discovered_at="2026-03-02T06:00")
    (case,) = world.rows(BreachCase)
    return carer, case, f"/breach/reports/{case.id}"


# Reporting


def test_J13_who_reports_from_outside_needs_one_field_and_hears_the_number_and_what_happens_next(world: World) -> None:
    visitor = world.visitor("jtb-care")
    form = visitor.get("/breach/report")
    assert form.text.count('aria-required="true"') == 1 and "<details>" in form.text
    answer = visitor.send("/breach/report", summary="Ik kreeg de brief van iemand anders.")
    assert answer.status_code == 201 and "Set-Cookie" not in answer.headers
    (case,) = world.rows(BreachCase, "jtb-care")
    assert case.number in answer.text and "What happens next" in answer.text


def test_B19_the_page_after_a_report_gives_the_telephone_number(world: World) -> None:
    answer = world.visitor("bqr").send("/breach/report", summary="Ik vond een map.")
    assert "06-10004594" in answer.text or "0610004594" in answer.text


def test_what_a_processor_reports_the_organisation_knows_when_it_hears_it(world: World) -> None:
    typed = {
        "summary": "Onze server stond open.",
        "processor": "Verzonnen Hosting BV",
        "processor_aware_at": "2026-02-27T12:00",
        "processor_ref": "VH-77",
    }
    answer = world.visitor().send("/breach/report", **typed)
    assert answer.status_code == 201 and "art. 33(2)" in answer.text
    (case,) = world.rows(BreachCase)
    assert (case.origin, case.discovered_at, case.aware_at) == ("processor", START, START)
    assert {clock.started_at for clock in world.clocks(case).values()} == {START}
    page = world.staff("bqr", "board").get(f"/breach/cases/{case.id}").text
    assert "Verzonnen Hosting BV" in page and "VH-77" in page and "Friday 27 February 2026, 12:00" in page
    assert b"Verzonnen" not in (case.processor_sealed or b"") and "Verzonnen" not in str(world.told(BreachReported))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"processor_aware_at": "2026-02-27T12:00"}, "processor"),
        ({"processor_ref": "VH-77"}, "processor"),
        ({"processor": "Verzonnen BV", "processor_aware_at": "2027-02-27T12:00"}, "processor_aware_at"),
        ({"processor": "x" * 201}, "processor"),
        ({"processor": "Verzonnen BV", "processor_ref": "x" * 101}, "processor_ref"),
        ({"aware_at": "2026-02-27T12:00"}, ""),
    ],
)
def test_what_is_wrong_with_a_processors_report_is_named_and_the_fold_is_open(
    world: World, typed: dict[str, str], field: str
) -> None:
    answer = world.visitor().send("/breach/report", summary="Onze server stond open.", **typed)
    assert answer.status_code == 422 and world.rows(BreachCase) == []
    assert "Onze server stond open." in answer.text
    if field:
        assert f'href="#field-{field}"' in answer.text and "<details open>" in answer.text


def test_staff_enter_what_a_processor_told_on_the_telephone_and_the_organisation_knows_since_that_call(
    world: World,
) -> None:
    carer = world.staff("bqr", "carer")
    told = {"summary": "Hun server stond open.", "discovered_at": "2026-03-02T09:30"}
    company = {"processor": "Verzonnen Hosting BV", "processor_aware_at": "2026-02-27T12:00", "processor_ref": "VH-77"}
    for wrong, field in (
        ({"processor": ""}, "processor"),
        ({"processor": "x" * 201}, "processor"),
        ({"processor_aware_at": "2027-02-27T12:00"}, "processor_aware_at"),
        ({"processor_aware_at": "2026-03-02T09:45"}, "processor_aware_at"),
    ):
        answer = carer.send("/breach/report", **told, **{**company, **wrong})
        assert answer.status_code == 422 and world.rows(BreachCase) == [], wrong
        assert f'href="#field-{field}"' in answer.text and "Hun server stond open." in answer.text
    assert carer.send("/breach/report", **told, **company).status_code == 303
    (case,) = world.rows(BreachCase)
    heard = START - HOUR / 2
    assert (case.origin, case.discovered_at, case.aware_at) == ("processor", heard, heard)
    assert case.processor_aware_at is not None and case.processor_aware_at < heard
    mine = f"/breach/reports/{case.id}"
    assert carer.send(mine, page=mine, answer_encrypted="Nee.").status_code == 303
    whole = world.partner("bqr", READ).get(f"{BREACHES}{case.id}").json
    assert whole["answered_by"] == {"encrypted": "staff"}, "who took the call discovered nothing"
    page = world.staff("bqr", "board").get(f"/breach/cases/{case.id}").text
    assert "Verzonnen Hosting BV" in page and "VH-77" in page


def test_a_processors_system_reports_without_saying_when_the_organisation_knew(world: World) -> None:
    body = {
        "summary": "Onze server stond open.",
        "processor": "Verzonnen Hosting BV",
        "processor_aware_at": (START - 20 * HOUR).isoformat(),
        "processor_ref": "VH-77",
        "wiped": {"state": "done", "at": (START - HOUR).isoformat(), "what": "De map /export"},
    }
    answer = world.partner("bqr", REPORT).post(BREACHES, body)
    assert answer.status_code == 201, answer.text
    assert (answer.json["aware_at"], answer.json["origin"]) == (START.isoformat(), "processor")
    whole = world.partner("bqr", READ).get(f"{BREACHES}{answer.json['id']}").json
    assert (whole["processor"], whole["processor_ref"], whole["wiped"]) == ("Verzonnen Hosting BV", "VH-77", "done")
    assert whole["wiped_what"] == "De map /export"
    world.erase(answer.json["id"])
    gone = world.partner("bqr", READ).get(f"{BREACHES}{answer.json['id']}").json
    assert gone["processor"] is gone["wiped_what"] is None and "processor" in gone["erased"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"aware_at": None}, "aware_at"),
        ({"processor_aware_at": (START - HOUR).isoformat()}, "processor"),
        ({"kind": "magic"}, "kind"),
        ({"ongoing": "yes"}, "ongoing"),
        ({"estimated": True}, "estimated"),
        ({"reported_at": (START + HOUR).isoformat()}, "reported_at"),
        ({"wiped": {"state": "done"}}, "wiped_at"),
        ({"wiped": {"state": "not-possible", "at": START.isoformat()}}, "wiped_at"),
    ],
)
def test_what_is_wrong_with_a_programs_report_is_named(world: World, wrong: dict[str, Any], field: str) -> None:
    moment = (START - 2 * HOUR).isoformat()
    body = {"discovered_at": moment, "aware_at": moment, "summary": "Zoek.", **wrong}
    answer = world.partner("bqr", REPORT).post(BREACHES, body)
    assert answer.status_code == 422 and list(answer.json["errors"]) == [field]
    assert world.rows(BreachCase) == [] and world.events() == []


def test_a_member_of_staff_says_what_is_known_and_no_more(world: World) -> None:
    typed = {
        "discovered_at": "2026-03-02T09:00",
        "kind": "stolen",
        "occurred_at": "2026-03-01T20:00",
        "ongoing": "true",
        "estimated": "true",
        "reported_at": "2026-03-02T09:30",
    }
    world.staff("bqr", "carer").send("/breach/report", summary="Een tas is weg.", **typed)
    (case,) = world.rows(BreachCase)
    assert (case.kind, case.ongoing, case.estimated) == ("stolen", True, True)
    assert case.reported_at == START - HOUR / 2
    page = world.staff("bqr", "board").get(f"/breach/cases/{case.id}").text
    assert "It is still going on." in page and "Kind: Stolen" in page


# What disclosure tells


def exposed(world: World) -> None:
    event = PersonalDataExposed(report_ref="0190-report", discovered_at=START - HOUR, aware_at=START - HOUR)
    with world.work() as work:
        HANDLES[PersonalDataExposed](work, event, None, world.runtime.rules("bqr"))  # type: ignore[arg-type]


def corrected(world: World, was_at: datetime, is_at: datetime) -> BreachCase:
    event = ExposureTimesCorrected(report_ref="0190-report", was_at=was_at, discovered_at=is_at, aware_at=is_at)
    with world.work() as work:
        HANDLES[ExposureTimesCorrected](work, event, None, world.runtime.rules("bqr"))  # type: ignore[arg-type]
    return next(iter(world.rows(BreachCase)), None)  # type: ignore[return-value]


def test_B24_the_clocks_follow_a_report_that_came_in_at_another_moment_than_was_told(world: World) -> None:
    assert corrected(world, START - HOUR, START - 5 * HOUR) is None
    exposed(world)
    (case,) = world.rows(BreachCase)
    before = world.clocks(case)["authority"].due_at
    case = corrected(world, START - HOUR, START - 5 * HOUR)
    assert (case.aware_at, case.discovered_at) == (START - 5 * HOUR, START - 5 * HOUR)
    assert world.clocks(case)["authority"].due_at == before - 4 * HOUR
    again = corrected(world, START - HOUR, START - 5 * HOUR)
    assert again.revision == case.revision
    other = corrected(world, START - HOUR, START - 6 * HOUR)
    assert other.aware_at == START - 5 * HOUR, "it was corrected here meanwhile"
    later = corrected(world, START - 5 * HOUR, START + 5 * HOUR)
    assert later.aware_at == START - 5 * HOUR, "nothing is known before it came in"


def test_spam_at_disclosure_opens_nothing_here_and_undoes_nothing(world: World) -> None:
    assert PersonalDataExposed in HANDLES and ReportAssessed not in HANDLES
    exposed(world)
    (case,) = world.rows(BreachCase)
    assert case.case_state == "reported" and world.clocks(case)["authority"].stopped_at is None


def test_an_exposure_that_is_told_again_changes_nothing_also_after_its_report_was_retracted(world: World) -> None:
    exposed(world)
    (case,) = world.rows(BreachCase)
    path, board = f"/breach/cases/{case.id}", world.staff("bqr", "board")
    assert board.send(f"{path}/retract", page=path, retract_why=REASON).status_code == 303
    exposed(world)
    (after,) = world.rows(BreachCase)
    assert after.case_state == "retracted" and len(world.told(BreachReported)) == 1


# Wiping


@pytest.mark.parametrize(
    ("wipe", "error"),
    [
        (Wipe(state=WipeState.DONE), WipeMoment),
        (Wipe(state=WipeState.FAILED), WipeMoment),
        (Wipe(state=WipeState.NOT_POSSIBLE, at=START), WipeMoment),
        (Wipe(state=WipeState.NOT_APPLICABLE, at=START), WipeMoment),
    ],
)
def test_what_was_wiped_has_a_moment_and_what_was_not_has_none(wipe: Wipe, error: type[Exception]) -> None:
    with pytest.raises(error):
        check_wipe(wipe, began=None, now=START)


def test_B24_3_2_the_discoverer_is_asked_at_once_and_the_case_asks_until_it_is_answered(world: World) -> None:
    carer, case, mine = by_carer(world)
    path, board = f"/breach/cases/{case.id}", world.staff("bqr", "board")
    asked = "Wipe or block the data now, if that can be done remotely"
    assert asked in carer.get(mine).text and asked in board.get(path).text
    wrong = carer.send(f"{mine}/wiping", page=mine, wipe_state="done", wiped_what="De telefoon van de dienst")
    assert wrong.status_code == 422 and 'href="#field-wiped_at"' in wrong.text
    assert "De telefoon van de dienst" in wrong.text
    typed = {"wipe_state": "done", "wiped_at": "2026-03-02T09:00", "wiped_what": "De telefoon van de dienst"}
    assert carer.send(f"{mine}/wiping", page=mine, **typed).status_code == 303
    assert asked not in carer.get(mine).text
    page = board.get(path).text
    assert asked not in page and "Wiped or blocked, Monday 2 March 2026, 09:00" in page
    kept = case_of(world, case.id)
    assert (kept.wipe_state, kept.wiped_at) == ("done", START - HOUR)
    assert b"telefoon" not in (kept.wiped_sealed or b"")
    changed = {"wipe_state": "not-possible", "wiped_at": "", "wiped_what": ""}
    assert board.send(f"{path}/wiping", page=path, **changed).status_code == 303
    assert world.verbs(case.id).count("noted-wiping") == 2
    assert case_of(world, case.id).wiped_at is None


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"wipe_state": "perhaps"},
        {"wipe_state": "failed", "wiped_at": "2026-03-03T09:00"},
        {"wipe_state": "not-possible", "wiped_at": "2026-03-02T09:00"},
        {"wipe_state": "not-applicable", "wiped_what": "x" * 501},
    ],
)
def test_an_answer_on_wiping_that_cannot_be_is_refused(world: World, typed: dict[str, str]) -> None:
    carer, case, mine = by_carer(world)
    assert carer.send(f"{mine}/wiping", page=mine, **typed).status_code == 422
    assert case_of(world, case.id).wipe_state is None


# Retracting


@pytest.mark.parametrize("state", [CaseState.DECIDED, CaseState.CLOSED, CaseState.MERGED, CaseState.RETRACTED])
def test_only_what_nobody_decided_on_is_retracted(state: CaseState) -> None:
    with pytest.raises(NoSuchMove):
        retract(Breach(case=state), own=True, responsible=True, why=REASON)


@pytest.mark.parametrize("act", [retract, open_again])
def test_retracting_and_opening_take_a_reason_and_the_right_person(act: Any) -> None:
    breach = Breach(case=CaseState.REPORTED if act is retract else CaseState.RETRACTED)
    with pytest.raises(NotYours):
        act(breach, own=False, responsible=False, why=REASON)
    for empty in (None, "", "  "):
        with pytest.raises(RetractReason):
            act(breach, own=True, responsible=False, why=empty)


def test_a_discoverer_retracts_his_own_and_it_stays_in_the_register_with_its_times(world: World) -> None:
    carer, case, mine = by_carer(world)
    assert carer.send(f"{mine}/retract", page=mine, retract_why="").status_code == 422
    assert carer.send(f"{mine}/retract", page=mine, retract_why=REASON).status_code == 303
    kept = case_of(world, case.id)
    assert (kept.case_state, kept.discovered_at, kept.closed_at) == ("retracted", case.discovered_at, START)
    assert {clock.stop_reason for clock in world.clocks(kept).values()} == {"retracted"}
    assert case.number in world.staff("bqr", "fg").get("/breach/").text
    assert world.staff("bqr", "board").get("/breach/api/v1/desk").json["total"] == 0
    page = world.staff("bqr", "board").get(f"/breach/cases/{case.id}").text
    assert REASON in page and "This report was retracted" in page and "Decide on notifying" not in page
    assert len(world.told(BreachRetracted)) == 1
    assert carer.send(f"{mine}/retract", page=mine, retract_why=REASON).status_code == 422


def test_a_retracted_report_is_opened_again_and_its_clocks_run_on_from_their_first_start(world: World) -> None:
    carer, case, mine = by_carer(world)
    before = {name: clock.due_at for name, clock in world.clocks(case).items()}
    carer.send(f"{mine}/retract", page=mine, retract_why=REASON)
    world.clock.forward(3600)
    assert carer.send(f"{mine}/open-again", page=mine, retract_why="Toch weg.").status_code == 303
    clocks = world.clocks(case)
    assert {name: clock.due_at for name, clock in clocks.items()} == before
    assert all(clock.stopped_at is None for clock in clocks.values())
    assert (case_of(world, case.id).case_state, case_of(world, case.id).closed_at) == ("reported", None)
    assert len(world.told(BreachOpenedAgain)) == 1


def test_nobody_retracts_anothers_report_nor_one_that_was_decided(world: World) -> None:
    carer, case, mine = by_carer(world)
    path, board = f"/breach/cases/{case.id}", world.staff("bqr", "board")
    for role in ("fg", "quality"):
        answer = world.staff("bqr", role).send(f"{path}/retract", page=path, retract_why=REASON)
        assert answer.status_code == 422, role
    for typed in ({}, {"retract_why": REASON}):
        assert world.staff("bqr", "hbo5").send(f"{mine}/retract", page="/breach/report", **typed).status_code == 404
    assert (
        board.send(f"{path}/decide", page=path, notify_authority="yes", inform_persons="yes", **UNANSWERED).status_code
        == 303
    )
    late = carer.send(f"{mine}/retract", page=mine, retract_why=REASON)
    assert late.status_code == 422 and world.told(BreachRetracted) == []


# Two reports of one breach


@pytest.mark.parametrize(
    ("report", "kept", "drills", "itself", "why"),
    [
        (CaseState.REPORTED, CaseState.REPORTED, (False, False), True, "itself"),
        (CaseState.REPORTED, CaseState.REPORTED, (True, False), False, "drill"),
        (CaseState.REPORTED, CaseState.REPORTED, (False, True), False, "drill"),
        (CaseState.REPORTED, CaseState.CLOSED, (False, False), False, "over"),
        (CaseState.REPORTED, CaseState.RETRACTED, (False, False), False, "over"),
        (CaseState.REPORTED, CaseState.MERGED, (False, False), False, "over"),
        (CaseState.DECIDED, CaseState.REPORTED, (False, False), False, "decided"),
    ],
)
def test_what_cannot_become_one_is_refused_with_the_reason(
    report: CaseState, kept: CaseState, drills: tuple[bool, bool], itself: bool, why: str
) -> None:
    with pytest.raises(CannotMerge) as refusal:
        merge(Breach(case=report), Breach(case=kept), drills=drills, itself=itself)
    assert str(refusal.value) == why


def test_a_report_goes_on_under_another_number_and_the_earliest_times_count(world: World) -> None:
    kept, double = new(world, hours=5), new(world, hours=30, kind=BreachKind.STOLEN, summary="De buurvrouw zag het.")
    board = world.staff("bqr", "board")
    path, number = f"/breach/cases/{double}", case_of(world, kept).number
    with world.work() as work:
        rules = world.runtime.rules("bqr")
        actions.answer_questions(work, work.case(BreachCase, double), {"encrypted": "Nee, papier."}, rules=rules)
    assert board.send(f"{path}/merge", page=path, into=number.lower()).status_code == 303
    one, gone = case_of(world, kept), case_of(world, double)
    assert (gone.case_state, gone.merged_into, one.case_state) == ("merged", kept, "reported")
    assert one.discovered_at == START - 30 * HOUR and one.kind == "stolen"
    assert {clock.started_at for clock in world.clocks(one).values()} == {START - 30 * HOUR}
    assert {clock.stop_reason for clock in world.clocks(gone).values()} == {"merged"}
    assert number in board.get(path).text
    page = board.get(f"/breach/cases/{kept}").text
    assert "De buurvrouw zag het." in page and page.count("Nee, papier.") == 2 and gone.number in page
    assert "The earliest times of both reports count" in page and "Corrected on" in page
    register = world.staff("bqr", "fg").get("/breach/").text
    assert number in register and gone.number in register
    (told,) = world.told(BreachMerged)
    assert (told.breach_ref, told.into_ref) == (double, kept)


def test_merging_once_more_changes_nothing_and_into_another_is_refused(world: World) -> None:
    kept, double, third = new(world), new(world), new(world)
    rules = world.runtime.rules("bqr")
    for _ in range(2):
        with world.work() as work:
            _as_board(work)
            merge_report(work, work.case(BreachCase, double), kept, rules=rules)
    assert len(world.told(BreachMerged)) == 1
    assert world.verbs(kept).count("merged-report") == 1
    with world.work() as work, pytest.raises(CannotMerge, match="elsewhere"):
        _as_board(work)
        merge_report(work, work.case(BreachCase, double), third, rules=rules)


def _as_board(work: Any) -> None:
    work.actor = replace(work.actor, kind=ActorKind.STAFF, roles=frozenset({"board"}))


def test_reports_of_a_case_that_is_merged_itself_go_along(world: World) -> None:
    first, second, last = new(world), new(world), new(world)
    rules = world.runtime.rules("bqr")
    for report, into in ((first, second), (second, last)):
        with world.work() as work:
            _as_board(work)
            merge_report(work, work.case(BreachCase, report), into, rules=rules)
    assert [case_of(world, each).merged_into for each in (first, second)] == [last, last]


def test_a_report_is_merged_into_no_unknown_case_nor_one_of_another_organisation(world: World) -> None:
    theirs, mine = new(world, "jtb-care"), new(world)
    number = case_of(world, theirs, "jtb-care").number
    path, board = f"/breach/cases/{mine}", world.staff("bqr", "board")
    answers = [board.send(f"{path}/merge", page=path, into=into) for into in (theirs, number, "BQR-L-2026-9999", mine)]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert all("There is no breach with this number." in answer.text for answer in answers[:3])
    assert "This is the same report." in answers[3].text
    assert case_of(world, mine).case_state == "reported" and world.told(BreachMerged) == []


def test_a_drill_and_a_real_breach_are_kept_apart(world: World) -> None:
    real, drill = new(world), new(world, drill=True)
    board = world.staff("bqr", "board")
    for report, into in ((real, drill), (drill, real)):
        path = f"/breach/cases/{report}"
        answer = board.send(f"{path}/merge", page=path, into=case_of(world, into).number)
        assert answer.status_code == 422 and "exercise" in answer.text
    with world.work() as work:
        assert likely_doubles(work, work.case(BreachCase, real)) == []


@pytest.mark.parametrize("role", ["fg", "hbo5"])
def test_who_does_not_see_to_breaches_merges_nothing(world: World, role: str) -> None:
    kept, double = new(world), new(world)
    path = f"/breach/cases/{double}"
    page = path if role == "fg" else "/breach/report"
    answer = world.staff("bqr", role).send(f"{path}/merge", page=page, into=case_of(world, kept).number)
    assert answer.status_code in (403, 422) and case_of(world, double).case_state == "reported"


def test_likely_doubles_are_suggested_and_never_merged_by_themselves(either_world: World) -> None:
    world = either_world
    one = new(world, kind=BreachKind.STOLEN)
    same, unknown = new(world, hours=6, kind=BreachKind.STOLEN), new(world, hours=4)
    new(world, hours=5, kind=BreachKind.LOOKED_IN)
    new(world, hours=60, kind=BreachKind.STOLEN)
    with world.work() as work:
        found = likely_doubles(work, work.case(BreachCase, one))
        assert [row.id for row in found] == [same, unknown]
    assert {row.case_state for row in world.rows(BreachCase)} == {"reported"}
    page = world.staff("bqr", "board").get(f"/breach/cases/{one}").text
    assert "These were discovered on the same day." in page


def test_the_discoverer_of_a_merged_report_hears_where_it_goes_on_and_answers_there_until_it_was_decided(
    world: World,
) -> None:
    carer, case, mine = by_carer(world)
    kept = new(world)
    path, board = f"/breach/cases/{case.id}", world.staff("bqr", "board")
    board.send(f"{path}/merge", page=path, into=case_of(world, kept).number)
    page = carer.get(mine).text
    assert f"This goes on under number {case_of(world, kept).number}" in page
    assert carer.send(mine, page=mine, answer_encrypted="Nee.").status_code == 303
    whole = world.partner("bqr", READ).get(f"{BREACHES}{kept}").json
    assert (whole["answers"], whole["answered_by"]) == ({"encrypted": "Nee."}, {"encrypted": "discoverer"})
    assert "Nee." in carer.get(mine).text
    path = f"/breach/cases/{kept}"
    board.send(f"{path}/retract", page=path, retract_why=REASON)
    assert 'name="answer_' not in carer.get(mine).text
    assert carer.send(mine, page="/breach/report", answer_encrypted="Ja.").status_code == 422


def test_a_report_whose_key_is_gone_can_be_merged_and_into_one_whose_key_is_gone_nothing_is_written(
    world: World,
) -> None:
    gone, kept = new(world), new(world)
    with world.work() as work:
        rules = world.runtime.rules("bqr")
        actions.answer_questions(work, work.case(BreachCase, gone), {"encrypted": "Nee."}, rules=rules)
    world.erase(gone)
    path, board = f"/breach/cases/{gone}", world.staff("bqr", "board")
    assert board.send(f"{path}/merge", page=path, into=case_of(world, kept).number).status_code == 303
    assert board.get(f"/breach/cases/{kept}").status_code == 200
    with world.work() as work:
        assert actions.answers_of(work, work.case(BreachCase, kept)) == {}


def test_programs_neither_retract_nor_merge_without_the_responsible_persons_role(world: World) -> None:
    one, other = new(world), new(world)
    partner = world.partner("bqr", READ, REPORT, DECIDE)
    for step, body in (("retract", {"why": REASON}), ("merge", {"into": other}), ("open-again", {"why": REASON})):
        assert partner.post(f"{BREACHES}{one}/{step}", body, If_Match='"1"').status_code == 403
    assert {row.case_state for row in world.rows(BreachCase)} == {"reported"}


def test_a_report_in_which_anothers_goes_on_is_retracted_by_the_responsible_person_alone(world: World) -> None:
    carer, case, mine = by_carer(world)
    other = new(world)
    with world.work() as work:
        _as_board(work)
        merge_report(work, work.case(BreachCase, other), case.id, rules=world.runtime.rules("bqr"))
    assert carer.send(f"{mine}/retract", page=mine, retract_why=REASON).status_code == 422
    assert case_of(world, case.id).case_state == "reported"
    path = f"/breach/cases/{case.id}"
    assert world.staff("bqr", "board").send(f"{path}/retract", page=path, retract_why=REASON).status_code == 303
