"""Checking receipts offline: what is genuine passes, and any change is found and called by its name."""

import base64
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey

from waarborg_consent import receipts
from waarborg_consent.domain import ReceiptFacts, ReceiptForm
from waarborg_consent.receipts import BadKeys, BadReceipt, Fault, jose
from waarborg_shared.testing.depth import by_depth
from waarborg_tests.receipts import EXAMPLE, FACTS, ISSUED, pair, published, withdrawn

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


@settings(max_examples=by_depth(15, 25), deadline=None)  # random facts: others at each run, more of them nightly
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
    ids=[
        "empty",
        "object",
        "list",
        "no-keys",
        "keys-no-list",
        "number",
        "rsa",
        "no-point",
        "no-certificate",
        "day-in-words",
        "day-too-far",
        "other-curve",
        "too-deep",
    ],
)
def test_what_is_no_set_of_keys_is_refused(content: bytes) -> None:
    with pytest.raises(BadKeys):
        receipts.read_keys(content)
