"""The steps that the page of a case offers: the form, whose duty it is, and what is done with what was sent."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from waarborg_breach.domain import BreachError
from waarborg_breach.models import BreachCase
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Step:
    """One form of the case page.

    ``schema`` makes the form by the organisation's rules. ``duty`` is what sending it takes; an action may ask more
    (only the responsible person decides). ``change`` does it, with what the form's
    schema made of what was sent, in the unit of work of the request. ``kept`` gives what
    is known already, so that whoever fills in the form changes it and does not start anew.
    """

    schema: Callable[[Rules], Schema]
    duty: Duty
    change: Callable[[Work, BreachCase, Any, Rules], object]
    kept: Callable[[Work, BreachCase], Mapping[str, Any]] | None = None


def plain(schema: type[Schema]) -> Callable[[Rules], Schema]:
    """Return a form that is the same whatever the organisation's rules are."""
    return lambda _rules: schema()


@contextmanager
def at_fields(**names: str) -> Iterator[None]:
    """Say what is wrong at the form's own field: every field of the page has another name."""
    try:
        yield
    except BreachError as refused:
        refused.field = names.get(refused.field, refused.field)
        raise
