"""Second factors of staff and persons: set one up, list them, and take one or all of them away."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from waarborg_identity.actions.accounts import CONTACT, label_of
from waarborg_identity.actions.holders import Holder, case_of
from waarborg_identity.actions.recovery_codes import void_recovery_codes
from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.actions.sessions import end_sessions_of
from waarborg_identity.domain import (
    MOST_PASSKEYS,
    EndReason,
    FactorKind,
    MayNotRemove,
    SessionKind,
)
from waarborg_identity.models import SecondFactor
from waarborg_identity.passkeys import NewPasskey, digest_of
from waarborg_shared.uow import UnknownCase, Work

SIGN_IN = "sign_in"
"""The retention class of secrets: they go when the factor does."""


class TooManyPasskeys(Exception):
    """Ten passkeys are enough for anybody (409)."""


class PasskeyTaken(Exception):
    """That passkey was set up before (409)."""


class UnknownFactor(UnknownCase):
    """No such second factor is in use here (404)."""


@dataclass(frozen=True)
class ListedFactor:
    """A second factor as its holder sees it."""

    id: str
    kind: FactorKind
    name: str = field(repr=False)
    made_at: datetime
    used_at: datetime | None


def add_passkey(work: Work, holder: Holder, made: NewPasskey, *, name: str) -> str:
    """Set a passkey up; returns its id. Raises TooManyPasskeys or PasskeyTaken."""
    case = case_of(work, holder)
    if len([row for row in _in_use(work, holder.ref) if row.kind == FactorKind.PASSKEY.value]) >= MOST_PASSKEYS:
        raise TooManyPasskeys
    row = _new(work, holder, FactorKind.PASSKEY, counter=made.counter)
    row.credential_id, row.credential_hash, row.public_key = (
        made.credential_id,
        digest_of(made.credential_id),
        made.public_key,
    )
    row.name_sealed = _seal(work, row, "name", name, CONTACT)
    work.session.add(row)
    try:
        work.session.flush()
    except IntegrityError as error:
        raise PasskeyTaken from error
    work.record(case, verb="second-factor-set-up", facts={"kind": row.kind})
    return row.id


def add_totp(work: Work, holder: Holder, secret: str, *, step: int) -> str:
    """Set a code app up whose code of ``step`` was shown; an earlier one no longer counts. Returns its id."""
    case = case_of(work, holder)
    for earlier in _in_use(work, holder.ref):
        if earlier.kind == FactorKind.TOTP.value:
            _remove(work, earlier)
    row = _new(work, holder, FactorKind.TOTP, counter=step)
    row.secret_sealed = _seal(work, row, "secret", secret, SIGN_IN)
    work.session.add(row)
    work.record(case, verb="second-factor-set-up", facts={"kind": row.kind})
    return row.id


def factors_of(work: Work, ref: str) -> Sequence[ListedFactor]:
    """Return the second factors that an account or person has, the oldest first."""
    return [
        ListedFactor(row.id, FactorKind(row.kind), _name(work, row), row.made_at, row.used_at)
        for row in _in_use(work, ref)
    ]


def has_second_factor(work: Work, ref: str) -> bool:
    """Whether an account or person has any second factor (recovery codes alone are none)."""
    return bool(_in_use(work, ref))


def remove_factor(work: Work, holder: Holder, factor_id: str) -> None:
    """Take one of one's own factors away. Raises UnknownFactor, or MayNotRemove for the last of a member of staff."""
    case = case_of(work, holder)
    rows = _in_use(work, holder.ref)
    row = next((row for row in rows if row.id == factor_id), None)
    if row is None:
        raise UnknownFactor
    if len(rows) == 1 and holder.kind is SessionKind.STAFF:
        raise MayNotRemove
    _remove(work, row)
    work.record(case, verb="second-factor-removed", facts={"kind": row.kind})
    if len(rows) == 1:
        void_recovery_codes(work, holder.ref)


def take_away_factors(work: Work, holder: Holder) -> None:
    """End every factor, recovery code, session and token of an account or person; the caller records why."""
    for row in _in_use(work, holder.ref):
        _remove(work, row)
    void_recovery_codes(work, holder.ref)
    end_sessions_of(work, holder.ref, EndReason.REVOKED, case=case_of(work, holder))
    revoke_tokens(work, holder.ref)


def secret_of(work: Work, row: SecondFactor) -> str:
    """Return the secret of a code app."""
    sealed = bytes(row.secret_sealed or b"")
    return work.unseal(sealed, holder=row.holder, table="second_factor", column="secret", row=row.id, retention=SIGN_IN)


def _new(work: Work, holder: Holder, kind: FactorKind, *, counter: int) -> SecondFactor:
    return SecondFactor(
        organisation=work.organisation,
        id=str(uuid.uuid4()),
        holder=holder.ref,
        holder_kind=holder.kind.value,
        kind=kind.value,
        counter=counter,
        made_at=work.now,
    )


def _remove(work: Work, row: SecondFactor) -> None:
    """Let a factor count no more; its secret goes, that there was one stays."""
    row.removed_at = work.now
    row.secret_sealed = row.name_sealed = None


def _in_use(work: Work, ref: str) -> Sequence[SecondFactor]:
    return work.session.scalars(
        select(SecondFactor)
        .where(
            SecondFactor.organisation == work.organisation,
            SecondFactor.holder == ref,
            SecondFactor.removed_at.is_(None),
        )
        .order_by(SecondFactor.made_at, SecondFactor.id)
    ).all()


def _name(work: Work, row: SecondFactor) -> str:
    if row.name_sealed is None:
        return ""
    return label_of(
        work.unseal_to_show(
            row.name_sealed, holder=row.holder, table="second_factor", column="name", row=row.id, retention=CONTACT
        )
    )


def _seal(work: Work, row: SecondFactor, column: str, text: str, retention: str) -> bytes:
    return work.seal(text, holder=row.holder, table="second_factor", column=column, row=row.id, retention=retention)
