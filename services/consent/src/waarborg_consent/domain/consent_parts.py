"""What of a purpose a consent is about: all of it, or only some data, or only some who get them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a purpose. Without categories it is about all data; without recipients about the organisation itself,
    and about whoever gets data from it for the same purpose."""

    categories: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()

    def covers(self, category: str | None, recipient: str | None) -> bool:
        """Whether it says something about a category (None: the whole record) and a recipient (None: ourselves)."""
        return _holds(self.categories, category) and _holds(self.recipients, recipient)

    def within(self, other: "Part") -> bool:
        """Whether it is no wider than another part: what ends that one ends this one too."""
        return _inside(self.categories, other.categories) and _inside(self.recipients, other.recipients)

    def finer(self, other: "Part") -> bool:
        """Whether it is more specific than another part."""
        return self != other and self.within(other)

    def objected_within(self, recipient: str | None, opposes: bool) -> bool:
        """Whether it is an objection against some of the data, so that the whole of them may not be used."""
        return opposes and bool(self.categories) and _holds(self.recipients, recipient)


def _holds(named: frozenset[str], one: str | None) -> bool:
    return not named or one in named


def _inside(named: frozenset[str], wider: frozenset[str]) -> bool:
    return not wider or (bool(named) and named <= wider)


WHOLE = Part()
