"""The decision over HTTP as OpenAPI tells it, in the shape of the OpenID AuthZEN Authorization API 1.0.

Bodies are read in ``asking``; this describes them. What is not named here is free, and let be.
"""

from typing import Any

from waarborg_consent.domain import NamedGround, Reason
from waarborg_consent.schemas.asking import LONGEST, MOST_CATEGORIES, MOST_PURPOSES
from waarborg_shared.web.schemas import Line

MOST_EVALUATIONS = 200
SEMANTICS = ("execute_all", "deny_on_first_deny", "permit_on_first_permit")
Described = dict[str, Any]

_LINE: Described = {"type": "string", "maxLength": LONGEST, "pattern": Line(LONGEST).metadata["pattern"]}
_FREE: Described = {"type": "object", "additionalProperties": True}
_TEXTS: Described = {"nl": {"type": "string"}, "en": {"type": "string"}}


def _object(properties: Described, *required: str, described: str = "") -> Described:
    found: Described = {"type": "object", "properties": properties, "additionalProperties": True}
    if required:
        found["required"] = list(required)
    return {**found, "description": described} if described else found


_OF_SUBJECT = {
    **_FREE,
    "description": "`role`: in which role somebody asks. Left out, what is registered of the subject counts. "
    "What else is said here the rules of an organisation may ask about.",
}
_OF_RESOURCE = {
    **_FREE,
    "description": "Of a record of the role table: `person`, whose record it is (a reference), and `categories`, which "
    f"kinds of data in it are asked for (codes, at most {MOST_CATEGORIES}; without them the record as a whole). "
    "Left out, what is registered of the resource counts.",
}
SUBJECT = _object({"type": _LINE, "id": _LINE, "properties": _OF_SUBJECT}, "type", "id", described="Who asks")
ACTION = _object(
    {"name": _LINE, "properties": _FREE},
    "name",
    described="What is to be done: create, read, update or delete, or an action of the organisation's own policy",
)
RESOURCE = _object({"type": _LINE, "id": _LINE, "properties": _OF_RESOURCE}, "type", "id", described="With what")
CONTEXT = {
    **_FREE,
    "description": "Of a record of the role table: `purpose`, what for (a code; of several the first is the use, and "
    f"the others are those that its data were given for, {MOST_PURPOSES} at most); `given_for`, the same by itself; "
    "`in_care`, that a care relationship exists by the asking system's word; `named_ground`, one of "
    f"{', '.join(NamedGround)}; `recipient`, the code of the registered recipient who gets the data.",
}
_PARTS: Described = {"subject": SUBJECT, "action": ACTION, "resource": RESOURCE, "context": CONTEXT}
QUESTION = _object(_PARTS, "subject", "action", "resource")
_OPTIONS = _object({"evaluations_semantic": {"type": "string", "enum": list(SEMANTICS)}})
QUESTIONS: Described = {
    "anyOf": [
        _object(
            {
                **dict.fromkeys(_PARTS, _FREE),
                "evaluations": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MOST_EVALUATIONS,
                    "items": {"description": "A question; what it leaves out is as at the top"},
                },
                "options": _OPTIONS,
            },
            "evaluations",
            described="Several questions",
        ),
        _object(
            {**_PARTS, "evaluations": {"type": "array", "maxItems": 0}, "options": _OPTIONS},
            *("subject", "action", "resource"),
            described="One question",
        ),
    ]
}
TOKEN, LONGEST_TOKEN = "^(?:p(?:[0-9a-f]{2})*)?$", 600
_PAGE = _object(
    {
        "token": {"type": "string", "pattern": TOKEN, "maxLength": LONGEST_TOKEN},
        "limit": {"type": "integer", "minimum": 0},
    }
)


def searching(searched: str) -> Described:
    """Return the body of a search for subjects, resources or actions."""
    parts: Described = {**_PARTS, "page": _PAGE}
    if searched == "action":
        del parts["action"]
    else:
        whole = parts[searched]
        kept = {name: each for name, each in whole["properties"].items() if name != "id"}
        parts[searched] = {**whole, "properties": kept, "required": ["type"]}
    return _object(parts, *(name for name in ("subject", "action", "resource") if name in parts))


_MISSING = _object({"code": {"type": "string"}, **_TEXTS}, "code", "nl", "en")
_NULLABLE: Described = {"type": ["string", "null"]}
ANSWER = _object(
    {
        "decision": {"type": "boolean"},
        "context": _object(
            {
                "decision_id": {"type": "string", "description": "The record of this decision"},
                "reason": _object(
                    {**_TEXTS, "code": {"type": "string", "enum": [each.value for each in Reason]}},
                    "code",
                    "nl",
                    "en",
                ),
                "missing": {"type": "array", "items": _MISSING, "description": "What would have to be there"},
                "withhold": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": "Categories to leave out of what is permitted",
                },
                "source": {**_NULLABLE, "description": "The article or rule"},
                "rule": {**_NULLABLE, "description": "The cell of the role table, or the rule of the policy"},
                "condition": {**_NULLABLE, "description": "The condition that was not met"},
                "cell": {
                    "type": ["object", "null"],
                    "properties": {
                        "role": {"type": "string"},
                        "record_type": {"type": "string"},
                        "rights": {"type": "string", "description": "C, R, U and D"},
                        "version": {"type": "integer", "description": "0 is as published and read"},
                        "in_force": {"type": "boolean"},
                    },
                },
                "purpose": _NULLABLE,
                "basis": _NULLABLE,
                "consent_event": _NULLABLE,
                "statement_version": _NULLABLE,
                "confidence": _NULLABLE,
                "emergency": {**_NULLABLE, "description": "The emergency by which it is permitted"},
                "error": _object({"status": {"type": "integer"}, "message": {"type": "string"}}),
            },
        ),
    },
    "decision",
)
ANSWERS = _object(
    {
        "evaluations": {"type": "array", "items": ANSWER},
        "decision": {"type": "boolean"},
        "context": ANSWER["properties"]["context"],
    }
)
FOUND = _object(
    {
        "results": {"type": "array", "items": _object({})},
        "page": _object({"next_token": {"type": "string"}, "count": {"type": "integer"}}, "next_token"),
    },
    "results",
    "page",
)
METADATA = _object(
    {
        name: {"type": "string"}
        for name in (
            "policy_decision_point",
            "access_evaluation_endpoint",
            "access_evaluations_endpoint",
            "search_subject_endpoint",
            "search_resource_endpoint",
            "search_action_endpoint",
        )
    },
    "policy_decision_point",
    "access_evaluation_endpoint",
)
