"""What every verb of the administration of staff needs: an account as it was seen, its grants, its sealed words."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from waarborg_identity.actions.accounts import CONTACT, UnknownAccount
from waarborg_identity.actions.review_cases import running_review
from waarborg_identity.domain import AccountState
from waarborg_identity.domain.staff_grants import (
    GrantState,
    Holding,
    StaffError,
    check_somebody_left,
    state_of,
)
from waarborg_identity.models import AccessReview, Account, RoleGrant, StaffAbsence
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty, RoleKind, Text
from waarborg_shared.uow import UnknownCase, Work, Written

ONE_PERSON = {"one_person": True}
"""On the timeline where somebody acts for himself because nobody else works there (J8)."""


class StaleAccount(Exception):
    """Somebody else changed the account since it was looked at (412)."""

    text = Text(
        "Iemand anders heeft dit account intussen gewijzigd. Bekijk het opnieuw en probeer het dan nog eens.",
        "Someone else changed this account in the meantime. Look at it again and then try once more.",
    )


class AccountShut(StaffError):
    """Nothing is given to somebody whose account is shut."""

    text = Text("Dit account is afgesloten. Open het eerst weer.", "This account is disabled. Enable it first.")


def account_at(work: Work, account_id: str, revision: int | None) -> Account:
    """Return an account, locked, as it was seen (None: however it is). Raises UnknownAccount or StaleAccount."""
    try:
        account = work.case(Account, account_id)
    except UnknownCase as error:
        raise UnknownAccount from error
    if revision is not None and account.revision != revision:
        raise StaleAccount
    return account


def open_account(work: Work, account_id: str, revision: int | None) -> Account:
    """Return an account that is not shut. Raises UnknownAccount, StaleAccount or AccountShut."""
    account = account_at(work, account_id, revision)
    if account.state != AccountState.ACTIVE.value:
        raise AccountShut
    return account


def changed(account: Account) -> None:
    """Count a change, so that who saw the account as it was before changes nothing unseen."""
    account.revision += 1


def grants_where(work: Work, *which: ColumnElement[bool]) -> Sequence[RoleGrant]:
    """Return grants of the organisation, the oldest first."""
    query = select(RoleGrant).where(RoleGrant.organisation == work.organisation, *which)
    return work.session.scalars(query.order_by(RoleGrant.granted_at, RoleGrant.id)).all()


def absences_where(work: Work, *which: ColumnElement[bool]) -> Sequence[StaffAbsence]:
    """Return absences of the organisation, the first to begin first."""
    query = select(StaffAbsence).where(StaffAbsence.organisation == work.organisation, *which)
    return work.session.scalars(query.order_by(StaffAbsence.starts_at, StaffAbsence.id)).all()


def granting_roles(rules: Rules) -> frozenset[str]:
    """Return the roles of staff that bring the duty to give roles."""
    staff = (role for role in rules.roles.values() if role.kind is RoleKind.STAFF)
    return frozenset(role.code for role in staff if Duty.STAFF_GRANT in role.duties)


def holders(work: Work, rules: Rules) -> tuple[Holding, ...]:
    """Return who may give roles at this moment, and whether by a role of their own that has no end."""
    same = and_(Account.organisation == RoleGrant.organisation, Account.id == RoleGrant.account_id)
    query = (
        select(RoleGrant)
        .join(Account, same)
        .where(
            RoleGrant.organisation == work.organisation,
            Account.organisation == work.organisation,
            Account.state == AccountState.ACTIVE.value,
            RoleGrant.role.in_(granting_roles(rules)),
            RoleGrant.ended_at.is_(None),
        )
    )
    found: dict[str, bool] = {}
    for grant in work.session.scalars(query):
        if state_of(grant, work.now) is GrantState.IN_FORCE:
            lasting = grant.until is None and grant.stand_in_for is None
            found[grant.account_id] = found.get(grant.account_id, False) or lasting
    return tuple(Holding(account_id, lasting) for account_id, lasting in found.items())


@contextmanager
def leaving_somebody(work: Work, rules: Rules) -> Iterator[AccessReview]:
    """Take rights away, one such change at a time; at the end somebody must be left who can give them.

    Gives the running review, locked. Raises LastHolder.
    """
    review = running_review(work, rules=rules)
    before = holders(work, rules)
    yield review
    work.session.flush()
    check_somebody_left(before, holders(work, rules))


def others_can(work: Work, rules: Rules, account_id: str) -> bool:
    """Whether somebody else than this account may give roles at this moment."""
    return any(each.account_id != account_id for each in holders(work, rules))


def on_his_own(acts_alone: bool, rules: Rules) -> dict[str, Any]:
    """Return what the timeline says of somebody who acted for himself: why he could."""
    if not acts_alone:
        return {}
    return ONE_PERSON if rules.organisation.one_person else {"no_other": True}


def is_staff(work: Work, account_id: str) -> bool:
    """Whether the one who acts is the owner of this account."""
    return work.actor.kind is ActorKind.STAFF and work.actor.ref == account_id


def seal_of_account(work: Work, account_id: str, column: str, words: str) -> bytes:
    """Seal a field of an account."""
    return work.seal(words, holder=account_id, table="account", column=column, row=account_id, retention=CONTACT)


def unseal_of_account(work: Work, account_id: str, column: str, sealed: bytes | None) -> Written:
    """Return a field of an account, or that it was erased; empty where nothing is kept."""
    if sealed is None:
        return ""
    return work.unseal_to_show(
        sealed, holder=account_id, table="account", column=column, row=account_id, retention=CONTACT
    )


def names_of(work: Work, refs: Iterable[str | None]) -> dict[str, Written]:
    """Return the names of those accounts that are ours, by reference."""
    wanted = sorted({ref for ref in refs if ref})
    rows = work.session.execute(
        select(Account.id, Account.name_sealed).where(Account.organisation == work.organisation, Account.id.in_(wanted))
    )
    return {row.id: unseal_of_account(work, row.id, "name", row.name_sealed) for row in rows}
