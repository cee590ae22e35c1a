"""How long a breach is kept, on the page of its case, and keeping it longer."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach.actions import opened, retention
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas.register_book import HoldForm, LiftForm
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.in_words import term_in_words
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def _hold(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    retention.hold(work, case, why=said_so["hold_why"])


def _lift(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    retention.lift(work, case, why=said_so["lift_why"])


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any]:
    found = retention.kept(work, case, rules)
    rule = found.rule
    return {
        "rule": f"{said(term_in_words(rule.keep))} {said(rule.counted_from)}" if rule is not None else "",
        "source": rule.source if rule is not None else "",
        "until": found.until,
        "held_by": found.held_by_another,
        "grieved": found.held_by_grievance,
        "why": opened(work, case, "hold_why"),
    }


SECTION = Section("keeping", "breach/register_book/keeping.html", _show)
STEPS = {
    "hold": Step(plain(HoldForm), Duty.BREACH_DECIDE, _hold),
    "hold-lifted": Step(plain(LiftForm), Duty.BREACH_DECIDE, _lift),
}
