"""How far telling the persons is, on the page of a case, with the way to its own page."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach.actions.telling.rows import counts_of, telling_of
from waarborg_breach.actions.telling.stopping import TELLS
from waarborg_breach.domain import PersonsState
from waarborg_breach.domain.telling import TellingState
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.texts.telling import NOT_TOLD_YET, PERSON_STATES, TELLING_STATES
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said

ANNOUNCES = frozenset({PersonsState.TO_ANNOUNCE, PersonsState.ANNOUNCED})


def _show(work: Work, case: BreachCase, _rules: Rules) -> Mapping[str, Any] | None:
    telling, counts = telling_of(work, case.id), counts_of(work, case.id)
    if case.persons_state not in TELLS | ANNOUNCES and not counts.total and telling is None:
        return None
    waiting = counts.waiting(PersonsState(case.persons_state))
    return {
        "state": said(TELLING_STATES[TellingState(telling.state)]) if telling is not None and telling.round else None,
        "counts": [(said(words), counts.of(state)) for state, words in PERSON_STATES.items() if counts.of(state)],
        "unsettled": counts.unsettled,
        "waiting": said(NOT_TOLD_YET).format(count=waiting) if waiting and case.persons_state in TELLS else None,
    }


SECTION = Section("telling", "breach/telling/section.html", _show)
