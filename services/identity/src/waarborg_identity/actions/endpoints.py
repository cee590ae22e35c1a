"""Where a partner's events go: set and change it, renew its secret, try it, send again, leave out, turn it on again."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from sqlalchemy import and_, select, update

from waarborg_identity.actions.partner_deeds import note_deed
from waarborg_identity.actions.partners import partner
from waarborg_identity.actions.webhooks import SECRET, delivery_of, endpoint_of, put_in_line
from waarborg_identity.domain import LONGEST_OVERLAP, BadClient, ClientState, DeliveryState, EndpointState
from waarborg_identity.domain.partner_deeds import Deed
from waarborg_identity.domain.webhooks import KEPT, TEST_TYPE, may_be_told, move
from waarborg_identity.models import Client, WebhookDelivery, WebhookEndpoint
from waarborg_shared.db import new_id
from waarborg_shared.events import Envelope, Event
from waarborg_shared.uow import UnknownCase, Work

SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class WebhookTest(Event):
    """A try, asked for by an administrator; it goes to one partner and to no other service."""

    type: ClassVar[str] = TEST_TYPE

    partner_ref: Annotated[str, "reference of the partner system"]


@dataclass(frozen=True)
class EndpointSet:
    """Where events go, with the secret to check them by where a new one was made: shown once."""

    endpoint: WebhookEndpoint
    secret: str | None = field(repr=False)


def set_endpoint(work: Work, client_id: str, url: str) -> EndpointSet:
    """Say where a partner's events go; what waits goes to the new address. Raises UnknownCase.

    Whether we ask at such an address at all is for the edge to check, which knows the operator's settings.
    """
    client = partner(work, client_id)
    endpoint = endpoint_of(work, client_id, lock=True)
    if endpoint is not None:
        endpoint.url = url
        _ready(endpoint)
        _record(work, client, verb="webhook-moved")
        return EndpointSet(endpoint, None)
    secret = _new_secret()
    endpoint = WebhookEndpoint(
        organisation=work.organisation,
        client_id=client_id,
        url=url,
        secret_sealed=_sealed(work, client_id, secret),
        state=EndpointState.ACTIVE.value,
        silent_tries=0,
        made_at=work.now,
    )
    work.session.add(endpoint)
    work.session.flush()
    _record(work, client, verb="webhook-set")
    return EndpointSet(endpoint, secret)


def renew_webhook_secret(work: Work, client_id: str, *, overlap: timedelta) -> str:
    """Make a new secret, returned this once; for so long, events are signed with both.

    Raises UnknownCase or BadClient.
    """
    client = partner(work, client_id)
    endpoint = _endpoint(work, client_id)
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise BadClient("overlap_hours", "0 to 168 hours.", "0 tot 168 uur.")
    secret = _new_secret()
    endpoint.earlier_secret_sealed = endpoint.secret_sealed if overlap else None
    endpoint.earlier_secret_until = work.now + overlap if overlap else None
    endpoint.secret_sealed = _sealed(work, client_id, secret)
    _record(work, client, verb="webhook-secret-renewed", facts={"overlap_hours": int(overlap / timedelta(hours=1))})
    return secret


def send_test(work: Work, client_id: str) -> str:
    """Put a test event in line for a partner and return its id. Raises UnknownCase."""
    client = partner(work, client_id)
    _endpoint(work, client_id)
    message_id = new_id()
    envelope = Envelope(
        id=message_id,
        type=WebhookTest.type,
        source=work.source,
        organisation=work.organisation,
        subject=f"test-{message_id}",
        sequence=1,
        time=work.now,
        event=WebhookTest(partner_ref=client.id),
    )
    put_in_line(work, client_id, envelope)
    _record(work, client, verb="webhook-tested")
    return message_id


def send_again(work: Work, client_id: str, message_id: str) -> None:
    """Send one event once more, or now what waits for its next try.

    Raises UnknownCase, or BadClient where the agreement has no such events any more.
    """
    client = partner(work, client_id)
    row = _delivery(work, client_id, message_id)
    if not may_be_told(row.type, client.events):
        raise BadClient(
            "events",
            "The agreement with this partner has no events of this kind any more.",
            "Dit soort bericht staat niet meer in de afspraken met deze partner.",
        )
    if row.state != DeliveryState.WAITING.value:
        row.state = move(row.state, DeliveryState.WAITING)
    _from_the_start(row, work.now)
    endpoint = _endpoint(work, client_id)
    endpoint.silent_tries, endpoint.resting_until = 0, None
    _record(work, client, verb="webhook-sent-again", facts={"message": message_id})


def leave_out(work: Work, client_id: str, message_id: str, *, why: str) -> None:
    """Let an event go that a partner cannot take, so that what waits behind it goes on. Raises UnknownCase, BadMove."""
    client = partner(work, client_id)
    row = _delivery(work, client_id, message_id)
    row.state = move(row.state, DeliveryState.LEFT_OUT)
    row.next_at, row.done_at = None, work.now
    _record(work, client, verb="webhook-left-out", facts={"message": message_id}, why=why)


def replay_since(work: Work, client_id: str, since: datetime) -> int:
    """Send again, in order, every event of a partner that was told from a moment on; returns how many.

    Raises UnknownCase, or BadClient for a moment in the future or from before what is kept.
    """
    client = partner(work, client_id)
    _endpoint(work, client_id)
    if not work.now - KEPT <= since <= work.now:
        raise BadClient(
            "since", f"A moment in the last {KEPT.days} days.", f"Een moment in de afgelopen {KEPT.days} dagen."
        )
    table: Any = WebhookDelivery.__table__
    again = update(table).where(
        table.c.organisation == work.organisation,
        table.c.client_id == client_id,
        table.c.told_at >= since,
        table.c.type != WebhookTest.type,
        table.c.state != DeliveryState.WAITING.value,
        table.c.type.in_(client.events),
    )
    fresh = {"state": DeliveryState.WAITING.value, "attempts": 0, "first_tried_at": None, "done_at": None}
    rows = work.session.execute(again.values(**fresh, next_at=work.now).returning(table.c.message_id)).all()
    _record(work, client, verb="webhook-replayed", facts={"events": len(rows)})
    return len(rows)


def turn_on(work: Work, client_id: str) -> None:
    """Send to a partner again after it was disabled; what waited goes now, with three days before it.

    Raises UnknownCase.
    """
    client = partner(work, client_id)
    endpoint = _endpoint(work, client_id)
    endpoint.state = EndpointState.ACTIVE.value
    endpoint.disabled_at = endpoint.disabled_why = None
    _ready(endpoint)
    waiting = select(WebhookDelivery).where(
        WebhookDelivery.organisation == work.organisation,
        WebhookDelivery.client_id == client_id,
        WebhookDelivery.state == DeliveryState.WAITING.value,
    )
    for row in work.session.scalars(waiting):
        _from_the_start(row, work.now)
    _record(work, client, verb="webhook-turned-on")


def stopped_endpoints(work: Work) -> Sequence[WebhookEndpoint]:
    """Return the endpoints of active partners that take no events until somebody turns them on, the longest first."""
    query = select(WebhookEndpoint).join(
        Client, and_(Client.organisation == WebhookEndpoint.organisation, Client.id == WebhookEndpoint.client_id)
    )
    query = query.where(
        WebhookEndpoint.organisation == work.organisation,
        WebhookEndpoint.state == EndpointState.DISABLED.value,
        Client.state == ClientState.ACTIVE.value,
    )
    return work.session.scalars(query.order_by(WebhookEndpoint.disabled_at)).all()


def deliveries(
    work: Work, client_id: str, *, limit: int = 50, before: tuple[datetime, str] | None = None
) -> Sequence[WebhookDelivery]:
    """Return what went or waits to go to a partner, newest first; ``before`` is where the page before this ended."""
    row = WebhookDelivery
    query = select(row).where(row.organisation == work.organisation, row.client_id == client_id)
    if before is not None:
        at, message_id = before
        query = query.where((row.queued_at < at) | ((row.queued_at == at) & (row.message_id < message_id)))
    return work.session.scalars(query.order_by(row.queued_at.desc(), row.message_id.desc()).limit(limit)).all()


def _record(work: Work, client: Client, *, verb: str, **said: Any) -> None:
    work.record(client, verb=verb, **said)
    note_deed(work, Deed.WEBHOOK_CHANGED)


def _endpoint(work: Work, client_id: str) -> WebhookEndpoint:
    endpoint = endpoint_of(work, client_id, lock=True)
    if endpoint is None:
        raise UnknownCase("WebhookEndpoint")
    return endpoint


def _delivery(work: Work, client_id: str, message_id: str) -> WebhookDelivery:
    row = delivery_of(work, client_id, message_id)
    if row is None:
        raise UnknownCase("WebhookDelivery")
    return row


def _ready(endpoint: WebhookEndpoint) -> None:
    endpoint.silent_tries, endpoint.resting_until, endpoint.claimed_until = 0, None, None


def _from_the_start(row: WebhookDelivery, now: datetime) -> None:
    row.attempts, row.first_tried_at, row.done_at, row.next_at = 0, None, None, now


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def _sealed(work: Work, client_id: str, secret: str) -> bytes:
    return work.seal(
        secret, holder=client_id, table="webhook_endpoint", column="secret", row=client_id, retention=SECRET
    )
