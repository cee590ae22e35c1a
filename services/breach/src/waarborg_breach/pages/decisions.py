"""Every decision beside what was advised, and everything that the authority was told: on the page of a case."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach.actions import late_reasons
from waarborg_breach.actions.deciding import decisions_of, reason_of_decision
from waarborg_breach.actions.notices import due_for, is_late, notices_of, reason_of_notice
from waarborg_breach.models import BreachCase, BreachNotice, KeptDecision
from waarborg_breach.pages.sections import Section
from waarborg_breach.texts import APPOINTED_ROLE, EXCEPTIONS, NOTICES
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any] | None:
    decisions = [_decision(work, each, rules) for each in decisions_of(work, case)]
    due_at = due_for(work, case)
    notices = [_notice(work, each, is_late(each, due_at), rules) for each in notices_of(work, case)]
    if not decisions and not notices and case.decided_at is None:
        return None
    return {
        "decisions": decisions,
        "notices": notices,
        "owed": late_reasons.LATE_REASON in late_reasons.duties(work, case, rules),
    }


def _decision(work: Work, kept: KeptDecision, rules: Rules) -> dict[str, Any]:
    asked = {question.code: question.text for question in rules.breach_protocol.questions}
    advice = kept.advice_codes or {}
    return {
        "at": kept.decided_at,
        "role": _role(kept.role, rules),
        "notify": kept.notify_authority,
        "inform": kept.inform_persons,
        "exception": said(EXCEPTIONS[kept.exception]) if kept.exception else "",
        "unknown": [said(asked[code]) for code in kept.not_yet_known if code in asked],
        "advised": kept.advice_codes is not None,
        "advised_notify": advice.get("notify_authority"),
        "advised_inform": advice.get("inform_persons"),
        "reason": reason_of_decision(work, kept),
    }


def _notice(work: Work, kept: BreachNotice, late: bool, rules: Rules) -> dict[str, Any]:
    return {
        "kind": said(NOTICES[kept.kind]),
        "at": kept.at,
        "number": kept.authority_number,
        "late": late,
        "role": _role(kept.role, rules),
        "reason": reason_of_notice(work, kept),
    }


def _role(code: str, rules: Rules) -> str:
    role = rules.roles.get(code)
    name: Text = role.name if role is not None else APPOINTED_ROLE
    return said(name)


SECTION = Section("decisions", "breach/deciding/decisions.html", _show)
