"""Events on their way to partners: put in line, claimed by a worker one at a time per partner, and marked."""

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from waarborg_identity.actions.numbers import number_at
from waarborg_identity.domain import ClientState, DeliveryState, DeliveryVerdict, EndpointState, Tried, partner_kind
from waarborg_identity.domain.webhooks import KEPT, OUR_SIDE, TEST_TYPE, may_be_told, move, next_try, rest, verdict
from waarborg_identity.models import Client, WebhookDelivery, WebhookEndpoint
from waarborg_shared.db import delete_for
from waarborg_shared.events import Envelope, encode
from waarborg_shared.events.identity import WebhookDisabled
from waarborg_shared.uow import Work

LEASE = timedelta(minutes=1)
"""Longer than any try may take: a worker that died leaves its claim, and the event goes again with the same id."""
SECRET = "webhook"  # noqa: S105 - a retention class
PERSONS = ("subject_ref", "person_ref")
"""The fields in which an event names a person."""

_random = secrets.SystemRandom().random


@dataclass(frozen=True)
class Claimed:
    """One event that a worker may send now; ``until`` is how it shows that the claim is still its own."""

    client_id: str
    message_id: str
    url: str
    body: bytes = field(repr=False)
    signing_secrets: tuple[str, ...] = field(repr=False)
    until: datetime


def queue_webhooks(work: Work, envelope: Envelope) -> int:
    """Put an event in line for every partner that may see it and has an address; returns for how many.

    For one that is shut out too: nothing leaves meanwhile, and when it is let in again it misses no withdrawal.
    """
    rows = work.session.execute(
        select(Client.id, Client.events)
        .join(
            WebhookEndpoint,
            and_(WebhookEndpoint.organisation == Client.organisation, WebhookEndpoint.client_id == Client.id),
        )
        .where(
            Client.organisation == work.organisation,
            Client.state.in_([ClientState.ACTIVE.value, ClientState.SUSPENDED.value]),
        )
    ).all()
    holder = getattr(envelope.event, "holder", None)  # what one holder is asked is told to that one alone
    told = [row.id for row in rows if envelope.type in row.events and holder in (None, row.id)]
    for client_id in told:
        put_in_line(work, client_id, envelope)
    return len(told)


def put_in_line(work: Work, client_id: str, envelope: Envelope) -> None:
    """Put an event in line for one partner, once."""
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.connection.dialect.name]
    statement = insert(WebhookDelivery).values(
        organisation=work.organisation,
        client_id=client_id,
        message_id=envelope.id,
        type=envelope.type,
        source=envelope.source,
        case_ref=envelope.subject,
        sequence=envelope.sequence,
        body=encode(envelope),
        told_at=envelope.time,
        queued_at=work.now,
        state=DeliveryState.WAITING.value,
        attempts=0,
        next_at=work.now,
    )
    work.session.execute(statement.on_conflict_do_nothing())


def due_partners(work: Work) -> Sequence[str]:
    """Return the partners to whom something may be sent now and to whom nobody is sending."""
    query = select(WebhookEndpoint.client_id).where(_free(work), exists(_due(work, WebhookEndpoint.client_id)))
    return work.session.scalars(query.order_by(WebhookEndpoint.client_id)).all()


def claim_next(work: Work, client_id: str, *, whole: bool = True) -> Claimed | None:
    """Claim a partner's next event; None when there is none, or somebody else is sending to it.

    Unless it is to be ``whole``, what would be sent is left out: to mark an event that cannot be made. What the
    agreement does not name any more is left out here too: it may have been put in line as that changed.
    """
    endpoint = work.session.scalars(
        select(WebhookEndpoint)
        .where(WebhookEndpoint.client_id == client_id, _free(work))
        .with_for_update(skip_locked=True, of=WebhookEndpoint)
    ).one_or_none()
    if endpoint is None:
        return None
    row = _first_due(work, client_id)
    if row is None:
        return None
    endpoint.claimed_until = until = work.now + LEASE
    return Claimed(
        client_id=client_id,
        message_id=row.message_id,
        url=endpoint.url,
        body=for_partner(work, client_id, bytes(row.body)) if whole else b"",
        signing_secrets=signing_secrets(work, endpoint) if whole else (),
        until=until,
    )


def settle(work: Work, claimed: Claimed, tried: Tried) -> DeliveryVerdict | None:
    """Mark what came of a try; None when the claim ran out meanwhile and the event is somebody else's to send."""
    endpoint = endpoint_of(work, claimed.client_id, lock=True)
    row = delivery_of(work, claimed.client_id, claimed.message_id)
    if endpoint is None or row is None or endpoint.claimed_until != claimed.until:
        return None
    endpoint.claimed_until = None
    row.attempts += 1
    row.first_tried_at = first_at = row.first_tried_at or work.now
    row.last_tried_at = work.now
    row.last_status, row.last_error, row.last_milliseconds = tried.status, tried.error, tried.milliseconds
    found = verdict(tried, first_at=first_at, now=work.now)
    if tried.error == OUR_SIDE:
        pass  # says nothing of the partner: what else waits for it goes on
    elif tried.status is None:
        endpoint.silent_tries += 1
        endpoint.resting_until = work.now + rest(endpoint.silent_tries)
    else:
        endpoint.silent_tries, endpoint.resting_until = 0, None
    waits = row.state == DeliveryState.WAITING.value  # else it was left out while it was on its way
    if waits and found is DeliveryVerdict.DELIVERED:
        row.state = move(row.state, DeliveryState.DELIVERED)
        row.done_at, row.next_at = work.now, None
    elif waits:
        row.next_at = next_try(row.attempts, first_at=first_at, now=work.now, chance=_random)
    if found in {DeliveryVerdict.GONE, DeliveryVerdict.THREE_DAYS}:
        disable_endpoint(work, endpoint, why=found.value)
    return found


