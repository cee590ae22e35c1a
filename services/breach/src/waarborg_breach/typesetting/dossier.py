"""Sets a dossier as PDF/A-3a and PDF/UA-1 with Typst: the same one at the same moment gives the same bytes."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from waarborg_breach.typesetting.characters import shown
from waarborg_shared.calendar import AMSTERDAM


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


def typeset_dossier(dossier: DossierText, *, at: datetime) -> bytes:
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


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {name: _shown(each) for name, each in value.items()}
    return [_shown(each) for each in value] if isinstance(value, (list, tuple)) else value
