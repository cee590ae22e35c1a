"""Leave: somebody is away for a time, and another has his roles meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select

from waarborg_identity.actions.accounts import UnknownAccount
from waarborg_identity.actions.review_cases import running_review
from waarborg_identity.actions.staff_grants import end_stand_in
from waarborg_identity.actions.staff_rows import (
    AccountShut,
    account_at,
    changed,
    grants_where,
    on_his_own,
    open_account,
)
from waarborg_identity.domain.staff_absence import AbsenceIsOver, NoSuchStandIn, PassedOn, check_absence, passed_on
from waarborg_identity.domain.staff_grants import Period, alone, period, stands
from waarborg_identity.models import Account, RoleGrant, StaffAbsence
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import UnknownCase, Work


@dataclass(frozen=True, kw_only=True)
class NewAbsence:
    """A time in which somebody is away: from a day on (None: at once) until a day that still counts, and why."""

    from_on: date | None = None
    until_on: date
    stand_in: str | None = None
    reason: str = field(repr=False)


def record_absence(
    work: Work, account_id: str, command: NewAbsence, *, revision: int | None, rules: Rules
) -> StaffAbsence:
    """Write down that somebody is away, and give the one who stands in for him his roles for that time, and no more.

    Raises:
        UnknownAccount, StaleAccount, AccountShut, InThePast, EndsBeforeItBegins, AwayAlready, NoSuchStandIn,
        StandInAway, OwnRole
    """
    running_review(work, rules=rules)  # locked: rights change one at a time
    account = open_account(work, account_id, revision)
    asked = period(command.from_on, command.until_on, work.now)
    stand_in = _stand_in(work, account, command.stand_in)
    by_himself = stand_in is not None and alone(
        work.actor.ref, stand_in.id, one_person=rules.organisation.one_person, field="stand_in"
    )
    check_absence(
        asked,
        own=_times(work, account.id),
        of_stand_in=_times(work, stand_in.id) if stand_in is not None else (),
    )
    absence = _new_absence(work, account, asked, stand_in)
    changed(account)
    facts = {"from": asked.starts_at, "until": asked.until, "absence": absence.id, **on_his_own(by_himself, rules)}
    if stand_in is not None:
        facts["stand_in"] = stand_in.id
    work.record(account, verb="absence-recorded", why=command.reason, facts=facts)
    if stand_in is not None:
        _pass_on(work, account, stand_in, absence=absence, asked=asked, rules=rules)
    return absence


def end_absence(
    work: Work, account_id: str, absence_id: str, reason: str, *, revision: int | None, rules: Rules
) -> StaffAbsence:
    """Somebody is back before the time, or goes not at all: what his stand-in had of him ends.

    Raises:
        UnknownAccount, StaleAccount, UnknownCase, AbsenceIsOver
    """
    running_review(work, rules=rules)
    account = account_at(work, account_id, revision)
    found = absences_where(work, StaffAbsence.account_id == account.id, StaffAbsence.id == absence_id)
    if not found:
        raise UnknownCase("StaffAbsence")
    absence = found[0]
    if absence.ended_at is not None or absence.until <= work.now:
        raise AbsenceIsOver
    absence.ended_at, absence.ended_by = work.now, work.actor.ref
    changed(account)
    work.record(account, verb="absence-ended", why=reason, facts={"absence": absence.id})
    for grant in grants_where(work, RoleGrant.absence_id == absence.id):
        if stands(grant, work.now):
            end_stand_in(work, grant)
    return absence


def own_absences(work: Work, account_id: str) -> Sequence[StaffAbsence]:
    """Return when somebody is or will be away."""
    to_come = (StaffAbsence.ended_at.is_(None), StaffAbsence.until > work.now)
    return absences_where(work, StaffAbsence.account_id == account_id, *to_come)


def absences_where(work: Work, *which: ColumnElement[bool]) -> Sequence[StaffAbsence]:
    """Return absences of the organisation, the first to begin first."""
    query = select(StaffAbsence).where(StaffAbsence.organisation == work.organisation, *which)
    return work.session.scalars(query.order_by(StaffAbsence.starts_at, StaffAbsence.id)).all()


def _stand_in(work: Work, account: Account, stand_in: str | None) -> Account | None:
    if stand_in is None:
        return None
    if stand_in == account.id:
        raise NoSuchStandIn
    try:
        return open_account(work, stand_in, None)
    except (UnknownAccount, AccountShut) as error:
        raise NoSuchStandIn from error


def _times(work: Work, account_id: str) -> list[Period]:
    return [
        Period(each.starts_at, each.until)
        for each in absences_where(work, StaffAbsence.account_id == account_id, StaffAbsence.ended_at.is_(None))
    ]


def _new_absence(work: Work, account: Account, asked: Period, stand_in: Account | None) -> StaffAbsence:
    assert asked.until is not None
    absence = StaffAbsence(
        organisation=work.organisation,
        id=new_id(),
        account_id=account.id,
        stand_in=stand_in.id if stand_in is not None else None,
        starts_at=asked.starts_at,
        until=asked.until,
        made_at=work.now,
        made_by=work.actor.ref,
    )
    work.session.add(absence)
    work.session.flush()
    return absence


def _pass_on(
    work: Work, account: Account, stand_in: Account, *, absence: StaffAbsence, asked: Period, rules: Rules
) -> None:
    own = grants_where(work, RoleGrant.account_id == account.id)
    for passed in passed_on(own, asked, work.now):
        if passed.role in rules.roles:
            _stand_in_grant(work, account, stand_in, absence=absence, passed=passed)
    changed(stand_in)


def _stand_in_grant(
    work: Work, account: Account, stand_in: Account, *, absence: StaffAbsence, passed: PassedOn
) -> None:
    grant = RoleGrant(
        organisation=work.organisation,
        id=new_id(),
        account_id=stand_in.id,
        role=passed.role,
        granted_at=work.now,
        granted_by=work.actor.ref,
        starts_at=passed.time.starts_at,
        until=passed.time.until,
        stand_in_for=account.id,
        absence_id=absence.id,
    )
    work.session.add(grant)
    facts = {"role": passed.role, "grant": grant.id, "stand_in_for": account.id}
    times = {"from": passed.time.starts_at, "until": passed.time.until}
    work.record(stand_in, verb="stand-in-begun", facts={**facts, **times})
