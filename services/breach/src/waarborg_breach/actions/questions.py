"""The protocol's questions to the discoverer, the newest answer to each, and those that it took the place of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions.of_case import rows_of
from waarborg_breach.actions.resealing import Resealer
from waarborg_breach.domain.answers import Said, new_answers
from waarborg_breach.domain.asking import DISCOVERER, STAFF, AnsweredAndNot
from waarborg_breach.domain.reports import PROCESSOR
from waarborg_breach.models import BreachAnswer, BreachCase, BreachEarlierAnswer
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question: its text (None: not known yet), who gave it, when, and the how manyth it is."""

    text: Written | None = field(repr=False)
    given_by: str
    at: datetime
    version: int
    answered_by: str


class _Given(NamedTuple):
    """When an answer was given, by which account, and whether that is the discoverer or staff."""

    at: datetime
    account: str
    by: str


def answer_questions(
    work: Work,
    case: BreachCase,
    answers: Mapping[str, str],
    *,
    rules: Rules,
    not_known: Collection[str] = (),
    by: str | None = None,
    seen: Mapping[str, int] | None = None,
) -> None:
    """Keep the answers that are new, and the ones that they take the place of beside them (B24 art. 7).

    "Not known yet" is an answer of its own. ``by`` says whether the discoverer gives them or staff; left out, it is the
    discoverer where this member of staff reported the breach. ``seen`` is which version of each answer the sender had
    before him.

    Raises:
        UnknownQuestion: the protocol does not ask it.
        AnsweredAndNot: one was answered and marked as not known at once.
        AnsweredMeanwhile: another answer came since the sender looked.
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
    if not said:
        return
    standing = {row.question: row for row in _rows(work, case)}
    new = _new(work, case, said, standing, seen=seen or {})
    for code, text in new.items():
        _keep(work, case, code, text, before=standing.get(code), by=by or _who(work, case))
    if new:
        case.revision += 1
        facts = {"questions": sorted(set(new) & set(given)), "not_known": sorted(set(new) - set(given))}
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
    return {row.question: _answer(work, case, row) for row in _rows(work, case)}


def earlier_answers(work: Work, case: BreachCase) -> dict[str, list[Answer]]:
    """Return what was said to each question before its newest answer, the last first."""
    query = select(BreachEarlierAnswer).where(
        BreachEarlierAnswer.organisation == work.organisation, BreachEarlierAnswer.breach_id == case.id
    )
    found: dict[str, list[Answer]] = {}
    for row in work.session.scalars(query.order_by(BreachEarlierAnswer.version.desc())):
        found.setdefault(row.question, []).append(_answer(work, case, row))
    return found


def known_questions(work: Work, case: BreachCase) -> frozenset[str]:
    """Return the questions that were answered with something that is known, without opening any answer."""
    return frozenset(row.question for row in _rows(work, case) if not row.not_known)


def carry_answers(to: Resealer, rules: Rules) -> int:
    """Bring along what is not known in the kept case, each answer with who gave it and when. Returns how many came.

    One whose key was destroyed stays with its report, and so does one to a question that is asked no more.
    """
    asked = {question.code for question in rules.breach_protocol.questions}
    standing, came = {row.question: row for row in _rows(to.work, to.kept)}, 0
    for row in _rows(to.work, to.case):
        before = standing.get(row.question)
        known = before is not None and not before.not_known
        sealed = to.of_case(row.answer_sealed, "breach_answer", "answer", part=row.question)
        if row.not_known or known or sealed is None or row.question not in asked:
            continue
        given = _Given(row.answered_at, row.answered_by, _given_by(to.case, row))
        _put(to.work, to.kept, row.question, sealed, before=before, given=given)
        came += 1
    return came


def _new(
    work: Work,
    case: BreachCase,
    said: Mapping[str, str],
    standing: Mapping[str, BreachAnswer],
    *,
    seen: Mapping[str, int],
) -> dict[str, str]:
    now = {code: Said(_text(_opened(work, case, row)), row.version) for code, row in standing.items() if code in said}

    def was(code: str, version: int) -> str | None:
        row = work.session.get(BreachEarlierAnswer, (work.organisation, case.id, code, version))
        return _text(_opened(work, case, row)) if row is not None else None

    return new_answers(said, now, seen=seen, was=was)


def _keep(work: Work, case: BreachCase, code: str, text: str, *, before: BreachAnswer | None, by: str) -> None:
    sealed = work.seal(text, **_place(case, "breach_answer", code))
    given = _Given(work.now, work.actor.ref, by)
    _put(work, case, code, sealed, before=before, given=given, not_known=not text)


def _put(
    work: Work,
    case: BreachCase,
    code: str,
    sealed: bytes,
    *,
    before: BreachAnswer | None,
    given: _Given,
    not_known: bool = False,
) -> None:
    """Let an answer take the place of the one before, which stays beside it."""
    if before is not None:
        work.session.add(_earlier(work, case, before))
    row = BreachAnswer(
        organisation=work.organisation,
        breach_id=case.id,
        question=code,
        answer_sealed=sealed,
        answered_at=given.at,
        answered_by=given.account,
        not_known=not_known,
        given_by=given.by,
        version=before.version + 1 if before is not None else 1,
    )
    work.session.merge(row)


def _earlier(work: Work, case: BreachCase, row: BreachAnswer) -> BreachEarlierAnswer:
    """Return an answer as one of before, sealed for its new place."""
    place = _place(case, "breach_earlier_answer", f"{row.question}/{row.version}")
    return BreachEarlierAnswer(
        organisation=work.organisation,
        breach_id=case.id,
        question=row.question,
        version=row.version,
        answer_sealed=work.seal(str(_opened(work, case, row)), **place),
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        not_known=row.not_known,
        given_by=row.given_by,
    )


def _who(work: Work, case: BreachCase) -> str:
    """Who took a processor's report on the telephone reported it, and discovered nothing."""
    own = work.actor.kind is ActorKind.STAFF and work.actor.ref == case.reported_by
    return DISCOVERER if own and case.origin != PROCESSOR else STAFF


def _given_by(case: BreachCase, row: BreachAnswer | BreachEarlierAnswer) -> str:
    return row.given_by or (DISCOVERER if row.answered_by == case.reported_by else STAFF)


def _rows(work: Work, case: BreachCase) -> list[BreachAnswer]:
    return list(rows_of(work, case, BreachAnswer))


def _answer(work: Work, case: BreachCase, row: BreachAnswer | BreachEarlierAnswer) -> Answer:
    return Answer(
        None if row.not_known else _opened(work, case, row),
        _given_by(case, row),
        row.answered_at,
        row.version,
        row.answered_by,
    )


def _opened(work: Work, case: BreachCase, row: BreachAnswer | BreachEarlierAnswer) -> Written:
    if isinstance(row, BreachEarlierAnswer):
        place = _place(case, "breach_earlier_answer", f"{row.question}/{row.version}")
    else:
        place = _place(case, "breach_answer", row.question)
    return work.unseal_to_show(row.answer_sealed, **place)


def _place(case: BreachCase, table: str, row: str) -> dict[str, str]:
    """Return where an answer is sealed for."""
    return {"holder": case.id, "table": table, "column": "answer", "row": f"{case.id}/{row}"}


def _text(written: Written) -> str | None:
    return written if isinstance(written, str) else None
