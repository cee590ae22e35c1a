"""Finding and making keys: an organisation's, its search key, and those of its holders."""

import os
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, Select, Table, and_, bindparam, select
from sqlalchemy.exc import IntegrityError

from waarborg_shared.db.many import insert_rows, of_each
from waarborg_shared.db.ready import ReadyStatement
from waarborg_shared.keystore.cache import KeyCache
from waarborg_shared.keystore.errors import CannotUnseal, KeyDestroyed
from waarborg_shared.keystore.masters import Masters
from waarborg_shared.keystore.purposes import of_holder, of_organisation, of_search
from waarborg_shared.keystore.statements import insert_new
from waarborg_shared.keystore.tables import holder_key, organisation_key, search_key, transaction
from waarborg_shared.keystore.wrapping import new_key, unwrap, wrap

KEY_ID_BYTES = 8
_HOLDERS, _ORGANISATIONS = 8192, 2048
_NEW_ROWS: Mapping[Table, tuple[str, ...]] = {
    holder_key: ("organisation", "holder", "retention", "key_id", "organisation_version", "wrapped"),
    organisation_key: ("organisation", "version", "master_version", "wrapped"),
    search_key: ("organisation", "master_version", "wrapped"),
}

_WITH_KEY_ABOVE = (
    select(
        holder_key.c.holder,
        holder_key.c.retention,
        holder_key.c.key_id,
        holder_key.c.wrapped,
        holder_key.c.organisation_version.label("version"),
        organisation_key.c.master_version,
        organisation_key.c.wrapped.label("wrapped_above"),
    )
    .select_from(
        holder_key.outerjoin(
            organisation_key,
            and_(
                organisation_key.c.organisation == holder_key.c.organisation,
                organisation_key.c.version == holder_key.c.organisation_version,
            ),
        )
    )
    .where(holder_key.c.organisation == bindparam("organisation"))
)


class _Asked:
    """A question for one row, made once."""

    def __init__(self, query: Select[Any]) -> None:
        self._ready = ReadyStatement(query, walled=False)
        self._names = query.selected_columns.keys()

    def first(self, connection: Connection, **names: str | bytes) -> Any | None:
        """The row by its columns' names, or None."""
        rows = self._ready.fetch(connection, names)
        return SimpleNamespace(**dict(zip(self._names, rows[0], strict=True))) if rows else None


_OF_HOLDER = _Asked(
    _WITH_KEY_ABOVE.where(holder_key.c.holder == bindparam("holder"), holder_key.c.retention == bindparam("retention"))
)
_OF_HOLDERS: Mapping[str, Select[Any]] = {
    dialect: of_each(
        _WITH_KEY_ABOVE.where(holder_key.c.retention == bindparam("retention")), holder_key.c.holder, "holders", dialect
    )
    for dialect in ("postgresql", "sqlite")
}
_OF_KEY_ID = _Asked(_WITH_KEY_ABOVE.where(holder_key.c.key_id == bindparam("key_id")))
_NEWEST = _Asked(
    select(organisation_key)
    .where(organisation_key.c.organisation == bindparam("organisation"))
    .order_by(organisation_key.c.version.desc())
    .limit(1)
)
_SEARCH = _Asked(select(search_key).where(search_key.c.organisation == bindparam("organisation")))


@dataclass(frozen=True)
class HolderKey:
    """The unwrapped key of one holder for one retention class, ready to encrypt with."""

    key_id: bytes
    cipher: AESGCM = field(repr=False)
    secret: bytes = field(repr=False)
    """The key itself, for what is derived from it; destroyed and forgotten with it."""

    @classmethod
    def of(cls, key_id: bytes, key: bytes) -> "HolderKey":
        """Make the cipher of a key."""
        return cls(key_id, AESGCM(key), key)


