"""Applications in which the organisation's own staff work: see which there are, and what each may do and did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from waarborg_identity.actions.clients import ask_proofs
from waarborg_identity.actions.partner_deeds import note_deed
from waarborg_identity.actions.partner_use import UsedOn, last_used, used_by_day
from waarborg_identity.domain import ClientKind
from waarborg_identity.domain.partner_deeds import Deed
from waarborg_identity.models import Client
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import UnknownCase, Work


@dataclass(frozen=True)
class ApplicationRow:
    """An application in a list."""

    client: Client
    last_used_at: datetime | None


@dataclass(frozen=True)
class ApplicationShown:
    """All that an administrator sees of an application."""

    client: Client
    used: Sequence[UsedOn]
    last_used_at: datetime | None
    steps: Sequence[Step] = field(repr=False)


def list_applications(work: Work) -> Sequence[ApplicationRow]:
    """Return every application of the organisation, by name."""
    used = last_used(work)
    rows = work.session.scalars(
        select(Client)
        .where(Client.organisation == work.organisation, Client.kind == ClientKind.APPLICATION.value)
        .order_by(Client.name, Client.id)
    )
    return [ApplicationRow(client, used.get(client.id)) for client in rows]


def show_application(work: Work, client_id: str) -> ApplicationShown:
    """Return an application with what it did. Raises UnknownCase, also for a partner system."""
    client = _application(work, client_id, lock=False)
    return ApplicationShown(
        client=client,
        used=used_by_day(work, client_id),
        last_used_at=last_used(work).get(client_id),
        steps=steps_of(work, client, with_why=True),
    )


def ask_application(work: Work, client_id: str, *, dpop: bool, pushed: bool) -> None:
    """Ask of an application that it proves a key and sends its requests ahead, or no longer. Raises UnknownCase."""
    ask_proofs(work, _application(work, client_id, lock=True), dpop=dpop, pushed=pushed)
    note_deed(work, Deed.PARTNER_CHANGED)


def _application(work: Work, client_id: str, *, lock: bool) -> Client:
    client = work.case(Client, client_id, lock=lock)
    if client.kind != ClientKind.APPLICATION.value:
        raise UnknownCase("Client")
    return client
