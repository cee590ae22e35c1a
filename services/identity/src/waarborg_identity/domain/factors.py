"""Second factors: what proves who somebody is, when that is enough, codes that change with time, recovery codes."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum

STEP_SECONDS = 30
DRIFT = 1
"""How many steps a clock may be slow or fast (RFC 6238, 5.2)."""

RECOVERY_CODES = 10
RECOVERY_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
RECOVERY_LENGTH = 10
MOST_PASSKEYS = 10
_TOTP = re.compile(r"[0-9]{6}")


class Method(StrEnum):
    """What somebody proved himself by, as tokens tell it (``amr``, RFC 8176; letter, code and issuer are ours)."""

    PASSWORD = "pwd"  # noqa: S105 - the name of a method
    TOTP = "otp"
    PASSKEY = "pop"
    VERIFIED_BY_DEVICE = "user"
    RECOVERY_CODE = "recovery"
    LETTER = "letter"
    ISSUER = "issuer"
    ISSUER_TWICE = "issuer-mfa"
    LEVEL_SUBSTANTIAL = "loa-substantial"
    LEVEL_HIGH = "loa-high"


class FactorKind(StrEnum):
    """A second factor that is set up once and used again and again."""

    PASSKEY = "passkey"
    TOTP = "totp"


class Identified(StrEnum):
    """How a colleague made sure of who asks for help, before a password is renewed."""

    IN_PERSON = "in_person"
    BY_VIDEO = "by_video"
    CALLED_BACK = "called_back"


class MayNotReset(Exception):
    """Nobody makes himself a code for a new password: a colleague does, who made sure that it is he (403)."""


class MayNotRemove(Exception):
    """The last second factor of a member of staff stays: without one nothing works (409)."""


_SECONDS = frozenset({Method.TOTP, Method.PASSKEY, Method.RECOVERY_CODE})
_FIRSTS = frozenset({Method.PASSWORD, Method.LETTER, Method.ISSUER})
_NOT_REGISTERED = frozenset(
    method.value
    for method in (
        Method.LETTER,
        Method.ISSUER,
        Method.ISSUER_TWICE,
        Method.LEVEL_SUBSTANTIAL,
        Method.LEVEL_HIGH,
    )
)


def proved_twice(methods: Iterable[str]) -> bool:
    """Whether these are two different proofs.

    A passkey whose device asked for face, finger or PIN is two by itself, and so is the word of an outside issuer that
    there were two.
    """
    proved = frozenset(methods)
    if {Method.PASSKEY, Method.VERIFIED_BY_DEVICE} <= proved or Method.ISSUER_TWICE in proved:
        return True
    return bool(proved & _SECONDS) and bool(proved & _FIRSTS)


def step_at(moment: datetime) -> int:
    """Return the number of the thirty seconds in which a moment lies."""
    return int(moment.timestamp()) // STEP_SECONDS


def steps_that_count(moment: datetime, *, used: int) -> range:
    """Return the steps whose codes count now: one before and one after, but none up to the last that was used."""
    now = step_at(moment)
    return range(max(now - DRIFT, used + 1), now + DRIFT + 1)


def read_totp(typed: str) -> str:
    """Return the six digits as they were meant; empty when it cannot be such a code."""
    digits = re.sub(r"[\s.-]", "", typed)
    return digits if _TOTP.fullmatch(digits) else ""


def make_recovery_code(choose: Callable[[str], str]) -> str:
    """Return a new recovery code; ``choose`` picks one of some characters at random (``secrets.choice``)."""
    return "".join(choose(RECOVERY_LETTERS) for _ in range(RECOVERY_LENGTH))


def read_recovery_code(typed: str) -> str:
    """Return the code as it was meant: capitals without spaces and dashes; empty when it cannot be one."""
    code = re.sub(r"[\s.-]", "", typed).upper()
    return code if len(code) == RECOVERY_LENGTH and set(code) <= set(RECOVERY_LETTERS) else ""


def shown_recovery_code(code: str) -> str:
    """Return a recovery code in two halves, as it is printed."""
    half = RECOVERY_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def told_methods(methods: Iterable[str]) -> tuple[str, ...]:
    """Return by what somebody signed in as applications are told it (``amr``, RFC 8176): registered names alone."""
    proved = frozenset(methods)
    told = {Method.TOTP.value if each == Method.RECOVERY_CODE else each for each in proved} - _NOT_REGISTERED
    return tuple(sorted({*told, "mfa"} if proved_twice(proved) else told))
