"""A page's form: read by a schema into a command, or shown again with what was typed and what is wrong, by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import render_template, request
from flask_babel import gettext
from marshmallow import Schema, ValidationError, fields

from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.web.context import current
from waarborg_shared.web.problems import flat_errors, message_of

FOLD = "__fold"
_LOCAL = "%Y-%m-%dT%H:%M"
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_MOMENT = re.compile(r"(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?")


class AmbiguousHour(Exception):
    """A local time that comes twice, in the night that summer time ends; `first` or `second` must be chosen."""


class NoSuchHour(Exception):
    """A local time that does not exist, in the night that summer time begins."""


def to_utc(local: str, fold: str = "") -> datetime:
    """Return what a `datetime-local` field holds, understood in Amsterdam, as a moment in UTC.

    ``fold`` is '0' for the first (summer time) and '1' for the second of two equal hours.
    Raises ValueError, `AmbiguousHour` or `NoSuchHour`.
    """
    if not _MOMENT.fullmatch(local):
        raise ValueError("a date of 1900 to 2199 and a time, without an offset")
    plain = datetime.fromisoformat(local)
    first = plain.replace(tzinfo=AMSTERDAM, fold=0)
    second = plain.replace(tzinfo=AMSTERDAM, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) != plain:
        raise NoSuchHour
    if fold not in {"0", "1"}:
        raise AmbiguousHour
    return (second if fold == "1" else first).astimezone(UTC)


def to_local(at: datetime) -> str:
    """Return a moment as a `datetime-local` field shows it, in Amsterdam."""
    return at.astimezone(AMSTERDAM).strftime(_LOCAL)


@dataclass
class Form:
    """One form as it was filled in. `command` is what its schema made of it, None while anything is wrong."""

    schema: Schema
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    command: Any = None
    ambiguous: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        """Whether it was filled in rightly."""
        return self.command is not None and not self.errors

    def value(self, name: str) -> Any:
        """Return what was typed in a field, '' where nothing was."""
        return self.values.get(name, "")

    def chosen(self, name: str) -> list[str]:
        """Return which values of a field of choices were ticked."""
        value = self.values.get(name, [])
        return list(value) if isinstance(value, (list, tuple)) else [str(value)]

    def error(self, name: str) -> str:
        """Return what is wrong with a field, '' when nothing is."""
        return " ".join(self.errors.get(name, ()))

    def label(self, name: str) -> str:
        """Return what a page calls a field."""
        found = self.schema.fields.get(name)
        return str(found.metadata.get("label", "")) if found is not None else ""

    def hint(self, name: str) -> str:
        """Return what a page says below a field's label."""
        found = self.schema.fields.get(name)
        return str(found.metadata.get("hint", "")) if found is not None else ""

    def required(self, name: str) -> bool:
        """Whether a field must be filled in."""
        found = self.schema.fields.get(name)
        return bool(found is not None and found.required)

    def needed(self, name: str) -> str:
        """Return when a field that may stay empty is needed all the same, '' where it never is."""
        found = self.schema.fields.get(name)
        return str(found.metadata.get("needed", "")) if found is not None else ""

    def longest(self, name: str) -> int | None:
        """Return how many characters fit in a field, None where that is not limited."""
        found = self.schema.fields.get(name)
        for check in found.validators if found is not None else ():
            longest = getattr(check, "max", None)
            if isinstance(longest, int) and hasattr(check, "equal"):
                return longest
        return None

    def refuse(self, name: str, words: str) -> None:
        """Say that a field is wrong ('' for the form as a whole)."""
        self.errors.setdefault(name, []).append(words)

    def refuse_by(self, error: Exception) -> None:
        """Say what a domain error says, at the field that its `field` names."""
        name = getattr(error, "field", "") or ""
        self.refuse(name, message_of(error) or gettext("Something in it is not right"))


def read_form(schema: type[Schema] | Schema, *, values: Mapping[str, Any] | None = None) -> Form:
    """Return the form of this request: read and checked on POST, else empty or filled with ``values``."""
    made = schema() if isinstance(schema, type) else schema
    if request.method != "POST":
        return Form(made, dict(values or {}))
    form = _Reading(made).form()
    if current.form_refused is not None:
        form.command = None
        form.refuse(
            "", gettext("This form was open for too long or was sent before. Look it over and send it once more.")
        )
    return form


def show_form(template: str, form: Form, **context: Any) -> tuple[str, int]:
    """Return the page with the form and its status: 422 with errors, else 200."""
    return render_template(template, form=form, **context), 422 if form.errors else 200


class _Reading:
    """Reads one posted form: strings as they were typed on one side, what the schema wants on the other."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._errors: dict[str, list[str]] = {}
        self._ambiguous: set[str] = set()

    def form(self) -> Form:
        typed = self._typed()
        wanted = {name: value for name in typed if (value := self._wanted(name, typed[name])) is not None}
        for name, found in self._schema.fields.items():
            if isinstance(found, fields.Boolean) and not found.dump_only:
                wanted.setdefault(name, False)
        command = None
        try:
            loaded = self._schema.load(wanted)
            command = None if self._errors else loaded
        except ValidationError as error:
            for name, words in flat_errors(error.messages).items():
                self._errors.setdefault(self._shown_at(name), words)
        ordered = {name: self._errors[name] for name in [*self._schema.fields, *self._errors] if name in self._errors}
        return Form(self._schema, typed, ordered, command, frozenset(self._ambiguous))

    def _shown_at(self, name: str) -> str:
        return name.partition(".")[0] if name.partition(".")[0] in self._schema.fields else ""

    def _typed(self) -> dict[str, Any]:
        typed: dict[str, Any] = {}
        for name in request.form:
            if name.startswith("_") or name.endswith(FOLD):
                continue
            many = isinstance(self._schema.fields.get(name), fields.List)
            typed[name] = request.form.getlist(name) if many else request.form[name]
        return typed

    def _wanted(self, name: str, typed: Any) -> Any:
        """Return the value that the schema is to check; None for a field that was left empty."""
        found = self._schema.fields.get(name)
        if isinstance(typed, list):
            return [each for each in typed if each != ""]
        if isinstance(found, fields.Boolean):
            return typed in {"true", "on", "1", "yes"}
        plain = typed.replace("\r\n", "\n").strip()
        if not plain:
            return None
        if isinstance(found, fields.Integer):
            return int(plain) if _WHOLE.fullmatch(plain) else plain
        if isinstance(found, fields.DateTime):
            return self._moment(name, plain)
        return plain

    def _moment(self, name: str, local: str) -> Any:
        try:
            return to_utc(local, request.form.get(name + FOLD, "")).isoformat()
        except AmbiguousHour:
            self._ambiguous.add(name)
            self._errors[name] = [gettext("That night the clock went back and this hour came twice. Say which.")]
        except NoSuchHour:
            self._errors[name] = [gettext("That night the clock went forward and skipped this hour.")]
        except (ValueError, OverflowError):
            self._errors[name] = [gettext("Give a date and a time, such as 5 January 2027 14:30.")]
        return None


__all__ = ["AmbiguousHour", "Form", "NoSuchHour", "read_form", "show_form", "to_local", "to_utc"]
