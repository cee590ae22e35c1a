"""What a copy costs: the first is free; for a further one, or one asked without measure, a reasonable fee may be asked
(art. 15(3) and 12(5) AVG; B15)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from waarborg_requests.domain.answers import Outcome
from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import GIVES_DATA, RequestKind, Text

SAME_DATA_WITHIN = timedelta(days=365)
COPIES = frozenset({RequestKind.ACCESS, RequestKind.COPY})


class FeeReason(StrEnum):
    """Why something may be asked for a copy."""

    FURTHER_COPY = "further_copy"
    """The person got these data before, within a year (art. 15(3) AVG)."""
    EXCESSIVE = "excessive"
    """The request is manifestly unfounded or excessive, which the organisation has to show (art. 12(5) AVG)."""


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


class NoCopyToMake(RequestError):
    """Nothing is copied for this kind of request, so that nothing can cost anything."""

    field = "cents"
    text = Text("Voor dit soort verzoek mag u niets vragen.", "For this kind of request nothing may be asked.")


class WhyExcessive(RequestError):
    """Who calls a request excessive has to show it, and says so to the person."""

    field = "fee_why"
    text = Text(
        "Schrijf op waarom het verzoek kennelijk ongegrond of buitensporig is. De persoon leest dat.",
        "Write down why the request is manifestly unfounded or excessive. The person reads that.",
    )


class NotKnownYet(RequestError):
    """What somebody got before is told to nobody of whom it is not sure who he is."""

    field = "cents"
    text = Text("Stel eerst vast wie het vraagt.", "Establish first who asks.")


class FeeNotSent(RequestError):
    """No channel took the letter: then nobody was told."""

    field = "cents"
    text = Text(
        "De brief over de kosten kon niet worden gemaakt. Probeer het later opnieuw.",
        "The letter about the costs could not be made. Try again later.",
    )


class FeeNotAgreed(RequestError):
    """Nothing that costs something is made before the person said yes."""

    field = "outcome"
    text = Text(
        "De persoon heeft nog geen ja gezegd tegen de kosten. Wacht daarop, of vraag niets: zet de kosten op 0. De "
        "termijn loopt door.",
        "The person has not said yes to the costs yet. Wait for that, or ask nothing: set the costs to 0. The term "
        "runs on.",
    )


class FeeToBeSaidAnew(RequestError):
    """The person asked for less since: what that costs has to be said first."""

    field = "cents"
    text = Text(
        "Er is om minder gevraagd nadat de kosten zijn genoemd. Zeg eerst opnieuw wat het kost.",
        "Less was asked for after the costs were said. Say first anew what it costs.",
    )


class NoFeeAsked(RequestError):
    """Nothing is asked for this, or not any more."""

    text = Text("Hiervoor hoeft niets betaald te worden.", "Nothing has to be paid for this.")


def further(kind: RequestKind, at: datetime, earlier: Iterable[tuple[RequestKind, str | None, datetime]]) -> bool:
    """Whether a request is for a further copy: an earlier one of the same person was granted within a year.

    ``earlier`` gives kind, outcome and moment of answer of the person's other requests.
    """
    if kind not in COPIES:
        return False
    given = (Outcome.GRANTED.value, Outcome.PARTLY.value)
    return any(k in COPIES and outcome in given and at - when <= SAME_DATA_WITHIN for k, outcome, when in earlier)


def check_fee(
    cents: int,
    *,
    kind: RequestKind,
    reason: FeeReason,
    why: str,
    is_further: bool,
    most_cents: int,
    answered: bool,
) -> None:
    """Refuse a fee that may not be asked; 0, which waives it, may always be said before the answer.

    Raises:
        TooLateToAsk, NoCopyToMake, FirstIsFree, TooDear, WhyExcessive
    """
    if answered:
        raise TooLateToAsk
    if cents == 0:
        return
    if kind not in GIVES_DATA:
        raise NoCopyToMake
    if reason is FeeReason.FURTHER_COPY and not is_further:
        raise FirstIsFree
    if cents > most_cents:
        raise TooDear
    if reason is FeeReason.EXCESSIVE and not why.strip():
        raise WhyExcessive
