"""Ending tokens before their time: whoever or whatever they name, those made so far no longer count."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_identity.models import Revocation
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

KEPT = timedelta(minutes=10)
"""Longer than any access token lives: what is older names no token that would still count."""


@dataclass(frozen=True)
class Revoked:
    """Tokens that name ``ref`` and were made at ``at`` or before are void."""

    ref: str
    at: datetime


def revoke_tokens(work: Work, ref: str) -> None:
    """Let no access token made so far count that names this account, person, client, session or grant."""
    table: Any = Revocation.__table__
    work.session.execute(delete_for(table, work.organisation).where(table.c.at < work.now - KEPT))
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.session.get_bind().dialect.name]
    work.session.execute(
        insert(Revocation)
        .values(organisation=work.organisation, ref=ref, at=work.now)
        .on_conflict_do_update(index_elements=["organisation", "ref"], set_={"at": work.now})
    )


def revocations(work: Work) -> Sequence[Revoked]:
    """Return what was revoked lately, so that services refuse those tokens too."""
    rows = work.session.execute(
        select(Revocation.ref, Revocation.at).where(
            Revocation.organisation == work.organisation, Revocation.at >= work.now - KEPT
        )
    )
    return [Revoked(row.ref, row.at) for row in rows]


def is_revoked(work: Work, refs: Collection[str], *, made_at: float) -> bool:
    """Whether a token that names these, made then (seconds since 1970), was revoked since."""
    return any(made_at <= each.at.timestamp() for each in revocations(work) if each.ref in refs)
