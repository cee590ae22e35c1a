"""The keys that an organisation's receipts are signed with: made when first needed, and published for ever after."""

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from joserfc.jwk import ECKey
from sqlalchemy import or_, select

from waarborg_consent import receipts
from waarborg_consent.models import ReceiptKey
from waarborg_consent.receipts import SigningPair
from waarborg_shared.db import new_id
from waarborg_shared.uow import Work

RETENTION = "signing"
LONGEST = timedelta(days=365)
"""For how long one key signs: what a thief of it could forge is of a year."""


def signing_pair(work: Work, *, legal_name: str) -> SigningPair:
    """Return the key that signs at this moment, making the organisation's first one if there is none."""
    row = _signing(work)
    return _make_key(work, legal_name=legal_name) if row is None else _pair(work, row)


def published_keys(work: Work) -> list[dict[str, Any]]:
    """Return every public key, oldest first, each with when it signed: receipts are checked long after that."""
    return [_published(row) for row in _keys(work)]


def rotate_receipt_key(work: Work, *, legal_name: str) -> str:
    """Make the next key, which signs from now on, and let every other stop; return its id."""
    for row in _keys(work):
        if row.signs_until is None:
            row.signs_until = work.now
    return _make_key(work, legal_name=legal_name).kid


def withdraw_receipt_keys(work: Work, *, legal_name: str) -> str:
    """Make a key, and let no receipt by an earlier one count any more: those may be stolen; return its id.

    Whoever holds a stolen key can date a receipt back, so that nothing that it signed can be relied on. A person gets a
    new receipt of the same consent, by the new key, whenever he asks.
    """
    for row in _keys(work):
        if row.revoked_at is None:
            row.signs_until = min(row.signs_until or work.now, work.now)
            row.revoked_at = work.now
    return _make_key(work, legal_name=legal_name).kid


def rotate_when_old(work: Work) -> str | None:
    """Make the next key when the present one has signed for a year; else return None."""
    current = _signing(work)
    if current is None or work.now - current.signs_from < LONGEST:
        return None
    return rotate_receipt_key(work, legal_name=receipts.legal_name_of(current.public_jwk))


def _signing(work: Work) -> ReceiptKey | None:
    return work.session.scalars(
        select(ReceiptKey)
        .where(
            ReceiptKey.organisation == work.organisation,
            ReceiptKey.signs_from <= work.now,
            or_(ReceiptKey.signs_until.is_(None), ReceiptKey.signs_until > work.now),
            ReceiptKey.revoked_at.is_(None),
        )
        .order_by(ReceiptKey.signs_from.desc(), ReceiptKey.kid.desc())
        .limit(1)
    ).one_or_none()


def _keys(work: Work) -> Sequence[ReceiptKey]:
    return work.session.scalars(
        select(ReceiptKey)
        .where(ReceiptKey.organisation == work.organisation)
        .order_by(ReceiptKey.signs_from, ReceiptKey.kid)
    ).all()


def _published(row: ReceiptKey) -> dict[str, Any]:
    """In whole seconds, which hold the moment of every signature: rounded down where it begins, up where it ends."""
    jwk = {**row.public_jwk, "nbf": math.floor(row.signs_from.timestamp())}
    if row.signs_until is not None:
        jwk["exp"] = math.ceil(row.signs_until.timestamp())
    if row.revoked_at is not None:
        jwk["revoked"] = {"revoked_at": math.floor(row.revoked_at.timestamp())}
    return jwk


def _pair(work: Work, row: ReceiptKey) -> SigningPair:
    pem = work.unseal(
        row.private_sealed, holder=row.kid, table="receipt_key", column="private", row=row.kid, retention=RETENTION
    )
    return receipts.pair_of(row.kid, ECKey.import_key(pem), row.public_jwk)


def _make_key(work: Work, *, legal_name: str) -> SigningPair:
    pair = receipts.make_key(new_id(), legal_name=legal_name, now=work.now)
    sealed = work.seal(
        pair.private.as_pem(private=True).decode(),
        holder=pair.kid,
        table="receipt_key",
        column="private",
        row=pair.kid,
        retention=RETENTION,
    )
    work.add(
        ReceiptKey(
            organisation=work.organisation,
            kid=pair.kid,
            public_jwk=receipts.public_jwk(pair),
            private_sealed=sealed,
            signs_from=work.now,
        )
    )
    work.session.flush()
    return pair
