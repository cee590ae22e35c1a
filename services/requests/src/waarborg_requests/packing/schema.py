"""The JSON Schema of the files by holder in a package, and of what is taken along."""

from typing import Any

_ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["number", "category", "title", "form"],
    "properties": {
        "number": {"type": "integer", "description": "number of the item in the package"},
        "category": {"type": "string", "description": "code of the kind of data"},
        "category_name": {"type": "string", "description": "what the organisation calls this kind of data"},
        "holder": {"type": "string", "description": "code of where the data were"},
        "title": {"type": "string"},
        "date": {"type": ["string", "null"], "format": "date", "description": "the day that it is about"},
        "form": {"enum": ["text", "json", "file"]},
        "redacted": {"type": "boolean", "description": "whether something was left out of it"},
        "content": {"description": "the text, or the value; not there for a file"},
        "file": {"type": "string", "description": "where the file is in the package"},
        "media_type": {"type": "string"},
    },
    "additionalProperties": False,
}


def schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) of `gegevens/*.json` and `meenemen/gegevens.json`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Gegevens per plek / data by holder",
        "type": "object",
        "required": ["organisation", "request", "made_at", "items"],
        "properties": {
            "organisation": {"type": "string"},
            "request": {"type": "string", "description": "number of the request"},
            "made_at": {"type": "string", "format": "date-time"},
            "holder": {"type": "string", "description": "code of where the data were; not there in meenemen/"},
            "items": {"type": "array", "items": _ITEM},
        },
        "additionalProperties": False,
    }
