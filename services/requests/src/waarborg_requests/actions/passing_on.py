"""Passes on to the consent service what works before it is answered, in the commit in which it became sure."""

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions.beginning import may_begin
from waarborg_requests.actions.references import about, references_of
from waarborg_requests.domain import Answer, OnlyByFact, Outcome, RequestState
from waarborg_requests.domain.at_once import DISPUTES, Passing, only_by_fact, passing, stopped_by
from waarborg_requests.models import Request
from waarborg_shared.events.requests import MarkRequested, WithdrawalRequested
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import ObjectionAbout, RequestKind
from waarborg_shared.uow import Work

_WAITS_FOR_ANOTHER = DISPUTES | {RequestKind.OBJECTION}


def pass_on(work: Work, row: Request, rules: Rules) -> None:
    """Ask consent to do at once what needs no weighing; its answer comes back as an event.

    A dispute or an objection also lets a restriction begin that the same person asked for before.
    """
    if row.passed_on_at is None:
        _pass_on(work, row, rules)
    if RequestKind(row.kind) in _WAITS_FOR_ANOTHER:
        for waiting in _open_of(work, row, frozenset({RequestKind.RESTRICTION})):
            if waiting.passed_on_at is None and may_begin(work, waiting):
                _pass_on(work, waiting, rules)


def not_by_word(_work: Work, row: Request, given: Answer, _rules: Rules) -> None:
    """Refuse to grant in words what only the fact grants. Raises OnlyByFact."""
    if given.outcome is not Outcome.REFUSED and only_by_fact(RequestKind(row.kind), row.about):
        raise OnlyByFact(row.kind)


def _pass_on(work: Work, row: Request, rules: Rules) -> None:
    change = _change(work, row, rules)
    if row.kind != RequestKind.WITHDRAWAL and change is None:
        return
    domain.carry_out(RequestState(row.state), subject_ref=row.subject_ref, asked_before=row.passed_on_at is not None)
    assert row.subject_ref is not None
    row.passed_on_at = work.now
    if change is None:
        work.emit(WithdrawalRequested(request_ref=row.id, subject_ref=row.subject_ref, purpose=row.purpose), case=row)
        work.record(row, verb="passed-on-withdrawal", facts={"purpose": row.purpose or "all"})
        return
    work.emit(
        MarkRequested(
            request_ref=row.id,
            subject_ref=row.subject_ref,
            change_kind=change.step.value,
            kind=change.mark.value,
            about=change.about,
            ground=change.ground,
        ),
        case=row,
    )
    work.record(row, verb="passed-on-mark", facts={"kind": change.mark.value, "step": change.step.value})


def _change(work: Work, row: Request, rules: Rules) -> Passing | None:
    kind = RequestKind(row.kind)
    disputed = objected = False
    if kind is RequestKind.RESTRICTION:
        disputed = bool(_open_of(work, row, DISPUTES))
        objected = bool(_open_of(work, row, frozenset({RequestKind.OBJECTION})))
    subject = rules.objection_subjects.get(ObjectionAbout(row.about)) if row.about else None
    against = stopped_by(subject, rules.purposes)
    return passing(kind, row.about, against, disputed=disputed, objected=objected)


def _open_of(work: Work, row: Request, kinds: frozenset[RequestKind]) -> tuple[Request, ...]:
    """Return the open requests of these kinds of the same person, identified, in the order in which they are locked."""
    query = select(Request).where(
        Request.organisation == work.organisation,
        about(references_of(work, row.subject_ref)),
        Request.answered_at.is_(None),
        Request.identified_at.is_not(None),
        Request.id != row.id,
        Request.kind.in_(sorted(kinds)),
    )
    return tuple(work.session.scalars(query.order_by(Request.id).with_for_update()))
