"""Files that are kept sealed in pieces: they come back as they were, or not at all."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from waarborg_requests.actions import stored
from waarborg_requests.actions.stored import PIECE_BYTES, NotWhole, TooLarge, keep, pieces_of
from waarborg_requests.models import StoredFile, StoredPiece
from waarborg_shared.uow import ERASED
from waarborg_shared.vault import CannotUnseal, KeyDestroyed
from waarborg_tests.reviewing import name_of

HOLDER = "package:proef"
CONTENT = bytes(range(256)) * 9000  # 2.2 pieces


def _chunks(content: bytes, size: int = 70_001) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def _kept(world: Any, content: bytes = CONTENT) -> str:
    with world.work() as work:
        file = keep(work, _chunks(content), holder=HOLDER, name="brief.pdf", media_type="application/pdf")
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        return str(file.id)


def _file(work: Any, file_id: str) -> StoredFile:
    found = stored.stored_file(work, file_id)
    assert found is not None
    return found


def test_a_file_comes_back_as_it_was(either_world: Any) -> None:
    file_id = _kept(either_world)
    with either_world.work() as work:
        file = _file(work, file_id)
        assert b"".join(pieces_of(work, file)) == CONTENT
        assert (file.pieces, name_of(work, file)) == (3, "brief.pdf")
    pieces = either_world.rows(StoredPiece)
    assert all(CONTENT[:64] not in piece.sealed for piece in pieces)


def test_an_empty_file_is_a_file(world: Any) -> None:
    file_id = _kept(world, b"")
    with world.work() as work:
        assert list(pieces_of(work, _file(work, file_id))) == []


def test_what_is_too_large_leaves_nothing_behind(world: Any) -> None:
    asked = []

    def endless() -> Iterator[bytes]:
        for number in range(100):
            asked.append(number)
            yield bytes(PIECE_BYTES)

    with world.work() as work, pytest.raises(TooLarge):
        keep(work, endless(), holder=HOLDER, name="groot", media_type="text/plain", limit=2 * PIECE_BYTES)
    assert len(asked) == 3, "no more is read than is needed to know"
    assert (world.rows(StoredFile), world.rows(StoredPiece)) == ([], [])


def test_a_destroyed_key_ends_every_file_under_it(either_world: Any) -> None:
    file_id = _kept(either_world)
    either_world.erase(HOLDER)
    with either_world.work() as work:
        file = _file(work, file_id)
        assert name_of(work, file) is ERASED
        with pytest.raises(KeyDestroyed):
            list(pieces_of(work, file))
        assert stored.empty(work, HOLDER) == 1
    assert (either_world.rows(StoredFile), either_world.rows(StoredPiece)) == ([], [])


def test_pieces_cannot_be_missing_or_change_places(world: Any) -> None:
    file_id = _kept(world)
    with world.work() as work:
        first, second, third = work.session.scalars(select(StoredPiece).order_by(StoredPiece.number))
        first.sealed, second.sealed = second.sealed, first.sealed
        work.session.flush()
        with pytest.raises(CannotUnseal):
            list(pieces_of(work, _file(work, file_id)))
        work.session.delete(third)
        first.sealed, second.sealed = second.sealed, first.sealed
        work.session.flush()
        with pytest.raises(NotWhole):
            list(pieces_of(work, _file(work, file_id)))


def test_a_file_that_was_begun_is_read_once_it_was_ended(world: Any) -> None:
    with world.work() as work:
        file_id = stored.begin_file(work, holder=HOLDER, name="pakket.zip", media_type="application/zip").id
    for piece in (b"een", b"twee"):
        with world.work() as work:
            file = work.session.get(StoredFile, ("bqr", file_id))
            with pytest.raises(NotWhole):
                list(pieces_of(work, file))
            stored.add_piece(work, file, piece)
    with world.work() as work:
        assert stored.stored_file(work, file_id) is None
        stored.end_file(work, work.session.get(StoredFile, ("bqr", file_id)))
    with world.work() as work:
        file = _file(work, file_id)
        assert (b"".join(pieces_of(work, file)), file.size) == (b"eentwee", 7)
        assert file.sha256 == hashlib.sha256(b"eentwee").hexdigest()


def test_a_file_of_one_organisation_is_not_there_for_another(world: Any) -> None:
    file_id = _kept(world)
    with world.work("jtb-care") as work:
        assert stored.stored_file(work, file_id) is None
