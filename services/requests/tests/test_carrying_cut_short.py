"""Nobody further is asked once the person takes his request back or wants less of it, or staff end it with a reason."""

import pytest

from waarborg_requests import actions
from waarborg_requests.actions import carrying_by_staff, carrying_letter, ending
from waarborg_requests.actions.at_once import answer_by_fact
from waarborg_requests.actions.joining import confirm_person, follow_merge, follow_split
from waarborg_requests.domain import Ground, Identification, Move, Outcome, spell_code
from waarborg_requests.domain.carrying import (
    CannotCarry,
    EverybodyAsked,
    NotAskedAnyMore,
    NotCarriedOut,
    NotPrepared,
    SomethingStays,
    StillWaits,
)
from waarborg_requests.domain.ending import NotSureWhom
from waarborg_requests.models import Carrying, Request
from waarborg_shared.carrying import Carried, Told, Why
from waarborg_shared.events.identity import IdentityCarriedOut
from waarborg_tests.carrying_case import ANOTHER, ENTROPY, JOINED, PERSON, QUIET, Case, filed


@pytest.fixture
def case(either_world):
    """Consent and the carer were told; the register of persons and our own requests come after."""
    case = Case(either_world, filed(either_world)).prepare()
    case.do(carrying_by_staff.begin_carrying)
    return case.quiet()


def ends(case, how):
    """The request is taken back, lapses as the person died, or is narrowed."""
    with case.world.work(case.organisation) as work:
        row = work.case(Request, case.id)
        if how == "narrowed":
            ending.narrow(work, row, wanted="Alleen de nieuwsbrief.")
        else:
            ending.end_without_answer(work, row, Move.WITHDRAW if how == "withdrawn" else Move.LAPSE, rules=case.rules)


@pytest.mark.parametrize("how", ["withdrawn", "lapsed", "narrowed"])
def test_who_was_not_asked_yet_is_not_asked_any_more_and_what_was_done_stays(case, how):
    ends(case, how)
    states = case.states()
    assert [states.pop(holder) for holder in QUIET] == ["done", "done"]
    assert states == {"consent": "told", "own_file": "told", "identity": "not_asked", "requests": "not_asked"}
    assert case.state() == ["running"], "who was told still answers"
    case.carer().told("consent", recipients=("other",))
    assert case.asked() == ["consent"]
    assert case.states()["other"] == "told", "who got the data is told of what was erased (art. 19 AVG)"
    case.do(carrying_by_staff.answer_by_hand, case.steps()["other"].id, Told(Carried.DONE), note="")
    assert (case.asked(), case.state()) == (["consent"], ["cut_short"])
    assert case.states()["consent"] == "done"
    verbs = case.world.verbs(case.id, "jtb-care")
    assert verbs.count("carrying-cut-short") == 1 and "carrying-ended" not in verbs
    row = next(each for each in case.world.requests("jtb-care") if each.id == case.id)
    assert row.carry_due_at is None


@pytest.mark.parametrize("how", ["withdrawn", "narrowed"])
def test_what_was_only_made_ready_is_stopped_and_a_request_that_ended_gets_nothing_made_ready(world, how):
    case = Case(world, filed(world)).prepare()
    ends(case, how)
    assert (case.state(), case.asked()) == (["stopped"], [])
    if how == "withdrawn":
        with pytest.raises(CannotCarry):
            case.prepare()
        page = world.coordinator("jtb-care").get(f"/requests/cases/{case.id}?lang=en").text
        assert "Make ready what is to be done" not in page
    else:
        assert case.prepare().state() == ["stopped", "prepared"]


def test_an_answer_of_who_is_not_asked_any_more_changes_nothing(case):
    ends(case, "withdrawn")
    step = case.steps()["identity"].id
    event = IdentityCarriedOut(request_ref=case.id, step_ref=step, subject_ref=PERSON, outcome="done")
    case.handle(event)
    assert case.states()["identity"] == "not_asked"


@pytest.mark.parametrize("how", ["withdrawn", "narrowed"])
def test_a_consent_that_was_taken_back_works_at_once_and_its_carrying_out_goes_on(world, how):
    case = Case(world, filed(world, "withdrawal")).prepare()
    case.do(carrying_by_staff.begin_carrying)
    before = case.states()
    ends(case, how)
    assert (case.state(), case.states()) == (["running"], before)
    case.carer()
    assert case.state() == ["done"]


