"""Which holder of data a partner is, for the service that takes in what holders have: it asks and proves itself."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from waarborg_identity.actions.partner_holders import known_holder
from waarborg_shared.auth import Actor
from waarborg_shared.auth.identity import HOLDER_PATH
from waarborg_shared.web import current, not_replayed
from waarborg_shared.web.contributions import COLLECTS, require_service

_LONGEST = 100
holder_questions = Blueprint("holder_questions", __name__)


@holder_questions.post(HOLDER_PATH)
@not_replayed
def holder_question() -> tuple[Response, int]:
    """Tell which holder a partner is, and whose its own number is; both stand in the body and in no address."""
    asker = require_service(COLLECTS)
    asked: Any = request.get_json(silent=True)
    client_id, number = (asked.get("client_id"), asked.get("number")) if isinstance(asked, dict) else (None, None)
    if not isinstance(client_id, str) or not (number is None or isinstance(number, str)):
        return jsonify({}), 422
    if len(client_id) > _LONGEST or len(number or "") > _LONGEST:
        return jsonify({}), 422
    actor, uow = Actor.system(asker, current.organisation), current.runtime.uow
    with uow.read(current.organisation, actor=actor, now=current.now()) as work:
        found = known_holder(work, client_id, number)
    return jsonify({"holder": found.code, "person_ref": found.person_ref}), 200
