"""The decision, that the authority and the persons were told, and closing: on the page of a case."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from waarborg_breach import actions
from waarborg_breach.actions import BreachDecision
from waarborg_breach.domain import AuthorityState, PersonsState
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.facts import YES_OR_NO
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas import DecideForm, DoneForm
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work


def _decide(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    command = BreachDecision(
        notify_authority=said_so["notify_authority"] == "yes",
        inform_persons=said_so["inform_persons"] == "yes",
        reason=said_so["reason"],
    )
    actions.decide_breach(work, case, command, rules=rules)


def _decided(_work: Work, case: BreachCase) -> Mapping[str, Any]:
    if case.decided_at is None:
        return {}
    states = actions.states_of(case)
    return {
        "notify_authority": YES_OR_NO[states.authority is not AuthorityState.NOT_TO_NOTIFY],
        "inform_persons": YES_OR_NO[states.persons is not PersonsState.NOT_TO_INFORM],
    }


def _notified(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    actions.note_notified(work, case, at=said_so["at"], rules=rules)


def _informed(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    actions.note_informed(work, case, at=said_so["at"], how=said_so["how"] or "", rules=rules)


def _close(work: Work, case: BreachCase, _said_so: Mapping[str, Any], rules: Rules) -> None:
    actions.close_breach(work, case, rules=rules)


def _show(_work: Work, case: BreachCase, _rules: Rules) -> Mapping[str, Any] | None:
    return {} if case.closed_at is None else None


SECTION = Section("deciding", "breach/deciding/section.html", _show)
STEPS = {
    "decide": Step(plain(DecideForm), Duty.BREACH_READ, _decide, kept=_decided),
    "notified": Step(plain(DoneForm), Duty.BREACH_READ, _notified),
    "informed": Step(plain(DoneForm), Duty.BREACH_READ, _informed),
    "close": Step(plain(Schema), Duty.BREACH_DECIDE, _close),
}
