"""How soon an event is visible at its consumer, and how soon a withdrawal is a no."""

import contextlib
import json
import threading
import time
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import make_url

from bench.consents import (
    DECIDE,
    NOTE,
    PURPOSE,
    RECORD,
    STATEMENT,
    WITHDRAW,
    consent_body,
    question_body,
    registered,
    withdrawal_body,
)
from bench.figures import Line, Spread, judge
from bench.processes import Aborted
from bench.site import ORGANISATION, Site, new_ref
from waarborg_consent import actions
from waarborg_consent.app import SERVICE as CONSENT
from waarborg_consent.domain import How
from waarborg_requests.app import SERVICE as REQUESTS
from waarborg_shared.auth import Actor
from waarborg_shared.bus import declare
from waarborg_shared.service import Runtime
from waarborg_shared.worker import handled_types

PER_SECOND = 50
P50_SECONDS, P99_SECONDS = 0.150, 1.0
DRAIN_WITHIN = 60.0
WARM_UP = 50
BELL = "bench_visible"
# A notification reaches its listeners at the commit and never before: who has it could have read the row.
TELLING = f"""
CREATE FUNCTION {BELL}() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('{BELL}', NEW.case_ref); RETURN NULL; END $$;
CREATE TRIGGER {BELL} AFTER INSERT OR UPDATE ON inbox FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION {BELL}();
"""


class Watch:
    """Hears, on a connection of its own, of every event that a service has done with, and notes the moment."""

    def __init__(self, site: Site) -> None:
        url = make_url(site.databases.admin_url).set(
            drivername="postgresql", database=make_url(site.database(REQUESTS).owner).database
        )
        self._connection = psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
        self._connection.execute(TELLING)
        self._connection.execute(f"LISTEN {BELL}")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self.seen: dict[str, float] = {}

    def _listen(self) -> None:
        while not self._stop.is_set():
            for told in self._connection.notifies(timeout=0.5):
                self.seen.setdefault(told.payload, time.monotonic())

    def wait_for(self, people: Sequence[str]) -> None:
        """Wait until the event of each of them was seen. Raises Aborted."""
        until = time.monotonic() + DRAIN_WITHIN
        while missing := len(set(people) - set(self.seen)):
            if time.monotonic() > until:
                raise Aborted(f"{missing} of {len(people)} events did not become visible")
            time.sleep(0.02)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._connection.close()


def measure_latency(site: Site) -> list[Line]:
    """From consent's commit of a withdrawal until requests' worker has committed it, at an even pace."""
    declare(site.broker_url, {service.name: handled_types(service) for service in (CONSENT, REQUESTS)})
    count = max(10, int(PER_SECOND * site.plan.paced_seconds))
    people, first = ([new_ref() for _ in range(many)] for many in (count, WARM_UP))
    with site.runtime(CONSENT) as runtime, site.worker(CONSENT), site.worker(REQUESTS), Watch(site) as watch:
        give(runtime, people + first)
        wait_until_sent(site)
        withdraw_evenly(runtime, first, strictly=False)
        watch.wait_for(first)
        committed = withdraw_evenly(runtime, people, strictly=not site.plan.smoke)
        watch.wait_for(people)
        waits = sorted(watch.seen[ref] - committed[ref] for ref in people)
        done = site.count(REQUESTS, "inbox")
    if done != count + len(first):
        raise Aborted(f"{count + len(first)} events, and {done} rows in the inbox")
    return [
        _percentile(waits, 0.50, "event visible at its consumer, p50", P50_SECONDS, notes=(_told(count),)),
        _percentile(waits, 0.99, "event visible at its consumer, p99", P99_SECONDS),
    ]


def _told(count: int) -> str:
    return (
        f"{count:,} withdrawals at {PER_SECOND} per second, from the return of consent's commit until requests' inbox"
        f" row is committed, by real worker processes over RabbitMQ; {count:,} rows in the inbox"
    )


