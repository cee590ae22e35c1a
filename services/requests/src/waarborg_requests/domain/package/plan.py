"""What stands in a package, part by part in one order, so that making it can stop anywhere and go on there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from waarborg_shared.hooks.values import RequestKind

ON_A_PAGE = 100
LOG, GONE = "access_log", "disclosures"
EXPLAINED = "uitleg.html"
ALWAYS: Mapping[RequestKind, tuple[str, ...]] = {
    RequestKind.ACCESS: (LOG, GONE),
    RequestKind.COPY: (LOG, GONE),
    RequestKind.ACCESS_LOG: (LOG,),
    RequestKind.REFERRAL_INDEX: (GONE,),
}
"""Which kinds of data have a page also where there is nothing of them, as that nobody looked is an answer too (B14)."""
WITH_EXPLANATION = frozenset({RequestKind.ACCESS, RequestKind.COPY})
"""With what is asked by art. 15 AVG goes what its first paragraph lists: what for, to whom, how long, which rights."""


class PartKind(StrEnum):
    """The kinds of part."""

    START = "start"
    PAGE = "page"
    FILE = "file"
    HOLDER = "holder"
    PORTABLE_JSON = "portable_json"
    PORTABLE_CSV = "portable_csv"
    SCHEMA = "schema"
    EXPLAINED = "explained"
    MANIFEST = "manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One entry of the package: its name in it, and what it is made from. ``numbers`` are numbers of items."""

    kind: PartKind
    name: str
    category: str = ""
    holder: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What the plan has to know of an item that is given."""

    number: int
    category: str
    holder: str
    extension: str | None
    """Of a file the letters after the dot; None for what is no file."""
    size: int = 0
    """In bytes."""


def plan(
    items: Sequence[Packed], *, portable: bool, always: Iterable[str] = (), explained: bool = False
) -> tuple[Part, ...]:
    """Return the parts of a package in order: a page to begin with, readable pages by kind of data, the files, a JSON
    file by holder with its schema, for portability JSON and CSV, and last the list of everything with its hashes.

    Of the kinds in ``always`` there is a page also where nothing of them is given. ``explained``: with a page on what
    data are used for. It comes late, so that what was begun without it can go on.
    """
    parts = [Part(kind=PartKind.START, name="index.html")]
    for category in sorted({*always, *(item.category for item in items)}):
        numbers = [item.number for item in items if item.category == category]
        for count, some in enumerate(_some(numbers) if numbers else ((),), start=1):
            name = f"lezen/{_plain(category)}-{count:03d}.html"
            parts.append(Part(kind=PartKind.PAGE, name=name, category=category, numbers=some))
    for item in items:
        if item.extension is not None:
            parts.append(Part(kind=PartKind.FILE, name=file_name(item.number, item.extension), numbers=(item.number,)))
    for holder in sorted({item.holder for item in items}):
        numbers = [item.number for item in items if item.holder == holder]
        parts.append(
            Part(kind=PartKind.HOLDER, name=f"gegevens/{_plain(holder)}.json", holder=holder, numbers=tuple(numbers))
        )
    parts.append(Part(kind=PartKind.SCHEMA, name="gegevens/schema.json"))
    if portable:
        every = tuple(item.number for item in items)
        parts.append(Part(kind=PartKind.PORTABLE_JSON, name="meenemen/gegevens.json", numbers=every))
        parts.append(Part(kind=PartKind.PORTABLE_CSV, name="meenemen/gegevens.csv", numbers=every))
    if explained:
        parts.append(Part(kind=PartKind.EXPLAINED, name=EXPLAINED))
    return (*parts, Part(kind=PartKind.MANIFEST, name="manifest.json"))


# Of each type that the look at a file gives, what a file of it is called at its end; a redacted PDF stays one. What it
# was called when it came in counts for nothing: a name may say anything, and a computer acts on how it ends.
_OFFICE, _OPEN = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument"
EXTENSIONS: Mapping[str, str] = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/json": "json",
    "message/rfc822": "eml",
    f"{_OFFICE}.wordprocessingml.document": "docx",
    f"{_OFFICE}.spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}.presentationml.presentation": "pptx",
    f"{_OPEN}.text": "odt",
    f"{_OPEN}.spreadsheet": "ods",
    f"{_OPEN}.presentation": "odp",
}


def extension_of(media_type: str) -> str:
    """Return how the name of a file of a type ends: one that nothing opens by itself, where the type is not known."""
    return EXTENSIONS.get(media_type, "bin")


def file_name(number: int, extension: str) -> str:
    """Return what a file is called in the package: by its number, so that no name of it can climb or clash."""
    return f"bestanden/{number:05d}.{_plain(extension)}"


def _some(numbers: Sequence[int]) -> Iterable[tuple[int, ...]]:
    for at in range(0, len(numbers), ON_A_PAGE):
        yield tuple(numbers[at : at + ON_A_PAGE])


def _plain(code: str) -> str:
    """Return a code as part of a file's name: small letters, digits and lines."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in code.lower())
    return kept[:60] or "_"
