"""Guessers: each try is counted as failed before it is looked at, and taken back when it holds."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_identity.actions.sessions import hash_of
from waarborg_identity.domain.guessing import (
    Tries,
    after_failure,
    after_failure_at_place,
    after_wrong_code,
    seconds_to_wait,
    seconds_to_wait_at_place,
    seconds_to_wait_for_code,
)
from waarborg_identity.models import BrowserSession, SignInTries
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

_FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class CountedTry:
    """A try that was counted as failed beforehand: the keys of its place, and of its name at that place.

    Of the code of an app also the key of the account, whose codes are counted wherever they come from. From a browser
    that is known as somebody's there is no place: the name is his and the browser's.
    """

    place: bytes | None
    name: bytes
    code: bytes | None = None


class TooManyTries(Exception):
    """Tries follow one another too quickly (429). ``seconds`` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


class CodeAppPaused(TooManyTries):
    """Too many wrong codes of the app were typed for this account, from wherever: only another proof counts (429)."""


def count_try(
    work: Work, kind: StrEnum, name: str, *, place: str, code_of: str | None = None, known: str | None = None
) -> CountedTry:
    """Count a try for a name from a place as failed, before it is looked at, so that many at once do not slip by.

    The place comes first: who tries many names from one place waits too. ``code_of`` is whose code of an app it is.
    ``known`` is the browser and whose it is known to be: then what others tried from the place does not count.
    Returns what to give to ``sign_in_…``, which takes it back. Raises ``TooManyTries`` or ``CodeAppPaused``, and then
    counts nothing.
    """
    by = f"{kind.value}\n{name}\n{place}" if known is None else f"{kind.value}\n{known}"
    counted = CountedTry(
        place=work.search_hash("sign-in-place", place) if known is None else None,
        name=work.search_hash("sign-in" if known is None else "sign-in-known", by),
        code=work.search_hash("sign-in-code", code_of) if code_of is not None else None,
    )
    at_place = _tries(work, counted.place) if counted.place is not None else None
    if at_place is not None:
        _wait_or_go_on(seconds_to_wait_at_place(_read(at_place), work.now))
    by_name = _tries(work, counted.name)
    _wait_or_go_on(seconds_to_wait(_read(by_name), work.now))
    if counted.code is not None:
        _count_code(work, counted.code)
    if at_place is not None:
        _write(at_place, after_failure_at_place(_read(at_place), work.now))
    _write(by_name, after_failure(_read(by_name), work.now))
    if (at_place or by_name).failures == 1:
        _forget_old(work)
    return counted


def count_proof(work: Work, secret: str) -> int:
    """Count a second proof in a session, before it is looked at; returns how many there were, this one too."""
    query = select(BrowserSession).where(
        BrowserSession.organisation == work.organisation, BrowserSession.secret_hash == hash_of(secret)
    )
    row = work.session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        return 0
    row.proofs_tried += 1
    return row.proofs_tried


def code_app_paused(work: Work, counted: CountedTry) -> bool:
    """Whether the codes of the app do not count for a while, now that this one was wrong too."""
    if counted.code is None:
        return False
    return seconds_to_wait_for_code(_read(_tries(work, counted.code)), work.now) > 0


def take_back(work: Work, counted: CountedTry) -> None:
    """Wipe the name's count, and take this one try off the place's: many people may sign in from one place.

    Off the account's too: whoever signs in wipes nothing of what others guessed at meanwhile.
    """
    for key in (counted.place, counted.code):
        if key is not None:
            row = _tries(work, key)
            row.failures = max(0, row.failures - 1)
    work.session.delete(_tries(work, counted.name))


def _count_code(work: Work, key_hash: bytes) -> None:
    row = _tries(work, key_hash)
    seconds = seconds_to_wait_for_code(_read(row), work.now)
    if seconds:
        raise CodeAppPaused(seconds)
    _write(row, after_wrong_code(_read(row), work.now))


def _wait_or_go_on(seconds: int) -> None:
    if seconds:
        raise TooManyTries(seconds)


def _read(row: SignInTries) -> Tries | None:
    return Tries(row.failures, row.last_at) if row.failures else None


def _write(row: SignInTries, tries: Tries) -> None:
    row.failures, row.last_at = tries.failures, tries.last_at


def _forget_old(work: Work) -> None:
    """Throw old counts away; asked at a place's first failure, for at each try it would be work for every guesser."""
    work.session.flush()
    work.session.execute(
        delete_for(SignInTries.__table__, work.organisation).where(  # type: ignore[arg-type]
            SignInTries.last_at < work.now - _FORGOTTEN_AFTER
        )
    )


def _tries(work: Work, key_hash: bytes) -> SignInTries:
    """Return the count, locked; made first where it is new, so that two at once wait for each other."""
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.connection.dialect.name]
    work.session.execute(
        insert(SignInTries)
        .values(organisation=work.organisation, key_hash=key_hash, failures=0, last_at=work.now)
        .on_conflict_do_nothing()
    )
    return work.session.scalars(
        select(SignInTries)
        .where(SignInTries.organisation == work.organisation, SignInTries.key_hash == key_hash)
        .with_for_update()
    ).one()
