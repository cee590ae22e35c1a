"""A JSON item as people read it: words for keys and codes, and moments as one says them, in one language."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime

from waarborg_requests.domain.own_words import CODES, KEYS, category_name, made_readable
from waarborg_requests.packing.words import WORDS
from waarborg_shared.clocks import AMSTERDAM
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import OWN_SERVICES, Text

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_BETWEEN = " › "
_IN_BOTH = {"nl", "en"}
_SEVERAL = frozenset({"methods"})
"""Codes that stand in one value with spaces between them."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """What a JSON object holds: words for the key, and what stands under it."""

    pairs: Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One plain value: where it is (RFC 6901), the words for that, as it came, and as people read it."""

    pointer: str
    name: str
    raw: str | int | float | bool | None
    shown: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads items of one holder in one language. What our own services mean by a key or code, another may not mean by
    the same: of somebody else's items only moments and days are put into words."""

    language: str
    rules: Rules
    holder: str
    _names: dict[str, Mapping[str, Text]] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)

    def tree(self, value: Any, key: str = "") -> Any:
        """Return a value as `Pairs`, lists and texts."""
        if self._in_both(value):
            return str(value[self.language])
        if isinstance(value, Mapping):
            return Pairs([(self.name(str(name)), self.tree(inner, str(name))) for name, inner in value.items()])
        if isinstance(value, list) and value:
            return [self.tree(inner, key) for inner in value]
        return self.said(None if isinstance(value, list) else value, key)

    def leaves(self, value: Any, pointer: str = "", name: str = "", key: str = "") -> Iterator[Leaf]:
        """Give every plain value, in order."""
        if isinstance(value, Mapping):
            for step, inner in value.items():
                escaped = str(step).replace("~", "~0").replace("/", "~1")
                yield from self.leaves(inner, f"{pointer}/{escaped}", _under(name, self.name(str(step))), str(step))
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                yield from self.leaves(inner, f"{pointer}/{number}", _under(name, str(number + 1)), key)
        else:
            yield Leaf(pointer, name, value, self.said(value, key))

    def name(self, key: str) -> str:
        """Return what a key is called."""
        name = self._keys.get(key)
        if name is None:
            own = KEYS.get(key) if self._own else None
            name = self._keys[key] = (own or made_readable(key)).to(self.language)
        return name

    def said(self, value: Any, key: str = "") -> str:
        """Return a plain value as people read it."""
        if value is None or value == "":
            return self._word("empty")
        if isinstance(value, bool):
            return self._word("yes" if value else "no")
        text = str(value)
        if not isinstance(value, str):
            return text
        if key in _SEVERAL and self._own:
            return ", ".join(self._code(each, key) for each in text.split())
        return _time(text, self.language) or self._code(text, key)

    @property
    def _own(self) -> bool:
        return self.holder in OWN_SERVICES

    def _in_both(self, value: Any) -> bool:
        return self._own and isinstance(value, Mapping) and value.keys() == _IN_BOTH

    def _word(self, name: str) -> str:
        return WORDS[name].to(self.language)

    def _code(self, code: str, key: str) -> str:
        if not self._own:
            return code
        if key == "categories":
            return category_name(code, self.rules).to(self.language)
        if key not in self._names:
            named = _NAMED.get(key)
            self._names[key] = {**CODES.get(key, {}), **(named(self.rules) if named else {})}
        found = self._names[key].get(code)
        return found.to(self.language) if found is not None else code


def _time(text: str, language: str) -> str:
    """Return a moment or day in words: "27 november 2026, 19:41" in Amsterdam; '' for what is none."""
    locale = "nl_NL" if language == "nl" else "en_GB"
    try:
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            return format_datetime(moment, "d MMMM y, HH:mm", tzinfo=AMSTERDAM, locale=locale)
        if _DAY.fullmatch(text):
            return format_date(date.fromisoformat(text), "d MMMM y", locale=locale)
    except (ValueError, OverflowError):  # the thirty-first of February, or a moment before the first year
        return ""
    return ""


def _under(name: str, step: str) -> str:
    return f"{name}{_BETWEEN}{step}" if name else step


def _purposes(rules: Rules) -> dict[str, Text]:
    return {code: each.name for code, each in rules.purposes.items()}


def _recipients(rules: Rules) -> dict[str, Text]:
    return {each.code: each.name for each in rules.recipients}


def _roles(rules: Rules) -> dict[str, Text]:
    return {code: each.name for code, each in rules.roles.items()}


def _representatives(rules: Rules) -> dict[str, Text]:
    return {each.code: each.name for each in rules.representative_kinds}


def _objected_to(rules: Rules) -> dict[str, Text]:
    return {**{code: each.name for code, each in rules.message_kinds.items()}, **_purposes(rules)}


_NAMED: Mapping[str, Callable[[Rules], Mapping[str, Text]]] = {
    "about": _objected_to,
    "authority_kind": _representatives,
    "behalf_role": _roles,
    "for_another_as": _representatives,
    "kind": _representatives,
    "purpose": _purposes,
    "recipient": _recipients,
    "recipients": _recipients,
    "record_type": lambda rules: {code: each.name for code, each in rules.record_types.items()},
    "role": _roles,
}
"""Codes that the organisation itself has words for."""
