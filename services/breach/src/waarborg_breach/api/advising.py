"""The facts of a breach and the advice on it, for programs; staff alone may write facts."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from waarborg_breach import shown_advice
from waarborg_breach.actions import advising
from waarborg_breach.api.breaches import DECIDE, READ, api
from waarborg_breach.models import BreachCase
from waarborg_breach.schemas.advising import AdviceSchema, FactsInSchema, FactsSchema
from waarborg_shared.auth import require_duty, require_right
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current, etag_of, require_match


@api.route("/breaches/<breach_id>/facts", methods=["GET"])
@api.response(200, FactsSchema)
@api.secured(READ)
def facts(breach_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Read what is known of a breach, in codes and numbers; that you looked is on its timeline."""
    require_right(current.actor, duty=Duty.BREACH_READ, scope=READ)
    with current.begin() as work:
        case = _looked(work, breach_id)
        given, seen = _facts(work, case), etag_of(case.revision)
    return given, 200, {"ETag": seen}


@api.route("/breaches/<breach_id>/facts", methods=["POST"])
@api.arguments(FactsInSchema)
@api.response(200, FactsSchema)
@api.secured(DECIDE)
@api.versioned()
def note(given: Mapping[str, Any], breach_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Note facts of a breach, null for "not known yet"; for staff alone. Send If-Match."""
    require_duty(current.actor, Duty.BREACH_DECIDE, scope=DECIDE)
    with current.begin() as work:
        case = work.case(BreachCase, breach_id)
        require_match(case.revision)
        advising.note_facts(work, case, given, rules=current.rules)
        now, seen = _facts(work, case), etag_of(case.revision)
    return now, 200, {"ETag": seen}


@api.route("/breaches/<breach_id>/advice", methods=["GET"])
@api.response(200, AdviceSchema)
@api.secured(READ)
def advice(breach_id: str) -> dict[str, Any]:
    """Read what is advised by what is known now, with its reasons; a person decides."""
    require_right(current.actor, duty=Duty.BREACH_READ, scope=READ)
    with current.begin() as work:
        return shown_advice.plain(advising.advice_now(work, _looked(work, breach_id), current.rules))


def _looked(work: Work, breach_id: str) -> BreachCase:
    case = work.case(BreachCase, breach_id)
    work.record(case, verb="looked")
    return case


def _facts(work: Work, case: BreachCase) -> dict[str, Any]:
    found = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in asdict(advising.facts_of(work, case)).items()
    }
    unknown = sorted(advising.said_unknown(work, case))
    return {**found, "more_kinds": list(advising.more_kinds_of(work, case)), "said_unknown": unknown}
