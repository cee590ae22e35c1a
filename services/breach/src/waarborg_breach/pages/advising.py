"""The advice on the page of a case, next to the decision, and where the two differ."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach import shown_advice
from waarborg_breach.actions import advising
from waarborg_breach.actions.deciding import decisions_of
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
    return {"advice": words, "turns": turns, "beside": _beside(work, case)}


def _yes_no(yes: bool) -> str:
    return said(YES_NO["yes" if yes else "no"])


def _beside(work: Work, case: BreachCase) -> list[dict[str, bool]] | None:
    """Return what was advised at the decision that counts and what was decided; None while nothing was."""
    newest = next(iter(decisions_of(work, case)), None)
    if newest is None or newest.advice_codes is None:
        return None
    then = newest.advice_codes
    decided = {"notify_authority": newest.notify_authority, "inform_persons": newest.inform_persons}
    return [
        {"advised": bool(then[name]), "decided": each, "differs": bool(then[name]) is not each}
        for name, each in decided.items()
    ]


SECTION = Section("advising", "breach/advising/section.html", _show)
