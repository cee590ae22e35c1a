"""Checks a signed PDF by its bytes alone: no reader of PDF stands between the file and its signature.

Everything but the signature's own place is covered by it, so that a file that passes is what was signed, byte for byte;
the place itself must hold the one spelling of that signature. Nothing that could be hidden in a PDF is ever parsed.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from asn1crypto import cms, parser
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from waarborg_consent.domain import ReceiptForm
from waarborg_consent.receipts.keys import PublishedKey
from waarborg_consent.receipts.signature_container import as_set, signature_container
from waarborg_consent.receipts.told import Told
from waarborg_consent.receipts.verdict import BadReceipt, Fault, Genuine, check_key

_RANGE = re.compile(rb"/ByteRange \[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]")
_STRING = rb"\(((?:[^()\\]|\\[0-7]{3}){1,1000})\)"
_REASON, _ISSUER, _MADE = (re.compile(name + _STRING) for name in (rb"/Reason ", rb"/ContactInfo ", rb"/M "))
_OCTAL = re.compile(rb"\\([0-7]{3})")
_REFERENCES = re.compile(r"receipt (\S{1,64}) of consent (\S{1,64})")
_END = b"%%EOF"


def check(content: bytes, keys: Mapping[str, PublishedKey]) -> Genuine:
    """Return what a signed PDF tells: its references, and that every byte of it is as it was signed.

    Raises:
        BadReceipt: it is not genuine, and why.
    """
    place, signed = _parts(content)
    der = _der(place)
    signer, held = _signer(der)
    attributes = signer["signed_attrs"]
    if _digests(attributes) != [hashlib.sha256(signed).digest()]:
        raise BadReceipt(Fault.CONTENT_CHANGED, "the document does not fit the digest in the signature")
    key = _key(held, keys)
    covered = as_set(attributes)
    signature = signer["signature"].native
    public = key.public.public_key
    assert isinstance(public, ec.EllipticCurvePublicKey)
    try:
        public.verify(signature, covered, ec.ECDSA(SHA256()))
    except InvalidSignature as wrong:
        raise BadReceipt(Fault.SIGNATURE_CHANGED, f"by key {key.kid}") from wrong
    assert key.certificate is not None  # it was found by it
    if signature_container(key.certificate, attributes, signature) != der:
        raise BadReceipt(Fault.SIGNATURE_CHANGED, "something beside the signature itself was changed")
    return _genuine(signed, key)


def _parts(content: bytes) -> tuple[bytes, bytes]:
    """Return the signature's place and everything that is signed, which is all the rest."""
    found = list(_RANGE.finditer(content))
    if not found:
        if not content.rstrip().endswith(_END):
            raise BadReceipt(Fault.CUT_OFF, "the PDF has no end")
        raise BadReceipt(Fault.NOT_SIGNED, "a PDF without the signature of a receipt")
    before, after, length = (int(number) for number in found[-1].groups())
    if after + length > len(content):
        raise BadReceipt(Fault.CUT_OFF, f"{after + length} bytes were signed, {len(content)} are left")
    if after + length < len(content):
        raise BadReceipt(Fault.ADDED_TO, f"{after + length} bytes were signed, there are {len(content)}")
    if not before < after:
        raise BadReceipt(Fault.SIGNATURE_CHANGED, "the signature does not say what it covers")
    return content[before:after], content[:before] + content[after:]


def _der(place: bytes) -> bytes:
    """Return the signature that fills a place: in capital hexadecimals, and noughts up to the end."""
    try:
        filled = bytes.fromhex(place[1:-1].decode("ascii"))
        size = parser.peek(filled)
    except (TypeError, ValueError) as wrong:
        raise BadReceipt(Fault.SIGNATURE_CHANGED, "the signature cannot be read") from wrong
    der = filled[:size]
    if place != b"<" + der.hex().upper().encode() + b"0" * (len(place) - 2 - 2 * size) + b">":
        raise BadReceipt(Fault.SIGNATURE_CHANGED, "the signature is spelt otherwise than it was signed")
    return der


def _signer(der: bytes) -> tuple[cms.SignerInfo, list[bytes]]:
    """Return who signed and the certificates that came along; nothing of it is believed yet."""
    try:
        content = cms.ContentInfo.load(der)["content"]
        (signer,) = content["signer_infos"]
        _digests(signer["signed_attrs"]), bytes(signer["signature"].native)
        return signer, [each.dump() for each in content["certificates"]]
    except _UNREADABLE as wrong:
        raise BadReceipt(Fault.SIGNATURE_CHANGED, "the signature cannot be read") from wrong


_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)


def _digests(attributes: cms.CMSAttributes) -> list[bytes]:
    return [each["values"][0].native for each in attributes if each["type"].native == "message_digest"]


def _key(held: list[bytes], keys: Mapping[str, PublishedKey]) -> PublishedKey:
    for key in keys.values():
        if key.certificate is not None and held == [key.certificate]:
            return key
    raise BadReceipt(Fault.UNKNOWN_KEY, "no published key has the certificate in this file")


def _genuine(signed: bytes, key: PublishedKey) -> Genuine:
    """The key signed every byte of it; it may still not be a receipt, or not of a moment that counts."""
    about = _REFERENCES.fullmatch(_last(_REASON, signed))
    issuer = _last(_ISSUER, signed)
    try:
        issued_at = datetime.strptime(_last(_MADE, signed), "D:%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as wrong:
        raise BadReceipt(Fault.NO_RECEIPT, "it does not say when it was signed") from wrong
    if about is None or not issuer:
        raise BadReceipt(Fault.NO_RECEIPT, "this key signed it as something else")
    check_key(key, at=issued_at)
    told = Told(form=ReceiptForm.PDF, receipt_id=about[1], consent_id=about[2], issued_at=issued_at)
    return Genuine(form=ReceiptForm.PDF, kid=key.kid, issuer=issuer, issued_at=issued_at, told=told)


def _last(name: re.Pattern[bytes], signed: bytes) -> str:
    """Return the last string of that name: the signature stands at the end of the file."""
    found = list(name.finditer(signed))
    if not found:
        return ""
    return _OCTAL.sub(lambda octal: bytes([int(octal[1], 8) & 0xFF]), found[-1][1]).decode("latin-1")
