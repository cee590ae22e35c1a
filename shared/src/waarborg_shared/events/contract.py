"""Reads a contract (a frozen dataclass) into a plan: how each field is written, read and described."""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from waarborg_shared.events.base import CODE_PATTERN, TYPE_PATTERN, Event, NotACode, check_code

Write = Callable[[Any], object]
Read = Callable[[object], Any]


@dataclass(frozen=True)
class Kind:
    """How one type of field goes over the wire, and its JSON Schema."""

    write: Write
    read: Read
    schema: Mapping[str, object]


@dataclass(frozen=True)
class Field:
    """One field of a contract."""

    name: str
    kind: Kind
    meaning: str
    required: bool
    optional: bool


def _exactly(type_: type) -> Read:
    def read(value: object) -> object:
        if type(value) is not type_:
            raise ValueError(f"expected {type_.__name__}")
        return value

    return read


def _code(value: object) -> str:
    if type(value) is not str:
        raise ValueError("expected a string")
    return check_code(value)


def utc_text(moment: datetime) -> str:
    """RFC 3339 in UTC, ending in Z; raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_moment(value: object) -> datetime:
    """Read RFC 3339 into aware UTC; raises ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError("expected a moment")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


def _write_date(day: date) -> str:
    if isinstance(day, datetime):
        raise ValueError("expected a date, got a moment")
    return day.isoformat()


def _read_date(value: object) -> date:
    if not isinstance(value, str):
        raise ValueError("expected a date")
    return date.fromisoformat(value)


def _read_codes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("expected a list")
    return tuple(_code(item) for item in value)


_CODE_SCHEMA: Mapping[str, object] = {"type": "string", "pattern": f"^{CODE_PATTERN.pattern}$"}
_KINDS: Mapping[object, Kind] = {
    str: Kind(_code, _code, _CODE_SCHEMA),
    int: Kind(_exactly(int), _exactly(int), {"type": "integer"}),
    bool: Kind(_exactly(bool), _exactly(bool), {"type": "boolean"}),
    datetime: Kind(utc_text, read_moment, {"type": "string", "format": "date-time"}),
    date: Kind(_write_date, _read_date, {"type": "string", "format": "date"}),
    tuple[str, ...]: Kind(
        lambda codes: [_code(code) for code in codes], _read_codes, {"type": "array", "items": _CODE_SCHEMA}
    ),
}


def _kind_of(hint: object) -> Kind:
    if hint in _KINDS:
        return _KINDS[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        values = [str(member) for member in hint]
        return Kind(lambda member: check_code(str(hint(member))), hint, {"type": "string", "enum": values})
    raise TypeError(f"an event can't hold {hint!r}")


def _field(name: str, hint: object, required: bool) -> Field:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"field {name} says not what it means")
    inner, meaning = get_args(hint)[:2]
    optional = get_origin(inner) in (Union, types.UnionType)
    if optional:
        members = [member for member in get_args(inner) if member is not type(None)]
        if len(members) != 1 or len(get_args(inner)) != 2:
            raise TypeError(f"field {name} may be one type, or that or None")
        inner = members[0]
    return Field(name, _kind_of(inner), str(meaning), required, optional)


_PLANS: dict[type[Event], tuple[Field, ...]] = {}


def plan(contract: type[Event]) -> tuple[Field, ...]:
    """The fields of a contract, in order (worked out once); raises TypeError where the class breaks the rules."""
    if contract not in _PLANS:
        _PLANS[contract] = _work_out(contract)
    return _PLANS[contract]


def _work_out(contract: type[Event]) -> tuple[Field, ...]:
    if TYPE_PATTERN.fullmatch(contract.type) is None:
        raise TypeError(f"{contract.__name__} has no type such as nl.waarborg.consent.consent-given.v1")
    hints = get_type_hints(contract, include_extras=True)
    return tuple(_field(field.name, hints[field.name], field.default is MISSING) for field in fields(contract))


def write_fields(event: Event) -> dict[str, object]:
    """The event's own fields as JSON values; raises NotACode, ValueError or TypeError for what breaks the contract."""
    written: dict[str, object] = {}
    for field in plan(type(event)):
        value = getattr(event, field.name)
        if value is None and not field.optional:
            raise NotACode(f"{field.name} is missing")
        written[field.name] = None if value is None else field.kind.write(value)
    return written


def read_fields(contract: type[Event], written: Mapping[str, object]) -> Event:
    """Build the event from JSON values, ignoring what the contract does not know.

    Raises KeyError for a field that is missing, and ValueError or TypeError for one of another shape.
    """
    values: dict[str, object] = {}
    for field in plan(contract):
        if field.name not in written and not field.required:
            continue
        value = written[field.name]
        if value is None and field.optional:
            values[field.name] = None
        else:
            values[field.name] = field.kind.read(value)
    return contract(**values)
