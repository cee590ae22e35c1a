"""Reads AuthZEN's bodies by hand: the decision is asked far more often than anything else, and most of a body is free.

What the standard and the policy know is checked, and named with its field where it is wrong; what they do not know is
let be.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import BadRequest

from waarborg_consent.domain import Asked, NamedGround, Thing
from waarborg_shared.web.i18n import noted
from waarborg_shared.web.openapi import BrokenJson
from waarborg_shared.web.problems import Malformed
from waarborg_shared.web.schemas import Bsn, Reference

LONGEST = 64
MOST_CATEGORIES, MOST_PURPOSES = 50, 10
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile(r"[a-z0-9](?:[a-z0-9_.-]{0,98}[a-z0-9])?")
_GROUNDS = frozenset(ground.value for ground in NamedGround)
_NEEDED, _OBJECT, _TEXT = "Missing data for required field.", "Not a valid mapping type.", "Not a valid string."
_CONTROL, _CHOICE, _TRUTH = (
    "This contains characters that cannot be stored.",
    "Must be one of: the named grounds.",
    "Not a valid boolean.",
)
_NO_CODE, _NO_REFERENCE, _NO_LIST = "This is not a code.", "This is not a valid reference.", "Not a valid list."
_NUMBER_OF_SOMEBODY = noted("This could be somebody's citizen service number.")
_KEYS = ("subject", "action", "resource", "context")


class NotJson(BadRequest):
    """The body does not say that it is JSON (400, as the standard has it)."""

    code_name = "not-json"


def body_of(content_type: str, body: bytes) -> Mapping[str, Any]:
    """Return a request's body. Raises NotJson, BrokenJson, Malformed."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise NotJson
    try:
        found = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BrokenJson from None
    if not isinstance(found, dict):
        raise Malformed({"_schema": _OBJECT})
    return found


def asked_of(
    body: Mapping[str, Any], *, record_types: Mapping[str, Any], searched: str | None = None, at: str = ""
) -> Asked:
    """Return the question that a body holds. ``searched`` is the part of which a search asks the id or the name.

    ``at`` goes before the names of fields.

    Raises:
        Malformed: naming every field that is not right.
    """
    wrong: dict[str, str] = {}
    subject = _thing(body, "subject", wrong, without_id=searched == "subject")
    resource = _thing(body, "resource", wrong, without_id=searched == "resource")
    action, of_action = "", {}
    if searched != "action":
        found = _object(body, "action", wrong, required=True)
        action = _line(found, "name", "action.name", wrong) if found is not None else ""
        of_action = _object(found or {}, "properties", wrong, prefix="action.") or {}
    context = _object(body, "context", wrong) or {}
    if resource.type in record_types:
        _check_known(subject.properties, resource.properties, context, wrong)
    if wrong:
        raise Malformed({f"{at}{field}": message for field, message in wrong.items()})
    return Asked(subject=subject, action=action, resource=resource, action_properties=of_action, context=context)


def with_defaults(defaults: Mapping[str, Any], one: Mapping[str, Any]) -> dict[str, Any]:
    """Return one evaluation of several, completed: its own parts replace those at the top, as wholes.

    A part of its own that leaves out its type, id or name has that of the top, so that it can be completed.
    """
    merged: dict[str, Any] = {}
    for key in _KEYS:
        top, own = defaults.get(key), one.get(key, defaults.get(key))
        if own is not top and key != "context" and isinstance(own, dict) and isinstance(top, dict):
            own = {name: top[name] for name in ("type", "id", "name") if name in top} | own
        if key in one or key in defaults:
            merged[key] = own
    return merged


def _thing(body: Mapping[str, Any], name: str, wrong: dict[str, str], *, without_id: bool) -> Thing:
    found = _object(body, name, wrong, required=True)
    if found is None:
        return Thing(type="", id="")
    kind = _line(found, "type", f"{name}.type", wrong)
    of_it = "" if without_id else _line(found, "id", f"{name}.id", wrong)
    properties = _object(found, "properties", wrong, prefix=f"{name}.")
    return Thing(type=kind, id=of_it, properties=properties or {})


def _object(
    body: Mapping[str, Any], name: str, wrong: dict[str, str], *, required: bool = False, prefix: str = ""
) -> dict[str, Any] | None:
    found = body.get(name)
    if isinstance(found, dict):
        return found
    if required or name in body:
        wrong[f"{prefix}{name}"] = _OBJECT if name in body else _NEEDED
    return None


def _line(of: Mapping[str, Any], name: str, field: str, wrong: dict[str, str]) -> str:
    value = of.get(name)
    if not isinstance(value, str):
        wrong[field] = _TEXT if name in of else _NEEDED
        return ""
    line = value if value.isascii() else unicodedata.normalize("NFC", value)
    problem = line_problem(line)
    if problem is not None:
        wrong[field] = problem
    return line


def line_problem(value: str) -> str | None:
    """Return what is wrong with a type, an id or a name, or None."""
    if len(value) > LONGEST:
        return f"Longer than maximum length {LONGEST}: {len(value)}."
    if _UNFIT.search(value):
        return _CONTROL
    if not value.strip():
        return "Fill this in."
    return _NUMBER_OF_SOMEBODY if value[0].isdigit() and Bsn.fits(value) else None


def _check_known(
    subject: Mapping[str, Any], resource: Mapping[str, Any], context: Mapping[str, Any], wrong: dict[str, str]
) -> None:
    """Check the attributes that the role table and the law know; each may be left out, and then the answer says so."""
    _check_code(subject, "role", "subject.properties.role", wrong)
    person = resource.get("person", "")
    if "person" in resource and not (isinstance(person, str) and Reference.fits(person)):
        wrong["resource.properties.person"] = _NO_REFERENCE if isinstance(person, str) else _TEXT
    _check_codes(resource, "categories", "resource.properties.categories", wrong, most=MOST_CATEGORIES, alone=False)
    _check_codes(context, "purpose", "context.purpose", wrong, most=MOST_PURPOSES)
    _check_codes(context, "given_for", "context.given_for", wrong, most=MOST_PURPOSES)
    _check_code(context, "recipient", "context.recipient", wrong, may_be_null=True)
    if not isinstance(context.get("in_care", False), bool):
        wrong["context.in_care"] = _TRUTH
    ground = context.get("named_ground")
    if ground is not None and (not isinstance(ground, str) or ground not in _GROUNDS):
        wrong["context.named_ground"] = _CHOICE if isinstance(ground, str) else _TEXT


def _check_code(
    of: Mapping[str, Any], name: str, field: str, wrong: dict[str, str], *, may_be_null: bool = False
) -> None:
    if name in of and not (may_be_null and of[name] is None) and not _is_code(of[name]):
        wrong[field] = _NO_CODE


def _check_codes(
    of: Mapping[str, Any], name: str, field: str, wrong: dict[str, str], *, most: int, alone: bool = True
) -> None:
    if name not in of:
        return
    value = of[name]
    if isinstance(value, list):
        if not value and alone:
            wrong[field] = _NEEDED
        elif len(value) > most:
            wrong[field] = f"At most {most} of these."
        else:
            wrong.update({f"{field}.{at}": _NO_CODE for at, each in enumerate(value) if not _is_code(each)})
    elif not alone:
        wrong[field] = _NO_LIST
    elif not _is_code(value):
        wrong[field] = _NO_CODE


def _is_code(value: object) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
