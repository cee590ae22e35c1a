"""A receipt for people: PDF/A-3a and PDF/UA-1 by Typst, signed as a whole.

What makes it comes with the extra ``waarborg-consent[receipts]``; without it there is a clear refusal. It is loaded
when a PDF is first made: it is heavy, and most processes never make one.
"""

import json
from datetime import datetime
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from waarborg_consent.domain import ReceiptFacts, ReceiptForm
from waarborg_consent.receipts import jose, pdf_signing
from waarborg_consent.receipts.keys import SigningPair
from waarborg_consent.receipts.letter import letter
from waarborg_consent.receipts.told import plain
from waarborg_shared.hooks.values import Text

MEDIA_TYPE = "application/pdf"


class NoPdfHere(Exception):
    """This installation was made without what makes a PDF."""

    text = Text(
        "Hier kan geen PDF gemaakt worden. De andere vormen van het bewijs zijn er wel.",
        "No PDF can be made here. The other forms of the receipt can be had.",
    )


def can_write() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in ("typst", "pypdf"))


def sign(facts: ReceiptFacts, language: str, pair: SigningPair) -> bytes:
    """Return the receipt as a signed PDF, with the JSON-LD receipt attached to it.

    Raises:
        NoPdfHere: the extra is not installed.
    """
    if not can_write():
        raise NoPdfHere
    attached = jose.sign(facts, ReceiptForm.ISO27560, language, pair).decode()
    unsigned = _typeset({**letter(facts, language), "attached": attached}, at=facts.issued_at)
    about = pdf_signing.About(
        name=plain(facts.controller.legal_name),
        url=facts.controller.url,
        reason=f"receipt {facts.receipt_id} of consent {facts.consent_id}",
        at=facts.issued_at,
    )
    return pdf_signing.sign(unsigned, about, pair)


def _typeset(texts: dict[str, Any], *, at: datetime) -> bytes:
    import typst  # noqa: PLC0415 - 80 MB that only a process that makes PDFs needs

    template = files("waarborg_consent.receipts").joinpath("receipt.typ").read_bytes()
    compiler = typst.Compiler(template, ignore_system_fonts=True, sys_inputs={"receipt": json.dumps(texts)})
    made = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=at.replace(microsecond=0))
    assert isinstance(made, bytes)
    return made
