"""The reasons for delay: owed for a notification that is late, or turns out so afterwards (art. 33(1) AVG)."""

from collections.abc import Collection

from waarborg_breach import domain
from waarborg_breach.actions.notices import due_for, late_without_reasons, notices_of, seal_reason, unexplained
from waarborg_breach.actions.reading import opened
from waarborg_breach.actions.responsible import require_responsible
from waarborg_breach.domain import CaseState
from waarborg_breach.models import BreachCase
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import ERASED, Work

LATE_REASON = "late-reason"
_NO_BREACH = frozenset({CaseState.RETRACTED, CaseState.MERGED})
"""Reports that are no case of their own: nothing is owed about them here."""


def explain_late(work: Work, case: BreachCase, *, reason: str | None, rules: Rules) -> BreachCase:
    """Keep the reasons for the delay of what turned out late after a time was corrected (art. 33(1) AVG).

    Also after closing, for the register has to be right.

    Raises:
        NotResponsible, NothingLate, ReasonNeeded.
    """
    role = require_responsible(work, case, rules)
    rows = unexplained(notices_of(work, case), due_for(work, case))
    if not rows or case.case_state in _NO_BREACH or case.destroyed_at is not None:
        raise domain.NothingLate(case.id)
    domain.check_reason(reason, "late")
    for row in rows:
        row.reason_sealed = seal_reason(work, row, reason)
    case.revision += 1
    work.record(case, verb="explained-late", why=reason or "", facts={"role": role})
    return case


def duties(work: Work, case: BreachCase, _rules: Rules) -> tuple[str, ...]:
    """Say that the reasons for delay are to be given, where a notification is late and has none (art. 33(1) AVG).

    Of a case of which nothing can be written any more they need not be.
    """
    if case.notified_at is None or case.destroyed_at is not None or case.case_state in _NO_BREACH:
        return ()
    if not unexplained(notices_of(work, case), due_for(work, case)):
        return ()
    return () if ERASED in (opened(work, case, "summary"), opened(work, case, "reporter")) else (LATE_REASON,)


def reasons_owed(work: Work, breach_ids: Collection[str]) -> frozenset[str]:
    """Return those of the cases of which reasons for delay are owed."""
    query = late_without_reasons(work.organisation).where(
        BreachCase.id.in_(sorted(breach_ids)),
        BreachCase.case_state.not_in(_NO_BREACH),
        BreachCase.destroyed_at.is_(None),
    )
    return frozenset(work.session.scalars(query))
