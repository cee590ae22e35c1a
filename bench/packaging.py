"""The package of an access request: of 1,000 items held to two yardsticks, and of 5,000 items of 500 MB its memory."""

import hashlib
import io
import json
import multiprocessing
import os
import time
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import sql
from sqlalchemy import select

from bench.figures import Line, Round, Rounds, Spread, judge
from bench.processes import Aborted
from bench.repacking import connected, entries_of, repack
from bench.site import ORGANISATION, Site, new_ref
from waarborg_requests import actions
from waarborg_requests.actions import stored
from waarborg_requests.actions.collecting.items import NewItem, add_items
from waarborg_requests.actions.package.wishing import begin, package_of
from waarborg_requests.actions.review.marks import give_the_rest
from waarborg_requests.app import SERVICE as REQUESTS
from waarborg_requests.domain import Identification, Outcome, Reach
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.models import HolderTask, Package, Request
from waarborg_requests.packer import packer_of
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.config import read_settings
from waarborg_shared.db import new_id
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.service import Runtime, build_runtime
from waarborg_shared.uow import Work
from waarborg_shared.uow.work import DEFAULT_RETENTION

TIMES = 2.0
"""The promise: at most so many times as long as its yardstick."""
MOST_MB = 300
"""And at most so much memory, whatever the size."""
ITEMS, FILE_BYTES, ROUNDS = 1_000, 100_000, 5
MANY, LARGE_FILE_BYTES = 5_000, 1_000_000
_A_FILE_EVERY = 10
_RECORD = {"soort": "rapportage", "zorgverlener": "verzonnen", "tekst": "Een gewone dag, niets bijzonders. " * 12}


def measure_package(site: Site) -> list[Line]:
    """Make packages of 1,000 items, 100 of them files, beside zipfile alone and beside the same work done bare; then
    one of 5,000 items for its memory."""
    items, rounds = (50, 1) if site.plan.smoke else (ITEMS, ROUNDS)
    with site.runtime(REQUESTS) as runtime, connected(site.database(REQUESTS).app) as connection:
        _made(site, runtime, connection, items=items)  # the first of a process compiles statements, and does not count
        made = [_made(site, runtime, connection, items=items) for _ in range(rounds)]
    package, zipped, bare = (Rounds([each[subject] for each in made]) for subject in range(3))
    return [
        _line(f"package of {items:,} items", package, zipped, "bare zipfile of bytes that lie ready"),
        _line("the same, beside the same work", package, bare, "rows read, opened, zipped, sealed, stored: bare"),
        *large(site),
    ]


def _line(what: str, package: Rounds, yardstick: Rounds, beside: str) -> Line:
    """How many times as long a package takes as what it stands beside, in the middle of the rounds."""
    took, against = Spread.of(each.seconds for each in package.rounds), Spread.of(r.seconds for r in yardstick.rounds)
    ratio = took.middle / against.middle
    return Line(
        what=what,
        subject=f"{took.show(2)} s",
        yardstick=f"{against.show(3)} s",
        ratio=f"{ratio:.2f}",
        promise=f"≤ {TIMES:.0f} × as long",
        verdict=judge(ratio, floor=TIMES, least=False),
        cpu=f"{package.cpu_ms.middle:.0f} / {yardstick.cpu_ms.middle:.0f}",
        notes=(f"beside {beside}; both clocks stand in this process, the database's own work is in the seconds only",),
    )


def _made(site: Site, runtime: Runtime, connection: psycopg.Connection, *, items: int) -> tuple[Round, Round, Round]:
    """Make one package, then its entries by zipfile alone, then the same work bare."""
    request_id = collected(runtime, items, FILE_BYTES)
    settle(site)
    package = _timed(lambda: packer_of(runtime).work_off(ORGANISATION))
    entries = entries_of(made := made_of(runtime, request_id))
    zipped = bare_zip(made)
    keys, under, file_id = keys_of(runtime, request_id), AESGCM(os.urandom(32)), new_id()
    bare = _timed(lambda: repack(connection, request_id, entries, keys=keys, under=under, file_id=file_id))
    return package, zipped, bare


def settle(site: Site) -> None:
    """Have the planner know what is there, as it does of a database that has run for a minute."""
    with connected(site.database(REQUESTS).owner) as connection:
        for table in ("holder_task", "item", "item_mark", "stored_file", "stored_piece"):
            connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


def _timed(work: Callable[[], object]) -> Round:
    cpu, began = time.process_time(), time.monotonic()
    work()
    return Round(1, time.monotonic() - began, time.process_time() - cpu)


def keys_of(runtime: Runtime, request_id: str) -> dict[bytes, AESGCM]:
    """The keys of what was brought for a request, by their ids: they lie ready for the bare work."""
    with work_of(runtime) as work:
        tasks = work.session.scalars(
            select(HolderTask)
            .where(HolderTask.organisation == ORGANISATION, HolderTask.request_id == request_id)
            .where(HolderTask.state == "contributed")
        )
        found = [runtime.vault.keystore.existing(ORGANISATION, task.key, DEFAULT_RETENTION) for task in tasks]
    return {key.key_id: key.cipher for key in found}


