"""What is read of a request's items for one package: each once, as far as memory allows, and small files together.

A readable page, the JSON of a holder and the list to take along need the same items: what was read for one is kept for
the next, up to a bound that does not depend on how much there is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from waarborg_requests.actions import stored
from waarborg_requests.actions.review.giving import Given, given_file, given_numbers
from waarborg_requests.models import Request
from waarborg_shared.uow import Work

KEPT_BYTES = 8 << 20
FILES_AT_ONCE = 32
"""Of so many files that follow each other what is known is read at once, and of the small ones what is in them."""
_BESIDE = 2_048
"""What an item takes beside its content, roughly, in bytes."""


@dataclass(slots=True, kw_only=True)
class ReadAhead:
    """The items of one request as they are given. ``kept_bytes`` bounds what is held of them between two questions."""

    work: Work
    row: Request
    kept_bytes: int = KEPT_BYTES
    _kept: dict[int, Given] = field(default_factory=dict)
    _held: int = 0
    _files: dict[int, tuple[Given, bytes | None]] = field(default_factory=dict)

    def given(self, numbers: Sequence[int]) -> list[Given]:
        """Return the items with these numbers that are given, in order; only those that are not at hand are read."""
        here = {number: self._kept[number] for number in numbers if number in self._kept}
        missing = [number for number in numbers if number not in here]
        for each in given_numbers(self.work, self.row, missing) if missing else ():
            here[each.read.item.number] = each
            self._keep(each)
        return [here[number] for number in sorted(here)]

    def file(self, number: int, coming: Sequence[int]) -> Iterator[bytes]:
        """Give what is in a file; ``coming`` are the files from it on, in the order in which they will be asked for."""
        if number not in self._files:
            self._read_files(coming[:FILES_AT_ONCE])
        given, whole = self._files.pop(number)
        yield from given_file(self.work, given) if whole is None else (whole,)

    def _read_files(self, numbers: Sequence[int]) -> None:
        found = self.given(numbers)
        as_they_are = [given.read.file for given in found if given.read.file is not None and not given.redacted]
        small = stored.small_files(self.work, as_they_are)
        self._files.clear()
        for given in found:
            whole = small.get(given.read.file.id) if given.read.file is not None else None
            self._files[given.read.item.number] = given, whole

    def _keep(self, given: Given) -> None:
        """Keep one, and let go of the oldest where it becomes too much."""
        self._kept[given.read.item.number] = given
        self._held += _takes(given)
        while self._held > self.kept_bytes:
            self._held -= _takes(self._kept.pop(next(iter(self._kept))))


def _takes(given: Given) -> int:
    """Return what an item takes in memory, in bytes; of a file nothing is in memory but what is known of it."""
    return _BESIDE + (given.read.item.size if given.read.file is None else 0)
