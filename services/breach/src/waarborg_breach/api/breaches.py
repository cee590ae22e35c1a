"""Breach for programs: report, read, the register, and the staff desk's part."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from waarborg_breach import actions, shown
from waarborg_breach.actions.register_book import entries, find, note_taken_along
from waarborg_breach.schemas import (
    BreachSchema,
    NewBreachSchema,
    OneBreachSchema,
    RegisterQuerySchema,
    RegisterSchema,
)
from waarborg_breach.schemas.register_book import finding_of
from waarborg_breach.shown_register import Sayer, columns_of
from waarborg_shared.auth import require_duty, require_right
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current, etag_of
from waarborg_shared.web.desk import MOST_ITEMS, DeskSchema, desk_response

REPORT = "breach:report"
READ = "breach:read"
DECIDE = "breach:decide"

api = ApiBlueprint("api", __name__, url_prefix="/breach/api/v1", description="Breaches and their register")


@api.route("/breaches/", methods=["POST"])
@api.arguments(NewBreachSchema)
@api.response(201, BreachSchema)
@api.secured(REPORT)
def report(command: actions.NewBreach) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Report a breach; the protocol's clocks start from their own moments."""
    require_right(current.actor, duty=Duty.BREACH_REPORT, scope=REPORT)
    with current.begin() as work:
        case = actions.report_breach(work, command, rules=current.rules)
        given = shown.row(case)
    return given, 201, {"Location": url_for("api.read", breach_id=given["id"])}


@api.route("/breaches/", methods=["GET"])
@api.arguments(RegisterQuerySchema, location="query")
@api.response(200, RegisterSchema)
@api.secured(READ)
def register(query: Mapping[str, Any]) -> dict[str, Any]:
    """Give a page of the register, newest first, narrowed by what is asked: notified or not, every breach is in it.

    Each holds the twelve fields in words; that you took them along stands in the register's log.
    """
    require_right(current.actor, duty=Duty.BREACH_READ, scope=READ)
    after = str(query["cursor"]) if query["cursor"] else None
    finding, say = finding_of(query), Sayer(current.lang, current.rules)
    with current.begin() as work:
        rows = find(work, finding, after=after, limit=query["limit"] + 1)
        shown_now = entries(work, rows[: query["limit"]], current.rules)
        items = [{**shown.row(entry.case), "register": columns_of(say, entry)} for entry in shown_now]
        note_taken_along(work, finding, form="api", counted=len(items))
    more = len(rows) > query["limit"]
    return {"items": items, "next": items[-1]["id"] if more else None}


@api.route("/breaches/<breach_id>", methods=["GET"])
@api.response(200, OneBreachSchema)
@api.secured(READ)
def read(breach_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Read a breach with what people wrote; that you looked is on its timeline."""
    require_right(current.actor, duty=Duty.BREACH_READ, scope=READ)
    with current.begin() as work:
        case = actions.read_case(work, breach_id)
        given = shown.whole(work, case, current.rules)
        seen = etag_of(case.revision)
    return given, 200, {"ETag": seen}


@api.route("/desk", methods=["GET"])
@api.response(200, DeskSchema)
@api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk the open breaches with their clocks, most urgent first."""
    require_duty(current.actor, Duty.BREACH_READ)
    with current.read() as work:
        items = list(shown.desk_items(work, actions.open_cases(work, limit=MOST_ITEMS), current.rules))
        total = actions.count_open(work)
    return desk_response(items, total=total)
