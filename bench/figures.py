"""Rounds, medians and spread, and the table in which a measurement is held to its floor and its aim."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median


class Verdict(StrEnum):
    """What a measurement says of the promise that it is held to."""

    AIM = "reaches the aim"
    FLOOR = "holds"
    MISSED = "MISSED"
    TOLD = "told only"

    @property
    def well(self) -> bool:
        """Whether nothing is missed."""
        return self is not Verdict.MISSED


@dataclass(frozen=True)
class Round:
    """One round: how many were answered, in how many seconds, at how many seconds of processor time."""

    count: int
    seconds: float
    cpu_seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """How many each second."""
        return self.count / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time for each."""
        return 1000 * self.cpu_seconds / self.count


@dataclass(frozen=True)
class Spread:
    """The median of several values, and the smallest and largest of them."""

    middle: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Raises ValueError where there are none."""
        found = sorted(values)
        if not found:
            raise ValueError("nothing was measured")
        return cls(median(found), found[0], found[-1])

    def show(self, digits: int = 0) -> str:
        """The median with the spread behind it: `512 [498–530]`."""
        return f"{self.middle:,.{digits}f} [{self.least:,.{digits}f}–{self.most:,.{digits}f}]"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table; texts are as they are shown."""

    what: str
    subject: str
    verdict: Verdict
    yardstick: str = "–"
    ratio: str = "–"
    promise: str = "–"
    cpu: str = "–"
    notes: tuple[str, ...] = ()


@dataclass
class Rounds:
    """The rounds of one subject, as they came."""

    rounds: list[Round] = field(default_factory=list)

    @property
    def rate(self) -> Spread:
        """How many each second."""
        return Spread.of(each.per_second for each in self.rounds)

    @property
    def cpu_ms(self) -> Spread:
        """Milliseconds of processor time for each."""
        return Spread.of(each.cpu_ms for each in self.rounds)

    @property
    def count(self) -> int:
        """How many in all."""
        return sum(each.count for each in self.rounds)


def in_turn(*subjects: Callable[[], Round], rounds: int) -> tuple[Rounds, ...]:
    """Measure each subject in turn, so many times, so that whatever drifts drifts for all of them."""
    found = tuple(Rounds() for _ in subjects)
    for _ in range(rounds):
        for kept, subject in zip(found, subjects, strict=True):
            kept.rounds.append(subject())
    return found


def judge(value: float, *, floor: float, aim: float | None = None, least: bool = True) -> Verdict:
    """Hold a value to a floor and an aim; `least=False` where it is a ceiling, and less is better."""
    sign = 1 if least else -1
    if sign * value < sign * floor:
        return Verdict.MISSED
    return Verdict.AIM if aim is not None and sign * value >= sign * aim else Verdict.FLOOR


def compare(
    what: str, subject: Rounds, yardstick: Rounds, *, floor: float, aim: float, notes: Sequence[str] = ()
) -> Line:
    """The line of a subject beside its yardstick: the ratio of their medians, held to floor and aim."""
    ratio = subject.rate.middle / yardstick.rate.middle
    return Line(
        what=what,
        subject=f"{subject.rate.show()} /s",
        yardstick=f"{yardstick.rate.show()} /s",
        ratio=f"{ratio:.2f}",
        promise=f"≥ {floor:.2f} / {aim:.2f}",
        verdict=judge(ratio, floor=floor, aim=aim),
        cpu=f"{subject.cpu_ms.middle:.3f} / {yardstick.cpu_ms.middle:.3f}",
        notes=tuple(notes),
    )


HEADINGS = ("what", "measured [spread]", "yardstick [spread]", "ratio", "floor / aim", "verdict", "CPU ms each")


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table, with the notes of each below it."""
    rows = [HEADINGS]
    rows += [
        (one.what, one.subject, one.yardstick, one.ratio, one.promise, one.verdict.value, one.cpu) for one in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    shown = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    shown.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    notes = [f"- {one.what}: {note}" for one in lines for note in one.notes]
    return "\n".join([*shown, "", *notes])
