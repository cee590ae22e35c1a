"""What a bad body looks like, field by field, and whether a refusal says which field it is about."""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

MARKUP = '"><script>alert(1)</script>'
CONTROLS = ("een\x00nul", "een\x1bescape", "om\u202egekeerd", "half\ud83d")
LONG = "x" * 60_000
NO_DATES = ("gisteren", "2026-13-45T00:00:00Z", "02-03-2026", "0001-01-01T00:00:00Z", "2026-02-30T10:00:00+00:00")
OPTIONAL = object()


@dataclass(frozen=True)
class Spoiled:
    """A body with one thing wrong with it; ``field`` is where."""

    field: str
    what: str
    body: Mapping[str, Any]


def spoiled_json(good: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Spoiled]:
    """Every way in which one field of a JSON body can be wrong, by what the document says of it."""
    yield Spoiled("surprise", "unknown field", {**good, "surprise": 1})
    for name in schema.get("required", ()):
        yield Spoiled(name, "missing", {key: value for key, value in good.items() if key != name})
    for name, described in schema.get("properties", {}).items():
        for what, value in _wrong_values(described):
            yield Spoiled(name, what, {**good, name: value})


def together(good: Mapping[str, Any], spoiled: Sequence[Spoiled]) -> Iterator[tuple[Mapping[str, Any], list[Spoiled]]]:
    """Bodies that are wrong in every field at once, each in the next way in which it can be, and which ways these are.

    Who is told of all that is wrong is told of each; where one of them hides others, each has a body of its own.
    """
    ways: dict[str, list[Spoiled]] = {}
    for each in spoiled:
        ways.setdefault(each.field, []).append(each)
    for turn in range(max(map(len, ways.values()), default=0)):
        now = [of_field[turn] for of_field in ways.values() if turn < len(of_field)]
        body = {name: value for name, value in good.items() if name not in {each.field for each in now}}
        yield body | {each.field: each.body[each.field] for each in now if each.field in each.body}, now


def _wrong_values(described: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    kinds = described.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    yield "wrong type", {"a": ["b"]} if "object" not in kinds else "text"
    if "null" not in kinds:
        yield "null", None
    if "string" in kinds:
        yield "a number for a text", 12
        yield "too long", LONG
        if "enum" in described:
            yield "no choice", MARKUP
        elif described.get("format", "").startswith("date"):
            yield from (("no date", each) for each in NO_DATES)
        else:
            yield from (("control characters", each) for each in CONTROLS)
    if "boolean" in kinds:
        yield "a text for a truth", "true"
        yield "a number for a truth", 1


def names(answer: TestResponse, field: str) -> bool:
    """Whether a refusal says that it is about this field: a problem's errors, or the page beside it or on top."""
    if answer.mimetype.endswith("json"):
        errors = (answer.json or {}).get("errors", {})
        return any(name == field or name.startswith(f"{field}.") for name in errors)
    return f'id="error-{field}"' in answer.text or f'href="#field-{field}"' in answer.text


PUT_THERE = frozenset({"not_yet_known"})
"""What a page writes in its form itself: nobody typed it."""


def keeps(answer: TestResponse, typed: Mapping[str, str], *, but: str) -> list[str]:
    """Which texts that were typed a page that is shown again has lost."""
    texts = {
        name: text for name, text in typed.items() if name != but and name not in PUT_THERE and not name.startswith("_")
    }
    shown = answer.text.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
    return [name for name, text in texts.items() if html.escape(text, quote=True) not in shown]
