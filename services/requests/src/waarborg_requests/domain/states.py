"""Where a request stands, which moves lead where, and who has been identified how."""

from collections.abc import Mapping
from enum import StrEnum

from waarborg_shared.hooks.values import Text


class RequestError(Exception):
    """Something asked of a request that cannot be; ``field`` names what is wrong in what was sent, if anything is.

    ``text`` says it to people.
    """

    field: str | None = None
    text = Text("Dit kan niet met dit verzoek.", "This cannot be done with this request.")


class RequestState(StrEnum):
    """How far a request is."""

    RECEIVED = "received"
    TAKEN_UP = "taken_up"
    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


def ended_without_answer(state: RequestState) -> bool:
    """Whether a request was closed and nothing was answered: it was taken back, or the person died."""
    return state in (RequestState.WITHDRAWN, RequestState.LAPSED)


class Move(StrEnum):
    """What can happen to a request."""

    TAKE_UP = "take_up"
    ASK_IDENTIFICATION = "ask_identification"
    IDENTIFY = "identify"
    WITHDRAW_QUESTION = "withdraw_question"
    EXTEND = "extend"
    CARRY_OUT = "carry_out"
    ANSWER = "answer"
    NARROW = "narrow"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


_OPEN = (RequestState.RECEIVED, RequestState.TAKEN_UP, RequestState.WAITING)

# An answered request stays answered, and one that ended without an answer stays ended: no move leads out of it.
# Waiting is for the person's identification, and a request may be answered while it waits (a refusal because nobody
# came to identify himself: art. 12(2) and (6) AVG).
MOVES: Mapping[Move, Mapping[RequestState, RequestState]] = {
    Move.TAKE_UP: {RequestState.RECEIVED: RequestState.TAKEN_UP},
    Move.ASK_IDENTIFICATION: {
        RequestState.RECEIVED: RequestState.WAITING,
        RequestState.TAKEN_UP: RequestState.WAITING,
    },
    Move.IDENTIFY: dict.fromkeys(_OPEN, RequestState.TAKEN_UP),
    Move.WITHDRAW_QUESTION: {RequestState.WAITING: RequestState.TAKEN_UP},
    Move.EXTEND: {state: state for state in _OPEN},
    Move.CARRY_OUT: {state: state for state in _OPEN},
    Move.ANSWER: dict.fromkeys(_OPEN, RequestState.ANSWERED),
    Move.NARROW: {state: state for state in _OPEN},
    Move.WITHDRAW: dict.fromkeys(_OPEN, RequestState.WITHDRAWN),
    Move.LAPSE: dict.fromkeys(_OPEN, RequestState.LAPSED),
}


# These store what somebody writes, which cannot be sealed any more once the key was destroyed.
IN_WRITING = frozenset({Move.ASK_IDENTIFICATION, Move.EXTEND, Move.ANSWER, Move.NARROW, Move.WITHDRAW})


class MoveRefused(RequestError):
    """The request is not in a state in which that can happen."""

    text = Text(
        "Dit kan niet meer: het verzoek is al verder of al beantwoord.",
        "This cannot be done any more: the request is further on, or answered.",
    )

    def __init__(self, move: Move, state: RequestState) -> None:
        super().__init__(f"{move}: the request is {state}")
        self.move = move
        self.state = state


def after(state: RequestState, move: Move) -> RequestState:
    """Return the state that ``move`` leads to; raises MoveRefused where it leads nowhere."""
    leads_to = MOVES[move].get(state)
    if leads_to is None:
        raise MoveRefused(move, state)
    return leads_to


def possible(state: RequestState, *, erased: bool = False) -> frozenset[Move]:
    """Return the moves that a request in ``state`` has left; with its texts ``erased`` none that is in writing."""
    left = frozenset(move for move, leads in MOVES.items() if state in leads)
    return left - IN_WRITING if erased else left


class Identification(StrEnum):
    """How somebody was identified (B15). What was checked is kept, and by whom; never a copy of a document."""

    SIGNED_IN = "signed_in"
    NUMBER_AND_CODE = "number_and_code"
    CODE_APP = "code_app"
    PASSKEY = "passkey"
    OUTSIDE = "outside"
    AT_THE_DESK = "at_the_desk"
    AT_THE_TABLE = "at_the_table"
    KNOWN_PHONE = "known_phone"
    LETTER_WITH_CODE = "letter_with_code"
    PARTNER = "partner"


# What a member of staff can say to have done; the other ways are facts: of how somebody signed in, or of the code of a
# letter that was typed.
BY_STAFF = (
    Identification.AT_THE_DESK,
    Identification.AT_THE_TABLE,
    Identification.KNOWN_PHONE,
)
# What a person can do by himself, once he has number and code of the request.
BY_HIMSELF = (
    Identification.LETTER_WITH_CODE,
    Identification.PASSKEY,
    Identification.CODE_APP,
    Identification.OUTSIDE,
)
