"""Reads a FHIR R4 AuditEvent, as IHE's Basic Audit Log Patterns have it, as a look in our own form.

Only what NEN 7513 asks is taken out of it: never a name (``agent.name``, a ``display`` of a person), never what was
found. What else FHIR lets an AuditEvent hold is left unread, extensions too, but for one that changes its meaning.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from waarborg_shared.hooks.values import Text

OURS = "urn:waarborg:person"
"""The system of an identifier that is our reference of a person."""
DECISION = "urn:waarborg:decision:"
"""What a policy of an agent begins with that is a decision of ours."""
_OUTCOMES = {"0": "success", "4": "failed", "8": "failed", "12": "failed"}
_PATIENT = "1"
_CLIENT = "110153"
_RESPONSIBLE = "RESP"
_LONGEST_ROLE = 100
_ELEMENTS = frozenset(
    (
        *("resourceType", "id", "meta", "implicitRules", "language", "text", "contained", "extension"),
        *("modifierExtension", "type", "subtype", "action", "period", "recorded", "outcome", "outcomeDesc"),
        *("purposeOfEvent", "agent", "source", "entity"),
    )
)
_LISTS = ("agent", "entity", "subtype", "purposeOfEvent")

FIELDS: Mapping[str, str] = {
    "event_id": "id",
    "subject_ref": "entity",
    "at": "recorded",
    "action": "action",
    "outcome": "outcome",
    "record_type": "entity",
    "record_ref": "entity",
    "system": "source",
    "who_ref": "agent",
    "role": "agent",
    "role_name": "agent",
    "behalf_ref": "agent",
    "behalf_role": "agent",
    "purpose": "agent",
    "address": "agent",
    "event_code": "type",
    "decision_id": "agent",
}
"""Where a field of our own form stands in an AuditEvent, to name it when it is wrong."""


class BadAuditEvent(Exception):
    """It cannot be read as an AuditEvent about one patient; ``field`` names where."""

    code = "not-valid"

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(field)
        self.field = field
        self.text = text


_UNKNOWN = Text("Een AuditEvent van R4 heeft dit veld niet.", "An AuditEvent of R4 has no such field.")
_MODIFIED = Text(
    "Wat de betekenis verandert kennen wij niet, dus dit kan niet worden gelezen.",
    "We do not know what changes the meaning, so this cannot be read.",
)
_NO_LIST = Text("Dit moet een lijst van objecten zijn.", "This must be a list of objects.")
_NO_OBJECT = Text("Dit moet een object zijn.", "This must be an object.")
_NO_PATIENT = Text(
    "Noem precies één patiënt (role 1), met ons kenmerk: een AuditEvent per patiënt.",
    "Name exactly one patient (role 1), by our reference: one AuditEvent per patient.",
)
_NO_USER = Text(
    "Noem precies één aanvrager (requestor true) met who.identifier of who.reference.",
    "Name exactly one requestor (requestor true) with who.identifier or who.reference.",
)
_NO_OUTCOME = Text("Kies 0, 4, 8 of 12.", "Choose 0, 4, 8 or 12.")


def own_form(event: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of our own form, as they stand in an AuditEvent; those that are not there are left out.

    Raises BadAuditEvent for what has another shape than FHIR's, or is about no patient or more than one.
    """
    _check_shape(event)
    agents, entities = _objects(event, "agent"), _objects(event, "entity")
    user = _only([each for each in agents if each.get("requestor") is True], "agent", _NO_USER)
    outcome = event.get("outcome")
    if outcome is not None and (not isinstance(outcome, str) or outcome not in _OUTCOMES):
        raise BadAuditEvent("outcome", _NO_OUTCOME)
    found = {
        "event_id": event.get("id"),
        "at": event.get("recorded"),
        "action": event.get("action"),
        "outcome": _OUTCOMES.get(str(outcome)),
        "event_code": _event_code(event),
        "system": _system(_object(event, "source", "source")),
        **_who(agents, user),
        **_about(entities),
        "purpose": _purpose(user, event),
        "decision_id": _decision(user),
    }
    return {name: value for name, value in found.items() if value is not None}


def _check_shape(event: Mapping[str, Any]) -> None:
    for name in event:
        if name.removeprefix("_") not in _ELEMENTS:
            raise BadAuditEvent(name, _UNKNOWN)
    if "modifierExtension" in event:
        raise BadAuditEvent("modifierExtension", _MODIFIED)
    for name in _LISTS:
        value = event.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise BadAuditEvent(name, _NO_LIST)


def _who(agents: Sequence[Mapping[str, Any]], user: Mapping[str, Any]) -> dict[str, Any]:
    """Who looked in which role, from where, and on whose behalf."""
    who = _name(_object(user, "who", "agent"))
    if who is None:
        raise BadAuditEvent("agent", _NO_USER)
    found = {"who_ref": who, "role": _role(user), "role_name": _role_name(user), "address": _address(user)}
    for other in agents:
        if other is user:
            continue
        codings = _codings(_object(other, "type", "agent"), "agent")
        types = {_text(each.get("code")) for each in codings}
        if _RESPONSIBLE in types:
            found |= {"behalf_ref": _name(_object(other, "who", "agent")), "behalf_role": _role(other)}
        if _CLIENT in types and found["address"] is None:
            found["address"] = _address(other)
    return found


