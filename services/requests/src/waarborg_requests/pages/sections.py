"""What each part of the service puts on a page about one request: its sections, each with a template of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page. ``show`` reads what its template needs (there as ``section``); None: nothing to show now.

    ``offer``: what the person can do there, for the list at the head of his own page; the template then has an element
    with the section's ``name`` as its id.

    On the case page of staff, ``group`` is the part of the page that it stands in, folded away (`case_groups`).
    It opens by itself when ``open_when`` says so of what the section shows, or when one of its ``forms`` is shown again
    as it was filled in.
    """

    name: str
    template: str
    show: Callable[[Work, Request, Rules], Mapping[str, Any] | None]
    offer: Text | None = None
    group: str = "other"
    open_when: Callable[[Mapping[str, Any]], object] | None = None
    forms: tuple[str, ...] = ()


def sections_and_offers(
    sections: Iterable[Section], work: Work, row: Request, rules: Rules
) -> tuple[list[tuple[str, Mapping[str, Any]]], list[tuple[str, Text]]]:
    """Return the template of each section that has something to show, with what it shows; and what the person can do in
    them, each with the id of where that is."""
    shown = sections_with_values(sections, work, row, rules=rules)
    offers = [(each.name, each.offer) for each, _ in shown if each.offer is not None]
    return [(each.template, values) for each, values in shown], offers


def sections_with_values(
    sections: Iterable[Section], work: Work, row: Request, *, rules: Rules
) -> list[tuple[Section, Mapping[str, Any]]]:
    """Return each section that has something to show, with what that is."""
    shown = ((each, each.show(work, row, rules)) for each in sections)
    return [(each, values) for each, values in shown if values is not None]
