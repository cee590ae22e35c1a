"""Who stands in: the roles that somebody on leave passes on, at once or after somebody whose duty it is agreed."""

from collections.abc import Sequence

from waarborg_identity.actions.accounts import UnknownAccount, standing
from waarborg_identity.actions.review_cases import running_review
from waarborg_identity.actions.staff_rows import (
    AccountShut,
    absences_where,
    account_at,
    changed,
    grants_where,
    open_account,
)
from waarborg_identity.domain.staff_absence import AbsenceIsOver, NoSuchStandIn, PassedOn, check_absence, passed_on
from waarborg_identity.domain.staff_grants import Period
from waarborg_identity.domain.stand_ins import Answer, Named, StandIn, check_answer, needs_word
from waarborg_identity.models import Account, RoleGrant, StaffAbsence
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import UnknownCase, Work

BY_DUTY = {"may_give_roles": True}
"""On the timeline where somebody names his own stand-in, and giving roles is his duty anyway."""


def answer_stand_in(
    work: Work, account_id: str, absence_id: str, answer: Answer, *, why: str, revision: int | None, rules: Rules
) -> StaffAbsence:
    """Agree to a stand-in whom somebody named himself, who has the roles from then on, or refuse him.

    Raises:
        UnknownAccount, StaleAccount, UnknownCase, AbsenceIsOver, OwnStandIn, NothingAsked;
        agreeing AccountShut, NoSuchStandIn, StandInAway too
    """
    running_review(work, rules=rules)  # locked: rights change one at a time
    account = account_at(work, account_id, revision)
    found = absences_where(work, StaffAbsence.account_id == account.id, StaffAbsence.id == absence_id)
    if not found:
        raise UnknownCase("StaffAbsence")
    absence = found[0]
    check_answer(Named(account.id, absence.stand_in, StandIn(absence.stand_in_state)), work.actor.ref)
    if absence.ended_at is not None or absence.until <= work.now:
        raise AbsenceIsOver
    absence.stand_in_state = answer.value
    absence.answered_at, absence.answered_by = work.now, work.actor.ref
    changed(account)
    facts = {"absence": absence.id, "stand_in": absence.stand_in}
    work.record(account, verb=f"stand-in-{answer.value}", why=why, facts=facts)
    if answer is Answer.AGREED:
        _begin(work, open_account(work, account.id, None), absence, rules)
    return absence


def pass_on(
    work: Work, account: Account, stand_in: Account, *, absence: StaffAbsence, away: Period, rules: Rules
) -> None:
    """Give a stand-in the absent one's own roles for that time, and no more."""
    own = grants_where(work, RoleGrant.account_id == account.id)
    for passed in passed_on(own, away, work.now):
        if passed.role in rules.roles:
            _stand_in_grant(work, account, stand_in, absence=absence, passed=passed)
    changed(stand_in)


def stand_in_account(work: Work, account_id: str, stand_in: str | None) -> Account | None:
    """Return the account of who stands in for another, locked. Raises NoSuchStandIn."""
    if stand_in is None:
        return None
    if stand_in == account_id:
        raise NoSuchStandIn
    try:
        return open_account(work, stand_in, None)
    except (UnknownAccount, AccountShut) as error:
        raise NoSuchStandIn from error


def asks_word(work: Work, account_id: str, *, rules: Rules) -> bool:
    """Whether somebody else has to agree to a stand-in whom the one who acts names for this account."""
    duties = standing(work, account_id, rules=rules).duties
    return needs_word(
        work.actor.ref,
        account_id,
        one_person=rules.organisation.one_person,
        may_give_roles=Duty.STAFF_GRANT in duties,
    )


def stand_ins_asked(work: Work) -> Sequence[StaffAbsence]:
    """Return the leave of which the stand-in waits for somebody else's word than the one's who acts, if he is in it."""
    waiting = (StaffAbsence.stand_in_state == StandIn.ASKED.value, StaffAbsence.stand_in.is_not(None))
    standing_leave = (StaffAbsence.ended_at.is_(None), StaffAbsence.until > work.now)
    own = work.actor.ref
    return absences_where(work, *waiting, *standing_leave, StaffAbsence.account_id != own, StaffAbsence.stand_in != own)


def times_away(work: Work, account_id: str) -> list[Period]:
    """Return when somebody is, was or will be away."""
    mine = (StaffAbsence.account_id == account_id, StaffAbsence.ended_at.is_(None))
    return [Period(each.starts_at, each.until) for each in absences_where(work, *mine)]


def _begin(work: Work, account: Account, absence: StaffAbsence, rules: Rules) -> None:
    """Pass the roles on from now, where the leave began before somebody agreed."""
    stand_in = stand_in_account(work, account.id, absence.stand_in)
    assert stand_in is not None
    away = Period(max(absence.starts_at, work.now), absence.until)
    check_absence(away, own=(), of_stand_in=times_away(work, stand_in.id), now=work.now)
    pass_on(work, account, stand_in, absence=absence, away=away, rules=rules)


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
