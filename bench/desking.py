"""Breach: what its part of the desk asks of the database with many closed cases, held to the same with few."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from bench.figures import Line, Round, in_turn, judge
from bench.processes import Aborted
from bench.site import ORGANISATION, Site
from waarborg_breach.actions import NewBreach, count_open, open_cases, report_breach
from waarborg_breach.app import SERVICE as BREACH
from waarborg_breach.domain import Times
from waarborg_shared.auth import Actor
from waarborg_shared.service import Runtime

CEILING = 2.0
OPEN, MANY, FEW = 200, 10_000, 100
LISTED = 50
SECONDS = 1.0
_CASE = {
    "id": "'case-' || lpad(n::text, 12, '0')",
    "number": "'BQR-L-2020-' || lpad((n + 1000)::text, 6, '0')",
    "case_state": f"CASE WHEN n > {OPEN} THEN 'closed' ELSE 'reported' END",
    "closed_at": f"CASE WHEN n > {OPEN} THEN now() END",
}
_CLOCK = {
    "case_ref": "'case-' || lpad(n::text, 12, '0')",
    "stopped_at": f"CASE WHEN n > {OPEN} THEN now() END",
}
_NOTICES = """
INSERT INTO breach_notice (organisation, breach_id, number, kind, at, noted_at, noted_by, role)
SELECT organisation, id, 1, 'complete', discovered_at, discovered_at, 'somebody', 'board'
FROM breach_case WHERE case_state = 'closed'
"""
"""One for each closed case, in time and so without reasons for delay."""


def measure_desk(site: Site) -> list[Line]:
    """Count and list what is open, in turn with many and with few cases that are closed, each notified once."""
    with ExitStack() as running:
        asked = [running.enter_context(_filled(site, closed)) for closed in (MANY, FEW)]
        seconds = min(SECONDS, site.plan.seconds)
        rounds = [partial(_round, runtime, seconds=seconds) for runtime in asked]
        for warm in rounds:
            warm()
        of_many, of_few = in_turn(*rounds, rounds=site.plan.rounds)
    ratio = of_few.rate.middle / of_many.rate.middle
    return [
        Line(
            what=f"desk of breaches: {OPEN} open beside {MANY:,} closed",
            subject=f"{of_many.rate.show()} /s",
            yardstick=f"{of_few.rate.show()} /s beside {FEW}",
            ratio=f"{ratio:.2f} ×",
            promise=f"≤ {CEILING:.0f} ×",
            verdict=judge(ratio, floor=CEILING, least=False),
            cpu=f"{of_many.cpu_ms.middle:.3f} / {of_few.cpu_ms.middle:.3f}",
        )
    ]


def _round(runtime: Runtime, *, seconds: float) -> Round:
    """Ask for a while, in this process: what is measured is what the database does. Raises Aborted."""
    actor, asked = Actor.system(BREACH.name, ORGANISATION), 0
    began, spent = time.monotonic(), time.process_time()
    while time.monotonic() - began < seconds:
        with runtime.uow.read(ORGANISATION, actor=actor, now=runtime.now()) as work:
            listed, counted = len(open_cases(work, limit=LISTED)), count_open(work)
        if (listed, counted) != (LISTED, OPEN + 1):
            raise Aborted(f"{listed} listed and {counted} counted")
        asked += 1
    return Round(asked, time.monotonic() - began, time.process_time() - spent)


@contextmanager
def _filled(site: Site, closed: int) -> Iterator[Runtime]:
    """Report one breach and copy it so many times, each with its clocks, some closed and notified in time."""
    one = replace(site, made={**site.made, BREACH.name: site.databases.make(BREACH)})
    with one.runtime(BREACH) as runtime:
        actor, now = Actor.system(BREACH.name, ORGANISATION), min(datetime(2026, 12, 1, tzinfo=UTC), runtime.now())
        times = Times(discovered_at=now - timedelta(hours=2), aware_at=now - timedelta(hours=1))
        with runtime.uow.begin(ORGANISATION, actor=actor, now=runtime.now()) as work:
            command = NewBreach(times=times, origin="partner", summary="Een verzonnen tas is zoek.")
            breach_id = report_breach(work, command, rules=runtime.rules(ORGANISATION)).id
        url = make_url(one.databases.admin_url).set(
            drivername="postgresql", database=make_url(one.database(BREACH).owner).database
        )
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            for table, key, other in (("breach_case", "id", _CASE), ("deadline", "case_ref", _CLOCK)):
                connection.execute(_copied(connection, table, other, count=OPEN + closed, where=(key, breach_id)))
            connection.execute(_NOTICES)
            for table in ("breach_case", "deadline", "breach_notice"):
                connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
            connection.execute("CHECKPOINT")
        yield runtime


def _copied(
    connection: psycopg.Connection, table: str, other: dict[str, str], *, count: int, where: tuple[str, str]
) -> sql.Composed:
    """The statement that copies rows so many times, with values of their own in some columns."""
    listed = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'", (table,)
    ).fetchall()
    columns = [str(row[0]) for row in listed]
    values = [
        sql.SQL(other[name]) if name in other else sql.SQL("one.{}").format(sql.Identifier(name)) for name in columns
    ]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} AS one "
        "CROSS JOIN generate_series(1, {count}) AS n WHERE one.{key} = {one}"
    ).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(sql.Identifier(name) for name in columns),
        values=sql.SQL(", ").join(values),
        count=sql.Literal(count),
        key=sql.Identifier(where[0]),
        one=sql.Literal(where[1]),
    )
