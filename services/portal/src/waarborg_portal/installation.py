"""A folder that holds one installation for `./dev up`: its secrets, its organisations, and where each database is."""

import base64
import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waarborg_shared.config import OrganisationConfig, make_service_key, parse_organisations, public_service_key

ORGANISATIONS = "organisations.toml"
"""In the folder of an installation: the organisations that it has beside those that every other one has too."""


@dataclass(frozen=True)
class Installation:
    """The folder, with the values in it that are made once and kept."""

    folder: Path
    organisations: Mapping[str, OrganisationConfig]
    organisations_toml: str
    master_key: bytes

    def sqlite(self, name: str) -> str:
        """Return the address of a database file in the folder."""
        return f"sqlite:///{self.folder / name}.db"

    def service_key(self, service: str) -> str:
        """Return the key by which identity knows that service; made the first time."""
        return kept(self.service_key_file(service), make_service_key)

    def service_key_file(self, service: str) -> Path:
        """Return where that key is kept."""
        return self.folder / f"{service}.key"

    def service_jwks(self, services: Iterable[str]) -> list[Mapping[str, Any]]:
        """Return the public halves of their keys."""
        return [public_service_key(self.service_key(each), each) for each in services]


def open_installation(folder: Path, *, organisations: Sequence[Path]) -> Installation:
    """Open the installation in ``folder``, making it the first time; ``organisations`` are the files that hold them.

    Raises:
        ValueError: a file with organisations is not right, or two of them hold the same one.
        OSError: the folder cannot be written, or a file cannot be read.
    """
    found, text = read_all(organisations)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return Installation(
        folder=folder,
        organisations=found,
        organisations_toml=text,
        master_key=base64.b64decode(kept(folder / "master.key", lambda: base64.b64encode(os.urandom(32)).decode())),
    )


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep the folder for this process: two at once would each think that the other's work is theirs.

    Raises:
        ValueError: another process has it.
    """
    with (folder / "in-use").open("a", encoding="utf-8") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ValueError(f"{folder} is in use by another ./dev up: stop that one, or give --data") from None
        yield


def read_all(files: Sequence[Path]) -> tuple[Mapping[str, OrganisationConfig], str]:
    """Return the organisations of several files, and the text of one file with all of them. Raises ValueError, OSError.

    They are read at every start: one that was added is there at the next, with contents that were there before.
    """
    texts = [file.read_text(encoding="utf-8") for file in files]
    places: dict[str, Path] = {}
    for file, text in zip(files, texts, strict=True):
        for name in _parsed(file, text):
            if name in places:
                raise ValueError(f"{file}: organisation {name!r} is in {places[name]} already")
            places[name] = file
    if not places:
        raise ValueError("no organisation is known: name a file with --organisations")
    whole = "\n".join(texts)
    found = parse_organisations(whole)
    if set(found) != set(places):
        raise ValueError("an organisation is to be a table of its file: [organisations.<id>]")
    return found, whole


def _parsed(file: Path, text: str) -> Mapping[str, OrganisationConfig]:
    try:
        return parse_organisations(text)
    except ValueError as wrong:
        raise ValueError(f"{file}: {wrong}") from None


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return what a file holds, made and written for its owner alone the first time."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(make())
    return path.read_text(encoding="utf-8").strip()
