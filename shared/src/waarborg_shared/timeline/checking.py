"""Checks one case's timeline against its head and says which entries were changed, removed, added, moved or cut off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from waarborg_shared.keystore import CannotUnseal, KeyDestroyed
from waarborg_shared.timeline.chain import Entry, Head, digest_of, link_of

Row = Mapping[str, Any]
Unseal = Callable[[Row, str], bytes]
"""Opens a row's sealed column ("salt" or "why"); raises KeyDestroyed or CannotUnseal."""

_MOST_MOVES = 100


class FindingKind(StrEnum):
    """What is wrong with an entry."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"
    CUT_OFF = "cut-off"
    HEAD = "head"
    NO_CASE = "no-case"


@dataclass(frozen=True)
class Finding:
    """One entry that is not as it was written; number 0 is the head or the case itself."""

    number: int
    kind: FindingKind
    detail: str


@dataclass(frozen=True)
class Report:
    """What checking one case found: how many entries there are, how many of those are erased, and what is wrong."""

    entries: int
    erased: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """True when nothing is wrong; an erased entry is not wrong."""
        return not self.findings


def verify(rows: Sequence[Row], head: Head, unseal: Unseal, *, key: bytes) -> Report:
    """Check a case's rows (any order) against its head; `key` is the organisation's chain key.

    Links are recomputed from the stored digests with that key, which erasure leaves; contents where the salt still
    opens. A link is compared with the row stored before it, so that only what was touched is named, not all after it.
    """
    ordered = sorted(rows, key=lambda row: row["number"])
    findings, erased = [], 0
    previous: bytes | None = b""
    expected = 1
    for row in ordered:
        number = row["number"]
        gap = range(expected, number)
        findings += [Finding(missing, FindingKind.REMOVED, "the entry is gone") for missing in gap]
        previous = None if gap else previous
        finding, is_erased = _check_row(row, previous, unseal, key=key)
        erased += is_erased
        findings += [finding] if finding else []
        previous, expected = bytes(row["link"]), number + 1
    findings += _check_end(ordered, head)
    return Report(len(ordered), erased, tuple(_name_moves(findings, ordered, key=key)))


def _check_row(row: Row, previous: bytes | None, unseal: Unseal, *, key: bytes) -> tuple[Finding | None, bool]:
    """What is wrong with one row, and whether its content was erased; `previous` None: the row before is gone."""
    if previous is not None and _link(row, previous, row["number"], key=key) != bytes(row["link"]):
        return Finding(row["number"], FindingKind.CHANGED, "its link does not follow from the entry before it"), False
    try:
        content = _content(row, unseal)
    except KeyDestroyed:
        return None, True
    except (CannotUnseal, UnicodeDecodeError, TypeError):
        return Finding(row["number"], FindingKind.CHANGED, "its salt or reason does not open"), False
    if content != bytes(row["digest"]):
        return Finding(row["number"], FindingKind.CHANGED, "its content is not what was written"), False
    return None, False


def _content(row: Row, unseal: Unseal) -> bytes:
    """The digest recomputed; an entry without a salt was not written by us, for every entry is given one."""
    if row["salt_sealed"] is None:
        raise CannotUnseal("no salt")
    salt = unseal(row, "salt")
    why = unseal(row, "why").decode() if row["why_sealed"] is not None else ""
    names = ("organisation", "case_ref", "number", "at", "actor_kind", "actor_ref", "verb", "facts")
    return digest_of(Entry(**{name: row[name] for name in names}, why=why), salt)


def _link(row: Row, previous: bytes, number: int, *, key: bytes) -> bytes:
    case = (row["organisation"], row["case_ref"])
    return link_of(key, previous, case, number=number, at=row["at"], digest=bytes(row["digest"]))


def _check_end(ordered: Sequence[Row], head: Head) -> list[Finding]:
    last = ordered[-1]["number"] if ordered else 0
    if last < head.number:
        cut = range(last + 1, head.number + 1)
        return [Finding(number, FindingKind.CUT_OFF, "the end of the timeline is gone") for number in cut]
    beyond = [row["number"] for row in ordered if row["number"] > head.number]
    if beyond:
        return [Finding(number, FindingKind.ADDED, "it lies beyond the case's head") for number in beyond]
    if ordered and bytes(ordered[-1]["link"]) != head.link:
        return [Finding(last, FindingKind.HEAD, "its link is not the case's head")]
    if not ordered and head.link:
        return [Finding(0, FindingKind.HEAD, "the case's head has a link and no entry")]
    return []


def _name_moves(findings: list[Finding], ordered: Sequence[Row], *, key: bytes) -> list[Finding]:
    """A row that does not fit here but fits another place was moved: say from where."""
    broken = {each.number for each in findings if each.kind is FindingKind.CHANGED}
    if not 1 < len(broken) <= _MOST_MOVES:
        return findings
    links = [b"", *(bytes(row["link"]) for row in ordered)]
    places = broken | {each.number for each in findings if each.kind is FindingKind.REMOVED}
    moved = {row["number"]: _fits(row, places, links, key=key) for row in ordered if row["number"] in broken}
    return [
        Finding(each.number, FindingKind.MOVED, f"it was entry {moved[each.number]}")
        if each.kind is FindingKind.CHANGED and moved.get(each.number)
        else each
        for each in findings
    ]


def _fits(row: Row, places: set[int], links: Sequence[bytes], *, key: bytes) -> int | None:
    link, others = bytes(row["link"]), places - {row["number"]}
    return next((place for place in others for previous in links if _link(row, previous, place, key=key) == link), None)
