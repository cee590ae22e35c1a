"""Checking receipts offline: what is genuine passes, and any change is found and called by its name."""

import base64
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1_x509
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from waarborg_consent import receipts
from waarborg_consent.commands import receipt
from waarborg_consent.domain import ReceiptFacts, ReceiptForm
from waarborg_consent.receipts import BadKeys, BadReceipt, Fault, jose, pdf
from waarborg_tests.receipts import EXAMPLE, FACTS, GIVEN, ISSUED, pair, published, withdrawn

OTHER = "01900000-0000-7000-8000-0000000000ee"
FORMS = tuple(ReceiptForm)
SIGNED = {form: receipts.sign(withdrawn(), form, "nl", pair()) for form in FORMS}
KEYS = published(pair())


def fault_of(content: bytes, keys: Any = KEYS) -> Fault:
    with pytest.raises(BadReceipt) as refused:
        receipts.check(content, keys)
    return refused.value.fault


def changed(content: bytes, place: int, by: int) -> bytes:
    return content[:place] + bytes([content[place] ^ by]) + content[place + 1 :]


def jwks(*found: receipts.SigningPair, **other: Any) -> bytes:
    return json.dumps({"keys": [{**receipts.public_jwk(each), **other} for each in found]}).encode()


@pytest.mark.parametrize("form", FORMS)
def test_a_genuine_receipt_passes_and_says_who_issued_it_and_when(form: ReceiptForm) -> None:
    found = receipts.check(SIGNED[form], KEYS)
    assert (found.form, found.kid, found.issued_at) == (form, pair().kid, ISSUED)
    assert found.issuer == "https://voorbeeldzorg.example/consent"
    assert found.told.receipt_id == EXAMPLE.receipt_id


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 2**31), by=st.integers(1, 255))
def test_any_single_byte_that_is_changed_is_found(form: ReceiptForm, place: int, by: int) -> None:
    content = SIGNED[form]
    fault_of(changed(content, place % len(content), by))


@pytest.mark.parametrize("by", [0x01, 0x20])
def test_the_bytes_of_the_place_of_a_pdf_s_signature_count(by: int) -> None:
    """It is the one part that no signature covers: letters in another case, and what fills it up, are changes too."""
    content = SIGNED[ReceiptForm.PDF]
    before, after, _ = (int(each) for each in re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", content)[-1])
    for place in (*range(before, before + 40), *range(before + 40, after, 5)):
        fault_of(changed(content, place, by))


def test_every_single_byte_of_a_signed_json_receipt_counts() -> None:
    content = SIGNED[ReceiptForm.KANTARA]
    for place in range(len(content)):
        fault_of(changed(content, place, 0x01))


@settings(max_examples=25, deadline=None)
@given(FACTS, st.sampled_from(["nl", "en"]))
def test_whatever_the_facts_are_the_pdf_is_made_signed_and_read_back(facts: ReceiptFacts, language: str) -> None:
    signed = receipts.sign(facts, ReceiptForm.PDF, language, pair())
    told = receipts.check(signed, published(pair(), signs_from=None)).told
    assert (told.receipt_id, told.consent_id) == (facts.receipt_id, facts.consent_id)
    assert told.issued_at == facts.issued_at.replace(microsecond=0)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("left", [0.02, 0.3, 0.6, 0.97, 0.999])
def test_a_receipt_that_was_cut_off_is_found_wherever_that_was(form: ReceiptForm, left: float) -> None:
    content = SIGNED[form]
    assert fault_of(content[: int(len(content) * left)]) is Fault.CUT_OFF


@pytest.mark.parametrize("form", FORMS)
def test_a_receipt_to_which_something_was_added_is_found(form: ReceiptForm) -> None:
    more = b"\n%%EOF\n" if form is ReceiptForm.PDF else b"AAAA"
    assert fault_of(SIGNED[form] + more) is Fault.ADDED_TO


@pytest.mark.parametrize("form", [ReceiptForm.ISO27560, ReceiptForm.KANTARA, ReceiptForm.FHIR])
def test_another_content_is_told_from_another_signature(form: ReceiptForm) -> None:
    header, content, signature = SIGNED[form].split(b".")
    plain = base64.urlsafe_b64decode(content + b"==")
    assert b"research" in plain
    other = base64.urlsafe_b64encode(plain.replace(b"research", b"research2")).rstrip(b"=")
    assert fault_of(b".".join((header, other, signature))) is Fault.CONTENT_CHANGED
    by_another = receipts.sign(withdrawn(), form, "nl", pair(OTHER)).split(b".")[2]
    assert fault_of(b".".join((header, content, by_another))) is Fault.SIGNATURE_CHANGED


def test_another_text_in_a_pdf_is_told_from_another_signature() -> None:
    content = SIGNED[ReceiptForm.PDF]
    assert fault_of(content.replace(b"/Title", b"/Titel", 1)) is Fault.CONTENT_CHANGED
    place = content.rindex(b"/ByteRange")
    zeros = content.rindex(b"0000>", 0, place)
    assert fault_of(content[:zeros] + b"0001" + content[zeros + 4 :]) is Fault.SIGNATURE_CHANGED


@pytest.mark.parametrize("form", FORMS)
def test_the_keys_of_another_organisation_do_not_make_it_genuine(form: ReceiptForm) -> None:
    assert fault_of(SIGNED[form], published(pair(OTHER))) is Fault.UNKNOWN_KEY


@pytest.mark.parametrize("form", [ReceiptForm.ISO27560, ReceiptForm.KANTARA, ReceiptForm.FHIR])
def test_another_key_under_the_same_name_does_not_make_it_genuine(form: ReceiptForm) -> None:
    impostor = {pair().kid: published(pair(OTHER))[OTHER]}
    assert fault_of(SIGNED[form], impostor) is Fault.SIGNATURE_CHANGED


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("published_as", "fault"),
    [
        ({"signs_until": ISSUED - timedelta(seconds=1)}, Fault.KEY_NOT_IN_USE),
        ({"signs_from": ISSUED + timedelta(seconds=1)}, Fault.KEY_NOT_IN_USE),
        ({"revoked_at": ISSUED + timedelta(days=400)}, Fault.KEY_WITHDRAWN),
    ],
    ids=["no longer", "not yet", "withdrawn"],
)
def test_a_key_counts_for_the_time_in_which_it_signed_and_not_once_it_is_withdrawn(
    form: ReceiptForm, published_as: dict[str, Any], fault: Fault
) -> None:
    assert fault_of(SIGNED[form], published(pair(), **published_as)) is fault
    long_over = published(pair(), signs_until=ISSUED)
    assert receipts.check(SIGNED[form], long_over).kid == pair().kid


