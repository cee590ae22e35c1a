"""Sessions on the server: start one, say whose a cookie is, note its use, and end one or all of somebody's."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.domain import EndReason, Limits, SessionKind, SessionTimes, alive, ends_at, worth_noting
from waarborg_identity.models import Account, BrowserSession, Person
from waarborg_shared.events.identity import SessionEnded
from waarborg_shared.uow import UnknownCase, Work

SECRET_BYTES = 32


class UnknownSession(UnknownCase):
    """That is no session of his, or it has ended (404)."""


@dataclass(frozen=True)
class Outside:
    """By which outside issuer somebody signed in, and who he and his session are there, under keyed hashes."""

    issuer: str
    subject_hash: bytes | None = None
    sid_hash: bytes | None = None


_OURS = Outside("")


@dataclass(frozen=True)
class LiveSession:
    """A session that counts at this moment: whose, and since when. ``subject`` is an account or a person."""

    id: str
    kind: SessionKind
    subject: str
    signed_in_at: datetime
    note_it: bool
    methods: frozenset[str] = frozenset()
    pending: bool = False
    issuer: str | None = None
    outside_hash: bytes | None = None


@dataclass(frozen=True)
class ListedSession:
    """One of somebody's own sessions, as he sees them."""

    id: str
    device: str
    signed_in_at: datetime
    seen_at: datetime
    methods: frozenset[str]
    own: bool


def start_session(
    work: Work,
    kind: SessionKind,
    subject: str,
    *,
    limits: Limits,
    methods: Iterable[str] = (),
    pending: bool = False,
    device: str = "",
    outside: Outside | None = None,
    since: tuple[datetime, datetime] | None = None,
) -> str:
    """Start a session and return its secret, which goes into the cookie and is kept nowhere.

    ``methods`` is what somebody proved himself by (``domain.Method``). A ``pending`` session waits for a second factor
    and counts for nothing else. ``since`` is when the one that it continues began, and the last moment of that one.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    issuer = outside or _OURS
    began, last = since or (work.now, ends_at(kind, work.now, limits=limits, pending=pending))
    work.session.add(
        BrowserSession(
            organisation=work.organisation,
            secret_hash=hash_of(secret),
            kind=kind.value,
            subject=subject,
            created_at=began,
            seen_at=work.now,
            ends_at=last,
            methods=" ".join(sorted(methods)),
            pending=pending,
            device=device,
            outside_issuer=issuer.issuer or None,
            outside_subject_hash=issuer.subject_hash,
            outside_sid_hash=issuer.sid_hash,
        )
    )
    return secret


def live_session(work: Work, secret: str, *, limits: Limits) -> LiveSession | None:
    """Return whose session the cookie is, or None when it is nobody's, over, or waits for a second factor."""
    return _not_pending(own_session(work, secret, limits=limits))


def own_session(work: Work, secret: str, *, limits: Limits) -> LiveSession | None:
    """Return the session of a cookie as ``live_session`` does, and also one that waits for a second factor."""
    return _live(_by_secret(work, secret), work.now, limits)


def step_up(work: Work, secret: str, methods: Iterable[str], *, limits: Limits) -> str | None:
    """Put a session that knows more of who somebody is, with a new secret, in the place of this one.

    A session that counted before keeps when it began and its last moment: who has the code app alone renews nothing,
    and has not signed in anew. None when it is over meanwhile.
    """
    row = _by_secret(work, secret, lock=True)
    found = _live(row, work.now, limits)
    if row is None or found is None:
        return None
    _end(work, row, EndReason.REPLACED, _case_of(work, row))
    proved = found.methods | frozenset(methods)
    outside = Outside(row.outside_issuer or "", row.outside_subject_hash, row.outside_sid_hash)
    return start_session(
        work,
        found.kind,
        found.subject,
        limits=limits,
        methods=proved,
        device=row.device,
        outside=outside,
        since=None if row.pending else (row.created_at, row.ends_at),
    )


def live_session_by_id(work: Work, session_id: str, *, limits: Limits) -> LiveSession | None:
    """Return a session by its own (not secret) id while it counts."""
    row = work.session.scalars(
        select(BrowserSession).where(BrowserSession.organisation == work.organisation, BrowserSession.id == session_id)
    ).one_or_none()
    return _not_pending(_live(row, work.now, limits))


def sessions_of(work: Work, subject: str, *, own: str, limits: Limits) -> Sequence[ListedSession]:
    """Return the sessions of an account or person that count now, the newest first; ``own`` is the one that asks."""
    rows = work.session.scalars(
        select(BrowserSession)
        .where(
            BrowserSession.organisation == work.organisation,
            BrowserSession.subject == subject,
            BrowserSession.ended_at.is_(None),
            BrowserSession.pending.is_(False),
        )
        .order_by(BrowserSession.created_at.desc(), BrowserSession.id)
    ).all()
    live = (row for row in rows if _live(row, work.now, limits) is not None)
    return [
        ListedSession(row.id, row.device, row.created_at, row.seen_at, _methods(row), row.id == own) for row in live
    ]


def lasting_session(work: Work, session_id: str) -> LiveSession | None:
    """Return a session that nobody ended and whose last moment has not come, whether or not it was used lately.

    For an application that renews its tokens while its user looks at it and not at us.
    """
    row = work.session.scalars(
        select(BrowserSession).where(BrowserSession.organisation == work.organisation, BrowserSession.id == session_id)
    ).one_or_none()
    if row is None or row.pending or row.ended_at is not None or work.now >= row.ends_at:
        return None
    return LiveSession(row.id, SessionKind(row.kind), row.subject, row.created_at, False, _methods(row))


