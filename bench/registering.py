"""Breach: 25 of the register out of many breaches, held to the same out of few."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from bench.figures import Line, Round, in_turn, judge
from bench.load import Job, send
from bench.processes import Process
from bench.site import ORGANISATION, Site
from waarborg_breach.actions import NewBreach, report_breach
from waarborg_breach.app import SERVICE as BREACH
from waarborg_breach.domain import Times
from waarborg_shared.auth import Actor

REGISTER = "/breach/api/v1/breaches/"
CEILING = 1.5
LISTED = 25
MANY, FEW = 10_000, 100
SECONDS = 1.0
# What the register is narrowed by; of each there are 25 among the few too, so that both give as much.
ASKED = {
    "all": "",
    "a page further on": "cursor={middle}",
    "a year": "year={year}",
    "one kind": "kind=stolen",
    "notified": "notified=yes",
    "open": "course=open",
    "a part of the number": "number=L-",
}
_BREACHES = """
INSERT INTO breach_case ({columns})
SELECT {values} FROM breach_case AS one CROSS JOIN generate_series(1, {count}) AS n WHERE one.id = {one}
"""
_VALUES = {
    "id": "'00000000-0000-7000-8000-' || lpad(n::text, 12, '0')",
    "number": "'BQR-L-2020-' || lpad((n + 1000)::text, 6, '0')",
    "kind": "CASE WHEN n % 3 = 0 THEN 'stolen' ELSE 'lost' END",
    "case_state": "CASE WHEN n % 2 = 0 THEN 'closed' ELSE 'reported' END",
    "closed_at": "CASE WHEN n % 2 = 0 THEN now() END",
    "notified_at": "CASE WHEN n % 3 = 1 THEN now() END",
    "discovered_at": "one.discovered_at - interval '1 minute' * n",
}


@dataclass
class Register:
    """The register of a process as a partner system asks for it."""

    site: Site
    process: Process
    port: int
    middle: str

    def round(self, query: str, *, seconds: float) -> Round:
        """Ask for one part of it for a while. Raises Refused."""
        lines = [f"GET {REGISTER}?limit={LISTED}&{query.format(middle=self.middle, year=2026)} HTTP/1.1"]
        lines += ["Accept: application/json", *(f"{name}: {value}" for name, value in self.site.headers().items())]
        asked = "\r\n".join(lines).encode() + b"\r\n\r\n"
        before = self.process.cpu_seconds
        job = Job(
            port=self.port,
            requests=[asked] * 8,
            seconds=seconds,
            most=self.site.plan.most,
            core=self.site.cores.clients,
        )
        sent = send(job)
        return Round(sent.count, sent.seconds, self.process.cpu_seconds - before)


def measure_register(site: Site) -> list[Line]:
    """Ask 25 of the register of two processes in turn, by each filter: one with many breaches, one with few."""
    with site.identity(), ExitStack() as running:
        registers = []
        for size in (MANY, FEW):
            one = replace(site, made={**site.made, BREACH.name: site.databases.make(BREACH)}, scopes="breach:read")
            middle = _fill(one, size)
            process = running.enter_context(one.web(BREACH, core=site.cores.measured))
            registers.append(Register(one, *process, middle))
        return list(_lines(site, registers, min(SECONDS, site.plan.seconds)))


def _lines(site: Site, registers: list[Register], seconds: float) -> Iterator[Line]:
    for name, query in ASKED.items():
        rounds = [partial(register.round, query, seconds=seconds) for register in registers]
        for warm in rounds:
            warm()
        of_many, of_few = in_turn(*rounds, rounds=site.plan.rounds)
        ratio = of_few.rate.middle / of_many.rate.middle
        yield Line(
            what=f"register, {name}: {LISTED} of {MANY:,}",
            subject=f"{of_many.rate.show()} /s",
            yardstick=f"{of_few.rate.show()} /s of {FEW}",
            ratio=f"{ratio:.2f} ×",
            promise=f"≤ {CEILING} ×",
            verdict=judge(ratio, floor=CEILING, least=False),
            cpu=f"{of_many.cpu_ms.middle:.3f} / {of_few.cpu_ms.middle:.3f}",
        )


def _fill(site: Site, count: int) -> str:
    """Report one breach and copy it so many times, each its own; returns a breach in the middle."""
    now = datetime(2026, 12, 1, tzinfo=UTC)
    with site.runtime(BREACH) as runtime:
        now = min(now, runtime.now())
        actor = Actor.system(BREACH.name, ORGANISATION)
        times = Times(discovered_at=now - timedelta(hours=2), aware_at=now - timedelta(hours=1))
        with runtime.uow.begin(ORGANISATION, actor=actor, now=runtime.now()) as work:
            command = NewBreach(times=times, origin="partner", summary="Een verzonnen tas is zoek.")
            one = report_breach(work, command, rules=runtime.rules(ORGANISATION)).id
    url = make_url(site.databases.admin_url).set(
        drivername="postgresql", database=make_url(site.database(BREACH).owner).database
    )
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(_copied(connection, count=count, one=one))
        connection.execute("VACUUM (ANALYZE) breach_case")
        connection.execute("CHECKPOINT")
    return f"00000000-0000-7000-8000-{count // 2:012}"


def _copied(connection: psycopg.Connection, *, count: int, one: str) -> sql.Composed:
    """The statement that copies one row so many times, with values of its own in some columns."""
    listed = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'breach_case' "
        "AND table_schema = 'public'"
    ).fetchall()
    columns = [str(row[0]) for row in listed]
    values = [
        sql.SQL(_VALUES[name]) if name in _VALUES else sql.SQL("one.{}").format(sql.Identifier(name))
        for name in columns
    ]
    return sql.SQL(_BREACHES).format(
        columns=sql.SQL(", ").join(sql.Identifier(name) for name in columns),
        values=sql.SQL(", ").join(values),
        count=sql.Literal(count),
        one=sql.Literal(one),
    )
