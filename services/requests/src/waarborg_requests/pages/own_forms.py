"""One's own request as its page has it, and the forms on that page, by name: each part of the service adds its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import request
from marshmallow import Schema

from waarborg_requests.models import Request
from waarborg_requests.schemas.beginning import OwnCallForm, OwnNarrowForm, OwnStopForm
from waarborg_requests.schemas.complaining import ComplainForm, PermitForm
from waarborg_requests.schemas.identification import AccountForm, CodeForm
from waarborg_requests.schemas.package import FetchForm, OwnFeeForm
from waarborg_requests.schemas.speaking import OwnForm, WriteToUsForm
from waarborg_shared.uow import Work
from waarborg_shared.web import Form

OWN_FORMS: Mapping[str, type[Schema]] = {
    "fetch": FetchForm,
    "fee-yes": OwnFeeForm,
    "identify-code": CodeForm,
    "identify-account": AccountForm,
    "write": WriteToUsForm,
    "complain": ComplainForm,
    "permit": PermitForm,
    "call-me": OwnCallForm,
    "narrow": OwnNarrowForm,
    "take-back": OwnStopForm,
}
_KEPT = "_kept:"
_PROOF = frozenset(OwnForm().fields)


@dataclass(frozen=True, slots=True)
class Own:
    """One's own request, locked, in a unit of work. ``ticket`` is how that was shown; None: the person signed in."""

    work: Work
    row: Request
    ticket: str | None

    @property
    def hidden(self) -> tuple[str, str]:
        """Name and value of the hidden field by which a form on the page shows that the request is his."""
        return ("own", self.row.id) if self.ticket is None else ("ticket", self.ticket)


def all_own_forms(again: Mapping[str, Form]) -> dict[str, Form]:
    """Return every form of the page: those to show again as they were filled in, the others empty."""
    return {name: again.get(name) or Form(schema()) for name, schema in OWN_FORMS.items()}


def kept_along(forms: Mapping[str, Form]) -> Iterator[tuple[str, str]]:
    """Give name and value of the hidden fields that keep what was typed while number and code are asked again."""
    for name, form in forms.items():
        for field, value in form.values.items():
            if field in form.schema.fields and field not in _PROOF and value:
                yield f"{_KEPT}{name}:{field}", str(value)


def kept_own_forms() -> dict[str, Form]:
    """Return the forms that were kept along, as they were filled in."""
    kept: dict[str, Form] = {}
    for name, schema in OWN_FORMS.items():
        made, before = schema(), f"{_KEPT}{name}:"
        typed = {field: request.form[before + field] for field in made.fields if request.form.get(before + field)}
        if typed:
            kept[name] = Form(made, typed)
    return kept
