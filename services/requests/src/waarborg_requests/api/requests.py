"""Requests for programs: file one, list and read them, answer one, and the staff desk's part."""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_bytes
from typing import Any

from flask import Response, request, url_for

from waarborg_requests import actions, shown
from waarborg_requests.actions import after_closing, ending, notices
from waarborg_requests.actions.collecting import asking
from waarborg_requests.actions.collecting.roles import own_holders
from waarborg_requests.actions.complaint_reading import complaints, with_measures
from waarborg_requests.actions.intake_doubles import likely_doubles
from waarborg_requests.actions.reading import carried_after_the_answer, with_a_message
from waarborg_requests.colleagues import Colleagues, colleagues_of, finding_of
from waarborg_requests.domain import Answer, CameBy
from waarborg_requests.models import Request
from waarborg_requests.paging import cursor_of
from waarborg_requests.schemas import (
    AnswerSchema,
    DeliveredSchema,
    DeliveriesSchema,
    DeliverySchema,
    FiledSchema,
    NewRequestSchema,
    OneRequestSchema,
    QuerySchema,
    RequestSchema,
    RequestsSchema,
)
from waarborg_shared.auth import ActorKind, require_duty, require_right
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current, etag_of, not_modified, require_match
from waarborg_shared.web.desk import MOST_ITEMS, DeskSchema, desk_response

FILE = "requests:file"
ANSWER = "requests:answer"
CODE_BYTES = 32

api = ApiBlueprint("api", __name__, url_prefix="/requests/api/v1", description="What people ask about their data")


@api.route("/requests/", methods=["POST"])
@api.arguments(NewRequestSchema)
@api.response(201, FiledSchema)
@api.secured(FILE)
def file_request(command: actions.NewRequest) -> tuple[dict[str, Any], int, dict[str, str]]:
    """File a request for somebody. The answer holds the number and, this once, the secret code."""
    require_right(current.actor, duty=Duty.REQUESTS_ANSWER, scope=FILE)
    if current.actor.kind is not ActorKind.PARTNER:
        command = replace(command, came_by=CameBy.STAFF)
    with current.begin() as work:
        filed = actions.receive_request(work, command, rules=current.rules, entropy=token_bytes(CODE_BYTES))
        given = shown.filed(filed.request, filed.code)
    headers = {"Location": url_for("api.read", request_id=given["id"]), "ETag": etag_of(filed.request.revision)}
    return given, 201, headers


@api.route("/requests/", methods=["GET"])
@api.arguments(QuerySchema, location="query")
@api.response(200, RequestsSchema)
@api.secured(ANSWER)
def list_requests(query: Mapping[str, Any]) -> dict[str, Any]:
    """List requests: open ones by the moment that they are due, answered ones with the newest answer first, or those
    of which word is still to be given to the person, or that are still carried out. What it is narrowed by goes
    together; a number is sought in all.
    """
    require_right(current.actor, duty=Duty.REQUESTS_READ, scope=ANSWER)
    colleagues = _colleagues() if query["assigned"] is not None else Colleagues()
    with current.read() as work:
        only = finding_of(work, query, colleagues)
        page = actions.list_requests(work, part=query["state"], only=only, after=query["cursor"], limit=query["limit"])
    items = [shown.in_codes(each.request, each.clocks, current.now()) for each in page.items]
    return {"items": items, "next": cursor_of(page.after)}


def _colleagues() -> Colleagues:
    """Ask identity for whom one stands in, and whose requests nobody has any more; it tells a partner nothing."""
    headers = {"Cookie": request.headers.get("Cookie", "")}
    return colleagues_of(current.runtime.client, current.organisation, headers=headers)


@api.route("/requests/<request_id>", methods=["GET"])
@api.response(200, OneRequestSchema)
@api.alt_response(304, success=True)
@api.secured(ANSWER)
def read(request_id: str) -> Response | tuple[dict[str, Any], int, dict[str, str]]:
    """Read a request with what people wrote; that you looked is on its timeline."""
    require_right(current.actor, duty=Duty.REQUESTS_READ, scope=ANSWER)
    with current.begin() as work:
        known = work.case(Request, request_id, lock=False)
        same = not_modified(known.revision)
        if same is not None:
            return same
        row, opened = actions.read_request(work, request_id)
        given = shown.in_codes(row, work.clocks.of(row), work.now) | {"words": shown.in_words(row, opened)}
        given["likely_doubles"] = [{"id": each.id, "number": each.number} for each in likely_doubles(work, row)]
    return given, 200, {"ETag": etag_of(row.revision)}


