"""The keys that an organisation's tokens are signed with: made when first needed, published before they sign."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwk
from sqlalchemy import ColumnElement, or_, select

from waarborg_identity.actions.revocations import revoke_signed_by
from waarborg_identity.models import SigningKey
from waarborg_shared.db import new_id
from waarborg_shared.uow import Work

ALGORITHM = "ES256"
RETENTION = "signing"
PUBLISHED_BEFORE = timedelta(minutes=15)
"""Longer than a service keeps the published keys (ten minutes), so that every one knows a key before it signs."""
PUBLISHED_AFTER = timedelta(minutes=15)
"""Longer than a token lasts (five minutes)."""


def signing_key(work: Work) -> SigningKey:
    """Return the key that signs at this moment, making the organisation's first one if there is none."""
    found = work.session.scalars(
        select(SigningKey)
        .where(
            SigningKey.organisation == work.organisation,
            SigningKey.signs_from <= work.now,
            or_(SigningKey.signs_until.is_(None), SigningKey.signs_until > work.now),
        )
        .order_by(SigningKey.signs_from.desc(), SigningKey.kid.desc())
        .limit(1)
    ).one_or_none()
    return found or _make_key(work, signs_from=work.now)


def published_keys(work: Work) -> Sequence[dict[str, Any]]:
    """Return the public keys that tokens may be checked with: those that sign, signed lately, or will sign soon."""
    rows = work.session.scalars(
        select(SigningKey)
        .where(
            SigningKey.organisation == work.organisation,
            or_(SigningKey.withdrawn_at.is_(None), SigningKey.withdrawn_at > work.now),
        )
        .order_by(SigningKey.created_at, SigningKey.kid)
    ).all()
    return [row.public_jwk for row in rows]


def rotate_signing_key(work: Work) -> SigningKey:
    """Make the next key: published at once, signing in a quarter of an hour, when every one before it stops.

    A successor that waits already gets its own end with that, so that no key stays published for ever.
    """
    starts = work.now + PUBLISHED_BEFORE
    _locked(work)
    for row in _keys(work, SigningKey.signs_until.is_(None)):
        row.signs_until = starts
        row.withdrawn_at = starts + PUBLISHED_AFTER
    return _make_key(work, signs_from=starts)


def withdraw_signing_keys(work: Work) -> SigningKey:
    """Make a key that signs at once, and let no token count any more that an earlier one signed: those may be stolen.

    That holds at every service within five seconds (``revoke_signed_by``). Tokens by the new key are refused for up to
    a minute by a service that does not know it yet.
    """
    _locked(work)
    for row in _keys(work, or_(SigningKey.withdrawn_at.is_(None), SigningKey.withdrawn_at > work.now)):
        row.signs_until = row.withdrawn_at = work.now
        revoke_signed_by(work, row.kid)
    return _make_key(work, signs_from=work.now)


def rotate_when_old(work: Work, *, longest: timedelta) -> SigningKey | None:
    """Make the next key when the present one has signed for so long and has no successor yet; else return None."""
    current = _locked(work)
    if current.signs_until is not None or work.now - current.signs_from < longest:
        return None
    return rotate_signing_key(work)


def _locked(work: Work) -> SigningKey:
    """Return the key that signs, locked: of two that rotate at once, the second sees what the first made."""
    current = signing_key(work)
    work.session.refresh(current, with_for_update=True)
    return current


def _keys(work: Work, which: ColumnElement[bool]) -> Sequence[SigningKey]:
    return work.session.scalars(
        select(SigningKey).where(SigningKey.organisation == work.organisation, which).order_by(SigningKey.kid)
    ).all()


def private_key(work: Work, row: SigningKey) -> jwk.ECKey:
    """Return the key itself, to sign with."""
    pem = work.unseal(
        row.private_sealed, holder=row.kid, table="signing_key", column="private", row=row.kid, retention=RETENTION
    )
    return jwk.ECKey.import_key(pem, {"kid": row.kid})


def _make_key(work: Work, *, signs_from: datetime) -> SigningKey:
    kid = new_id()
    key = jwk.ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": ALGORITHM})
    row = SigningKey(
        organisation=work.organisation,
        kid=kid,
        algorithm=ALGORITHM,
        public_jwk=dict(key.as_dict(private=False)),
        private_sealed=work.seal(
            key.as_pem(private=True).decode(),
            holder=kid,
            table="signing_key",
            column="private",
            row=kid,
            retention=RETENTION,
        ),
        created_at=work.now,
        signs_from=signs_from,
    )
    work.session.add(row)
    work.session.flush()
    return row
