"""Doubles in the register of persons: what makes two look like one, and what may be merged, undone and split.

A merged reference is kept as another name of the one that stays: nothing of either is moved, so that undoing it gives
back what was there, and no number is ever lost.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from waarborg_identity.domain.persons import IdentifierKind
from waarborg_shared.hooks.values import Text

SHORTEST_ALIKE = 4
"""Letters and digits of a number below which likeness says nothing."""
FINDS_AGAIN = frozenset({IdentifierKind.CLIENT_NUMBER.value, IdentifierKind.BSN.value})
"""The kinds of number by which staff find somebody; who has none of them is lost."""


class Sign(StrEnum):
    """Why two references may be of one person. A BSN is no sign: it is there for its legal duty alone (B11)."""

    NAME = "same-name"
    NUMBER = "alike-number"


class CannotMerge(Exception):
    """These two cannot be one person, or are already (409)."""

    text = Text("Deze twee kunnen niet worden samengevoegd.", "These two cannot be merged.")


class SamePerson(CannotMerge):
    """Both references are of one person already."""

    text = Text("Dit is al één en dezelfde persoon.", "This is one and the same person already.")


class MergedAlready(CannotMerge):
    """One of them is another name of somebody by now."""

    text = Text(
        "Een van deze twee is al samengevoegd. Kies de inschrijving die overbleef.",
        "One of these two is merged already. Choose the registration that stayed.",
    )


class TwoBsns(CannotMerge):
    """Each has a BSN, and nobody has two."""

    text = Text(
        "Beiden hebben een eigen BSN, en niemand heeft er twee. Is er een verkeerd? Haal dat eerst weg.",
        "Each has a BSN, and nobody has two. Is one of them wrong? Take that away first.",
    )


class NotMerged(Exception):
    """The reference is not another name of anybody (409)."""

    text = Text("Deze inschrijving is niet samengevoegd.", "This registration is not merged.")


class MergedOnTop(Exception):
    """The person that it was merged into was merged further since: that comes undone first (409)."""

    text = Text(
        "Daarna is er nog eens samengevoegd. Maak dat eerst ongedaan.",
        "There was a merge after this one. Undo that first.",
    )


class BadSplit(Exception):
    """A split leaves somebody without a number to be found by, or takes numbers that are not his (422)."""

    field = "numbers"
    text = Text(
        "Kies nummers van deze persoon. Beide personen houden een cliëntnummer of BSN over.",
        "Choose numbers of this person. Each of the two keeps a client number or a BSN.",
    )


def alike_form(kind: str, number: str) -> str:
    """Return what is compared of a number: letters and digits, without zeros in front; empty when it says nothing."""
    if kind == IdentifierKind.BSN:
        return ""
    plain = re.sub(r"[^a-z0-9]", "", number.casefold()).lstrip("0")
    return plain if len(plain) >= SHORTEST_ALIKE else ""


def name_form(name: str) -> str:
    """Return what is compared of a name: its words without accents and signs, in whatever order they were written."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return " ".join(sorted(re.findall(r"\w+", bare.casefold())))


def kept_as(into: Mapping[str, str], ref: str) -> str:
    """Return by which reference somebody goes now; ``into`` says of each merged one what it was merged into."""
    seen = {ref}
    while (further := into.get(ref)) is not None and further not in seen:
        seen.add(further)
        ref = further
    return ref


def check_merge(into: Mapping[str, str], kept: str, merged: str, *, with_bsn: Collection[str]) -> None:
    """Pass two references that may become one. Raises ``CannotMerge``; ``with_bsn`` are those with a BSN."""
    if kept_as(into, kept) == kept_as(into, merged):
        raise SamePerson
    if kept in into or merged in into:
        raise MergedAlready
    if {kept, merged} <= {kept_as(into, each) for each in with_bsn}:
        raise TwoBsns


def check_undo(into: Mapping[str, str], merged: str) -> str:
    """Return what a reference was merged into, where that can be undone. Raises ``NotMerged``, ``MergedOnTop``."""
    kept = into.get(merged)
    if kept is None:
        raise NotMerged
    if kept in into:
        raise MergedOnTop
    return kept


def check_split(numbers: Mapping[str, str], chosen: Iterable[str]) -> frozenset[str]:
    """Return which of somebody's numbers go to a new reference (id to kind). Raises ``BadSplit``."""
    going = frozenset(chosen)
    if not going <= set(numbers):
        raise BadSplit
    gone = {numbers[each] for each in going}
    stays = {kind for each, kind in numbers.items() if each not in going}
    if not gone & FINDS_AGAIN or not stays & FINDS_AGAIN:
        raise BadSplit
    return going
