"""A receipt's JSON under a signature: JWS in its compact form (RFC 7515), which any library for JOSE can check.

The header says which form it is (``cty``), who issued it (``iss``, under which the keys are published),
when (``iat``), and the digest of the content, so that a check can tell a changed content from a changed signature.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from waarborg_consent.domain import ReceiptFacts, ReceiptForm
from waarborg_consent.receipts import fhir, iso27560, kantara
from waarborg_consent.receipts.keys import ALGORITHM, PublishedKey, SigningPair
from waarborg_consent.receipts.told import Unreadable
from waarborg_consent.receipts.verdict import BadReceipt, Fault, Genuine, check_key

MEDIA_TYPE = "application/jose"
TYPE = "consent-receipt+jws"
_BEGINNING = b"eyJ"
"""What a JSON object begins with in base64."""
_SIGNATURE_LENGTH = 86
"""Characters: 64 bytes (RFC 7518, section 3.4) in base64 without what fills it up."""
_READERS = {ReceiptForm.ISO27560: iso27560.read, ReceiptForm.KANTARA: kantara.read, ReceiptForm.FHIR: fhir.read}
_CONTENT_TYPES = {
    ReceiptForm.ISO27560: iso27560.MEDIA_TYPE.removeprefix("application/"),
    ReceiptForm.KANTARA: kantara.MEDIA_TYPE.removeprefix("application/"),
    ReceiptForm.FHIR: fhir.MEDIA_TYPE.removeprefix("application/"),
}
_FORMS = {content_type: form for form, content_type in _CONTENT_TYPES.items()}


class _Registry(jws.JWSRegistry):
    """What JOSE's own registry would allow, with names of ours in the header and room for a long receipt."""

    max_header_length = 2_048
    max_payload_length = 2 * 2**20


_REGISTRY = _Registry(algorithms=[ALGORITHM], strict_check_header=False)


def document_of(facts: ReceiptFacts, form: ReceiptForm, language: str) -> bytes:
    """Return a receipt's JSON, as it is signed."""
    if form is ReceiptForm.ISO27560:
        document = iso27560.write(facts)
    elif form is ReceiptForm.KANTARA:
        document = kantara.write(facts, language)
    else:
        document = fhir.write(facts, language)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def sign(facts: ReceiptFacts, form: ReceiptForm, language: str, pair: SigningPair) -> bytes:
    """Return a receipt in one of its JSON forms, signed."""
    content = document_of(facts, form, language)
    header = {
        "alg": ALGORITHM,
        "kid": pair.kid,
        "typ": TYPE,
        "cty": _CONTENT_TYPES[form],
        "iss": facts.controller.url,
        "iat": int(facts.issued_at.timestamp()),
        "digest": _digest(content),
    }
    return jws.serialize_compact(header, content, pair.private, registry=_REGISTRY).encode()


def apart(signed: bytes) -> tuple[bytes, str]:
    """Return a signed receipt as its document and a signature without it (RFC 7515, appendix F)."""
    header, payload, signature = signed.split(b".")
    return _plain(payload, "content"), f"{header.decode()}..{signature.decode()}"


def together(document: bytes, signature: bytes) -> bytes:
    """Return what `apart` took apart; raises BadReceipt where that is no such signature."""
    parts = signature.strip().split(b".")
    if len(parts) != 3 or parts[1]:
        raise BadReceipt(Fault.NOT_SIGNED, "a signature beside its document has two points in its middle")
    return b".".join((parts[0], base64.urlsafe_b64encode(document).rstrip(b"="), parts[2]))


def check(content: bytes, keys: Mapping[str, PublishedKey]) -> Genuine:
    """Return what a signed receipt tells.

    Raises:
        BadReceipt: it is not genuine, and why.
    """
    parts = content.split(b".")
    if len(parts) < 3 and content.startswith(_BEGINNING):
        raise BadReceipt(Fault.CUT_OFF, "its three parts are not all there")
    if len(parts) != 3 or not all(parts[:2]):
        raise BadReceipt(Fault.NO_RECEIPT, "a signed receipt has three parts with points between them")
    header, payload = _read_header(parts[0]), _plain(parts[1], "content")
    key = keys.get(str(header.get("kid")))
    if _digest(payload) != header.get("digest"):
        raise BadReceipt(Fault.CONTENT_CHANGED, "the content does not fit the digest in the signed header")
    if key is None:
        raise BadReceipt(Fault.UNKNOWN_KEY, f"key {header.get('kid')}")
    _refuse_another_length(parts[2])
    _plain(parts[2], "signature")
    try:
        jws.deserialize_compact(b".".join(parts), key.public, registry=_REGISTRY)
    except (JoseError, ValueError) as wrong:
        raise BadReceipt(Fault.SIGNATURE_CHANGED, f"by key {key.kid}") from wrong
    return _genuine(header, payload, key)


def _refuse_another_length(signature: bytes) -> None:
    if len(signature) != _SIGNATURE_LENGTH:
        fault = Fault.CUT_OFF if len(signature) < _SIGNATURE_LENGTH else Fault.ADDED_TO
        raise BadReceipt(fault, f"a signature has {_SIGNATURE_LENGTH} characters, not {len(signature)}")


def _genuine(header: Mapping[str, Any], payload: bytes, key: PublishedKey) -> Genuine:
    """Everything here was signed by the key; it may still not be a receipt, or not of a moment that counts."""
    form = _FORMS.get(str(header.get("cty")))
    if header.get("typ") != TYPE or form is None:
        raise BadReceipt(Fault.NO_RECEIPT, "this key signed it as something else")
    try:
        issued_at = datetime.fromtimestamp(int(header["iat"]), UTC)
        told = _READERS[form](json.loads(payload))
        issuer = str(header["iss"])
    except (KeyError, OverflowError, TypeError, Unreadable, ValueError) as wrong:
        raise BadReceipt(Fault.NO_RECEIPT, str(wrong)) from wrong
    check_key(key, at=issued_at)
    return Genuine(form=form, kid=key.kid, issuer=issuer, issued_at=issued_at, told=told)


def _read_header(part: bytes) -> Mapping[str, Any]:
    try:
        header = json.loads(_plain(part, "header"))
    except (RecursionError, ValueError) as wrong:
        raise BadReceipt(Fault.NO_RECEIPT, "the header is not JSON") from wrong
    if not isinstance(header, dict) or header.get("alg") != ALGORITHM:
        raise BadReceipt(Fault.NO_RECEIPT, f"it is not signed by {ALGORITHM}")
    return header


def _plain(part: bytes, name: str) -> bytes:
    """Return a part decoded; what decodes to the same in another spelling was changed as well."""
    try:
        decoded = base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error as wrong:
        raise BadReceipt(Fault.NO_RECEIPT, f"the {name} is not in base64") from wrong
    if base64.urlsafe_b64encode(decoded).rstrip(b"=") != part:
        raise BadReceipt(Fault.SIGNATURE_CHANGED, f"the {name} is spelt otherwise than it was signed")
    return decoded


def _digest(content: bytes) -> str:
    return f"sha-256:{hashlib.sha256(content).hexdigest()}"