def note_use(work: Work, session_id: str) -> None:
    """Write down that a session is in use, so that it does not end for want of it."""
    row = work.session.scalars(
        select(BrowserSession)
        .where(BrowserSession.organisation == work.organisation, BrowserSession.id == session_id)
        .with_for_update()
    ).one_or_none()
    if row is not None and row.ended_at is None and row.seen_at < work.now:
        row.seen_at = work.now


def end_session(work: Work, secret: str, reason: EndReason) -> Account | Person | None:
    """End the session of a cookie and return whose it was; None when it had ended already or is nobody's."""
    row = _by_secret(work, secret, lock=True)
    if row is None or row.ended_at is not None or work.now >= row.ends_at:
        return None
    case = _case_of(work, row)
    _end(work, row, reason, case)
    return case


def end_sessions_of(work: Work, subject: str, reason: EndReason, *, case: Account | Person) -> int:
    """End every session of an account or person; returns how many there were."""
    rows = work.session.scalars(
        select(BrowserSession)
        .where(
            BrowserSession.organisation == work.organisation,
            BrowserSession.subject == subject,
            BrowserSession.ended_at.is_(None),
        )
        .with_for_update()
    ).all()
    return _end_all(work, rows, reason, case)


def end_own_session(work: Work, subject: str, session_id: str, *, case: Account | Person) -> None:
    """End one session of an account or person by its id, with the tokens made in it. Raises UnknownSession."""
    if not _end_own(work, subject, case, BrowserSession.id == session_id):
        raise UnknownSession


def end_other_sessions(work: Work, subject: str, *, own: str, case: Account | Person) -> int:
    """End every session of an account or person but the one that asks, with their tokens; returns how many."""
    return _end_own(work, subject, case, BrowserSession.id != own)


def _end_own(work: Work, subject: str, case: Account | Person, which: ColumnElement[bool]) -> int:
    rows = work.session.scalars(
        select(BrowserSession)
        .where(
            BrowserSession.organisation == work.organisation,
            BrowserSession.subject == subject,
            BrowserSession.ended_at.is_(None),
            which,
        )
        .with_for_update()
    ).all()
    if rows:
        work.record(case, verb="sessions-ended", facts={"how_many": len(rows)})
    return _end_all(work, rows, EndReason.REVOKED, case)


def end_outside_sessions(work: Work, outside: Outside) -> int:
    """End the sessions that somebody has by an issuer's word, or the one there; with their tokens. Returns how many."""
    which = [BrowserSession.outside_issuer == outside.issuer, BrowserSession.ended_at.is_(None)]
    if outside.sid_hash is not None:
        which.append(BrowserSession.outside_sid_hash == outside.sid_hash)
    if outside.subject_hash is not None:
        which.append(BrowserSession.outside_subject_hash == outside.subject_hash)
    query = select(BrowserSession).where(BrowserSession.organisation == work.organisation, *which)
    rows = work.session.scalars(query.with_for_update()).all()
    for row in rows:
        case = _case_of(work, row)
        _end(work, row, EndReason.ISSUER, case)
        work.record(case, verb="signed-out-by-issuer", facts={"issuer": outside.issuer})
    return len(rows)


def _end_all(work: Work, rows: Sequence[BrowserSession], reason: EndReason, case: Account | Person) -> int:
    for row in rows:
        _end(work, row, reason, case)
    return len(rows)


def _end(work: Work, row: BrowserSession, reason: EndReason, case: Account | Person) -> None:
    row.ended_at = work.now
    row.end_reason = reason.value
    revoke_tokens(work, row.id)
    told = work.search_hash("session", row.secret_hash.hex()).hex()
    work.emit(SessionEnded(session_hash=told), case=case)


def _case_of(work: Work, row: BrowserSession) -> Account | Person:
    if row.kind == SessionKind.STAFF.value:
        return work.case(Account, row.subject)
    return work.case(Person, row.subject)


def _live(row: BrowserSession | None, now: datetime, limits: Limits) -> LiveSession | None:
    if row is None:
        return None
    kind = SessionKind(row.kind)
    times = SessionTimes(row.created_at, row.seen_at, row.ends_at, row.ended_at)
    if not alive(kind, times, now, limits=limits):
        return None
    noted = worth_noting(times, now)
    methods = _methods(row)
    by_issuer = (row.outside_issuer, row.outside_subject_hash)
    return LiveSession(row.id, kind, row.subject, row.created_at, noted, methods, row.pending, *by_issuer)


def _not_pending(found: LiveSession | None) -> LiveSession | None:
    return None if found is None or found.pending else found


def _methods(row: BrowserSession) -> frozenset[str]:
    return frozenset(row.methods.split())


def _by_secret(work: Work, secret: str, *, lock: bool = False) -> BrowserSession | None:
    query = select(BrowserSession).where(
        BrowserSession.organisation == work.organisation, BrowserSession.secret_hash == hash_of(secret)
    )
    return work.session.scalars(query.with_for_update() if lock else query).one_or_none()


def hash_of(secret: str) -> bytes:
    """Return what is kept of a secret. It has 256 random bits: one SHA-256 is enough, and no key can be lost."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
