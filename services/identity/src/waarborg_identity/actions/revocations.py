"""Ending tokens before their time: whoever or whatever they name, those made so far no longer count."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_identity.models import Revocation
from waarborg_shared.auth import RevokedTokens
from waarborg_shared.auth.tokens import KEYS_KEPT_FOR
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

KEPT = timedelta(minutes=10)
"""Longer than any access token lives: what is older names no token that would still count."""
KEY_REMEMBERED = timedelta(seconds=KEYS_KEPT_FOR)
"""How long a service that cannot ask identity takes a key that it knows."""
MADE_MEANWHILE = 2
"""Seconds after the revocation in which a token made by who had not seen it yet (or whose clock is ahead) is void."""
MOST_LISTED = 10_000
"""How many names services are told (some 500 kB). Beyond them the oldest go together, and all tokens that are older."""


@dataclass(frozen=True)
class Revoked:
    """Tokens that name ``ref`` and were made in the second ``until`` (since 1970) or before are void."""

    ref: str
    at: datetime

    @property
    def until(self) -> int:
        """The last second whose tokens are void. Tokens know their second only, and one may be made meanwhile."""
        return int(self.at.timestamp()) + MADE_MEANWHILE


def revoke_tokens(work: Work, ref: str) -> None:
    """Let no access token made so far count that names this account, person, client, session or grant."""
    _revoke(work, ref, work.now)


def _revoke(work: Work, ref: str, at: datetime) -> None:
    table: Any = Revocation.__table__
    work.session.execute(delete_for(table, work.organisation).where(table.c.at < work.now - KEPT))
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.connection.dialect.name]
    work.session.execute(
        insert(Revocation)
        .values(organisation=work.organisation, ref=ref, at=at)
        .on_conflict_do_update(index_elements=["organisation", "ref"], set_={"at": at})
    )


def revoke_signed_by(work: Work, kid: str) -> None:
    """Let no token count that this key signed, nor one that whoever stole it signs, whatever it says of when.

    It stands among what was ended until no service can have the key in its memory any more.
    """
    _revoke(work, kid, work.now + KEY_REMEMBERED)


def revocations(work: Work) -> Sequence[Revoked]:
    """Return what was revoked lately, the newest first."""
    return [Revoked(row.ref, row.at) for row in work.session.execute(_lately(work))]


def revoked_tokens(work: Work, *, most: int = MOST_LISTED) -> RevokedTokens:
    """Return what services refuse tokens by; a list cut short is to nobody's good, for what is left out is void."""
    newest = [Revoked(row.ref, row.at) for row in work.session.execute(_lately(work).limit(most + 1))]
    all_until = newest[most].until if len(newest) > most else 0
    return RevokedTokens({each.ref: each.until for each in newest[:most]}, all_until)


def is_revoked(work: Work, refs: Collection[str], *, made_at: float) -> bool:
    """Whether a token that names these, made then (seconds since 1970), was revoked since."""
    rows = work.session.execute(_lately(work).where(Revocation.ref.in_(refs)))
    return any(made_at <= Revoked(row.ref, row.at).until for row in rows)


def _lately(work: Work) -> Select[str, datetime]:
    return (
        select(Revocation.ref, Revocation.at)
        .where(Revocation.organisation == work.organisation, Revocation.at >= work.now - KEPT)
        .order_by(Revocation.at.desc(), Revocation.ref)
    )
