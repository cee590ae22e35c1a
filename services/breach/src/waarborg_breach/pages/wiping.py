"""What the discoverer wiped or blocked at once, on top of the page of a case until it is answered (B24 art. 3.2)."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach import actions, texts
from waarborg_breach.actions.wiping import note_wipe
from waarborg_breach.domain.reports import TRIED, Wipe
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas import WipeForm
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web.forms import to_local
from waarborg_shared.web.i18n import in_language as said


def wipes_to_choose() -> list[tuple[str, str]]:
    """Return the answers with their words, for a form."""
    return [(code, said(words)) for code, words in texts.WIPES.items()]


def kept_wipe(_work: Work, case: BreachCase) -> Mapping[str, Any]:
    """Return what was answered, as a form shows it."""
    kept = {"wipe_state": case.wipe_state or "", "wiped_at": to_local(case.wiped_at) if case.wiped_at else ""}
    return {name: value for name, value in kept.items() if value}


def wiping(work: Work, case: BreachCase) -> Mapping[str, Any]:
    """Return what a page says of it."""
    return {
        "answered": texts.WIPES[case.wipe_state] if case.wipe_state else None,
        "tried": case.wipe_state in TRIED,
        "at": case.wiped_at,
        "what": actions.opened(work, case, "wiped"),
        "choices": wipes_to_choose(),
    }


def wipe_by_form(work: Work, case: BreachCase, wipe: Wipe, _rules: Rules) -> None:
    """Keep what was filled in."""
    note_wipe(work, case, wipe)


def _ask(work: Work, case: BreachCase, _rules: Rules) -> Mapping[str, Any] | None:
    return wiping(work, case) if case.closed_at is None and case.wipe_state is None else None


def _tell(work: Work, case: BreachCase, _rules: Rules) -> Mapping[str, Any] | None:
    return wiping(work, case) if case.wipe_state is not None else None


ASKED = Section("wiping-asked", "breach/wiping/asked.html", _ask, top=True)
SECTION = Section("wiping", "breach/wiping/section.html", _tell)
STEPS = {"wiping": Step(plain(WipeForm), Duty.BREACH_DECIDE, wipe_by_form, kept=kept_wipe)}
