"""What is passed on as soon as it is sure who asks about whom, and what comes of the facts that consent tells."""

from datetime import datetime

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions.handling import close
from waarborg_requests.domain import Ground, Move, Outcome, RequestState
from waarborg_requests.domain.at_once import ALL, only_by_fact, still_to_weigh, upheld
from waarborg_requests.models import Request, RequestMark
from waarborg_shared.events.consent import MarkEnded, MarkSet, ObjectionAnswered
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work


class AnotherPerson(Exception):
    """A fact about one person came back for a request of another: nothing is done with it."""

    code = "another-person"


def answer_by_fact(work: Work, request_ref: str, *, subject_ref: str, ground: Ground | None, rules: Rules) -> None:
    """What was asked has been carried out, or was so already: the request is answered by that fact.

    A request that was answered meanwhile, or ended, stays as it is; where staff still weigh, it stays open.

    Raises:
        UnknownCase, AnotherPerson
    """
    row = work.case(Request, request_ref)
    state = RequestState(row.state)
    if row.answered_at is not None:
        return
    if subject_ref not in (row.subject_ref, row.filed_ref) or row.passed_on_at is None:
        raise AnotherPerson(request_ref)
    if only_by_fact(RequestKind(row.kind), row.about):
        close(work, row, domain.after(state, Move.ANSWER), outcome=Outcome.GRANTED, ground=ground, rules=rules)


def follow_mark(work: Work, event: MarkSet | MarkEnded, *, at: datetime, rules: Rules) -> None:
    """A mark was set or ended because a request asked for it: the request keeps that, and may be answered by it.

    Raises:
        UnknownCase, AnotherPerson
    """
    assert event.request_ref is not None
    row, ended = work.case(Request, event.request_ref), isinstance(event, MarkEnded)
    if event.subject_ref not in (row.subject_ref, row.filed_ref) or row.passed_on_at is None:
        raise AnotherPerson(event.request_ref)
    about = event.about_purpose or event.about_kind or ALL
    if work.session.get(RequestMark, (work.organisation, row.id, event.mark_ref, about)) is None:
        kept = RequestMark(
            request_id=row.id, mark_ref=event.mark_ref, about=about, subject_ref=event.subject_ref, set_at=at
        )
        kept.ended_at = at if ended else None
        work.add(kept)
        work.record(row, verb="mark-ended" if ended else "mark-set", facts={"about": about})
    answer_by_fact(work, row.id, subject_ref=event.subject_ref, ground=None, rules=rules)


def end_followed(work: Work, mark_ref: str) -> None:
    """A mark ended that a request once asked for: it works no more, and the request shows that."""
    for kept in _kept_of(work, mark_ref):
        if kept.ended_at is None:
            row = work.case(Request, kept.request_id)
            kept.ended_at = work.now
            work.record(row, verb="mark-ended", facts={"about": kept.about})


def follow_weighing(work: Work, event: ObjectionAnswered, *, rules: Rules) -> None:
    """An objection was weighed for one purpose: where all of it stands, the request is answered by that.

    Where it was overruled staff answer the request: a refusal needs its reason in words (art. 12(4) AVG).
    """
    for kept in _kept_of(work, event.mark_ref):
        if kept.outcome is None and kept.about in (ALL, event.about_purpose):
            row = work.case(Request, kept.request_id)
            _note_weighing(work, row, event)
            _answer_where_upheld(work, row, rules)


def _note_weighing(work: Work, row: Request, event: ObjectionAnswered) -> None:
    key = (work.organisation, row.id, event.mark_ref, event.about_purpose)
    noted = work.session.get(RequestMark, key)
    if noted is None:
        noted = RequestMark(
            request_id=row.id,
            mark_ref=event.mark_ref,
            about=event.about_purpose,
            subject_ref=event.subject_ref,
            set_at=work.now,
        )
        work.add(noted)
    noted.outcome = event.outcome
    work.record(row, verb="objection-weighed", facts={"about": event.about_purpose, "outcome": event.outcome})
    work.session.flush()


def _answer_where_upheld(work: Work, row: Request, rules: Rules) -> None:
    marks = marks_of(work, row)
    to_weigh = still_to_weigh([None if each.about == ALL else each.about for each in marks], rules.purposes)
    outcomes = {each.about: each.outcome for each in marks if each.outcome}
    if row.answered_at is None and row.kind == RequestKind.OBJECTION and upheld(to_weigh, outcomes):
        state = domain.after(RequestState(row.state), Move.ANSWER)
        close(work, row, state, outcome=Outcome.GRANTED, ground=None, rules=rules)


def marks_of(work: Work, row: Request) -> tuple[RequestMark, ...]:
    """Return the marks that were set or ended for a request, the oldest first."""
    query = select(RequestMark).where(RequestMark.organisation == work.organisation, RequestMark.request_id == row.id)
    return tuple(work.session.scalars(query.order_by(RequestMark.set_at, RequestMark.mark_ref, RequestMark.about)))


def _kept_of(work: Work, mark_ref: str) -> tuple[RequestMark, ...]:
    query = select(RequestMark).where(RequestMark.organisation == work.organisation, RequestMark.mark_ref == mark_ref)
    return tuple(work.session.scalars(query.order_by(RequestMark.request_id, RequestMark.about)))
