"""Signing in and out: count the try before it is checked, then let in or refuse, with a line in the timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_identity.actions.holders import Holder, case_of
from waarborg_identity.actions.letters import use_letter_code
from waarborg_identity.actions.sessions import end_session, own_session, start_session, step_up
from waarborg_identity.domain import (
    AccountState,
    EndReason,
    Limits,
    Method,
    SessionKind,
    Tries,
    after_failure,
    after_failure_at_place,
    seconds_to_wait,
    seconds_to_wait_at_place,
)
from waarborg_identity.models import Account, Person, SignInTries
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

_FORGOTTEN_AFTER = timedelta(days=1)
_SHUT = "shut"
"""The reason on the timeline, as of an outside issuer's word: the account was disabled."""
log = structlog.get_logger("waarborg.identity")


@dataclass(frozen=True)
class CountedTry:
    """A try that was counted as failed beforehand: the keys of its place, and of its name at that place."""

    place: bytes
    name: bytes


class TooManyTries(Exception):
    """Tries follow one another too quickly (429). ``seconds`` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


def count_try(work: Work, kind: StrEnum, name: str, *, place: str) -> CountedTry:
    """Count a try for a name from a place as failed, before it is looked at, so that many at once do not slip by.

    The place comes first: who tries many names from one place waits too. Returns what to give to ``sign_in_…``, which
    takes it back. Raises ``TooManyTries``, and then counts nothing.
    """
    counted = CountedTry(
        place=work.search_hash("sign-in-place", place),
        name=work.search_hash("sign-in", f"{kind.value}\n{name}\n{place}"),
    )
    at_place = _tries(work, counted.place)
    _wait_or_go_on(seconds_to_wait_at_place(_read(at_place), work.now))
    by_name = _tries(work, counted.name)
    _wait_or_go_on(seconds_to_wait(_read(by_name), work.now))
    _write(at_place, after_failure_at_place(_read(at_place), work.now))
    _write(by_name, after_failure(_read(by_name), work.now))
    if at_place.failures == 1:
        _forget_old(work)
    return counted


def sign_in_staff(
    work: Work, account_id: str, *, counted: CountedTry, replaces: str | None, limits: Limits, device: str = ""
) -> str | None:
    """Let a member of staff go on whose password held, to his second factor or to setting one up.

    Returns the secret of a pending session, which counts for nothing else; None if he was shut out meanwhile.
    """
    account = work.case(Account, account_id)
    if account.state != AccountState.ACTIVE.value:
        return None
    succeeded(work, counted, replaces)
    work.record(account, verb="password-held")
    return start_session(
        work, SessionKind.STAFF, account.id, limits=limits, methods={Method.PASSWORD}, pending=True, device=device
    )


def complete_sign_in(work: Work, secret: str, methods: Iterable[str], *, limits: Limits) -> str | None:
    """Let somebody in who now proved a second thing too; returns the secret of a new session.

    None when the session is over meanwhile, or the account was shut.
    """
    session = own_session(work, secret, limits=limits)
    if session is None:
        return None
    case = case_of(work, Holder(session.kind, session.subject))
    if isinstance(case, Account) and case.state != AccountState.ACTIVE.value:
        return None
    proved = session.methods | frozenset(methods)
    work.record(case, verb="signed-in" if session.pending else "proved-twice", facts={"by": sorted(proved)})
    return step_up(work, secret, methods, limits=limits)


def note_emergency(work: Work, secret: str, *, limits: Limits) -> None:
    """Write down that an emergency account was used, for whoever looks at it afterwards."""
    session = own_session(work, secret, limits=limits)
    if session is not None:
        work.record(case_of(work, Holder(session.kind, session.subject)), verb="emergency-used")
        log.warning("emergency_account_used", organisation=work.organisation)


def sign_in_by_passkey(
    work: Work, holder: Holder, *, counted: CountedTry, replaces: str | None, limits: Limits, device: str = ""
) -> str | None:
    """Let somebody in by a passkey alone, whose device asked for face, finger or PIN; None for a shut account."""
    case = case_of(work, holder)
    if isinstance(case, Account) and case.state != AccountState.ACTIVE.value:
        work.record(case, verb="sign-in-failed", facts={"by": "passkey", "reason": _SHUT})
        return None
    succeeded(work, counted, replaces)
    methods = {Method.PASSKEY, Method.VERIFIED_BY_DEVICE}
    work.record(case, verb="signed-in", facts={"by": sorted(methods)})
    return start_session(work, holder.kind, holder.ref, limits=limits, methods=methods, device=device)


def refuse_second_factor(work: Work, holder: Holder, by: Method) -> None:
    """Write down that a second factor was tried and did not hold: the password did."""
    work.record(case_of(work, holder), verb="second-factor-failed", facts={"by": by.value})


def refuse_staff(work: Work, account_id: str | None) -> None:
    """Write a failed try down on the account, also on a shut one; of a name that nobody has only the log tells."""
    if account_id is None:
        log.info("sign_in_failed", organisation=work.organisation, by="password", known=False)
        return
    account = work.case(Account, account_id)
    shut = {} if account.state == AccountState.ACTIVE.value else {"reason": _SHUT}
    work.record(account, verb="sign-in-failed", facts={"by": "password", **shut})


def sign_in_person(
    work: Work,
    number: str,
    code: str,
    *,
    counted: CountedTry,
    replaces: str | None,
    limits: Limits,
    device: str = "",
) -> str | None:
    """Let a person in by the number and code of a letter, which count once; None when they do not hold."""
    person_ref = use_letter_code(work, number, code)
    if person_ref is None:
        return None
    succeeded(work, counted, replaces)
    person = work.case(Person, person_ref)
    work.record(person, verb="signed-in", facts={"by": "letter"})
    return start_session(work, SessionKind.PERSON, person.id, limits=limits, methods={Method.LETTER}, device=device)


def refuse_person(work: Work, person_ref: str | None) -> None:
    """Write a failed try down on the person whose letter's number was typed; else only the log tells of it."""
    if person_ref is None:
        log.info("sign_in_failed", organisation=work.organisation, by="letter", known=False)
    else:
        work.record(work.case(Person, person_ref), verb="sign-in-failed", facts={"by": "letter"})


def sign_out(work: Work, secret: str) -> None:
    """End the session of a cookie, if it counts."""
    whose = end_session(work, secret, EndReason.SIGNED_OUT)
    if whose is not None:
        work.record(whose, verb="signed-out")


def take_back(work: Work, counted: CountedTry) -> None:
    """Wipe the name's count, and take this one try off the place's: many people may sign in from one place."""
    at_place = _tries(work, counted.place)
    at_place.failures = max(0, at_place.failures - 1)
    work.session.delete(_tries(work, counted.name))


def succeeded(work: Work, counted: CountedTry, replaces: str | None) -> None:
    """Take a try back that held, and end the session that the new one replaces."""
    take_back(work, counted)
    if replaces:
        end_session(work, replaces, EndReason.REPLACED)


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
