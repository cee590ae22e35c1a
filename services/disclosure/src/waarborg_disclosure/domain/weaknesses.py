"""Kinds of weak spots by their number in the Common Weakness Enumeration: the common ones, and any by its number."""

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import Text

COMMON = (79, 89, 284, 352, 22, 434, 287, 798, 639, 200, 319, 327, 601, 918, 94, 78, 502, 611, 1004, 770)
"""What care organisations are told of most, the likeliest first."""
HIGHEST = 9_999


class BadWeakness(DisclosureError):
    """Not a number of the list of kinds of weak spots."""

    field = "cwe_other"
    text = Text(
        "Geef het nummer uit de CWE-lijst, bijvoorbeeld 79 of CWE-79.",
        "Give the number from the CWE list, such as 79 or CWE-79.",
    )


def read_weakness(typed: str) -> int:
    """Return the number that somebody typed as ``79`` or ``CWE-79``.

    Raises:
        BadWeakness: it is none.
    """
    plain = typed.strip().upper()
    if plain.startswith("CWE"):
        plain = plain.removeprefix("CWE").lstrip("- ")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 4 and 1 <= int(plain) <= HIGHEST):
        raise BadWeakness(typed)
    return int(plain)
