"""Changing an organisation's key or the master key: the keys below are wrapped anew, and no row of data is touched."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from waarborg_shared.keystore.finding import new_organisation_key
from waarborg_shared.keystore.masters import Masters
from waarborg_shared.keystore.purposes import of_holder, of_organisation, of_search
from waarborg_shared.keystore.tables import holder_key, master_key, organisation_key, search_key, transaction
from waarborg_shared.keystore.wrapping import unwrap, wrap

_PATIENCE = 100


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: the version it ended at, how many keys it wrapped anew, whether it took up an older one."""

    version: int
    rewrapped: int
    resumed: bool


def rotate_organisation(engine: Engine, masters: Masters, organisation: str, *, batch: int) -> Rotation:
    """Wrap every holder's key under a new key of the organisation, then erase the old one. Resumable, counted."""
    keys = _organisation_keys(engine, masters, organisation)
    resumed = len(keys) > 1
    if not resumed:
        row = new_organisation_key(masters, organisation, max(keys, default=0) + 1)
        with engine.connect() as connection:
            connection.execute(organisation_key.insert().values(row))
        keys = _organisation_keys(engine, masters, organisation)
    version, rewrapped = max(keys), 0
    mine = organisation_key.c.organisation == organisation
    for _ in range(_PATIENCE):  # a process that still holds the old key may add under it until that key is gone
        rewrapped += _until_none_left(lambda: _rewrap_holders(engine, organisation, keys, batch=batch))
        if _erase(engine, organisation_key, and_(mine, organisation_key.c.version < version)):
            return Rotation(version, rewrapped, resumed)
    raise RuntimeError(f"the rotation of {organisation} never came to an end")


def rotate_master(engine: Engine, masters: Masters, new_master_key: bytes, *, batch: int) -> Rotation:
    """Wrap every organisation's keys under a new master key, then forget the old version. Resumable, counted."""
    with engine.connect() as connection:
        known = connection.scalar(select(func.count()).select_from(master_key)) or 0
    masters.newest()  # refuses a process that holds no key of this store
    version, rewrapped = masters.give(new_master_key), 0
    for _ in range(_PATIENCE):
        rewrapped += _until_none_left(lambda: _rewrap_organisations(engine, masters, version, batch=batch))
        rewrapped += _until_none_left(lambda: _rewrap_searches(engine, masters, version, batch=batch))
        if _erase(engine, master_key, master_key.c.version != version):
            masters.keep_only(new_master_key)
            return Rotation(version, rewrapped, known > 1)
    raise RuntimeError("the rotation of the master key never came to an end")


def _until_none_left(step: Callable[[], tuple[int, int]]) -> int:
    """Run a step until it finds nothing; gives how many keys it changed in all."""
    changed = 0
    while True:
        found, now = step()
        changed += now
        if not found:
            return changed


def _organisation_keys(engine: Engine, masters: Masters, organisation: str) -> dict[int, bytes]:
    with engine.connect() as connection:
        rows = connection.execute(select(organisation_key).where(organisation_key.c.organisation == organisation)).all()
    return {row.version: _organisation_key(masters, row) for row in rows}


def _organisation_key(masters: Masters, row: Any) -> bytes:
    purpose = of_organisation(row.organisation, version=row.version, master_version=row.master_version)
    return unwrap(row.wrapped, under=masters.key(row.master_version), purpose=purpose)


def _rewrap_holders(engine: Engine, organisation: str, keys: dict[int, bytes], *, batch: int) -> tuple[int, int]:
    version, key = max(keys), holder_key.c
    old = and_(key.organisation == organisation, key.organisation_version < version, key.wrapped.is_not(None))
    with transaction(engine) as connection:
        rows = connection.execute(select(holder_key).where(old).limit(batch)).all()
        changed = 0
        for row in rows:
            names = (organisation, row.holder, row.retention)
            before = of_holder(*names, key_id=row.key_id, version=row.organisation_version)
            after = of_holder(*names, key_id=row.key_id, version=version)
            plain = unwrap(row.wrapped, under=keys[row.organisation_version], purpose=before)
            values = {"organisation_version": version, "wrapped": wrap(plain, under=keys[version], purpose=after)}
            same = and_(key.organisation == organisation, key.holder == row.holder, key.retention == row.retention)
            changed += _replace(connection, holder_key, and_(same, key.wrapped == row.wrapped), values=values)
    return len(rows), changed


def _rewrap_organisations(engine: Engine, masters: Masters, version: int, *, batch: int) -> tuple[int, int]:
    key = organisation_key.c
    with transaction(engine) as connection:
        rows = connection.execute(select(organisation_key).where(key.master_version != version).limit(batch)).all()
        changed = 0
        for row in rows:
            purpose = of_organisation(row.organisation, version=row.version, master_version=version)
            wrapped = wrap(_organisation_key(masters, row), under=masters.key(version), purpose=purpose)
            same = and_(key.organisation == row.organisation, key.version == row.version, key.wrapped == row.wrapped)
            values = {"master_version": version, "wrapped": wrapped}
            changed += _replace(connection, organisation_key, same, values=values)
    return len(rows), changed


def _rewrap_searches(engine: Engine, masters: Masters, version: int, *, batch: int) -> tuple[int, int]:
    key = search_key.c
    with transaction(engine) as connection:
        rows = connection.execute(select(search_key).where(key.master_version != version).limit(batch)).all()
        changed = 0
        for row in rows:
            before = of_search(row.organisation, master_version=row.master_version)
            plain = unwrap(row.wrapped, under=masters.key(row.master_version), purpose=before)
            after = of_search(row.organisation, master_version=version)
            values = {"master_version": version, "wrapped": wrap(plain, under=masters.key(version), purpose=after)}
            same = and_(key.organisation == row.organisation, key.wrapped == row.wrapped)
            changed += _replace(connection, search_key, same, values=values)
    return len(rows), changed


def _replace(connection: Connection, table: Table, same: Any, *, values: dict[str, object]) -> int:
    """Change a row that is still as it was read: one that was destroyed in between is left alone."""
    return connection.execute(update(table).where(same).values(values)).rowcount


def _erase(engine: Engine, table: Table, old: Any) -> bool:
    """Delete the old versions; False when something still hangs on one (the foreign key says so)."""
    try:
        with engine.connect() as connection:
            connection.execute(delete(table).where(old))
    except IntegrityError:
        return False
    return True
