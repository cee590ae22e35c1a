"""Signing in and out: a try that was counted beforehand is let in or refused, with a line in the timeline."""

from collections.abc import Iterable

import structlog

from waarborg_identity.actions.guessing import CountedTry, code_app_paused, take_back
from waarborg_identity.actions.holders import Holder, case_of
from waarborg_identity.actions.letters import use_letter_code
from waarborg_identity.actions.sessions import end_session, own_session, start_session, step_up
from waarborg_identity.actions.used_accounts import unproved_link
from waarborg_identity.domain import AccountState, EndReason, Limits, Method, SessionKind
from waarborg_identity.domain.guessing import PROOFS_A_SESSION
from waarborg_identity.models import Account, Person
from waarborg_shared.uow import Work

_SHUT = "shut"
"""The reason on the timeline, as of an outside issuer's word: the account was disabled."""
log = structlog.get_logger("waarborg.identity")


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
    link = unproved_link(work, session.outside_hash)
    if link is not None:
        link.unproved = False
        work.record(case, verb="issuer-link-proved", facts={"issuer": link.issuer})
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


def refuse_second_factor(work: Work, holder: Holder, by: Method, *, counted: CountedTry | None = None) -> None:
    """Write down that a second factor was tried and did not hold: the password did.

    And that codes of the app do not count for a while, when this was one wrong code too many.
    """
    case = case_of(work, holder)
    work.record(case, verb="second-factor-failed", facts={"by": by.value})
    if counted is not None and code_app_paused(work, counted):
        work.record(case, verb="code-app-paused")
        log.warning("code_app_paused", organisation=work.organisation)


def end_when_guessed(work: Work, secret: str, tried: int) -> bool:
    """End a session in which too many second proofs were wrong, so that the password is asked for again."""
    if tried < PROOFS_A_SESSION:
        return False
    whose = end_session(work, secret, EndReason.GUESSED)
    if whose is not None:
        work.record(whose, verb="broken-off")
    return True


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


def succeeded(work: Work, counted: CountedTry, replaces: str | None) -> None:
    """Take a try back that held, and end the session that the new one replaces."""
    take_back(work, counted)
    if replaces:
        end_session(work, replaces, EndReason.REPLACED)
