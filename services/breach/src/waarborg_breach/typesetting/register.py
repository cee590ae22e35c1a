"""Sets the register as PDF/A-3a and PDF/UA-1 with Typst: the same texts at the same moment give the same bytes."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files

from waarborg_breach.typesetting.characters import shown
from waarborg_breach.typesetting.colours import colour_of
from waarborg_shared.hooks.values import Organisation, Theme


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


def typeset_register(book: Book, *, at: datetime) -> bytes:
    """Return the register as a PDF that says it was made ``at`` (aware)."""
    import typst  # noqa: PLC0415 - 80 MB that only a process that makes PDFs needs

    template = files("waarborg_breach.typesetting").joinpath("register.typ").read_bytes()
    compiler = typst.Compiler(template, ignore_system_fonts=True, sys_inputs={"book": json.dumps(_plain(book, at))})
    made = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=at.replace(microsecond=0))
    assert isinstance(made, bytes)
    return made


def _plain(book: Book, at: datetime) -> dict[str, object]:
    return {
        "title": shown(book.title),
        "language": book.language,
        "region": {"nl": "nl", "en": "gb"}[book.language],
        "author": shown(book.organisation.legal_name),
        "date": (at.year, at.month, at.day),
        "colour": colour_of(book.theme),
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
