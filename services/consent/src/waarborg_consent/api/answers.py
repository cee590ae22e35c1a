"""A decision as AuthZEN gives it: yes or no, and why, in words for people and codes for programs."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from waarborg_consent.actions import Answered
from waarborg_consent.domain import Cell, Decision
from waarborg_consent.domain.role_table import rights_to_letters
from waarborg_consent.texts import REASONS, missing_text
from waarborg_shared.web.problems import in_words

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def answer_of(answered: Answered) -> dict[str, Any]:
    """Return a decision in AuthZEN's shape; the order of its keys is the standard's."""
    decision = answered.decision
    sentence = decision.because or REASONS[decision.reason]
    return {
        "decision": decision.permitted,
        "context": {
            "decision_id": answered.id,
            "reason": {"code": decision.reason.value, "nl": sentence.nl, "en": sentence.en},
            "missing": [_missing(code) for code in decision.missing],
            "withhold": list(decision.withhold),
            "source": decision.source or None,
            "rule": decision.rule,
            "condition": decision.condition,
            "cell": _cell(decision.cell),
            "purpose": decision.question.purpose or None if decision.question else None,
            "basis": decision.basis.value if decision.basis else None,
            "consent_event": decision.consent_event,
            "statement_version": decision.statement_version,
            "confidence": decision.cell.confidence if decision.cell else None,
            "emergency": decision.override,
        },
    }


def failed(errors: Mapping[str, str]) -> dict[str, Any]:
    """Return the answer to one of several evaluations that cannot be read: closed, and with what is wrong."""
    message = "; ".join(f"{field}: {in_words(said)}" for field, said in errors.items())
    return {"decision": False, "context": {"error": {"status": 400, "message": message}}}


def given(answer: Mapping[str, Any]) -> Response:
    """Return an answer as it is, its keys in their own order."""
    return Response(_ENCODER.encode(answer), content_type="application/json")


def _missing(code: str) -> dict[str, str]:
    said = missing_text(code)
    return {"code": code, "nl": said.nl, "en": said.en}


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {
        "role": cell.role,
        "record_type": cell.record_type,
        "rights": rights_to_letters(cell.rights),
        "version": cell.number,
        "in_force": cell.in_force,
    }


def denied(decision: Decision) -> bool:
    """Whether an evaluation is the first that is denied, with which ``deny_on_first_deny`` ends."""
    return not decision.permitted


def permitted(decision: Decision) -> bool:
    """Whether an evaluation is the first that is permitted, with which ``permit_on_first_permit`` ends."""
    return decision.permitted
