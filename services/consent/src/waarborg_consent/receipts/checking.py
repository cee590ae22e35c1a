"""Checks a receipt offline: a file and the published keys are all that it takes."""

from collections.abc import Mapping

from waarborg_consent.receipts import jose, pdf_signature
from waarborg_consent.receipts.keys import PublishedKey
from waarborg_consent.receipts.verdict import BadReceipt, Fault, Genuine

LARGEST = 4 * 2**20
"""Bytes; the largest receipt is a small part of it, and more is not read."""


def check(content: bytes, keys: Mapping[str, PublishedKey]) -> Genuine:
    """Return what a genuine receipt tells, in whichever form it is.

    Raises:
        BadReceipt: it is not genuine, and why.
    """
    if len(content) > LARGEST:
        raise BadReceipt(Fault.TOO_LARGE, f"at most {LARGEST} bytes")
    start = content.lstrip()[:5]
    if start.startswith(b"%PDF-"):
        return pdf_signature.check(content, keys)
    if start[:1] in (b"{", b"["):
        raise BadReceipt(Fault.NOT_SIGNED, "bare JSON; the signed receipt is a file that ends in .jws")
    return jose.check(content, keys)
