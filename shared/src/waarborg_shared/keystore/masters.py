"""The master keys that this process was given, matched by fingerprint with the versions that the key store knows."""

import threading
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Engine, func, select

from waarborg_shared.keystore.errors import NoKeyStore, WrongMasterKey
from waarborg_shared.keystore.statements import insert_new
from waarborg_shared.keystore.tables import master_key
from waarborg_shared.keystore.wrapping import KEY_BYTES, fingerprint


class Masters:
    """Finds the master key behind a version; the keys themselves are never stored."""

    def __init__(self, engine: Engine, keys: Iterable[bytes]) -> None:
        self._engine = engine
        self._keys = {fingerprint(key): key for key in keys}
        if any(len(key) != KEY_BYTES for key in self._keys.values()):
            raise ValueError(f"a master key has {KEY_BYTES} bytes")
        self._versions: Mapping[int, bytes] | None = None
        self._lock = threading.Lock()

    def key(self, version: int) -> bytes:
        """The master key of a version; raises WrongMasterKey when this process was not given it."""
        known = self._known()
        if version not in known:
            known = self._known(again=True)
        if version not in known:
            raise WrongMasterKey(f"keys are wrapped under master key version {version}, which was not given")
        return known[version]

    def newest(self) -> int:
        """The newest version whose key was given; raises WrongMasterKey, NoKeyStore."""
        return max(self._known())

    def forget(self) -> None:
        """Ask the store again which versions there are."""
        self._versions = None

    def give(self, key: bytes) -> int:
        """Add a master key, as a new version if the store does not know it yet; gives its version."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"a master key has {KEY_BYTES} bytes")
        self._keys[fingerprint(key)] = key
        with self._engine.connect() as connection:
            version = self._register(connection, fingerprint(key))
        self.forget()
        return version

    def keep_only(self, key: bytes) -> None:
        """Drop every other master key from memory."""
        self._keys = {fingerprint(key): key}
        self.forget()

    def take_first(self) -> None:
        """Make the first key given the store's version 1, if the store has none; raises WrongMasterKey if it has."""
        with self._engine.connect() as connection:
            if connection.scalar(select(func.count()).select_from(master_key)) == 0:
                first = {"version": 1, "fingerprint": next(iter(self._keys))}
                connection.execute(insert_new(self._engine, master_key).values(first))
        self._known(again=True)

    def _register(self, connection: Connection, print_: bytes) -> int:
        known = select(master_key.c.version).where(master_key.c.fingerprint == print_)
        version: int | None = connection.scalar(known)
        if version is not None:
            return version
        newest = connection.scalar(select(func.coalesce(func.max(master_key.c.version), 0))) or 0
        connection.execute(master_key.insert().values(version=newest + 1, fingerprint=print_))
        return newest + 1

    def _known(self, *, again: bool = False) -> Mapping[int, bytes]:
        if self._versions is None or again:
            with self._lock, self._engine.connect() as connection:
                rows = connection.execute(select(master_key.c.version, master_key.c.fingerprint)).all()
            if not rows:
                raise NoKeyStore("the key store has no master key yet")
            known = {row.version: self._keys[row.fingerprint] for row in rows if row.fingerprint in self._keys}
            if not known:
                raise WrongMasterKey("the master key given is not one of this key store")
            self._versions = known
        return self._versions
