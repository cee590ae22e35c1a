"""What a client does, counted by day: why it was refused, which rights its tokens carried, and what it did here.

Codes and counts alone: about whom it asked stands on that person's timeline. A count is written in the transaction of
what it counts.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_identity.actions.partner_use import KEPT, first_day, today
from waarborg_identity.domain.clients import AuthMethod, ClientState, is_client_id
from waarborg_identity.domain.partner_deeds import NOBODY, Counted, Deed, Refusal
from waarborg_identity.models import Client, ClientDeed
from waarborg_shared.auth import ActorKind
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

_PARTS = 4


@dataclass(frozen=True)
class NamedClient:
    """A client that is named in a request, whether or not it is the one that asks."""

    client_id: str
    method: AuthMethod
    suspended: bool


@dataclass(frozen=True)
class CountedOn:
    """How often something of a sort was on a day (of Amsterdam's calendar)."""

    day: date
    sort: Counted
    code: str
    times: int


def named_client(work: Work, client_id: str) -> NamedClient | None:
    """Return the client of that name, suspended or not; None for a name that is nobody's here."""
    if not is_client_id(client_id):
        return None
    asked = select(Client.auth_method, Client.state).where(
        Client.organisation == work.organisation, Client.id == client_id
    )
    row = work.session.execute(asked).one_or_none()
    if row is None:
        return None
    return NamedClient(client_id, AuthMethod(row.auth_method), ClientState(row.state).shut_out)


def note_refusal(work: Work, client: NamedClient | None, refusal: Refusal) -> None:
    """Count a refusal. Of who names no client all are counted as one, so that made-up names fill no rows; they are
    counted so that a refusal takes as long, and does not tell by that whether there is such a client."""
    if client is None:
        _count(work, NOBODY, Counted.REFUSED, (Refusal.NO_PROOF,))
    else:
        _count(work, client.client_id, Counted.REFUSED, (refusal,))


def note_rights(work: Work, client_id: str, scope: str) -> None:
    """Count the rights that a token carries."""
    _count(work, client_id, Counted.RIGHT, scope.split())


def note_deed(work: Work, deed: Deed, *, times: int = 1) -> None:
    """Count what the client does that acts: for itself, or for a member of staff; what others do is not counted."""
    actor = work.actor
    client_id = actor.ref if actor.kind is ActorKind.PARTNER else actor.via
    if client_id and times:
        _count(work, client_id, Counted.DEED, (deed,), times=times)


def counted_by_day(work: Work, client_id: str, *, until: date, days: int) -> Sequence[CountedOn]:
    """Return what was counted of a client on so many days up to and with the last one, newest first."""
    day, sort, code = ClientDeed.done_on, ClientDeed.sort, ClientDeed.code
    rows = work.session.execute(
        select(day, sort, code, func.sum(ClientDeed.times).label("times"))
        .where(
            ClientDeed.organisation == work.organisation,
            ClientDeed.client_id == client_id,
            day >= first_day(until, days),
            day <= until,
        )
        .group_by(day, sort, code)
        .order_by(day.desc(), sort, code)
    )
    return [CountedOn(row.done_on, Counted(row.sort), row.code, int(row.times)) for row in rows]


def forget_deeds(work: Work) -> None:
    """Let go of counts that are more than a year old."""
    table: Any = ClientDeed.__table__
    before = (work.now - KEPT).astimezone(AMSTERDAM).date()
    work.session.execute(delete_for(table, work.organisation).where(table.c.done_on < before))


def _count(work: Work, client_id: str, sort: Counted, codes: Iterable[str], *, times: int = 1) -> None:
    """Count each code so many times more, in one of a few rows: what a client does seldom waits for its other commits.

    Always in one order: two that count the same never wait for each other in a circle.
    """
    table: Any = ClientDeed.__table__
    place = {"organisation": work.organisation, "client_id": client_id, "done_on": today(work), "sort": sort.value}
    part = secrets.randbelow(_PARTS)
    rows = [{**place, "code": str(code), "part": part, "times": times} for code in sorted(set(codes))]
    if not rows:
        return
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.session.get_bind().dialect.name]
    key = ["organisation", "client_id", "done_on", "sort", "code", "part"]
    once_more = insert(table).on_conflict_do_update(index_elements=key, set_={"times": table.c.times + times})
    work.session.execute(once_more, rows)
