"""Partners that register themselves with a token that an administrator handed out; without one, nobody can."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from waarborg_identity.actions.clients import Registered, confirm_client
from waarborg_identity.actions.partners import NewPartner, partner, register_partner
from waarborg_identity.domain import ClientKind, ClientState
from waarborg_identity.domain.registering import NewRegistrationToken, usable
from waarborg_identity.models import Client, RegistrationToken
from waarborg_shared.uow import UnknownCase, Work

TOKEN_BYTES = 32


@dataclass(frozen=True)
class TokenMade:
    """A token that was made: shown once and kept nowhere."""

    row: RegistrationToken
    token: str = field(repr=False)


def make_registration_token(work: Work, command: NewRegistrationToken) -> TokenMade:
    """Make a token with which partners register themselves."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = RegistrationToken(
        organisation=work.organisation,
        token_hash=_hash(token),
        purpose=command.purpose.strip(),
        scopes=sorted(command.scopes),
        uses_left=command.uses,
        made_at=work.now,
        made_by=work.actor.ref,
        expires_at=work.now + command.life,
    )
    work.session.add(row)
    work.session.flush()
    return TokenMade(row, token)


def end_registration_token(work: Work, token_id: str) -> None:
    """Let nobody register with a token any more. Raises UnknownCase."""
    row = work.session.scalars(
        select(RegistrationToken).where(
            RegistrationToken.organisation == work.organisation, RegistrationToken.id == token_id
        )
    ).one_or_none()
    if row is None:
        raise UnknownCase("RegistrationToken")
    row.ended_at = row.ended_at or work.now


def registration_tokens(work: Work) -> Sequence[RegistrationToken]:
    """Return the organisation's tokens, newest first."""
    return work.session.scalars(
        select(RegistrationToken)
        .where(RegistrationToken.organisation == work.organisation)
        .order_by(RegistrationToken.made_at.desc(), RegistrationToken.id.desc())
    ).all()


def may_register(work: Work) -> bool:
    """Whether there is a token with which somebody may register now."""
    row = RegistrationToken
    query = select(row.id).where(
        row.organisation == work.organisation, row.uses_left > 0, row.expires_at > work.now, row.ended_at.is_(None)
    )
    return work.session.scalars(query.limit(1)).first() is not None


def usable_token(work: Work, token: str) -> RegistrationToken | None:
    """Return the token with which somebody may register now, locked; None for any other."""
    row = work.session.scalars(
        select(RegistrationToken)
        .where(RegistrationToken.organisation == work.organisation, RegistrationToken.token_hash == _hash(token))
        .with_for_update()
    ).one_or_none()
    if row is None or not usable(
        uses_left=row.uses_left, expires_at=row.expires_at, ended_at=row.ended_at, now=work.now
    ):
        return None
    return row


def register_with_token(work: Work, row: RegistrationToken, command: NewPartner) -> Registered:
    """Register a partner by itself; that uses the token once, and it waits until it is confirmed. Raises BadClient."""
    made = register_partner(work, command, state=ClientState.WAITING)
    row.uses_left -= 1
    work.record(made.client, verb="registered-itself", facts={"token": row.id, "made_by": row.made_by})
    return made


def confirm_partner(work: Work, client_id: str) -> None:
    """Let a partner that registered itself begin, after somebody looked at it. Raises UnknownCase, NothingToConfirm."""
    confirm_client(work, partner(work, client_id))


def waiting_partners(work: Work) -> Sequence[Client]:
    """Return the partners that registered themselves and that nobody confirmed, the longest waiting first."""
    return work.session.scalars(
        select(Client)
        .where(
            Client.organisation == work.organisation,
            Client.kind == ClientKind.PARTNER.value,
            Client.state == ClientState.WAITING.value,
        )
        .order_by(Client.created_at, Client.id)
    ).all()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
