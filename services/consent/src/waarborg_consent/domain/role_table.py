"""The role table as it stands on a day: the published reading, and what was confirmed or corrected (B7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from waarborg_consent.domain.policy.matrix import Cell, published_cell
from waarborg_shared.hooks import in_force, to_be_confirmed
from waarborg_shared.hooks.values import Grant, RecordType, Right, Text

_LETTERS: Mapping[str, Right] = {"C": Right.CREATE, "R": Right.READ, "U": Right.UPDATE, "D": Right.DELETE}


class CellError(Exception):
    """A cell cannot be confirmed or corrected so; ``field`` names what is wrong in what was sent."""

    field = "role"
    text = Text("Deze cel is er niet.", "There is no such cell.")


class NothingChanges(CellError):
    """A correction gives what the cell says already: confirm it instead."""

    field = "rights"
    text = Text(
        "Dit is wat er al staat. Bevestig de cel als hij klopt.",
        "This is what it says already. Confirm the cell if it is right.",
    )


class SomethingChanges(CellError):
    """A confirmation comes with other rights than the cell has: that is a correction."""

    field = "rights"
    text = Text(
        "Dit is iets anders dan er staat. Kies verbeteren als u de cel wilt wijzigen.",
        "This is not what it says. Choose correct if you want to change the cell.",
    )


class AlreadyDecided(CellError):
    """Somebody decided on this row since the page was shown."""

    field = "seen"
    text = Text(
        "Iemand heeft deze rij intussen beoordeeld. Kijk wat er nu staat en kies opnieuw.",
        "Somebody has decided on this row in the meantime. See what it says now and choose again.",
    )


class CellVerdict(StrEnum):
    """What was decided on a cell: that our reading is right, or what it has to be."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


class CellState(StrEnum):
    """How a cell stands."""

    PUBLISHED = "published"
    TO_CONFIRM = "to_confirm"
    NOT_IN_FORCE = "not_in_force"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellVersion:
    """One decision on a cell; the newest counts, from the moment on which it was made."""

    role: str
    record_type: str
    number: int
    verdict: CellVerdict
    rights: frozenset[str]
    at: datetime
    by_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """A cell as it stood at a moment, with the decision that it rests on if there was one."""

    cell: Cell
    state: CellState
    decided: CellVersion | None = None


@lru_cache(maxsize=64)
def letters_to_rights(letters: str) -> frozenset[str]:
    """Return the rights that stored letters stand for."""
    return frozenset(_LETTERS[letter].value for letter in letters)


def rights_to_letters(rights: Iterable[str]) -> str:
    """Return rights as letters, in the table's own order."""
    given = set(rights)
    return "".join(letter for letter, right in _LETTERS.items() if right.value in given)


def cell_at(
    role: str,
    record_type: RecordType,
    grant: Grant | None,
    versions: Iterable[CellVersion],
    *,
    until: datetime | None = None,
) -> ShownCell:
    """Return how a cell stands, or stood at ``until``: by the newest decision, else as published and read."""
    before = [
        each
        for each in versions
        if (until is None or each.at <= until) and (each.role, each.record_type) == (role, record_type.code)
    ]
    newest = max(before, key=lambda each: each.number, default=None)
    if newest is not None:
        cell = Cell(role=role, record_type=record_type.code, rights=newest.rights, in_force=True, number=newest.number)
        return ShownCell(cell=cell, state=CellState(newest.verdict.value), decided=newest)
    grant = grant or Grant(role=role, record_type=record_type.code, rights=frozenset())
    counts = in_force(grant, record_type)
    state = CellState.PUBLISHED
    if grant.rights and to_be_confirmed(grant):
        state = CellState.TO_CONFIRM if counts else CellState.NOT_IN_FORCE
    return ShownCell(cell=published_cell(grant, in_force=counts), state=state)


def judge(shown: ShownCell, verdict: CellVerdict, rights: frozenset[str]) -> frozenset[str]:
    """Check that a cell may be decided on so, and return the rights that it has from now on.

    Raises:
        NothingChanges: a correction that corrects nothing.
        SomethingChanges: a confirmation with other rights than the cell has; with none at all it is what it says.
    """
    same = rights == shown.cell.rights
    if verdict is CellVerdict.CORRECTED and same:
        raise NothingChanges(shown.cell.role)
    if verdict is CellVerdict.CONFIRMED and rights and not same:
        raise SomethingChanges(shown.cell.role)
    return shown.cell.rights if verdict is CellVerdict.CONFIRMED else rights
