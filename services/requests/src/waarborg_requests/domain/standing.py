"""How a request stands for the person who asked: for whom it waits, and the one thing that he had best do next."""

from dataclasses import dataclass
from enum import StrEnum

from waarborg_requests.domain.states import RequestState, ended_without_answer


class WaitsFor(StrEnum):
    """Who has to do something now."""

    YOU = "you"
    US = "us"
    NOBODY = "nobody"


class NextStep(StrEnum):
    """What the person had best do next."""

    IDENTIFY = "identify"
    IDENTIFY_TO_READ = "identify_to_read"
    READ_MESSAGE = "read_message"
    AWAIT_WORD = "await_word"
    READ_ANSWER = "read_answer"
    ENDED = "ended"
    LATE = "late"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a request. ``told``: the person really got word of the answer; ``unread`` and ``held``: messages
    of ours that he did not read yet, and those that he may read once he showed who he is."""

    state: RequestState
    answered: bool = False
    told: bool = False
    late: bool = False
    unread: int = 0
    held: int = 0


def waits_for(standing: Standing) -> WaitsFor:
    """Return who has to do something now."""
    if ended_without_answer(standing.state):
        return WaitsFor.NOBODY
    if standing.answered:
        return WaitsFor.NOBODY if standing.told else WaitsFor.US
    return WaitsFor.YOU if standing.state is RequestState.WAITING else WaitsFor.US


def next_step(standing: Standing) -> NextStep:
    """Return the one thing to do next: what only the person can do comes before what he can read, and waiting last."""
    steps = (
        (standing.state is RequestState.WAITING, NextStep.IDENTIFY),
        (standing.unread > 0, NextStep.READ_MESSAGE),
        (standing.held > 0, NextStep.IDENTIFY_TO_READ),
        (ended_without_answer(standing.state), NextStep.ENDED),
        (standing.answered and not standing.told, NextStep.AWAIT_WORD),
        (standing.answered, NextStep.READ_ANSWER),
        (standing.late, NextStep.LATE),
    )
    return next((step for holds, step in steps if holds), NextStep.WAIT)
