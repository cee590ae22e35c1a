"""Closing a case, and opening a closed one again."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from waarborg_breach import actions
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas import ReopenForm
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work


def _close(work: Work, case: BreachCase, _said_so: Mapping[str, Any], rules: Rules) -> None:
    actions.close_breach(work, case, rules=rules)


def _reopen(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    actions.reopen_breach(work, case, reason=said_so["reopen_reason"], rules=rules)


def _show(_work: Work, _case: BreachCase, _rules: Rules) -> Mapping[str, Any]:
    return {}


SECTION = Section("closing", "breach/deciding/closing.html", _show)
STEPS = {
    "close": Step(plain(Schema), Duty.BREACH_DECIDE, _close),
    "reopen": Step(plain(ReopenForm), Duty.BREACH_DECIDE, _reopen),
}
