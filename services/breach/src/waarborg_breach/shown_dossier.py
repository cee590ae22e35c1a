"""The dossier for the authority in words, for a page and for print, and as JSON for programs."""

from collections.abc import Iterable, Mapping
from typing import Any

from babel import Locale

from waarborg_breach.actions.dossier import Dossier, Told
from waarborg_breach.domain.dossier import (
    Change,
    Code,
    Entry,
    Field,
    Gap,
    Notified,
    Part,
    Step,
    Value,
    fields_of,
    plain,
)
from waarborg_breach.models import BreachCase
from waarborg_breach.texts import NOTICES
from waarborg_breach.texts import dossier as texts
from waarborg_breach.texts.telling import told_by
from waarborg_breach.typesetting import DossierText, Question, Section
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.web.words import day_in_words, moment_in_words

LANGUAGES = ("nl", "en")


def words_of(value: Value, rules: Rules, language: str) -> str:
    """Return a value in words; of a list each stands on a line of its own."""
    if isinstance(value, tuple):
        return "\n".join(_item(each, rules, language) for each in value)
    if isinstance(value, bool):
        return texts.YES_NO["yes" if value else "no"].to(language)
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, Text):
        return value.to(language)
    return _word(value, rules, language) if isinstance(value, Code) else moment_in_words(value, language)


def sections(dossier: Dossier, rules: Rules, language: str) -> list[dict[str, Any]]:
    """Return the dossier as a page shows it: part by part, each field with its words or its gap."""
    return [
        {
            "part": part,
            "place": list(Part).index(part),
            "title": texts.PARTS[part].to(language),
            "entries": [_shown(each, rules, language) for each in entries],
            "gaps": sum(each.gap is not None for each in entries),
            "typed": [each.field for each in entries if each.field.typed],
        }
        for part, entries in _by_part(dossier.entries)
    ]


def changed(found: Iterable[Change], rules: Rules, language: str) -> list[dict[str, str | None]]:
    """Return what changed since the last notice: the question, and what it said and says."""
    asked = _asked(rules)
    return [
        {
            "question": asked[each.code].text.to(language) if each.code in asked else each.code,
            "was": None if each.was is None else words_of(each.was, rules, language),
            "became": None if each.became is None else words_of(each.became, rules, language),
        }
        for each in found
    ]


def told(kept: Told, rules: Rules, language: str) -> list[tuple[str, str]] | None:
    """Return what stood in the dossier at a notice, question by question; None where it was erased."""
    if kept.values is None:
        return None
    asked = _asked(rules)
    return [
        (asked[code].text.to(language) if code in asked else code, words_of(value, rules, language))
        for code, value in kept.values.items()
    ]


def called(notice: Notified, language: str) -> str:
    """Return what to call a notice: its kind and when it was."""
    return f"{NOTICES[notice.kind].to(language)}, {moment_in_words(notice.at, language)}"


def source_of(field: Field, place: str, language: str) -> str:
    """Return where a question stands: its place in the web form, and the part of the EDPB's template."""
    if field.common is None:
        return place
    return f"{place}; EDPB: {texts.COMMONS[field.common].to(language)}"


def in_print(case: BreachCase, dossier: Dossier, rules: Rules, language: str) -> DossierText:
    """Return the dossier as it is typeset."""
    counted = len(dossier.gaps)
    marked = texts.EXERCISE.to(language) if case.drill else ""
    title = f"{texts.TITLE.to(language)}: {case.number}"
    return DossierText(
        title=title,
        language=language,
        author=rules.organisation.legal_name,
        notes=(
            *(each.to(language) for each in (texts.NOT_SENT, texts.NUMBERED)),
            *((_open(counted).to(language),) if counted else ()),
        ),
        mark=marked,
        head=tuple(each.to(language) for each in (Text("Vraag", "Question"), Text("Antwoord", "Answer"))),
        sections=(*_changed_in_print(dossier, rules, language), *_parts_in_print(dossier, rules, language)),
        footer=f"{rules.organisation.legal_name} · {case.number}",
    )


def for_programs(case: BreachCase, dossier: Dossier, rules: Rules) -> dict[str, Any]:
    """Return the dossier as JSON; what was erased has the gap ``erased``."""
    return {
        "number": case.number,
        "drill": case.drill,
        "mark": _both(texts.EXERCISE) if case.drill else None,
        "sent_by_us": False,
        "note": _both(texts.NOT_SENT),
        "gaps": [each.field.code for each in dossier.gaps],
        "fields": [_plain_entry(case, each, rules) for each in dossier.entries],
        "notices": [
            {"number": each.number, "kind": each.kind, "at": each.at, "authority_number": each.authority_number}
            for each in dossier.notices
        ],
        "changed_since_last_notice": None
        if dossier.changed is None
        else [{"code": each.code, "was": _maybe(each.was), "became": _maybe(each.became)} for each in dossier.changed],
    }


