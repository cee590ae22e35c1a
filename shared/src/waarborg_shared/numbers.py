"""Case numbers that people can read aloud: counted per organisation and year, without a gap and without a double."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_shared.db import Organised
from waarborg_shared.db.ready import ReadyStatement
from waarborg_shared.uow import Work


class NumberMixin(Organised):
    """The last number that an organisation gave out in a year."""

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)


def take_number(work: Work, model: type[NumberMixin], *, year: int) -> int:
    """Take the next number of the year, from 1; whoever else takes one waits until this transaction ends."""
    connection = work.connection
    statement = _next_of(inspect(model).local_table, connection.dialect.name)
    first = {"organisation": work.organisation, "year": year, "last": 1}
    return int(statement.fetch(connection, first)[0][0])


@lru_cache(maxsize=32)
def _next_of(table: Any, dialect: str) -> ReadyStatement:
    """Made once: every case that is filed takes a number."""
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect]
    following = {"last": table.c.last + 1}
    statement = insert(table).on_conflict_do_update(index_elements=["organisation", "year"], set_=following)
    return ReadyStatement(statement.returning(table.c.last), ("organisation", "year", "last"))


def spell_number(organisation: str, *, letter: str, year: int, count: int) -> str:
    """Return a case number such as ``BQR-L-2026-0001``; the letter says of which kind, nothing says of whom."""
    return f"{organisation.partition('-')[0].upper()[:12]}-{letter}-{year:04d}-{count:04d}"
