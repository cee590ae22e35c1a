"""Recovery codes: ten at a time, shown once, each good once, for who has no second factor at hand."""

import hmac
import secrets

from sqlalchemy import Select, func, select

from waarborg_identity.actions.holders import Holder, case_of
from waarborg_identity.domain import RECOVERY_CODES, make_recovery_code
from waarborg_identity.models import RecoveryCode
from waarborg_shared.uow import Work


def make_recovery_codes(work: Work, holder: Holder) -> tuple[str, ...]:
    """Make new codes and return them, this once; earlier ones no longer count."""
    case = case_of(work, holder)
    void_recovery_codes(work, holder.ref)
    codes = tuple(make_recovery_code(secrets.choice) for _ in range(RECOVERY_CODES))
    for code in codes:
        work.session.add(
            RecoveryCode(
                organisation=work.organisation,
                holder=holder.ref,
                code_hash=_hash(work, holder.ref, code),
                made_at=work.now,
            )
        )
    work.record(case, verb="recovery-codes-made")
    return codes


def use_recovery_code(work: Work, holder: Holder, code: str) -> bool:
    """Whether it is one of the holder's codes that was never used; then it counts no more."""
    tried = _hash(work, holder.ref, code)
    query = _counting(work, holder.ref).with_for_update()
    found = None
    for row in work.session.scalars(query):
        if hmac.compare_digest(bytes(row.code_hash), tried):
            found = row
    if found is None:
        return False
    found.used_at = work.now
    return True


def recovery_codes_left(work: Work, ref: str) -> int:
    """Return how many codes an account or person has left."""
    return work.session.scalar(select(func.count()).select_from(_counting(work, ref).subquery())) or 0


def void_recovery_codes(work: Work, ref: str) -> None:
    """Let no code of an account or person count any more."""
    for row in work.session.scalars(_counting(work, ref).with_for_update()):
        row.void_at = work.now


def _counting(work: Work, ref: str) -> Select[RecoveryCode]:
    return select(RecoveryCode).where(
        RecoveryCode.organisation == work.organisation,
        RecoveryCode.holder == ref,
        RecoveryCode.used_at.is_(None),
        RecoveryCode.void_at.is_(None),
    )


def _hash(work: Work, ref: str, code: str) -> bytes:
    """A code has 49 random bits: under the organisation's key it cannot be tried out against the hash."""
    return work.search_hash("recovery-code", f"{ref}\n{code}")
