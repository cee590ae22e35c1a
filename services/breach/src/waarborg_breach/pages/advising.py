"""The advice on the page of a case, next to the decision, and where the two differ."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach import actions, shown_advice
from waarborg_breach.actions import advising
from waarborg_breach.domain import AuthorityState, PersonsState
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.texts.advising import YES_NO
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any]:
    advice = advising.advice_now(work, case, rules)
    words = shown_advice.in_words(advice)
    turns = [
        [turn["fact"], turn["value"], _yes_no(turn["notify_authority"]), _yes_no(turn["inform_persons"])]
        for turn in words["turns"]
    ]
    return {"advice": words, "turns": turns, "beside": _beside(case)}


def _yes_no(yes: bool) -> str:
    return said(YES_NO["yes" if yes else "no"])


def _beside(case: BreachCase) -> list[dict[str, bool]] | None:
    """Return what was advised when it was decided and what was decided; None while nothing was."""
    then = case.advice_at_decision
    if case.decided_at is None or then is None:
        return None
    states = actions.states_of(case)
    decided = {
        "notify_authority": states.authority is not AuthorityState.NOT_TO_NOTIFY,
        "inform_persons": states.persons is not PersonsState.NOT_TO_INFORM,
    }
    return [
        {"advised": bool(then[name]), "decided": each, "differs": bool(then[name]) is not each}
        for name, each in decided.items()
    ]


SECTION = Section("advising", "breach/advising/section.html", _show)
