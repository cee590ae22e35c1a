"""Making a package part by part: each step is one unit of work, and whoever goes on begins after the last one."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from waarborg_requests.actions import notices, stored
from waarborg_requests.actions.package.ahead import ReadAhead, sizes_of
from waarborg_requests.actions.package.contents import Contents
from waarborg_requests.actions.package.wishing import packed_items, planned
from waarborg_requests.actions.review.looks import review_digest
from waarborg_requests.domain.notices import Notice
from waarborg_requests.domain.package.fetching import FAILED_STANDS, FETCH_WITHIN, PackageState
from waarborg_requests.models import Package, PackageEntry, Request, StoredFile
from waarborg_requests.packing.archive import Entry, append, finish
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

MEDIA_TYPE = "application/zip"
BYTES_IN_A_STEP = 16 << 20
PARTS_IN_A_STEP = 200
MOST_FAILURES = 5
_WAIT = timedelta(minutes=2)


class ReviewChanged(Exception):
    """What is given is not any more what the package was begun with: it would hold what nobody approved."""


class _Pieces:
    """Gathers what is written into pieces of a stored file; what is left at the end of a step is a smaller piece."""

    def __init__(self, work: Work, file: StoredFile) -> None:
        self._work = work
        self._file = file
        self._waiting = bytearray()
        self._digest = hashlib.sha256() if file.size == 0 else None

    @property
    def sha256(self) -> str | None:
        """The hash of the whole file; None where it was begun in an earlier step."""
        return self._digest.hexdigest() if self._digest is not None else None

    @property
    def at(self) -> int:
        """How many bytes the file has with what waits."""
        return self._file.size + len(self._waiting)

    def write(self, some: bytes) -> None:
        self._waiting += some
        if self._digest is not None:
            self._digest.update(some)
        while len(self._waiting) >= stored.PIECE_BYTES:
            with memoryview(self._waiting) as waiting:
                piece = bytes(waiting[: stored.PIECE_BYTES])
            stored.add_piece(self._work, self._file, piece)
            del self._waiting[: stored.PIECE_BYTES]

    def flush(self) -> None:
        if self._waiting:
            stored.add_piece(self._work, self._file, bytes(self._waiting))
            self._waiting.clear()


def make_some(work: Work, package: Package, rules: Rules) -> None:
    """Make the next parts of a package, some 16 MiB or 200 of them; after the last it is ready to be fetched.

    Raises:
        ReviewChanged, NotWhole, KeyDestroyed, BadPages: it cannot be made.
    """
    row = work.case(Request, package.request_id)
    if review_digest(work, row) != package.digest or row.subject_ref != package.subject_ref:
        raise ReviewChanged(package.id)
    file = _file(work, package)
    pieces, begun_at = _Pieces(work, file), file.size
    items, entries = packed_items(work, row), entries_of(work, package)
    parts = planned(row, package, items)
    contents = Contents(
        work=work,
        row=row,
        package=package,
        parts=parts,
        rules=rules,
        entries=entries,
        ahead=ReadAhead(work=work, row=row, sizes=sizes_of(items)),
    )
    made_at, before = package.asked_at, len(entries)
    for part in parts[before:]:
        entries.append(append(part.name, contents.of(part), at=pieces.at, write=pieces.write, made_at=made_at))
        if pieces.at - begun_at >= BYTES_IN_A_STEP or len(entries) - before >= PARTS_IN_A_STEP:
            break
    _keep_entries(work, package, entries, before)
    if package.parts_done >= len(parts):
        finish(entries, at=pieces.at, write=pieces.write, made_at=made_at)
    pieces.flush()
    if package.parts_done >= len(parts):
        _ready(work, row, package, file, sha256=pieces.sha256)


def note_failure(work: Work, package: Package, *, why: str) -> None:
    """Keep that a step failed: it is tried again later, and after five times staff are told. ``why`` is a code.

    One that cannot be made stands for some days, and is destroyed; one that would hold what nobody approved is so now.
    """
    package.failures += 1
    package.next_at = work.now + _WAIT * 2**package.failures
    changed = why == ReviewChanged.__name__
    if package.state == PackageState.MAKING and (changed or package.failures >= MOST_FAILURES):
        package.state = PackageState.CLOSED.value if changed else PackageState.FAILED.value
        package.next_at = work.now if changed else work.now + FAILED_STANDS
        row = work.case(Request, package.request_id)
        work.record(row, verb="package-failed", facts={"why": why})
        notices.tell(work, row, Notice.PACKAGE_FAILED)


def entries_of(work: Work, package: Package) -> list[Entry]:
    """Return the entries that are in a package so far, in order."""
    query = select(PackageEntry).where(
        PackageEntry.organisation == work.organisation, PackageEntry.package_id == package.id
    )
    return [
        Entry(
            name=each.name,
            offset=each.offset,
            packed=each.packed,
            size=each.size,
            crc=each.crc,
            method=each.method,
            flags=each.flags,
            sha256=each.sha256,
        )
        for each in work.session.scalars(query.order_by(PackageEntry.number))
    ]


def _file(work: Work, package: Package) -> StoredFile:
    if package.file_id is not None:
        found = work.session.get(StoredFile, (work.organisation, package.file_id))
        assert found is not None
        return found
    file = stored.begin_file(work, holder=package.key, name="gegevens.zip", media_type=MEDIA_TYPE)
    package.file_id = file.id
    return file


def _keep_entries(work: Work, package: Package, entries: Sequence[Entry], before: int) -> None:
    """Keep what a step made, behind the entries that were there before it."""
    rows = [
        {
            "package_id": package.id,
            "number": number,
            "name": entry.name,
            "offset": entry.offset,
            "packed": entry.packed,
            "size": entry.size,
            "crc": entry.crc,
            "method": entry.method,
            "flags": entry.flags,
            "sha256": entry.sha256,
        }
        for number, entry in enumerate(entries[before:], start=before)
    ]
    work.append_all(PackageEntry, rows)
    package.parts_done = len(entries)


def _ready(work: Work, row: Request, package: Package, file: StoredFile, *, sha256: str | None) -> None:
    stored.end_file(work, file, sha256=sha256)
    package.state = PackageState.READY.value
    package.ready_at, package.until_at = work.now, work.now + FETCH_WITHIN
    package.next_at = package.until_at
    work.record(row, verb="package-ready", facts={"parts": package.parts_done})
