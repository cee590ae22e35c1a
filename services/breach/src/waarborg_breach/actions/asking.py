"""Ask who discovered a breach until every question is answered or it is decided: rounds, tasks to call, and codes.

Breach sends nothing itself: when a round is over, calling the discoverer is a task that stands on the case and on the
desk until somebody says that he did, or the answers are complete (B24 art. 7).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions.questions import answer_questions, known_questions
from waarborg_breach.actions.settling import goes_on_in
from waarborg_breach.domain import CaseState
from waarborg_breach.domain.asking import DISCOVERER, AnsweringOver, AskingOver, NoSuchCode, read_code, spell_code
from waarborg_breach.models import BreachAsking, BreachCase, BreachQuestionCode
from waarborg_shared.clocks import ClockRule, Term
from waarborg_shared.clocks import due as due_at
from waarborg_shared.db import new_id
from waarborg_shared.deadlines import Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import UnknownCase, Work

CLOCK = "questions"
KIND = "breach.question-code"
Start: TypeAlias = tuple[str, ClockRule, datetime]
"""A clock to start: whose, by which rule, and from when."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How it stands with asking the discoverer: last asked, since when to call, and until when a code counts."""

    last_asked_at: datetime | None
    call_since: datetime | None
    code_until: datetime | None


def begin_asking(work: Work, case: BreachCase, rules: Rules, *, answered: Collection[str]) -> tuple[Start, ...]:
    """Wait for answers from the report on, in which these questions were ``answered`` already; returns the clock of
    that, to be started with the others."""
    if not domain.not_yet_known(rules.breach_protocol, answered):
        return ()
    return (_round(work, case, rules.breach_protocol.ask_again_first, rules, asked_at=work.now),)


def ask_again(work: Work, case: BreachCase, rules: Rules) -> None:
    """Ask on where a report is open again and its discoverer has not answered everything."""
    asks = any(each.ended_at is None for each in _rounds(work, [case.id]))
    if case.case_state == CaseState.REPORTED and not asks and _left(work, case, rules):
        _open(work, case, rules.breach_protocol.ask_again, rules)


def end_asking(work: Work, case: BreachCase, _rules: Rules) -> None:
    """Ask no more: it was decided, or closed, or it goes on under another number, where who reported that is asked.

    A code stays for its term, for whoever has it may disagree with the decision (B24 art. 10); while the report is
    retracted it opens nothing. Where the report goes on under another number, it leads there.
    """
    _end(work, case)


def end_if_answered(work: Work, case: BreachCase, rules: Rules) -> None:
    """Ask no more when every question has an answer."""
    if not _left(work, case, rules):
        _end(work, case)


def answer(
    work: Work,
    case: BreachCase,
    answers: Mapping[str, str],
    *,
    rules: Rules,
    not_known: Collection[str] = (),
    by: str | None = None,
    seen: Mapping[str, int] | None = None,
) -> None:
    """Keep answers, and ask no more when every question has one; what is not known yet stays open.

    Raises:
        UnknownQuestion, AnsweredAndNot, AnsweredMeanwhile, NoSuchMove.
    """
    answer_questions(work, case, answers, rules=rules, not_known=not_known, by=by, seen=seen)
    end_if_answered(work, case, rules)


def note_asked(work: Work, case: BreachCase, rules: Rules) -> None:
    """Note that staff asked the discoverer now, by telephone or in person; the next round begins.

    Raises:
        AskingOver: it was decided already.
    """
    _require_undecided(case)
    _end(work, case)
    if _left(work, case, rules):
        _open(work, case, rules.breach_protocol.ask_again, rules, asked_at=work.now)
    case.revision += 1
    work.record(case, verb="asked-discoverer")


def make_code(work: Work, case: BreachCase, *, rules: Rules, entropy: bytes) -> str:
    """Make a code to answer the questions with, in place of the one before; it is shown once and kept as its hash.

    Raises:
        AskingOver: it was decided already, or is an exercise: nobody outside hears of one.
    """
    _require_undecided(case)
    if case.drill:
        raise AskingOver
    code = spell_code(entropy)
    until = due_at(rules.breach_protocol.code_lives, work.now, rules.calendar)
    work.session.merge(
        BreachQuestionCode(organisation=work.organisation, breach_id=case.id, code_hash=_hash(work, code), until=until)
    )
    case.revision += 1
    work.record(case, verb="question-code-made")
    return code


