"""The same work as making a package, without the product: bare psycopg, cryptography and zipfile, nothing else.

It reads the rows of a package's items and files from the same database, opens every value with its own place as
associated data, writes the same entries with the same compression, seals them in pieces of the same size, and stores
these in one commit. It decides nothing, draws nothing and hashes nothing: the pages lie ready. What it opens comes
back, so that a test can see that it did.
"""

import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import make_url

from bench.site import ORGANISATION

PIECE_BYTES = 1 << 20
_FORMAT, _KEY_ID, _NONCE, _HEAD = b"\x01", slice(1, 9), slice(9, 21), 21
_ITEMS = """
SELECT i.id, i.number, i.category, i.occurred_on, i.media_type, i.title_sealed, i.content_sealed, i.file_id, t.holder
FROM item i
JOIN holder_task t ON t.organisation = i.organisation AND t.id = i.task_id
JOIN item_mark m ON m.organisation = i.organisation AND m.item_id = i.id AND m.verdict <> 'withhold'
WHERE i.organisation = %s AND i.request_id = %s ORDER BY i.number
"""
_PIECES = """
SELECT p.file_id, p.number, p.sealed FROM stored_piece p
WHERE p.organisation = %s AND p.file_id = ANY(%s) ORDER BY p.file_id, p.number
"""
_FILE = """
INSERT INTO stored_file
(organisation, id, holder, retention, media_type, size, pieces, name_sealed, complete, stored_at)
VALUES (%s, %s, %s, 'standard', 'application/zip', %s, %s, '', true, now())
"""
_PIECE = "INSERT INTO stored_piece (organisation, file_id, number, sealed) VALUES (%s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a package: its name, how it is packed, and what is in it, unless that is made of what is read: a
    file, by the number of its item, or the items of one holder."""

    name: str
    how: int
    content: bytes = b""
    file_of: int | None = None
    items_of: str = ""


@dataclass(slots=True)
class Opened:
    """What was read and opened: titles and contents by the number of their item, and files."""

    titles: dict[int, bytes] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)
    documents: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def connected(url: str) -> psycopg.Connection:
    """Connect as a role of the service does; the first transaction names the organisation, as the wall asks."""
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(dsn)


def entries_of(made: bytes) -> list[Entry]:
    """Take a package that was made apart: its pages lie ready, its files and documents are to be made once more."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return [_entry(info, archive) for info in archive.infolist()]


def _entry(info: zipfile.ZipInfo, archive: zipfile.ZipFile) -> Entry:
    folder, _, name = info.filename.partition("/")
    if folder == "bestanden":
        return Entry(info.filename, info.compress_type, file_of=int(name.partition(".")[0]))
    if folder == "gegevens" and name != "schema.json":
        return Entry(info.filename, info.compress_type, items_of=name.removesuffix(".json"))
    return Entry(info.filename, info.compress_type, archive.read(info))


def repack(
    connection: psycopg.Connection,
    request_id: str,
    entries: Sequence[Entry],
    *,
    keys: Mapping[bytes, AESGCM],
    under: AESGCM,
    file_id: str,
) -> Opened:
    """Read, open, pack, seal and store. ``keys`` by their ids; ``under`` is the key of what is stored."""
    connection.execute("SELECT set_config('waarborg.organisation', %s, true)", (ORGANISATION,))
    opened = _read(connection, request_id, keys)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for entry in entries:
            archive.writestr(entry.name, _content(entry, opened), compress_type=entry.how)
    whole = packed.getbuffer()
    pieces = range(0, len(whole), PIECE_BYTES)
    connection.execute(_FILE, (ORGANISATION, file_id, f"bench:{file_id}", len(whole), len(pieces)))
    for number, at in enumerate(pieces):
        nonce, place = os.urandom(12), _place(bytes(8), "stored_piece", "sealed", f"{file_id}/{number}")
        sealed = nonce + under.encrypt(nonce, whole[at : at + PIECE_BYTES], place)
        connection.execute(_PIECE, (ORGANISATION, file_id, number, sealed))
    connection.commit()
    return opened


def stored_again(connection: psycopg.Connection, file_id: str, *, under: AESGCM) -> bytes:
    """Read back what `repack` stored; for the test, and not measured."""
    connection.execute("SELECT set_config('waarborg.organisation', %s, true)", (ORGANISATION,))
    rows = connection.execute(_PIECES, (ORGANISATION, [file_id])).fetchall()
    connection.rollback()
    return b"".join(
        under.decrypt(sealed[:12], sealed[12:], _place(bytes(8), "stored_piece", "sealed", f"{file_id}/{number}"))
        for _, number, sealed in rows
    )


def _content(entry: Entry, opened: Opened) -> bytes | str:
    if entry.file_of is not None:
        return opened.files[entry.file_of]
    if entry.items_of:
        return json.dumps({"items": opened.documents[entry.items_of]}, ensure_ascii=False)
    return entry.content


def _read(connection: psycopg.Connection, request_id: str, keys: Mapping[bytes, AESGCM]) -> Opened:
    opened, numbers = Opened(), {}
    for row in connection.execute(_ITEMS, (ORGANISATION, request_id)):
        item_id, number, category, day, media_type, title, content, file_id, holder = row
        said = {"number": number, "category": category, "date": day and day.isoformat(), "media_type": media_type}
        said["title"] = (opened.titles.setdefault(number, _open(keys, title, "item", "title", item_id))).decode()
        if content is not None:
            opened.contents[number] = _open(keys, content, "item", "content", item_id)
            said["content"] = json.loads(opened.contents[number])
        if file_id is not None:
            numbers[file_id] = number
        opened.documents.setdefault(holder, []).append(said)
    for file_id, piece in _pieces(connection, list(numbers), keys):
        opened.files[numbers[file_id]] = opened.files.get(numbers[file_id], b"") + piece
    return opened


def _pieces(
    connection: psycopg.Connection, file_ids: list[str], keys: Mapping[bytes, AESGCM]
) -> Iterator[tuple[str, bytes]]:
    for file_id, number, sealed in connection.execute(_PIECES, (ORGANISATION, file_ids)):
        yield file_id, _open(keys, sealed, "stored_piece", "sealed", f"{file_id}/{number}")


def _open(keys: Mapping[bytes, AESGCM], sealed: bytes, table: str, column: str, row: str) -> bytes:
    key_id = sealed[_KEY_ID]
    return keys[key_id].decrypt(sealed[_NONCE], sealed[_HEAD:], _place(key_id, table, column, row))


def _place(key_id: bytes, table: str, column: str, row: str) -> bytes:
    parts = (_FORMAT, key_id, ORGANISATION.encode(), table.encode(), column.encode(), row.encode())
    return b"".join([len(part).to_bytes(4, "big") + part for part in parts])
