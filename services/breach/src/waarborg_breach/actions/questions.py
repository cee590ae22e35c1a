"""The protocol's questions to the discoverer, and the newest answer to each (B24 art. 7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.domain.asking import DISCOVERER, STAFF, AnsweredAndNot
from waarborg_breach.models import BreachAnswer, BreachCase
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written


@dataclass(frozen=True, slots=True)
class Answer:
    """The newest answer to a question: its text (None: not known yet), who gave it, and when."""

    text: Written | None
    given_by: str
    at: datetime


def answer_questions(
    work: Work,
    case: BreachCase,
    answers: Mapping[str, str],
    *,
    rules: Rules,
    not_known: Collection[str] = (),
    by: str | None = None,
) -> None:
    """Keep answers, the newest of each question; "not known yet" is an answer of its own (B24 art. 7).

    ``by`` says whether the discoverer gives them or staff; left out, it is the discoverer where this member of staff
    reported the breach.

    Raises:
        UnknownQuestion: the protocol does not ask it.
        AnsweredAndNot: one was answered and marked as not known at once.
        NoSuchMove: the case is closed.
    """
    if case.case_state not in domain.HANDLED:
        raise domain.NoSuchMove(case.case_state)
    domain.check_answers(rules.breach_protocol, [*answers, *not_known])
    given = {code: text for code, text in answers.items() if text.strip()}
    for code in not_known:
        if code in given:
            raise AnsweredAndNot(code)
    said = {**given, **dict.fromkeys(not_known, "")}
    for code, text in said.items():
        work.session.merge(_row(work, case, code, text, by=by or _who(work, case)))
    if said:
        case.revision += 1
        facts = {"questions": sorted(given), "not_known": sorted(not_known)}
        work.record(case, verb="answered-questions", facts=facts)


def answers_of(work: Work, case: BreachCase, *, by: str | None = None) -> dict[str, Written]:
    """Return the answers by question, opened: all that say something, or those that one member of staff gave."""
    return {
        row.question: _opened(work, case, row)
        for row in _rows(work, case)
        if not row.not_known and by in (None, row.answered_by)
    }


def said_not_known(work: Work, case: BreachCase) -> frozenset[str]:
    """Return the questions of which somebody said that the answer is not known yet."""
    return frozenset(row.question for row in _rows(work, case) if row.not_known)


def given_answers(work: Work, case: BreachCase) -> dict[str, Answer]:
    """Return what was said to each question, with who said it and when."""
    return {
        row.question: Answer(
            None if row.not_known else _opened(work, case, row),
            row.given_by or (DISCOVERER if row.answered_by == case.reported_by else STAFF),
            row.answered_at,
        )
        for row in _rows(work, case)
    }


def known_questions(work: Work, case: BreachCase) -> frozenset[str]:
    """Return the questions that were answered with something that is known, without opening any answer."""
    return frozenset(row.question for row in _rows(work, case) if not row.not_known)


def _row(work: Work, case: BreachCase, code: str, text: str, *, by: str) -> BreachAnswer:
    sealed = work.seal(text, holder=case.id, table="breach_answer", column="answer", row=f"{case.id}/{code}")
    return BreachAnswer(
        organisation=work.organisation,
        breach_id=case.id,
        question=code,
        answer_sealed=sealed,
        answered_at=work.now,
        answered_by=work.actor.ref,
        not_known=not text,
        given_by=by,
    )


def _who(work: Work, case: BreachCase) -> str:
    own = work.actor.kind is ActorKind.STAFF and work.actor.ref == case.reported_by
    return DISCOVERER if own else STAFF


def _rows(work: Work, case: BreachCase) -> list[BreachAnswer]:
    query = select(BreachAnswer).where(
        BreachAnswer.organisation == work.organisation, BreachAnswer.breach_id == case.id
    )
    return list(work.session.scalars(query))


def _opened(work: Work, case: BreachCase, row: BreachAnswer) -> Written:
    return work.unseal_to_show(
        row.answer_sealed, holder=case.id, table="breach_answer", column="answer", row=f"{case.id}/{row.question}"
    )
