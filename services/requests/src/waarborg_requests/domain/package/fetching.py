"""A package from its wish to its end: made in the background, fetched a few times within some days, then destroyed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import Text

FETCHES = 3
FETCH_WITHIN = timedelta(days=30)
WRONG_CODES = 5
TRY_AGAIN_WITHIN = timedelta(minutes=30)
TRIES = 3
"""A time that broke off may be begun anew without being counted, so long and so often in all."""
FAILED_STANDS = timedelta(days=7)
"""How long one that could not be made stands before its key is destroyed."""


class PackageState(StrEnum):
    """How far a package is. What was destroyed is never made again: a new one has a key of its own."""

    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    CLOSED = "closed"
    DESTROYED = "destroyed"


class NoPackage(RequestError):
    """There is no package to fetch for this request, or it is over."""

    text = Text(
        "Voor dit verzoek is er geen pakket (meer) om op te halen. Vraag ons om een nieuw.",
        "For this request there is no package to fetch (any more). Ask us for a new one.",
    )


class NotReady(RequestError):
    """It is still being made."""

    text = Text("Het pakket is nog niet klaar.", "The package is not ready yet.")


class WrongFetchCode(RequestError):
    """The code of the letter is not right."""

    field = "fetch_code"
    text = Text(
        "Deze ophaalcode klopt niet. Kijk in de brief met ons antwoord.",
        "This code is not right. Look in the letter with our answer.",
    )


class FetchClosed(RequestError):
    """Too many wrong codes: staff make a new package, and nobody tries on."""

    field = "fetch_code"
    text = Text(
        "De code is te vaak fout ingevuld. Bel ons: dan maken wij een nieuw pakket met een nieuwe code.",
        "The code was wrong too many times. Call us: we then make a new package with a new code.",
    )


class NotSureAtDesk(RequestError):
    """What was seen at the desk is not sure enough for this kind of request."""

    field = "document"
    text = Text(
        "Voor dit verzoek moet u een document zien. Kies welk document u zag.",
        "For this request you have to see a document. Choose which document you saw.",
    )


class CodeNotSent(RequestError):
    """No channel took the letter with the code: without it nobody could fetch."""

    text = Text(
        "De brief met de ophaalcode kon niet worden gemaakt. Probeer het later opnieuw.",
        "The letter with the code could not be made. Try again later.",
    )


class StillThere(RequestError):
    """A package is there or being made: another one comes after it."""

    text = Text(
        "Er is al een pakket, of het wordt gemaakt. Beëindig dat eerst.",
        "There is a package already, or it is being made. End that first.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetchable:
    """What decides whether a package may be fetched."""

    state: PackageState
    fetches_left: int
    until_at: datetime | None
    wrong_codes: int
    counted_at: datetime | None = None
    whole: bool = False
    tries: int = 0


def may_fetch(package: Fetchable, now: datetime) -> None:
    """Refuse a package that is not there, not ready, over, or closed after wrong codes.

    Raises:
        NoPackage, NotReady, FetchClosed
    """
    if package.state is PackageState.MAKING:
        raise NotReady
    if package.state is PackageState.CLOSED:
        raise FetchClosed
    if package.state is not PackageState.READY or is_over(package, now):
        raise NoPackage


def is_over(package: Fetchable, now: datetime) -> bool:
    """Whether a package that was ready has served: its days are over, or it was fetched as often as it may be."""
    days = package.until_at is not None and package.until_at <= now
    served = package.fetches_left <= 0 and not broke_off(package, now)
    return package.state in (PackageState.READY, PackageState.CLOSED) and (days or served)


def broke_off(package: Fetchable, now: datetime) -> bool:
    """Whether the last time that was counted did not come whole, so that who begins it anew is not counted again."""
    return again_until(package, now) is not None


def again_until(package: Fetchable, now: datetime) -> datetime | None:
    """Return until when that is so, or None."""
    if package.counted_at is None or package.whole or package.tries >= TRIES:
        return None
    until = package.counted_at + TRY_AGAIN_WITHIN
    if package.until_at is not None:
        until = min(until, package.until_at)
    return until if now < until else None


def after_wrong_code(package: Fetchable) -> PackageState:
    """Return the state after one more wrong code: after five it is closed, and staff make a new one."""
    return PackageState.CLOSED if package.wrong_codes + 1 >= WRONG_CODES else package.state
