"""The package of an access request: of 1,000 items held to bare zipfile, and of 5,000 items of 500 MB its memory."""

import hashlib
import io
import json
import multiprocessing
import time
import zipfile
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import select

from bench.figures import Line, judge
from bench.processes import Aborted
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
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.service import Runtime, build_runtime
from waarborg_shared.uow import Work

TIMES = 2.0
"""The promise: at most so many times as long as bare zipfile writing of the same bytes."""
MOST_MB = 300
"""And at most so much memory, whatever the size."""
ITEMS, FILE_BYTES = 1_000, 100_000
MANY, LARGE_FILE_BYTES = 5_000, 1_000_000
_A_FILE_EVERY = 10
_RECORD = {"soort": "rapportage", "zorgverlener": "verzonnen", "tekst": "Een gewone dag, niets bijzonders. " * 12}


def measure_package(site: Site) -> list[Line]:
    """Make a package of 1,000 items, 100 of them files, and compare; then one of 5,000 items for its memory."""
    items = 50 if site.plan.smoke else ITEMS
    with site.runtime(REQUESTS) as runtime:
        request_id = collected(runtime, items, FILE_BYTES)
        began = time.monotonic()
        packer_of(runtime).work_off(ORGANISATION)
        took = time.monotonic() - began
        made = made_of(runtime, request_id)
    bare = bare_zip(made)
    lines = [
        Line(
            what=f"package of {items:,} items",
            subject=f"{took:.2f} s",
            yardstick=f"{bare:.2f} s",
            ratio=f"{took / bare:.2f}",
            promise=f"≤ {TIMES:.0f} × bare zipfile",
            verdict=judge(took / bare, floor=TIMES, least=False),
            notes=(f"{len(made) / 2**20:.1f} MB packed, sealed in pieces; the yardstick writes the same entries",),
        )
    ]
    return [*lines, *large(site)]


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


def bare_zip(made: bytes) -> float:
    """Seconds that writing the same entries takes with zipfile and nothing else."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        contents = [(info.filename, info.compress_type, archive.read(info)) for info in archive.infolist()]
    began = time.monotonic()
    with zipfile.ZipFile(io.BytesIO(), "w") as bare:
        for name, how, content in contents:
            bare.writestr(name, content, compress_type=how)
    return time.monotonic() - began


def work_of(runtime: Runtime) -> AbstractContextManager[Work]:
    """A unit of work of somebody who answers requests."""
    actor = Actor(ActorKind.STAFF, "account-bench", ORGANISATION)
    return runtime.uow.begin(ORGANISATION, actor=actor, now=runtime.now())
