"""The key store: gives holders' keys, destroys them and keeps the tombstones, rotates; always by organisation."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import and_, select

from waarborg_shared.keystore.cache import LONGEST_SECONDS
from waarborg_shared.keystore.errors import CannotUnseal
from waarborg_shared.keystore.finding import HolderKey, KeyFinder, new_key_id
from waarborg_shared.keystore.masters import Masters
from waarborg_shared.keystore.remains import Remains
from waarborg_shared.keystore.rotation import Rotation, rotate_master, rotate_organisation
from waarborg_shared.keystore.statements import bury
from waarborg_shared.keystore.tables import create_tables, engine_for, holder_key, organisation_key, transaction
from waarborg_shared.keystore.tombstones import Tombstone

_LONGEST_NAME = {"organisation": 63, "holder": 200, "retention": 100}


class KeyStore:
    """Opens the key store at `url` (SQLite or PostgreSQL, its own database) with the master key of 32 bytes.

    `also` are further master keys to read with while the master key is being changed. Nothing is asked of the database
    before the first key is. Safe to use from several threads; make one per process (after a fork).
    """

    def __init__(
        self,
        url: str,
        master_key: bytes,
        *,
        also: Sequence[bytes] = (),
        pool_size: int = 4,
        cache_seconds: float = LONGEST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine_for(url, pool_size)
        self._masters = Masters(self._engine, (master_key, *also))
        self._keys = KeyFinder(self._engine, self._masters, seconds=cache_seconds, clock=clock)
        self._remains = Remains(self._engine)

    def ensure_schema(self) -> None:
        """Create the tables and take the master key in use, if that was not done; for a command and for tests."""
        create_tables(self._engine)
        self._masters.take_first()

    def forget(self) -> None:
        """Drop every unwrapped key from this process's memory."""
        self._keys.forget()
        self._masters.forget()

    def close(self) -> None:
        """Forget every key and close the connections."""
        self.forget()
        self._remains.clear_left()
        self._engine.dispose()

    def existing(self, organisation: str, holder: str, retention: str) -> HolderKey:
        """The holder's key; raises KeyDestroyed, or CannotUnseal where there never was one here."""
        if (kept := self._keys.at_hand(organisation, holder, retention)) is not None:
            return kept
        _check(organisation=organisation, holder=holder, retention=retention)
        if (key := self._keys.find(organisation, holder, retention)) is None:
            raise CannotUnseal("the key store has no key for this holder")
        return key

    def existing_or_new(self, organisation: str, holder: str, retention: str) -> HolderKey:
        """The holder's key, made and committed here and now if there is none; raises KeyDestroyed."""
        _check(organisation=organisation, holder=holder, retention=retention)
        found = self._keys.find(organisation, holder, retention) or self._keys.make(organisation, holder, retention)
        return found or self.existing(organisation, holder, retention)

    def begin(self, organisation: str, holder: str, retention: str) -> None:
        """Make and commit the key of a holder who is likely new, without looking for one first: whoever has one, or had
        one that was destroyed, keeps that, and `existing_or_new` says so."""
        _check(organisation=organisation, holder=holder, retention=retention)
        self._keys.make(organisation, holder, retention)

    def ready(self, organisation: str, holders: Collection[str], retention: str) -> None:
        """Have the keys of many holders at hand for the next seconds: found in one statement, made in one commit.

        What `existing_or_new` says of each afterwards is what it would have said anyway; it says it sooner.
        """
        if missing := set(holders) - self.at_hand(organisation, holders, retention):
            self._keys.make_many(organisation, missing, retention)

    def at_hand(self, organisation: str, holders: Collection[str], retention: str) -> set[str]:
        """The same for the keys that there are, for who reads; gives who has, or had, one."""
        for holder in holders:
            _check(organisation=organisation, holder=holder, retention=retention)
        return self._keys.fetch(organisation, holders, retention) if holders else set()

    def by_key_id(self, organisation: str, key_id: bytes) -> HolderKey:
        """The key with an id, whoever its holder is; raises KeyDestroyed, CannotUnseal."""
        _check(organisation=organisation)
        if (key := self._keys.find_by_key_id(organisation, key_id)) is None:
            raise CannotUnseal("the key store has no key with this id")
        return key

    def search_key(self, organisation: str) -> bytes:
        """The key of the organisation's keyed hashes; made once, and the same after every rotation."""
        _check(organisation=organisation)
        return self._keys.search_key(organisation)

    def destroy(self, organisation: str, holder: str, retention: str, *, at: datetime, reason: str) -> bool:
        """Erase a holder's key for good and leave a tombstone with the time and a reason code.

        True when a key was destroyed now; destroying twice keeps the first time and reason. A holder that never had a
        key is barred from getting one. This process forgets the key at once, every other one within five seconds.
        """
        never_used = new_key_id()
        return self._bury(Tombstone(organisation, holder, retention, destroyed_at=at, reason=reason, key_id=never_used))

    def retentions(self, organisation: str, holder: str) -> tuple[str, ...]:
        """The retention classes for which a holder has a key that was not destroyed."""
        mine = and_(holder_key.c.organisation == organisation, holder_key.c.holder == holder)
        statement = select(holder_key.c.retention).where(mine, holder_key.c.wrapped.is_not(None))
        with self._engine.connect() as connection:
            return tuple(connection.scalars(statement.order_by(holder_key.c.retention)))

    def organisations(self) -> tuple[str, ...]:
        """Every organisation that has keys or tombstones here, for a command that goes through all of them."""
        statement = select(organisation_key.c.organisation).union(select(holder_key.c.organisation))
        with self._engine.connect() as connection:
            return tuple(sorted(connection.scalars(statement)))

    def export_tombstones(self, organisation: str) -> Iterator[Tombstone]:
        """What was destroyed, to be kept apart from the key store's backups and applied after a restore of one."""
        key = holder_key.c
        columns = (key.holder, key.retention, key.destroyed_at, key.reason, key.key_id)
        destroyed = and_(holder_key.c.organisation == organisation, holder_key.c.destroyed_at.is_not(None))
        with self._engine.connect() as connection:
            for row in connection.execute(select(*columns).where(destroyed).order_by(*columns[:2])):
                yield Tombstone(organisation, *row)

    def apply_tombstones(self, tombstones: Iterable[Tombstone]) -> int:
        """Destroy again what an older backup brought back; gives how many keys that were. Safe to repeat."""
        return sum(self._bury(tombstone) for tombstone in tombstones)

    def rotate_organisation(self, organisation: str, *, batch: int = 500) -> Rotation:
        """Wrap every holder's key under a new key of the organisation; takes up a rotation that was interrupted."""
        _check(organisation=organisation)
        rotation = rotate_organisation(self._engine, self._masters, organisation, batch=batch)
        self._keys.forget()
        return rotation

    def rotate_master(self, new_master_key: bytes, *, batch: int = 500) -> Rotation:
        """Wrap every organisation's keys under a new master key; afterwards the old one is refused. Resumable."""
        rotation = rotate_master(self._engine, self._masters, new_master_key, batch=batch)
        self._keys.forget()
        return rotation

    def _bury(self, tombstone: Tombstone) -> bool:
        names = (tombstone.organisation, tombstone.holder, tombstone.retention)
        _check(organisation=names[0], holder=names[1], retention=names[2])
        had_key = and_(holder_key.c.organisation == names[0], holder_key.c.holder == names[1])
        had_key = and_(had_key, holder_key.c.retention == names[2], holder_key.c.wrapped.is_not(None))
        with transaction(self._engine) as connection:
            had = connection.execute(select(holder_key.c.key_id).where(had_key).with_for_update()).first() is not None
            connection.execute(bury(self._engine, tombstone))
        self._keys.forget_holders()
        self._remains.clear()
        return had


def _check(**names: str) -> None:
    for kind, name in names.items():
        if not name or len(name) > _LONGEST_NAME[kind] or "\x00" in name:
            raise ValueError(f"not a name for a key's {kind}: 1 to {_LONGEST_NAME[kind]} characters")
