"""Sets a letter as PDF/A-3a and PDF/UA-1 with Typst: the same letter at the same moment gives the same bytes."""

import json
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files

from waarborg_requests.typesetting.letter import LetterText

MEDIA_TYPE = "application/pdf"


def typeset(letter: LetterText, *, at: datetime) -> bytes:
    """Return the letter as a PDF that says it was made ``at`` (aware)."""
    import typst  # noqa: PLC0415 - 80 MB that only a process that makes letters needs

    template = files("waarborg_requests.typesetting").joinpath("letter.typ").read_bytes()
    texts = json.dumps(asdict(letter), ensure_ascii=False)
    compiler = typst.Compiler(template, ignore_system_fonts=True, sys_inputs={"letter": texts})
    made = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=at.replace(microsecond=0))
    assert isinstance(made, bytes)
    return made
