"""Clients: register a partner system or an application, suspend it and let it in again."""

import hashlib
import secrets
from dataclasses import dataclass, field

from sqlalchemy import select

from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.domain import AuthMethod, ClientState, NewClient
from waarborg_identity.models import Client
from waarborg_shared.events.identity import PartnerSuspended
from waarborg_shared.uow import Work

SECRET_BYTES = 32


class ClientIdTaken(Exception):
    """A client with that id is registered at this organisation already (409)."""

    field = "client_id"


@dataclass(frozen=True)
class Registered:
    """A client that was registered, with its secret if it has one: shown once and kept nowhere."""

    client: Client
    secret: str | None = field(repr=False)


def register_client(work: Work, command: NewClient, *, secret: str | None = None) -> Registered:
    """Register a client. ``secret`` is for demonstrations; else one is made. Raises ClientIdTaken."""
    taken = select(Client.id).where(Client.organisation == work.organisation, Client.id == command.client_id)
    if work.session.scalar(taken) is not None:
        raise ClientIdTaken(command.client_id)
    by_secret = command.auth_method is AuthMethod.CLIENT_SECRET_BASIC
    secret = (secret or secrets.token_urlsafe(SECRET_BYTES)) if by_secret else None
    client = Client(
        organisation=work.organisation,
        id=command.client_id,
        created_at=work.now,
        name=command.name.strip(),
        kind=command.kind.value,
        state=ClientState.ACTIVE.value,
        auth_method=command.auth_method.value,
        secret_hash=secret_hash(secret) if secret else None,
        jwks=dict(command.jwks) if command.jwks else None,
        scopes=sorted(command.scopes),
        redirect_uris=list(command.redirect_uris),
        post_logout_redirect_uris=list(command.post_logout_redirect_uris),
        require_pushed=command.require_pushed,
        require_dpop=command.require_dpop,
    )
    work.session.add(client)
    work.session.flush()
    work.record(client, verb="registered", facts={"kind": command.kind.value, "scopes": sorted(command.scopes)})
    return Registered(client, secret)


def suspend_client(work: Work, client_id: str) -> None:
    """Shut a client out: no more tokens, and those that it has end. Raises UnknownCase."""
    client = work.case(Client, client_id)
    client.state = ClientState.SUSPENDED.value
    revoke_tokens(work, client.id)
    work.emit(PartnerSuspended(partner_ref=client.id), case=client)
    work.record(client, verb="suspended")


def let_in_client(work: Work, client_id: str) -> None:
    """Let a suspended client in again. Raises UnknownCase."""
    client = work.case(Client, client_id)
    client.state = ClientState.ACTIVE.value
    work.record(client, verb="let-in")


def active_client(work: Work, client_id: str) -> Client | None:
    """Return a client that may act, None when there is none of that id or it is suspended."""
    return work.session.scalars(
        select(Client).where(
            Client.organisation == work.organisation,
            Client.id == client_id,
            Client.state == ClientState.ACTIVE.value,
        )
    ).one_or_none()


def secret_hash(secret: str) -> bytes:
    """Return what is kept of a client's secret: it has 256 random bits, so that one SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
