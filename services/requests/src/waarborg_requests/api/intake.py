"""Requests for programs that speak the Data Rights Protocol: exercise a right, and ask how far it is."""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_bytes
from typing import Any

from flask import url_for

from waarborg_requests import actions
from waarborg_requests.actions import ending
from waarborg_requests.actions.beginning import check_own
from waarborg_requests.api.requests import ANSWER, CODE_BYTES, FILE, api
from waarborg_requests.domain import CameBy, Ground, Outcome, RequestState
from waarborg_requests.domain.intake_rights import Regime, exercise_of, standing
from waarborg_requests.models import Request
from waarborg_requests.schemas.intake_rights import (
    DataRightsFiledSchema,
    DataRightsSchema,
    DataRightsStatusSchema,
    RevocationSchema,
)
from waarborg_shared.auth import ActorKind, Missing, require_right
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.uow import UnknownCase
from waarborg_shared.web import current


@api.route("/data-rights-requests/", methods=["POST"])
@api.arguments(DataRightsSchema)
@api.response(201, DataRightsFiledSchema)
@api.secured(FILE)
def exercise_right(command: actions.NewRequest) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Exercise a right for somebody, in the words of the Data Rights Protocol. The secret code is told this once."""
    require_right(current.actor, duty=Duty.REQUESTS_ANSWER, scope=FILE)
    if current.actor.kind is not ActorKind.PARTNER:
        command = replace(command, came_by=CameBy.STAFF)
    with current.begin() as work:
        filed = actions.receive_request(work, command, rules=current.rules, entropy=token_bytes(CODE_BYTES))
        given = {**_status(filed.request), "code": filed.code}
    return given, 201, {"Location": url_for("api.how_far", request_id=given["request_id"])}


@api.route("/data-rights-requests/<request_id>", methods=["GET"])
@api.response(200, DataRightsStatusSchema)
@api.secured(FILE)
def how_far(request_id: str) -> dict[str, Any]:
    """Tell how far a request is: who filed it may ask, and who may read every request. It tells nothing that anybody
    wrote."""
    reads_all = _reads_all()
    if not reads_all:
        require_right(current.actor, duty=Duty.REQUESTS_READ, scope=FILE)
    with current.read() as work:
        row = work.case(Request, request_id, lock=False)
        if not reads_all and row.filed_by != current.actor.ref:
            raise UnknownCase(Request.__name__)
        return _status(row)


@api.route("/data-rights-requests/<request_id>", methods=["DELETE"])
@api.arguments(RevocationSchema)
@api.response(200, DataRightsStatusSchema)
@api.secured(FILE)
def revoke(said: Mapping[str, Any], request_id: str) -> dict[str, Any]:
    """Take back what you filed yourself, on the person's word; he is told so. A second time changes nothing, and what
    works already stays so. A request that was answered or ended otherwise cannot be taken back."""
    require_right(current.actor, duty=Duty.REQUESTS_ANSWER, scope=FILE)
    with current.begin() as work:
        row = work.case(Request, request_id)
        if row.filed_by != current.actor.ref:
            raise UnknownCase(Request.__name__)
        check_own(row)
        return _status(ending.withdraw(work, row, why=said["reason"], rules=current.rules))


def _reads_all() -> bool:
    """Whether who asks may read requests that others filed; the refusal of one who may not is the other right's."""
    try:
        require_right(current.actor, duty=Duty.REQUESTS_READ, scope=ANSWER)
    except Missing:
        return False
    return True


def _status(row: Request) -> dict[str, Any]:
    outcome = Outcome(row.outcome) if row.outcome else None
    stands = standing(RequestState(row.state), outcome, Ground(row.ground) if row.ground else None)
    return {
        "request_id": row.id,
        "number": row.number,
        "exercise": exercise_of(RequestKind(row.kind), row.about),
        "regime": Regime.GDPR,
        "status": stands.status,
        "reason": stands.reason,
        "received_at": row.received_at,
        "expected_by": due_on(row.due_at),
    }
