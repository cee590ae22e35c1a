"""What an answer needs: a ground for a refusal, and a person who is known before anything is given."""

import pytest

from waarborg_requests.domain import (
    GROUNDS,
    Answer,
    Ground,
    GroundDoesNotFit,
    GroundNeeded,
    IdentificationNeeded,
    MoveRefused,
    OnlyByFact,
    Outcome,
    RequestState,
    answer,
    grounds_for,
)
from waarborg_shared.hooks.values import RequestKind

OPEN = RequestState.TAKEN_UP
K = RequestKind


def ask(outcome: Outcome, ground: Ground | None = None, *, kind: RequestKind = K.ACCESS, known: bool = True):
    given = Answer(outcome=outcome, ground=ground, text="Hierbij ons antwoord.")
    return answer(OPEN, given, kind=kind, must_identify=True, known=known)


def test_a_granted_request_is_answered() -> None:
    assert ask(Outcome.GRANTED) is RequestState.ANSWERED


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.REFUSED])
def test_B14_a_refusal_names_its_ground(outcome: Outcome) -> None:
    with pytest.raises(GroundNeeded):
        ask(outcome)
    assert ask(outcome, Ground.OTHERS_PRIVACY) is RequestState.ANSWERED


def test_what_is_granted_has_no_ground_to_refuse() -> None:
    with pytest.raises(GroundDoesNotFit):
        ask(Outcome.GRANTED, Ground.EXCESSIVE)


@pytest.mark.parametrize(
    ("kind", "ground", "fits"),
    [
        (K.ACCESS, Ground.OTHERS_PRIVACY, True),
        (K.ACCESS, Ground.WORKING_NOTES, True),
        (K.ACCESS, Ground.LAW_KEEPS, False),
        (K.CORRECTION, Ground.LAW_FORBIDS_CHANGE, True),
        (K.ERASURE, Ground.LAW_KEEPS, True),
        (K.ERASURE, Ground.OTHERS_PRIVACY, False),
        (K.OBJECTION, Ground.COMPELLING_INTEREST, True),
        (K.WITHDRAWAL, Ground.EXCESSIVE, False),
        (K.WITHDRAWAL, Ground.NOT_IDENTIFIED, True),
        (K.ADDRESS_SECRECY, Ground.LAW_KEEPS, False),
        (K.COMPLAINT, Ground.UNFOUNDED, True),
        (K.COMPLAINT, Ground.NOT_IDENTIFIED, False),
        (K.ACCESS, Ground.NOTHING_STOOD, False),
    ],
)
def test_a_ground_goes_with_its_kinds_only(kind: RequestKind, ground: Ground, fits: bool) -> None:
    assert (ground in grounds_for(kind)) is fits
    if fits:
        assert ask(Outcome.REFUSED, ground, kind=kind) is RequestState.ANSWERED
    else:
        with pytest.raises(GroundDoesNotFit):
            ask(Outcome.REFUSED, ground, kind=kind)


@pytest.mark.parametrize("kind", RequestKind)
def test_every_kind_can_be_refused_on_some_ground(kind: RequestKind) -> None:
    assert grounds_for(kind)
    assert Ground.NOTHING_STOOD not in GROUNDS


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.PARTLY])
def test_B15_nothing_is_given_before_proper_identification(outcome: Outcome) -> None:
    ground = Ground.OTHERS_PRIVACY if outcome is Outcome.PARTLY else None
    with pytest.raises(IdentificationNeeded):
        ask(outcome, ground, known=False)


def test_B15_who_is_not_identified_can_be_refused_for_it() -> None:
    assert ask(Outcome.REFUSED, Ground.NOT_IDENTIFIED, known=False) is RequestState.ANSWERED


def test_an_answer_is_given_once() -> None:
    with pytest.raises(MoveRefused):
        answer(
            RequestState.ANSWERED,
            Answer(outcome=Outcome.GRANTED, text="Nog eens."),
            kind=K.ACCESS,
            must_identify=False,
            known=True,
        )


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.PARTLY])
def test_a_withdrawal_is_granted_by_the_fact_alone(outcome: Outcome) -> None:
    given = Answer(outcome=outcome, text="Gedaan.", ground=None if outcome is Outcome.GRANTED else Ground.NO_AUTHORITY)
    with pytest.raises(OnlyByFact):
        answer(RequestState.TAKEN_UP, given, kind=K.WITHDRAWAL, must_identify=False, known=True)
    refused = Answer(outcome=Outcome.REFUSED, text="Wie vraagt dit?", ground=Ground.NOT_IDENTIFIED)
    assert answer(RequestState.TAKEN_UP, refused, kind=K.WITHDRAWAL, must_identify=False, known=False)
