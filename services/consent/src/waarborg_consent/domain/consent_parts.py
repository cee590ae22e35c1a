"""What of a purpose a consent is about: all of it, or only some data, or only some who get them."""

from dataclasses import dataclass

from waarborg_consent.domain.whom import Whom


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a purpose. Without categories it is about all data. Without recipients a no is about everybody, and a
    yes about the organisation itself and who works for it: a third party is reached only where a yes names him."""

    categories: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()

    def covers(self, category: str | None, whom: Whom) -> bool:
        """Whether it says something about a category (None: the whole record) and who would get it."""
        return _holds(self.categories, category) and _holds(self.recipients, whom.code)

    def reaches(self, whom: Whom) -> bool:
        """Whether a yes to it can be one to giving him data: to a third party only where it names him (J8, B12)."""
        return not whom.third_party or whom.code in self.recipients

    def within(self, other: "Part") -> bool:
        """Whether it is no wider than another part: what ends that one ends this one too."""
        return _inside(self.categories, other.categories) and _inside(self.recipients, other.recipients)

    def finer(self, other: "Part") -> bool:
        """Whether it is more specific than another part."""
        return self != other and self.within(other)

    def objected_within(self, whom: Whom, opposes: bool) -> bool:
        """Whether it is an objection against some of the data, so that the whole of them may not be used."""
        return opposes and bool(self.categories) and _holds(self.recipients, whom.code)


def _holds(named: frozenset[str], one: str | None) -> bool:
    return not named or one in named


def _inside(named: frozenset[str], wider: frozenset[str]) -> bool:
    return not wider or (bool(named) and named <= wider)


WHOLE = Part()
