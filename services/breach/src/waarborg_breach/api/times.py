"""For programs: correct times, retract a report and open it again, and merge two reports of one breach."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from waarborg_breach import shown
from waarborg_breach.actions.merging import merge_report
from waarborg_breach.actions.retracting import open_report_again, retract_report
from waarborg_breach.actions.settling import times_of
from waarborg_breach.actions.timing import correct_times
from waarborg_breach.api.breaches import DECIDE, api
from waarborg_breach.models import BreachCase
from waarborg_breach.schemas import BreachSchema, CorrectionOfTimesSchema, MergeSchema, WhySchema
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current, etag_of, require_match

Answer = tuple[dict[str, Any], int, dict[str, str]]


@api.route("/breaches/<breach_id>/times", methods=["POST"])
@api.arguments(CorrectionOfTimesSchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def correct(given: Mapping[str, Any], breach_id: str) -> Answer:
    """Correct times, with the reason; clocks are worked out anew, and what is left out stays. Send If-Match."""
    times = {name: value for name, value in given.items() if name != "why"}

    def change(work: Work, case: BreachCase) -> None:
        correct_times(work, case, replace(times_of(case), **times), why=given["why"], rules=current.rules)

    return _changed(breach_id, change)


@api.route("/breaches/<breach_id>/retract", methods=["POST"])
@api.arguments(WhySchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def retract(given: Mapping[str, Any], breach_id: str) -> Answer:
    """Retract a report that was no breach and that nobody decided on; it stays in the register. Send If-Match."""
    return _changed(breach_id, lambda work, case: retract_report(work, case, why=given["why"], rules=current.rules))


@api.route("/breaches/<breach_id>/open-again", methods=["POST"])
@api.arguments(WhySchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def open_again(given: Mapping[str, Any], breach_id: str) -> Answer:
    """Open a retracted report; its clocks run on from their first start. Send If-Match."""
    return _changed(breach_id, lambda work, case: open_report_again(work, case, why=given["why"], rules=current.rules))


@api.route("/breaches/<breach_id>/merge", methods=["POST"])
@api.arguments(MergeSchema)
@api.response(200, BreachSchema)
@api.secured(DECIDE)
@api.versioned()
def merge(given: Mapping[str, Any], breach_id: str) -> Answer:
    """Let a report go on under the number of another case; the earliest times of both count there. Send If-Match."""
    return _changed(breach_id, lambda work, case: merge_report(work, case, given["into"], rules=current.rules))


def _changed(breach_id: str, change: Callable[[Work, BreachCase], object]) -> Answer:
    require_duty(current.actor, Duty.BREACH_READ, scope=DECIDE)
    with current.begin() as work:
        case = work.case(BreachCase, breach_id)
        require_match(case.revision)
        change(work, case)
        given, seen = shown.row(case), etag_of(case.revision)
    return given, 200, {"ETag": seen}
