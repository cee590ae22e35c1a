"""The base metrics of CVSS 3.1 and 4.0 as questions with their values, and the vector that the answers spell.

What a vector scores is not worked out here: a library does that.
"""

from collections.abc import Mapping
from enum import StrEnum

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import Text

LONGEST_VECTOR = 300


class BadVector(DisclosureError):
    """What was pasted is no CVSS vector of version 3.1 or 4.0."""

    field = "vector"
    text = Text(
        "Dit is geen vector van CVSS 3.1 of 4.0. Hij begint met CVSS:3.1/ of CVSS:4.0/ en noemt alle onderdelen.",
        "This is no vector of CVSS 3.1 or 4.0. A vector begins with CVSS:3.1/ or CVSS:4.0/ and names every part.",
    )


class Version(StrEnum):
    """The versions of CVSS that are used."""

    V3 = "3.1"
    V4 = "4.0"


_LOSS = ("N", "L", "H")
METRICS: Mapping[Version, Mapping[str, tuple[str, ...]]] = {
    Version.V4: {
        "AV": ("N", "A", "L", "P"),
        "AC": ("L", "H"),
        "AT": ("N", "P"),
        "PR": ("N", "L", "H"),
        "UI": ("N", "P", "A"),
        "VC": _LOSS,
        "VI": _LOSS,
        "VA": _LOSS,
        "SC": _LOSS,
        "SI": _LOSS,
        "SA": _LOSS,
    },
    Version.V3: {
        "AV": ("N", "A", "L", "P"),
        "AC": ("L", "H"),
        "PR": ("N", "L", "H"),
        "UI": ("N", "R"),
        "S": ("U", "C"),
        "C": _LOSS,
        "I": _LOSS,
        "A": _LOSS,
    },
}
"""The base metrics of each version by their letters, in the order of the standard, each with its values."""


def spell_vector(version: Version, chosen: Mapping[str, str]) -> str:
    """Return the vector of the values that were chosen, one for each base metric."""
    parts = (f"{metric}:{chosen[metric]}" for metric in METRICS[version])
    return "/".join((f"CVSS:{version.value}", *parts))


def read_vector(vector: str | None) -> tuple[Version, Mapping[str, str]] | None:
    """Return the version and the base metrics of a vector that was stored, or None where there is none."""
    head, *parts = (vector or "").split("/")
    version = next((each for each in Version if head == f"CVSS:{each.value}"), None)
    if version is None:
        return None
    pairs = dict(part.split(":", 1) for part in parts if ":" in part)
    return version, {metric: pairs[metric] for metric in METRICS[version] if metric in pairs}
