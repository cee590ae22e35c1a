"""What is done about a breach beside telling, as rules: moves, duties, who may review a grievance."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest

from waarborg_breach.domain import NoSuchMove, PersonsState
from waarborg_breach.domain.handling import (
    AFTERCARE_MOVES,
    CONTAINMENT_MOVES,
    AftercareState,
    AnotherReviews,
    ConsequencesState,
    ContainmentState,
    GrievanceOutcome,
    Grieved,
    Handling,
    InvestigationState,
    Involved,
    LostOrOpen,
    MeasuresState,
    NotTheReviewer,
    care_after,
    check_review,
    contain,
    grievance_duties,
    handling_duties,
    investigated,
)
from waarborg_shared.hooks.values import LEAST_STEPS, BreachStep

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
EVERY = frozenset(BreachStep)
DONE = Handling(
    containment=ContainmentState.CONTAINED,
    investigation=InvestigationState.ANSWERED,
    consequences=ConsequencesState.ESTABLISHED,
    aftercare=AftercareState.NOT_NEEDED,
    taken=1,
)


def test_B24_5_what_was_stopped_may_go_on_again_and_nothing_goes_back_to_the_beginning() -> None:
    for now, moves in CONTAINMENT_MOVES.items():
        assert ContainmentState.OPEN not in moves
        for then in ContainmentState:
            if then in moves:
                assert contain(now, then) is then
            else:
                with pytest.raises(NoSuchMove):
                    contain(now, then)


def test_B24_11_aftercare_that_was_given_is_not_undone() -> None:
    assert AftercareState.UNDECIDED not in {then for moves in AFTERCARE_MOVES.values() for then in moves}
    with pytest.raises(NoSuchMove):
        care_after(AftercareState.DONE, AftercareState.NOT_NEEDED)
    with pytest.raises(NoSuchMove):
        care_after(AftercareState.UNDECIDED, AftercareState.DONE)


@pytest.mark.parametrize(
    ("lost", "departments", "processor", "state"),
    [
        (LostOrOpen.OPEN, "Wijkteam", Involved.NO, InvestigationState.ANSWERED),
        (LostOrOpen.NEITHER, "Wijkteam", Involved.YES, InvestigationState.ANSWERED),
        (LostOrOpen.UNKNOWN, "Wijkteam", Involved.NO, InvestigationState.OPEN),
        (LostOrOpen.LOST, "  ", Involved.NO, InvestigationState.OPEN),
        (LostOrOpen.LOST, "Wijkteam", Involved.UNKNOWN, InvestigationState.OPEN),
    ],
)
def test_B24_4_one_question_that_is_not_known_leaves_the_investigation_open(lost, departments, processor, state):
    assert investigated(lost, departments, processor) is state


@pytest.mark.parametrize(
    ("planned", "taken", "none", "state"),
    [
        (0, 0, False, MeasuresState.OPEN),
        (0, 0, True, MeasuresState.NONE),
        (1, 0, False, MeasuresState.PLANNED),
        (1, 3, False, MeasuresState.PLANNED),
        (0, 3, False, MeasuresState.TAKEN),
    ],
)
def test_B24_11_how_the_measures_stand_follows_from_each_of_them(planned, taken, none, state):
    assert Handling(planned=planned, taken=taken, none_needed=none).measures is state


def test_B24_11_nothing_is_open_once_all_was_done_and_each_step_that_was_not_is_named() -> None:
    assert handling_duties(DONE, EVERY, persons=PersonsState.INFORMED) == ()
    none = handling_duties(Handling(), EVERY, persons=PersonsState.TO_INFORM)
    assert none == ("contain", "investigate", "establish-consequences", "plan-measures", "decide-aftercare")
    least = handling_duties(Handling(), LEAST_STEPS, persons=PersonsState.TO_INFORM)
    assert least == ("contain", "establish-consequences", "plan-measures")


@pytest.mark.parametrize("persons", [PersonsState.UNDECIDED, PersonsState.NOT_TO_INFORM])
def test_B24_11_aftercare_is_asked_for_where_people_are_told(persons: PersonsState) -> None:
    assert "decide-aftercare" not in handling_duties(Handling(), EVERY, persons=persons)
    offered = Handling(aftercare=AftercareState.OFFERED)
    assert "give-aftercare" in handling_duties(offered, EVERY, persons=persons)


@pytest.mark.parametrize(
    ("who", "reviewer", "refused"),
    [
        ("decider", None, AnotherReviews),
        ("filer", None, AnotherReviews),
        ("decider", "reviewer", AnotherReviews),
        ("decider", "decider", AnotherReviews),
        ("other", "reviewer", NotTheReviewer),
        ("other", None, None),
        ("reviewer", "reviewer", None),
    ],
)
def test_B24_10_who_decided_or_filed_it_reviews_no_grievance_and_whoever_was_named_does_so_himself(
    who: str, reviewer: str | None, refused: type[Exception] | None
) -> None:
    with pytest.raises(refused) if refused else nullcontext():
        check_review(who, reviewer=reviewer, parties=["decider", None, "filer"])


def test_B24_10_in_an_organisation_of_one_person_what_somebody_from_outside_found_is_written_down() -> None:
    check_review("decider", reviewer=None, parties=["decider", "filer"], outsider=True)


@pytest.mark.parametrize("outcome", GrievanceOutcome)
def test_B24_10_a_grievance_that_was_upheld_asks_for_another_decision(outcome: GrievanceOutcome) -> None:
    assert grievance_duties([Grieved()], decided_at=AT) == ("answer-grievance",)
    answered = [Grieved(outcome=outcome, decided_at=AT)]
    again = () if outcome is GrievanceOutcome.NOT_UPHELD else ("reconsider",)
    assert grievance_duties(answered, decided_at=AT - timedelta(hours=1)) == again
    assert grievance_duties(answered, decided_at=AT + timedelta(hours=1)) == ()