def by_code(work: Work, code: str) -> BreachCase:
    """Return the report that a code is for, while it counts; with one that goes on elsewhere, that is looked at there.

    Raises:
        NoSuchCode: why not is not told.
    """
    query = select(BreachQuestionCode.breach_id).where(
        BreachQuestionCode.organisation == work.organisation,
        BreachQuestionCode.code_hash == _hash(work, code),
        BreachQuestionCode.until > work.now,
    )
    breach_id = work.session.scalar(query) if read_code(code) else None
    if breach_id is None:
        raise NoSuchCode
    report = work.case(BreachCase, breach_id)
    if goes_on_in(work, report).case_state not in (*domain.HANDLED, CaseState.CLOSED):
        raise NoSuchCode
    return report


def answer_by_code(
    work: Work,
    report: BreachCase,
    answers: Mapping[str, str],
    *,
    rules: Rules,
    not_known: Collection[str] = (),
    seen: Mapping[str, int] | None = None,
) -> None:
    """Keep the answers of a discoverer who has a code, where his report goes on; once it was decided he calls instead.

    Raises:
        AnsweringOver, UnknownQuestion, AnsweredAndNot, AnsweredMeanwhile.
    """
    case = goes_on_in(work, report)
    if case.case_state != CaseState.REPORTED:
        raise AnsweringOver
    answer(work, case, answers, rules=rules, not_known=not_known, by=DISCOVERER, seen=seen)


def asked(work: Work, case: BreachCase) -> Asked:
    """Return how it stands with asking the discoverer."""
    rounds = _rounds(work, [case.id])
    code = _code_row(work, case)
    return Asked(
        max((each.asked_at for each in rounds if each.asked_at), default=None),
        next((each.call_since for each in rounds if each.ended_at is None), None),
        code.until if code is not None and code.until > work.now else None,
    )


def to_call(work: Work, breach_ids: Collection[str]) -> frozenset[str]:
    """Return those of the cases whose discoverer is to be called."""
    return frozenset(
        each.breach_id for each in _rounds(work, breach_ids) if each.ended_at is None and each.call_since is not None
    )


def on_round_over(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """When a round is over without all answers, make calling a task, and wait for a day more."""
    if moment != Moment.LAPSED:
        return
    round_ = work.session.get(BreachAsking, (work.organisation, deadline.case_ref))
    if round_ is None or round_.ended_at is not None:
        return
    try:
        case = work.case(BreachCase, round_.breach_id)
    except UnknownCase:
        return
    left = _left(work, case, rules)
    since = round_.call_since or work.now
    _end(work, case)
    if case.case_state != CaseState.REPORTED or not left:
        return
    _open(work, case, rules.breach_protocol.ask_again, rules, call_since=since)
    work.record(case, verb="questions-wait", facts={"left": len(left)})


def _open(
    work: Work,
    case: BreachCase,
    term: Term,
    rules: Rules,
    *,
    asked_at: datetime | None = None,
    call_since: datetime | None = None,
) -> None:
    start = _round(work, case, term, rules, asked_at=asked_at, call_since=call_since)
    work.clocks.start_each((start,), calendar=rules.calendar)


def _round(
    work: Work,
    case: BreachCase,
    term: Term,
    rules: Rules,
    *,
    asked_at: datetime | None = None,
    call_since: datetime | None = None,
) -> Start:
    """Begin a round, whose clock is still to be started."""
    ref = new_id()
    work.append_after(
        case, BreachAsking, id=ref, breach_id=case.id, opened_at=work.now, asked_at=asked_at, call_since=call_since
    )
    source = rules.breach_protocol.source
    return ref, ClockRule(name=CLOCK, start_event="asked", term=term, source=source, remind_at=1.0), work.now


def _end(work: Work, case: BreachCase) -> None:
    for round_ in _rounds(work, [case.id]):
        if round_.ended_at is None:
            round_.ended_at = work.now
            work.clocks.stop_all(round_, reason="done")


def _left(work: Work, case: BreachCase, rules: Rules) -> tuple[str, ...]:
    return domain.not_yet_known(rules.breach_protocol, known_questions(work, case))


def _require_undecided(case: BreachCase) -> None:
    if case.case_state != CaseState.REPORTED:
        raise AskingOver


def _rounds(work: Work, breach_ids: Collection[str]) -> list[BreachAsking]:
    query = select(BreachAsking).where(
        BreachAsking.organisation == work.organisation, BreachAsking.breach_id.in_(sorted(breach_ids))
    )
    return list(work.session.scalars(query.order_by(BreachAsking.opened_at, BreachAsking.id)))


def _code_row(work: Work, case: BreachCase) -> BreachQuestionCode | None:
    return work.session.get(BreachQuestionCode, (work.organisation, case.id))


def _hash(work: Work, code: str) -> bytes:
    return work.search_hash(KIND, read_code(code) or "")
