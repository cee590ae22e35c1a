"""What many tests begin with, done once per process of tests and copied into a world in which nothing was done yet.

To hire somebody takes as long as all else that is built for a test. Only on SQLite, whose databases are files; on
PostgreSQL it is done each time.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from waarborg_shared.service import Runtime

MOST_KEPT = 40
"""How many databases are kept: each is as large as an empty one."""


@dataclass(frozen=True)
class _Begun:
    """What a beginning gave, and what its databases held afterwards."""

    gave: Any
    contents: tuple[bytes, ...]


class Beginning:
    """How far one world has come; ``of`` is all that beginnings depend on but what they do and when."""

    _asked: set[Hashable] = set()  # noqa: RUF012 - of this process, as what follows
    _begun: dict[Hashable, _Begun] = {}  # noqa: RUF012

    def __init__(self, runtime: Runtime, of: Iterable[Hashable]) -> None:
        """Begin with databases that nobody has opened."""
        self._runtime = runtime
        self._come_to: Hashable = (runtime.service.name, *of)  # what was done so far, one thing within the other
        urls = [make_url(each) for each in (runtime.settings.database_url, runtime.settings.keystore_url)]
        on_sqlite = all(each.get_backend_name() == "sqlite" for each in urls)
        self._files = [Path(each.database or "") for each in urls] if on_sqlite else []
        self._seen = self._look()

    def once(self, what: Hashable, do: Callable[[], Any]) -> Any:
        """Do it, or copy what came of it in an earlier test; ``do`` returns what can be given to many tests.

        What one test alone begins with is not kept. Where the test did something of its own before this, it is done as
        ever.
        """
        key = self._come_to, what, self._runtime.now()
        if not self._files or self._opened() or self._look() != self._seen or not self._comes_again(key):
            return do()
        if key in self._begun:
            for file, content in zip(self._files, self._begun[key].contents, strict=True):
                file.write_bytes(content)
        else:
            gave = do()
            self._runtime.close()  # the last to leave a database takes its log into it
            self._begun[key] = _Begun(gave, tuple(file.read_bytes() for file in self._files))
        self._come_to, self._seen = key, self._look()
        return self._begun[key].gave

    def _comes_again(self, key: Hashable) -> bool:
        """Whether it was asked for before, and there is room; what has no hash (a new key's text) comes once."""
        try:
            again = key in self._asked
        except TypeError:
            return False
        self._asked.add(key)
        return again and (key in self._begun or len(self._begun) < MOST_KEPT)

    def _opened(self) -> bool:
        return any(file.with_name(f"{file.name}-wal").exists() for file in self._files)

    def _look(self) -> list[tuple[int, int]]:
        return [(found.st_mtime_ns, found.st_size) for found in map(Path.stat, self._files)]
