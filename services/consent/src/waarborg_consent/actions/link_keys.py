"""The keys that sign the links in messages: made when first needed, renewed in time, ended when one leaked."""

import secrets
from collections.abc import Sequence
from hashlib import sha256

from itsdangerous import BadSignature, Signer
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_consent.domain.opt_out import CHECKS_FOR, SIGNS_FOR, LinkRefused
from waarborg_consent.models import LinkKey
from waarborg_shared.uow import Work

RETENTION = "links"
_SALT = "waarborg.consent.opt-out"
_BYTES = 32


def signer(work: Work) -> Signer:
    """Return what signs a link now, making the organisation's first key, or the next, where there is none."""
    found = _keys(work, LinkKey.signs_until > work.now)
    return _signer([_secret(work, found[-1] if found else _make(work))])


def checker(work: Work) -> Signer:
    """Return what checks a link, by every key that still counts. Raises LinkRefused where there is none."""
    found = _keys(work, LinkKey.checks_until > work.now)
    if not found:
        raise LinkRefused
    return _signer([_secret(work, row) for row in found])


def unsigned(work: Work, token: str) -> str:
    """Return the id of the link in a token. Raises LinkRefused."""
    try:
        return checker(work).unsign(token).decode("ascii")
    except (BadSignature, UnicodeError):
        raise LinkRefused from None


def renew_when_old(work: Work) -> LinkKey | None:
    """Make the next key when the present one has half of its time left or less, so that none is made in a hurry."""
    found = _keys(work, LinkKey.signs_until > work.now + SIGNS_FOR / 2)
    return None if found or not _keys(work) else _make(work)


def end_link_keys(work: Work) -> LinkKey:
    """Let no link count any more that was signed until now, for one of the keys may have leaked; make a new one."""
    for row in _keys(work, LinkKey.checks_until > work.now):
        row.signs_until = min(row.signs_until, work.now)
        row.checks_until = work.now
    return _make(work)


def _keys(work: Work, *which: ColumnElement[bool]) -> Sequence[LinkKey]:
    query = select(LinkKey).where(LinkKey.organisation == work.organisation, *which).order_by(LinkKey.number)
    return work.session.scalars(query).all()


def _make(work: Work) -> LinkKey:
    newest = select(func.max(LinkKey.number)).where(LinkKey.organisation == work.organisation)
    number = (work.session.scalar(newest) or 0) + 1
    _insert_unless_there(
        work,
        organisation=work.organisation,
        number=number,
        secret_sealed=work.seal(secrets.token_hex(_BYTES), **_place(number)),
        made_at=work.now,
        signs_until=work.now + SIGNS_FOR,
        checks_until=work.now + SIGNS_FOR + CHECKS_FOR,
    )
    return work.session.get_one(LinkKey, (work.organisation, number))


def _insert_unless_there(work: Work, **columns: object) -> None:
    """Write a key, unless somebody who asked at the same moment was first: then that one serves both."""
    dialect = postgresql if work.connection.dialect.name == "postgresql" else sqlite
    work.connection.execute(dialect.insert(LinkKey.__table__).values(**columns).on_conflict_do_nothing())


def _secret(work: Work, row: LinkKey) -> str:
    return work.unseal(row.secret_sealed, **_place(row.number))


def _place(number: int) -> dict[str, str]:
    holder = f"link-key-{number}"
    return {"holder": holder, "table": "link_key", "column": "secret", "row": holder, "retention": RETENTION}


def _signer(keys: list[str]) -> Signer:
    """The newest key, which comes last, signs; each of them checks."""
    return Signer(keys, salt=_SALT, digest_method=sha256)
