"""The receipt of a report: sixteen digits that open its mailbox, and nothing else does."""

import re

RECEIPT_DIGITS = 16
_ENTROPY = 16
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.]+")
_RECEIPT = re.compile(rf"[0-9]{{{RECEIPT_DIGITS}}}")


def spell_receipt(entropy: bytes) -> str:
    """Return the sixteen digits of a receipt (53 bits) for 16 random bytes or more; pages show them in fours."""
    if len(entropy) < _ENTROPY:
        raise ValueError("a receipt needs 16 random bytes")
    return f"{int.from_bytes(entropy, 'big') % 10**RECEIPT_DIGITS:0{RECEIPT_DIGITS}d}"


def read_receipt(typed: str) -> str | None:
    """Return the sixteen digits that somebody typed, without what stood between them, or None."""
    plain = _BETWEEN.sub("", typed)
    return plain if _RECEIPT.fullmatch(plain) else None
