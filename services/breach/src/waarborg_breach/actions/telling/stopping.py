"""Stop telling: it was decided otherwise, or the case is over; who was told stays told."""

from collections.abc import Iterable

from waarborg_breach.actions.telling.rows import counts_of, telling_of
from waarborg_breach.domain import PersonsState
from waarborg_breach.domain.telling import OPEN, TellingState
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


def duties(work: Work, case: BreachCase, _rules: Rules) -> Iterable[str]:
    """Keep the case open while somebody on the list was not told, or a row is not settled, where they are told."""
    if case.drill or case.persons_state not in TELLS:
        return ()
    counts = counts_of(work, case.id)
    return ("tell-listed",) if counts.unsettled or counts.of(*OPEN) else ()
