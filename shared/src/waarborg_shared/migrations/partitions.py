"""Tables that PostgreSQL keeps by month: partitions made ahead by whoever works, and one for what has no month yet."""

from typing import Any

from sqlalchemy import Connection, text

from waarborg_shared.migrations.walls import SERVICE
from waarborg_shared.role_names import roles_of

AHEAD = "months_ahead_of_"
MONTHS_AHEAD = 3

# The roles that work own nothing, so the function is the owner's; it makes months of this table and nothing else. It
# waits two seconds for the table at most, for everything else waits behind it: what failed is tried the next time.
_FUNCTION = """
CREATE FUNCTION {function}(since date, months integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET lock_timeout = '2s' AS $$
DECLARE
  first date;
  partition text;
  made integer := 0;
BEGIN
  FOR number IN 0 .. least(greatest(months, 0), 24) LOOP
    first := (date_trunc('month', since) + make_interval(months => number))::date;
    partition := '{table}_m' || to_char(first, 'YYYYMM');
    IF to_regclass('public.' || quote_ident(partition)) IS NULL THEN
      BEGIN
        EXECUTE format(
          'CREATE TABLE public.%I PARTITION OF public.{table} FOR VALUES FROM (%L) TO (%L)', partition,
          first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00');
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', partition);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', partition);
        EXECUTE format('GRANT SELECT ON public.%I TO {backup}', partition);
        made := made + 1;
      EXCEPTION WHEN duplicate_table OR check_violation OR lock_not_available THEN
        RAISE WARNING '% was not made: %', partition, SQLERRM;
      END;
    END IF;
  END LOOP;
  RETURN made;
END $$
"""


def partitioned(op: Any, table: str) -> None:
    """Give a table that was made `PARTITION BY RANGE (…)` its partitions: this month, those ahead, and the rest.

    The rest takes what has no month of its own, so that nothing is ever refused for want of a partition. Nobody but the
    owner and the backup reaches a partition by itself. On SQLite, nothing.
    """
    context = op.get_context()
    if context.dialect.name != "postgresql":
        return
    roles, function = roles_of(context.opts[SERVICE]), AHEAD + table
    op.execute(f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT")
    op.execute(f"ALTER TABLE {table}_rest ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table}_rest FORCE ROW LEVEL SECURITY")
    op.execute(_FUNCTION.format(function=function, table=table, backup=roles.backup))
    op.execute(f"REVOKE EXECUTE ON FUNCTION {function}(date, integer) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {function}(date, integer) TO {roles.app}, {roles.worker}")
    op.execute(f"SELECT {function}(current_date, {MONTHS_AHEAD})")


def drop_partitioned(op: Any, table: str) -> None:
    """Take back what `partitioned` made beside the table itself, whose partitions go with it."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {AHEAD}{table}(date, integer)")


def partitions_of(connection: Connection) -> frozenset[str]:
    """Return the names of tables that are a part of another one; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return frozenset()
    return frozenset(connection.execute(text("SELECT inhrelid::regclass::text FROM pg_inherits")).scalars())
