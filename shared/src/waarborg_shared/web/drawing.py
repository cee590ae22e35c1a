"""Draws counts as bars: where each stands in a picture, for a template that writes it as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 240
_LEFT, _TOP, _FOOT = 56, 24, 40
_PLOT = HEIGHT - _TOP - _FOOT
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of two blocks, each its top and its height, and the words above it and at its foot."""

    x: float
    width: float
    full: tuple[float, float]
    rest: tuple[float, float]
    above: str
    above_y: float
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its size, the lines across with their values, and its bars."""

    width: int
    height: int
    left: int
    foot: float
    lines: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


def draw_stacked(names: Sequence[str], parts: Sequence[tuple[int, int]]) -> Drawing:
    """Draw a bar for each name: the first number of its pair filled, the rest up to the second hatched."""
    largest = max((whole for _, whole in parts), default=0)
    step = next((each for each in _STEPS if each * 4 >= largest), max(1, -(-largest // 4)))

    def height(value: int) -> float:
        return round(_PLOT * value / (step * 4), 1)

    foot, room = _TOP + _PLOT, (WIDTH - _LEFT) / max(1, len(names))
    bars = []
    for index, (name, (part, whole)) in enumerate(zip(names, parts, strict=True)):
        full, rest = height(part), height(whole - part)
        x = round(_LEFT + index * room + room * 0.2, 1)
        top = round(foot - full - rest, 1)
        above = f"{part}/{whole}" if whole else "–"
        bars.append(Bar(x, round(room * 0.6, 1), (round(foot - full, 1), full), (top, rest), above, top - 6, name))
    lines = tuple((round(foot - height(step * count), 1), str(step * count)) for count in range(5))
    return Drawing(WIDTH, HEIGHT, _LEFT, foot, lines, tuple(bars))
