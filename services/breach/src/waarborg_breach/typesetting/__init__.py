"""Sets letters to the persons of a breach as one PDF/A and PDF/UA, each on a sheet of its own."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files

from waarborg_shared.hooks.values import Theme

MEDIA_TYPE = "application/pdf"
_SHOWN = (
    *((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x24F), (0x386, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x477)),
    *((0x1E00, 0x1EFF), (0x2010, 0x2022), (0x2026, 0x2026), (0x2030, 0x2037), (0x20AC, 0x20AC)),
)
"""The characters that the letter type has; PDF/A lets none be missing."""
_INK = "#1b2733"
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A heading with the paragraphs under it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """What stands in the letters of one language: all but whose it is."""

    language: str
    title: str
    sender: tuple[str, ...]
    date: str
    number: str
    salutation: str
    opening: tuple[str, ...]
    passages: tuple[Passage, ...]
    closing: tuple[str, ...]
    signature: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """One letter: by which reference staff find the address, the number of the letter, and which words are in it."""

    reference: str
    number: int
    words: int


def colour_of(theme: Theme) -> str:
    """Return the organisation's colour for its name."""
    primary = theme.tokens.get("--waarborg-color-primary", "")
    return primary if _HEX.fullmatch(primary) else _INK


def shown(text: str) -> str:
    """Return a text on one line, with a question mark for what the letter type does not have."""
    seen = "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Cf") else each for each in text)
    composed = unicodedata.normalize("NFC", " ".join(seen.split()))
    return "".join(each if any(low <= ord(each) <= high for low, high in _SHOWN) else "?" for each in composed)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return what somebody typed as paragraphs: what stood on a line of its own stays so."""
    return tuple(shown(line) for line in text.splitlines() if line.strip())


def typeset(
    words: Sequence[LetterWords], letters: Iterable[Addressed], *, title: str, colour: str, at: datetime
) -> bytes:
    """Return the letters as one PDF that says it was made ``at`` (aware)."""
    import typst  # noqa: PLC0415 - 80 MB that only a process that makes letters needs

    given: Mapping[str, object] = {
        "title": shown(title),
        "colour": colour,
        "words": [asdict(each) for each in words],
        "letters": [asdict(each) for each in letters],
    }
    template = files("waarborg_breach.typesetting").joinpath("telling.typ").read_bytes()
    texts = json.dumps(given, ensure_ascii=False)
    compiler = typst.Compiler(template, ignore_system_fonts=True, sys_inputs={"letters": texts})
    made = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=at.replace(microsecond=0))
    assert isinstance(made, bytes)
    return made
