"""The organisation's OpenPGP keys: made when first needed, renewed every year, and all of them published."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from waarborg_disclosure import openpgp
from waarborg_disclosure.models import OpenPgpKey
from waarborg_disclosure.openpgp import KeyPair
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Subject
from waarborg_shared.uow import Work

RETENTION = "signing"
LONGEST = timedelta(days=365)
"""For how long one key signs: what a thief of it could forge is of a year."""
BEFORE_IT_EXPIRES = timedelta(days=30)
_TABLE = OpenPgpKey.__tablename__


def signing_key(work: Work, *, rules: Rules) -> KeyPair:
    """Return the key that signs at this moment, making the organisation's first one if there is none."""
    row = _signing(work)
    return _keep(work, openpgp.make_key(user_id(rules))) if row is None else _pair(work, row)


def certificates(work: Work) -> Sequence[tuple[str, str]]:
    """Return the fingerprint and the public half, armoured, of each key, the one that signs first."""
    return [(row.fingerprint, row.certificate) for row in _keys(work)]


def rotate_key(work: Work, *, rules: Rules) -> str:
    """Make the next key, which signs from now on, and let every other stop; return its fingerprint."""
    return take_key(work, openpgp.make_key(user_id(rules)))


def take_key(work: Work, pair: KeyPair) -> str:
    """Sign with a key that the organisation brought, and let every other stop; return its fingerprint."""
    for row in _keys(work):
        if row.signs_until is None:
            row.signs_until = work.now
    known = work.session.get(OpenPgpKey, (work.organisation, pair.fingerprint))
    if known is not None:
        known.signs_from, known.signs_until = work.now, None
        known.certificate, known.secret_sealed = pair.certificate, _seal(work, pair)
    else:
        _keep(work, pair)
    return pair.fingerprint


def rotate_when_old(work: Work, *, rules: Rules) -> str | None:
    """Make the next key when the present one has signed for a year, or is about to expire; else return None."""
    row = _signing(work)
    if row is None:
        return None
    ends = openpgp.expires_at(row.certificate)
    if work.now - row.signs_from < LONGEST and (ends is None or ends - work.now > BEFORE_IT_EXPIRES):
        return None
    return rotate_key(work, rules=rules)


def secrets(work: Work) -> Sequence[str]:
    """Return the secret half of each key, the one that signs first: an old one still opens what was sent to it."""
    return [_pair(work, row).secret for row in _keys(work)]


def user_id(rules: Rules) -> str:
    """Return for whom a key is, as OpenPGP writes it: the organisation's name, and its address if it has one."""
    name = rules.organisation.legal_name.translate({ord(sign): None for sign in "<>()\\"})
    email = rules.organisation.contact(Subject.DISCLOSURE).email
    return f"{name} <{email}>" if email else name


def _signing(work: Work) -> OpenPgpKey | None:
    return next((row for row in _keys(work) if row.signs_until is None), None)


def _keys(work: Work) -> Sequence[OpenPgpKey]:
    query = select(OpenPgpKey).where(OpenPgpKey.organisation == work.organisation)
    newest = OpenPgpKey.signs_from.desc(), OpenPgpKey.fingerprint
    return work.session.scalars(query.order_by(*newest)).all()


def _pair(work: Work, row: OpenPgpKey) -> KeyPair:
    secret = work.unseal(
        row.secret_sealed,
        holder=row.fingerprint,
        table=_TABLE,
        column="secret",
        row=row.fingerprint,
        retention=RETENTION,
    )
    return KeyPair(fingerprint=row.fingerprint, certificate=row.certificate, secret=secret)


def _keep(work: Work, pair: KeyPair) -> KeyPair:
    work.add(
        OpenPgpKey(
            organisation=work.organisation,
            fingerprint=pair.fingerprint,
            certificate=pair.certificate,
            secret_sealed=_seal(work, pair),
            signs_from=work.now,
        )
    )
    work.session.flush()
    return pair


def _seal(work: Work, pair: KeyPair) -> bytes:
    mark = pair.fingerprint
    return work.seal(pair.secret, holder=mark, table=_TABLE, column="secret", row=mark, retention=RETENTION)
