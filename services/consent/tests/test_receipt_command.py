"""The command that checks a receipt: its words and its exit codes."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from waarborg_consent import receipts
from waarborg_consent.commands import receipt
from waarborg_consent.domain import ReceiptForm
from waarborg_tests.receipts import EXAMPLE, GIVEN, pair, published, withdrawn

FORMS = tuple(ReceiptForm)
SIGNED = {form: receipts.sign(withdrawn(), form, "nl", pair()) for form in FORMS}
KEYS = published(pair())


def jwks(*found: receipts.SigningPair, **other: Any) -> bytes:
    return json.dumps({"keys": [{**receipts.public_jwk(each), **other} for each in found]}).encode()


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
