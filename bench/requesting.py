"""Requests: filing one, held to the bare two inserts; and 25 of the work list out of many cases, held to few."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_bytes

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from bench.consents import Target, warm_up
from bench.figures import Line, Round, compare, in_turn, judge
from bench.load import Job, send
from bench.processes import Aborted, Process
from bench.site import ORGANISATION, Site
from waarborg_requests.actions import NewRequest, receive_request
from waarborg_requests.app import SERVICE as REQUESTS
from waarborg_requests.domain import Reach
from waarborg_requests.paging import cursor_of
from waarborg_shared.auth import Actor
from waarborg_shared.hooks.values import RequestKind

FILE = "/requests/api/v1/requests/"
SCOPES = "requests:file requests:answer"
CEILING = 1.5
LISTED = 25
SECONDS = 1.0
HANDLER = "account-bench-3"
_ASKED = {
    "kind": "access",
    "name": "Een Verzonnen Persoon",
    "reach": "post",
    "reach_at": "Verzonnenlaan 1, 9999 ZZ Nergenshuizen",
    "asked": "Ik wil weten wat er over mij is vastgelegd, en van wie u dat hebt.",
}
# What the list is narrowed by; of each there are 25 among the few cases too, so that both give as much.
ASKED = {
    "all open": "",
    "kind": "kind=erasure",
    "class": "request_class=complaint",
    "one handler": f"assigned={HANDLER}",
    "nobody": "assigned=nobody",
    "late": "due=late",
    "within a week": "due=week",
    "waiting": "waiting=yes",
    "late and waiting": "due=late&waiting=yes",
    "escalated": "escalated=yes",
    "came by a partner": "came_by=partner",
    "kind and late": "kind=erasure&due=late",
    "to deliver": "state=to_deliver",
    "answered": "state=answered",
    "answered, kind": "state=answered&kind=erasure",
    "answered late": "state=answered&due=late",
}
_KINDS = ("access", "erasure", "correction", "objection", "complaint")
# Half of the cases are open; due from 30 days ago to 30 days ahead, a third waits, of which half stands still.
_CASES = """
INSERT INTO request ({columns})
SELECT {values} FROM request AS one CROSS JOIN generate_series(1, {count}) AS n WHERE one.id = {one}
"""
_VALUES = {
    "id": "'request-' || lpad(n::text, 12, '0')",
    "number": "'BQR-2026-' || lpad((n + 1000)::text, 6, '0')",
    "kind": "({kinds})[1 + (n / 2) % 5]",
    "request_class": "CASE WHEN (n / 2) % 4 = 0 THEN 'complaint' ELSE 'request' END",
    "came_by": "CASE WHEN (n / 2) % 5 = 1 THEN 'partner' ELSE 'page' END",
    "state": "CASE WHEN n % 2 = 1 THEN 'answered' WHEN (n / 2) % 3 = 0 THEN 'waiting' ELSE 'received' END",
    "stands_still": "n % 2 = 0 AND (n / 2) % 6 = 0",
    "received_at": "now() - interval '60 days'",
    "due_at": "now() + (n::bigint * 7919 % {count} * 60.0 / {count} - 30) * interval '1 day'",
    "taken_up_by": "CASE WHEN (n / 2) % 11 = 0 THEN NULL ELSE 'account-bench-' || (n / 2) % 10 END",
    "escalated_at": "CASE WHEN (n / 2) % 7 = 0 THEN now() END",
    "answered_at": "CASE WHEN n % 2 = 1 THEN now() - (n::bigint * 104729 % {count} * 20.0 / {count})"
    " * interval '1 day' END",
    "outcome": "CASE WHEN n % 2 = 1 THEN 'granted' END",
}
_CLOCKS = """
INSERT INTO deadline ({columns})
SELECT {values} FROM deadline AS one CROSS JOIN generate_series(1, {count}) AS n WHERE one.case_ref = {one}
"""
_CLOCK_VALUES = {"case_ref": "'request-' || lpad(n::text, 12, '0')"}
_LETTERS = """
INSERT INTO request_delivery (organisation, id, request_id, template, channel, state, ready_at)
SELECT {organisation}, 'letter-' || lpad(n::text, 12, '0'), 'request-' || lpad(n::text, 12, '0'), 'request-answered',
    'letter', 'queued', now() FROM generate_series(1, 119, 2) AS n
