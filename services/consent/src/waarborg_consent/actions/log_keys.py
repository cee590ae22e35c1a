"""The Ed25519 keys that an organisation's heads of the access log are signed with: made when first needed."""

from collections.abc import Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select

from waarborg_consent.domain.log_notes import LogHead, SignedHead, key_hash, text_of
from waarborg_consent.models import LogKey
from waarborg_shared.db import new_id
from waarborg_shared.uow import Work

RETENTION = "signing"


def sign(work: Work, head: LogHead) -> SignedHead:
    """Sign a head with the key that the organisation signs with now, making its first one if there is none."""
    row = _present(work) or _make(work)
    text = text_of(head)
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(_private(work, row)))
    return SignedHead(
        head=head, text=text, key_hash=key_hash(head.log, row.public_key), signature=private.sign(text.encode())
    )


def renew(work: Work) -> LogKey:
    """Make the key that signs from now on; what was signed with those before it is checked as before."""
    for row in published(work):
        row.ended_at = row.ended_at or work.now
    return _make(work)


def published(work: Work) -> Sequence[LogKey]:
    """Every key that a head was ever signed with, the newest first."""
    query = select(LogKey).where(LogKey.organisation == work.organisation).order_by(LogKey.id.desc())
    return work.session.scalars(query).all()


def is_signed(signed: SignedHead, public_keys: Sequence[bytes]) -> bool:
    """Whether a head was signed with one of these keys."""
    return any(
        _verifies(signed, public) for public in public_keys if key_hash(signed.head.log, public) == signed.key_hash
    )


def _verifies(signed: SignedHead, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, signed.text.encode())
    except InvalidSignature:
        return False
    return True


def _present(work: Work) -> LogKey | None:
    return next((row for row in published(work) if row.ended_at is None), None)


def _private(work: Work, row: LogKey) -> str:
    return work.unseal(
        row.private_sealed, holder=row.id, table="log_key", column="private", row=row.id, retention=RETENTION
    )


def _make(work: Work) -> LogKey:
    private, key_id = Ed25519PrivateKey.generate(), new_id()
    secret = private.private_bytes_raw().hex()
    row = LogKey(
        organisation=work.organisation,
        id=key_id,
        public_key=private.public_key().public_bytes_raw(),
        private_sealed=work.seal(
            secret, holder=key_id, table="log_key", column="private", row=key_id, retention=RETENTION
        ),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row
