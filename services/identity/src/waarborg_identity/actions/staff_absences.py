"""Leave: somebody is away for a time, and another has his roles meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from waarborg_identity.actions.review_cases import running_review
from waarborg_identity.actions.staff_grants import end_stand_in
from waarborg_identity.actions.staff_rows import (
    absences_where,
    account_at,
    changed,
    grants_where,
    on_his_own,
    open_account,
)
from waarborg_identity.actions.stand_ins import BY_DUTY, asks_word, pass_on, stand_in_account, times_away
from waarborg_identity.domain.staff_absence import AbsenceIsOver, check_absence
from waarborg_identity.domain.staff_grants import Period, alone, period, stands
from waarborg_identity.domain.stand_ins import StandIn
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

    Whom somebody without the duty to give roles names for himself has them after another agreed (`answer_stand_in`).

    Raises:
        UnknownAccount, StaleAccount, AccountShut, InThePast, EndsBeforeItBegins, TooLong, AwayAlready, NoSuchStandIn,
        StandInAway, OwnRole
    """
    running_review(work, rules=rules)  # locked: rights change one at a time
    account = open_account(work, account_id, revision)
    asked = period(command.from_on, command.until_on, work.now)
    stand_in = stand_in_account(work, account.id, command.stand_in)
    facts = {} if stand_in is None else _of_stand_in(work, account, stand_in, rules)
    check_absence(
        asked,
        own=times_away(work, account.id),
        of_stand_in=times_away(work, stand_in.id) if stand_in is not None else (),
        now=work.now,
    )
    absence = _new_absence(work, account, asked, stand_in)
    changed(account)
    times = {"from": asked.starts_at, "until": asked.until, "absence": absence.id}
    work.record(account, verb="absence-recorded", why=command.reason, facts={**times, **facts})
    if stand_in is not None and asks_word(work, account.id, rules=rules):
        absence.stand_in_state = StandIn.ASKED.value
    elif stand_in is not None:
        pass_on(work, account, stand_in, absence=absence, away=asked, rules=rules)
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


def _of_stand_in(work: Work, account: Account, stand_in: Account, rules: Rules) -> dict[str, Any]:
    """Return what the timeline says of a stand-in, and why nobody else was asked where so. Raises OwnRole."""
    by_himself = alone(work.actor.ref, stand_in.id, one_person=rules.organisation.one_person, field="stand_in")
    facts: dict[str, Any] = {"stand_in": stand_in.id}
    if asks_word(work, account.id, rules=rules):
        return facts | {"stand_in_state": StandIn.ASKED.value}
    named_himself = work.actor.ref == account.id
    if named_himself and not rules.organisation.one_person:
        return facts | BY_DUTY
    return facts | on_his_own(by_himself or named_himself, rules)


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
