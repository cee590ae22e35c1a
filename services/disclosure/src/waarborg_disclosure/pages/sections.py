"""What each part of the service puts on the page of a report and in its mailbox: a section with its own template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from waarborg_disclosure.models import Report
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page, on ``top`` or in its place.

    ``show`` reads what its template needs (there as ``section``); None: nothing to show. The template gets beside it
    all that the page has: ``row``, ``forms``, ``erased``, and for staff ``may_assess``.
    """

    name: str
    template: str
    show: Callable[[Work, Report, Rules], Mapping[str, Any] | None]
    top: bool = False
