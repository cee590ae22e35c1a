"""Breach: telling the persons of one in the background, resumed after a kill, with the memory that it takes."""

import multiprocessing
import os
import resource
import signal
import time
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from bench.figures import Line, judge
from bench.processes import Aborted
from bench.site import ORGANISATION, Site
from waarborg_breach.actions import BreachDecision, NewBreach, decide_breach, report_breach
from waarborg_breach.actions.telling.listing import list_persons, reader_of
from waarborg_breach.actions.telling.message import keep_draft
from waarborg_breach.actions.telling.sending import begin_telling
from waarborg_breach.app import SERVICE as BREACH
from waarborg_breach.domain import Times
from waarborg_breach.domain.telling import LANGUAGES, MessagePart
from waarborg_breach.domain.telling_rows import read_list
from waarborg_breach.models import BreachCase, BreachPerson
from waarborg_breach.telling import teller_of
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.config import read_settings
from waarborg_shared.hooks.values import Duty
from waarborg_shared.service import Runtime, build_runtime
from waarborg_shared.uow import Work

PERSONS = 50_000
MOST_SECONDS, MOST_MB = 300.0, 250
"""The promise: so many seconds for all of them, and so much memory however many they are."""
_spawn = multiprocessing.get_context("spawn")


def measure_telling(site: Site) -> list[Line]:
    """List as many persons from a file, order that they are told, kill the worker half way, and let another go on."""
    count = 400 if site.plan.smoke else PERSONS
    with site.runtime(BREACH) as runtime:
        began = time.monotonic()
        breach_id = _ordered(runtime, count)
        listed = time.monotonic() - began
        began = time.monotonic()
        _killed_half_way(site, runtime, breach_id, count)
        half = _told(runtime, breach_id)
        with _work(runtime) as work:  # the claim of who was killed is over
            work.session.execute(
                update(BreachPerson).where(BreachPerson.breach_id == breach_id).values(claimed_until=None)
            )
        before, most = _resumed(site)
        took = time.monotonic() - began
        _check(runtime, breach_id, count)
    return [
        Line(
            what=f"tell {count:,} persons, killed half way",
            subject=f"{took:.1f} s",
            promise=f"≤ {MOST_SECONDS:.0f} s, nobody twice",
            verdict=judge(took, floor=MOST_SECONDS, least=False),
            notes=(
                f"{count / took:,.0f} a second, with two starts of a worker; {half:,} were told when it was killed; "
                f"the list of {count:,} rows was read, sealed and kept in {listed:.1f} s before it",
            ),
        ),
        Line(
            what=f"memory of telling {count:,} persons",
            subject=f"{most:.0f} MB",
            yardstick=f"{before:.0f} MB",
            promise=f"< {MOST_MB} MB",
            verdict=judge(most, floor=MOST_MB, least=False),
            notes=("the highest resident memory of the worker; beside it, what it had before it began",),
        ),
    ]


def _ordered(runtime: Runtime, count: int) -> str:
    """Report a breach, decide that the people are told, list them and order it; returns the breach's id."""
    rules, now = runtime.rules(ORGANISATION), datetime.now(UTC)
    times = Times(discovered_at=now - timedelta(hours=2), aware_at=now - timedelta(hours=2))
    known = [question.code for question in rules.breach_protocol.questions]
    decision = BreachDecision(notify_authority=True, inform_persons=True, not_yet_known=known)
    file = "verwijzing;taal\n" + "".join(f"Z-{number};{LANGUAGES[number % 2]}\n" for number in range(count))
    message = {language: dict.fromkeys(MessagePart, "Verzonnen.") for language in LANGUAGES}
    with _work(runtime) as work:
        case = report_breach(work, NewBreach(times=times, origin="staff", summary="Verzonnen."), rules=rules)
        decide_breach(work, case, decision, rules=rules)
        list_persons(work, case, read_list(file.encode(), reader_of(rules)), given_by="file", rules=rules)
        keep_draft(work, case, message)
        begin_telling(work, case, rules=rules)
        return str(case.id)


def _killed_half_way(site: Site, runtime: Runtime, breach_id: str, count: int) -> None:
    child = _spawn.Process(target=_tell, args=(site.environ(BREACH), None))
    child.start()
    deadline = time.monotonic() + MOST_SECONDS
    while _told(runtime, breach_id) < count // 2:
        if time.monotonic() > deadline or not child.is_alive():
            raise Aborted("the worker did not come half way")
        time.sleep(0.02)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join(30)


def _resumed(site: Site) -> tuple[float, float]:
    results: Any = _spawn.Queue()
    child = _spawn.Process(target=_tell, args=(site.environ(BREACH), results))
    child.start()
    before, most = results.get(timeout=1_800)
    child.join(30)
    return before, most


def _tell(environ: dict[str, str], results: Any) -> None:
    runtime = build_runtime(BREACH, read_settings("breach", environ))
    before = _highest()
    teller_of(runtime).work_off(ORGANISATION)
    if results is not None:
        results.put((before, _highest()))
    runtime.close()


def _told(runtime: Runtime, breach_id: str) -> int:
    with _work(runtime) as work:
        query = select(func.count()).where(
            BreachPerson.organisation == ORGANISATION,
            BreachPerson.breach_id == breach_id,
            BreachPerson.state == "to-print",
        )
        return work.session.scalar(query) or 0


def _check(runtime: Runtime, breach_id: str, count: int) -> None:
    """Everybody has one letter, each letter is somebody's, and each was tried once."""
    with _work(runtime) as work:
        query = select(
            func.count(), func.count(func.distinct(BreachPerson.letter_number)), func.max(BreachPerson.letter_number)
        ).where(
            BreachPerson.organisation == ORGANISATION, BreachPerson.breach_id == breach_id, BreachPerson.attempts == 1
        )
        found = tuple(work.session.execute(query).one())
        state = work.case(BreachCase, breach_id, lock=False).persons_state
    if found != (count, count, count) or state != "to-inform":
        raise Aborted(f"{found} persons, letters and the last letter, where {count} were told once; {state}")


def _work(runtime: Runtime) -> AbstractContextManager[Work]:
    """A unit of work of the responsible person."""
    role = runtime.rules(ORGANISATION).breach_protocol.responsible_role
    duties = frozenset({Duty.BREACH_DECIDE, Duty.BREACH_READ})
    actor = Actor(ActorKind.STAFF, "account-bench", ORGANISATION, roles=frozenset({role}), duties=duties)
    return runtime.uow.begin(ORGANISATION, actor=actor, now=runtime.now())


def _highest() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
