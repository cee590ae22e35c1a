"""What a copy costs: the first is free, and for a further one a reasonable fee may be asked (art. 15(3) AVG; B15)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from waarborg_requests.domain.answers import Outcome
from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import RequestKind, Text

SAME_DATA_WITHIN = timedelta(days=365)
COPIES = frozenset({RequestKind.ACCESS, RequestKind.COPY})


class FirstIsFree(RequestError):
    """No fee for a first copy, nor for one of other data."""

    field = "cents"
    text = Text("De eerste kopie is gratis.", "The first copy is free.")


class TooDear(RequestError):
    """More than the organisation says that a copy costs."""

    field = "cents"
    text = Text("Dit is meer dan een kopie hier kost.", "This is more than a copy costs here.")


class TooLateToAsk(RequestError):
    """A fee is asked before the copy is given, so that the person can still do without."""

    field = "cents"
    text = Text("Dit verzoek is al beantwoord.", "This request has been answered already.")


def further(kind: RequestKind, at: datetime, earlier: Iterable[tuple[RequestKind, str | None, datetime]]) -> bool:
    """Whether a request is for a further copy: an earlier one of the same person was granted within a year.

    ``earlier`` gives kind, outcome and moment of answer of the person's other requests.
    """
    if kind not in COPIES:
        return False
    given = (Outcome.GRANTED.value, Outcome.PARTLY.value)
    return any(k in COPIES and outcome in given and at - when <= SAME_DATA_WITHIN for k, outcome, when in earlier)


def check_fee(cents: int, *, is_further: bool, most_cents: int, answered: bool) -> None:
    """Refuse a fee that may not be asked.

    Raises:
        TooLateToAsk, FirstIsFree, TooDear
    """
    if answered:
        raise TooLateToAsk
    if cents > 0 and not is_further:
        raise FirstIsFree
    if cents > most_cents:
        raise TooDear
