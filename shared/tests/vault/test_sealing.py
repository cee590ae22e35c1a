"""A sealed value opens where it was put, and nowhere else, and only unchanged."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_shared.vault import CannotUnseal, KeyStore, Vault

PLACE = {"table": "request", "column": "question", "row": "r-1", "retention": "case"}
names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    folder: Path = tmp_path_factory.mktemp("keys")
    store = KeyStore(f"sqlite:///{folder / 'keys.db'}", os.urandom(32))
    store.ensure_schema()
    yield Vault(store)
    store.close()


@given(st.binary(max_size=2000))
def test_what_was_sealed_comes_back(vault: Vault, plaintext: bytes) -> None:
    sealed = vault.seal("bqr", "p-1", plaintext, **PLACE)
    assert vault.unseal("bqr", "p-1", sealed, **PLACE) == plaintext
    assert len(sealed) == len(plaintext) + 37
    assert vault.unseal_of_any("bqr", sealed, table="request", column="question", row="r-1") == plaintext


@given(names, names, names, names)
def test_any_name_of_a_place_will_do(vault: Vault, table: str, column: str, row: str, holder: str) -> None:
    place = {"table": table, "column": column, "row": row, "retention": "case"}
    sealed = vault.seal("bqr", holder, b"word", **place)
    assert vault.unseal("bqr", holder, sealed, **place) == b"word"


@given(st.binary(max_size=60), st.data())
def test_any_flipped_bit_is_noticed(vault: Vault, plaintext: bytes, data: st.DataObject) -> None:
    sealed = bytearray(vault.seal("bqr", "p-1", plaintext, **PLACE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotUnseal):
        vault.unseal("bqr", "p-1", bytes(sealed), **PLACE)


@given(st.sampled_from(["table", "column", "row"]), names)
def test_a_value_moved_to_another_place_does_not_open(vault: Vault, which: str, name: str) -> None:
    sealed = vault.seal("bqr", "p-1", b"word", **PLACE)
    moved = {**PLACE, which: name}
    if moved == PLACE:
        return
    with pytest.raises(CannotUnseal):
        vault.unseal("bqr", "p-1", sealed, **moved)


def test_names_that_run_together_are_not_the_same_place(vault: Vault) -> None:
    sealed = vault.seal("bqr", "p-1", b"word", table="ab", column="c", row="d", retention="case")
    with pytest.raises(CannotUnseal):
        vault.unseal("bqr", "p-1", sealed, table="a", column="bc", row="d", retention="case")


def test_another_holder_organisation_or_retention_class_does_not_open_it(vault: Vault) -> None:
    sealed = vault.seal("bqr", "p-1", b"word", **PLACE)
    vault.seal("bqr", "p-2", b"word", **PLACE)
    vault.seal("jtb-care", "p-1", b"word", **PLACE)
    vault.seal("bqr", "p-1", b"word", **{**PLACE, "retention": "tax"})
    for organisation, holder, retention in (("bqr", "p-2", "case"), ("jtb-care", "p-1", "case"), ("bqr", "p-1", "tax")):
        with pytest.raises(CannotUnseal):
            vault.unseal(organisation, holder, sealed, **{**PLACE, "retention": retention})
    with pytest.raises(CannotUnseal):
        vault.unseal_of_any("jtb-care", sealed, table="request", column="question", row="r-1")


def test_a_holder_without_a_key_opens_nothing_and_gets_no_key_by_asking(vault: Vault) -> None:
    sealed = vault.seal("bqr", "p-1", b"word", **PLACE)
    with pytest.raises(CannotUnseal):
        vault.unseal("bqr", "stranger", sealed, **PLACE)
    assert vault.keystore.retentions("bqr", "stranger") == ()


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x02" + b"0" * 60, b"0" * 60, b"\x01" + b"0" * 35])
def test_what_is_no_sealed_value_is_refused_by_name(vault: Vault, blob: bytes) -> None:
    vault.seal("bqr", "p-1", b"word", **PLACE)
    with pytest.raises(CannotUnseal):
        vault.unseal("bqr", "p-1", blob, **PLACE)
    with pytest.raises(CannotUnseal):
        vault.unseal_of_any("bqr", blob, table="request", column="question", row="r-1")


@pytest.mark.parametrize("holder", ["", "x" * 201, "a\x00b"])
def test_a_name_that_the_key_store_cannot_hold_is_refused(vault: Vault, holder: str) -> None:
    with pytest.raises(ValueError, match="holder"):
        vault.seal("bqr", holder, b"word", **PLACE)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email", "Jan.de.Vries@Example.org", " jan.de.vries@example.ORG "),
        ("bsn", "1112.22.333", "111222333"),
        ("telephone", "+31 6 1234 5678", "06-12345678"),
        ("telephone", "0031 612345678", "06 12 34 56 78"),
        ("telephone", "+31 (0)6 12345678", "0612345678"),
        ("postcode", "9331 ac", "9331AC"),
        ("iban", "NL00 BANK 0123 4567 89", "nl00bank0123456789"),
        ("name", "Van  der\tBerg", "van der berg"),
    ],
)
def test_B11_a_value_is_found_however_it_was_typed(vault: Vault, kind: str, one: str, other: str) -> None:
    assert vault.search_hash("bqr", kind, one) == vault.search_hash("bqr", kind, other)
    assert len(vault.search_hash("bqr", kind, one)) == 32


def test_a_search_hash_is_of_one_organisation_and_one_kind(vault: Vault) -> None:
    hashes = {
        vault.search_hash("bqr", "client-number", "1001"),
        vault.search_hash("jtb-care", "client-number", "1001"),
        vault.search_hash("bqr", "partner-number", "1001"),
        vault.search_hash("bqr", "client-number", "1002"),
    }
    assert len(hashes) == 4
