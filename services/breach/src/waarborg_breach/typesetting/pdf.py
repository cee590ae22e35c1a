"""Sets the register as PDF/A-3a and PDF/UA-1 with Typst: the same texts at the same moment give the same bytes."""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files

from waarborg_shared.hooks.values import Organisation, Theme

MEDIA_TYPE = "application/pdf"
_SHOWN = (
    *((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x24F), (0x386, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x477)),
    *((0x1E00, 0x1EFF), (0x2010, 0x2022), (0x2026, 0x2026), (0x2030, 0x2037), (0x20AC, 0x20AC)),
)
"""The characters that the letter type has; PDF/A lets none be missing."""
_INK = "#1b2733"
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Block:
    """One breach: its heading, and rows of what and what it says, each a list of lines."""

    heading: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What stands in a PDF of the register."""

    title: str
    language: str
    organisation: Organisation
    theme: Theme
    opening: tuple[str, ...]
    head: tuple[str, str]
    blocks: tuple[Block, ...]


def typeset(book: Book, *, at: datetime) -> bytes:
    """Return the register as a PDF that says it was made ``at`` (aware)."""
    import typst  # noqa: PLC0415 - 80 MB that only a process that makes PDFs needs

    template = files("waarborg_breach.typesetting").joinpath("register.typ").read_bytes()
    compiler = typst.Compiler(template, ignore_system_fonts=True, sys_inputs={"book": json.dumps(_plain(book, at))})
    made = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=at.replace(microsecond=0))
    assert isinstance(made, bytes)
    return made


def _plain(book: Book, at: datetime) -> dict[str, object]:
    primary = book.theme.tokens.get("--waarborg-color-primary", "")
    return {
        "title": shown(book.title),
        "language": book.language,
        "region": {"nl": "nl", "en": "gb"}[book.language],
        "author": shown(book.organisation.legal_name),
        "date": (at.year, at.month, at.day),
        "colour": primary if _HEX.fullmatch(primary) else _INK,
        "opening": [shown(line) for line in book.opening],
        "head": [shown(each) for each in book.head],
        "blocks": [
            {
                "heading": shown(each["heading"]),
                "rows": [(shown(name), [shown(line) for line in lines]) for name, lines in each["rows"]],
            }
            for each in map(asdict, book.blocks)
        ],
    }


def shown(text: str) -> str:
    """Return a text on one line, with a question mark for what the letter type does not have."""
    seen = "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Cf") else each for each in text)
    composed = unicodedata.normalize("NFC", " ".join(seen.split()))
    return "".join(each if any(low <= ord(each) <= high for low, high in _SHOWN) else "?" for each in composed)
