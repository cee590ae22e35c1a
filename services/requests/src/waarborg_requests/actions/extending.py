"""A longer term: decided on by staff, and counting from the moment that the person was told of it (B17)."""

from datetime import datetime

from waarborg_requests import domain
from waarborg_requests.actions import notices
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.actions.terms_on import put_terms_on
from waarborg_requests.domain.notices import Notice
from waarborg_requests.domain.terms import NOTICE, can_be_told, counts_from, extended, waits_to_be_told
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def extension_waits(work: Work, row: Request) -> bool:
    """Whether a longer term was decided on that does not count yet, as the person was not told; of a request that was
    closed meanwhile nothing waits."""
    return row.answered_at is None and waits_to_be_told(
        work.clocks.of(row),
        decided=row.extended_at is not None,
        told=row.extension_told_at is not None,
        lapsed=row.extension_lapsed_at is not None,
    )


def planned_due(work: Work, row: Request, rules: Rules) -> datetime:
    """Return by when the answer is due once the person was told of the longer term: what the letter says."""
    if row.extended_at is None or not extension_waits(work, row):
        return row.due_at
    clocks = work.clocks.of(row)
    plan = domain.prolong(clocks, row.extended_at, policy=policy_of(row, rules))
    return domain.due_at(extended(clocks, plan, row.extended_at, rules.calendar))


def count_extension(work: Work, row: Request, rules: Rules) -> None:
    """The person was told of the longer term: from here it counts. Told after the month it does not, and staff and who
    keeps watch hear of it. A second time changes nothing."""
    if row.extended_at is None or row.answered_at is not None or not extension_waits(work, row):
        return
    clocks = work.clocks.of(row)
    if not can_be_told(clocks, work.now):
        lapse_extension(work, row)
        return
    plan = domain.prolong(clocks, row.extended_at, policy=policy_of(row, rules))
    by_name = {clock.name: clock for clock in clocks}
    for name, term in plan.extend:
        at = counts_from(by_name[name], row.extended_at)
        work.clocks.extend(row, name, term, reason="complexity", at=at, calendar=rules.calendar)
    for name in (*plan.end, NOTICE):
        work.clocks.stop(row, name, reason="extended" if name in plan.end else "told")
    row.extension_told_at = work.now
    put_terms_on(work, row)
    work.record(row, verb="extension-counts", facts={"until": row.due_at.isoformat()})


def lapse_extension(work: Work, row: Request) -> None:
    """The month went by and the person was not told: the longer term does not count, and the request is late."""
    row.extension_lapsed_at = work.now
    work.record(row, verb="extension-lapsed")
    notices.tell(work, row, Notice.EXTENSION_LAPSED)
