"""A text that people see, in both languages."""

import re
from dataclasses import dataclass

_CODE = re.compile(r"[a-z][a-z0-9]*(?:[_.-][a-z0-9]+)*")


class BadValue(ValueError):
    """A plugin gave a value that breaks its own rules; the message names the field."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Dutch and in English; neither may be empty."""

    nl: str
    en: str

    def __post_init__(self) -> None:
        for language in ("nl", "en"):
            if not isinstance(getattr(self, language), str) or not getattr(self, language).strip():
                raise BadValue(f"text lacks its '{language}' form")

    def to(self, language: str) -> str:
        """Return the text in ``language``; anything but English falls back to Dutch, the product's first language."""
        return self.en if language.startswith("en") else self.nl


def check_code(code: str, *, of: str) -> None:
    """Refuse a code that could not stand in an event, a log or a URL (lower case, digits, ``_ . -``)."""
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise BadValue(f"{of}: {code!r} is not a code (lower-case letters, digits, '_', '.', '-')")


def check_unique(codes: "list[str] | tuple[str, ...]", *, of: str) -> None:
    """Refuse a list in which the same code stands twice."""
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise BadValue(f"{of}: twice in the list: {', '.join(twice)}")
