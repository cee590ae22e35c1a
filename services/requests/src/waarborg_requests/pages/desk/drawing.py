"""Draws figures as bars: where each stands in a picture, for a template that writes it as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from waarborg_requests.domain.desk.figures import Figures

WIDTH, HEIGHT = 960, 240
_LEFT, _TOP, _FOOT = 56, 24, 40
_PLOT = HEIGHT - _TOP - _FOOT
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)


@dataclass(frozen=True, slots=True)
class Block:
    """One rectangle; ``sort`` says what it stands for."""

    x: float
    y: float
    width: float
    height: float
    sort: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands above one month: blocks, and words at the top and at the foot."""

    middle: float
    blocks: tuple[Block, ...]
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


def draw_in_time(names: Sequence[str], figures: Sequence[Figures]) -> Drawing:
    """Draw how many answers each month had: in time by promise below, late above it."""
    scale = _Scale(max((each.count for each in figures), default=0))
    bars = []
    for index, (name, each) in enumerate(zip(names, figures, strict=True)):
        x, width = _place(index, len(figures))
        kept = Block(x, scale.y(each.kept_promise), width, scale.height(each.kept_promise), "kept")
        late = Block(x, scale.y(each.count), width, scale.height(each.count - each.kept_promise), "late")
        words = f"{each.kept_promise}/{each.count}" if each.count else "–"
        bars.append(Bar(x + width / 2, (kept, late), words, scale.y(each.count) - 6, name))
    return Drawing(WIDTH, HEIGHT, _LEFT, _TOP + _PLOT, scale.lines(), tuple(bars))


def draw_days(names: Sequence[str], figures: Sequence[Figures]) -> Drawing:
    """Draw how many days an answer took: the median, and behind it the 90th percentile where there are enough."""
    tallest = max((each.ninth_days if each.enough else each.median_days for each in figures), default=0)
    scale = _Scale(tallest)
    bars = []
    for index, (name, each) in enumerate(zip(names, figures, strict=True)):
        x, width = _place(index, len(figures))
        blocks = [Block(x, scale.y(each.median_days), width, scale.height(each.median_days), "kept")]
        top = each.median_days
        if each.enough:
            top = each.ninth_days
            blocks.append(Block(x, scale.y(top), width, scale.height(top - each.median_days), "late"))
        words = f"{each.median_days:.0f}" if each.count else "–"
        if each.enough:
            words += f" / {each.ninth_days:.0f}"
        bars.append(Bar(x + width / 2, tuple(blocks), words, scale.y(top) - 6, name))
    return Drawing(WIDTH, HEIGHT, _LEFT, _TOP + _PLOT, scale.lines(), tuple(bars))


class _Scale:
    """From a value to a height; its top is a round number at or above the largest value."""

    def __init__(self, largest: float) -> None:
        self._step = next((step for step in _STEPS if step * 4 >= largest), max(1, -(-int(largest) // 4)))
        self._top = self._step * 4

    def height(self, value: float) -> float:
        return round(_PLOT * max(0.0, value) / self._top, 1)

    def y(self, value: float) -> float:
        return round(_TOP + _PLOT - self.height(value), 1)

    def lines(self) -> tuple[tuple[float, str], ...]:
        return tuple((self.y(self._step * count), str(self._step * count)) for count in range(5))


def _place(index: int, count: int) -> tuple[float, float]:
    """Return where a bar begins and how wide it is."""
    room = (WIDTH - _LEFT) / max(1, count)
    return round(_LEFT + index * room + room * 0.2, 1), round(room * 0.6, 1)
