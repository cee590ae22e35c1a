"""Sets letters to the persons of a breach as one PDF/A and PDF/UA, each on a sheet of its own."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files

from waarborg_breach.typesetting.characters import shown


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


def paragraphs(text: str) -> tuple[str, ...]:
    """Return what somebody typed as paragraphs: what stood on a line of its own stays so."""
    return tuple(shown(line) for line in text.splitlines() if line.strip())


def typeset_letters(
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
