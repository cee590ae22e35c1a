"""What is read of a request's items for one package: each once, as far as memory allows, and small files together.

A readable page, the JSON of a holder and the list to take along need the same items: what was read for one is kept for
the next, up to a bound that does not depend on how much there is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from waarborg_requests.actions import stored
from waarborg_requests.actions.review.giving import Given, given_file, given_numbers
from waarborg_requests.domain.package.plan import Packed
from waarborg_requests.models import Request
from waarborg_shared.uow import Work

KEPT_BYTES = 8 << 20
READ_BYTES, READ_AT_ONCE = 2 << 20, 500
"""So much is read at once, where what comes next is known: a question costs more than what it answers."""
FILES_AT_ONCE = 32
"""Of so many files that follow each other what is known is read at once, and of the small ones what is in them."""
_BESIDE = 2_048
"""What an item takes beside its content, roughly, in bytes."""


@dataclass(slots=True, kw_only=True)
class ReadAhead:
    """The items of one request as they are given. ``kept_bytes`` bounds what is held of them between two questions."""

    work: Work
    row: Request
    sizes: Mapping[int, int]
    """What each item that is given takes in memory, by number, in bytes."""
    kept_bytes: int = KEPT_BYTES
    _kept: dict[int, Given] = field(default_factory=dict)
    _held: int = 0
    _files: dict[int, tuple[Given, bytes | None]] = field(default_factory=dict)

    def given(self, numbers: Sequence[int], coming: Iterable[int] = ()) -> list[Given]:
        """Return the items with these numbers that are given, in order; only those that are not at hand are read, and
        with them some of those that will be asked for next (``coming``)."""
        here = {number: self._kept[number] for number in numbers if number in self._kept}
        missing = [number for number in numbers if number not in here]
        if missing:
            wanted = frozenset(missing)
            for each in given_numbers(self.work, self.row, self._with(missing, coming)):
                if each.read.item.number in wanted:
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

    def _with(self, missing: list[int], coming: Iterable[int]) -> list[int]:
        """Return what is read at once: what is missing, and what comes next as far as that is not too much."""
        room, numbers = READ_BYTES - sum(self._takes(number) for number in missing), dict.fromkeys(missing)
        for number in coming:
            room -= self._takes(number)
            if room < 0 or len(numbers) >= READ_AT_ONCE:
                break
            if number not in self._kept:
                numbers[number] = None
        return list(numbers)

    def _takes(self, number: int) -> int:
        return self.sizes.get(number, _BESIDE)

    def _keep(self, given: Given) -> None:
        """Keep one, and let go of the oldest where it becomes too much."""
        number = given.read.item.number
        if number not in self._kept:
            self._held += self._takes(number)
        self._kept[number] = given
        while self._held > self.kept_bytes:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            self._held -= self._takes(oldest)


def sizes_of(items: Iterable[Packed]) -> dict[int, int]:
    """Return what each item takes in memory, in bytes; of a file nothing is in memory but what is known of it."""
    return {item.number: _BESIDE + (item.size if item.extension is None else 0) for item in items}
