"""What counts once: the id of an assertion or of a proof, remembered for as long as it would hold."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from waarborg_identity.models import AssertionUse
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work


def first_use(work: Work, name: str, *, until: datetime) -> bool:
    """Whether this name (of whose it is and its ``jti``) is shown for the first time; of many at once, one is."""
    table: Any = AssertionUse.__table__
    work.session.execute(delete_for(table, work.organisation).where(table.c.expires_at < work.now))
    row = {
        "organisation": work.organisation,
        "jti_hash": hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest(),
        "expires_at": until,
    }
    return _inserted(work, table, row)


def _inserted(work: Work, table: Any, row: Mapping[str, Any]) -> bool:
    """Insert unless it is there; RETURNING tells, for a driver's row count does not always."""
    maker: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.connection.dialect.name]
    statement = maker(table).values(**row).on_conflict_do_nothing().returning(table.c.jti_hash)
    return work.session.execute(statement).one_or_none() is not None
