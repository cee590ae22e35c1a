"""What the authority asks about a breach, and what the case says to it: a value, or a gap.

A form of the authority is a list of fields; here stands what a field is, what is known of one
case as one frozen value, and the pure functions from the one to the other. Nothing here sends anything.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from waarborg_breach.domain.facts import Facts
from waarborg_breach.domain.states import Breach, BreachError, NoticeKind
from waarborg_breach.domain.times import Times
from waarborg_shared.hooks.values import BreachProtocol, Organisation, Text


class Part(StrEnum):
    """The sections of the authority's web form in its order, and last what the protocol's questions brought in."""

    ABOUT = "about"
    CONTACT = "contact"
    TIMELINE = "timeline"
    BREACH = "breach"
    DATA = "data"
    PEOPLE = "people"
    BEFORE = "before"
    CONSEQUENCES = "consequences"
    AFTER = "after"
    OTHER = "other"
    ANSWERS = "answers"


class Common(StrEnum):
    """The parts of the EDPB's common template for a notification under article 33."""

    TYPE = "type"
    CONTROLLER = "controller"
    OFFICER = "officer"
    TIMES = "times"
    NATURE = "nature"
    SUBJECTS = "subjects"
    DATA = "data"
    SAFEGUARDS = "safeguards"
    CONSEQUENCES = "consequences"
    MEASURES = "measures"
    TELLING = "telling"
    CROSS_BORDER = "cross-border"


class Gap(StrEnum):
    """Why a field has no value."""

    MISSING = "missing"
    SAID_UNKNOWN = "said-unknown"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Code:
    """A value out of a list of words; ``of`` names the list."""

    of: str
    code: str


@dataclass(frozen=True, slots=True)
class Step:
    """A measure: what it is, of which kind, and whether it was taken or is planned, on which day."""

    what: str = field(repr=False)
    kind: str
    taken: bool
    on: date


Value = str | bool | int | datetime | Code | Text | tuple[Code | Step | str, ...]
Found = Value | Gap | None
Written = str | Gap
"""What somebody wrote, or that it was erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """One thing that the authority was told; its number is that of the case's notices."""

    number: int
    kind: NoticeKind
    at: datetime
    authority_number: str | None
    late: bool
    reason: Written | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that a case holds for the authority. ``texts`` are by what they are about, ``typed`` by field.

    ``kind`` is what the next notice would be, or what this one was. ``due_at`` is until when it can be in time.
    ``told_count`` and ``told_message`` are how many of the list were told, and what the message to them says.
    """

    number: str
    drill: bool
    organisation: Organisation
    protocol: BreachProtocol
    now: datetime
    times: Times
    states: Breach
    facts: Facts
    said_unknown: frozenset[str] = frozenset()
    kind: NoticeKind
    due_at: datetime | None = None
    breach_kind: str | None = None
    containment: str | None = None
    exception: str | None = None
    informed_at: datetime | None = None
    informed_how: str | None = None
    told_count: int | None = None
    told_message: Text | Gap | None = None
    measures: tuple[Step, ...] = ()
    measures_erased: bool = False
    notices: tuple[Notified, ...] = ()
    answers: Mapping[str, Written] = field(default_factory=dict, repr=False)
    not_known: frozenset[str] = frozenset()
    texts: Mapping[str, Written] = field(default_factory=dict, repr=False)
    typed: Mapping[str, Written] = field(default_factory=dict, repr=False)


def _always(_known: Known) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form: where it stands in both forms, its words, and what of a case answers it.

    ``fill_in`` is where a gap is filled: a form on the page of the case. A field that is ``typed`` can be filled in the
    dossier itself; with ``choices`` out of that list of words. An ``optional`` one is never a gap. What is
    ``of_notice`` is about the notification and not about the breach: a difference in it is no change.
    """

    code: str
    part: Part
    common: Common | None
    text: Text
    value: Callable[[Known], Found]
    fill_in: str = ""
    typed: bool = False
    choices: tuple[str, ...] = ()
    optional: bool = False
    of_notice: bool = False
    asked: Callable[[Known], bool] = _always


@dataclass(frozen=True, slots=True)
class Entry:
    """A field with what the case says to it; ``place`` is its own number in the dossier, part and order."""

    field: Field
    place: str
    value: Value | None
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class Change:
    """A field that says something else than it did at the last notice; None: it had, or has, no value."""

    code: str
    was: Value | None
    became: Value | None


