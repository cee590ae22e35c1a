"""Requests for programs: file one, list and read them, answer one, and the staff desk's part."""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_bytes
from typing import Any

from flask import Response, url_for

from waarborg_requests import actions, shown
from waarborg_requests.actions import ending
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
    of which word is still to be given to the person."""
    require_right(current.actor, duty=Duty.REQUESTS_READ, scope=ANSWER)
    with current.read() as work:
        page = actions.list_requests(work, part=query["state"], after=query["cursor"], limit=query["limit"])
    items = [shown.in_codes(each.request, each.clocks, current.now()) for each in page.items]
    return {"items": items, "next": cursor_of(page.after)}


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
        return shown.delivery(actions.record_delivery(work, request_id, delivery_id))


@api.route("/desk", methods=["GET"])
@api.response(200, DeskSchema)
@api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk the open requests with their clocks, and the answers that still have to be posted."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    with current.read() as work:
        still_open = actions.most_urgent(work, limit=MOST_ITEMS)
        to_deliver = actions.still_to_deliver(work, limit=MOST_ITEMS)
        calls = ending.calls_to_make(work, limit=MOST_ITEMS)
        total = actions.count_on_desk(work) + ending.count_calls(work)
    return desk_response(shown.desk_items(still_open, to_deliver, calls), total=total)
