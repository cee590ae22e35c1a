"""What a person set against the use of his data: objections, a restriction, an address that is kept secret."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MarkKind(StrEnum):
    """What is set. Each works from the moment it is set, and until it is ended."""

    OBJECTION = "objection"
    """Against one purpose, or one kind of message (art. 21 AVG; B16, J6)."""
    RESTRICTION = "restriction"
    """Nothing but keeping, unless a ground of art. 18(2) AVG is named."""
    ADDRESS_SECRECY = "address_secrecy"
    """The address is for nobody who is not named (B12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark. ``about`` is the code of a purpose or of a kind of message, and None where it is about everything."""

    id: str
    kind: MarkKind
    about: str | None
    set_at: datetime
    ended_at: datetime | None = None

    def stands_at(self, moment: datetime) -> bool:
        """Whether it was in force at ``moment``; one that is set works at once, one that ended works no more."""
        return self.set_at <= moment and (self.ended_at is None or moment < self.ended_at)


def standing_marks(marks: Iterable[Mark], *, at: datetime) -> tuple[Mark, ...]:
    """Return the marks in force at ``at``, the oldest first."""
    return tuple(sorted((mark for mark in marks if mark.stands_at(at)), key=lambda mark: (mark.set_at, mark.id)))
