"""Takes a file off a form: no larger than it may be, under a safe name, a picture without what its camera wrote."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, BinaryIO, cast

from waarborg_disclosure.evidence.faults import BadFile, Fault
from waarborg_disclosure.evidence.names import safe_name
from waarborg_disclosure.evidence.pictures import TooManyPixels, Unreadable, cleaned, is_picture, tells_place

MOST_FILES = 5
LARGEST_FILE = 10_000_000
LARGEST_FORM = 26_000_000
PIECE_BYTES = 1 << 20
_HEAD = 64


class Cleaned(StrEnum):
    """Whether what tells of the sender was taken out of a file."""

    STRIPPED = "stripped"
    AS_SENT = "as_sent"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that may come in."""

    name: str
    size: int
    cleaned: Cleaned
    file: IO[bytes] = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        """Give what is in it, from its beginning, a mebibyte at a time."""
        self.file.seek(0)
        while piece := self.file.read(PIECE_BYTES):
            yield piece


def take(given: Iterable[tuple[str, IO[bytes]]]) -> tuple[Evidence, ...]:
    """Return the files of a form, each with the name that its sender gave it. Raises BadFile.

    Nothing is unpacked and nothing but a picture is opened: what else there is stays as it was sent.
    """
    taken: list[Evidence] = []
    for name, stream in given:
        called = safe_name(name)
        if len(taken) == MOST_FILES:
            raise BadFile(Fault.TOO_MANY, called)
        taken.append(_take(called, stream))
    return tuple(taken)


def _take(name: str, stream: IO[bytes]) -> Evidence:
    size = stream.seek(0, io.SEEK_END)
    if size == 0:
        raise BadFile(Fault.EMPTY, name)
    if size > LARGEST_FILE:
        raise BadFile(Fault.TOO_LARGE, name)
    stream.seek(0)
    head = stream.read(_HEAD)
    if tells_place(head):
        raise BadFile(Fault.TELLS_PLACE, name)
    if not is_picture(head):
        return Evidence(name, size, Cleaned.AS_SENT, stream)
    stream.seek(0)
    try:
        without = cleaned(cast(BinaryIO, stream))
    except TooManyPixels:
        raise BadFile(Fault.TOO_MANY_PIXELS, name) from None
    except Unreadable:
        raise BadFile(Fault.BROKEN, name) from None
    return Evidence(name, len(without), Cleaned.STRIPPED, io.BytesIO(without))
