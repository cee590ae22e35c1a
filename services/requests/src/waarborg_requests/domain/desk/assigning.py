"""Who has a request: it is handed to a colleague who may answer it, given back, and its handler is reminded of it."""

from collections.abc import Iterable
from datetime import datetime

from waarborg_requests.domain.states import RequestError, RequestState, ended_without_answer
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Text

MOST_AT_ONCE = 100
"""How many requests one press of a button is about; each is a transaction of its own."""


class AnsweredAlready(RequestError):
    """Nobody is given a request that was answered or ended, or reminded of it."""

    text = Text("Dit verzoek is al afgesloten.", "This request has been closed already.")


class MayNotAnswer(RequestError):
    """Who gets a request may answer it."""

    field = "assign_to"
    text = Text(
        "Kies een collega die verzoeken mag beantwoorden.",
        "Choose a colleague who may answer requests.",
    )


class ColleaguesAway(RequestError):
    """Identity does not say who may answer requests, so nobody else is given one."""

    field = "assign_to"
    text = Text(
        "Het is nu niet na te gaan wie verzoeken mag beantwoorden. Probeer het straks nog eens, of neem het verzoek "
        "zelf.",
        "Who may answer requests cannot be checked now. Try again in a moment, or take the request yourself.",
    )


class NotHisAnyMore(RequestError):
    """A request that was to be handed over is somebody else's meanwhile."""

    text = Text(
        "Iemand anders heeft dit verzoek intussen gekregen.",
        "Somebody else got this request in the meantime.",
    )


class NobodyHasIt(RequestError):
    """There is nobody to remind."""

    text = Text(
        "Niemand heeft dit verzoek. Geef het eerst aan iemand.",
        "Nobody has this request. Give it to somebody first.",
    )


class RemindedToday(RequestError):
    """One reminder a day is enough."""

    text = Text(
        "Hier is vandaag al aan herinnerd.",
        "Somebody was reminded of this today already.",
    )


class NothingReminded(RequestError):
    """Nobody could be reminded; ``reasons`` say of whom and why."""

    def __init__(self, reasons: Iterable[Text]) -> None:
        every = tuple(reasons)
        super().__init__(len(every))
        self.text = Text(
            f"Er is niemand herinnerd. {' '.join(each.nl for each in every)}",
            f"Nobody was reminded. {' '.join(each.en for each in every)}",
        )


def check_open(state: RequestState) -> None:
    """Pass a request that was not answered. Raises AnsweredAlready."""
    if state is RequestState.ANSWERED or ended_without_answer(state):
        raise AnsweredAlready


def may_remind(reminded_at: datetime | None, now: datetime) -> bool:
    """Whether nobody was reminded on this day (in Europe/Amsterdam) yet."""
    return reminded_at is None or due_on(reminded_at) < due_on(now)
