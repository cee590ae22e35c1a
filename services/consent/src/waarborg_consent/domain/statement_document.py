"""A privacy statement as a document: sections, paragraphs, lists and tables, each text in both languages.

It is a plain value: the page shows it, its canonical JSON is what the content hash is over.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from waarborg_shared.hooks.values import Text

FORMAT = 1
"""Of the JSON; a statement that was published keeps the format that it was published in."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``numbered`` where the order means something."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of as many cells as there are heads."""

    caption: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One of a section's subjects, such as a purpose; ``code`` says which."""

    code: str
    title: Text
    blocks: tuple[Paragraph | Bullets, ...]


Block = Paragraph | Bullets | Table | Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One chapter; ``code`` stays the same in every version, so that versions can be laid side by side."""

    code: str
    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole statement, without what is not its content: version, date, who published it."""

    sections: tuple[Section, ...]

    def section(self, code: str) -> Section | None:
        """Return a chapter by its code."""
        return next((section for section in self.sections if section.code == code), None)


def canonical(plain: Any) -> bytes:
    """Return JSON that is the same for the same content, as RFC 8785 writes it for objects, lists, texts and counts."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(document: Document) -> str:
    """Return the SHA-256 of the document's canonical JSON, in hexadecimal digits."""
    return sha256(canonical(to_plain(document))).hexdigest()


def digests(document: Document, section: str = "purposes") -> dict[str, str]:
    """Return by code the SHA-256 of what the document says of each purpose, so that a changed text shows."""
    found = document.section(section)
    entries = [block for block in (found.blocks if found else ()) if isinstance(block, Entry)]
    return {entry.code: sha256(canonical(_block(entry))).hexdigest() for entry in entries}


def to_plain(document: Document) -> dict[str, Any]:
    """Return the document as objects, lists and texts."""
    sections = [
        {"code": section.code, "title": _text(section.title), "blocks": [_block(block) for block in section.blocks]}
        for section in document.sections
    ]
    return {"format": FORMAT, "sections": sections}


def from_plain(plain: Mapping[str, Any]) -> Document:
    """Return the document that `to_plain` made this of. Raises KeyError or ValueError for anything else."""
    if plain["format"] != FORMAT:
        raise ValueError(f"format {plain['format']!r}")
    return Document(
        tuple(
            Section(code=each["code"], title=Text(**each["title"]), blocks=tuple(map(_read_block, each["blocks"])))
            for each in plain["sections"]
        )
    )


def _text(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}


def _texts(texts: Iterable[Text]) -> list[dict[str, str]]:
    return [_text(text) for text in texts]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"paragraph": _text(block.text)}
        case Bullets():
            return {"bullets": _texts(block.items), "numbered": block.numbered}
        case Table():
            rows = [_texts(row) for row in block.rows]
            return {"table": _text(block.caption), "heads": _texts(block.heads), "rows": rows}
        case Entry():
            blocks = [_block(each) for each in block.blocks]
            return {"entry": block.code, "title": _text(block.title), "blocks": blocks}


def _read_block(plain: Mapping[str, Any]) -> Any:
    if "paragraph" in plain:
        return Paragraph(Text(**plain["paragraph"]))
    if "bullets" in plain:
        return Bullets(_read_texts(plain["bullets"]), plain["numbered"])
    if "table" in plain:
        rows = tuple(_read_texts(row) for row in plain["rows"])
        return Table(caption=Text(**plain["table"]), heads=_read_texts(plain["heads"]), rows=rows)
    blocks = tuple(map(_read_block, plain["blocks"]))
    return Entry(code=plain["entry"], title=Text(**plain["title"]), blocks=blocks)


def _read_texts(plain: Iterable[Mapping[str, str]]) -> tuple[Text, ...]:
    return tuple(Text(**each) for each in plain)