def test_what_the_same_key_signed_as_something_else_is_no_receipt() -> None:
    header = {"alg": "ES256", "kid": pair().kid, "typ": "JWT"}
    other = jws.serialize_compact(header, b"{}", pair().private, algorithms=["ES256"]).encode()
    assert fault_of(other) is Fault.CONTENT_CHANGED
    digest = f"sha-256:{hashlib.sha256(b'{}').hexdigest()}"
    for more in ({"typ": "JWT", "cty": "fhir+json"}, {"typ": jose.TYPE, "cty": "text"}, {"typ": jose.TYPE}):
        registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
        header = {"alg": "ES256", "kid": pair().kid, "digest": digest, "iat": 1, "iss": "x", **more}
        assert fault_of(jws.serialize_compact(header, b"{}", pair().private, registry=registry).encode()) is (
            Fault.NO_RECEIPT
        )
    empty = {"alg": "ES256", "kid": pair().kid, "digest": digest, "typ": jose.TYPE, "cty": "fhir+json"}
    assert fault_of(jws.serialize_compact(empty, b"{}", pair().private, registry=registry).encode()) is Fault.NO_RECEIPT


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES512"])
def test_the_file_does_not_choose_the_algorithm(algorithm: str) -> None:
    header, content, signature = SIGNED[ReceiptForm.FHIR].split(b".")
    claims = {**json.loads(base64.urlsafe_b64decode(header + b"==")), "alg": algorithm}
    weak = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
    assert fault_of(b".".join((weak, content, signature))) is Fault.NO_RECEIPT
    assert fault_of(b".".join((weak, content, b""))) is Fault.NO_RECEIPT


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NO_RECEIPT),
        (b"hello", Fault.NO_RECEIPT),
        (b"a.b.c", Fault.NO_RECEIPT),
        (b"..", Fault.NO_RECEIPT),
        (b"eyJhbGciOiJFUzI1NiJ9", Fault.CUT_OFF),
        (b'{"resourceType": "Consent"}', Fault.NOT_SIGNED),
        (b"  [1, 2]", Fault.NOT_SIGNED),
        (b"%PDF-1.7\nnothing", Fault.CUT_OFF),
        (b"%PDF-1.7\nnothing\n%%EOF\n", Fault.NOT_SIGNED),
        (b"%PDF-1.7\n/ByteRange [0 999999999 999999999 999999999]\n%%EOF", Fault.CUT_OFF),
        (b"%PDF-1.7\n/ByteRange [0 9 5 49]\n%%EOF------------------", Fault.SIGNATURE_CHANGED),
        (b"[" * 100_000, Fault.NOT_SIGNED),
        (base64.urlsafe_b64encode(b"[" * 100_000).rstrip(b"=") + b".e30.AAAA", Fault.NO_RECEIPT),
        (b"{" + b" " * (20 * 2**20) + b"}", Fault.TOO_LARGE),
        (bytes(range(256)) * 40, Fault.NO_RECEIPT),
    ],
    ids=lambda each: each.value if isinstance(each, Fault) else f"{len(each)} bytes",
)
def test_what_is_no_receipt_is_called_so(content: bytes, fault: Fault) -> None:
    assert fault_of(content) is fault


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_nothing_that_is_read_breaks_the_check(content: bytes) -> None:
    for start in (b"", b"%PDF-1.7\n", b"eyJ"):
        fault_of(start + content)


