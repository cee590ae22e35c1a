"""The decision, and that the authority and the persons were told: on the page of a case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from waarborg_breach import actions, domain, shown
from waarborg_breach.actions import BreachDecision, Notice, clocks, late_reasons
from waarborg_breach.actions.deciding import questions_left
from waarborg_breach.actions.deputies import is_responsible
from waarborg_breach.actions.notifying import would_be_late
from waarborg_breach.actions.responsible import presses_from
from waarborg_breach.domain import AuthorityState, PersonsException, PersonsState
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.facts import YES_OR_NO
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, at_fields, plain
from waarborg_breach.schemas import (
    AnnouncedForm,
    ClockOffForm,
    ClockOnForm,
    DecideForm,
    DoneForm,
    LateReasonForm,
    NoticeForm,
    SupplementForm,
    WithdrawForm,
)
from waarborg_breach.texts import EXCEPTIONS
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said

NOT_TOLD = (PersonsState.NOT_TO_INFORM, PersonsState.TO_ANNOUNCE, PersonsState.ANNOUNCED)
NOT_NOTIFIED = (AuthorityState.NOT_TO_NOTIFY, AuthorityState.WITHDRAWN)


def _decide(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    exception = said_so["exception"]
    command = BreachDecision(
        notify_authority=said_so["notify_authority"] == "yes",
        inform_persons=said_so["inform_persons"] == "yes",
        exception=PersonsException(exception) if exception else None,
        reason=said_so["reason"],
        not_yet_known=said_so["not_yet_known"].split() if said_so["confirmed"] else (),
    )
    with at_fields(not_yet_known="confirmed"):
        actions.decide_breach(work, case, command, rules=rules)


def _decided(_work: Work, case: BreachCase) -> Mapping[str, Any]:
    """Begin with what stands; before a decision with the protocol's rule, that the authority is notified."""
    if case.decided_at is None:
        return {"notify_authority": "yes"}
    states = actions.states_of(case)
    return {
        "notify_authority": YES_OR_NO[states.authority not in NOT_NOTIFIED],
        "inform_persons": YES_OR_NO[states.persons not in NOT_TOLD],
        "exception": case.persons_exception or "",
    }


def _notified(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    with at_fields(reason="late_reason"):
        actions.notify(work, case, _notice(said_so, reason=said_so["late_reason"]), rules=rules)


def _supplemented(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    actions.supplement(work, case, _notice(said_so), rules=rules)


def _notice(said_so: Mapping[str, Any], *, reason: str | None = None) -> Notice:
    return Notice(
        at=said_so["at"],
        complete=said_so["complete"] == "yes",
        authority_number=said_so["authority_number"],
        reason=reason,
    )


def _withdrawn(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    with at_fields(at="withdrawn_at", reason="withdrawn_reason"):
        notice = Notice(at=said_so["withdrawn_at"], reason=said_so["withdrawn_reason"])
        actions.withdraw(work, case, notice, rules=rules)


def _informed(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    with at_fields(at="informed_at"):
        at, how = said_so["informed_at"], said_so["how"] or ""
        actions.note_informed(work, case, at=at, how=how, in_part=said_so["part"], rules=rules)


def _announced(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    at, where, ground = said_so["announced_at"], said_so["where"] or "", said_so["announced_ground"]
    with at_fields(at="announced_at", reason="announced_ground"):
        actions.announce(work, case, at=at, how=where, ground=ground, rules=rules)


def _late_reason(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    late_reasons.explain_late(work, case, reason=said_so["late_why"], rules=rules)


def _clock_on(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    clocks.switch_on(work, case, said_so["clock_on"], reason=said_so["why_on"], rules=rules)


def _clock_off(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    clocks.switch_off(work, case, said_so["clock_off"], reason=said_so["why_off"], rules=rules)


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any] | None:
    if case.case_state not in domain.HANDLED:
        return None
    protocol = rules.breach_protocol
    left = set(questions_left(work, case, rules))
    optional = {clock.name for clock in protocol.optional_clocks}
    running = [clock.name for clock in work.clocks.of(case) if clock.stopped_at is None and clock.name in optional]
    return {
        "left": [(each.code, said(each.text)) for each in protocol.questions if each.code in left],
        "exceptions": [(code, said(words)) for code, words in EXCEPTIONS.items()],
        "has_notified": case.authority_state in domain.NOTIFIED,
        "late": would_be_late(work, case, work.now),
        "responsible_himself": is_responsible(work, rules),
        "deputies": [said(rules.roles[role].name) for role in protocol.deputies if role in rules.roles],
        "presses": _from(presses_from(work, case), work.now),
        "can_start": [_named(rule.name, rules) for rule, _ in clocks.optional_rules(work, case, rules)],
        "can_stop": [_named(name, rules) for name in running],
    }


def _named(clock: str, rules: Rules) -> tuple[str, str]:
    return clock, said(shown.clock_name(clock, rules))


def _from(at: datetime | None, now: datetime) -> tuple[datetime, bool] | None:
    return None if at is None else (at, at <= now)


SECTION = Section("deciding", "breach/deciding/section.html", _show)
STEPS = {
    "decide": Step(plain(DecideForm), Duty.BREACH_READ, _decide, kept=_decided),
    "notified": Step(plain(NoticeForm), Duty.BREACH_READ, _notified),
    "supplemented": Step(plain(SupplementForm), Duty.BREACH_READ, _supplemented),
    "withdrawn": Step(plain(WithdrawForm), Duty.BREACH_READ, _withdrawn),
    "informed": Step(plain(DoneForm), Duty.BREACH_READ, _informed),
    "announced": Step(plain(AnnouncedForm), Duty.BREACH_READ, _announced),
    "late-reason": Step(plain(LateReasonForm), Duty.BREACH_READ, _late_reason),
    "clock-on": Step(plain(ClockOnForm), Duty.BREACH_READ, _clock_on),
    "clock-off": Step(plain(ClockOffForm), Duty.BREACH_READ, _clock_off),
}
