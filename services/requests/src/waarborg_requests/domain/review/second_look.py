"""Four eyes: who may approve what is given, and how an organisation of one person does it (RULES J8)."""

from dataclasses import dataclass
from datetime import datetime

from waarborg_requests.domain.states import RequestError
from waarborg_shared import second_look as four_eyes
from waarborg_shared.hooks.values import Text
from waarborg_shared.second_look import FirstLook, Looked


class LookedAlready(RequestError):
    """The one who looked first cannot be the second."""

    text = Text(
        "U hebt dit zelf beoordeeld. Een collega moet nog kijken.",
        "You judged this yourself. A colleague has to look as well.",
    )


class NotBeforeTomorrow(RequestError):
    """Where one person does it all, the second look is another day's."""

    text = Text(
        "Kijk er morgen nog eens naar: een tweede blik is er pas na een nacht. Of nodig iemand van buiten uit.",
        "Look at it again tomorrow: a second look comes after a night. Or invite somebody from outside.",
    )


class NotLookedThrough(RequestError):
    """There is nothing to approve yet: nobody said that the first look is done, or something changed since."""

    text = Text(
        "De beoordeling is nog niet afgerond, of is daarna gewijzigd.",
        "The review is not finished yet, or was changed since.",
    )


class SecondLookNeeded(RequestError):
    """This kind of answer is looked at by two before it is given."""

    field = "outcome"
    text = Text(
        "Voor dit antwoord moet nog een tweede persoon meekijken.", "A second person has to look before this is given."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(FirstLook):
    """Who looked, when, and at what: ``digest`` covers every item and its mark, so that a later change shows."""

    digest: bytes


def second_look(first: Look | None, *, by: str, at: datetime, digest: bytes, one_person: bool) -> Looked:
    """Check that ``by`` may approve now what was looked through, and return in which way.

    Raises:
        NotLookedThrough, LookedAlready, NotBeforeTomorrow
    """
    if first is None or first.digest != digest:
        raise NotLookedThrough
    return four_eyes.second_look(
        first, by=by, at=at, one_person=one_person, own=LookedAlready, too_soon=NotBeforeTomorrow
    )


def approved(first: Look | None, second: Look | None, *, digest: bytes) -> bool:
    """Whether two looks were had at what would be given now."""
    return first is not None and second is not None and first.digest == second.digest == digest
