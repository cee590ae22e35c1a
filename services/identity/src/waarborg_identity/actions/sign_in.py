"""Signing in and out: count the try before it is checked, then let in or refuse, with a line in the timeline."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_identity.actions.letters import use_letter_code
from waarborg_identity.actions.sessions import end_session, start_session
from waarborg_identity.domain import (
    AccountState,
    EndReason,
    SessionKind,
    Tries,
    after_failure,
    seconds_to_wait,
)
from waarborg_identity.models import Account, Person, SignInTries
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

NOBODY = "nobody"
_FORGOTTEN_AFTER = timedelta(days=1)


class TooManyTries(Exception):
    """Tries follow one another too quickly (429). ``seconds`` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


def count_try(work: Work, kind: SessionKind, name: str, *, place: str) -> bytes:
    """Count a try for a name from a place as failed, before it is looked at, so that many at once do not slip by.

    Returns the key to give to ``sign_in_…``, which wipes the count. Raises ``TooManyTries``.
    """
    key_hash = work.search_hash("sign-in", f"{kind.value}\n{name}\n{place}")
    work.session.execute(
        delete_for(SignInTries.__table__, work.organisation).where(  # type: ignore[arg-type]
            SignInTries.last_at < work.now - _FORGOTTEN_AFTER
        )
    )
    row = _tries(work, key_hash)
    tries = Tries(row.failures, row.last_at) if row.failures else None
    seconds = seconds_to_wait(tries, work.now)
    if seconds:
        raise TooManyTries(seconds)
    counted = after_failure(tries, work.now)
    row.failures, row.last_at = counted.failures, counted.last_at
    return key_hash


def sign_in_staff(work: Work, account_id: str, *, key_hash: bytes, replaces: str | None) -> str | None:
    """Let a member of staff in whose password held; returns the session's secret, None if shut out meanwhile."""
    account = work.case(Account, account_id)
    if account.state != AccountState.ACTIVE.value:
        return None
    _succeeded(work, key_hash, replaces)
    work.record(account, verb="signed-in", facts={"by": "password"})
    return start_session(work, SessionKind.STAFF, account.id)


def refuse_staff(work: Work, account_id: str | None) -> None:
    """Write a failed try down: on the account, or on the one that stands for every name that nobody has."""
    account = (
        work.case(Account, account_id)
        if account_id
        else work.case_or_new(
            Account, NOBODY, username_hash=bytes(32), password_hash="", state=AccountState.DISABLED.value
        )
    )
    work.record(account, verb="sign-in-failed", facts={"by": "password"})


def sign_in_person(work: Work, number: str, code: str, *, key_hash: bytes, replaces: str | None) -> str | None:
    """Let a person in by the number and code of a letter, which count once; None when they do not hold."""
    person_ref = use_letter_code(work, number, code)
    if person_ref is None:
        return None
    _succeeded(work, key_hash, replaces)
    person = work.case(Person, person_ref)
    work.record(person, verb="signed-in", facts={"by": "letter"})
    return start_session(work, SessionKind.PERSON, person.id)


def refuse_person(work: Work, person_ref: str | None) -> None:
    """Write a failed try down on the person whose letter's number was typed, if it is anybody's."""
    if person_ref is not None:
        work.record(work.case(Person, person_ref), verb="sign-in-failed", facts={"by": "letter"})


def sign_out(work: Work, secret: str) -> None:
    """End the session of a cookie, if it counts."""
    ended = end_session(work, secret, EndReason.SIGNED_OUT)
    if ended is None:
        return
    model: type[Account] | type[Person] = Account if ended.kind is SessionKind.STAFF else Person
    work.record(work.case(model, ended.subject), verb="signed-out")


def _succeeded(work: Work, key_hash: bytes, replaces: str | None) -> None:
    work.session.delete(_tries(work, key_hash))
    if replaces:
        end_session(work, replaces, EndReason.REPLACED)


def _tries(work: Work, key_hash: bytes) -> SignInTries:
    """Return the count, locked; made first where it is new, so that two at once wait for each other."""
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.session.get_bind().dialect.name]
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
