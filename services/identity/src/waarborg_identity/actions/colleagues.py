"""Who may do what another service asks for: colleagues with a duty, and who stands in for those who are away."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from waarborg_identity.actions.accounts import label_of
from waarborg_identity.actions.staff_rows import absences_where, names_of
from waarborg_identity.domain import AccountState
from waarborg_identity.domain.staff_grants import GrantState, state_of
from waarborg_identity.domain.stand_ins import StandIn
from waarborg_identity.models import Account, RoleGrant, StaffAbsence
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RoleKind
from waarborg_shared.uow import Work

BETWEEN_SIGN_INS = timedelta(days=31)
"""Whose roles an outside issuer gives has them from one sign-in to the next: for so long he is a colleague between."""


@dataclass(frozen=True)
class Colleague:
    """A member of staff who has a duty; ``away_until`` where he is away now, and ``stand_in`` who counts for him."""

    account_ref: str
    name: str = field(repr=False)
    away_until: datetime | None = None
    stand_in: str | None = None


def colleagues_with(work: Work, duty: str, *, rules: Rules) -> tuple[Colleague, ...]:
    """Return whose open account has a duty by a role that counts now, by name; the only stand-ins are agreed ones."""
    refs = _with_duty(work, duty, rules)
    names = names_of(work, refs)
    away = {row.account_id: row for row in _away(work, refs)}
    found = [_colleague(ref, label_of(names.get(ref, "")), away.get(ref)) for ref in refs]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.account_ref)))


def _with_duty(work: Work, duty: str, rules: Rules) -> frozenset[str]:
    roles = [role.code for role in rules.roles.values() if role.kind is RoleKind.STAFF and duty in role.duties]
    same = and_(Account.organisation == RoleGrant.organisation, Account.id == RoleGrant.account_id)
    query = (
        select(RoleGrant)
        .join(Account, same)
        .where(
            RoleGrant.organisation == work.organisation,
            Account.organisation == work.organisation,
            Account.state == AccountState.ACTIVE.value,
            RoleGrant.role.in_(roles),
            RoleGrant.ended_at.is_(None),
        )
    )
    return frozenset(grant.account_id for grant in work.session.scalars(query) if _counts(grant, work.now))


def _counts(grant: RoleGrant, now: datetime) -> bool:
    if state_of(grant, now) is GrantState.IN_FORCE:
        return True
    return grant.issuer is not None and grant.until is not None and grant.until <= now < grant.until + BETWEEN_SIGN_INS


def _away(work: Work, refs: frozenset[str]) -> list[StaffAbsence]:
    now = (StaffAbsence.ended_at.is_(None), StaffAbsence.starts_at <= work.now, StaffAbsence.until > work.now)
    return list(absences_where(work, StaffAbsence.account_id.in_(sorted(refs)), *now))


def _colleague(ref: str, name: str, absence: StaffAbsence | None) -> Colleague:
    if absence is None:
        return Colleague(ref, name)
    agreed = absence.stand_in_state == StandIn.AGREED.value
    return Colleague(ref, name, absence.until, absence.stand_in if agreed else None)
