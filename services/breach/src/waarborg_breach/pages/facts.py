"""What is known of a breach as facts, on the page of a case: in plain words, each with "not known yet"."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from marshmallow import Schema

from waarborg_breach.actions import advising, opened
from waarborg_breach.domain.facts import Contradiction
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step
from waarborg_breach.schemas.advising import (
    MORE_KINDS,
    NOT_KNOWN,
    NUMBERS,
    ONE_OF,
    OTHER_EU,
    SETS,
    UNKNOWN,
    YES_NO,
    facts_form,
    field_of,
)
from waarborg_breach.texts import advising as texts
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said

YES_OR_NO = {True: "yes", False: "no", None: ""}
GROUPS: tuple[tuple[str, ...], ...] = (
    ("categories", "more_kinds", "identifiable"),
    ("groups", "vulnerable", "persons", "records", "other_eu", "countries"),
    ("confidentiality", "holder", "deletion_confirmed", "encryption", "key_safe"),
    ("integrity", "availability", "away_hours", "undone", "care"),
    ("intent", "processor", "averted", "reachable"),
)
"""The facts as they stand together in the form."""


def form_of(rules: Rules) -> Schema:
    """Return the form of the facts, with the organisation's own data categories."""
    return facts_form({name: said(text) for name, text in texts.FACTS.items()}, rules.categories)


def _change(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    given: dict[str, Any] = {}
    for name in (*ONE_OF, *YES_NO):
        _take(given, name, {"yes": True, "no": False}.get(said_so[field_of(name)], said_so[field_of(name)]))
    for name in NUMBERS:
        _take(given, name, _number(name, said_so))
    for name in SETS:
        _take(given, name, _chosen(name, said_so))
    note = said_so["facts_note"] or ""
    cleared = [name for name in (*ONE_OF, *YES_NO, *NUMBERS, *SETS) if name not in given]
    try:
        advising.note_facts(work, case, given, rules=rules, cleared=cleared, note=note)
    except Contradiction as wrong:
        raise Contradiction(field_of(wrong.field), wrong.text) from wrong


def _take(given: dict[str, Any], name: str, value: Any) -> None:
    if value is not None:
        given[name] = None if value == UNKNOWN else value


def _number(name: str, said_so: Mapping[str, Any]) -> Any:
    number, unknown = said_so[field_of(name)], said_so[field_of(name) + NOT_KNOWN]
    if number is not None and unknown:
        raise Contradiction(field_of(name))
    return UNKNOWN if unknown else number


def _chosen(name: str, said_so: Mapping[str, Any]) -> Any:
    chosen = said_so[field_of(name)]
    if UNKNOWN in chosen and len(chosen) > 1:
        raise Contradiction(field_of(name))
    return UNKNOWN if UNKNOWN in chosen else chosen or None


def _kept(work: Work, case: BreachCase) -> Mapping[str, Any]:
    facts, unknown = advising.facts_of(work, case), advising.said_unknown(work, case)
    kept: dict[str, Any] = {}
    for name in (*ONE_OF, *YES_NO):
        value = getattr(facts, name)
        shown = YES_OR_NO[value] if name in YES_NO else str(value or "")
        kept[field_of(name)] = UNKNOWN if name in unknown else shown
    for name in NUMBERS:
        value = getattr(facts, name)
        kept[field_of(name)] = "" if value is None else value
        kept[field_of(name) + NOT_KNOWN] = name in unknown
    for name in SETS:
        found = advising.more_kinds_of(work, case) if name == advising.MORE_KINDS else getattr(facts, name)
        kept[field_of(name)] = [UNKNOWN] if name in unknown else [str(each) for each in found or ()]
    note = opened(work, case, "facts_note")
    return {**kept, "facts_note": note if isinstance(note, str) else ""}


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any]:
    facts, unknown = advising.facts_of(work, case), advising.said_unknown(work, case)
    rows = []
    for name in (each for group in GROUPS for each in group):
        value = advising.more_kinds_of(work, case) if name == advising.MORE_KINDS else getattr(facts, name)
        if value not in (None, (), frozenset()):
            rows.append((said(texts.FACTS[name]), _in_words(name, value, rules)))
        elif name in unknown:
            rows.append((said(texts.FACTS[name]), said(texts.UNKNOWN)))
    return {
        "known": rows,
        "note": opened(work, case, "facts_note"),
        "open": case.closed_at is None,
        "groups": [[_field(name, rules) for name in group] for group in GROUPS],
    }


def _field(name: str, rules: Rules) -> dict[str, Any]:
    """Return what the template needs to draw one field."""
    sort = "number" if name in NUMBERS else "many" if name in SETS else "one"
    choices = _choices(name, rules)
    if name not in (advising.MORE_KINDS, "countries"):
        choices = [*choices, (UNKNOWN, said(texts.UNKNOWN))]
    return {"name": field_of(name), "sort": sort, "choices": choices, "folded": name == "countries"}


def _choices(name: str, rules: Rules) -> list[tuple[str, str]]:
    if name == "categories":
        return [(code, said(category.name)) for code, category in rules.categories.items()]
    if name == "countries":
        return sorted(((code, _country(code)) for code in OTHER_EU), key=lambda pair: pair[1])
    if name == advising.MORE_KINDS:
        return [(kind.value, said(texts.KINDS[kind])) for kind in MORE_KINDS]
    return [(str(code), said(text)) for code, text in texts.VALUES.get(name, {}).items()]


def _in_words(name: str, value: Any, rules: Rules) -> str:
    if isinstance(value, bool):
        return said(texts.YES_NO[YES_OR_NO[value]])
    if isinstance(value, int):
        return str(value)
    codes: Sequence[str] = [str(value)] if isinstance(value, str) else sorted(str(each) for each in value)
    names = dict(_choices(name, rules))
    return ", ".join(names.get(code, code) for code in codes)


def _country(code: str) -> str:
    return str(Locale.parse(current.lang).territories.get(code, code))


SECTION = Section("facts", "breach/facts/section.html", _show)
STEPS = {"facts": Step(form_of, Duty.BREACH_DECIDE, _change, kept=_kept)}
