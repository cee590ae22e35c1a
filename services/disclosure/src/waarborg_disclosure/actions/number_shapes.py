"""Numbers that stand in no text of thanks: that of a bank account, and that of a person."""

import re

from stdnum import iban

from waarborg_shared.web.schemas import Bsn

_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[\s.-]?[0-9]{2}(?:[\s.-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_DUTCH = re.compile(r"NL[0-9]{2}[A-Z]{4}[0-9]{10}")
_NUMBER = re.compile(r"(?<![0-9])[0-9](?:[\s.-]?[0-9]){8}(?![0-9])")
_SEPARATORS = re.compile(r"[\s.-]")
_SHORTEST = 15


def holds_an_account(text: str) -> bool:
    """Whether a text holds the number of a bank account (IBAN), or what has the shape of a Dutch one."""
    return any(_is_account(_SEPARATORS.sub("", found[0]).upper()) for found in _ACCOUNT.finditer(text))


def holds_a_person(text: str) -> bool:
    """Whether a text holds nine digits that are a BSN by their shape."""
    return any(Bsn.fits(found[0]) for found in _NUMBER.finditer(text))


def holds_a_number(text: str) -> bool:
    """Whether a text holds either of them."""
    return holds_an_account(text) or holds_a_person(text)


def _is_account(plain: str) -> bool:
    """Words may follow a number with nothing but a space between, so that each shorter piece is looked at too."""
    pieces = [plain[:end] for end in range(_SHORTEST, len(plain) + 1)]
    return any(_DUTCH.fullmatch(piece) or iban.is_valid(piece, check_country=False) for piece in pieces)
