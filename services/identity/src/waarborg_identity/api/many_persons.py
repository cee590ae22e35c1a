"""Many persons at once: for partner systems and staff in the API, and for the one service that imports by number."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import ValidationError

from waarborg_identity.actions.many_persons import find_persons
from waarborg_identity.api import PERSONS, may_register
from waarborg_identity.schemas.many_persons import ManyFoundSchema, ManySchema
from waarborg_identity.state import state
from waarborg_shared.auth import Actor, Unauthenticated
from waarborg_shared.auth.identity import PERSONS_PATH
from waarborg_shared.web import ApiBlueprint, current, not_replayed

IMPORTS = frozenset({"consent"})
"""The services that may ask this by themselves: a file that their user handed in names clients by number."""

many_api = ApiBlueprint(
    "many_api", __name__, url_prefix="/identity/api/v1", description="Many persons of the register at once"
)
person_questions = Blueprint("person_questions", __name__)


@many_api.route("/person-searches/batch", methods=["POST"])
@many_api.arguments(ManySchema)
@many_api.response(200, ManyFoundSchema)
@many_api.secured(PERSONS)
def search_many(asked: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Find up to 1,000 persons by client number or reference; what is not known here is named."""
    may_register()
    with current.begin() as work:
        return _answer(work, asked)


@person_questions.post(PERSONS_PATH)
@not_replayed
def person_question() -> tuple[Response, int]:
    """Tell a service that imports who its clients are; it proves itself, and the numbers stand in the body."""
    asker = state().service_keys.asker(
        request.headers.get("Authorization", ""),
        origin=current.runtime.settings.origin_of(current.organisation),
        path=request.path,
        now=current.now(),
    )
    if asker not in IMPORTS:
        raise Unauthenticated("not_a_service")
    try:
        asked = ManySchema().load(request.get_json(silent=True) or {})
    except ValidationError:
        return jsonify({}), 422
    actor, uow = Actor.system(asker, current.organisation), current.runtime.uow
    with uow.begin(current.organisation, actor=actor, now=current.now()) as work:
        return jsonify(_answer(work, asked)), 200


def _answer(work: Any, asked: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    numbers, refs = dict.fromkeys(asked["client_numbers"]), dict.fromkeys(asked["person_refs"])
    found = find_persons(work, numbers, refs)
    return {
        "persons": [
            *({"client_number": number, "person_ref": ref} for number, ref in found.by_number.items()),
            *({"asked_ref": asked_ref, "person_ref": ref} for asked_ref, ref in found.by_reference.items()),
        ],
        "not_found": {
            "client_numbers": [number for number in numbers if number not in found.by_number],
            "person_refs": [ref for ref in refs if ref not in found.by_reference],
        },
    }
