"""Clients: register a partner system or an application, suspend it and let it in again."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from waarborg_identity.actions.grants import end_grants_of_client
from waarborg_identity.actions.partner_deeds import note_deed
from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.domain import (
    LONGEST_OVERLAP,
    Agreement,
    AuthMethod,
    BadClient,
    ClientKind,
    ClientState,
    NewClient,
)
from waarborg_identity.domain.clients import SHUT_OUT, ClientMove, is_client_id, moved
from waarborg_identity.domain.partner_deeds import Deed
from waarborg_identity.models import Client
from waarborg_shared.events.identity import PartnerSuspended
from waarborg_shared.uow import Work

SECRET_BYTES = 32
CONTACT = "contact"
"""The retention class of a partner's contact: kept as long as the partner is."""


class ClientIdTaken(Exception):
    """A client with that id is registered at this organisation already (409)."""

    field = "client_id"


@dataclass(frozen=True)
class Registered:
    """A client that was registered, with its secret if it has one: shown once and kept nowhere."""

    client: Client
    secret: str | None = field(repr=False)


def register_client(
    work: Work,
    command: NewClient,
    *,
    agreement: Agreement | None = None,
    secret: str | None = None,
    state: ClientState = ClientState.ACTIVE,
) -> Registered:
    """Register a client, a partner with what was agreed. ``secret`` is for demonstrations; else one is made.

    Raises ClientIdTaken.
    """
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
        state=state.value,
        auth_method=command.auth_method.value,
        secret_hash=secret_hash(secret) if secret else None,
        jwks=dict(command.jwks) if command.jwks else None,
        jwks_uri=command.jwks_uri,
        scopes=sorted(command.scopes),
        redirect_uris=list(command.redirect_uris),
        post_logout_redirect_uris=list(command.post_logout_redirect_uris),
        require_pushed=command.require_pushed,
        require_dpop=command.require_dpop,
    )
    if agreement is not None:
        agree(work, client, agreement)
    work.session.add(client)
    work.session.flush()
    work.record(client, verb="registered", facts={"kind": command.kind.value, "scopes": sorted(command.scopes)})
    note_deed(work, Deed.PARTNER_CHANGED)
    return Registered(client, secret)


def agree(work: Work, client: Client, agreement: Agreement) -> None:
    """Write down what is agreed with a partner."""
    client.purpose = agreement.purpose.strip()
    client.agreement_ref = agreement.agreement_ref.strip()
    client.events = sorted(agreement.events)
    _sole_holder(work, client, agreement.holder_code)
    client.holder = agreement.holder
    client.holder_code = agreement.holder_code or None
    client.secret_reason = agreement.secret_reason.strip()
    client.contact_sealed = None
    if agreement.contact.strip():
        place = {"holder": client.id, "table": "client", "column": "contact", "row": client.id}
        client.contact_sealed = work.seal(agreement.contact.strip(), **place, retention=CONTACT)


def _sole_holder(work: Work, client: Client, code: str) -> None:
    """Refuse two partners that are one holder: each would be told what is asked, and answer. Raises BadClient."""
    others = select(Client.id).where(
        Client.organisation == work.organisation,
        Client.holder_code == code,
        Client.id != client.id,
        Client.state.not_in(SHUT_OUT),
    )
    if code and work.session.scalar(others.limit(1)) is not None:
        raise BadClient(
            "holder_code", "Another partner is this holder already.", "Een andere partner is deze houder al."
        )


def ask_proofs(work: Work, client: Client, *, dpop: bool, pushed: bool) -> None:
    """Ask of a client to prove a key for each token (RFC 9449) and to send its requests ahead (RFC 9126), or let go.

    Each change is a step of its own. Where a key is asked for, the tokens that whoever has them can use end.
    """
    wishes = (("require_dpop", dpop, "dpop"), ("require_pushed", pushed, "pushed"))
    for name, wished, code in wishes:
        if getattr(client, name) != wished:
            setattr(client, name, wished)
            work.record(client, verb=f"{code}-asked" if wished else f"{code}-let-go")
            if wished and code == "dpop":
                revoke_tokens(work, client.id)


