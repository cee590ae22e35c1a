"""Keys of many holders at once: the same keys, found by one statement and made in one commit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import event

from waarborg_shared.keystore import KeyStore
from waarborg_shared.vault import CannotUnseal, KeyDestroyed, Vault

from .conftest import Opener

HOLDERS = [f"p-{number}" for number in range(40)]
PLACE = {"table": "request", "column": "question", "row": "r-1", "retention": "case"}
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def statements(store: KeyStore) -> list[str]:
    asked: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda _c, _cursor, sql, *_: asked.append(sql))
    return asked


def test_keys_that_were_made_together_are_those_that_are_found_one_by_one(opened: Opener) -> None:
    vault = Vault(opened())
    vault.ready("bqr", HOLDERS, "case")
    sealed = {holder: vault.seal("bqr", holder, holder.encode(), **PLACE) for holder in HOLDERS}
    other = Vault(opened())
    assert all(other.unseal("bqr", holder, sealed[holder], **PLACE) == holder.encode() for holder in HOLDERS)
    assert len({sealed[holder][1:9] for holder in HOLDERS}) == len(HOLDERS)


def test_a_key_that_is_there_stays_what_it_is(opened: Opener) -> None:
    before = Vault(opened()).seal("bqr", "p-1", b"word", **PLACE)
    vault = Vault(opened())
    vault.ready("bqr", HOLDERS, "case")
    assert vault.unseal("bqr", "p-1", before, **PLACE) == b"word"


def test_afterwards_sealing_asks_the_store_nothing(opened: Opener) -> None:
    store = opened()
    vault = Vault(store)
    vault.ready("bqr", HOLDERS, "case")
    asked = statements(store)
    for holder in HOLDERS:
        vault.seal("bqr", holder, b"word", **PLACE)
    assert asked == []
    vault.ready("bqr", HOLDERS, "case")
    assert len([sql for sql in asked if sql.startswith("SELECT")]) == 1
    assert not [sql for sql in asked if sql.startswith("INSERT")]


def test_a_destroyed_key_among_many_stays_destroyed_and_stops_only_itself(opened: Opener) -> None:
    vault = Vault(opened())
    vault.seal("bqr", "p-1", b"word", **PLACE)
    vault.destroy("bqr", "p-1", "case", at=AT, reason="erasure.art17")
    vault.ready("bqr", HOLDERS, "case")
    with pytest.raises(KeyDestroyed):
        vault.seal("bqr", "p-1", b"word", **PLACE)
    assert vault.seal("bqr", "p-2", b"word", **PLACE)


def test_who_reads_makes_no_keys(opened: Opener) -> None:
    vault = Vault(opened())
    vault.seal("bqr", "p-1", b"word", **PLACE)
    vault.at_hand("bqr", HOLDERS, "case")
    with pytest.raises(CannotUnseal):
        vault.keystore.existing("bqr", "p-2", "case")
    vault.at_hand("bqr", [], "case")


def test_the_keys_of_one_organisation_are_not_those_of_another(opened: Opener) -> None:
    vault = Vault(opened())
    vault.ready("bqr", HOLDERS, "case")
    with pytest.raises(CannotUnseal):
        vault.keystore.existing("jtb-care", "p-1", "case")


def test_two_who_make_the_same_keys_at_once_get_the_same_ones(opened: Opener) -> None:
    vaults, barrier = [Vault(opened()) for _ in range(3)], Barrier(3)

    def seal(vault: Vault) -> list[bytes]:
        barrier.wait()
        vault.ready("bqr", HOLDERS, "case")
        return [vault.seal("bqr", holder, b"word", **PLACE) for holder in HOLDERS]

    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(seal, vaults))
    assert {tuple(each[1:9] for each in sealed) for sealed in made} == {tuple(each[1:9] for each in made[0])}


def test_a_key_is_made_under_the_organisations_new_key_after_a_rotation_elsewhere(opened: Opener) -> None:
    vault, elsewhere = Vault(opened()), Vault(opened())
    vault.ready("bqr", HOLDERS[:2], "case")
    elsewhere.rotate_organisation("bqr")
    vault.ready("bqr", HOLDERS, "case")
    sealed = vault.seal("bqr", HOLDERS[-1], b"word", **PLACE)
    assert Vault(opened()).unseal("bqr", HOLDERS[-1], sealed, **PLACE) == b"word"


@pytest.mark.parametrize("holder", ["", "x" * 201, "a\x00b"])
def test_what_is_no_holders_name_is_refused_with_all_of_them(opened: Opener, holder: str) -> None:
    with pytest.raises(ValueError, match="holder"):
        Vault(opened()).ready("bqr", ["p-1", holder], "case")
