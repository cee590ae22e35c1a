"""What the register holds beside the times, on the page of a case."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach import actions
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas import FactsForm
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work

YES_OR_NO = {True: "yes", False: "no", None: ""}


def _change(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    other_eu = {"yes": True, "no": False, None: None}[said_so["other_eu"]]
    actions.note_facts(work, case, about_how_many=said_so["about_how_many"], other_eu=other_eu)


def _kept(_work: Work, case: BreachCase) -> Mapping[str, Any]:
    many = "" if case.about_how_many is None else case.about_how_many
    return {"about_how_many": many, "other_eu": YES_OR_NO[case.other_eu]}


def _show(_work: Work, case: BreachCase, _rules: Rules) -> Mapping[str, Any] | None:
    return {} if case.closed_at is None else None


SECTION = Section("facts", "breach/facts/section.html", _show)
STEPS = {"facts": Step(plain(FactsForm), Duty.BREACH_DECIDE, _change, kept=_kept)}
