"""Erase what requests itself has of a person: his earlier requests, each by its own key, once their term is over."""

from sqlalchemy import select

from waarborg_requests.actions.carrying import answer_by_service
from waarborg_requests.models import Request, RequestHold
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
    answer_by_service(work, asked.request_ref, asked.step_ref, told, subject_ref=asked.subject_ref)


def _judge(work: Work, asked: CarryingAsked, rules: Rules) -> Told:
    if asked.about:
        return Told(Carried.DONE, Why.NOTHING_HELD)
    hold = select(RequestHold.id).where(
        RequestHold.organisation == work.organisation,
        RequestHold.subject_ref == asked.subject_ref,
        RequestHold.ended_at.is_(None),
    )
    if work.session.scalars(hold.limit(1)).first() is not None:
        return Told(Carried.REFUSED, Why.LEGAL_HOLD, (Kept("requests", Why.LEGAL_HOLD, None),))
    terms = {code: rule.keep for code, rule in rules.retention(due_on(work.now)).items()}
    keep = proof_term(terms, Why.REQUEST_FILE)
    query = select(Request).where(Request.organisation == work.organisation, Request.subject_ref == asked.subject_ref)
    until = None
    for row in work.session.scalars(query.order_by(Request.id)):
        since = row.answered_at or work.now
        kept = stays("requests", Why.REQUEST_FILE, since=since, keep=keep, now=work.now, calendar=rules.calendar)
        if kept is None:
            work.destroy_key(row.id, DEFAULT_RETENTION, reason=ERASURE)
        elif until is None or (kept.until is not None and kept.until > until):
            until = kept.until
    return Told(Carried.DONE, kept=(Kept("requests", Why.REQUEST_FILE, until),))
