"""The moves of a request: every state with every move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_requests.domain import MOVES, Move, MoveRefused, RequestState, after, possible

RECEIVED, TAKEN_UP, WAITING, ANSWERED, WITHDRAWN, LAPSED = RequestState

TABLE = [
    (RECEIVED, Move.TAKE_UP, TAKEN_UP),
    (RECEIVED, Move.ASK_IDENTIFICATION, WAITING),
    (RECEIVED, Move.IDENTIFY, TAKEN_UP),
    (RECEIVED, Move.WITHDRAW_QUESTION, None),
    (RECEIVED, Move.EXTEND, RECEIVED),
    (RECEIVED, Move.CARRY_OUT, RECEIVED),
    (RECEIVED, Move.ANSWER, ANSWERED),
    (TAKEN_UP, Move.TAKE_UP, None),
    (TAKEN_UP, Move.ASK_IDENTIFICATION, WAITING),
    (TAKEN_UP, Move.IDENTIFY, TAKEN_UP),
    (TAKEN_UP, Move.WITHDRAW_QUESTION, None),
    (TAKEN_UP, Move.EXTEND, TAKEN_UP),
    (TAKEN_UP, Move.CARRY_OUT, TAKEN_UP),
    (TAKEN_UP, Move.ANSWER, ANSWERED),
    (WAITING, Move.TAKE_UP, None),
    (WAITING, Move.ASK_IDENTIFICATION, None),
    (WAITING, Move.IDENTIFY, TAKEN_UP),
    (WAITING, Move.WITHDRAW_QUESTION, TAKEN_UP),
    (WAITING, Move.EXTEND, WAITING),
    (WAITING, Move.CARRY_OUT, WAITING),
    (WAITING, Move.ANSWER, ANSWERED),
    *((state, Move.NARROW, state) for state in (RECEIVED, TAKEN_UP, WAITING)),
    *((state, Move.WITHDRAW, WITHDRAWN) for state in (RECEIVED, TAKEN_UP, WAITING)),
    *((state, Move.LAPSE, LAPSED) for state in (RECEIVED, TAKEN_UP, WAITING)),
    *((state, move, None) for state in (ANSWERED, WITHDRAWN, LAPSED) for move in Move),
]


def test_the_table_names_every_state_with_every_move() -> None:
    assert {(state, move) for state, move, _ in TABLE} == {(state, move) for state in RequestState for move in Move}
    assert set(MOVES) == set(Move)


@pytest.mark.parametrize(("state", "move", "leads_to"), TABLE)
def test_a_move_leads_where_the_table_says(state: RequestState, move: Move, leads_to: RequestState | None) -> None:
    if leads_to is None:
        with pytest.raises(MoveRefused):
            after(state, move)
        assert move not in possible(state)
    else:
        assert after(state, move) is leads_to
        assert move in possible(state)


@given(st.sampled_from((Move.ANSWER, Move.WITHDRAW, Move.LAPSE)), st.lists(st.sampled_from(Move)))
def test_a_request_that_was_closed_stays_closed(closing: Move, moves: list[Move]) -> None:
    state = closed = after(RECEIVED, closing)
    for move in moves:
        with pytest.raises(MoveRefused):
            state = after(state, move)
    assert state is closed


@given(st.lists(st.sampled_from(Move)))
def test_an_open_request_can_always_be_answered(moves: list[Move]) -> None:
    state = RECEIVED
    for move in moves:
        if move in possible(state) and move not in (Move.ANSWER, Move.WITHDRAW, Move.LAPSE):
            state = after(state, move)
    assert after(state, Move.ANSWER) is ANSWERED
