"""The strict fields: a text that nobody can see is none, one that is too long says by how much, and a BSN is known."""

import re
from typing import Any

import pytest
from marshmallow import ValidationError

from waarborg_shared.web.schemas import Bsn, Line, Words


@pytest.mark.parametrize("unseen", ["\u200b\u200b", " \u2060 ", "\ufeff", "\u00ad", "\u3164", "\u200d\ufe0f", "\u2800"])
@pytest.mark.parametrize("field", [Line(), Words(100)])
def test_a_text_of_which_nothing_is_seen_is_not_filled_in(field: Any, unseen: str) -> None:
    with pytest.raises(ValidationError, match=r"Fill this in\."):
        field.deserialize(unseen)
    assert not re.search(field.metadata["pattern"], unseen), "the document says so too"


@pytest.mark.parametrize("seen", ["Zoë", "Ay\u200dşe", "a\u200b", "👩\u200d⚕\ufe0f", "ნინო"])
def test_a_name_with_such_a_character_in_it_stays_as_it_is(seen: str) -> None:
    assert Line().deserialize(seen) == seen


def test_what_is_too_long_says_how_long_it_is() -> None:
    with pytest.raises(ValidationError, match=r"Longer than maximum length 10: 12\."):
        Line(10).deserialize("x" * 12)
    assert Line(10).deserialize("x" * 10) == "x" * 10


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("111222333", True), ("111.222.333", True), ("111222334", False), ("C-1044", False), ("11122233", False)],
)
def test_a_bsn_is_known_where_something_else_was_asked(typed: str, fits: bool) -> None:
    assert Bsn.fits(typed) is fits
