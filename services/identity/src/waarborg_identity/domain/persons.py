"""Persons: the numbers that they are known by, and the number and code of a letter that lets one in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from waarborg_shared.hooks.values import LegalBasis, Purpose

CODE_LIFE = timedelta(days=30)
PASSWORD_CODE_LIFE = timedelta(days=1)
NUMBER_DIGITS = 8
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12
_CLIENT_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}")


class IdentifierKind(StrEnum):
    """What sort of number of ours a person is known by; a partner's own number has ``partner_kind``."""

    CLIENT_NUMBER = "client_number"
    BSN = "bsn"


def partner_kind(client_id: str) -> str:
    """Return the kind of the numbers that a partner knows persons by: each partner has a kind of its own."""
    return f"partner:{client_id}"


def told_kind(kind: str) -> Mapping[str, str]:
    """Return what a timeline says of a number: of which kind it is, and whose when it is a partner's."""
    sort, _, client_id = kind.partition(":")
    return {"kind": sort, "partner": client_id} if client_id else {"kind": sort}


def searched_as(kind: str, number: str) -> str:
    """Return the form in which a number is hashed: a partner's counts to the letter, capitals and all."""
    return number.encode().hex() if kind.startswith("partner:") else number


class BadGround(ValueError):
    """A BSN is kept for a purpose that the organisation has by law, and for nothing else (B11)."""

    field = "ground"


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


def check_ground(ground: str, purposes: Mapping[str, Purpose]) -> str:
    """Return the purpose for which a BSN is kept. Raises ``BadGround`` where no legal duty is among its bases (B11)."""
    purpose = purposes.get(ground)
    if purpose is None or LegalBasis.LEGAL_DUTY not in purpose.bases:
        raise BadGround("a purpose that rests on a legal duty")
    return ground


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