def disable_endpoint(work: Work, endpoint: WebhookEndpoint, *, why: str) -> None:
    """Stop sending to a partner, and say so: on its timeline, on its page, and to the other services."""
    client = work.case(Client, endpoint.client_id)
    endpoint.state = EndpointState.DISABLED.value
    endpoint.disabled_at, endpoint.disabled_why = work.now, why
    work.emit(WebhookDisabled(partner_ref=client.id, verdict=why), case=client)
    work.record(client, verb="webhook-disabled", facts={"reason": why})


def for_partner(work: Work, client_id: str, body: bytes) -> bytes:
    """Return an event as a partner gets it: beside a person's reference the number that it knows him by, if it has one.

    That number is added as the event leaves, and is stored with it nowhere.
    """
    document: Any = json.loads(body)
    fields = document["data"]
    person = next((fields[name] for name in PERSONS if isinstance(fields.get(name), str)), None)
    number = number_at(work, person, partner_kind(client_id)) if person else None
    if number is None:
        return body
    fields["own_number"] = number
    return json.dumps(document, separators=(",", ":")).encode()


def leave_out_ended(work: Work, client_id: str, agreed: Collection[str]) -> int:
    """Leave out what waits for a partner and is not agreed with it any more; returns how many that were."""
    table: Any = WebhookDelivery.__table__
    ended = update(table).where(
        table.c.organisation == work.organisation,
        table.c.client_id == client_id,
        table.c.state == DeliveryState.WAITING.value,
        table.c.type.not_in({*agreed, TEST_TYPE}),
    )
    left = {"state": DeliveryState.LEFT_OUT.value, "next_at": None, "done_at": work.now}
    return len(work.session.execute(ended.values(**left).returning(table.c.message_id)).all())


def forget_deliveries(work: Work) -> None:
    """Let go of what was delivered or left out long ago; what waits is never let go."""
    table: Any = WebhookDelivery.__table__
    old = and_(table.c.queued_at < work.now - KEPT, table.c.state != DeliveryState.WAITING.value)
    work.session.execute(delete_for(table, work.organisation).where(old))


def endpoint_of(work: Work, client_id: str, *, lock: bool = False) -> WebhookEndpoint | None:
    """Return where a partner's events go, or None."""
    query = select(WebhookEndpoint).where(
        WebhookEndpoint.organisation == work.organisation, WebhookEndpoint.client_id == client_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return work.session.scalars(query).one_or_none()


def delivery_of(work: Work, client_id: str, message_id: str) -> WebhookDelivery | None:
    """Return one event for one partner, or None."""
    return work.session.scalars(
        select(WebhookDelivery).where(
            WebhookDelivery.organisation == work.organisation,
            WebhookDelivery.client_id == client_id,
            WebhookDelivery.message_id == message_id,
        )
    ).one_or_none()


def signing_secrets(work: Work, endpoint: WebhookEndpoint) -> tuple[str, ...]:
    """Return what to sign with: the present secret, and the one before it in the time that both hold."""
    sealed = [endpoint.secret_sealed]
    until = endpoint.earlier_secret_until
    if endpoint.earlier_secret_sealed is not None and until is not None and work.now < until:
        sealed.append(endpoint.earlier_secret_sealed)
    row = endpoint.client_id
    return tuple(
        work.unseal(blob, holder=row, table="webhook_endpoint", column="secret", row=row, retention=SECRET)
        for blob in sealed
    )


def _first_due(work: Work, client_id: str) -> WebhookDelivery | None:
    """Return a partner's next event that its agreement, as it stands now, names."""
    first = _due(work, client_id).order_by(WebhookDelivery.next_at, WebhookDelivery.message_id).limit(1)
    row = work.session.scalars(first).one_or_none()
    if row is None:
        return None
    agreed = work.session.scalars(
        select(Client.events).where(Client.organisation == work.organisation, Client.id == client_id)
    ).one()
    if may_be_told(row.type, agreed):
        return row
    leave_out_ended(work, client_id, agreed)
    return work.session.scalars(first).one_or_none()


def _free(work: Work) -> ColumnElement[bool]:
    """Endpoints that are on, of partners that are let in, at rest from nothing and claimed by nobody."""
    endpoint = WebhookEndpoint
    active = exists().where(
        Client.organisation == endpoint.organisation,
        Client.id == endpoint.client_id,
        Client.state == ClientState.ACTIVE.value,
    )
    return and_(
        endpoint.organisation == work.organisation,
        endpoint.state == EndpointState.ACTIVE.value,
        or_(endpoint.claimed_until.is_(None), endpoint.claimed_until <= work.now),
        or_(endpoint.resting_until.is_(None), endpoint.resting_until <= work.now),
        active,
    )


def _due(work: Work, client_id: Any) -> Select[Any]:
    """Events of a partner that are due and stand behind no earlier one of their case."""
    row, earlier = WebhookDelivery, aliased(WebhookDelivery)
    behind = exists().where(
        earlier.organisation == row.organisation,
        earlier.client_id == row.client_id,
        earlier.source == row.source,
        earlier.case_ref == row.case_ref,
        earlier.sequence < row.sequence,
        earlier.state == DeliveryState.WAITING.value,
    )
    return select(row).where(
        row.organisation == work.organisation,
        row.client_id == client_id,
        row.state == DeliveryState.WAITING.value,
        row.next_at <= work.now,
        ~behind,
    )
