"""What changed between two versions of a statement: of each chapter the lines that came and those that went."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from waarborg_consent.domain.statement_document import Block, Bullets, Document, Entry, Paragraph, Section
from waarborg_shared.hooks.values import Text


class Change(StrEnum):
    """What became of a line."""

    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One line that came or went. ``under`` is the subject that it stands under, where a chapter has subjects."""

    change: Change
    text: Text
    under: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSection:
    """A chapter in which something changed; ``change`` says so where the chapter as a whole came or went."""

    code: str
    title: Text
    lines: tuple[ChangedLine, ...]
    change: Change | None = None


_Line = tuple[Text, Text | None]


def changes(old: Document, new: Document) -> tuple[ChangedSection, ...]:
    """Return the chapters that differ, in the order of the new version; those that went come last."""
    codes = dict.fromkeys((*(each.code for each in new.sections), *(each.code for each in old.sections)))
    found = (_between(old.section(code), new.section(code)) for code in codes)
    return tuple(each for each in found if each is not None)


def _between(old: Section | None, new: Section | None) -> ChangedSection | None:
    section = new or old
    assert section is not None
    before, after = _lines(old), _lines(new)
    lines = tuple(_changed(before, after))
    change = None if old and new else Change.ADDED if new else Change.REMOVED
    if not lines and change is None:
        return None
    return ChangedSection(code=section.code, title=section.title, lines=lines, change=change)


def _changed(before: list[_Line], after: list[_Line]) -> Iterator[ChangedLine]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind != "equal":
            yield from (ChangedLine(Change.REMOVED, *line) for line in before[first:last])
            yield from (ChangedLine(Change.ADDED, *line) for line in after[begin:end])


def _lines(section: Section | None) -> list[_Line]:
    """Return a chapter as lines: its title, and each sentence, item and row with the subject that it stands under."""
    if section is None:
        return []
    return [(section.title, None), *(line for block in section.blocks for line in _of_block(block, None))]


def _of_block(block: Block, under: Text | None) -> Iterator[_Line]:
    match block:
        case Paragraph():
            yield block.text, under
        case Bullets():
            yield from ((item, under) for item in block.items)
        case Entry():
            yield block.title, block.title
            for each in block.blocks:
                yield from _of_block(each, block.title)
        case _:
            yield block.caption, under
            yield from ((_joined(row), under) for row in block.rows)


def _joined(cells: tuple[Text, ...]) -> Text:
    return Text("; ".join(cell.nl for cell in cells), "; ".join(cell.en for cell in cells))
