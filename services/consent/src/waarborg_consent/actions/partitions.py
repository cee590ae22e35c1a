"""Makes the months ahead of the log of decisions, where the database keeps it by month."""

from datetime import date

from sqlalchemy import Date, Integer, bindparam, func, select

from waarborg_shared.migrations.partitions import AHEAD, MONTHS_AHEAD
from waarborg_shared.uow import Work

_MAKE = select(
    getattr(func, f"{AHEAD}decision_record")(bindparam("since", type_=Date()), bindparam("months", type_=Integer()))
)


def make_months_ahead(work: Work, *, since: date, months: int = MONTHS_AHEAD) -> int:
    """Make the partitions of a month and of those after it that are not there yet; returns how many.

    A database without partitions (SQLite) needs none.
    """
    if work.connection.dialect.name != "postgresql":
        return 0
    return int(work.execute(_MAKE, {"since": since, "months": months}).scalar_one())
