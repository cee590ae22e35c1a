"""Keys are made once, die everywhere within seconds, stay dead after a restore, and rotate without touching data."""

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from waarborg_shared.keystore import KeyStore, NoKeyStore, Tombstone, WrongMasterKey, remains, rotation
from waarborg_shared.keystore.tables import holder_key, master_key, organisation_key
from waarborg_shared.vault import CannotUnseal, KeyDestroyed, Vault

from .conftest import MASTER, HandClock, Opener

PLACE = {"table": "request", "column": "question", "row": "r-1", "retention": "case"}
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
NEW_MASTER = b"n" * 32


def count(store: KeyStore, table: object = holder_key) -> int:
    with store._engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_another_process_finds_the_key_that_the_first_one_made(opened: Opener) -> None:
    sealed = Vault(opened()).seal("bqr", "p-1", b"word", **PLACE)
    assert Vault(opened()).unseal("bqr", "p-1", sealed, **PLACE) == b"word"


def test_two_processes_that_make_a_holders_key_at_once_get_the_same_one(opened: Opener) -> None:
    vaults = [Vault(opened()) for _ in range(4)]
    for round_ in range(5):
        barrier = Barrier(len(vaults))

        def seal(vault: Vault, holder: str = f"p-{round_}", barrier: Barrier = barrier) -> bytes:
            barrier.wait()
            return vault.seal("bqr", holder, b"word", **PLACE)

        with ThreadPoolExecutor(len(vaults)) as pool:
            sealed = list(pool.map(seal, vaults))
        reader = Vault(opened())
        assert {reader.unseal("bqr", f"p-{round_}", each, **PLACE) for each in sealed} == {b"word"}
    assert count(opened()) == 5


def test_beginning_a_key_that_was_destroyed_brings_none_back_and_one_that_is_there_stays(opened: Opener) -> None:
    store = opened()
    sealed = Vault(store).seal("bqr", "p-1", b"word", **PLACE)
    Vault(opened()).begin("bqr", "p-1", "case")
    assert Vault(store).unseal("bqr", "p-1", sealed, **PLACE) == b"word"
    store.destroy("bqr", "p-1", "case", at=AT, reason="erasure")
    for vault in (Vault(store), Vault(opened())):
        vault.begin("bqr", "p-1", "case")
        with pytest.raises(KeyDestroyed):
            vault.seal("bqr", "p-1", b"word", **PLACE)


def test_a_store_without_tables_or_with_another_master_key_says_so(url: str, clock: HandClock) -> None:
    store = KeyStore(url, MASTER, clock=clock)
    store.ensure_schema()
    with store._engine.begin() as connection:
        connection.execute(master_key.delete())
    with pytest.raises(NoKeyStore):
        store.existing_or_new("bqr", "p-1", "case")
    store.ensure_schema()
    store.ensure_schema()
    other = KeyStore(url, NEW_MASTER, clock=clock)
    with pytest.raises(WrongMasterKey):
        other.existing_or_new("bqr", "p-1", "case")
    with pytest.raises(WrongMasterKey):
        other.ensure_schema()
    with pytest.raises(ValueError, match="32 bytes"):
        KeyStore(url, b"short", clock=clock)
    store.close()
    other.close()


def test_a_destroyed_key_opens_nothing_any_more_and_seals_nothing_new(opened: Opener) -> None:
    store = opened()
    vault = Vault(store)
    sealed = vault.seal("bqr", "p-1", b"word", **PLACE)
    kept = vault.seal("bqr", "p-1", b"invoice", **{**PLACE, "retention": "tax"})
    assert vault.destroy("bqr", "p-1", "case", at=AT, reason="erasure.art17")
    with pytest.raises(KeyDestroyed):
        vault.unseal("bqr", "p-1", sealed, **PLACE)
    with pytest.raises(KeyDestroyed):
        vault.unseal_of_any("bqr", sealed, table="request", column="question", row="r-1")
    with pytest.raises(KeyDestroyed):
        vault.seal("bqr", "p-1", b"more", **PLACE)
    assert vault.unseal("bqr", "p-1", kept, **{**PLACE, "retention": "tax"}) == b"invoice"
    assert store.retentions("bqr", "p-1") == ("tax",)


