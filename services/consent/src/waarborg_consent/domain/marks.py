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


class MarkHow(StrEnum):
    """How it was asked for or ended, for proof."""

    PAGE = "page"
    LINK = "link"
    KITCHEN_TABLE = "kitchen_table"
    LETTER = "letter"
    TELEPHONE = "telephone"
    PARTNER = "partner"
    REQUEST = "request"
    OVERRULED = "overruled"
    """By an answer on compelling grounds (art. 21(1) AVG): no way to ask, and only how an objection ended."""


class RestrictionGround(StrEnum):
    """Why a person may have the use of his data restricted (art. 18(1)(a) to (d) AVG)."""

    ACCURACY = "accuracy"
    UNLAWFUL = "unlawful"
    LEGAL_CLAIM = "legal_claim"
    OBJECTION_PENDING = "objection_pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark. ``about`` is the code of a purpose or of a kind of message, and None where it is about everything.

    :data:`EVERY_MESSAGE` as ``about`` is every message that one can opt out of. ``overruled`` are the purposes for
    which an objection against everything was answered on compelling grounds.
    """

    id: str
    kind: MarkKind
    about: str | None
    set_at: datetime
    ended_at: datetime | None = None
    ground: RestrictionGround | None = None
    overruled: frozenset[str] = frozenset()

    def stands_at(self, moment: datetime) -> bool:
        """Whether it was in force at ``moment``; one that is set works at once, one that ended works no more."""
        return self.set_at <= moment and (self.ended_at is None or moment < self.ended_at)


def standing_marks(marks: Iterable[Mark], *, at: datetime) -> tuple[Mark, ...]:
    """Return the marks in force at ``at``, the oldest first."""
    return tuple(sorted((mark for mark in marks if mark.stands_at(at)), key=lambda mark: (mark.set_at, mark.id)))


def first_of(marks: Iterable[Mark], kind: MarkKind) -> Mark | None:
    """Return the oldest of the standing ``marks`` that is of ``kind``."""
    return next((mark for mark in marks if mark.kind is kind), None)


def use_goes_on(restriction: Mark | None, *, grounded: bool, consent_since: datetime | None) -> bool:
    """Whether a use may go on: without a restriction always; under one on a ground of art. 18(2) AVG.

    ``grounded`` is whether such a ground is named. Consent is one where it was given after the restriction was set: who
    restricts the use of his data does not mean the yes of before.
    """
    if restriction is None or grounded:
        return True
    return consent_since is not None and consent_since > restriction.set_at
