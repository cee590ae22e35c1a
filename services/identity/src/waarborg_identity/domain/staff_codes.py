"""One-time codes for staff: what one is for, how long it counts, and how many may be made."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from waarborg_identity.domain.persons import CODE_LENGTH, CODE_LETTERS
from waarborg_identity.domain.staff_grants import StaffError
from waarborg_shared.hooks.values import Text

STAFF_CODE_LIFE = timedelta(days=7)
MOST_CODES = 5
CODES_COUNTED_OVER = timedelta(days=1)
_GROUP = 4


class CodePurpose(StrEnum):
    """What a code lets its holder do."""

    FIRST = "first"


class TooManyCodes(StaffError):
    """Codes follow one another too quickly: somebody may be trying something."""

    text = Text(
        "Er zijn vandaag al vijf codes voor deze medewerker gemaakt. Probeer het morgen opnieuw.",
        "Five codes were made for this member of staff today. Try again tomorrow.",
    )


class CodeRefused(StaffError):
    """User name and code do not belong together, or the code was used or is too old: which of these is not told."""

    text = Text(
        "Gebruikersnaam of code klopt niet, is al gebruikt of is te oud.",
        "User name or code is not right, was used before, or is too old.",
    )


def make_staff_code(choose: Callable[[str], str]) -> str:
    """Return a new code of 59 random bits; ``choose`` picks one of some characters (``secrets.choice``)."""
    return "".join(choose(CODE_LETTERS) for _ in range(CODE_LENGTH))


def in_groups(code: str) -> str:
    """Return a code as it is printed, in groups of four."""
    return "-".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP))


def check_code_count(made_lately: int) -> None:
    """Pass when one more code may be made for somebody. Raises TooManyCodes."""
    if made_lately >= MOST_CODES:
        raise TooManyCodes
