"""What is stored of one case in one table: asked for by every page and every step, so by queries that are made once."""

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Select, bindparam

from waarborg_breach.models import BreachCase
from waarborg_shared.db import made_once
from waarborg_shared.uow import Work

_Row = TypeVar("_Row")


def rows_of(work: Work, case: BreachCase, model: type[_Row], *order: str) -> Sequence[_Row]:
    """Return the rows of a case, in the order of these columns."""
    return work.found(_query(cast(Hashable, model), order), breach_id=case.id).all()


@lru_cache(maxsize=64)
def _query(model: Hashable, order: tuple[str, ...]) -> Select[Any]:
    rows: Any = model
    query = made_once(rows).where(rows.breach_id == bindparam("breach_id"))
    return query.order_by(*(getattr(rows, name) for name in order))
