"""Persons: the numbers that they are known by, and the number and code of a letter that lets one in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

CODE_LIFE = timedelta(days=30)
NUMBER_DIGITS = 8
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12
_CLIENT_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}")


class IdentifierKind(StrEnum):
    """What sort of number a person is known by."""

    CLIENT_NUMBER = "client_number"
    BSN = "bsn"


class BadNumber(ValueError):
    """A client number is 1 to 40 letters, digits and . / - and begins with a letter or a digit."""

    field = "client_number"


@dataclass(frozen=True)
class LetterCode:
    """What a letter holds: a number that may be known, and a code that is the person's secret."""

    number: str
    code: str

    @property
    def shown(self) -> str:
        """Return the code in groups of four, as it is printed."""
        return "-".join(self.code[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def check_client_number(number: str) -> str:
    """Return the client number as it is kept. Raises ``BadNumber``."""
    plain = number.strip()
    if not _CLIENT_NUMBER.fullmatch(plain):
        raise BadNumber("1 to 40 letters, digits and . / -")
    return plain


def make_code(choose: Callable[[str], str]) -> LetterCode:
    """Return a new number and code; ``choose`` picks one of some characters at random (``secrets.choice``)."""
    number = "".join(choose("0123456789") for _ in range(NUMBER_DIGITS))
    return LetterCode(number, "".join(choose(CODE_LETTERS) for _ in range(CODE_LENGTH)))


def read_number(typed: str) -> str:
    """Return the number as it was meant: digits only; empty when it cannot be one."""
    digits = re.sub(r"[\s.-]", "", typed)
    return digits if re.fullmatch(rf"[0-9]{{{NUMBER_DIGITS}}}", digits) else ""


def read_code(typed: str) -> str:
    """Return the code as it was meant: capitals without spaces and dashes; empty when it cannot be one."""
    code = re.sub(r"[\s.-]", "", typed).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else ""
