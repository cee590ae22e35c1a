"""Breaches that are alike, on the page of a case."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach.actions.likeness import alike, link_alike
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas.learning import AlikeForm
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work


def _link(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    link_alike(work, case, said_so["alike_number"], why=said_so["alike_why"])


def _show(work: Work, case: BreachCase, _rules: Rules) -> Mapping[str, Any]:
    return {"alike": alike(work, case)}


SECTION = Section("alike", "breach/likeness/section.html", _show)
STEPS = {"alike": Step(plain(AlikeForm), Duty.BREACH_DECIDE, _link)}
