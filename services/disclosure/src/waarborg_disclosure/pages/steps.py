"""The steps that a page offers: the form, whose duty it is, and what is done with what was sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from marshmallow import Schema

from waarborg_disclosure.models import Report
from waarborg_disclosure.schemas import ReceiptForm
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.uow import Work

Form = TypeVar("Form", bound=Schema)
Change = Callable[[Work, Report, Any, Rules], object]
"""Does a step with what the form's schema made of what was sent, in the unit of work of the request."""


@dataclass(frozen=True, slots=True)
class Step:
    """One form of the page of a report, for staff.

    ``schema`` makes the form by the organisation's rules. ``duty`` is what sending it takes. ``kept`` gives what is
    known already, so that whoever fills in the form changes it and does not start anew.
    """

    schema: Callable[[Rules], Schema]
    change: Change
    duty: Duty = Duty.DISCLOSURE_ASSESS
    kept: Callable[[Work, Report], Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class ReporterStep:
    """One form of the mailbox, for who has the receipt; the receipt goes along in the form.

    ``done`` is what the page says afterwards, where it was not a message. ``files``: it brings files along, which its
    change finds under that name.
    """

    schema: Callable[[Rules], ReceiptForm]
    change: Change
    done: Text | None = None
    files: bool = False


def plain(schema: type[Form]) -> Callable[[Rules], Form]:
    """Return a form that is the same whatever the organisation's rules are."""
    return lambda _rules: schema()
