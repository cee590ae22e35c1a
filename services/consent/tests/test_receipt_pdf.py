"""The PDF of a receipt as other programs read it: made to last, to be read aloud, and signed over all of it."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from waarborg_consent import receipts
from waarborg_consent.domain import ReceiptForm
from waarborg_consent.receipts import pdf
from waarborg_tests.receipts import EXAMPLE, ISSUED, pair, published, withdrawn

FORMS = tuple(ReceiptForm)
SIGNED = {form: receipts.sign(withdrawn(), form, "nl", pair()) for form in FORMS}
KEYS = published(pair())


def test_the_pdf_says_that_it_is_made_to_last_and_to_be_read_aloud() -> None:
    """Typst itself refuses to make what does not hold to the two standards; here is that they were asked for."""
    content = SIGNED[ReceiptForm.PDF]
    catalogue = PdfFileReader(BytesIO(content)).root
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "nl-NL"
    metadata = catalogue["/Metadata"].data
    for said in (b"<pdfaid:part>3<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert said in metadata
    assert b"Bewijs van toestemming" in metadata


def test_another_program_finds_the_signature_over_the_whole_file_and_nothing_allowed_after_it() -> None:
    reader = PdfFileReader(BytesIO(SIGNED[ReceiptForm.PDF]))
    (signature,) = reader.embedded_signatures
    signature.compute_integrity_info()
    assert signature.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert signature.sig_object["/SubFilter"] == SigSeedSubFilter.PADES.value
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.self_reported_timestamp == ISSUED
    trusted = ValidationContext(trust_roots=[asn1_x509.Certificate.load(pair().certificate)], moment=ISSUED)
    with ThreadPoolExecutor(1) as elsewhere:  # it runs a loop of events of its own, and this thread may have one
        status = elsewhere.submit(validate_pdf_signature, signature, signer_validation_context=trusted).result()
    assert status.intact
    assert status.valid


def test_what_was_added_to_sign_it_is_written_as_the_rest_was() -> None:
    content = SIGNED[ReceiptForm.PDF]
    assert b"/Type /XRef" not in content
    assert content.count(b"startxref") == content.count(b"%%EOF") == 2
    reader = PdfFileReader(BytesIO(content))
    assert reader.trailer["/Info"]["/Title"] == "Bewijs van toestemming"
    (field,) = reader.root["/AcroForm"]["/Fields"]
    widget = field.get_object()
    assert (widget["/F"], max(widget["/Rect"])) == (132, -9999)
    assert widget["/V"]["/Type"] == "/Sig"


def test_the_pdf_holds_the_same_receipt_for_programs() -> None:
    reader = PdfFileReader(BytesIO(SIGNED[ReceiptForm.PDF]))
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    attached = names[1].get_object()["/EF"]["/F"].get_object().data
    found = receipts.check(attached, KEYS)
    assert (found.form, found.told.receipt_id) == (ReceiptForm.ISO27560, EXAMPLE.receipt_id)


def test_without_the_extra_no_pdf_is_made_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None if name == "typst" else object())
    with pytest.raises(receipts.NoPdfHere):
        receipts.sign(EXAMPLE, ReceiptForm.PDF, "nl", pair())
    assert receipts.check(receipts.sign(EXAMPLE, ReceiptForm.FHIR, "nl", pair()), KEYS).form is ReceiptForm.FHIR
