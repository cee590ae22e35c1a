"""A new use of data: compatible with what they were given for only where somebody declared so, and why (J2, B2).

Art. 6(4) AVG asks five things; each is answered in words. A declaration is never changed: it is ended, and made anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waarborg_shared.hooks.values import Purpose, Text


class Point(StrEnum):
    """The five points of art. 6(4) AVG, (a) to (e)."""

    LINK = "link"
    CONTEXT = "context"
    NATURE = "nature"
    CONSEQUENCES = "consequences"
    SAFEGUARDS = "safeguards"


class CompatibilityError(Exception):
    """Two purposes cannot be declared compatible; ``field`` says which of what was filled in is wrong."""

    field = "to_purpose"
    text = Text("Dit kan niet worden verklaard.", "This cannot be declared.")


class NotOnTheList(CompatibilityError):
    """The organisation's closed list has no such purpose."""

    text = Text("Dit doel staat niet op de lijst van doelen.", "This purpose is not on the list of purposes.")

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class SamePurpose(CompatibilityError):
    """A purpose is compatible with itself."""

    text = Text("Dit is hetzelfde doel.", "This is the same purpose.")


class GivenOnConsent(CompatibilityError):
    """Data given by consent serve that purpose and no other: another use asks for consent again (art. 6(4) AVG)."""

    field = "from_purpose"
    text = Text(
        "Deze gegevens zijn met toestemming gegeven. Voor een ander doel is dan opnieuw toestemming nodig.",
        "These data were given by consent. Another purpose then needs consent of its own.",
    )


class NeedsConsentItself(CompatibilityError):
    """A purpose that rests on consent alone is not reached by a declaration."""

    text = Text(
        "Dit doel mag alleen met toestemming. Een verklaring kan dat niet vervangen.",
        "This purpose is allowed by consent alone. A declaration cannot take its place.",
    )


class AlreadyDeclared(CompatibilityError):
    """The same is declared already, and stands."""

    text = Text("Dit is al verklaard en geldt nog.", "This has been declared already, and still stands.")


class NotDeclared(CompatibilityError):
    """There is nothing to end."""

    field = "declaration_id"
    text = Text("Deze verklaring geldt niet (meer).", "This declaration does not stand, or no longer.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """That data given for one purpose may serve another, from when until when, and who said so."""

    id: str
    from_purpose: str
    to_purpose: str
    at: datetime
    by_ref: str
    ended_at: datetime | None = None

    def stands_at(self, moment: datetime) -> bool:
        """Whether it was in force at a moment; one that ended works no more from that moment."""
        return self.at <= moment and (self.ended_at is None or moment < self.ended_at)


def compatible(
    declarations: Iterable[Declaration], from_purpose: str, to_purpose: str, *, at: datetime
) -> Declaration | None:
    """Return the declaration by which data given for one purpose may serve another at ``at``, or None.

    It goes one way and one step: what is compatible with what was found compatible was not weighed (J2).
    """
    found = (
        each
        for each in declarations
        if (each.from_purpose, each.to_purpose) == (from_purpose, to_purpose) and each.stands_at(at)
    )
    return max(found, key=lambda each: (each.at, each.id), default=None)


def check_declaration(
    purposes: Mapping[str, Purpose],
    standing: Iterable[Declaration],
    *,
    from_purpose: str,
    to_purpose: str,
    at: datetime,
) -> None:
    """Check that somebody may declare that data given for one purpose serve another.

    Raises:
        CompatibilityError: naming the field.
    """
    for field, code in (("from_purpose", from_purpose), ("to_purpose", to_purpose)):
        if code not in purposes:
            raise NotOnTheList(field)
    if from_purpose == to_purpose:
        raise SamePurpose(to_purpose)
    if purposes[from_purpose].rests_on_consent:
        raise GivenOnConsent(from_purpose)
    if purposes[to_purpose].rests_on_consent:
        raise NeedsConsentItself(to_purpose)
    if compatible(standing, from_purpose, to_purpose, at=at) is not None:
        raise AlreadyDeclared(to_purpose)
