"""For programs: who is concerned by a breach, and how far telling them is."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach.actions.telling.listing import list_persons, reader_of
from waarborg_breach.actions.telling.rows import counts_of, last_order, telling_of
from waarborg_breach.api.breaches import DECIDE, READ, api
from waarborg_breach.domain.telling import PersonState, TellingState
from waarborg_breach.models import BreachCase
from waarborg_breach.schemas.telling import ListedSchema, NewPersonsSchema, TellingSchema
from waarborg_shared.auth import require_right
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current


@api.route("/breaches/<breach_id>/persons", methods=["POST"])
@api.arguments(NewPersonsSchema)
@api.response(200, ListedSchema)
@api.secured(DECIDE)
def list_concerned(given: Mapping[str, Any], breach_id: str) -> dict[str, Any]:
    """Put those concerned on the list, by reference and each once; nobody is told by it.

    A reference is what the organisation finds a person by, and never a BSN or an address. One that is wrong comes back
    by its place, and the others are taken.
    """
    require_right(current.actor, duty=Duty.BREACH_DECIDE, scope=DECIDE)
    rules = current.rules
    reader = reader_of(rules)
    rows = [
        reader.row(index, each["reference"], each["channel"], each["language"])
        for index, each in enumerate(given["persons"])
    ]
    with current.begin() as work:
        case = work.case(BreachCase, breach_id)
        listed = list_persons(work, case, rows, given_by="program", rules=rules, keep_bad=False)
    wrong = [{"index": each.number, "column": each.column, "fault": each.fault} for each in listed.bad]
    return {"added": listed.added, "known": listed.known, "wrong": wrong}


@api.route("/breaches/<breach_id>/telling", methods=["GET"])
@api.response(200, TellingSchema)
@api.secured(READ)
def telling(breach_id: str) -> dict[str, Any]:
    """Give how far telling the persons is: numbers only."""
    require_right(current.actor, duty=Duty.BREACH_READ, scope=READ)
    with current.read() as work:
        case = work.case(BreachCase, breach_id, lock=False)
        kept, order, counts = telling_of(work, case.id), last_order(work, case.id), counts_of(work, case.id)
    return {
        "state": kept.state if kept is not None else TellingState.IDLE.value,
        "orders": kept.round if kept is not None else 0,
        "persons": {state.value: counts.of(state) for state in PersonState},
        "wrong_rows": counts.unsettled,
        "begun_at": order.begun_at if order is not None else None,
        "ended_at": order.ended_at if order is not None else None,
    }
