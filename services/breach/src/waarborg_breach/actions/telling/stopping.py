"""Stop telling: it was decided otherwise, or the case is over; who was told stays told."""

from waarborg_breach.actions.telling.rows import telling_of
from waarborg_breach.domain import PersonsState
from waarborg_breach.domain.telling import TellingState
from waarborg_breach.models import BreachCase
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

TELLS = frozenset({PersonsState.TO_INFORM, PersonsState.IN_PART, PersonsState.INFORMED})
"""In which persons may be told each."""


def stop_if_not_to_tell(work: Work, case: BreachCase, rules: Rules) -> None:
    """Stop where the newest decision is not to tell them each."""
    if case.persons_state not in TELLS:
        stop(work, case, rules)


def stop(work: Work, case: BreachCase, _rules: Rules) -> None:
    """Let the worker go no further."""
    telling = telling_of(work, case.id, lock=True)
    if telling is None or telling.state != TellingState.SENDING:
        return
    telling.state = TellingState.STOPPED.value
    work.record(case, verb="telling-stopped")