def test_once_everybody_was_asked_it_ends_as_it_would_have(world):
    case = Case(world, filed(world, "correction")).prepare()
    case.do(carrying_by_staff.begin_carrying)
    ends(case, "withdrawn")
    assert "carrying-cut-short" not in world.verbs(case.id, "jtb-care") and case.state() == ["running"]
    case.carer().told("consent").told("identity")
    assert case.state() == ["done"]


def test_the_person_sees_how_far_it_came(world):
    case = Case(world, filed(world)).prepare()
    case.do(carrying_by_staff.begin_carrying)
    case.carer().told("consent")
    number = next(each.number for each in world.requests("jtb-care") if each.id == case.id)
    ends(case, "withdrawn")
    case.told("identity")
    status = world.visitor("jtb-care").send("/requests/status", number=number, code=spell_code(ENTROPY)).text
    assert "This goes no further." in status and "5 of 6 places" in status and "Not asked any more" in status


def test_what_is_left_after_narrowing_is_made_ready_anew_and_the_letter_says_all(case):
    case.carer()
    ends(case, "narrowed")
    with pytest.raises(StillWaits):
        case.answer(Outcome.GRANTED)
    case.told("consent")
    assert case.state() == ["cut_short"]
    page = case.world.coordinator("jtb-care").get(f"/requests/cases/{case.id}?lang=en").text
    assert "Not carried out any further" in page and "Make ready what is to be done" in page
    case.prepare(words="Alleen het nummer.")
    assert case.state() == ["cut_short", "prepared"]
    with pytest.raises(NotCarriedOut):
        case.answer(Outcome.GRANTED)
    case.begin().through()
    assert sorted(case.state()) == ["cut_short", "done"]
    case.answer(Outcome.PARTLY, Ground.LAW_KEEPS)
    with case.world.work("jtb-care") as work:
        part = carrying_letter.says(work, work.case(Request, case.id), case.rules)
    assert len(part.rows) == 10, "four that were asked before, and six after"
    page = case.world.coordinator("jtb-care").get(f"/requests/cases/{case.id}?lang=en").text
    assert "What was asked before that" in page


@pytest.mark.parametrize("done", [True, False])
def test_what_the_person_wants_no_more_is_nothing_that_stays_but_nothing_done_is_no_yes(world, done):
    case = Case(world, filed(world)).prepare()
    case.do(carrying_by_staff.begin_carrying)
    ends(case, "narrowed")
    told = Told(Carried.DONE) if done else Told(Carried.REFUSED, Why.NOT_WANTED)
    case.do(carrying_by_staff.answer_by_hand, case.steps()["own_file"].id, told, note="")
    case.told("consent", **({} if done else {"outcome": "refused", "ground": "not_possible"}))
    assert case.state() == ["cut_short"]
    if done:
        case.answer(Outcome.GRANTED)
        return
    with pytest.raises(NotCarriedOut):
        case.answer(Outcome.GRANTED)
    case.answer(Outcome.REFUSED, Ground.LAW_KEEPS)


def test_staff_end_it_with_a_reason_and_what_was_not_done_makes_it_an_answer_in_part(world):
    case = Case(world, filed(world)).prepare()
    page, staff = f"/requests/cases/{case.id}", world.coordinator("jtb-care")
    revision = str(next(each.revision for each in world.requests("jtb-care") if each.id == case.id))

    def send(**typed):
        return staff.send(f"{page}/carry-end", page=page, **typed)

    assert send(revision=revision, end_reason="Vergissing.").status_code == 422, "it was not begun"
    case.do(carrying_by_staff.begin_carrying)
    revision = str(int(revision) + 1)
    assert send(revision=revision, end_reason=" ").status_code == 422
    assert send(revision="1", end_reason="Vergissing.").status_code == 412
    assert case.states()["identity"] == "waiting"
    assert send(revision=revision, end_reason="Vergissing.").status_code == 303
    assert "Vergissing." in staff.get(page).text
    with pytest.raises(EverybodyAsked):
        case.do(carrying_by_staff.end_carrying, why="Nog eens.")
    case.carer().told("consent")
    assert case.state() == ["cut_short"]
    with pytest.raises(NotPrepared):
        case.do(carrying_by_staff.end_carrying, why="Nog eens.")
    with pytest.raises(SomethingStays):
        case.answer(Outcome.GRANTED)
    case.answer(Outcome.PARTLY, Ground.LAW_KEEPS)


def test_who_only_reads_ends_nothing(world):
    case = Case(world, filed(world)).prepare()
    case.do(carrying_by_staff.begin_carrying)
    page = f"/requests/cases/{case.id}"
    token = world.coordinator("jtb-care").token(page)
    reader = world.signed_in("jtb-care", "requests.read", ref="account-reader")
    assert "Ask nobody further" not in reader.get(f"{page}?lang=en").text
    assert reader.send(f"{page}/carry-end", token=token, revision="3", end_reason="Zomaar.").status_code == 403
    assert case.states()["identity"] == "waiting"


