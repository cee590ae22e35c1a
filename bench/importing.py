"""A file of consents, looked at and imported, held to a bare COPY of the same rows."""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import psycopg
from sqlalchemy import make_url

from bench.figures import Line, judge
from bench.processes import Aborted
from bench.site import ORGANISATION, Site, new_ref
from waarborg_consent.actions.imports import press_import, receive_file
from waarborg_consent.app import SERVICE as CONSENT
from waarborg_consent.domain.importing import ImportState
from waarborg_consent.imports import importer_of
from waarborg_consent.models import ImportCase
from waarborg_identity.actions.numbers import number_hash
from waarborg_identity.app import SERVICE as IDENTITY
from waarborg_identity.domain import IdentifierKind
from waarborg_identity.models import Person, PersonIdentifier
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.service import Runtime
from waarborg_shared.uow import Work

TIMES, SECONDS = 3, 60.0
"""The promise: at most so many times the bare COPY, and so many seconds."""
_AT_ONCE = 1_000
_BARE = """
CREATE TABLE bare (organisation text, id text, subject_ref text, sequence bigint, kind text, purpose text, how text,
    statement_version text, at timestamptz, actor_kind text, actor_ref text, request_ref text, note_sealed bytea,
    PRIMARY KEY (organisation, id));
CREATE UNIQUE INDEX ON bare (organisation, subject_ref, sequence)
"""


def measure_import(site: Site) -> list[Line]:
    """Look at a file of consents of as many persons, each with a note, and import it."""
    count = site.plan.imported
    with site.identity(), site.runtime(CONSENT) as runtime:
        registered(site, count)
        raw = file_of(count)
        before = {table: site.count(CONSENT, table) for table in ("consent", "outbox")}
        began = time.monotonic()
        import_id = handed_in(runtime, raw)
        importer_of(runtime).work_off(ORGANISATION)
        looked = time.monotonic()
        with work_of(runtime) as work:
            press_import(work, import_id)
        importer_of(runtime).work_off(ORGANISATION)
        done = time.monotonic()
        new = {table: site.count(CONSENT, table) - rows for table, rows in before.items()}
        with work_of(runtime) as work:
            case = work.case(ImportCase, import_id)
            if (case.state, case.imported_rows) != (ImportState.DONE, count) or set(new.values()) != {count}:
                raise Aborted(f"{case.state}: {case.imported_rows} of {count} imported, new rows {new}")
    bare = bare_copy(site, count)
    return [line_of(count, looked=looked - began, imported=done - looked, bare=bare, size=len(raw))]


def line_of(count: int, *, looked: float, imported: float, bare: float, size: int) -> Line:
    """The line in the table: the import alone is what was promised, and the look stands beside it."""
    most = TIMES * bare + SECONDS
    return Line(
        what=f"import of {count:,} consents",
        subject=f"{imported:.1f} s",
        yardstick=f"{bare:.2f} s",
        ratio=f"{imported / bare:.1f}",
        promise=f"≤ {TIMES} × COPY + {SECONDS:.0f} s = {most:.1f} s",
        verdict=judge(imported, floor=most, least=False),
        notes=(
            f"the look at a file of {size / 2**20:.1f} MB before it, all looked up at identity: {looked:.1f} s; "
            f"together {looked + imported:.1f} s; {count / imported:,.0f} consents a second, each with a note, a link "
            "of the timeline, an event and a new person's key",
        ),
    )


def registered(site: Site, count: int) -> None:
    """Put as many clients in the register as the file names; what is not looked at in an import is left out."""
    with site.runtime(IDENTITY) as runtime:
        for numbers in _batches(count):
            refs = {number: new_ref() for number in numbers}
            actor = Actor.system("identity", ORGANISATION)
            with runtime.uow.begin(ORGANISATION, actor=actor, now=runtime.now()) as work:
                work.files(Person, refs.values())
                work.append_all(PersonIdentifier, (_identifier(work, number, ref) for number, ref in refs.items()))


def file_of(count: int) -> bytes:
    """The file: everybody once, with a date, a way and a note of some length."""
    head = "Cliëntnummer;Doel;Antwoord;Gegeven op;Hoe;Versie verklaring;Aantekening"
    said = "marketing;ja;{day}-{month}-2024;papier;2021-04;Ondertekend aan de keukentafel, het papier ligt in map {n}."
    rows = (f"B{n};" + said.format(day=n % 28 + 1, month=n % 12 + 1, n=n % 40) for n in range(count))
    return "\n".join([head, *rows, ""]).encode()


def handed_in(runtime: Runtime, raw: bytes) -> str:
    """Hand the file in."""
    with work_of(runtime) as work:
        return str(receive_file(work, raw, name="bench.csv").id)


def work_of(runtime: Runtime) -> AbstractContextManager[Work]:
    """A unit of work of somebody who imports."""
    actor = Actor(ActorKind.STAFF, "account-bench", ORGANISATION)
    return runtime.uow.begin(ORGANISATION, actor=actor, now=runtime.now())


def bare_copy(site: Site, count: int) -> float:
    """The seconds of a bare COPY of as many rows as the import made, into a table with the same keys."""
    url = make_url(site.databases.empty("copied").owner).set(drivername="postgresql")
    at, note = datetime(2024, 2, 3, tzinfo=UTC), b"x" * 110
    said = ("given", "marketing", "paper", "2021-04", at, "staff", "account-bench", None, note)
    rows = [(ORGANISATION, new_id(), new_ref(), 1, *said) for _ in range(count)]
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        connection.execute(_BARE)
        connection.commit()
        began = time.monotonic()
        with connection.cursor().copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.commit()
        return time.monotonic() - began


def _identifier(work: Work, number: str, ref: str) -> dict[str, object]:
    kind = IdentifierKind.CLIENT_NUMBER
    sealed = {"number_hash": number_hash(work, kind, number), "number_sealed": b"", "ground": None, "alike_hash": None}
    return {"id": new_id(), "person_ref": ref, "kind": kind.value, **sealed}


def _batches(count: int) -> Iterator[Sequence[str]]:
    for start in range(0, count, _AT_ONCE):
        yield [f"B{number}" for number in range(start, min(count, start + _AT_ONCE))]