def test_destroying_twice_keeps_the_first_time_and_reason(opened: Opener) -> None:
    store = opened()
    store.existing_or_new("bqr", "p-1", "case")
    assert store.destroy("bqr", "p-1", "case", at=AT, reason="retention")
    assert not store.destroy("bqr", "p-1", "case", at=AT.replace(year=2027), reason="again")
    (tombstone,) = store.export_tombstones("bqr")
    assert (tombstone.destroyed_at, tombstone.reason) == (AT, "retention")


def test_a_holder_that_never_had_a_key_can_be_barred_from_one(opened: Opener) -> None:
    store = opened()
    assert not store.destroy("bqr", "p-9", "case", at=AT, reason="retention")
    with pytest.raises(KeyDestroyed):
        store.existing_or_new("bqr", "p-9", "case")


def test_the_walls_hold_another_organisations_holder_keeps_his_key(opened: Opener) -> None:
    store = opened()
    vault = Vault(store)
    sealed = vault.seal("jtb-care", "p-1", b"word", **PLACE)
    store.existing_or_new("bqr", "p-1", "case")
    store.destroy("bqr", "p-1", "case", at=AT, reason="retention")
    assert vault.unseal("jtb-care", "p-1", sealed, **PLACE) == b"word"
    assert list(store.export_tombstones("jtb-care")) == []
    assert store.organisations() == ("bqr", "jtb-care")


def test_a_key_destroyed_in_one_process_is_dead_in_every_other_within_five_seconds(
    opened: Opener, clock: HandClock
) -> None:
    here, there = Vault(opened()), Vault(opened())
    sealed = here.seal("bqr", "p-1", b"word", **PLACE)
    assert there.unseal("bqr", "p-1", sealed, **PLACE) == b"word"
    here.destroy("bqr", "p-1", "case", at=AT, reason="retention")
    clock.seconds += 5.0
    with pytest.raises(KeyDestroyed):
        there.unseal("bqr", "p-1", sealed, **PLACE)


def test_no_process_may_keep_keys_for_longer(url: str) -> None:
    with pytest.raises(ValueError, match=r"5\.0 seconds"):
        KeyStore(url, MASTER, cache_seconds=6)


def test_an_older_backup_of_the_key_store_brings_no_destroyed_key_back(tmp_path: Path, clock: HandClock) -> None:
    file = tmp_path / "keys.db"
    store = KeyStore(f"sqlite:///{file}", MASTER, clock=clock)
    store.ensure_schema()
    sealed = Vault(store).seal("bqr", "p-1", b"word", **PLACE)
    Vault(store).seal("bqr", "p-2", b"word", **PLACE)
    with sqlite3.connect(file) as source, sqlite3.connect(tmp_path / "backup.db") as target:
        source.backup(target)
    source.close()
    target.close()
    late = Vault(store).seal("bqr", "made after the backup", b"word", **PLACE)
    for holder in ("p-1", "made after the backup"):
        store.destroy("bqr", holder, "case", at=AT, reason="erasure.art17")
    apart = [each.to_json() for each in store.export_tombstones("bqr")]
    store.close()
    for leftover in tmp_path.glob("keys.db*"):
        leftover.unlink()
    shutil.copy(tmp_path / "backup.db", file)
    restored = KeyStore(f"sqlite:///{file}", MASTER, clock=clock)
    vault = Vault(restored)
    assert vault.unseal("bqr", "p-1", sealed, **PLACE) == b"word"
    tombstones = [Tombstone.from_json(each) for each in apart]
    assert restored.apply_tombstones(tombstones) == 1
    assert restored.apply_tombstones(tombstones) == 0
    with pytest.raises(KeyDestroyed):
        vault.unseal("bqr", "p-1", sealed, **PLACE)
    with pytest.raises(KeyDestroyed):
        vault.unseal_of_any("bqr", late, table="request", column="question", row="r-1")
    assert restored.retentions("bqr", "p-2") == ("case",)
    restored.close()


def test_a_destroyed_key_is_overwritten_in_the_file(tmp_path: Path, clock: HandClock) -> None:
    store = KeyStore(f"sqlite:///{tmp_path / 'keys.db'}", MASTER, clock=clock)
    store.ensure_schema()
    store.existing_or_new("bqr", "p-1", "case")
    with store._engine.connect() as connection:
        wrapped = connection.scalar(select(holder_key.c.wrapped))
    store.destroy("bqr", "p-1", "case", at=AT, reason="retention")
    assert not any(wrapped in file.read_bytes() for file in tmp_path.iterdir())
    store.close()


