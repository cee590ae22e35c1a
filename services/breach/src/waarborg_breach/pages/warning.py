"""That those who may decide are still to be warned of a clock, by telephone or in person: on the page of a case."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from waarborg_breach import shown
from waarborg_breach.actions import reminding
from waarborg_breach.actions.measures import DUE
from waarborg_breach.domain.reminding import ROLE
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.texts import APPOINTED_ROLE
from waarborg_breach.texts.reminding import A_MEASURE
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any] | None:
    rows = reminding.by_hand(work, case)
    if not rows:
        return None
    clocks = dict.fromkeys(said(A_MEASURE if row.clock == DUE else shown.clock_name(row.clock, rules)) for row in rows)
    return {"who": list(dict.fromkeys(_who(row.recipient, rules) for row in rows)), "clocks": list(clocks)}


def _who(recipient: str, rules: Rules) -> str:
    role = rules.roles.get(recipient.removeprefix(ROLE))
    return said(role.name if role is not None else APPOINTED_ROLE)


def _warned(work: Work, case: BreachCase, _said_so: Mapping[str, Any], _rules: Rules) -> None:
    reminding.note_given(work, case)


SECTION = Section("warning", "breach/deciding/warning.html", _show, top=True)
STEPS = {"warned": Step(plain(Schema), Duty.BREACH_DECIDE, _warned)}
