"""Commands about receipts: check one, and renew the key that they are signed with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from waarborg_consent import receipts
from waarborg_consent.actions import rotate_receipt_key, withdraw_receipt_keys
from waarborg_consent.domain import ReceiptForm
from waarborg_consent.receipts import BadKeys, BadReceipt, Genuine, PublishedKey
from waarborg_shared.auth import Actor
from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

NOT_GENUINE = 1
NOT_CHECKED = 2
_LARGEST_KEYS = 2**20
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NAMES = {
    ReceiptForm.ISO27560: "ISO/IEC TS 27560 (JSON-LD, DPV)",
    ReceiptForm.KANTARA: "Kantara Consent Receipt 1.1",
    ReceiptForm.FHIR: "FHIR R4 Consent (IHE PCF)",
    ReceiptForm.PDF: "PDF",
}


@click.group()
def receipt() -> None:
    """Receipts of consents."""


@receipt.command()
@click.argument("file", type=_FILE)
@click.option("--keys", "keys_file", type=_FILE, required=True, help="The organisation's published keys, saved.")
@click.option("--signature", "signature_file", type=_FILE, help="The signature, where it came beside the receipt.")
def check(file: Path, keys_file: Path, signature_file: Path | None) -> None:
    """Say whether a receipt is genuine, without a network.

    Exits 0 when it is, 1 when it is not, 2 when it could not be checked (the keys are none). The published keys stand
    at /consent/.well-known/jwks.json of the organisation; fetch them from its own address, over HTTPS.
    """
    keys = _keys(keys_file)
    try:
        content = _read(file, receipts.LARGEST)
        if signature_file is not None:
            content = receipts.together(content, _read(signature_file, _LARGEST_KEYS))
        genuine = receipts.check(content, keys)
    except BadReceipt as bad:
        click.echo(f"NOT GENUINE ({bad.fault}): {receipts.WORDS[bad.fault].en}", err=True)
        if bad.detail:
            click.echo(f"seen: {bad.detail}", err=True)
        raise SystemExit(NOT_GENUINE) from None
    for line in _lines(genuine):
        click.echo(line)


def _keys(file: Path) -> Mapping[str, PublishedKey]:
    try:
        return receipts.read_keys(_read(file, _LARGEST_KEYS))
    except BadKeys as bad:
        click.echo(f"not checked: {file.name}: {bad}", err=True)
        raise SystemExit(NOT_CHECKED) from None


def _read(file: Path, most: int) -> bytes:
    """Return a file's content, or just more of it than it may have."""
    with file.open("rb") as opened:
        return opened.read(most + 1)


def _lines(genuine: Genuine) -> Iterator[str]:
    """Say what was found: that it is genuine, and everything that it tells."""
    told = genuine.told
    yield f"genuine: {_NAMES[genuine.form]}"
    yield f"issued by: {genuine.issuer}"
    yield f"issued at: {genuine.issued_at.isoformat()}"
    yield f"key: {genuine.kid}"
    for name, value in (
        ("receipt", told.receipt_id),
        ("consent", told.consent_id),
        ("organisation", told.controller),
        ("person", told.subject_ref),
        ("purpose", told.purpose),
        ("data", ", ".join(told.categories) if told.categories else None),
        ("recipients", ", ".join(told.recipients) if told.recipients else None),
        ("given at", told.given_at.isoformat() if told.given_at else None),
        ("how", told.how),
        ("statement", told.statement_version),
        ("digest of the text", told.text_digest),
        ("until", told.valid_until.isoformat() if told.valid_until else None),
        ("in force when issued", {True: "yes", False: "no", None: None}[told.in_force]),
    ):
        if value:
            yield f"{name}: {value}"
    for status, at in told.history or ():
        yield f"  {at.isoformat()} {status}"


@click.group("receipt-key")
def receipt_keys() -> None:
    """The key that receipts are signed with."""


@receipt_keys.command("rotate")
@click.argument("organisation")
@click.option("--stolen", is_flag=True, help="A key is stolen: let no receipt by an earlier one count any more.")
@with_hand
def rotate(hand: Hand, organisation: str, *, stolen: bool) -> None:
    """Make the next key, which signs at once; the public halves of all before it stay published."""
    with _work(hand, organisation) as (work, rules):
        renew = withdraw_receipt_keys if stolen else rotate_receipt_key
        kid = renew(work, legal_name=rules.organisation.legal_name)
    click.echo(f"{kid} signs from now on")


@contextmanager
def _work(hand: Hand, organisation: str) -> Iterator[tuple[Work, Rules]]:
    """A unit of work of an organisation by the system, and its rules."""
    with hand.runtime() as runtime:
        if organisation not in runtime.settings.organisations:
            raise click.ClickException(f"no organisation {organisation!r} is configured")
        actor = Actor.system("consent", organisation)
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            yield work, runtime.rules(organisation)