@pytest.mark.parametrize(
    "again", [lambda store: store.destroy("bqr", "p-2", "case", at=AT, reason="r"), KeyStore.close]
)
def test_a_destroyed_key_that_is_being_read_leaves_the_log_as_soon_as_it_can(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch, again: Callable[[KeyStore], object]
) -> None:
    monkeypatch.setattr(remains, "PATIENCE_MS", 0, raising=False)
    store = KeyStore(f"sqlite:///{tmp_path / 'keys.db'}", MASTER, clock=clock)
    store.ensure_schema()
    store.existing_or_new("bqr", "p-1", "case")
    with closing(sqlite3.connect(tmp_path / "keys.db", isolation_level=None)) as backup:
        backup.execute("BEGIN")
        ((wrapped,),) = backup.execute("SELECT wrapped FROM holder_key").fetchall()
        with capture_logs() as told:
            assert store.destroy("bqr", "p-1", "case", at=AT, reason="retention")
        assert [each["event"] for each in told] == ["destroyed_key_still_in_log"]
        assert any(wrapped in file.read_bytes() for file in tmp_path.iterdir())
        backup.execute("ROLLBACK")
        with capture_logs() as told:
            again(store)
        assert not told
        assert not any(wrapped in file.read_bytes() for file in tmp_path.iterdir())
    store.close()


@pytest.mark.parametrize("reason", ["", "Because he asked", "naam: Jan", "x" * 101])
def test_why_a_key_was_destroyed_is_a_code(opened: Opener, reason: str) -> None:
    with pytest.raises(ValueError, match="code"):
        opened().destroy("bqr", "p-1", "case", at=AT, reason=reason)


def test_rotating_an_organisations_key_leaves_what_was_sealed_as_it_is(opened: Opener) -> None:
    vault = Vault(opened())
    sealed = {f"p-{number}": vault.seal("bqr", f"p-{number}", b"word", **PLACE) for number in range(7)}
    vault.seal("jtb-care", "p-1", b"word", **PLACE)
    found = vault.search_hash("bqr", "email", "a@example.org")
    before = dict(sealed)
    done = vault.rotate_organisation("bqr", batch=2)
    assert (done.version, done.rewrapped, done.resumed) == (2, 7, False)
    assert sealed == before
    fresh = Vault(opened())
    assert {fresh.unseal("bqr", holder, each, **PLACE) for holder, each in sealed.items()} == {b"word"}
    assert fresh.search_hash("bqr", "email", "a@example.org") == found
    assert fresh.rotate_organisation("bqr").version == 3
    assert count(fresh.keystore, organisation_key) == 2


def test_a_process_that_still_holds_the_old_organisation_key_goes_on(opened: Opener) -> None:
    stale, other = Vault(opened()), Vault(opened())
    stale.seal("bqr", "p-1", b"word", **PLACE)
    other.rotate_organisation("bqr")
    sealed = stale.seal("bqr", "p-2", b"word", **PLACE)
    assert Vault(opened()).unseal("bqr", "p-2", sealed, **PLACE) == b"word"


