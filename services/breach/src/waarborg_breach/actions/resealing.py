"""Seal what was written in one case under the key of another, where the one goes on under the number of the other."""

from dataclasses import dataclass

from waarborg_breach.models import BreachCase
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Resealer:
    """From the key of ``case`` to that of ``kept``."""

    work: Work
    case: BreachCase
    kept: BreachCase

    def row(self, blob: bytes | None, table: str, column: str, row: str) -> bytes | None:
        """Return a text of a row that is the same in both; None where there is none, or its key was destroyed."""
        return self.moved(blob, table, column, (row, row))

    def of_case(self, blob: bytes | None, table: str, column: str, *, part: str = "") -> bytes | None:
        """Return a text of a row that goes by the case's id, or by that and a ``part`` of it."""
        end = f"/{part}" if part else ""
        return self.moved(blob, table, column, (f"{self.case.id}{end}", f"{self.kept.id}{end}"))

    def moved(self, blob: bytes | None, table: str, column: str, rows: tuple[str, str]) -> bytes | None:
        """Return a text, opened as that of the first row and sealed as that of the second."""
        if blob is None:
            return None
        text = self.work.unseal_to_show(blob, holder=self.case.id, table=table, column=column, row=rows[0])
        if not isinstance(text, str):
            return None
        return self.work.seal(text, holder=self.kept.id, table=table, column=column, row=rows[1])
