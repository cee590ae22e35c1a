"""The protocol's questions to the discoverer, and the newest answer to each (B24 art. 7)."""

from collections.abc import Mapping

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.models import BreachAnswer, BreachCase
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written


def answer_questions(work: Work, case: BreachCase, answers: Mapping[str, str], *, rules: Rules) -> None:
    """Keep the discoverer's answers, the newest of each question (B24 art. 7).

    Raises:
        UnknownQuestion: the protocol does not ask it.
        NoSuchMove: the case is closed.
    """
    if case.case_state not in domain.HANDLED:
        raise domain.NoSuchMove(case.case_state)
    domain.check_answers(rules.breach_protocol, answers)
    given = {code: text for code, text in answers.items() if text.strip()}
    for code, text in given.items():
        work.session.merge(
            BreachAnswer(
                organisation=work.organisation,
                breach_id=case.id,
                question=code,
                answer_sealed=work.seal(
                    text, holder=case.id, table="breach_answer", column="answer", row=f"{case.id}/{code}"
                ),
                answered_at=work.now,
                answered_by=work.actor.ref,
            )
        )
    if given:
        work.record(case, verb="answered-questions", facts={"questions": sorted(given)})


def answers_of(work: Work, case: BreachCase, *, by: str | None = None) -> dict[str, Written]:
    """Return the answers by question, opened: all of them, or those that one member of staff gave."""
    query = select(BreachAnswer).where(BreachAnswer.breach_id == case.id)
    rows = work.session.scalars(query if by is None else query.where(BreachAnswer.answered_by == by))
    return {
        row.question: work.unseal_to_show(
            row.answer_sealed,
            holder=case.id,
            table="breach_answer",
            column="answer",
            row=f"{case.id}/{row.question}",
        )
        for row in rows
    }
