"""Sets a dossier as PDF/A-3a and PDF/UA-1 with Typst: the same one at the same moment gives the same bytes."""

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from waarborg_shared.calendar import AMSTERDAM

MEDIA_TYPE = "application/pdf"
_SHOWN = (
    *((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x24F), (0x386, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x477)),
    *((0x1E00, 0x1EFF), (0x2010, 0x2022), (0x2026, 0x2026), (0x2030, 0x2037), (0x20AC, 0x20AC)),
)
"""The characters that the type has; PDF/A lets none be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answer, line by line, or the word for its gap."""

    text: str
    source: str
    answer: tuple[str, ...]
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the form."""

    heading: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierText:
    """A dossier in words. A ``mark`` stands across every page and in every section: it is an exercise."""

    title: str
    language: str
    author: str
    notes: tuple[str, ...]
    mark: str
    head: tuple[str, str] | tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str


def typeset(dossier: DossierText, *, at: datetime) -> bytes:
    """Return the dossier as a PDF that says it was made ``at`` (aware)."""
    import typst  # noqa: PLC0415 - 80 MB that only a process that makes a PDF needs

    template = files("waarborg_breach.typesetting").joinpath("dossier.typ").read_bytes()
    local = at.astimezone(AMSTERDAM)
    region = {"nl": "nl", "en": "gb"}[dossier.language]
    texts = {**_shown(asdict(dossier)), "region": region, "date": [local.year, local.month, local.day]}
    inputs = {"dossier": json.dumps(texts, ensure_ascii=False)}
    compiler = typst.Compiler(template, ignore_system_fonts=True, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=at.replace(microsecond=0))
    assert isinstance(made, bytes)
    return made


def shown(text: str) -> str:
    """Return a text on one line, with a question mark for what the type does not have."""
    seen = "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Cf") else each for each in text)
    composed = unicodedata.normalize("NFC", " ".join(seen.split()))
    return "".join(each if any(low <= ord(each) <= high for low, high in _SHOWN) else "?" for each in composed)


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {name: _shown(each) for name, each in value.items()}
    return [_shown(each) for each in value] if isinstance(value, (list, tuple)) else value
