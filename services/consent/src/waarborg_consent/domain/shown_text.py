"""The very text that somebody says yes or no to: what a purpose says of itself, and the digest that names it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waarborg_consent.domain.policy import covered
from waarborg_shared.hooks.values import DataCategory, Purpose, Text

UNKNOWN_TEXT = "unknown"
"""Stands where a digest would, where nobody can show to which text a yes was: no text has it, so it is asked again."""


def known_digest(kept: str | None) -> str | None:
    """Return the digest of the text that was shown; None where it is not known."""
    return None if kept == UNKNOWN_TEXT else kept


@dataclass(frozen=True, slots=True)
class ShownText:
    """What a purpose says in both languages: its name, what it is for, and which data a yes is about."""

    purpose: str
    name: Text
    explanation: Text
    data: tuple[Text, ...]
    only_basis: bool

    @property
    def words(self) -> dict[str, Any]:
        """The text by language, as it is kept."""
        return {
            "purpose": self.purpose,
            "only_basis": self.only_basis,
            **{
                lang: {
                    "name": getattr(self.name, lang),
                    "explanation": getattr(self.explanation, lang),
                    "data": [getattr(each, lang) for each in self.data],
                }
                for lang in ("nl", "en")
            },
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal: the same text has the same one in whatever version of a statement."""
        canonical = json.dumps(self.words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def shown_text(purpose: Purpose, categories: Mapping[str, DataCategory]) -> ShownText:
    """Return what is shown to somebody who is asked about ``purpose``."""
    return ShownText(
        purpose=purpose.code,
        name=purpose.name,
        explanation=purpose.explanation,
        data=tuple(category.name for category in covered(purpose, categories)),
        only_basis=purpose.rests_on_consent,
    )