def test_an_interrupted_rotation_is_taken_up_where_it_was(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(opened())
    sealed = {f"p-{number}": vault.seal("bqr", f"p-{number}", b"word", **PLACE) for number in range(6)}
    rewrap, steps = rotation._rewrap_holders, []

    def breaks_off(*arguments: object, **options: object) -> tuple[int, int]:
        steps.append(1)
        if len(steps) == 3:
            raise KeyboardInterrupt
        return rewrap(*arguments, **options)

    monkeypatch.setattr(rotation, "_rewrap_holders", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        vault.rotate_organisation("bqr", batch=2)
    monkeypatch.undo()
    halfway = Vault(opened())
    assert {halfway.unseal("bqr", holder, each, **PLACE) for holder, each in sealed.items()} == {b"word"}
    done = halfway.rotate_organisation("bqr", batch=2)
    assert (done.version, done.rewrapped, done.resumed) == (2, 2, True)
    fresh = Vault(opened())
    assert {fresh.unseal("bqr", holder, each, **PLACE) for holder, each in sealed.items()} == {b"word"}


def test_a_rotation_brings_no_destroyed_key_back(opened: Opener) -> None:
    vault = Vault(opened())
    sealed = vault.seal("bqr", "p-1", b"word", **PLACE)
    vault.destroy("bqr", "p-1", "case", at=AT, reason="retention")
    assert vault.rotate_organisation("bqr").rewrapped == 0
    assert vault.rotate_master(NEW_MASTER).rewrapped == 1
    with pytest.raises(KeyDestroyed):
        vault.unseal("bqr", "p-1", sealed, **PLACE)


def test_after_a_new_master_key_the_old_one_is_refused_and_nothing_sealed_has_changed(opened: Opener) -> None:
    vault, running = Vault(opened()), Vault(opened())
    sealed = vault.seal("bqr", "p-1", b"word", **PLACE)
    found = vault.search_hash("bqr", "email", "a@example.org")
    vault.seal("jtb-care", "p-1", b"word", **PLACE)
    running.unseal("bqr", "p-1", sealed, **PLACE)
    done = vault.rotate_master(NEW_MASTER, batch=1)
    assert (done.version, done.rewrapped, done.resumed) == (2, 3, False)
    assert vault.unseal("bqr", "p-1", sealed, **PLACE) == b"word"
    fresh = Vault(opened(NEW_MASTER))
    assert fresh.unseal("bqr", "p-1", sealed, **PLACE) == b"word"
    assert fresh.search_hash("bqr", "email", "a@example.org") == found
    fresh.seal("bqr", "p-2", b"word", **PLACE)
    for old in (Vault(opened(MASTER)), running):
        old.keystore.forget()
        with pytest.raises(WrongMasterKey):
            old.unseal("bqr", "p-1", sealed, **PLACE)
        with pytest.raises(WrongMasterKey):
            old.seal("third", "p-1", b"word", **PLACE)


def test_a_process_that_was_given_both_master_keys_reads_through_the_change(opened: Opener, clock: HandClock) -> None:
    both = Vault(opened(MASTER, also=[NEW_MASTER]))
    sealed = both.seal("bqr", "p-1", b"word", **PLACE)
    Vault(opened()).rotate_master(NEW_MASTER)
    clock.seconds += 5
    assert both.unseal("bqr", "p-1", sealed, **PLACE) == b"word"
    both.seal("bqr", "p-2", b"word", **PLACE)


def test_an_interrupted_change_of_the_master_key_is_taken_up(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(opened())
    sealed = vault.seal("bqr", "p-1", b"word", **PLACE)
    vault.search_hash("bqr", "email", "a@example.org")

    def breaks_off(*_arguments: object, **_options: object) -> tuple[int, int]:
        raise KeyboardInterrupt

    monkeypatch.setattr(rotation, "_rewrap_searches", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        vault.rotate_master(NEW_MASTER)
    monkeypatch.undo()
    done = Vault(opened(MASTER)).rotate_master(NEW_MASTER)
    assert (done.version, done.rewrapped, done.resumed) == (2, 1, True)
    assert Vault(opened(NEW_MASTER)).unseal("bqr", "p-1", sealed, **PLACE) == b"word"


def test_keys_are_never_where_a_traceback_or_a_log_would_show_them(opened: Opener) -> None:
    store = opened()
    key = store.existing_or_new("bqr", "p-1", "case")
    assert "AESGCM" not in repr(key)
    with store._engine.connect() as connection:
        wrapped = connection.scalars(select(organisation_key.c.wrapped)).one()
    assert len(wrapped) == 12 + 32 + 16


def test_a_wrapped_key_put_in_another_holders_row_does_not_open(opened: Opener) -> None:
    store = opened()
    store.existing_or_new("bqr", "p-1", "case")
    store.existing_or_new("bqr", "p-2", "case")
    with store._engine.connect() as connection:
        stolen = connection.execute(
            select(holder_key.c.wrapped, holder_key.c.key_id).where(holder_key.c.holder == "p-1")
        ).one()
        connection.execute(
            holder_key.update().where(holder_key.c.holder == "p-2").values(wrapped=stolen.wrapped, key_id=stolen.key_id)
        )
    with pytest.raises(CannotUnseal):
        opened().existing("bqr", "p-2", "case")
