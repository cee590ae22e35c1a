"""Numbers and secret codes of requests: how they are written, read back and kept apart from each other."""

import re

# No 0 and O, no 1, I and L, no 5 and S, no U beside V: what is read aloud or from paper comes back the same.
ALPHABET = "2346789ABCDEFGHJKMNPQRTVWXYZ"
_GROUPS, _LETTERS = 4, 4
_NUMBER = re.compile(r"[A-Z0-9]{1,12}-[0-9]{4}-[0-9]{6,9}")
_CODE = re.compile(f"[{ALPHABET}]+")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.]+")


def prefix(organisation: str) -> str:
    """Return the letters before an organisation's numbers: the first word of its id, such as BQR."""
    return organisation.partition("-")[0].upper()[:12]


def number(organisation: str, year: int, count: int) -> str:
    """Return a request's number, such as BQR-2026-000123; it says nothing about the person."""
    return f"{prefix(organisation)}-{year:04d}-{count:06d}"


def read_number(typed: str) -> str | None:
    """Return the number that somebody typed, as we write it, or None for what cannot be one."""
    plain = re.sub(r"\s+", "", typed).upper()
    return plain if _NUMBER.fullmatch(plain) else None


def spell_code(entropy: bytes) -> str:
    """Return a secret code of four groups of four for 16 random bytes or more (some 77 bits come through)."""
    return spell_letters(entropy, _GROUPS * _LETTERS)


def spell_letters(entropy: bytes, count: int) -> str:
    """Return so many letters of our alphabet in groups of four, for 16 random bytes or more."""
    if len(entropy) < 16:
        raise ValueError("a code needs 16 random bytes")
    rest = int.from_bytes(entropy, "big")
    letters = []
    for _ in range(count):
        rest, index = divmod(rest, len(ALPHABET))
        letters.append(ALPHABET[index])
    spelled = "".join(letters)
    return "-".join(spelled[at : at + _LETTERS] for at in range(0, len(spelled), _LETTERS))


def read_code(typed: str) -> str | None:
    """Return the sixteen letters that somebody typed, without what stood between them, or None."""
    return read_letters(typed, _GROUPS * _LETTERS)


def read_letters(typed: str, count: int) -> str | None:
    """Return so many letters of our alphabet that somebody typed, without what stood between them, or None."""
    plain = _BETWEEN.sub("", typed).upper()
    return plain if _CODE.fullmatch(plain) and len(plain) == count else None
