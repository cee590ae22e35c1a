"""What goes in at the desk: what the work list is narrowed by, who gets a request, and which ones a button is about."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, validate

from waarborg_requests.actions.desk.assigning import Chosen
from waarborg_requests.domain import CameBy
from waarborg_requests.domain.desk.assigning import MOST_AT_ONCE
from waarborg_requests.domain.desk.finding import DueTime, Part
from waarborg_requests.paging import PlaceCursor
from waarborg_shared.hooks.values import RequestClass, RequestKind
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Line, Reference, Schema, Whole, Words

ME, NOBODY = "me", "nobody"
"""Words for whose a request is: of the one who asks, and of nobody."""


class Yes(StrEnum):
    """A filter that is on, as it stands in an address."""

    YES = "yes"


class Account(fields.String):
    """An account by its reference, or one of the words that stand for one."""

    default_error_messages = {"account": noted("This is not a valid reference.")}  # noqa: RUF012

    def __init__(self, *words: str, **options: Any) -> None:
        metadata: dict[str, Any] = {name: options.pop(name) for name in ("label", "hint") if name in options}
        super().__init__(validate=validate.Length(max=100), metadata=metadata, **options)
        self._words = frozenset(words)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        if not isinstance(value, str) or not (value in self._words or Reference.fits(value)):
            raise self.make_error("account")
        return value


class FilterSchema(Schema):
    """What the work list is narrowed by; each is a code, and they go together."""

    kind = Choice(RequestKind, load_default=None, label=lazy_gettext("Kind"))
    request_class = Choice(RequestClass, load_default=None, label=lazy_gettext("Handled as"))
    came_by = Choice(CameBy, load_default=None, label=lazy_gettext("Came in"))
    due = Choice(DueTime, load_default=None, label=lazy_gettext("Time"))
    assigned = Account(ME, NOBODY, load_default=None, label=lazy_gettext("Who has it"))
    waiting = Choice(Yes, load_default=None, label=lazy_gettext("Waits for identification"))
    escalated = Choice(Yes, load_default=None, label=lazy_gettext("The privacy officer has been told"))
    reminded = Choice(Yes, load_default=None, label=lazy_gettext("Somebody was reminded of it"))
    number = Line(
        40,
        load_default=None,
        label=lazy_gettext("Number"),
        hint=lazy_gettext("The whole number, or its last digits. Answered requests are found too."),
    )


class QuerySchema(FilterSchema):
    """Which part of the work list, and what it is narrowed by."""

    state = Choice(Part, load_default=Part.OPEN)
    cursor = PlaceCursor(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))


class _Given(Schema):
    """To whom something is given: to an account, to oneself, or back so that nobody has it."""

    assign_to = Account(ME, NOBODY, required=True, label=lazy_gettext("Who gets it?"))
    assign_why = Words(
        1_000,
        load_default="",
        label=lazy_gettext("Note for who gets it"),
        hint=lazy_gettext("What has been done, and what is still to do. It is kept with the request."),
    )


class AssignForm(_Given):
    """Give one request to somebody, on the case page."""

    revision = Whole(1, required=True)


class HandOverForm(_Given):
    """Give every open request of one colleague to another."""

    held_by = Reference(required=True, label=lazy_gettext("Whose requests?"))


class Deed(StrEnum):
    """What is done with the requests that were chosen."""

    ASSIGN = "assign"
    REMIND = "remind"


_CHOSEN = re.compile(r"([A-Za-z0-9-]{8,36})\.([0-9]{1,9})")


class ChosenField(fields.String):
    """A request in a list with the revision that was seen there, as ``<id>.<revision>``."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        found = _CHOSEN.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise ValidationError(noted("This is not a valid reference."))
        return Chosen(found[1], int(found[2]))


class ManyForm(Schema):
    """Requests that were chosen in the list, and what is to be done with them."""

    case = fields.List(
        ChosenField(),
        required=True,
        validate=validate.Length(max=MOST_AT_ONCE),
        metadata={"label": lazy_gettext("Which requests")},
        error_messages={"required": noted("Tick at least one request in the list.")},
    )
    deed = Choice(Deed, required=True)
    assign_to = Account(ME, NOBODY, load_default=None, label=lazy_gettext("Who gets them?"))
    assign_why = Words(1_000, load_default="", label=lazy_gettext("Note for who gets them"))
