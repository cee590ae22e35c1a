"""The keys that receipts are checked with, for anybody."""

from flask import Blueprint, Response, jsonify

from waarborg_consent import actions
from waarborg_shared.auth import Actor
from waarborg_shared.web import current, one_proof_does

receipt_keys = Blueprint("receipt_keys", __name__, url_prefix="/consent/.well-known")


@receipt_keys.get("/jwks.json")
@one_proof_does
def keys() -> Response:
    """Publish every key that receipts were signed with, those that no longer sign too (RFC 7517)."""
    nobody = Actor.anonymous(current.organisation)
    with current.runtime.uow.read(current.organisation, actor=nobody, now=current.now()) as work:
        answer = jsonify({"keys": actions.published_keys(work)})
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