class KeyFinder:
    """Looks keys up by organisation, makes those that are missing, and keeps the unwrapped ones for seconds."""

    def __init__(
        self, engine: Engine, masters: Masters, *, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine, self._masters = engine, masters
        self._inserts = {
            table.name: ReadyStatement(insert_new(engine, table), names, walled=False)
            for table, names in _NEW_ROWS.items()
        }
        self._holders: KeyCache[HolderKey] = KeyCache(_HOLDERS, seconds, clock)
        self._newest: KeyCache[tuple[int, bytes]] = KeyCache(_ORGANISATIONS, seconds, clock)
        self._searches: KeyCache[bytes] = KeyCache(_ORGANISATIONS, seconds, clock)

    def forget(self) -> None:
        """Drop every unwrapped key."""
        for cache in (self._holders, self._newest, self._searches):
            cache.clear()

    def forget_holders(self) -> None:
        """Drop every holder's unwrapped key, under whichever name it is kept."""
        self._holders.clear()

    def at_hand(self, organisation: str, holder: str, retention: str) -> HolderKey | None:
        """The holder's key where it was found in the last seconds, or None."""
        return self._holders.get((organisation, holder, retention))

    def find(self, organisation: str, holder: str, retention: str) -> HolderKey | None:
        """The holder's key, or None where there never was one; raises KeyDestroyed, CannotUnseal, WrongMasterKey."""
        name, asked_at = (organisation, holder, retention), self._holders.now()
        if (kept := self._holders.get(name)) is not None:
            return kept
        row = self._first(_OF_HOLDER, organisation, holder=holder, retention=retention)
        return None if row is None else self._opened(organisation, row, name=name, asked_at=asked_at)

    def find_by_key_id(self, organisation: str, key_id: bytes) -> HolderKey | None:
        """The key with an id, whoever its holder is, or None; raises as `find`."""
        name, asked_at = (organisation, key_id), self._holders.now()
        if (kept := self._holders.get(name)) is not None:
            return kept
        row = self._first(_OF_KEY_ID, organisation, key_id=key_id)
        return None if row is None else self._opened(organisation, row, name=name, asked_at=asked_at)

    def make(self, organisation: str, holder: str, retention: str) -> HolderKey | None:
        """Make and commit a holder's key; None when someone else made (or destroyed) it in between."""
        try:
            return self._insert_holder(organisation, holder, retention)
        except IntegrityError:  # the organisation's key was rotated away while we still held it: take the new one
            self._newest.drop(organisation)
            return self._insert_holder(organisation, holder, retention)

    def fetch(self, organisation: str, holders: Collection[str], retention: str) -> set[str]:
        """Keep the keys of many holders at hand, found by one statement; gives who has a row here, destroyed or not."""
        asked_at = self._holders.now()
        names = {"organisation": organisation, "holders": sorted(holders), "retention": retention}
        with self._engine.connect() as connection:
            rows = connection.execute(_OF_HOLDERS[self._engine.dialect.name], names).all()
        for row in rows:
            if row.wrapped is not None:
                self._opened(organisation, row, name=(organisation, row.holder, retention), asked_at=asked_at)
        return {row.holder for row in rows}

    def make_many(self, organisation: str, holders: Collection[str], retention: str) -> None:
        """Make and commit keys for holders who have none, in one transaction; who has got one meanwhile keeps that."""
        try:
            self._insert_holders(organisation, holders, retention)
        except IntegrityError:  # as in `make`
            self._newest.drop(organisation)
            self._masters.forget()
            self._insert_holders(organisation, holders, retention)

    def search_key(self, organisation: str) -> bytes:
        """The key of an organisation's keyed hashes; made once, and the same after every rotation."""
        asked_at = self._searches.now()
        if (kept := self._searches.get(organisation)) is not None:
            return kept
        if (row := self._first(_SEARCH, organisation)) is None:
            master = self._masters.newest()
            wrapped = wrap(
                new_key(), under=self._masters.key(master), purpose=of_search(organisation, master_version=master)
            )
            values = {"organisation": organisation, "master_version": master, "wrapped": wrapped}
            self._insert(search_key, values)
            row = self._first(_SEARCH, organisation)
        if row is None:
            raise CannotUnseal("the organisation's search key went while it was asked for")
        purpose = of_search(organisation, master_version=row.master_version)
        key = unwrap(row.wrapped, under=self._masters.key(row.master_version), purpose=purpose)
        self._searches.put(organisation, key, asked_at=asked_at)
        return key

    def _insert_holder(self, organisation: str, holder: str, retention: str) -> HolderKey | None:
        version, under = self._newest_key(organisation)
        asked_at, fresh = self._holders.now(), new_key()
        row = _fresh_row(organisation, holder, retention, version=version, under=under, key=fresh)
        if not self._insert(holder_key, row):
            return None
        key = HolderKey.of(row["key_id"], fresh)
        self._holders.put((organisation, holder, retention), key, asked_at=asked_at)
        return key

    def _insert_holders(self, organisation: str, holders: Collection[str], retention: str) -> None:
        version, under = self._newest_key(organisation)
        asked_at, fresh = self._holders.now(), {holder: new_key() for holder in sorted(holders)}
        rows = [
            _fresh_row(organisation, holder, retention, version=version, under=under, key=key)
            for holder, key in fresh.items()
        ]
        with transaction(self._engine) as connection:
            inserted = insert_rows(connection, holder_key, rows, unless_there=True)
        if inserted != len(rows):  # somebody else made some meanwhile: theirs count
            self.fetch(organisation, holders, retention)
            return
        for row in rows:
            key = HolderKey.of(row["key_id"], fresh[row["holder"]])
            self._holders.put((organisation, row["holder"], retention), key, asked_at=asked_at)

    def _newest_key(self, organisation: str) -> tuple[int, bytes]:
        """The organisation's newest key and its version; the first is made here."""
        asked_at = self._newest.now()
        if (kept := self._newest.get(organisation)) is not None:
            return kept
        if (row := self._first(_NEWEST, organisation)) is None:
            self._insert(organisation_key, new_organisation_key(self._masters, organisation, 1))
            row = self._first(_NEWEST, organisation)
        if row is None:
            raise CannotUnseal("the organisation's key went while it was asked for")
        found = (row.version, self._open(organisation, row.version, row.master_version, wrapped=row.wrapped))
        self._newest.put(organisation, found, asked_at=asked_at)
        return found

    def _open(self, organisation: str, version: int, master_version: int | None, *, wrapped: bytes | None) -> bytes:
        if master_version is None or wrapped is None:
            raise CannotUnseal("a key is wrapped under an organisation's key that is not here")
        purpose = of_organisation(organisation, version=version, master_version=master_version)
        return unwrap(wrapped, under=self._masters.key(master_version), purpose=purpose)

    def _opened(self, organisation: str, row: Any, *, name: tuple[Any, ...], asked_at: float) -> HolderKey:
        """The holder's key in a row that has the organisation's key above it."""
        if row.wrapped is None:
            raise KeyDestroyed("this holder's key was destroyed")
        under = self._open(organisation, row.version, row.master_version, wrapped=row.wrapped_above)
        purpose = of_holder(organisation, row.holder, row.retention, key_id=row.key_id, version=row.version)
        key = HolderKey.of(row.key_id, unwrap(row.wrapped, under=under, purpose=purpose))
        self._holders.put(name, key, asked_at=asked_at)
        return key

    def _first(self, asked: _Asked, organisation: str, **names: str | bytes) -> Any | None:
        with self._engine.connect() as connection:
            return asked.first(connection, organisation=organisation, **names)

    def _insert(self, table: Table, values: dict[str, object]) -> bool:
        """True when the row is ours, False when it was there already."""
        try:
            with self._engine.connect() as connection:
                return self._inserts[table.name].send(connection, values) == 1
        except IntegrityError:  # what it is wrapped under went: ask again which master keys there are
            self._masters.forget()
            raise


def _fresh_row(
    organisation: str, holder: str, retention: str, *, version: int, under: bytes, key: bytes | None = None
) -> dict[str, Any]:
    """The row of a holder's new key, wrapped under the organisation's key of a version."""
    key_id = new_key_id()
    purpose = of_holder(organisation, holder, retention, key_id=key_id, version=version)
    names = {"organisation": organisation, "holder": holder, "retention": retention}
    wrapped = wrap(key or new_key(), under=under, purpose=purpose)
    return {**names, "key_id": key_id, "organisation_version": version, "wrapped": wrapped}


def new_key_id() -> bytes:
    """By what a sealed value names its key: random, and nothing follows from it."""
    return os.urandom(KEY_ID_BYTES)


def new_organisation_key(masters: Masters, organisation: str, version: int) -> dict[str, object]:
    """The row of a fresh key of an organisation, wrapped under the newest master key."""
    master = masters.newest()
    purpose = of_organisation(organisation, version=version, master_version=master)
    wrapped = wrap(new_key(), under=masters.key(master), purpose=purpose)
    return {"organisation": organisation, "version": version, "master_version": master, "wrapped": wrapped}