def rotate_secret(work: Work, client_id: str, *, overlap: timedelta) -> str:
    """Give a client a new secret, returned this once; the present one holds for so long besides.

    Raises UnknownCase, or BadClient where it has none or the overlap is too long.
    """
    client = work.case(Client, client_id)
    if client.auth_method != AuthMethod.CLIENT_SECRET_BASIC.value:
        raise BadClient(
            "auth_method",
            "This partner proves itself by its keys.",
            "Deze partner werkt met sleutels en heeft geen geheim.",
        )
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise BadClient("overlap_hours", "0 to 168 hours.", "0 tot 168 uur.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    client.earlier_secret_hash = client.secret_hash if overlap else None
    client.earlier_secret_until = work.now + overlap if overlap else None
    client.secret_hash = secret_hash(secret)
    work.record(client, verb="secret-rotated", facts={"overlap_hours": int(overlap / timedelta(hours=1))})
    note_deed(work, Deed.PARTNER_CHANGED)
    return secret


def secret_holds(client: Client, secret: str, *, now: datetime) -> bool:
    """Whether a secret is the client's, or the one before it in the time that both hold."""
    shown = secret_hash(secret)
    holds = client.secret_hash is not None and hmac.compare_digest(bytes(client.secret_hash), shown)
    earlier, until = client.earlier_secret_hash, client.earlier_secret_until
    held = earlier is not None and until is not None and now < until and hmac.compare_digest(bytes(earlier), shown)
    return holds or held


def suspend_client(work: Work, client_id: str, *, why: str = "") -> None:
    """Shut a client out: no more tokens, those that it has end, and no events go there. Raises UnknownCase.

    A refresh token of before counts no more either when it is let in again: its users sign in anew.
    """
    client = work.case(Client, client_id)
    _move(client, ClientMove.SUSPEND)
    revoke_tokens(work, client.id)
    ended = end_grants_of_client(work, client.id)
    if client.kind == ClientKind.PARTNER.value:
        work.emit(PartnerSuspended(partner_ref=client.id), case=client)
    facts = {"renewals_ended": ended} if ended else {}
    work.record(client, verb=ClientMove.SUSPEND.value, facts=facts, why=why)
    note_deed(work, Deed.PARTNER_CHANGED)


def let_in_client(work: Work, client_id: str, *, why: str = "") -> None:
    """Let a client in again that was shut out; one that was never confirmed waits for that again.

    Raises UnknownCase, or CannotMove for one that is not shut out.
    """
    client = work.case(Client, client_id)
    _move(client, ClientMove.LET_IN)
    work.record(client, verb=ClientMove.LET_IN.value, why=why)
    note_deed(work, Deed.PARTNER_CHANGED)


def confirm_client(work: Work, client: Client) -> None:
    """Let a partner that registered itself begin. Raises NothingToConfirm."""
    _move(client, ClientMove.CONFIRM)
    work.record(client, verb=ClientMove.CONFIRM.value)
    note_deed(work, Deed.PARTNER_CHANGED)


def _move(client: Client, move: ClientMove) -> None:
    client.state = moved(ClientState(client.state), move).value


def active_client(work: Work, client_id: str) -> Client | None:
    """Return a client that may act, None when there is none of that id, or it waits or is suspended."""
    client = known_client(work, client_id)
    return client if client is not None and client.state == ClientState.ACTIVE.value else None


def known_client(work: Work, client_id: str) -> Client | None:
    """Return a client that is told why it may not act, if it may not: one that waits; None for a suspended one."""
    if not is_client_id(client_id):
        return None
    return work.session.scalars(
        select(Client).where(
            Client.organisation == work.organisation,
            Client.id == client_id,
            Client.state.not_in(SHUT_OUT),
        )
    ).one_or_none()


def secret_hash(secret: str) -> bytes:
    """Return what is kept of a client's secret: it has 256 random bits, so that one SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