@api.route("/requests/<request_id>/answer", methods=["POST"])
@api.arguments(AnswerSchema)
@api.response(200, RequestSchema)
@api.secured(ANSWER)
@api.versioned()
def answer(given: Answer, request_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Answer a request; name the version that you saw in If-Match. It is answered once."""
    require_right(current.actor, duty=Duty.REQUESTS_ANSWER, scope=ANSWER)
    with current.begin() as work:
        seen = work.case(Request, request_id)
        require_match(seen.revision)
        row = actions.answer(work, request_id, given, revision=seen.revision, rules=current.rules)
        answered = shown.in_codes(row, work.clocks.of(row), work.now)
    return answered, 200, {"ETag": etag_of(row.revision)}


@api.route("/requests/<request_id>/deliveries/", methods=["GET"])
@api.response(200, DeliveriesSchema)
@api.secured(ANSWER)
def list_deliveries(request_id: str) -> dict[str, Any]:
    """List what the person was told about a request, and what lies ready and was not given yet."""
    require_right(current.actor, duty=Duty.REQUESTS_READ, scope=ANSWER)
    with current.read() as work:
        row = work.case(Request, request_id)
        return {"items": [shown.delivery(each) for each in actions.deliveries_of(work, row)]}


@api.route("/requests/<request_id>/deliveries/<delivery_id>/delivered", methods=["POST"])
@api.arguments(DeliveredSchema)
@api.response(200, DeliverySchema)
@api.secured(ANSWER)
def record_delivery(_delivered: Mapping[str, Any], request_id: str, delivery_id: str) -> dict[str, Any]:
    """Record that the letter was posted, or the person spoken to; saying so a second time changes nothing."""
    require_right(current.actor, duty=Duty.REQUESTS_ANSWER, scope=ANSWER)
    with current.begin() as work:
        return shown.delivery(actions.record_delivery(work, request_id, delivery_id, rules=current.rules))


@api.route("/desk", methods=["GET"])
@api.response(200, DeskSchema)
@api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk the open requests with their clocks, the answers that still have to be posted, what whoever
    asks is told of (reminders, and what is late), and the data that somebody in this role is to look up."""
    if Duty.REQUESTS_READ not in current.actor.duties and Duty.COMPLAINTS_ANSWER in current.actor.duties:
        return _officers_desk()
    codes = own_holders(current.rules, current.actor)
    if Duty.REQUESTS_READ not in current.actor.duties and codes:
        with current.read() as work:
            tasks = asking.tasks_on_desk(work, codes)
        return desk_response(shown.desk_tasks(tasks, current.rules), total=len(tasks))
    require_duty(current.actor, Duty.REQUESTS_READ)
    with current.read() as work:
        tasks = asking.tasks_on_desk(work, codes)
        still_open = actions.most_urgent(work, limit=MOST_ITEMS)
        to_deliver = actions.still_to_deliver(work, limit=MOST_ITEMS)
        waiting = with_a_message(work, limit=MOST_ITEMS)
        to_carry_out = with_measures(work, limit=MOST_ITEMS) if _handles_complaints() else ()
        to_do = after_closing.still_to_do(work, limit=MOST_ITEMS)
        carried = carried_after_the_answer(work, limit=MOST_ITEMS)
        calls = ending.calls_to_make(work, limit=MOST_ITEMS)
        told = notices.unseen(work, limit=MOST_ITEMS)
        total = actions.count_on_desk(work, also=after_closing.waits_for_staff(work))
        total += notices.count_unseen(work) + ending.count_calls(work)
    waiting = (*waiting, *to_carry_out, *to_do)
    items = shown.desk_items(still_open, to_deliver, told=told, waiting=waiting, calls=calls, carried=carried)
    items += shown.desk_tasks(tasks, current.rules)
    return desk_response(items, total=total + len(tasks))


def _handles_complaints() -> bool:
    return Duty.COMPLAINTS_ANSWER in current.actor.duties


def _officers_desk() -> dict[str, Any]:
    """The desk of who handles complaints and reads no other request."""
    require_duty(current.actor, Duty.COMPLAINTS_ANSWER)
    with current.read() as work:
        found = complaints(work)
    return desk_response(shown.complaint_items(found), total=len(found))