def large(site: Site) -> list[Line]:
    """Make a large package in a process of its own, whose highest memory is read at its end."""
    items, size = (100, 50_000) if site.plan.smoke else (MANY, LARGE_FILE_BYTES)
    with site.runtime(REQUESTS) as runtime:
        collected(runtime, items, size)
    results: multiprocessing.Queue[tuple[float, float, str]] = multiprocessing.get_context("spawn").Queue()
    child = multiprocessing.get_context("spawn").Process(target=_make, args=(site.environ(REQUESTS), results))
    child.start()
    before, most, state = results.get(timeout=1_800)
    child.join(30)
    if state != "ready":
        raise Aborted(f"the large package is {state}")
    megabytes = items // _A_FILE_EVERY * size / 1e6
    return [
        Line(
            what=f"memory of a package of {items:,} items, {megabytes:,.0f} MB",
            subject=f"{most:.0f} MB",
            yardstick=f"{before:.0f} MB",
            promise=f"< {MOST_MB} MB",
            verdict=judge(most, floor=MOST_MB, least=False),
            notes=("the highest resident memory of the process that made it; beside it, what it had before it began",),
        )
    ]


def _make(environ: dict[str, str], results: "multiprocessing.Queue[tuple[float, float, str]]") -> None:
    runtime = build_runtime(REQUESTS, read_settings("requests", environ))
    before = _highest()
    packer_of(runtime).work_off(ORGANISATION)
    with work_of(runtime) as work:
        query = select(Package.state).where(Package.organisation == ORGANISATION).order_by(Package.asked_at.desc())
        state = str(work.session.scalars(query).first())
    results.put((before, _highest(), state))
    runtime.close()


def _highest() -> float:
    """Megabytes; not of getrusage, where a process begins with what the one had that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def collected(runtime: Runtime, items: int, file_bytes: int) -> str:
    """File a request, bring items for it, give them all and begin the package; returns the request's id."""
    command = actions.NewRequest(
        kind=RequestKind.ACCESS, name="Bench", reach=Reach.EMAIL, reach_at="bench@example.nl", asked="alles"
    )
    rules, ref = runtime.rules(ORGANISATION), new_ref()
    with work_of(runtime) as work:
        row = actions.receive_request(work, command, rules=rules, entropy=b"b" * 32).request
        work.session.flush()
        found = actions.Identified(how=Identification.AT_THE_DESK, subject_ref=ref)
        actions.identify(work, row.id, found, revision=row.revision, rules=rules)
        request_id = row.id
    for first in range(0, items, 500):
        with work_of(runtime) as work:
            bring(work, request_id, first, min(500, items - first), file_bytes)
    with work_of(runtime) as work:
        give_the_rest(work, request_id)
    with work_of(runtime) as work:
        row = work.case(Request, request_id)
        row.outcome = Outcome.GRANTED.value
        begin(work, row)
    return request_id


def bring(work: Work, request_id: str, first: int, count: int, file_bytes: int) -> None:
    """Put items with a request, one of ten a file that does not pack."""
    row = work.case(Request, request_id)
    task = HolderTask(
        request_id=row.id,
        subject_ref=row.subject_ref,
        holder=f"bench_{first}",
        holder_kind="service",
        state="contributed",
        asked_at=work.now,
        due_at=work.now,
    )
    work.add(task)
    work.session.flush()
    new = []
    for number in range(first, first + count):
        if number % _A_FILE_EVERY:
            content = json.dumps({**_RECORD, "nummer": number})
            new.append(NewItem(category="health", title=f"Item {number}", form=ItemForm.JSON, content=content))
        else:
            file = stored.keep(work, _noise(number, file_bytes), holder=task.key, name="f", media_type="image/jpeg")
            new.append(NewItem(category="health", title=f"File {number}", form=ItemForm.FILE, file=file))
    add_items(work, row, task, new)


def _noise(seed: int, size: int) -> list[bytes]:
    return [hashlib.shake_256(str(seed).encode()).digest(size)]


def made_of(runtime: Runtime, request_id: str) -> bytes:
    """The package that was made."""
    with work_of(runtime) as work:
        package = package_of(work, work.case(Request, request_id))
        if package is None or package.state != "ready" or package.file_id is None:
            raise Aborted(f"the package is {package.state if package else 'not there'}")
        file = stored.stored_file(work, package.file_id)
        if file is None:
            raise Aborted("the package has no file")
        return b"".join(stored.pieces_of(work, file))


def bare_zip(made: bytes) -> Round:
    """What writing the same entries takes with zipfile and nothing else."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        contents = [(info.filename, info.compress_type, archive.read(info)) for info in archive.infolist()]

    def write() -> None:
        with zipfile.ZipFile(io.BytesIO(), "w") as bare:
            for name, how, content in contents:
                bare.writestr(name, content, compress_type=how)

    return _timed(write)


def work_of(runtime: Runtime) -> AbstractContextManager[Work]:
    """A unit of work of somebody who answers requests."""
    actor = Actor(ActorKind.STAFF, "account-bench", ORGANISATION)
    return runtime.uow.begin(ORGANISATION, actor=actor, now=runtime.now())
