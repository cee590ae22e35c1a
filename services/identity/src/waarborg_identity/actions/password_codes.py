"""Passwords that are changed: by who knows the old one, or with a number and code that a colleague made."""

import hmac
import secrets
from dataclasses import dataclass, field

from sqlalchemy import select

from waarborg_identity.actions.accounts import CONTACT, UnknownAccount, label_of, name_of
from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.actions.sessions import end_sessions_of
from waarborg_identity.actions.used_accounts import check_code_for
from waarborg_identity.domain import PASSWORD_CODE_LIFE, AccountState, EndReason, Identified, LetterCode, MayNotReset
from waarborg_identity.domain.persons import make_code
from waarborg_identity.domain.staff_factors import ResetWay, check_apart
from waarborg_identity.models import Account, PasswordCode, StaffFactorReset
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import UnknownCase, Work


@dataclass(frozen=True)
class NewPasswordFor:
    """Whose password a number and code renew, and what others know of him, which his password may not be made of."""

    account_id: str
    username: str = field(repr=False)
    name: str = field(repr=False)


def make_password_code(work: Work, account_id: str, *, how: Identified, rules: Rules) -> LetterCode:
    """Make a number and code by which a member of staff sets a new password; an earlier one no longer counts.

    ``work.actor`` is the colleague who made sure who asks, whose duty STAFF_GRANT was checked; the system is the
    operator's command. The second factor is asked for as always. Raises UnknownAccount, MayNotReset for oneself,
    BothByOne where the same colleague replaced the second factor by himself, and InUse or InUseOutside where there is
    no second factor to ask for.
    """
    account = _active(work, account_id)
    if work.actor.ref == account_id:
        raise MayNotReset
    resets = select(StaffFactorReset.asked_at).where(
        StaffFactorReset.organisation == work.organisation,
        StaffFactorReset.account_id == account.id,
        StaffFactorReset.way == ResetWay.IN_PERSON.value,
        StaffFactorReset.asked_by == work.actor.ref,
    )
    check_apart(work.session.scalars(resets), work.now)
    check_code_for(work, account)
    for older in _unused(work, PasswordCode.account_id == account_id):
        older.expires_at = min(older.expires_at, work.now)
    made = make_code(secrets.choice)
    work.session.add(
        PasswordCode(
            organisation=work.organisation,
            account_id=account_id,
            number=made.number,
            code_hash=_hash(work, made.number, made.code),
            how=how.value,
            made_at=work.now,
            made_by=work.actor.ref,
            expires_at=work.now + PASSWORD_CODE_LIFE,
        )
    )
    by_operator = {"operator": True} if work.actor.kind is ActorKind.SYSTEM else {}
    alone = {"one_person": True} if rules.organisation.one_person else {}
    work.record(account, verb="password-code-made", facts={"identified": how.value, **alone, **by_operator})
    return made


def holder_of_code(work: Work, number: str, code: str) -> NewPasswordFor | None:
    """Return whose password number and code renew, without using them; None when they do not hold."""
    row = _holding(work, number, code)
    if row is None:
        return None
    return new_password_for(work, row.account_id)


def new_password_for(work: Work, account_id: str) -> NewPasswordFor:
    """Return what a new password of a member of staff is checked against. Raises UnknownAccount."""
    account = _active(work, account_id)
    username = ""
    if account.username_sealed is not None:
        username = label_of(
            work.unseal_to_show(
                account.username_sealed,
                holder=account.id,
                table="account",
                column="username",
                row=account.id,
                retention=CONTACT,
            )
        )
    return NewPasswordFor(account.id, username, label_of(name_of(work, account.id)))


def renew_password(work: Work, number: str, code: str, password_hash: str) -> bool:
    """Set a new password with a number and code, which count once; every session and token of the account ends."""
    row = _holding(work, number, code)
    if row is None:
        return False
    account = _active(work, row.account_id)
    row.used_at = work.now
    account.password_hash = password_hash
    end_sessions_of(work, account.id, EndReason.REVOKED, case=account)
    revoke_tokens(work, account.id)
    work.record(account, verb="password-renewed")
    return True


def change_password(work: Work, account_id: str, password_hash: str) -> None:
    """Set the new password of who gave the old one. Raises UnknownAccount."""
    account = _active(work, account_id)
    account.password_hash = password_hash
    work.record(account, verb="password-changed")


def hash_anew(work: Work, account_id: str, password_hash: str) -> None:
    """Keep the same password under today's parameters. Raises UnknownAccount."""
    account = _active(work, account_id)
    account.password_hash = password_hash
    work.record(account, verb="password-hashed-anew")


def _active(work: Work, account_id: str) -> Account:
    try:
        account = work.case(Account, account_id)
    except UnknownCase as error:
        raise UnknownAccount from error
    if account.state != AccountState.ACTIVE.value:
        raise UnknownAccount
    return account


def _holding(work: Work, number: str, code: str) -> PasswordCode | None:
    tried, found = _hash(work, number, code), None
    for row in _unused(work, PasswordCode.number == number):
        if hmac.compare_digest(bytes(row.code_hash), tried) and work.now < row.expires_at:
            found = row
    return found


def _unused(work: Work, *which: object) -> list[PasswordCode]:
    query = select(PasswordCode).where(PasswordCode.organisation == work.organisation, PasswordCode.used_at.is_(None))
    return list(work.session.scalars(query.where(*which).with_for_update()))  # type: ignore[arg-type]


def _hash(work: Work, number: str, code: str) -> bytes:
    return work.search_hash("password-code", f"{number}\n{code}")
