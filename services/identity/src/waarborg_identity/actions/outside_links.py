"""Ties between accounts and outside issuers: made by an administrator with the number that somebody was shown."""

import secrets
from collections.abc import Collection, Sequence

from sqlalchemy import select

from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.actions.sessions import Outside, end_outside_sessions
from waarborg_identity.actions.staff_details import NO_PASSWORD
from waarborg_identity.actions.staff_rows import account_at, changed, grants_where, open_account
from waarborg_identity.actions.used_accounts import must_prove_link, void_codes
from waarborg_identity.domain.outside import LINK_LIFE
from waarborg_identity.domain.persons import read_code
from waarborg_identity.domain.staff_codes import in_groups, make_staff_code
from waarborg_identity.domain.staff_grants import StaffError
from waarborg_identity.models import Account, OutsideIdentity, RoleGrant
from waarborg_shared.db import delete_for
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work


class NoSuchCode(StaffError):
    """Nobody was shown that number lately, or it was used."""

    field = "code"
    text = Text(
        "Dit nummer is niet bekend, al gebruikt of ouder dan een dag. Laat uw collega opnieuw inloggen.",
        "This number is not known, was used, or is older than a day. Have your colleague sign in once more.",
    )


class NotLinked(StaffError):
    """The account is tied to no outside issuer (409)."""

    text = Text("Dit account is niet gekoppeld.", "This account is not linked.")


class OwnLink(StaffError):
    """Nobody ties his own account to an outside issuer: a colleague does, who knows him (409)."""

    text = Text(
        "U kunt uw eigen account niet koppelen. Vraag een collega die rollen mag geven.",
        "You cannot link your own account. Ask a colleague who may give roles.",
    )


def show_code(work: Work, row: OutsideIdentity) -> str:
    """Make a number for somebody who has no role here, in place of the one before; it is kept nowhere."""
    code = make_staff_code(secrets.choice)
    row.code_hash, row.code_until = _hash(work, code), work.now + LINK_LIFE
    return in_groups(code)


def link_account(work: Work, account_id: str, code: str, *, revision: int | None, rules: Rules) -> Account:
    """Tie the one who was shown this number to an account; from now on he signs in to it there.

    Who has a second factor here shows it the first time, so that no colleague ties himself to another's account.

    Raises:
        UnknownAccount, StaleAccount, AccountShut, NoSuchCode, OwnLink, InUse
    """
    account = open_account(work, account_id, revision)
    if work.actor.ref == account.id and not rules.organisation.one_person:
        raise OwnLink
    row = _shown(work, code)
    if row is None or row.account_id is not None:
        raise NoSuchCode
    row.unproved = must_prove_link(work, account)
    row.account_id, row.linked_by = account.id, work.actor.ref
    row.code_hash = row.code_until = None
    to_prove = {"to_prove": True} if row.unproved else {}
    void_codes(work, account.id)
    changed(account)
    work.record(account, verb="issuer-linked", facts={"issuer": row.issuer, **to_prove})
    return account


def unlink_account(work: Work, account_id: str, reason: str, *, revision: int | None) -> Account:
    """Undo every tie of an account: sessions and roles that come from an issuer end at once.

    Raises:
        UnknownAccount, StaleAccount, NotLinked
    """
    account = account_at(work, account_id, revision)
    rows = links_of(work, account.id)
    if not rows:
        raise NotLinked
    for row in rows:
        end_outside_sessions(work, Outside(row.issuer, bytes(row.subject_hash)))
        work.session.delete(row)
        work.record(account, verb="issuer-unlinked", why=reason, facts={"issuer": row.issuer})
    for grant in grants_where(
        work, RoleGrant.account_id == account.id, RoleGrant.issuer.is_not(None), RoleGrant.ended_at.is_(None)
    ):
        grant.ended_at, grant.ended_by = work.now, work.actor.ref
        work.record(account, verb="role-ended", facts={"role": grant.role, "issuer": grant.issuer})
    revoke_tokens(work, account.id)
    changed(account)
    return account


def links_of(work: Work, account_id: str) -> Sequence[OutsideIdentity]:
    """Return by which issuers somebody can sign in."""
    return work.session.scalars(
        select(OutsideIdentity)
        .where(OutsideIdentity.organisation == work.organisation, OutsideIdentity.account_id == account_id)
        .order_by(OutsideIdentity.made_at, OutsideIdentity.id)
    ).all()


def issuers_without_password(work: Work, account_id: str) -> tuple[str, ...]:
    """Return at which issuers somebody signs in who has no password here; nothing for anybody else."""
    mine = (Account.organisation == work.organisation, Account.id == account_id, Account.password_hash == NO_PASSWORD)
    if work.session.scalar(select(Account.id).where(*mine)) is None:
        return ()
    return tuple(dict.fromkeys(each.issuer for each in links_of(work, account_id)))


def linked_accounts(work: Work, account_ids: Collection[str]) -> frozenset[str]:
    """Return which of some accounts can sign in at an outside issuer."""
    query = select(OutsideIdentity.account_id).where(
        OutsideIdentity.organisation == work.organisation, OutsideIdentity.account_id.in_(account_ids)
    )
    return frozenset(each for each in work.session.scalars(query) if each)


def forget_unlinked(work: Work) -> None:
    """Forget who was here in vain and whose number no longer counts."""
    old = delete_for(OutsideIdentity.__table__, work.organisation).where(  # type: ignore[arg-type]
        OutsideIdentity.account_id.is_(None), OutsideIdentity.code_until <= work.now
    )
    work.session.execute(old)


def _shown(work: Work, code: str) -> OutsideIdentity | None:
    plain = read_code(code)
    if not plain:
        return None
    query = select(OutsideIdentity).where(
        OutsideIdentity.organisation == work.organisation,
        OutsideIdentity.code_hash == _hash(work, plain),
        OutsideIdentity.code_until > work.now,
    )
    return work.session.scalars(query.with_for_update()).one_or_none()


def _hash(work: Work, code: str) -> bytes:
    return work.search_hash("outside-link", code.replace("-", ""))
