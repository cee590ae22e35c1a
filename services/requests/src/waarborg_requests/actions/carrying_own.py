"""Erase what requests itself has of a person: his earlier requests, once their term is over, each with what was brought
for it and the packages that were made of that, by their keys."""

from sqlalchemy import select

from waarborg_requests.actions.carrying import answer_by_service
from waarborg_requests.actions.collecting import emptying
from waarborg_requests.actions.package.fetching import destroyed
from waarborg_requests.actions.package.wishing import package_of
from waarborg_requests.actions.references import about, references_of
from waarborg_requests.models import Package, Request, RequestHold
from waarborg_shared.carrying import Carried, Kept, Told, Why, proof_term, stays
from waarborg_shared.clocks import due_on
from waarborg_shared.events.requests import CarryingAsked
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.uow.work import DEFAULT_RETENTION

ERASURE = "erasure.art17"


def erase_own(work: Work, asked: CarryingAsked, rules: Rules) -> None:
    """Carry out our own step. The request that asks stays, and so does every other until it proves nothing any more."""
    told = _judge(work, asked, rules)
    answer_by_service(work, asked.request_ref, asked.step_ref, told, subject_ref=asked.subject_ref, rules=rules)


def _judge(work: Work, asked: CarryingAsked, rules: Rules) -> Told:
    if asked.about:
        return Told(Carried.DONE, Why.NOTHING_HELD)
    refs = references_of(work, asked.subject_ref)
    hold = select(RequestHold.id).where(
        RequestHold.organisation == work.organisation,
        RequestHold.subject_ref.in_(sorted(refs)),
        RequestHold.ended_at.is_(None),
    )
    if work.session.scalars(hold.limit(1)).first() is not None:
        return Told(Carried.REFUSED, Why.LEGAL_HOLD, (Kept("requests", Why.LEGAL_HOLD, None),))
    terms = {code: rule.keep for code, rule in rules.retention(due_on(work.now)).items()}
    keep = proof_term(terms, Why.REQUEST_FILE)
    query = select(Request).where(Request.organisation == work.organisation, about(refs))
    until = None
    for row in work.session.scalars(query.order_by(Request.id)):
        since = row.answered_at or work.now
        kept = stays("requests", Why.REQUEST_FILE, since=since, keep=keep, now=work.now, calendar=rules.calendar)
        if kept is None:
            _erase(work, row)
        elif until is None or (kept.until is not None and kept.until > until):
            until = kept.until
    return Told(Carried.DONE, kept=(Kept("requests", Why.REQUEST_FILE, until),))


def _erase(work: Work, row: Request) -> None:
    """Destroy the keys of a request before its rows go, so that nothing is left wherever copies are.

    What was brought is sealed under keys of its own, with what was cut from it, and every package under another.
    """
    packages = select(Package).where(Package.organisation == work.organisation, Package.request_id == row.id)
    for key in (*emptying.keys_of(work, row), *(each.key for each in work.session.scalars(packages)), row.id):
        work.destroy_key(key, DEFAULT_RETENTION, reason=ERASURE)
    for task_id in emptying.tasks_of(work, row):
        emptying.empty(work, task_id)
    left = package_of(work, row)
    if left is not None:
        destroyed(work, left.id)
