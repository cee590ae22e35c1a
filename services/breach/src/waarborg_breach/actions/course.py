"""What parts do where the course of a case turns; each part adds its functions, in the order of the work."""

from collections.abc import Callable, Iterable

from waarborg_breach import domain
from waarborg_breach.actions import asking, availability, dossier, grievances, handling, late_reasons, measures
from waarborg_breach.actions.settling import states_of
from waarborg_breach.actions.telling import stopping
from waarborg_breach.models import BreachCase
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

Part = Callable[[Work, BreachCase, Rules], None]
Names = Callable[[Work, BreachCase, Rules], Iterable[str]]


def _decided_and_told(_work: Work, case: BreachCase, _rules: Rules) -> Iterable[str]:
    return domain.open_duties(states_of(case))


ON_DECIDED: tuple[Part, ...] = (asking.end_asking, stopping.stop_if_not_to_tell, measures.set_own_clock)
"""Called after each decision, also one that takes the place of another."""
ON_NOTIFIED: tuple[Part, ...] = (dossier.keep_as_told,)
"""Called once it was kept that the authority was told something: notified, supplemented or withdrawn."""
ON_CLOSED: tuple[Part, ...] = (asking.end_asking, availability.release_all, stopping.stop, measures.stop_clocks)
"""Called when a case closes, was retracted, or went on under another number."""
ON_OPENED_AGAIN: tuple[Part, ...] = (measures.run_clocks_again, asking.ask_again)
"""Called when a closed case, or a report that was retracted, is opened again."""
OPEN_DUTIES: tuple[Names, ...] = (
    handling.duties,
    _decided_and_told,
    stopping.duties,
    grievances.duties,
    late_reasons.duties,
)
"""Codes of what still has to be done before the case may close; each has its words in ``texts.DUTIES``."""


def run(parts: Iterable[Part], work: Work, case: BreachCase, rules: Rules) -> None:
    """Let each part do what it does at this turn."""
    for part in parts:
        part(work, case, rules)


def open_duties(work: Work, case: BreachCase, rules: Rules) -> tuple[str, ...]:
    """Return the codes of what still has to be done before the case may close, in the order of the work.

    Of one that is handled no more those are reasons for delay and a grievance: nothing else is left to be done there.
    """
    parts = OPEN_DUTIES if case.case_state in domain.HANDLED else (late_reasons.duties, grievances.duties)
    return tuple(duty for part in parts for duty in part(work, case, rules))
