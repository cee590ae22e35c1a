"""Refresh tokens: start a family, renew by its last token, and end it with all that was made from it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.domain import GrantEnd, Limits, RefreshTimes, Verdict, judge_refresh, refresh_ends_at
from waarborg_identity.models import Account, AuthorizationCode, BrowserSession, RefreshGrant, RefreshToken
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

SECRET_BYTES = 32
KEPT_AFTERWARDS = timedelta(days=1)


@dataclass(frozen=True)
class NewGrant:
    """A family to start: for whom, through which application, in which session, and what it is bound to."""

    gid: str
    client_id: str
    account_id: str
    session_id: str
    scope: str
    resource: str | None
    jkt: str | None


@dataclass(frozen=True)
class Renewal:
    """A refresh token that counts, with its family; `renew` spends it."""

    token_hash: bytes
    gid: str
    client_id: str
    session_id: str
    scope: str
    resource: str | None
    jkt: str | None


def start_grant(work: Work, new: NewGrant, *, signed_in_at: datetime, limits: Limits) -> str:
    """Start a family and return its first refresh token, which is kept nowhere. A line tells it of the account."""
    work.session.add(
        RefreshGrant(
            organisation=work.organisation,
            id=new.gid,
            client_id=new.client_id,
            account_id=new.account_id,
            session_id=new.session_id,
            scope=new.scope,
            resource=new.resource,
            jkt=new.jkt,
            made_at=work.now,
            ends_at=refresh_ends_at(signed_in_at, limits=limits),
        )
    )
    work.session.flush()
    _record(work, new.account_id, "application-may-renew", new.client_id)
    return _new_token(work, new.gid)


def find_renewal(work: Work, token: str, *, client_id: str) -> Renewal | None:
    """Return a refresh token that counts for this client; None when it does not.

    One that was spent ends its family here and now: it is in two hands, and nobody can tell which is the right one.
    """
    found = _locked(work, token, client_id)
    if found is None:
        return None
    shown, family = found
    verdict = judge_refresh(RefreshTimes(shown.spent_at, family.ends_at, family.ended_at), work.now)
    if verdict is Verdict.REUSED:
        end_grant(work, family.id, GrantEnd.REUSED)
    if verdict is not Verdict.GOOD:
        return None
    kept = (family.id, family.client_id, family.session_id, family.scope, family.resource, family.jkt)
    return Renewal(shown.token_hash, *kept)


def renew(work: Work, renewal: Renewal) -> str:
    """Spend a refresh token and return the next one of its family."""
    shown = work.session.get_one(RefreshToken, (work.organisation, renewal.token_hash))
    shown.spent_at = work.now
    return _new_token(work, renewal.gid)


def end_grant(work: Work, gid: str, reason: GrantEnd) -> None:
    """End a family, if there is one, and every access token that was made from it."""
    revoke_tokens(work, gid)
    family = work.session.scalars(
        select(RefreshGrant)
        .where(RefreshGrant.organisation == work.organisation, RefreshGrant.id == gid)
        .with_for_update()
    ).one_or_none()
    if family is None or family.ended_at is not None:
        return
    family.ended_at = work.now
    family.end_reason = reason.value
    _record(work, family.account_id, "application-ended", family.client_id, reason=reason.value)


def end_grants_of_client(work: Work, client_id: str) -> int:
    """End every family of a client, so that none goes on when it is let in again; returns how many.

    Their access tokens end by the client's own name, and the client's timeline tells of it.
    """
    table: Any = RefreshGrant.__table__
    open_ = (table.c.organisation == work.organisation, table.c.client_id == client_id, table.c.ended_at.is_(None))
    ended = {"ended_at": work.now, "end_reason": GrantEnd.CLIENT.value}
    live = (*open_, table.c.ends_at > work.now)
    return len(work.session.execute(update(table).where(*live).values(**ended).returning(table.c.id)).all())


def end_by_code(work: Work, code: AuthorizationCode) -> None:
    """End whatever was made from a code that is shown for the second time (RFC 6749, 4.1.2)."""
    end_grant(work, code.gid, GrantEnd.REUSED)
    account_id = work.session.scalar(
        select(BrowserSession.subject).where(
            BrowserSession.organisation == work.organisation, BrowserSession.id == code.session_id
        )
    )
    if account_id is not None:
        _record(work, account_id, "code-shown-twice", code.client_id)


def grant_of_token(work: Work, token: str) -> RefreshGrant | None:
    """Return the family of a refresh token, whatever either is worth; None when there is none."""
    return work.session.scalars(
        select(RefreshGrant)
        .join(
            RefreshToken,
            (RefreshToken.organisation == RefreshGrant.organisation) & (RefreshToken.grant_id == RefreshGrant.id),
        )
        .where(RefreshGrant.organisation == work.organisation, RefreshToken.token_hash == _hash(token))
    ).one_or_none()


def refresh_token_counts(work: Work, token: str) -> bool:
    """Whether a refresh token could be used at this moment; asking changes nothing."""
    shown = work.session.get(RefreshToken, (work.organisation, _hash(token)))
    family = grant_of_token(work, token)
    if shown is None or family is None:
        return False
    return judge_refresh(RefreshTimes(shown.spent_at, family.ends_at, family.ended_at), work.now) is Verdict.GOOD


def forget_grants(work: Work) -> None:
    """Throw families away that could not go on for a day, with their tokens: a showing tells nothing any more."""
    over = select(RefreshGrant.id).where(
        RefreshGrant.organisation == work.organisation, RefreshGrant.ends_at < work.now - KEPT_AFTERWARDS
    )
    gone = work.session.scalars(over).all()
    tokens: Any = RefreshToken.__table__
    families: Any = RefreshGrant.__table__
    if gone:
        work.session.execute(delete_for(tokens, work.organisation).where(tokens.c.grant_id.in_(gone)))
        work.session.execute(delete_for(families, work.organisation).where(families.c.id.in_(gone)))


def _locked(work: Work, token: str, client_id: str) -> tuple[RefreshToken, RefreshGrant] | None:
    """Return a token and its family as they stand once the family is locked: of two at once one comes second."""
    key = (work.organisation, _hash(token))
    gid = work.session.scalar(
        select(RefreshToken.grant_id).where(
            RefreshToken.organisation == work.organisation, RefreshToken.token_hash == key[1]
        )
    )
    if gid is None:
        return None
    family = work.session.scalars(
        select(RefreshGrant)
        .where(
            RefreshGrant.organisation == work.organisation,
            RefreshGrant.id == gid,
            RefreshGrant.client_id == client_id,
        )
        .with_for_update()
    ).one_or_none()
    if family is None:
        return None
    return work.session.get_one(RefreshToken, key), family


def _new_token(work: Work, gid: str) -> str:
    token = secrets.token_urlsafe(SECRET_BYTES)
    work.session.add(
        RefreshToken(organisation=work.organisation, token_hash=_hash(token), grant_id=gid, made_at=work.now)
    )
    return token


def _record(work: Work, account_id: str, verb: str, client_id: str, **facts: str) -> None:
    work.record(work.case(Account, account_id), verb=verb, facts={"client": client_id, **facts})


def _hash(token: str) -> bytes:
    """The token has 256 random bits: one SHA-256 is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
