"""Whether a value that a plugin gave is what its annotations say, all the way down; the message names the field."""

import types
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from waarborg_shared.hooks.values.text import BadValue

_MANY = (tuple, frozenset, Sequence)


def check_sound(value: object, kind: Any, *, of: str) -> None:
    """Refuse a ``value`` that is no ``kind``, or that holds such a field.

    Raises:
        BadValue: naming the path to the field, such as ``request_policy.promise.term``.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        _check_union(value, get_args(kind), of=of)
    elif origin in _MANY:
        _check_many(value, origin, get_args(kind)[0], of=of)
    elif origin is not None and issubclass(origin, Mapping):
        _check_mapping(value, get_args(kind), of=of)
    else:
        _check_plain(value, kind, of=of)


def _check_union(value: object, kinds: tuple[Any, ...], *, of: str) -> None:
    if value is None and type(None) in kinds:
        return
    for kind in (kind for kind in kinds if kind is not type(None)):
        check_sound(value, kind, of=of)


def _check_many(value: object, origin: type, kind: Any, *, of: str) -> None:
    if not isinstance(value, Collection) or not isinstance(value, origin) or isinstance(value, str):
        raise BadValue(f"{of}: {type(value).__name__} where a {origin.__name__} of {_named(kind)} belongs")
    for number, item in enumerate(value):
        check_sound(item, kind, of=f"{of}[{getattr(item, 'code', number)}]")


def _check_mapping(value: object, kinds: tuple[Any, ...], *, of: str) -> None:
    if not isinstance(value, Mapping):
        raise BadValue(f"{of}: {type(value).__name__} where a mapping belongs")
    for key, item in value.items():
        check_sound(key, kinds[0], of=of)
        check_sound(item, kinds[1], of=f"{of}[{key}]")


def _check_plain(value: object, kind: Any, *, of: str) -> None:
    unlike = isinstance(value, bool) and kind is int
    if not isinstance(value, kind) or unlike:
        raise BadValue(f"{of}: {type(value).__name__} where {_named(kind)} belongs")
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        for each in fields(value):
            check_sound(getattr(value, each.name), hints[each.name], of=f"{of}.{each.name}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _named(kind: Any) -> str:
    return str(getattr(kind, "__name__", kind))
