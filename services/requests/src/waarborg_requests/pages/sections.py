"""What each part of the service puts on a page about one request: its sections, each with a template of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page. ``show`` reads what its template needs (there as ``section``); None: nothing to show now."""

    name: str
    template: str
    show: Callable[[Work, Request, Rules], Mapping[str, Any] | None]


def shown_sections(
    sections: Iterable[Section], work: Work, row: Request, rules: Rules
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the template of each section that has something to show, with what it shows."""
    shown = ((each.template, each.show(work, row, rules)) for each in sections)
    return [(template, values) for template, values in shown if values is not None]
