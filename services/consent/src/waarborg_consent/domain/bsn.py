"""Where a citizen service number (BSN) has no business: known by its shape, nine digits that pass the 11-test (B11)."""

import re

_NINE_DIGITS = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_bsn(text: str) -> bool:
    """Whether a text as a whole has the form of a BSN."""
    return _NINE_DIGITS.fullmatch(text) is not None and _passes(text)


def holds_bsn(text: str) -> bool:
    """Whether somewhere in a text stands what has the form of a BSN."""
    return any(_passes(found) for found in _NINE_DIGITS.findall(text))


def _passes(digits: str) -> bool:
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0
