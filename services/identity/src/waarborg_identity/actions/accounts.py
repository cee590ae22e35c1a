"""Accounts of staff: register one, give and end roles, disable it, and say what its owner may do now."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from waarborg_identity.actions.review_cases import running_review
from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.actions.sessions import end_sessions_of
from waarborg_identity.domain import AccountState, EndReason, check_username, duties_of
from waarborg_identity.domain.accounts import roles_in_force
from waarborg_identity.models import Account, RoleGrant
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RoleKind
from waarborg_shared.uow import UnknownCase, Work, Written

CONTACT = "contact"
"""The retention class of names: kept as long as the account or the person is."""


class UsernameTaken(Exception):
    """Somebody at this organisation has that user name already (409)."""

    field = "username"


class UnknownRole(Exception):
    """The organisation has no such role for staff (422)."""

    field = "role"


class UnknownAccount(UnknownCase):
    """No such account at this organisation (404)."""


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """A member of staff to register; the password is hashed already."""

    username: str
    name: str = field(repr=False)
    password_hash: str = field(repr=False)
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Credentials:
    """What a password is checked against; without an account nobody has that name, and no password holds.

    Of a ``shut`` account there is nothing to check against either: whose it is serves to write down that it was tried.
    """

    account_id: str | None
    password_hash: str | None = field(repr=False)
    shut: bool = False


@dataclass(frozen=True)
class Standing:
    """What an account is at a moment: whether it may act, its roles in force and the duties that they bring."""

    account_id: str
    active: bool
    roles: frozenset[str]
    duties: frozenset[str]


def register_account(work: Work, command: NewAccount, *, rules: Rules) -> Account:
    """Register a member of staff with roles. Raises BadUsername, UsernameTaken or UnknownRole."""
    username = check_username(command.username)
    username_hash = work.search_hash("username", username)
    if _by_username(work, username_hash) is not None:
        raise UsernameTaken
    account = Account(
        organisation=work.organisation,
        id=str(uuid.uuid4()),
        created_at=work.now,
        username_hash=username_hash,
        password_hash=command.password_hash,
        state=AccountState.ACTIVE.value,
    )
    running_review(work, rules=rules)
    account.username_sealed = _seal(work, account, "username", username)
    account.name_sealed = _seal(work, account, "name", command.name)
    work.session.add(account)
    work.session.flush()
    work.record(account, verb="registered")
    for role in command.roles:
        grant_role(work, account, role, rules=rules)
    return account


def grant_role(
    work: Work,
    account: Account,
    role: str,
    *,
    rules: Rules,
    starts_at: datetime | None = None,
    until: datetime | None = None,
    why: str = "",
    facts: Mapping[str, Any] | None = None,
) -> RoleGrant:
    """Give an account a role of the organisation's list, for a time or until it is ended. Raises UnknownRole.

    Where one person does everything nobody else can look at it, and the record says so (J8).
    """
    known = rules.roles.get(role)
    if known is None or known.kind is not RoleKind.STAFF:
        raise UnknownRole(role)
    grant = RoleGrant(
        organisation=work.organisation,
        id=new_id(),
        account_id=account.id,
        role=role,
        granted_at=work.now,
        granted_by=work.actor.ref,
        starts_at=starts_at,
        until=until,
    )
    work.session.add(grant)
    alone = {"second_look": "none-one-person"} if rules.organisation.one_person else {}
    told = {"role": role, "from": starts_at, "until": until, **alone, **(facts or {})}
    work.record(account, verb="role-granted", why=why, facts={name: each for name, each in told.items() if each})
    return grant


def end_role(work: Work, account_id: str, role: str) -> None:
    """End every grant of a role that an account has. Raises UnknownAccount."""
    account = _account(work, account_id)
    for grant in _grants(work, account_id):
        if grant.role == role and grant.ended_at is None:
            grant.ended_at, grant.ended_by = work.now, work.actor.ref
    work.record(account, verb="role-ended", facts={"role": role})


def disable_account(work: Work, account_id: str, *, why: str = "") -> None:
    """Shut an account: no more sign-ins, and its sessions and tokens end. Raises UnknownAccount."""
    account = _account(work, account_id)
    account.state = AccountState.DISABLED.value
    end_sessions_of(work, account.id, EndReason.DISABLED, case=account)
    revoke_tokens(work, account.id)
    work.record(account, verb="disabled", why=why)


def find_credentials(work: Work, username: str) -> Credentials:
    """Return what to check a password against: nothing for a name that nobody has, and for a disabled account."""
    row = _by_username(work, work.search_hash("username", username.strip().lower()))
    if row is None:
        return Credentials(None, None)
    if row.state != AccountState.ACTIVE.value:
        return Credentials(row.id, None, shut=True)
    return Credentials(row.id, row.password_hash)


def standing(work: Work, account_id: str, *, rules: Rules) -> Standing:
    """Return what an account may do at this moment; an unknown one may do nothing."""
    state = work.session.scalar(
        select(Account.state).where(Account.organisation == work.organisation, Account.id == account_id)
    )
    if state != AccountState.ACTIVE.value:
        return Standing(account_id, False, frozenset(), frozenset())
    codes = roles_in_force(_grants(work, account_id), work.now) & rules.roles.keys()
    return Standing(account_id, True, codes, duties_of(codes, rules.roles, kind=RoleKind.STAFF))


def staff(work: Work) -> Sequence[Account]:
    """Return the accounts of the organisation, in the order in which they were made."""
    return work.session.scalars(
        select(Account)
        .where(Account.organisation == work.organisation, Account.name_sealed.is_not(None))
        .order_by(Account.created_at, Account.id)
    ).all()


def name_of(work: Work, account_id: str) -> Written:
    """Return the name of an account's owner, to show; empty when none is kept."""
    sealed = work.session.scalar(
        select(Account.name_sealed).where(Account.organisation == work.organisation, Account.id == account_id)
    )
    if sealed is None:
        return ""
    return work.unseal_to_show(
        sealed, holder=account_id, table="account", column="name", row=account_id, retention=CONTACT
    )


def label_of(name: Written) -> str:
    """Return a name for where it stands by itself, as in a session: nothing where it was erased."""
    return name if isinstance(name, str) else ""


def _seal(work: Work, account: Account, column: str, text: str) -> bytes:
    return work.seal(text, holder=account.id, table="account", column=column, row=account.id, retention=CONTACT)


def _by_username(work: Work, username_hash: bytes) -> Account | None:
    return work.session.scalars(
        select(Account).where(Account.organisation == work.organisation, Account.username_hash == username_hash)
    ).one_or_none()


def _account(work: Work, account_id: str) -> Account:
    try:
        return work.case(Account, account_id)
    except UnknownCase as error:
        raise UnknownAccount from error


def _grants(work: Work, account_id: str) -> Sequence[RoleGrant]:
    return work.session.scalars(
        select(RoleGrant).where(RoleGrant.organisation == work.organisation, RoleGrant.account_id == account_id)
    ).all()
