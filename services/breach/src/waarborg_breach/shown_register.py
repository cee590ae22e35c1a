"""The register in words: of each breach its columns for files, and its twelve fields for a page or a print."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from waarborg_breach.actions.register_book import Entry, EntryMeasure, EntryNotice
from waarborg_breach.domain import CaseState
from waarborg_breach.domain.handling import MeasureKind
from waarborg_breach.domain.register_book import Finding
from waarborg_breach.texts import (
    AUTHORITY_STATES,
    CASE_STATES,
    EXCEPTIONS,
    KINDS,
    NOTICES,
    ORIGINS,
    PERSONS_STATES,
    WIPES,
)
from waarborg_breach.texts import advising as facts_texts
from waarborg_breach.texts import handling as handling_texts
from waarborg_breach.texts import register_book as texts
from waarborg_breach.texts.telling import told_by
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RegisterField, Text
from waarborg_shared.uow import Written
from waarborg_shared.web.words import short_moment

Cell: TypeAlias = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Sayer:
    """Says what stands in the register in one language, by the rules of one organisation."""

    lang: str
    rules: Rules

    def text(self, text: Text) -> str:
        """Return a text in the language."""
        return text.to(self.lang)

    def written(self, written: Written | None) -> str:
        """Return what somebody wrote, or that it was erased."""
        return "" if written is None else written if isinstance(written, str) else written.to(self.lang)

    def at(self, moment: datetime) -> str:
        """Return a moment, short, in Amsterdam."""
        return str(short_moment(moment, self.lang))

    def yes(self, yes: bool | None) -> str:
        """Return yes, no, or nothing where it is not known."""
        return "" if yes is None else self.text(facts_texts.YES_NO["yes" if yes else "no"])

    def coded(self, words: Mapping[Any, Text], codes: Iterable[Any]) -> str:
        """Return codes in words; one that has none stays as it is."""
        return ", ".join(self.text(words[each]) if each in words else str(each) for each in codes)


def _mark(say: Sayer, entry: Entry) -> str:
    case = entry.case
    marks = {
        texts.RETRACTED: case.case_state == CaseState.RETRACTED,
        texts.MERGED: case.case_state == CaseState.MERGED,
        texts.DESTROYED: case.destroyed_at is not None,
        texts.HELD: case.held_at is not None,
    }
    return " ".join(say.text(text) for text, so in marks.items() if so)


def _description(say: Sayer, entry: Entry) -> str:
    return _lines(say.written(entry.words.get("summary")), _answered(say, entry, RegisterField.DESCRIPTION))


def _how_sure(say: Sayer, entry: Entry) -> str:
    found = [text for text, so in ((texts.ONGOING, entry.case.ongoing), (texts.ESTIMATED, entry.case.estimated)) if so]
    said = ", ".join(say.text(each) for each in found)
    return _lines(said, _answered(say, entry, RegisterField.OCCURRED) if entry.case.occurred_at is None else "")


def _data(say: Sayer, entry: Entry) -> str:
    names = {code: category.name for code, category in say.rules.categories.items()}
    codes = (say.coded(names, sorted(entry.facts.categories or ())), say.coded(facts_texts.KINDS, entry.more_kinds))
    return _lines(", ".join(each for each in codes if each), _answered(say, entry, RegisterField.DATA))


def _people(say: Sayer, entry: Entry) -> str:
    groups = say.coded(facts_texts.VALUES["groups"], sorted(entry.facts.groups or ()))
    return _lines(groups, _answered(say, entry, RegisterField.PEOPLE))


def _other_eu(say: Sayer, entry: Entry) -> str:
    countries = ", ".join(sorted(entry.facts.countries or ()))
    known = say.yes(entry.facts.other_eu) + (f": {countries}" if countries else "")
    return known or _answered(say, entry, RegisterField.OTHER_EU)


def _notices(say: Sayer, entry: Entry) -> str:
    return "\n".join(_one_notice(say, each) for each in entry.notices)


def _one_notice(say: Sayer, notice: EntryNotice) -> str:
    parts = [f"{say.text(NOTICES[notice.kind])}: {say.at(notice.at)}"]
    if notice.authority_number:
        parts.append(f"{say.text(texts.NUMBERED)} {notice.authority_number}")
    if notice.late:
        parts.append(say.text(texts.LATE))
    return ", ".join(parts) + (f" ({say.written(notice.reason)})" if notice.reason is not None else "")


def _consequences(say: Sayer, entry: Entry) -> str:
    return _lines(say.written(entry.words.get("consequences")), _answered(say, entry, RegisterField.CONSEQUENCES))


def _measures(kind: MeasureKind) -> Callable[[Sayer, Entry], str]:
    def say_them(say: Sayer, entry: Entry) -> str:
        return "\n".join(_one_measure(say, each) for each in entry.measures if each.kind is kind)

    return say_them


def _one_measure(say: Sayer, measure: EntryMeasure) -> str:
    if measure.taken_at is not None:
        when = f"{say.text(texts.TAKEN)} {say.at(measure.taken_at)}"
    elif measure.dropped_at is not None:
        when = f"{say.text(texts.DROPPED)} {say.at(measure.dropped_at)}"
    else:
        when = f"{say.text(texts.PLANNED)} {measure.due_on.isoformat()}"
    return f"{say.written(measure.what)} ({when})"


def _measures_said(say: Sayer, entry: Entry) -> str:
    none = entry.words.get("no_measures")
    said = f"{say.text(texts.NONE_NEEDED)} {say.written(none)}" if none is not None else ""
    return _lines(said, _answered(say, entry, RegisterField.MEASURES))


def _containment(say: Sayer, entry: Entry) -> str:
    if entry.handling is None:
        return ""
    states = {str(state): text for state, text in handling_texts.CONTAINMENT.items()}
    return _lines(say.coded(states, [entry.handling.containment]), say.written(entry.words.get("containment")))


def _wiped(say: Sayer, entry: Entry) -> str:
    state = entry.case.wipe_state
    return _lines(say.coded(WIPES, [state]) if state else "", say.written(entry.words.get("wiped")))


def _told_how(say: Sayer, entry: Entry) -> str | None:
    """By which channel, and what somebody typed."""
    channel = say.text(told_by(entry.case.informed_how, say.rules)) if entry.case.informed_how else ""
    return _lines(channel, say.written(entry.words.get("informed_how"))) or None


def _destroyed_rule(say: Sayer, entry: Entry) -> str:
    code = entry.case.destroyed_rule
    if not code or entry.case.destroyed_at is None:
        return ""
    rule = say.rules.retention(entry.case.destroyed_at.astimezone(AMSTERDAM).date()).get(code)
    return f"{say.text(rule.name)} ({rule.source})" if rule is not None else code


def _answered(say: Sayer, entry: Entry, field: RegisterField) -> str:
    given = [say.written(each) for each in entry.answers.get(field, ())]
    return "\n".join(f"{say.text(texts.ANSWERED)} {each}" for each in given if each)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


VALUES: Mapping[str, Callable[[Sayer, Entry], Cell]] = {
    "number": lambda _say, entry: entry.case.number,
    "mark": _mark,
    "merged_into": lambda _say, entry: entry.merged_into,
    "state": lambda say, entry: say.coded(CASE_STATES, [entry.case.case_state]),
    "origin": lambda say, entry: say.coded(ORIGINS, [entry.case.origin]),
    "kind": lambda say, entry: say.coded(KINDS, [entry.case.kind]) if entry.case.kind else "",
    "description": _description,
    "occurred_from": lambda _say, entry: entry.case.occurred_at,
    "occurred_until": lambda _say, entry: entry.case.occurred_until,
    "occurred_how_sure": _how_sure,
    "discovered": lambda _say, entry: entry.case.discovered_at,
    "data": _data,
    "people": _people,
    "how_many": lambda _say, entry: entry.case.about_how_many,
    "how_many_said": lambda say, entry: _answered(say, entry, RegisterField.HOW_MANY),
    "other_eu": _other_eu,
    "authority": lambda say, entry: say.coded(AUTHORITY_STATES, [entry.case.authority_state]),
    "notified_at": lambda _say, entry: entry.case.notified_at,
    "notices": _notices,
    "persons": lambda say, entry: say.coded(PERSONS_STATES, [entry.case.persons_state]),
    "informed_at": lambda _say, entry: entry.case.informed_at,
    "informed_how": _told_how,
    "exception": lambda say, entry: (
        say.coded(EXCEPTIONS, [entry.case.persons_exception]) if entry.case.persons_exception else ""
    ),
    "consequences": _consequences,
    "consequences_at": lambda _say, entry: entry.handling.consequences_at if entry.handling else None,
    "technical": _measures(MeasureKind.TECHNICAL),
    "organisational": _measures(MeasureKind.ORGANISATIONAL),
    "measures_said": _measures_said,
    "containment": _containment,
    "contained_at": lambda _say, entry: entry.handling.contained_at if entry.handling else None,
    "wiped": _wiped,
    "wiped_at": lambda _say, entry: entry.case.wiped_at,
    "reported_at": lambda _say, entry: entry.case.reported_at or entry.case.created_at,
    "aware_at": lambda _say, entry: entry.case.aware_at,
    "processor": lambda say, entry: say.written(entry.words.get("processor")),
    "processor_aware_at": lambda _say, entry: entry.case.processor_aware_at,
    "decided_at": lambda _say, entry: entry.case.decided_at,
    "reason": lambda say, entry: say.written(entry.words.get("reason")),
    "closed_at": lambda _say, entry: entry.case.closed_at,
    "retracted_why": lambda say, entry: say.written(entry.words.get("retracted_why")),
    "held_at": lambda _say, entry: entry.case.held_at,
    "hold_why": lambda say, entry: say.written(entry.words.get("hold_why")),
    "destroyed_at": lambda _say, entry: entry.case.destroyed_at,
    "destroyed_rule": _destroyed_rule,
}
"""How each column of ``texts.register_book.COLUMNS`` is filled in."""
_F = RegisterField
_OF_FIELD: Mapping[RegisterField, tuple[str, ...]] = {
    _F.DESCRIPTION: ("description",),
    _F.OCCURRED: ("occurred_from", "occurred_until", "occurred_how_sure"),
    _F.DISCOVERED: ("discovered",),
    _F.DATA: ("data",),
    _F.PEOPLE: ("people",),
    _F.HOW_MANY: ("how_many", "how_many_said"),
    _F.OTHER_EU: ("other_eu",),
    _F.AUTHORITY: ("authority", "notified_at", "notices"),
    _F.PERSONS: ("persons", "informed_at"),
    _F.HOW_TOLD: ("informed_how", "exception"),
    _F.CONSEQUENCES: ("consequences", "consequences_at"),
    _F.MEASURES: (
        *("technical", "organisational", "measures_said", "containment", "contained_at", "wiped", "wiped_at"),
    ),
}
"""Which columns make up each of the twelve fields."""
_NAMED = frozenset({*_OF_FIELD[_F.MEASURES], "notified_at", "informed_at"} - {"measures_said"})
"""Columns whose own name stands before what they say."""
_OWN = (
    *("mark", "merged_into", "state", "origin", "kind", "reported_at", "aware_at", "processor", "processor_aware_at"),
    *("decided_at", "reason", "closed_at", "retracted_why", "held_at", "hold_why", "destroyed_at", "destroyed_rule"),
)
"""What we hold beside the twelve."""


def cells_of(say: Sayer, entry: Entry) -> dict[str, Cell]:
    """Return a breach by columns."""
    return {name: VALUES[name](say, entry) for name in texts.COLUMNS}


def columns_of(say: Sayer, entry: Entry) -> dict[str, Cell]:
    """Return the twelve fields of a breach by the columns that make them up; what says nothing is None."""
    names = (name for columns in _OF_FIELD.values() for name in columns)
    return {name: None if (cell := VALUES[name](say, entry)) == "" else cell for name in names}


def fields_of(say: Sayer, entry: Entry) -> list[tuple[str, list[str]]]:
    """Return the twelve fields of a breach with their lines, none left out: what is not known says so."""
    gap = texts.NO_LONGER if entry.case.destroyed_at is not None else texts.NOT_KNOWN
    return [
        (f"{number}. {say.text(name)}", _said(say, entry, _OF_FIELD[field], only=field) or [say.text(gap)])
        for number, (field, name) in enumerate(texts.FIELDS.items(), start=1)
    ]


def own_of(say: Sayer, entry: Entry) -> list[tuple[str, list[str]]]:
    """Return what we hold beside the twelve fields, where there is something."""
    found = [(say.text(texts.COLUMNS[name]), _said(say, entry, (name,))) for name in _OWN]
    return [(name, lines) for name, lines in found if lines]


def finding_in_words(say: Sayer, finding: Finding) -> str:
    """Return what the register was narrowed by, so that nobody takes a part of it for all."""
    words = {
        "year": finding.year and str(finding.year),
        "state": finding.state and say.coded(CASE_STATES, [finding.state]),
        "notified": finding.notified and say.coded(texts.NOTIFIED, [finding.notified]),
        "kind": finding.kind and say.coded(KINDS, [finding.kind]),
        "course": finding.course and say.coded(texts.COURSES, [finding.course]),
        "number": finding.number,
    }
    said = "; ".join(str(each) for each in words.values() if each)
    return f"{say.text(texts.ONLY)} {said}." if said else say.text(texts.EVERYTHING)


def _said(say: Sayer, entry: Entry, names: Iterable[str], *, only: RegisterField | None = None) -> list[str]:
    lines: list[str] = []
    for name in names:
        value = VALUES[name](say, entry)
        if value is None or value == "":
            continue
        text = say.at(value) if isinstance(value, datetime) else str(value)
        label = _label(say, name) if only is not None else ""
        lines += [f"{label}{line}" if not at else line for at, line in enumerate(text.split("\n"))]
    return lines


def _label(say: Sayer, name: str) -> str:
    """Return what stands before a line where a field has several columns."""
    labels = {
        "occurred_from": texts.FROM,
        "occurred_until": texts.UNTIL,
        "how_many": texts.ABOUT,
        "consequences_at": texts.SINCE,
    }
    if name in labels:
        return f"{say.text(labels[name])} "
    if name in _NAMED:
        return f"{say.text(texts.COLUMNS[name]).partition(' ')[2]}: "
    return ""