"""
_SETTLED = ("request", "deadline", "request_delivery")


def measure_filing(site: Site) -> list[Line]:
    """File a request as a partner system does: checked, numbered, sealed, its clocks started, told, in one commit."""
    site = replace(site, scopes=SCOPES)
    body = json.dumps(_ASKED).encode()
    with (
        site.identity(),
        site.web(REQUESTS, core=site.cores.measured) as requests,
        site.yardstick() as yardstick,
    ):
        before = site.count(REQUESTS, "request")
        filed = Target(site, *requests, FILE, [body] * 16)
        bare = Target(site, *yardstick, "/two-inserts", [b"{}"] * 16)
        warm_up(filed, bare)
        of_filed, of_bare = in_turn(filed.round, bare.round, rounds=site.plan.rounds)
        new = site.count(REQUESTS, "request") - before
    if new != filed.answered:
        raise Aborted(f"{filed.answered} answers, but {new} new requests")
    note = f"{new:,} answers with 2xx, as many new requests, each with its number, clocks, event and a key of its own"
    return [compare("file a request", of_filed, of_bare, floor=0.15, aim=0.30, notes=(note,))]


@dataclass
class Listing:
    """The work list of a process as a partner system asks for it, and how often it answered."""

    site: Site
    process: Process
    port: int

    def round(self, query: str, *, seconds: float) -> Round:
        """Ask for one part of it for a while. Raises Refused."""
        lines = [f"GET {FILE}?limit={LISTED}&{query} HTTP/1.1", "Accept: application/json"]
        lines += [f"{name}: {value}" for name, value in self.site.headers().items()]
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


def measure_work_list(site: Site) -> list[Line]:
    """Ask 25 of the work list of two processes in turn, by each filter: one with many cases, one with few."""
    plan = site.plan
    sizes = (plan.listed, max(1_000, plan.listed // 100) if not plan.smoke else plan.listed)
    seconds = min(SECONDS, plan.seconds)
    with site.identity(), ExitStack() as running:
        listings, took = [], []
        for size in sizes:
            one = replace(site, made={**site.made, REQUESTS.name: site.databases.make(REQUESTS)}, scopes=SCOPES)
            began = time.monotonic()
            middle = _fill(one, size)
            took.append(f"{size:,} cases in {time.monotonic() - began:.0f} s")
            process = running.enter_context(one.web(REQUESTS, core=site.cores.measured))
            listings.append((Listing(one, *process), middle))
        return list(_lines(site, listings, seconds, note=f"filled with {' and '.join(took)}; half of them open"))


def _lines(site: Site, listings: list[tuple[Listing, str]], seconds: float, *, note: str) -> Iterator[Line]:
    count = site.plan.listed
    for name, query in [*ASKED.items(), ("a page further on", "cursor={middle}")]:
        rounds = [partial(listing.round, query.format(middle=middle), seconds=seconds) for listing, middle in listings]
        for warm in rounds:
            warm()
        of_many, of_few = in_turn(*rounds, rounds=site.plan.rounds)
        ratio = of_few.rate.middle / of_many.rate.middle
        yield Line(
            what=f"work list, {name}: {LISTED} of {count:,}",
            subject=f"{of_many.rate.show()} /s",
            yardstick=f"{of_few.rate.show()} /s of few",
            ratio=f"{ratio:.2f} ×",
            promise=f"≤ {CEILING} ×",
            verdict=judge(ratio, floor=CEILING, least=False),
            cpu=f"{of_many.cpu_ms.middle:.3f} / {of_few.cpu_ms.middle:.3f}",
            notes=(note,) if name == "all open" else (),
        )


def _fill(site: Site, count: int) -> str:
    """File one request and copy it so many times, each its own; returns the cursor of a page in the middle."""
    with site.runtime(REQUESTS) as runtime:
        actor = Actor.system(REQUESTS.name, ORGANISATION)
        command = NewRequest(**{**_ASKED, "kind": RequestKind.ACCESS, "reach": Reach.POST})
        with runtime.uow.begin(ORGANISATION, actor=actor, now=runtime.now()) as work:
            filed = receive_request(work, command, rules=runtime.rules(ORGANISATION), entropy=token_bytes(32))
            one = filed.request.id
    url = make_url(site.databases.admin_url).set(
        drivername="postgresql", database=make_url(site.database(REQUESTS).owner).database
    )
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(_copied(connection, "request", _CASES, _VALUES, count=count, one=one))
        connection.execute(_copied(connection, "deadline", _CLOCKS, _CLOCK_VALUES, count=count, one=one))
        connection.execute(sql.SQL(_LETTERS).format(organisation=ORGANISATION))
        for table in _SETTLED:
            connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
        connection.execute("CHECKPOINT")
        found = connection.execute(
            "SELECT due_at, id FROM request WHERE answered_at IS NULL ORDER BY due_at, id OFFSET %s LIMIT 1",
            (count // 4,),
        ).fetchone()
    assert found is not None
    cursor = cursor_of((found[0], found[1]))
    assert cursor is not None
    return cursor


def _copied(
    connection: psycopg.Connection, table: str, statement: str, other: dict[str, str], *, count: int, one: str
) -> sql.Composed:
    """The statement that copies one row so many times, with values of its own in some columns."""
    listed = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'", (table,)
    ).fetchall()
    columns = [str(row[0]) for row in listed]
    kinds = sql.SQL("ARRAY[{}]").format(sql.SQL(", ").join(sql.Literal(each) for each in _KINDS))
    values = [
        sql.SQL(other[name]).format(count=sql.Literal(count), kinds=kinds)
        if name in other
        else sql.SQL("one.{}").format(sql.Identifier(name))
        for name in columns
    ]
    return sql.SQL(statement).format(
        columns=sql.SQL(", ").join(sql.Identifier(name) for name in columns),
        values=sql.SQL(", ").join(values),
        count=sql.Literal(count),
        one=sql.Literal(one),
    )