class NoSuchField(BreachError):
    """The dossier has no such field to fill in."""

    field = "dossier"
    text = Text("Dit kan in het dossier niet worden ingevuld.", "This cannot be filled in in the dossier.")


class NoSuchChoice(BreachError):
    """What was filled in is none of the choices."""

    text = Text("Kies een van de mogelijkheden.", "Choose one of the possibilities.")

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.field = code


class NothingFilledIn(BreachError):
    """Nothing was typed, and there was nothing to take away."""

    field = ""
    text = Text("U hebt niets ingevuld.", "You filled in nothing.")


def fill(fields: Iterable[Field], known: Known) -> tuple[Entry, ...]:
    """Return every field that this case is asked, with its value or why there is none."""
    counted: dict[Part, int] = {}
    entries = []
    for each in fields:
        if not each.asked(known):
            continue
        counted[each.part] = counted.get(each.part, 0) + 1
        place = f"{tuple(Part).index(each.part)}.{counted[each.part]}"
        found = _found(each, known)
        if found is None and each.optional:
            entries.append(Entry(each, place, None, None))
        elif found is None or isinstance(found, Gap):
            entries.append(Entry(each, place, None, found or Gap.MISSING))
        else:
            entries.append(Entry(each, place, found, None))
    return tuple(entries)


def gaps(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the fields that have no value and are not free to be without."""
    return tuple(each for each in entries if each.gap is not None)


def changes(entries: Iterable[Entry], before: Mapping[str, Value]) -> tuple[Change, ...]:
    """Return what says something else than ``before``: the values that stood in the dossier at a notice, by field."""
    now = {each.field.code: each.value for each in entries if each.value is not None and not each.field.of_notice}
    apart = {each.field.code for each in entries if each.field.of_notice}
    codes = [*now, *(code for code in before if code not in now)]
    return tuple(
        Change(code, before.get(code), now.get(code))
        for code in codes
        if code not in apart and before.get(code) != now.get(code)
    )


def check_typed(fields: Mapping[str, Field], given: Mapping[str, str], typed: Mapping[str, Written]) -> None:
    """Refuse what the dossier does not take; ``typed`` is there. Raises NoSuchField, NoSuchChoice, NothingFilledIn."""
    if not any(text or code in typed for code, text in given.items()):
        raise NothingFilledIn("dossier")
    for code, text in given.items():
        found = fields.get(code)
        if found is None or not found.typed:
            raise NoSuchField(code)
        if text and found.choices and text not in found.choices:
            raise NoSuchChoice(code)


def plain(value: Value) -> dict[str, Any]:
    """Return a value as JSON keeps it."""
    if isinstance(value, tuple):
        return {"list": [_plain_item(each) for each in value]}
    if isinstance(value, Code):
        return {"of": value.of, "code": value.code}
    if isinstance(value, Text):
        return {"nl": value.nl, "en": value.en}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"yes" if isinstance(value, bool) else "number" if isinstance(value, int) else "text": value}


def from_plain(kept: Mapping[str, Any]) -> Value:
    """Return the value that ``plain`` made this of."""
    if "list" in kept:
        return tuple(_item(each) for each in kept["list"])
    if "at" in kept:
        return datetime.fromisoformat(kept["at"])
    if "code" in kept:
        return Code(kept["of"], kept["code"])
    if "nl" in kept:
        return Text(kept["nl"], kept["en"])
    found: Value = next(kept[name] for name in ("yes", "number", "text") if name in kept)
    return found


def _found(each: Field, known: Known) -> Found:
    """What was typed in the dossier, and else what the case says."""
    typed = known.typed.get(each.code) if each.typed else None
    if typed is not None:
        return Code(each.code, typed) if each.choices and not isinstance(typed, Gap) else typed
    found = each.value(known)
    if isinstance(found, str) and not isinstance(found, Gap) and not found.strip():
        return None
    return None if found == () else found


def _plain_item(item: Code | Step | str) -> dict[str, Any]:
    if isinstance(item, Step):
        return {"what": item.what, "kind": item.kind, "taken": item.taken, "on": item.on.isoformat()}
    return plain(item)


def _item(kept: Mapping[str, Any]) -> Code | Step | str:
    if "what" in kept:
        return Step(kept["what"], kept["kind"], kept["taken"], date.fromisoformat(kept["on"]))
    return Code(kept["of"], kept["code"]) if "code" in kept else str(kept["text"])