def _about(entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Whose data, and what kind of record."""
    patients = [each for each in entities if _code(each, "role", "entity") == _PATIENT]
    patient = _only(patients, "entity", _NO_PATIENT)
    subject = _subject(_object(patient, "what", "entity"))
    if subject is None:
        raise BadAuditEvent("entity", _NO_PATIENT)
    records = [each for each in entities if each is not patient and _record(each) is not None]
    kind, record = (_record(records[0]) if records else None) or ("Patient", None)
    return {"subject_ref": subject, "record_type": kind, "record_ref": record}


def _record(entity: Mapping[str, Any]) -> tuple[str, str | None] | None:
    """The type of the resource that an entity is, and its own reference; None where it is none."""
    what = _object(entity, "what", "entity")
    kind, reference = what.get("type"), what.get("reference")
    if isinstance(reference, str) and "/" in reference:
        *_, kind_in_path, _own = reference.split("/_history/")[0].split("/")
        return (kind if isinstance(kind, str) else kind_in_path), reference
    return (kind, None) if isinstance(kind, str) else None


def _subject(what: Mapping[str, Any]) -> str | None:
    identifier = _object(what, "identifier", "entity")
    if identifier.get("system") == OURS:
        return _text(identifier.get("value"))
    reference = _text(what.get("reference"))
    return reference.rpartition("Patient/")[2] if reference and "Patient/" in reference else None


def _name(who: Mapping[str, Any]) -> str | None:
    """By what somebody is known: an identifier or a reference, and never the words that are shown for him."""
    return _text(_object(who, "identifier", "agent").get("value")) or _text(who.get("reference"))


def _role(agent: Mapping[str, Any]) -> str | None:
    """The role in which somebody acts: its code, or else the sort of part that he has."""
    kind = _codings(_object(agent, "type", "agent"), "agent")
    return _first(_codings_of(agent, "role", "agent")) or _first(kind)


def _role_name(agent: Mapping[str, Any]) -> str | None:
    """What a role is called; a display of a role is nobody's name."""
    shown = _first(_codings_of(agent, "role", "agent"), "display")
    return shown[:_LONGEST_ROLE] if shown else None


def _purpose(user: Mapping[str, Any], event: Mapping[str, Any]) -> str | None:
    own, of_event = _codings_of(user, "purposeOfUse", "agent"), _codings_of(event, "purposeOfEvent", "purposeOfEvent")
    return _first(own) or _first(of_event)


def _address(agent: Mapping[str, Any]) -> str | None:
    return _text(_object(agent, "network", "agent").get("address"))


def _system(source: Mapping[str, Any]) -> str | None:
    observer = _object(source, "observer", "source")
    named = _text(source.get("site")) or _text(_object(observer, "identifier", "source").get("value"))
    return named or _text(observer.get("display")) or _text(observer.get("reference"))


def _decision(user: Mapping[str, Any]) -> str | None:
    policies = user.get("policy", [])
    if not isinstance(policies, list):
        raise BadAuditEvent("agent", _NO_LIST)
    ours = (each for each in policies if isinstance(each, str) and each.startswith(DECISION))
    return next((each.removeprefix(DECISION) for each in ours), None)


def _event_code(event: Mapping[str, Any]) -> str | None:
    kind = _code(event, "type", "type")
    more = _first(_objects(event, "subtype"))
    return "/".join(each for each in (kind, more) if each) or None


def _codings_of(of: Mapping[str, Any], name: str, field: str) -> list[Mapping[str, Any]]:
    """The codings of a list of concepts."""
    concepts = of.get(name, [])
    if not isinstance(concepts, list) or not all(isinstance(each, dict) for each in concepts):
        raise BadAuditEvent(field, _NO_LIST)
    return [coding for concept in concepts for coding in _codings(concept, field)]


def _codings(concept: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    found = concept.get("coding", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise BadAuditEvent(field, _NO_LIST)
    return found


def _first(codings: Sequence[Mapping[str, Any]], name: str = "code") -> str | None:
    return next((found for each in codings if (found := _text(each.get(name)))), None)


def _code(of: Mapping[str, Any], name: str, field: str) -> str | None:
    return _text(_object(of, name, field).get("code"))


def _objects(of: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = of.get(name, [])
    return found


def _object(of: Mapping[str, Any], name: str, field: str) -> Mapping[str, Any]:
    """What stands under a name, an empty object where nothing does. Raises BadAuditEvent for another shape."""
    found = of.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BadAuditEvent(field, _NO_OBJECT)
    return found


def _only(found: Sequence[Mapping[str, Any]], field: str, text: Text) -> Mapping[str, Any]:
    if len(found) != 1:
        raise BadAuditEvent(field, text)
    return found[0]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
