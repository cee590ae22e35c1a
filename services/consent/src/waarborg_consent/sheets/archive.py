"""Writes a ZIP piece by piece: nothing of it is held for longer than it takes to send, however much there is."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

_CHUNK = 1 << 16


class _Sent:
    """What was written and not sent yet; it cannot go back, so that a ZIP writes its sizes behind each file."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, piece: Any) -> int:
        self._waiting += piece
        return len(piece)

    def flush(self) -> None:
        """Everything is at hand."""

    def taken(self) -> bytes:
        """What waits, which is gone from here then."""
        piece = bytes(self._waiting)
        self._waiting.clear()
        return piece

    def __len__(self) -> int:
        return len(self._waiting)


def zip_of(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Give a ZIP of files, each a name and its pieces, in their order."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, pieces in files:
            # The moment of the whole stands in its name: a file that is the same has the same bytes.
            with archive.open(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
                    if len(sent) > _CHUNK:
                        yield sent.taken()
    yield sent.taken()