def _parts_in_print(dossier: Dossier, rules: Rules, language: str) -> Iterable[Section]:
    for part, entries in _by_part(dossier.entries):
        heading = f"{list(Part).index(part)}. {texts.PARTS[part].to(language)}"
        yield Section(heading=heading, questions=tuple(_question(each, rules, language) for each in entries))


def _changed_in_print(dossier: Dossier, rules: Rules, language: str) -> Iterable[Section]:
    """Give what changed since the last notice as a part of its own, where something did."""
    if not dossier.changed or dossier.since is None:
        return
    none = texts.NO_ANSWER.to(language)
    rows = [
        Question(
            text=each["question"] or "",
            source="",
            answer=(
                f"{texts.NOW.to(language)}: {each['became'] or none}",
                f"{texts.THEN.to(language)}: {each['was'] or none}",
            ),
            gap="",
        )
        for each in changed(dossier.changed, rules, language)
    ]
    heading = f"{texts.CHANGED_SINCE.to(language)} ({called(dossier.since, language)})"
    yield Section(heading=heading, questions=tuple(rows))


def _open(count: int) -> Text:
    return Text(
        f"Nog niet ingevuld of nog niet bekend: {count} vragen.", f"Not filled in or not known yet: {count} questions."
    )


def _shown(entry: Entry, rules: Rules, language: str) -> dict[str, Any]:
    field = entry.field
    return {
        "code": field.code,
        "question": field.text.to(language),
        "source": source_of(field, entry.place, language),
        "value": None if entry.value is None else words_of(entry.value, rules, language),
        "gap": None if entry.gap is None else texts.GAPS[entry.gap].to(language),
        "erased": entry.gap is Gap.ERASED,
        "typed": field.typed,
        "part": field.part.value,
        "fill_in": field.fill_in,
    }


def _question(entry: Entry, rules: Rules, language: str) -> Question:
    words = "" if entry.value is None else words_of(entry.value, rules, language)
    return Question(
        text=entry.field.text.to(language),
        source=source_of(entry.field, entry.place, language),
        answer=tuple(words.splitlines()),
        gap="" if entry.gap is None else texts.GAPS[entry.gap].to(language),
    )


def _plain_entry(case: BreachCase, entry: Entry, rules: Rules) -> dict[str, Any]:
    field, value = entry.field, entry.value
    return {
        "code": field.code,
        "place": entry.place,
        "part": field.part,
        "edpb": field.common,
        "question": _both(field.text),
        "value": _maybe(value),
        "words": None if value is None else {each: words_of(value, rules, each) for each in LANGUAGES},
        "gap": entry.gap,
        "exercise": case.drill,
    }


def _maybe(value: Value | None) -> dict[str, Any] | None:
    return None if value is None else plain(value)


def _both(text: Text) -> Mapping[str, str]:
    return {"nl": text.nl, "en": text.en}


def _by_part(entries: Iterable[Entry]) -> list[tuple[Part, list[Entry]]]:
    found: dict[Part, list[Entry]] = {}
    for each in entries:
        found.setdefault(each.field.part, []).append(each)
    return list(found.items())


def _asked(rules: Rules) -> dict[str, Field]:
    return {each.code: each for each in fields_of(rules.breach_protocol)}


def _item(item: Code | Step | str, rules: Rules, language: str) -> str:
    if isinstance(item, Step):
        when = (texts.DONE_ON if item.taken else texts.STILL_TO_COME).to(language)
        return f"{item.what} ({when.format(day=day_in_words(item.on, language))})"
    return _word(item, rules, language) if isinstance(item, Code) else item


def _word(code: Code, rules: Rules, language: str) -> str:
    """Return the word of a code; one that is no longer in its list stays as it was kept."""
    if code.of == "country":
        return str(Locale.parse(language).territories.get(code.code, code.code))
    if code.of == "category":
        category = rules.categories.get(code.code)
        return category.name.to(language) if category else code.code
    if code.of == "told-by":
        return told_by(code.code, rules).to(language)
    found = texts.WORDS.get(code.of, {}).get(code.code)
    return found.to(language) if found else code.code
