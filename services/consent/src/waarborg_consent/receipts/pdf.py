"""A receipt for people: PDF/A-3a and PDF/UA-1 by Typst, signed as a whole by pyHanko (PAdES, certified: no changes).

Both come with the extra ``waarborg-consent[receipts]``; without it there is a clear refusal. They are loaded when a
PDF is first made: they are heavy, and most processes never make one.
"""

import json
from datetime import datetime
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from waarborg_consent.domain import ReceiptFacts, ReceiptForm
from waarborg_consent.receipts import jose
from waarborg_consent.receipts.keys import SigningPair
from waarborg_consent.receipts.letter import letter
from waarborg_consent.receipts.told import plain
from waarborg_shared.hooks.values import Text

MEDIA_TYPE = "application/pdf"
FIELD = "Waarborg"


class NoPdfHere(Exception):
    """This installation was made without what makes a PDF."""

    text = Text(
        "Hier kan geen PDF gemaakt worden. De andere vormen van het bewijs zijn er wel.",
        "No PDF can be made here. The other forms of the receipt can be had.",
    )


def can_write() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in ("typst", "pyhanko"))


def sign(facts: ReceiptFacts, language: str, pair: SigningPair) -> bytes:
    """Return the receipt as a signed PDF, with the JSON-LD receipt attached to it.

    Raises:
        NoPdfHere: the extra is not installed.
    """
    if not can_write():
        raise NoPdfHere
    attached = jose.sign(facts, ReceiptForm.ISO27560, language, pair).decode()
    return _signed(_typeset({**letter(facts, language), "attached": attached}, at=facts.issued_at), facts, pair)


def reason_of(facts: ReceiptFacts) -> str:
    """Return what the signature says that it is for; a check reads the references from it."""
    return f"receipt {facts.receipt_id} of consent {facts.consent_id}"


def _typeset(texts: dict[str, Any], *, at: datetime) -> bytes:
    import typst  # noqa: PLC0415 - 80 MB that only a process that makes PDFs needs

    template = files("waarborg_consent.receipts").joinpath("receipt.typ").read_bytes()
    compiler = typst.Compiler(template, ignore_system_fonts=True, sys_inputs={"receipt": json.dumps(texts)})
    made = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=at.replace(microsecond=0))
    assert isinstance(made, bytes)
    return made


def _signed(unsigned: bytes, facts: ReceiptFacts, pair: SigningPair) -> bytes:
    """Sign a PDF from its first byte to its last but for the signature itself.

    The field is invisible and out of the page's bounds: the one way in which an untagged one fits both standards.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - see typst
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    class AtMoment(signers.PdfSigner):  # type: ignore[misc]
        def init_signing_session(self, *args: Any, **options: Any) -> Any:
            session = super().init_signing_session(*args, **options)
            session.system_time = facts.issued_at.replace(microsecond=0)
            return session

    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(pair.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(_pkcs8(pair)),
        cert_registry=SimpleCertificateStore.from_certs([]),
    )
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        name=plain(facts.controller.legal_name),
        contact_info=facts.controller.url,
        reason=reason_of(facts),
    )
    unseen = fields.InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
    field = fields.SigFieldSpec(FIELD, invis_sig_settings=unseen)
    return bytes(
        AtMoment(about, signer, new_field_spec=field).sign_pdf(IncrementalPdfFileWriter(BytesIO(unsigned))).getvalue()
    )


def _pkcs8(pair: SigningPair) -> bytes:
    private: Any = pair.private.private_key
    return bytes(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