def begun_for_joined(world):
    """Joined, confirmed, begun for the joined reference; then parted again."""
    case = Case(world, filed(world))
    with world.work("jtb-care") as work:
        follow_merge(work, kept_ref=JOINED, merged_ref=PERSON, at=work.now)
    case.do(confirm_person)
    case.prepare().do(carrying_by_staff.begin_carrying)
    with world.work("jtb-care") as work:
        follow_split(work, kept_ref=JOINED, split_ref=PERSON, at=work.now)
    return case


def test_B15_after_a_split_staff_end_what_was_begun_for_the_other_and_go_on_for_the_right_one(either_world):
    case, world = begun_for_joined(either_world), either_world
    case.carer().told("consent", subject_ref=JOINED)
    assert case.asked() == ["consent"], "it stands still"
    case.do(confirm_person)
    assert case.asked() == ["consent"], "for the other nobody further is asked"
    page = world.coordinator("jtb-care").get(f"/requests/cases/{case.id}?lang=en").text
    assert "This is for somebody else" in page and "Ask nobody further" in page
    case.do(carrying_by_staff.end_carrying, why="Na de splitsing gaat dit om iemand anders.")
    assert case.state() == ["cut_short"]
    with pytest.raises(NotCarriedOut):
        case.answer(Outcome.GRANTED)
    case.prepare().begin().through()
    assert sorted(case.state()) == ["cut_short", "done"]
    case.answer(Outcome.PARTLY, Ground.LAW_KEEPS)
    with world.work("jtb-care") as work:
        part = carrying_letter.says(work, work.case(Request, case.id), case.rules)
    assert len(part.rows) == 6, "nothing of what was done for the other"


def test_B15_what_was_wholly_done_for_another_is_no_yes_to_this_person(world):
    case = begun_for_joined(world)
    (begun,) = case.rows()
    with world.work("jtb-care") as work:
        work.session.get(Carrying, ("jtb-care", begun.id)).state = "done"
    case.do(confirm_person)
    with pytest.raises(NotCarriedOut):
        case.answer(Outcome.GRANTED)
    assert sorted(case.prepare().state()) == ["done", "prepared"]
    number = next(each.number for each in world.requests("jtb-care") if each.id == case.id)
    status = world.visitor("jtb-care").send("/requests/status", number=number, code=spell_code(ENTROPY)).text
    assert "What we do with your data" not in status


def test_B15_while_it_is_unsure_it_can_be_ended_and_not_answered(world):
    case = begun_for_joined(world)
    case.do(carrying_by_staff.end_carrying, why="Niet zeker om wie het gaat.")
    case.carer().told("consent", subject_ref=JOINED)
    assert case.state() == ["cut_short"]
    with pytest.raises(NotSureWhom):
        case.answer(Outcome.GRANTED)


def test_B15_what_was_cut_short_does_not_forbid_another_person(world):
    case = begun_for_joined(world)
    case.do(carrying_by_staff.end_carrying, why="Het gaat om een ander.")
    case.carer().told("consent", subject_ref=JOINED)
    other = actions.Identified(how=Identification.AT_THE_DESK, subject_ref=ANOTHER)
    case.do(actions.identify, other)
    assert case.state() == ["cut_short"]


def test_a_step_that_is_not_needed_is_not_answered_by_hand(world):
    case = Case(world, filed(world)).prepare()
    case.do(carrying_by_staff.begin_carrying)
    with world.work("jtb-care") as work:
        follow_merge(work, kept_ref=JOINED, merged_ref=PERSON, at=work.now)
    case.carer().told("consent", recipients=("other",))
    case.do(carrying_by_staff.end_carrying, why="Niet zeker.")
    with pytest.raises(NotAskedAnyMore):
        case.do(carrying_by_staff.answer_by_hand, case.steps()["other"].id, Told(Carried.DONE), note="")


def test_a_withdrawal_that_was_answered_is_not_cut_short_by_its_answer(world):
    case = Case(world, filed(world, "withdrawal")).prepare()
    case.do(carrying_by_staff.begin_carrying)
    with world.work("jtb-care") as work:
        answer_by_fact(work, case.id, subject_ref=PERSON, ground=None, rules=case.rules)
    assert case.state() == ["running"] and "not_asked" not in case.states().values()
