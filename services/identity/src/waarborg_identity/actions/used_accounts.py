"""What stands between a colleague and an account that its owner uses: a way in is not made by one colleague alone."""

from sqlalchemy import select

from waarborg_identity.actions.second_factors import has_second_factor
from waarborg_identity.domain.staff_factors import BothByOne, InUse, InUseOutside, ResetWay
from waarborg_identity.models import Account, OutsideIdentity, PasswordCode, StaffCode, StaffFactorReset
from waarborg_shared.auth import ActorKind
from waarborg_shared.db import select_for
from waarborg_shared.uow import Work


def was_used(work: Work, account_id: str) -> bool:
    """Whether somebody ever signed in to an account: its timeline says so for as long as it is there."""
    table = work.plumbing.timeline
    query = select_for(table, work.organisation, table.c.number).where(
        table.c.case_ref == account_id, table.c.verb == "signed-in"
    )
    return work.session.execute(query.limit(1)).first() is not None


def must_prove_link(work: Work, account: Account) -> bool:
    """Whether who comes by a new tie first shows the second factor that the account has here.

    A newcomer has none and has never been here: his first sign-in is like the one by a code. Raises InUse where
    somebody was here and has none, for then nothing would tell him from another.
    """
    if has_second_factor(work, account.id):
        return True
    if was_used(work, account.id):
        raise InUse
    return False


def check_code_for(work: Work, account: Account) -> None:
    """Pass when a code for a password does not let the colleague who makes it in by himself; an operator's may.

    Who has a password and a second factor here is asked for the other after the one that is new, and a newcomer has
    nothing yet. Where an account that is used has one of them or none, the code would be all that is asked for.

    Raises:
        InUseOutside, InUse, BothByOne
    """
    chosen = bool(account.password_hash)
    if work.actor.kind is ActorKind.SYSTEM or (chosen and has_second_factor(work, account.id)):
        return
    if _is_linked(work, account.id):
        raise InUseOutside
    if not was_used(work, account.id):
        return
    last = _last_reset(work, account.id)
    if not chosen or last is None:
        raise InUse
    if last.way == ResetWay.IN_PERSON.value and last.asked_by == work.actor.ref:
        raise BothByOne


def void_codes(work: Work, account_id: str) -> None:
    """Let no code for a password that is still on its way count any more."""
    first = select(StaffCode).where(
        StaffCode.organisation == work.organisation, StaffCode.account_id == account_id, StaffCode.used_at.is_(None)
    )
    renewing = select(PasswordCode).where(
        PasswordCode.organisation == work.organisation,
        PasswordCode.account_id == account_id,
        PasswordCode.used_at.is_(None),
    )
    found: list[StaffCode | PasswordCode] = [
        *work.session.scalars(first.with_for_update()),
        *work.session.scalars(renewing.with_for_update()),
    ]
    for row in found:
        row.expires_at = min(row.expires_at, work.now)


def unproved_link(work: Work, subject_hash: bytes | None) -> OutsideIdentity | None:
    """Return the tie by which a session came, where its owner has not shown his own second factor yet."""
    if subject_hash is None:
        return None
    query = select(OutsideIdentity).where(
        OutsideIdentity.organisation == work.organisation,
        OutsideIdentity.subject_hash == subject_hash,
        OutsideIdentity.unproved,
    )
    return work.session.scalars(query).one_or_none()


def _is_linked(work: Work, account_id: str) -> bool:
    query = select(OutsideIdentity.id).where(
        OutsideIdentity.organisation == work.organisation, OutsideIdentity.account_id == account_id
    )
    return work.session.scalars(query.limit(1)).first() is not None


def _last_reset(work: Work, account_id: str) -> StaffFactorReset | None:
    query = select(StaffFactorReset).where(
        StaffFactorReset.organisation == work.organisation,
        StaffFactorReset.account_id == account_id,
        StaffFactorReset.done_at.is_not(None),
    )
    return work.session.scalars(query.order_by(StaffFactorReset.done_at.desc()).limit(1)).first()
