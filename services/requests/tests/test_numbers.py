"""Numbers and codes: written one way, and read back the way that people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_requests.actions import intake
from waarborg_requests.domain import ALPHABET, number, prefix, read_code, read_number, spell_code
from waarborg_shared.keystore.finding import KeyFinder
from waarborg_tests.request_beginnings import filed_as


@pytest.mark.parametrize(
    ("organisation", "written"),
    [
        ("bqr", "BQR-2026-000123"),
        ("jtb-care", "JTB-2026-000123"),
        ("averylongorganisation", "AVERYLONGORG-2026-000123"),
    ],
)
def test_a_number_tells_organisation_and_year_and_nothing_of_the_person(organisation: str, written: str) -> None:
    assert number(organisation, 2026, 123) == written
    assert read_number(written) == written
    assert prefix(organisation) in written


@pytest.mark.parametrize("typed", ["bqr-2026-000123", " BQR-2026-000123 ", "BQR - 2026 - 000123"])
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert read_number(typed) == "BQR-2026-000123"


@pytest.mark.parametrize("typed", ["", "BQR", "BQR-26-1", "BQR-2026-000123'", "<b>", "\x00", "٢٠٢٦", "B" * 5000])
def test_what_is_no_number_is_read_as_none(typed: str) -> None:
    assert read_number(typed) is None


def test_the_millionth_request_of_a_year_still_has_a_number() -> None:
    assert read_number(number("bqr", 2026, 1_234_567)) == "BQR-2026-1234567"


@given(st.binary(min_size=16, max_size=64))
def test_a_code_is_four_groups_of_four_and_is_read_back(entropy: bytes) -> None:
    code = spell_code(entropy)
    groups = code.split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET)
    assert read_code(code) == read_code(code.lower().replace("-", " ")) == "".join(groups)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_other_entropy_gives_another_code(one: bytes, other: bytes) -> None:
    differs = int.from_bytes(one, "big") % 28**16 != int.from_bytes(other, "big") % 28**16
    assert (spell_code(one) != spell_code(other)) is differs


def test_no_letter_can_be_taken_for_another() -> None:
    assert not set(ALPHABET) & set("0O1IL5SU")
    assert len(set(ALPHABET)) == len(ALPHABET)


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKMN-PQR0", "<script>", "A" * 5000, "\x00" * 16])
def test_what_is_no_code_is_read_as_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_code_needs_enough_chance() -> None:
    with pytest.raises(ValueError, match="16 random bytes"):
        spell_code(b"short")


def test_the_number_of_a_request_is_taken_after_the_key_store_committed_its_key(world, monkeypatch):
    """Who takes a number makes all others of the year wait until he commits."""
    done, made, taken = [], KeyFinder.make, intake.take_number

    def make(self, *which):
        done.append("key")
        return made(self, *which)

    def take(*given, **year):
        done.append("number")
        return taken(*given, **year)

    monkeypatch.setattr(KeyFinder, "make", make)
    monkeypatch.setattr(intake, "take_number", take)
    filed_as(world, "access")
    assert done == ["key", "number"]
