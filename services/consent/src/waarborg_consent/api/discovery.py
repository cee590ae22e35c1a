"""Where an organisation's policy decision point is, for programs that look for it (AuthZEN 1.0, metadata)."""

import json

from flask import Blueprint, Response

from waarborg_shared.web import current, one_proof_does

METADATA = "/.well-known/authzen-configuration"
discovery = Blueprint("discovery", __name__)
_ENDPOINTS = {
    "access_evaluation_endpoint": "evaluation",
    "access_evaluations_endpoint": "evaluations",
    "search_subject_endpoint": "search/subject",
    "search_resource_endpoint": "search/resource",
    "search_action_endpoint": "search/action",
}


@discovery.get(METADATA)
@one_proof_does
def metadata() -> Response:
    """Say where the decision is asked; the point is the organisation's own host."""
    origin = current.runtime.settings.origin_of(current.organisation)
    told = {"policy_decision_point": origin}
    told |= {name: f"{origin}/consent/access/v1/{path}" for name, path in _ENDPOINTS.items()}
    answer = Response(json.dumps(told), content_type="application/json")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
