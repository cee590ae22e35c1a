"""What stands where a text was, once its key was destroyed, so that it is taken for nothing that somebody wrote."""

from dataclasses import dataclass
from typing import TypeAlias

from waarborg_shared.hooks.values import Text


@dataclass(frozen=True, slots=True)
class Erased(Text):
    """The word that people see where a text was erased."""


ERASED = Erased("Gewist", "Erased")
Written: TypeAlias = str | Erased
"""What somebody wrote, or that it was erased."""
