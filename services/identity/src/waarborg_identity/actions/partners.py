"""Partner systems: register one with what was agreed, change that, renew its keys, and show what it does."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwk
from joserfc.errors import JoseError
from sqlalchemy import or_, select, update

from waarborg_identity.actions.clients import CONTACT, Registered, agree, ask_proofs, register_client
from waarborg_identity.actions.partner_deeds import note_deed
from waarborg_identity.actions.partner_use import UsedOn, last_used, used_by_day
from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.actions.webhooks import leave_out_ended
from waarborg_identity.domain import Agreement, AuthMethod, BadClient, ClientKind, ClientState, NewClient, check_keys
from waarborg_identity.domain.clients import SHUT_OUT
from waarborg_identity.domain.partner_deeds import Deed
from waarborg_identity.models import Client, WebhookEndpoint
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import UnknownCase, Work

FETCH_AT_MOST_EVERY = timedelta(minutes=1)
FETCHED_KEYS_ARE_FRESH_FOR = timedelta(hours=1)
FETCHED_KEYS_HOLD_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class NewPartner:
    """A partner system to register. Without a ``client_id`` one is made."""

    name: str
    auth_method: AuthMethod
    scopes: frozenset[str]
    agreement: Agreement
    client_id: str = ""
    jwks: Mapping[str, Any] | None = field(default=None, repr=False)
    jwks_uri: str | None = None


@dataclass(frozen=True)
class PartnerRow:
    """A partner in a list."""

    client: Client
    endpoint: WebhookEndpoint | None
    last_used_at: datetime | None


@dataclass(frozen=True)
class PartnerShown:
    """All that an administrator sees of a partner."""

    client: Client
    contact: str = field(repr=False)
    used: Sequence[UsedOn]
    last_used_at: datetime | None
    endpoint: WebhookEndpoint | None
    steps: Sequence[Step] = field(repr=False)


def register_partner(work: Work, command: NewPartner, *, state: ClientState = ClientState.ACTIVE) -> Registered:
    """Register a partner system, one that may begin or one that waits. Raises BadClient or ClientIdTaken."""
    command.agreement.check_method(command.auth_method)
    by_key = command.auth_method is AuthMethod.PRIVATE_KEY_JWT
    new = NewClient(
        client_id=command.client_id or f"partner-{secrets.token_hex(6)}",
        name=command.name,
        kind=ClientKind.PARTNER,
        auth_method=command.auth_method,
        scopes=command.scopes,
        jwks=readable_keys(command.jwks) if by_key and command.jwks is not None else None,
        jwks_uri=command.jwks_uri if by_key else None,
        require_pushed=command.agreement.require_pushed,
        require_dpop=command.agreement.require_dpop,
    )
    if new.jwks and new.jwks_uri:
        raise BadClient("jwks", "Give keys or an address, not both.", "Geef sleutels of een adres, niet allebei.")
    return register_client(work, new, agreement=command.agreement, state=state)


def change_partner(work: Work, client_id: str, *, name: str, scopes: frozenset[str], agreement: Agreement) -> Client:
    """Change what is agreed with a partner; with a right taken away, the tokens that hold it end, and events of a kind
    that is not agreed any more go there no longer, also those that wait.

    Raises UnknownCase or BadClient.
    """
    client = partner(work, client_id)
    agreement.check_method(AuthMethod(client.auth_method))
    had = frozenset(client.scopes)
    NewClient(  # the same rules as when it was registered
        client_id=client.id,
        name=name,
        kind=ClientKind.PARTNER,
        auth_method=AuthMethod(client.auth_method),
        scopes=scopes,
        jwks=client.jwks,
        jwks_uri=client.jwks_uri,
    )
    before = _compared(client)
    client.name = name.strip()
    client.scopes = sorted(scopes)
    agree(work, client, agreement)
    after = _compared(client)
    changed = sorted(each for each in before if before[each] != after[each])
    if had - scopes:
        revoke_tokens(work, client.id)
    left_out = leave_out_ended(work, client.id, client.events)
    facts: dict[str, Any] = {
        "changed": changed,
        "scopes_added": sorted(scopes - had),
        "scopes_ended": sorted(had - scopes),
    }
    if left_out:
        facts["events_left_out"] = left_out
    work.record(client, verb="changed", facts=facts)
    ask_proofs(work, client, dpop=agreement.require_dpop, pushed=agreement.require_pushed)
    note_deed(work, Deed.PARTNER_CHANGED)
    return client


def renew_keys(work: Work, client_id: str, *, jwks: Mapping[str, Any] | None, jwks_uri: str | None) -> Client:
    """Replace a partner's keys, or the address where they are; who had a secret proves itself by keys from now on.

    Raises UnknownCase or BadClient.
    """
    client = partner(work, client_id)
    if (jwks is None) == (not jwks_uri):
        raise BadClient("jwks", "Give keys, or an address.", "Geef sleutels, of een adres.")
    client.jwks = dict(readable_keys(jwks)) if jwks is not None else None
    client.jwks_uri = jwks_uri or None
    client.jwks_fetched_at = client.jwks_tried_at = None
    client.auth_method = AuthMethod.PRIVATE_KEY_JWT.value
    client.secret_hash = client.earlier_secret_hash = client.earlier_secret_until = None
    client.secret_reason = ""
    revoke_tokens(work, client.id)
    work.record(client, verb="keys-renewed", facts={"by": "address" if jwks_uri else "keys"})
    note_deed(work, Deed.PARTNER_CHANGED)
    return client


def readable_keys(keys: Any) -> Mapping[str, Any]:
    """Return keys that a partner's proofs can be checked with. Raises BadClient."""
    checked: Any = check_keys(keys)
    try:
        jwk.KeySet.import_key_set(checked)
    except (JoseError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise BadClient(
            "jwks", "These are no keys that can be read.", "Dit zijn geen sleutels die te lezen zijn."
        ) from error
    return checked


def partner(work: Work, client_id: str) -> Client:
    """Return a partner system, locked. Raises UnknownCase for what is none."""
    client = work.case(Client, client_id)
    if client.kind != ClientKind.PARTNER.value:
        raise UnknownCase("Client")
    return client


def list_partners(work: Work) -> Sequence[PartnerRow]:
    """Return every partner system of the organisation, by name."""
    used = last_used(work)
    rows = work.session.execute(
        select(Client, WebhookEndpoint)
        .outerjoin(
            WebhookEndpoint,
            (WebhookEndpoint.organisation == Client.organisation) & (WebhookEndpoint.client_id == Client.id),
        )
        .where(Client.organisation == work.organisation, Client.kind == ClientKind.PARTNER.value)
        .order_by(Client.name, Client.id)
    )
    return [PartnerRow(client, endpoint, used.get(client.id)) for client, endpoint in rows]


def show_partner(work: Work, client_id: str) -> PartnerShown:
    """Return a partner with what it did. Raises UnknownCase."""
    client = work.case(Client, client_id, lock=False)
    if client.kind != ClientKind.PARTNER.value:
        raise UnknownCase("Client")
    return PartnerShown(
        client=client,
        contact=_contact(work, client),
        used=used_by_day(work, client_id),
        last_used_at=last_used(work).get(client_id),
        endpoint=work.session.scalars(
            select(WebhookEndpoint).where(
                WebhookEndpoint.organisation == work.organisation, WebhookEndpoint.client_id == client_id
            )
        ).one_or_none(),
        steps=steps_of(work, client, with_why=True),
    )


def keys_to_fetch(work: Work, client_id: str, kid: str | None) -> str | None:
    """Return where to fetch a partner's keys now, and note that it is done; None when what is known will do.

    They are fetched when none are known, when they are an hour old, or when a proof names a key that is not among
    them; at most once a minute, whoever asks and however often.
    """
    client = work.session.scalars(
        select(Client).where(
            Client.organisation == work.organisation,
            Client.id == client_id,
            Client.state.not_in(SHUT_OUT),
            Client.jwks_uri.is_not(None),
        )
    ).one_or_none()
    if client is None or _will_do(client, kid, work.now):
        return None
    table: Any = Client.__table__
    free = or_(table.c.jwks_tried_at.is_(None), table.c.jwks_tried_at <= work.now - FETCH_AT_MOST_EVERY)
    mine = update(table).where(table.c.organisation == work.organisation, table.c.id == client_id, free)
    taken = work.session.execute(mine.values(jwks_tried_at=work.now).returning(table.c.id)).one_or_none()
    return client.jwks_uri if taken is not None else None


def keep_fetched_keys(work: Work, client_id: str, jwks_uri: str, fetched: Any) -> None:
    """Keep keys that were fetched (None: there were none to be had, and those of a day ago no longer count)."""
    client = partner(work, client_id)
    if client.jwks_uri != jwks_uri:
        return
    try:
        client.jwks = dict(readable_keys(fetched))
        client.jwks_fetched_at = work.now
    except BadClient:
        fetched_at = client.jwks_fetched_at
        if client.jwks is not None and (fetched_at is None or work.now - fetched_at > FETCHED_KEYS_HOLD_FOR):
            client.jwks = None
            work.record(client, verb="keys-lapsed")


def _will_do(client: Client, kid: str | None, now: datetime) -> bool:
    if client.jwks is None or client.jwks_fetched_at is None:
        return False
    if now - client.jwks_fetched_at > FETCHED_KEYS_ARE_FRESH_FOR:
        return False
    return kid is None or any(key.get("kid") == kid for key in client.jwks["keys"])


def _compared(client: Client) -> Mapping[str, Any]:
    """What is compared to say what changed; a contact is sealed anew each time, so only whether there is one."""
    plain = ("name", "scopes", "purpose", "agreement_ref", "events", "holder", "holder_code", "secret_reason")
    return {**{name: getattr(client, name) for name in plain}, "has_contact": client.contact_sealed is not None}


def _contact(work: Work, client: Client) -> str:
    if client.contact_sealed is None:
        return ""
    place = {"holder": client.id, "table": "client", "column": "contact", "row": client.id}
    try:
        return work.unseal(client.contact_sealed, **place, retention=CONTACT)
    except KeyDestroyed:
        return ""