def _percentile(waits: Sequence[float], part: float, what: str, limit: float, *, notes: tuple[str, ...] = ()) -> Line:
    value = waits[min(len(waits) - 1, int(len(waits) * part))]
    shown = Spread(value * 1000, waits[0] * 1000, waits[-1] * 1000)
    return Line(
        what=what,
        subject=f"{shown.show()} ms",
        promise=f"< {limit * 1000:,.0f} ms",
        verdict=judge(value, floor=limit, least=False),
        notes=notes,
    )


def give(runtime: Runtime, people: Sequence[str]) -> None:
    """Record a consent of each, so that there is something to withdraw."""
    for ref in people:
        command = actions.NewConsent(
            subject_ref=ref, purpose=PURPOSE, statement_version=STATEMENT, how=How.PARTNER, note=NOTE
        )
        with runtime.uow.begin(ORGANISATION, actor=_actor(), now=runtime.now()) as work:
            actions.record_consent(work, command, rules=runtime.rules(ORGANISATION))


def withdraw_evenly(runtime: Runtime, people: Sequence[str], *, strictly: bool) -> Mapping[str, float]:
    """Withdraw one after another at the pace, and give the moment of each commit's return. Raises Aborted."""
    committed: dict[str, float] = {}
    began = time.monotonic()
    for number, ref in enumerate(people):
        time.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        command = actions.Withdrawal(subject_ref=ref, purpose=PURPOSE, how=How.PARTNER)
        with runtime.uow.begin(ORGANISATION, actor=_actor(), now=runtime.now()) as work:
            actions.withdraw_consent(work, command, rules=runtime.rules(ORGANISATION))
        committed[ref] = time.monotonic()
    late = committed[people[-1]] - began - len(people) / PER_SECOND
    if strictly and late > 0.2 * len(people) / PER_SECOND + 0.5:
        raise Aborted(f"the pace of {PER_SECOND} per second was not kept: {late:.1f} s late at the end")
    return committed


def wait_until_sent(site: Site) -> None:
    """Wait until the relay has nothing left to do."""
    url = make_url(site.database(CONSENT).backup).set(drivername="postgresql")
    until = time.monotonic() + DRAIN_WITHIN
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        while connection.execute("SELECT 1 FROM outbox WHERE state = 'pending' LIMIT 1").fetchone():
            if time.monotonic() > until:
                raise Aborted("the relay did not send what waits")
            time.sleep(0.05)


def _actor() -> Actor:
    return Actor.system(CONSENT.name, ORGANISATION)


def measure_withdrawal(site: Site) -> list[Line]:
    """Withdraw at one process and ask another at once: the very next call must be a no."""
    with site.identity(), site.web(CONSENT) as (_, first), site.web(CONSENT) as (_, second):
        ask = Asking(site)
        for _ in range(site.plan.pairs):
            (ref,) = registered(site, 1)
            ask.post(first, RECORD, consent_body(ref))
            if not ask.post(second, DECIDE, question_body(ref))["decision"]:
                raise Aborted("a consent that stands was answered with no")
            ask.post(first, WITHDRAW, withdrawal_body(ref))
            answer = ask.post(second, DECIDE, question_body(ref))
            if answer["decision"]:
                break
            ask.refused += answer["context"]["reason"]["code"] == "consent-withdrawn"
    pairs = site.plan.pairs
    return [
        Line(
            what="from a withdrawal to the first no",
            subject=f"the next call, {ask.refused} of {pairs}",
            promise="the next call",
            verdict=judge(ask.refused, floor=pairs),
            notes=("withdrawn at one process, asked at another, each after a yes",),
        )
    ]


class Asking:
    """A partner system that asks one thing after another."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.refused = 0

    def renew(self) -> None:
        """Have a token at hand, so that the next question need not wait for one."""
        self._site.headers()

    def post(self, port: int, path: str, body: bytes) -> Any:
        """The JSON of an answer; urllib raises for any that is no 2xx."""
        headers = {**self._site.headers(), "Content-Type": "application/json"}
        question = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers)
        with contextlib.closing(urllib.request.urlopen(question, timeout=20)) as answer:
            return json.loads(answer.read())
