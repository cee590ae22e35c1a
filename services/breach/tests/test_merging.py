"""What comes along when a report goes on under another number: all that is not known or done there already."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from waarborg_breach import actions
from waarborg_breach.actions import NewBreach, asking, availability, grievances, handling, measures
from waarborg_breach.actions.questions import given_answers
from waarborg_breach.actions.telling import afterwards, listing, sending
from waarborg_breach.actions.telling.rows import reference_of
from waarborg_breach.actions.wiping import note_wipe
from waarborg_breach.domain import Times
from waarborg_breach.domain.handling import (
    ContainmentState,
    GrievanceAbout,
    GrievanceOutcome,
    Involved,
    LostOrOpen,
    MeasureKind,
)
from waarborg_breach.domain.reports import Wipe, WipeState
from waarborg_breach.domain.telling import CareKind
from waarborg_breach.models import (
    BreachAsking,
    BreachCase,
    BreachGrievance,
    BreachMeasure,
    BreachPerson,
    BreachPersonFault,
)
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_telling import BOTH, MESSAGE, begin, hand_in, step, work_off

HOUR = timedelta(hours=1)
CARER = Actor(ActorKind.STAFF, "account-carer", "bqr")
BY_CODE = "/breach/questions"
CODE = re.compile(r"\b(?:[2346789A-HJKMNP-RTV-Z]{4}-){3}[2346789A-HJKMNP-RTV-Z]{4}\b")
COMPANY, THEIR_NUMBER = "Wolkendienst BV", "INC-77"


def as_carer(world: World) -> Any:
    """A unit of work of somebody on the staff."""
    return world.runtime.uow.begin("bqr", actor=CARER, now=world.clock.now())


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


def new(world: World, *, hours: int = 5, **other: Any) -> str:
    at = START - hours * HOUR
    command = NewBreach(
        **{"times": Times(discovered_at=at, aware_at=at), "origin": "staff", "summary": "Weg.", **other}
    )
    with world.work() as work:
        return actions.report_breach(work, command, rules=world.runtime.rules("bqr")).id


def by_processor(world: World, *, hours: int) -> str:
    at = START - hours * HOUR
    times = Times(discovered_at=at, aware_at=at, processor_aware_at=at - 2 * HOUR)
    return new(world, times=times, processor=COMPANY, processor_ref=THEIR_NUMBER)


def case_of(world: World, breach_id: str) -> BreachCase:
    return next(row for row in world.rows(BreachCase) if row.id == breach_id)


def merged(world: World, board: Visitor, report: str, kept: str) -> Any:
    path = f"/breach/cases/{report}"
    return board.send(f"{path}/merge", page=path, into=case_of(world, kept).number)


def list_of(world: World, breach_id: str) -> dict[str, BreachPerson]:
    with world.work() as work:
        query = work.session.query(BreachPerson).filter_by(breach_id=breach_id)
        found = {str(reference_of(work, row)): row for row in query}
        work.session.expunge_all()
    return found


def put(world: World, breach_id: str, *references: str) -> None:
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        rows = [listing.reader_of(rules).row(at, each) for at, each in enumerate(references, start=2)]
        listing.list_persons(work, work.case(BreachCase, breach_id), rows, given_by="file", rules=rules)


def fill(world: World, breach_id: str) -> None:
    """Find out and do in a report what may come along with it."""
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        case = work.case(BreachCase, breach_id)
        facts = {
            "about_how_many": 12,
            "categories": sorted(rules.categories)[:1],
            "other_eu": True,
            "countries": ["BE"],
        }
        facts["persons"] = facts.pop("about_how_many")
        actions.note_facts(work, case, facts, rules=rules, note="Vooral wijk Noord.")
        handling.note_containment(work, case, ContainmentState.CONTAINED, at=None, how="Slot vervangen.")
        found = handling.Investigated(
            lost_or_open=LostOrOpen.LOST, departments="Wijkteam Noord.", processor=Involved.NO
        )
        handling.note_investigation(work, case, found)
        handling.note_consequences(work, case, "Iemand leest mee.", at=None)
        measure = {"kind": MeasureKind.TECHNICAL, "what": "Sloten", "owner": "Huisvesting", "due_on": date(2026, 4, 1)}
        measures.add_measure(work, case, measures.NewMeasure(**measure), rules=rules)
        availability.name_helper(work, case, availability.HelperKind.HELPER, name="Ria", reach="06-1")
        wiping = Wipe(state=WipeState.DONE, at=START - HOUR, what="De tablet")
        note_wipe(work, case, wiping)


def test_what_was_found_out_and_done_in_a_report_comes_along_under_the_key_of_the_kept_case(
    world: World, board: Visitor
) -> None:
    kept, report = new(world), new(world)
    fill(world, report)
    assert merged(world, board, report, kept).status_code == 303
    page = board.get(f"/breach/cases/{kept}").text
    assert "Measures that came along: 1" in page and "People available who came along: 1" in page
    for words in ("Vooral wijk Noord.", "Slot vervangen.", "Wijkteam Noord.", "Iemand leest mee.", "Sloten", "Ria"):
        assert words in page, words
    case = case_of(world, kept)
    assert (case.about_how_many, case.other_eu, case.wipe_state, case.wiped_at) == (12, True, "done", START - HOUR)
    assert [row.breach_id for row in world.rows(BreachMeasure)] == [kept]
    assert "What is to be done now" not in board.get(f"/breach/cases/{report}").text
    world.erase(report)
    page = board.get(f"/breach/cases/{kept}").text
    assert all(words in page for words in ("Slot vervangen.", "Iemand leest mee.", "Sloten", "De tablet"))
    with world.work() as work:
        handled = handling.row_of(work, work.case(BreachCase, kept))
        assert (handled.investigation, handled.consequences) == ("answered", "established")


def test_what_is_known_of_the_kept_case_stands(world: World, board: Visitor) -> None:
    kept, report = new(world), new(world)
    fill(world, report)
    with world.work() as work:
        case, rules = work.case(BreachCase, kept), world.runtime.rules("bqr")
        actions.note_facts(work, case, {"persons": 3, "other_eu": False}, rules=rules, note="Alleen Zuid.")
        handling.note_containment(work, case, ContainmentState.NOT_POSSIBLE, at=None, how="Het is weg.")
        note_wipe(work, case, Wipe(state=WipeState.NOT_POSSIBLE))
        measures.need_none(work, case, why="Niet nodig.", rules=rules)
    assert merged(world, board, report, kept).status_code == 303
    case = case_of(world, kept)
    assert (case.about_how_many, case.other_eu, case.wipe_state) == (3, False, "not-possible")
    page = board.get(f"/breach/cases/{kept}").text
    assert "Het is weg." in page and "Slot vervangen." not in page and "Alleen Zuid." in page
    assert "Iemand leest mee." in page and "Sloten" in page
    with world.work() as work:
        row = handling.row_of(work, work.case(BreachCase, kept))
        assert (row.containment, row.no_measures_sealed) == ("not-possible", None), "a measure came along"


def test_a_report_whose_key_was_destroyed_brings_codes_along_and_no_words(world: World, board: Visitor) -> None:
    kept, report = new(world), new(world)
    fill(world, report)
    put(world, report, "Z-1")
    world.erase(report)
    assert merged(world, board, report, kept).status_code == 303
    assert case_of(world, kept).about_how_many == 12 and list_of(world, kept) == {}
    assert [row.breach_id for row in world.rows(BreachMeasure)] == [report]
    with world.work() as work:
        assert handling.row_of(work, work.case(BreachCase, kept)).consequences == "open"
    assert board.get(f"/breach/cases/{kept}").status_code == 200


def test_two_lists_become_one_on_which_each_stands_once(either_world: World) -> None:
    world = either_world
    board = world.staff("bqr", "board")
    kept, report = new(world), new(world)
    put(world, kept, "Z-1", "Z-2")
    put(world, report, "Z-2", "Z-3", "999990019")
    before = list_of(world, kept)
    with world.work() as work:
        case = work.case(BreachCase, report)
        for reference, words in (("Z-2", "Zij vraagt een pasje."), ("Z-3", "Hij wil bellen.")):
            person = afterwards.find_person(work, case, reference)
            afterwards.note_care(work, case, person, CareKind.ASKED, words=words)
    assert merged(world, board, report, kept).status_code == 303
    world.erase(report)
    there = list_of(world, kept)
    assert sorted(there) == ["Z-1", "Z-2", "Z-3"] and list_of(world, report) == {}
    assert {name: row.id for name, row in before.items()} == {name: there[name].id for name in before}
    for reference, words in (("Z-2", "nieuw"), ("Z-2", "Zij vraagt een pasje."), ("Z-3", "Hij wil bellen.")):
        page = board.get(f"/breach/cases/{kept}/persons/{there[reference].id}").text
        assert (words in page) is (words != "nieuw")
    assert [row.breach_id for row in world.rows(BreachPersonFault)] == [kept]
    assert "1 row was wrong" in board.get(f"/breach/cases/{kept}/telling").text


def test_who_comes_along_to_a_case_in_which_all_were_told_opens_it_and_nobody_is_told_twice(
    world: World, board: Visitor
) -> None:
    kept, report = new(world), new(world)
    path = f"/breach/cases/{kept}"
    world.clock.moment = START + HOUR
    assert board.send(f"{path}/decide", page=path, **BOTH).status_code == 303
    hand_in(board, path, "reference;channel\nZ-1;desk\n")
    put(world, report, "Z-1", "Z-2")
    step(board, path, "message", **MESSAGE)
    assert begin(board, path, 1).status_code == 303
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        assert len(sending.take_up(work, kept, rules).messages) == 1
    refused = merged(world, board, report, kept)
    assert refused.status_code == 422 and "The people of that breach are being told now." in refused.text
    assert case_of(world, report).case_state == "reported" and len(list_of(world, report)) == 2
    world.clock.forward(11 * 60)
    work_off(world)
    person = f"{path}/persons/{list_of(world, kept)['Z-1'].id}"
    assert board.send(f"{person}/told", page=person).status_code == 303
    assert case_of(world, kept).persons_state == "informed"
    assert merged(world, board, report, kept).status_code == 303
    there = list_of(world, kept)
    assert {name: row.state for name, row in there.items()} == {"Z-1": "sent", "Z-2": "to-do"}
    assert case_of(world, kept).persons_state == "in-part"
    assert merged(world, board, report, kept).status_code == 303, "once more changes nothing"
    assert world.verbs(kept).count("merged-report") == 1


def test_the_message_that_was_written_so_far_comes_along_where_there_is_none(world: World, board: Visitor) -> None:
    kept, report = new(world), new(world)
    path = f"/breach/cases/{report}"
    step(board, path, "message", **MESSAGE)
    step(board, path, "announcement", announcement_nl="Er ging iets mis.", announcement_en="Wrong.")
    assert merged(world, board, report, kept).status_code == 303
    page = board.get(f"/breach/cases/{kept}/telling").text
    assert "Deel nature in nl." in page and "Er ging iets mis." in page


def test_a_processors_report_brings_its_name_along_and_times_can_be_corrected_afterwards(
    world: World, board: Visitor
) -> None:
    kept, report = new(world), by_processor(world, hours=3)
    assert merged(world, board, report, kept).status_code == 303
    world.erase(report)
    path = f"/breach/cases/{kept}"
    page = board.get(path).text
    assert COMPANY in page and THEIR_NUMBER in page
    case = case_of(world, kept)
    assert case.processor_aware_at == START - 5 * HOUR
    typed = {
        "discovered_at": "2026-03-02T02:00",
        "reported_at": "2026-03-02T09:00",
        "aware_at": "2026-03-02T04:00",
        "processor_aware_at": "2026-03-02T03:30",
        "times_why": "De sleutel was eerder weg.",
    }
    answer = board.send(f"{path}/times", page=path, **typed)
    assert answer.status_code == 303, answer.text


def test_a_case_that_has_a_processors_time_and_no_name_can_be_corrected_all_the_same(
    world: World, board: Visitor
) -> None:
    kept = new(world)
    with world.work() as work:
        work.case(BreachCase, kept).processor_aware_at = START - 5 * HOUR
    path = f"/breach/cases/{kept}"
    assert 'name="processor_aware_at"' in board.get(path).text
    typed = {
        "discovered_at": "2026-03-02T02:00",
        "reported_at": "2026-03-02T09:00",
        "aware_at": "2026-03-02T05:00",
        "processor_aware_at": "2026-03-02T05:00",
        "times_why": "De sleutel was eerder weg.",
    }
    other = board.send(f"{path}/times", page=path, **{**typed, "processor_aware_at": "2026-03-02T03:30"})
    assert other.status_code == 422 and "Fill in which company it is." in other.text
    assert board.send(f"{path}/times", page=path, **typed).status_code == 303


def test_a_processors_time_without_a_name_that_can_be_read_stays_with_the_report(world: World, board: Visitor) -> None:
    kept, report = new(world), by_processor(world, hours=3)
    world.erase(report)
    assert merged(world, board, report, kept).status_code == 303
    assert case_of(world, kept).processor_aware_at is None


def test_of_two_processors_both_are_shown(world: World, board: Visitor) -> None:
    kept, report = new(world, processor="Alfa BV", processor_ref="A-1"), by_processor(world, hours=3)
    assert merged(world, board, report, kept).status_code == 303
    page = board.get(f"/breach/cases/{kept}").text
    assert all(words in page for words in ("Alfa BV", "A-1", COMPANY, THEIR_NUMBER))


def test_a_clock_of_another_law_and_a_grievance_that_waits_go_on_in_the_kept_case(world: World, board: Visitor) -> None:
    kept, report = new(world), new(world, hours=9)
    path, rules = f"/breach/cases/{report}", world.runtime.rules("bqr")
    name = rules.breach_protocol.optional_clocks[0].name
    switched = board.send(f"{path}/clock-on", page=path, clock_on=name, why_on="Wij vallen eronder.")
    assert switched.status_code == 303, switched.text
    with world.work() as work:
        grievances.file_grievance(work, work.case(BreachCase, report), GrievanceAbout.HANDLING, what="Te traag.")
    assert merged(world, board, report, kept).status_code == 303
    with world.work() as work:
        case = work.case(BreachCase, kept)
        (runs,) = (clock for clock in work.clocks.of(case) if clock.name == name)
        assert runs.stopped_at is None and runs.started_at == START - 9 * HOUR
        (waits,) = grievances.grievances_of(work, case, rules)
        assert waits.what == "Te traag."
        assert grievances.grievances_of(work, work.case(BreachCase, report), rules) == []


def test_B24_7_an_answer_that_comes_along_keeps_who_gave_it_and_when_and_complete_answers_end_the_asking(
    world: World, board: Visitor
) -> None:
    rules = world.runtime.rules("bqr")
    every = [question.code for question in rules.breach_protocol.questions]
    kept, report = new(world), new(world)
    with world.work() as work:
        case = work.case(BreachCase, kept)
        asking.answer(work, case, {every[0]: "Van hier."}, not_known=every[1:], rules=rules, by="staff")
    world.clock.forward(600)
    at = world.clock.now()
    with as_carer(world) as work:
        answers = {code: f"Antwoord op {code}." for code in every}
        asking.answer(work, work.case(BreachCase, report), answers, rules=rules, by="discoverer")
    world.clock.forward(600)
    assert merged(world, board, report, kept).status_code == 303
    assert f"Answers that came along: {len(every) - 1}" in board.get(f"/breach/cases/{kept}").text
    world.erase(report)
    with world.work() as work:
        case = work.case(BreachCase, kept)
        first, *others = (given_answers(work, case)[code] for code in every)
        assert (first.text, first.given_by) == ("Van hier.", "staff")
        assert {(each.given_by, each.answered_by, each.at) for each in others} == {("discoverer", CARER.ref, at)}
        assert all(str(each.text).startswith("Antwoord op") and each.version == 2 for each in others)
        assert asking.to_call(work, [kept]) == frozenset()
    assert all(row.ended_at is not None for row in world.rows(BreachAsking))
    assert world.verbs(kept).count("answered-questions") == 1, "who merged answered nothing"


def outside(world: World) -> tuple[Visitor, str, BreachCase]:
    """Report from outside: the browser, the code, and the case."""
    visitor, before = world.visitor("bqr"), {row.id for row in world.rows(BreachCase)}
    found = CODE.search(visitor.send("/breach/report", summary="Een brief lag op straat.").text)
    assert found is not None
    return visitor, found[0], next(row for row in world.rows(BreachCase) if row.id not in before)


def test_B24_7_a_code_leads_to_where_its_report_goes_on_and_shows_no_grievance_of_another(
    world: World, board: Visitor
) -> None:
    one, two, three = (outside(world) for _ in range(3))
    kept = one[2]
    assert merged(world, board, two[2].id, kept.id).status_code == 303
    assert merged(world, board, three[2].id, kept.id).status_code == 303
    page = two[0].send(BY_CODE, code=two[1])
    assert page.status_code == 200 and f"This goes on under number {kept.number}" in page.text
    assert "goes on under number" not in one[0].send(BY_CODE, code=one[1]).text
    answered = {"do": "answer", "answer_encrypted": "Nee.", "seen_encrypted": "0"}
    assert two[0].send(BY_CODE, code=two[1], **answered).status_code == 200
    meanwhile = three[0].send(BY_CODE, code=three[1], **{**answered, "answer_encrypted": "Ja."})
    assert meanwhile.status_code == 412, "nobody writes over what another answered and he did not see"
    grieved = {"do": "grievance", "grievance_about": "handling"}
    for visitor, code, words in ((*two[:2], "Te traag."), (*three[:2], "Geen antwoord.")):
        assert visitor.send(BY_CODE, code=code, **grieved, grievance_what=words).status_code == 200
        again = visitor.send(BY_CODE, code=code, **grieved, grievance_what=words)
        assert again.status_code == 422 and again.text.count(": waits for a review") == 1, "his own, and once"
    assert ": waits for a review" not in one[0].send(BY_CODE, code=one[1]).text
    assert [row.report_id for row in world.rows(BreachGrievance)] == [two[2].id, three[2].id]
    with world.work() as work:
        case = work.case(BreachCase, kept.id)
        assert given_answers(work, case)["encrypted"].given_by == "discoverer"
    path = f"/breach/cases/{kept.id}"
    assert board.send(f"{path}/retract", page=path, retract_why="Het was niets.").status_code == 303
    assert two[0].send(BY_CODE, code=two[1]).status_code == 422, "where that is no breach, no code opens it"


def test_a_grievance_that_was_right_and_is_not_decided_on_again_goes_on_in_the_kept_case(
    world: World, board: Visitor
) -> None:
    kept, report, rules = new(world), new(world), world.runtime.rules("bqr")
    with as_carer(world) as work:
        case = work.case(BreachCase, report)
        ref = grievances.file_grievance(work, case, GrievanceAbout.HANDLING, what="Te traag.").id
    with world.work() as work:
        case = work.case(BreachCase, report)
        grievances.answer_grievance(work, case, ref, GrievanceOutcome.UPHELD, why="Klopt.", rules=rules)
    assert merged(world, board, report, kept).status_code == 303
    world.erase(report)
    with world.work() as work:
        (right,) = grievances.grievances_of(work, work.case(BreachCase, kept), rules)
        assert (right.what, right.reason) == ("Te traag.", "Klopt.")
        assert "reconsider" in actions.open_duties(work, work.case(BreachCase, kept), rules)
        assert actions.open_duties(work, work.case(BreachCase, report), rules) == ()
