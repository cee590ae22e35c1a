"""Receipts: the forms in which a consent is written down, signed, and checked offline."""

from waarborg_consent.domain import ReceiptFacts, ReceiptForm
from waarborg_consent.receipts import fhir, iso27560, jose, kantara, pdf
from waarborg_consent.receipts.checking import LARGEST, check
from waarborg_consent.receipts.keys import (
    BadKeys,
    PublishedKey,
    SigningPair,
    legal_name_of,
    make_key,
    pair_of,
    public_jwk,
    read_keys,
)
from waarborg_consent.receipts.pdf import NoPdfHere
from waarborg_consent.receipts.told import Told, told_by
from waarborg_consent.receipts.verdict import WORDS, BadReceipt, Fault, Genuine

__all__ = [
    "CAN_BE_PLAIN",
    "LARGEST",
    "WORDS",
    "BadKeys",
    "BadReceipt",
    "Fault",
    "Genuine",
    "NoPdfHere",
    "PublishedKey",
    "SigningPair",
    "Told",
    "apart",
    "can_write_pdf",
    "check",
    "legal_name_of",
    "make_key",
    "media_type",
    "pair_of",
    "public_jwk",
    "read_keys",
    "sign",
    "together",
    "told_by",
]

CAN_BE_PLAIN = {
    ReceiptForm.ISO27560: iso27560.MEDIA_TYPE,
    ReceiptForm.FHIR: fhir.MEDIA_TYPE,
    ReceiptForm.KANTARA: kantara.MEDIA_TYPE,
}
"""What each JSON form is when it travels by itself, with its signature beside it (RFC 7515, appendix F)."""


def sign(facts: ReceiptFacts, form: ReceiptForm, language: str, pair: SigningPair) -> bytes:
    """Return a signed receipt in a form; `language` is nl or en.

    Raises:
        NoPdfHere: a PDF was asked for, and the extra that makes it is not installed.
    """
    if form is ReceiptForm.PDF:
        return pdf.sign(facts, language, pair)
    return jose.sign(facts, form, language, pair)


def can_write_pdf() -> bool:
    """Return whether this installation makes PDFs."""
    return pdf.can_write()


def apart(signed: bytes) -> tuple[bytes, str]:
    """Return a signed JSON receipt as its document, and the signature that goes beside it."""
    return jose.apart(signed)


def together(document: bytes, signature: bytes) -> bytes:
    """Return what `apart` took apart.

    Raises:
        BadReceipt: that is no signature without its content.
    """
    return jose.together(document, signature)


def media_type(form: ReceiptForm) -> str:
    """Return what a signed receipt in this form is, over HTTP."""
    return pdf.MEDIA_TYPE if form is ReceiptForm.PDF else jose.MEDIA_TYPE
