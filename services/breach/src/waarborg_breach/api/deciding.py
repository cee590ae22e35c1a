"""Deciding and notifying for programs: by the responsible person's own token alone, whatever the scope."""

from collections.abc import Callable, Mapping
from typing import Any

from waarborg_breach import actions, shown
from waarborg_breach.actions import Notice, late_reasons
from waarborg_breach.api.breaches import DECIDE, api
from waarborg_breach.models import BreachCase
from waarborg_breach.schemas import (
    AnnouncementSchema,
    BreachSchema,
    DecisionSchema,
    LateReasonSchema,
    NotificationSchema,
    SupplementSchema,
    WithdrawalSchema,
)
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current, etag_of, require_match

Answer = tuple[dict[str, Any], int, dict[str, str]]


@api.route("/breaches/<breach_id>/decision", methods=["POST"])
@api.arguments(DecisionSchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def decide(command: actions.BreachDecision, breach_id: str) -> Answer:
    """Decide on telling the authority and the persons; only the responsible person may. Send If-Match.

    Who is not told takes an exception and a reason; each question without an answer is named in `not_yet_known`.
    """
    return _done(breach_id, lambda work, case, rules: actions.decide_breach(work, case, command, rules=rules))


@api.route("/breaches/<breach_id>/notification", methods=["POST"])
@api.arguments(NotificationSchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def notify(notice: Notice, breach_id: str) -> Answer:
    """Keep that the authority was notified, by its own web form; only the responsible person may. Send If-Match."""
    return _done(breach_id, lambda work, case, rules: actions.notify(work, case, notice, rules=rules))


@api.route("/breaches/<breach_id>/supplement", methods=["POST"])
@api.arguments(SupplementSchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def supplement(notice: Notice, breach_id: str) -> Answer:
    """Keep that the notification was supplemented; only the responsible person may. Send If-Match."""
    return _done(breach_id, lambda work, case, rules: actions.supplement(work, case, notice, rules=rules))


@api.route("/breaches/<breach_id>/withdrawal", methods=["POST"])
@api.arguments(WithdrawalSchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def withdraw(notice: Notice, breach_id: str) -> Answer:
    """Keep that the notification was withdrawn, and why; only the responsible person may. Send If-Match."""
    return _done(breach_id, lambda work, case, rules: actions.withdraw(work, case, notice, rules=rules))


@api.route("/breaches/<breach_id>/late-reason", methods=["POST"])
@api.arguments(LateReasonSchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def explain_late(given: Mapping[str, str], breach_id: str) -> Answer:
    """Keep why a notification was late, where that turned out afterwards; only the responsible person may.

    Send If-Match.
    """
    reason = given["reason"]
    return _done(breach_id, lambda work, case, rules: late_reasons.explain_late(work, case, reason=reason, rules=rules))


@api.route("/breaches/<breach_id>/announcement", methods=["POST"])
@api.arguments(AnnouncementSchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def announce(given: Mapping[str, Any], breach_id: str) -> Answer:
    """Keep that the breach was announced publicly; only the responsible person may. Send If-Match.

    It was decided to announce it, or some were told and `ground` says why the others are not told personally.
    """
    return _done(breach_id, lambda work, case, rules: actions.announce(work, case, **given, rules=rules))


def _done(breach_id: str, act: Callable[[Work, BreachCase, Rules], object]) -> Answer:
    require_duty(current.actor, Duty.BREACH_READ, scope=DECIDE)
    with current.begin() as work:
        case = work.case(BreachCase, breach_id)
        require_match(case.revision)
        act(work, case, current.rules)
        given, seen = shown.row(case), etag_of(case.revision)
    return given, 200, {"ETag": seen}