def test_the_published_keys_are_read_with_their_times() -> None:
    content = jwks(pair(), nbf=1_800_000_000, exp=1_900_000_000, revoked={"revoked_at": 1_850_000_000})
    found = receipts.read_keys(content)[pair().kid]
    assert found.signs_from == datetime.fromtimestamp(1_800_000_000, UTC)
    assert found.signs_until == datetime.fromtimestamp(1_900_000_000, UTC)
    assert found.revoked_at == datetime.fromtimestamp(1_850_000_000, UTC)
    assert found.certificate == pair().certificate


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'{"keys": []}',
        b'{"keys": {}}',
        b'{"keys": [1]}',
        b'{"keys": [{"kty": "RSA", "kid": "1"}]}',
        b'{"keys": [{"kty": "EC", "crv": "P-256", "kid": "1", "x": "AA", "y": "AA"}]}',
        jwks(pair(), x5c=["%%%"]),
        jwks(pair(), nbf="yesterday"),
        jwks(pair(), nbf=10**30),
        json.dumps({"keys": [ECKey.generate_key("P-521").as_dict(private=False)]}).encode(),
        b"[" * 100_000,
    ],
    ids=lambda content: str(len(content)),
)
def test_what_is_no_set_of_keys_is_refused(content: bytes) -> None:
    with pytest.raises(BadKeys):
        receipts.read_keys(content)


# --- The PDF, as others read it ---------------------------------------------------------------------------------------


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
    status = validate_pdf_signature(signature, signer_validation_context=trusted)
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


# --- The command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    file = tmp_path / "keys.json"
    file.write_bytes(jwks(pair(), nbf=int((GIVEN - timedelta(days=30)).timestamp())))
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(receipt, ["check", *map(str, arguments)])


def test_the_command_says_what_a_genuine_receipt_tells_and_needs_no_settings(tmp_path: Path, keys_file: Path) -> None:
    file = tmp_path / "receipt.jws"
    file.write_bytes(SIGNED[ReceiptForm.ISO27560])
    done = run(file, "--keys", keys_file)
    assert done.exit_code == 0, done.output
    for line in (
        "genuine: ISO/IEC TS 27560 (JSON-LD, DPV)",
        "issued by: https://voorbeeldzorg.example/consent",
        f"person: {EXAMPLE.subject_ref}",
        "purpose: research",
        "data: name, health",
        "in force when issued: no",
        "  2027-01-08T13:30:00+00:00 withdrawn",
    ):
        assert line in done.stdout.splitlines()


@pytest.mark.parametrize("form", FORMS)
def test_the_command_ends_with_one_and_the_reason_for_what_is_not_genuine(
    form: ReceiptForm, tmp_path: Path, keys_file: Path
) -> None:
    file = tmp_path / "receipt"
    file.write_bytes(SIGNED[form][:-100])
    done = run(file, "--keys", keys_file)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("NOT GENUINE (cut-off): The file is cut off")


def test_the_command_refuses_a_file_of_20_mb_without_reading_it_all(tmp_path: Path, keys_file: Path) -> None:
    file = tmp_path / "large.json"
    file.write_bytes(b'{"a":"' + b"x" * (20 * 2**20) + b'"}')
    done = run(file, "--keys", keys_file)
    assert done.exit_code == 1
    assert "too-large" in done.stderr


def test_the_command_ends_with_two_where_it_could_not_check(tmp_path: Path, keys_file: Path) -> None:
    file = tmp_path / "receipt.jws"
    file.write_bytes(SIGNED[ReceiptForm.FHIR])
    for arguments in ((file, "--keys", file), (file, "--keys", tmp_path / "none.json"), (tmp_path / "none",), (file,)):
        done = run(*arguments)
        assert done.exit_code == 2, arguments
        assert done.stdout == ""


def test_the_command_checks_bare_json_with_the_signature_that_came_beside_it(tmp_path: Path, keys_file: Path) -> None:
    document, signature = receipts.apart(SIGNED[ReceiptForm.FHIR])
    file, beside = tmp_path / "consent.json", tmp_path / "signature"
    file.write_bytes(document)
    beside.write_text(signature + "\n", encoding="utf-8")
    assert run(file, "--keys", keys_file, "--signature", beside).exit_code == 0
    assert "not-signed" in run(file, "--keys", keys_file).stderr
    file.write_bytes(document.replace(b"permit", b"permit "))
    assert "content-changed" in run(file, "--keys", keys_file, "--signature", beside).stderr
    assert "not-signed" in run(file, "--keys", keys_file, "--signature", file).stderr
