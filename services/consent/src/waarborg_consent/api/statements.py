"""Statements for programs, open to anybody: which versions there are, and the exact text that a hash is over."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response

from waarborg_consent.actions import purposes, statements
from waarborg_consent.api.rights import DECIDE, require_right
from waarborg_consent.domain.statement_document import canonical, to_plain
from waarborg_consent.schemas import CompatibleQuerySchema, CompatibleSchema, StatementsSchema, StatementTextSchema
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current, one_proof_does

statement_api = ApiBlueprint(
    "statement_api", __name__, url_prefix="/consent/api/v1", description="Privacy statements, published and in force"
)

OPEN: list[dict[str, list[str]]] = [{}]
"""In the document: nobody needs to say who he is (OpenAPI 3.1, security requirement)."""


@statement_api.route("/statements/", methods=["GET"])
@one_proof_does
@statement_api.response(200, StatementsSchema)
@statement_api.doc(security=OPEN)
def list_statements() -> dict[str, Any]:
    """Say which version is in force, whether the rules changed since, and which versions there are."""
    with current.read() as work:
        rules = current.rules
        stands = statements.in_force(work, rules)
        changed = stands.content_hash not in (None, statements.running_hash(work, rules))
        items = [asdict(each) for each in statements.list_versions(work)]
        due_on = statements.review_due_on(work, rules)
    in_force = {
        "version": stands.version,
        "dated": stands.dated,
        "content_hash": stands.content_hash,
        "purposes": dict(stands.digests),
    }
    return {"in_force": in_force, "rules_changed": changed, "review_due_on": due_on, "items": items}


@statement_api.route("/statements/<version>", methods=["GET"])
@one_proof_does
@statement_api.response(200, StatementTextSchema)
@statement_api.doc(security=OPEN)
def statement_text(version: str) -> Response:
    """Give the canonical JSON of a version's text: its SHA-256 is the content hash."""
    with current.read() as work:
        document = statements.document_of(work, version, rules=current.rules)
    return Response(canonical(to_plain(document)), content_type="application/json")


@statement_api.route("/compatibility", methods=["GET"])
@statement_api.arguments(CompatibleQuerySchema, location="query")
@statement_api.response(200, CompatibleSchema)
@statement_api.secured(DECIDE)
def compatibility(query: Mapping[str, str]) -> dict[str, Any]:
    """Say whether data given for one purpose were declared to go with another (J2)."""
    require_right(current.actor, scope=DECIDE, duty=Duty.CONSENT_READ)
    with current.read() as work:
        found = purposes.declared_compatible(work, query["from_purpose"], query["to_purpose"])
    return {
        "compatible": found is not None or query["from_purpose"] == query["to_purpose"],
        "declaration_id": found.id if found is not None else None,
        "since": found.at if found is not None else None,
    }
