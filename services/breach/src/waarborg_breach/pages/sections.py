"""What each part of the service puts on the page of a case: its sections, each with a template of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from waarborg_breach.models import BreachCase
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the case page. ``show`` reads what its template needs (there as ``section``); None: nothing to show.

    What is at the ``top`` stands right under the next thing to do.

    The template gets beside it all that the page has: ``case``, ``states``, ``forms``, ``may_decide``, ``erased``.
    """

    name: str
    template: str
    show: Callable[[Work, BreachCase, Rules], Mapping[str, Any] | None]
    top: bool = False
