"""Keeps files sealed, piece by piece as they come, and gives them back so; memory stays the same for any size.

A file's name and pieces are sealed under the key of its ``holder`` and ``retention``: destroying that key destroys the
file wherever copies of it are. ``empty`` lets go of the rows afterwards.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select

from waarborg_requests.models import StoredFile, StoredPiece
from waarborg_shared.db import new_id
from waarborg_shared.db.many import of_each
from waarborg_shared.db.ready import ReadyStatement
from waarborg_shared.uow import Work
from waarborg_shared.uow.work import DEFAULT_RETENTION

SMALL_BYTES = 1 << 18
PIECE_BYTES = 1 << 20
LARGEST = 200 * (1 << 20)
"""So many bytes may a file have unless who keeps it says otherwise."""
_FILE = "stored_file"
_PIECE = "stored_piece"
_PIECES = StoredPiece.__table__.c
_FIRST = select(_PIECES.file_id, _PIECES.sealed).where(
    _PIECES.organisation == bindparam("organisation"), _PIECES.number == 0
)
_READY = ReadyStatement(of_each(_FIRST, _PIECES.file_id, "files", "postgresql"))


class TooLarge(Exception):
    """A file has more bytes than it may; nothing of it is kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class NotWhole(Exception):
    """A file is not there to its end, or not as it was kept."""


def keep(
    work: Work,
    chunks: Iterable[bytes],
    *,
    holder: str,
    name: str,
    media_type: str,
    retention: str = DEFAULT_RETENTION,
    limit: int = LARGEST,
) -> StoredFile:
    """Keep a file, sealed as it comes. Raises TooLarge (nothing is left behind), KeyDestroyed."""
    file = begin_file(work, holder=holder, name=name, media_type=media_type, retention=retention)
    digest = hashlib.sha256()
    for piece in _pieces(chunks):
        digest.update(piece)
        if file.size + len(piece) > limit:
            drop(work, file)
            raise TooLarge(limit)
        add_piece(work, file, piece)
    return _ended(work, file, digest.hexdigest())


def begin_file(
    work: Work, *, holder: str, name: str, media_type: str, retention: str = DEFAULT_RETENTION
) -> StoredFile:
    """Begin a file that is made over several units of work; it can be read once `end_file` was called."""
    file = StoredFile(
        organisation=work.organisation,
        id=new_id(),
        holder=holder,
        retention=retention,
        media_type=media_type,
        size=0,
        pieces=0,
        complete=False,
        stored_at=work.now,
        name_sealed=b"",
    )
    file.name_sealed = work.seal(name, holder=holder, table=_FILE, column="name", row=file.id, retention=retention)
    work.add(file)
    work.session.flush()
    return file


def add_piece(work: Work, file: StoredFile, piece: bytes) -> None:
    """Add the next piece of a file that was begun; a mebibyte is a good size."""
    sealed = work.vault.seal(
        work.organisation,
        file.holder,
        piece,
        table=_PIECE,
        column="sealed",
        row=f"{file.id}/{file.pieces}",
        retention=file.retention,
    )
    work.append(StoredPiece, file_id=file.id, number=file.pieces, sealed=sealed)
    file.pieces += 1
    file.size += len(piece)


def end_file(work: Work, file: StoredFile, *, sha256: str | None = None) -> StoredFile:
    """End a file that was made piece by piece; its hash is taken of what is really there, unless all of it was added in
    this unit of work and ``sha256`` is what was hashed meanwhile."""
    if sha256 is not None:
        return _ended(work, file, sha256)
    digest = hashlib.sha256()
    for piece in _read(work, file):
        digest.update(piece)
    return _ended(work, file, digest.hexdigest())


def stored_file(work: Work, file_id: str) -> StoredFile | None:
    """Return a file that is there to its end, or None."""
    query = select(StoredFile).where(
        StoredFile.organisation == work.organisation, StoredFile.id == file_id, StoredFile.complete.is_(True)
    )
    return work.session.scalars(query).one_or_none()


def pieces_of(work: Work, file: StoredFile) -> Iterator[bytes]:
    """Give a file back piece by piece, each read from the database when it is asked for.

    Raises:
        NotWhole: it was not ended, or a piece is missing or was changed: its hash is checked at the end.
        KeyDestroyed: it was erased.
    """
    if not file.complete:
        raise NotWhole(file.id)
    digest = hashlib.sha256()
    for piece in _read(work, file):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != file.sha256:
        raise NotWhole(file.id)


def small_files(work: Work, files: Iterable[StoredFile]) -> dict[str, bytes]:
    """Give back, by their ids, those of several files that are small (a quarter of a mebibyte), whole, by one query.

    Raises:
        NotWhole, KeyDestroyed: as `pieces_of`.
    """
    wanted = {file.id: file for file in files if file.complete and file.pieces == 1 and file.size <= SMALL_BYTES}
    firsts = _first_pieces(work, sorted(wanted))
    found = {file_id: _opened(work, wanted[file_id], 0, sealed) for file_id, sealed in firsts}
    for file in wanted.values():
        if file.id not in found or hashlib.sha256(found[file.id]).hexdigest() != file.sha256:
            raise NotWhole(file.id)
    return found


def drop(work: Work, file: StoredFile) -> None:
    """Delete one file's rows."""
    mine = StoredPiece.organisation == work.organisation, StoredPiece.file_id == file.id
    work.session.flush()
    work.session.execute(delete(StoredPiece).where(*mine))
    work.session.delete(file)
    work.session.flush()


def empty(work: Work, holder: str) -> int:
    """Delete the rows of every file under a holder's key, which was destroyed before; return how many files."""
    mine = StoredFile.organisation == work.organisation, StoredFile.holder == holder
    files = work.session.scalars(select(StoredFile).where(*mine)).all()
    for file in files:
        drop(work, file)
    return len(files)


def _ended(work: Work, file: StoredFile, sha256: str) -> StoredFile:
    file.sha256, file.complete = sha256, True
    work.session.flush()
    return file


def _read(work: Work, file: StoredFile) -> Iterator[bytes]:
    for number in range(file.pieces):
        query = select(StoredPiece.sealed).where(
            StoredPiece.organisation == work.organisation, StoredPiece.file_id == file.id, StoredPiece.number == number
        )
        sealed = work.session.execute(query).scalar_one_or_none()
        if sealed is None:
            raise NotWhole(file.id)
        yield _opened(work, file, number, sealed)


def _opened(work: Work, file: StoredFile, number: int, sealed: bytes) -> bytes:
    place, row = {"table": _PIECE, "column": "sealed"}, f"{file.id}/{number}"
    return work.vault.unseal(work.organisation, file.holder, sealed, **place, row=row, retention=file.retention)


def _first_pieces(work: Work, file_ids: Sequence[str]) -> Iterable[Sequence[Any]]:
    """Return the file's id and the sealed bytes of the first piece of each; many long ones, so straight as bytes."""
    dialect, parameters = work.connection.dialect.name, {"organisation": work.organisation, "files": file_ids}
    if dialect == "postgresql":
        return _READY.fetch(work.connection, parameters, binary=True)
    return work.execute(of_each(_FIRST, _PIECES.file_id, "files", dialect), parameters)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut what comes into pieces of one size."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= PIECE_BYTES:
            yield bytes(waiting[:PIECE_BYTES])
            del waiting[:PIECE_BYTES]
    if waiting:
        yield bytes(waiting)
