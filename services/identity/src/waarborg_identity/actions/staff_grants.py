"""Giving and ending roles, and shutting and opening accounts, by somebody whose duty it is."""

from dataclasses import dataclass, field
from datetime import date

from waarborg_identity.actions.accounts import disable_account, grant_role
from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.actions.staff_rows import (
    AccountShut,
    account_at,
    changed,
    grants_where,
    leaving_somebody,
    on_his_own,
    open_account,
)
from waarborg_identity.domain import AccountState
from waarborg_identity.domain.staff_grants import (
    GrantIsOver,
    StaffError,
    alone,
    check_new_grant,
    period,
    stands,
    time_of,
)
from waarborg_identity.models import Account, RoleGrant
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import UnknownCase, Work


@dataclass(frozen=True, kw_only=True)
class NewGrant:
    """A role to give, from a day on (None: at once), until a day that still counts (None: open), and why."""

    role: str
    from_on: date | None = None
    until_on: date | None = None
    reason: str = field(repr=False)


class OpenAlready(StaffError):
    """An account that is open cannot be opened."""

    text = Text("Dit account is al open.", "This account is enabled already.")


def give_role(work: Work, account_id: str, command: NewGrant, *, revision: int | None, rules: Rules) -> RoleGrant:
    """Give somebody a role for a time. In an organisation of one person one may give it to oneself (J8).

    Raises:
        UnknownAccount, StaleAccount, AccountShut, OwnRole, InThePast, EndsBeforeItBegins, HasRoleAlready, UnknownRole
    """
    account = open_account(work, account_id, revision)
    by_himself = alone(work.actor.ref, account.id, one_person=rules.organisation.one_person)
    asked = period(command.from_on, command.until_on, work.now)
    same = grants_where(work, RoleGrant.account_id == account.id, RoleGrant.role == command.role)
    own = [time_of(each) for each in same if not (each.stand_in_for or each.issuer) and stands(each, work.now)]
    check_new_grant(asked, own)
    changed(account)
    return grant_role(
        work,
        account,
        command.role,
        rules=rules,
        starts_at=asked.starts_at if asked.starts_at > work.now else None,
        until=asked.until,
        why=command.reason,
        facts=on_his_own(by_himself, rules),
    )


def end_grant(
    work: Work, account_id: str, grant_id: str, reason: str, *, revision: int | None, rules: Rules
) -> RoleGrant:
    """End a role before its time, and with it what a stand-in has of it.

    Raises:
        UnknownAccount, StaleAccount, UnknownCase, GrantIsOver, LastHolder
    """
    with leaving_somebody(work, rules):
        account = account_at(work, account_id, revision)
        found = grants_where(work, RoleGrant.account_id == account.id, RoleGrant.id == grant_id)
        if not found:
            raise UnknownCase("RoleGrant")
        if not stands(found[0], work.now):
            raise GrantIsOver
        changed(account)
        _end(work, account, found[0], reason)
    return found[0]


def end_every_role(work: Work, account: Account, reason: str) -> int:
    """End all roles that somebody has or will have; within `leaving_somebody`. Returns how many there were."""
    standing = [each for each in grants_where(work, RoleGrant.account_id == account.id) if stands(each, work.now)]
    for grant in standing:
        _end(work, account, grant, reason)
    return len(standing)


def shut_account(work: Work, account_id: str, reason: str, *, revision: int | None, rules: Rules) -> Account:
    """Shut an account: its sessions and tokens end, and so does what a stand-in has of it.

    Raises:
        UnknownAccount, StaleAccount, AccountShut, LastHolder
    """
    with leaving_somebody(work, rules):
        account = account_at(work, account_id, revision)
        if account.state != AccountState.ACTIVE.value:
            raise AccountShut
        changed(account)
        disable_account(work, account.id, why=reason)
        for grant in grants_where(work, RoleGrant.stand_in_for == account.id):
            if stands(grant, work.now):
                end_stand_in(work, grant)
    return account


def enable_account(work: Work, account_id: str, reason: str, *, revision: int | None) -> Account:
    """Open an account again, with the roles that were not ended meanwhile.

    Raises:
        UnknownAccount, StaleAccount, OpenAlready
    """
    account = account_at(work, account_id, revision)
    if account.state == AccountState.ACTIVE.value:
        raise OpenAlready
    changed(account)
    account.state = AccountState.ACTIVE.value
    work.record(account, verb="enabled", why=reason)
    return account


def end_stand_in(work: Work, grant: RoleGrant) -> None:
    """End a role that somebody has as a stand-in, on his own timeline."""
    account = work.case(Account, grant.account_id)
    changed(account)
    _over(work, grant)
    facts = {"role": grant.role, "grant": grant.id, "stand_in_for": grant.stand_in_for}
    work.record(account, verb="stand-in-ended", facts=facts)


def _end(work: Work, account: Account, grant: RoleGrant, reason: str) -> None:
    _over(work, grant)
    work.record(account, verb="role-ended", why=reason, facts={"role": grant.role, "grant": grant.id})
    work.session.flush()
    of_role = grants_where(work, RoleGrant.account_id == account.id, RoleGrant.role == grant.role)
    if any(each.stand_in_for is None and stands(each, work.now) for each in of_role):
        return
    for passed in grants_where(work, RoleGrant.stand_in_for == account.id, RoleGrant.role == grant.role):
        if stands(passed, work.now):
            end_stand_in(work, passed)


def _over(work: Work, grant: RoleGrant) -> None:
    """End a grant; tokens that were made while it counted count no more."""
    grant.ended_at, grant.ended_by = work.now, work.actor.ref
    revoke_tokens(work, grant.account_id)
