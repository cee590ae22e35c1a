"""Signs a PDF that Typst made, from its first byte to its last but for the signature itself (PAdES, ISO 32000-1, 12.8).

The signature is a certifying one that allows no change (DocMDP 1). Its field is invisible and out of the page's bounds:
the one way in which a field without a tag fits both PDF/A and PDF/UA.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, tsp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from waarborg_consent.receipts.keys import SigningPair
from waarborg_consent.receipts.signature_container import as_set, signature_container

FIELD = "Waarborg"
_ROOM = 2_048
"""Bytes; a signature with its certificate takes less than half."""
_RANGE_WIDTH = 64
_PLACEHOLDER = b"<" + b"0" * (2 * _ROOM) + b">"
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*\Z", re.DOTALL)
_OBJECT = re.compile(rb"^(\d+) 0 obj\b", re.MULTILINE)
_XREF_STREAM = re.compile(rb"^\d+ 0 obj\s*<<\s*/Type /XRef\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a signature says beside being one: whose it is, where that organisation is found, what for, and when."""

    name: str
    url: str
    reason: str
    at: datetime


def sign(unsigned: bytes, about: About, pair: SigningPair) -> bytes:
    """Return the PDF with a signature over all of it."""
    prepared = _with_room(unsigned, about)
    start = prepared.index(_PLACEHOLDER, len(unsigned))
    end = start + len(_PLACEHOLDER)
    covers = f"[0 {start} {end} {len(prepared) - end}]".ljust(_RANGE_WIDTH).encode()
    prepared = prepared[:end] + prepared[end:].replace(b"[".ljust(_RANGE_WIDTH), covers, 1)
    signed = prepared[:start] + prepared[end:]
    filled = _signature(signed, pair).hex().upper().encode().ljust(2 * _ROOM, b"0")
    return prepared[:start] + b"<" + filled + b">" + prepared[end:]


def _signature(signed: bytes, pair: SigningPair) -> bytes:
    certificate = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(pair.certificate).digest()})
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ("data",)}),
            cms.CMSAttribute({"type": "message_digest", "values": (hashlib.sha256(signed).digest(),)}),
            cms.CMSAttribute(
                {"type": "signing_certificate_v2", "values": (tsp.SigningCertificateV2({"certs": (certificate,)}),)}
            ),
        ]
    )
    private: Any = pair.private.private_key
    return signature_container(pair.certificate, attributes, private.sign(as_set(attributes), ec.ECDSA(SHA256())))


def _with_room(unsigned: bytes, about: About) -> bytes:
    """Return the PDF with a signature field added at its end, and room in it for the signature."""
    from pypdf import PdfWriter  # noqa: PLC0415 - of the extra; who only checks receipts has none
    from pypdf import generic as pdf  # noqa: PLC0415

    class Written(pdf.PdfObject):  # type: ignore[misc]
        """An object that is written exactly as it is given: a signature's ranges count bytes."""

        def write_to_stream(self, stream: Any, encryption_key: Any = None) -> None:
            stream.write(_dictionary(about))

        def hash_bin(self) -> int:
            return id(self)

    writer = PdfWriter(BytesIO(unsigned), incremental=True)
    name, page = pdf.NameObject, writer.pages[0]
    signature = writer._add_object(Written())
    widget = {
        "/Type": name("/Annot"),
        "/Subtype": name("/Widget"),
        "/FT": name("/Sig"),
        "/T": pdf.TextStringObject(FIELD),
        "/V": signature,
        "/F": pdf.NumberObject(132),  # to be printed, and locked
        "/Rect": pdf.ArrayObject([pdf.NumberObject(-9999)] * 4),
        "/P": page.indirect_reference,
    }
    field = writer._add_object(pdf.DictionaryObject({name(key): value for key, value in widget.items()}))
    form = {name("/Fields"): pdf.ArrayObject([field]), name("/SigFlags"): pdf.NumberObject(3)}
    page[name("/Annots")] = pdf.ArrayObject([field])
    writer.root_object[name("/AcroForm")] = pdf.DictionaryObject(form)
    writer.root_object[name("/Perms")] = pdf.DictionaryObject({name("/DocMDP"): signature})
    written = BytesIO()
    writer.write(written)
    return _with_table(unsigned, written.getvalue())


def _dictionary(about: About) -> bytes:
    said = {"M": about.at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ"), "Name": about.name}
    said |= {"Reason": about.reason, "ContactInfo": about.url}
    lines = [b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached", b"/Contents " + _PLACEHOLDER]
    lines.append(b"/ByteRange " + b"[".ljust(_RANGE_WIDTH))
    lines += [f"/{name} ".encode() + _string(text) for name, text in said.items()]
    lines.append(b"/Reference [<< /Type /SigRef /TransformMethod /DocMDP")
    lines.append(b"/TransformParams << /Type /TransformParams /V /1.2 /P 1 >> >>] >>")
    return b"\n".join(lines)


def _string(text: str) -> bytes:
    """Return a text as PDF writes it: every byte that is no letter or digit as an octal number."""
    coded = text.encode() if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    plain = (chr(each) if chr(each).isascii() and chr(each).isalnum() else f"\\{each:03o}" for each in coded)
    return f"({''.join(plain)})".encode()


def _with_table(unsigned: bytes, written: bytes) -> bytes:
    """Return what was added with a table of places like the one before it, and its trailer: kinds must not be mixed."""
    added = list(_XREF_STREAM.finditer(written, len(unsigned)))[-1]
    body = written[: added.start()]
    trailer = _TRAILER.search(unsigned)
    assert written.startswith(unsigned)
    assert trailer is not None
    places = {int(found[1]): found.start() for found in _OBJECT.finditer(body, len(unsigned))}
    lines = [b"xref"]
    for number, place in sorted(places.items()):
        lines += [f"{number} 1".encode(), f"{place:010d} 00000 n ".encode()]
    rest = re.sub(rb"/Size \d+", f"/Size {max(places) + 1} /Prev {int(trailer[2])}".encode(), trailer[1])
    lines += [b"trailer", b"<<" + rest + b">>", b"startxref", str(len(body)).encode(), b"%%EOF", b""]
    return body + b"\n".join(lines)
