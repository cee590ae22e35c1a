"""Using a second factor: a code counts once, a passkey's challenge once, and an older counter never."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_identity import totp
from waarborg_identity.actions.aliases import is_merged
from waarborg_identity.actions.holders import Holder
from waarborg_identity.actions.second_factors import secret_of
from waarborg_identity.domain import FactorKind, SessionKind, step_at, steps_that_count
from waarborg_identity.domain.factors import STEP_SECONDS
from waarborg_identity.models import SecondFactor, UsedChallenge
from waarborg_identity.passkeys import COUNTS_FOR, KnownPasskey, Proof, digest_of
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work


def use_totp(work: Work, holder: Holder, code: str) -> bool:
    """Whether it is the code of this half minute (or the one before or after) and was not used before."""
    row = _totp(work, holder.ref, lock=True)
    if row is None:
        return False
    steps = steps_that_count(work.now, used=row.counter)
    step = totp.matching_step(secret_of(work, row), code, steps)
    if step is None:
        return False
    row.counter, row.used_at = step, work.now
    return True


def next_totp(work: Work, ref: str, secret: str) -> str | None:
    """Return the code that a code app with this very secret could show next; None where there is none to use.

    For demonstrations: the secret of an invented account is known to everybody. What is shown counts for another half
    minute at least, so that somebody has the time to type it.
    """
    row = _totp(work, ref)
    if row is None or secret_of(work, row) != secret:
        return None
    steps = [step for step in steps_that_count(work.now, used=row.counter) if step >= step_at(work.now)]
    return totp.code_of(secret, steps[0]) if steps else ""


def seconds_to_next_totp(work: Work) -> int:
    """Return how long the codes of this half minute still are what an app shows."""
    return STEP_SECONDS * (step_at(work.now) + 1) - int(work.now.timestamp())


def passkeys_of(work: Work, ref: str) -> list[bytes]:
    """Return the ids of the passkeys of an account or person, which its browser is asked for."""
    rows = work.session.scalars(
        select(SecondFactor.credential_id).where(
            SecondFactor.organisation == work.organisation,
            SecondFactor.holder == ref,
            SecondFactor.kind == FactorKind.PASSKEY.value,
            SecondFactor.removed_at.is_(None),
        )
    )
    return [bytes(each) for each in rows if each]


def find_passkey(work: Work, credential_id: bytes, *, of: str | None = None) -> tuple[Holder, KnownPasskey] | None:
    """Return whose passkey it is, locked; None for one that nobody has (any more) or that is not ``of``."""
    row = _passkey(work, credential_id)
    if row is None or (of is not None and row.holder != of):
        return None
    if row.holder_kind == SessionKind.PERSON and is_merged(work, row.holder):
        return None
    known = KnownPasskey(bytes(row.credential_id or b""), bytes(row.public_key or b""), row.counter)
    return Holder(SessionKind(row.holder_kind), row.holder), known


def use_passkey(work: Work, credential_id: bytes, proof: Proof) -> bool:
    """Write down that a passkey was used; False when this very answer was given before."""
    row = _passkey(work, credential_id)
    if row is None or not use_challenge(work, proof.challenge):
        return False
    row.counter, row.used_at = proof.counter, work.now
    return True


def use_challenge(work: Work, challenge: bytes) -> bool:
    """Let a challenge count once; False the second time."""
    table: Any = UsedChallenge.__table__
    work.session.execute(delete_for(table, work.organisation).where(table.c.expires_at < work.now))
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.connection.dialect.name]
    statement = (
        insert(UsedChallenge)
        .values(
            organisation=work.organisation,
            challenge_hash=digest_of(challenge),
            expires_at=work.now + COUNTS_FOR + timedelta(minutes=1),
        )
        .on_conflict_do_nothing()
    )
    done: Any = work.session.execute(statement.execution_options(preserve_rowcount=True))
    return bool(done.rowcount)


def _totp(work: Work, ref: str, *, lock: bool = False) -> SecondFactor | None:
    query = select(SecondFactor).where(
        SecondFactor.organisation == work.organisation,
        SecondFactor.holder == ref,
        SecondFactor.kind == FactorKind.TOTP.value,
        SecondFactor.removed_at.is_(None),
    )
    return work.session.scalars(query.with_for_update() if lock else query).one_or_none()


def _passkey(work: Work, credential_id: bytes) -> SecondFactor | None:
    return work.session.scalars(
        select(SecondFactor)
        .where(
            SecondFactor.organisation == work.organisation,
            SecondFactor.credential_hash == digest_of(credential_id),
            SecondFactor.removed_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()
