"""What a service gives the staff desk: its open cases with their clocks, in one shape for every service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marshmallow import fields

from waarborg_shared.clocks import Clock
from waarborg_shared.hooks.values import Text
from waarborg_shared.web.schemas import Schema

MOST_ITEMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskItem:
    """One open case. `url` is a path at this host; `clocks` are those that have not stopped, with what to call them.

    A period is no deadline: it is left out of the desk and of its order.
    """

    service: str
    ref: str
    number: str
    title: Text
    state: str
    state_text: Text
    url: str
    clocks: tuple[tuple[Text, Clock], ...]

    @property
    def due_at(self) -> datetime:
        """When the first of its clocks runs out; a case whose clocks all rest comes last."""
        running = [clock.due_at for _, clock in self.deadlines if clock.paused_at is None]
        return min(running, default=datetime.max.replace(tzinfo=UTC))

    @property
    def deadlines(self) -> tuple[tuple[Text, Clock], ...]:
        """Its clocks without those that are a period."""
        return tuple((label, clock) for label, clock in self.clocks if not clock.period)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskList:
    """One of the lists of a service that has several: where it stands, its most urgent, and how many are open."""

    path: str
    items: Sequence[DeskItem]
    total: int


class DeskTextSchema(Schema):
    """A text in both languages."""

    nl = fields.String(required=True)
    en = fields.String(required=True)


class DeskStateSchema(DeskTextSchema):
    """A state, as a code and in both languages."""

    code = fields.String(required=True)


class DeskClockSchema(Schema):
    """One clock of a case."""

    name = fields.String(required=True)
    label = fields.Nested(DeskTextSchema, required=True)
    started_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    remind_at = fields.AwareDateTime(required=True)
    paused = fields.Boolean(required=True)
    source = fields.String(required=True)


class DeskItemSchema(Schema):
    """One open case."""

    service = fields.String(required=True)
    ref = fields.String(required=True)
    number = fields.String(required=True)
    title = fields.Nested(DeskTextSchema, required=True)
    state = fields.Nested(DeskStateSchema, required=True)
    url = fields.String(required=True)
    clocks = fields.List(fields.Nested(DeskClockSchema), required=True)


class DeskListSchema(Schema):
    """One of a service's lists."""

    path = fields.String(required=True)
    total = fields.Integer(required=True)


class DeskSchema(Schema):
    """A service's part of the desk: the most urgent open cases, and how many are open in all."""

    items = fields.List(
        fields.Nested(DeskItemSchema),
        required=True,
        metadata={"description": f"The most urgent first, {MOST_ITEMS} at most"},
    )
    total = fields.Integer(
        required=True, metadata={"description": "How many cases are open in all, those that are not among them too"}
    )
    lists = fields.List(
        fields.Nested(DeskListSchema),
        metadata={"description": "Of a service with several lists those that are this member of staff's to see"},
    )


def desk_response(items: Iterable[DeskItem], *, total: int) -> dict[str, Any]:
    """Return a service's part of the desk as plain values for `DeskSchema`: most urgent first, 200 at most.

    ``total`` is how many cases are open in all.
    """
    ordered = sorted(items, key=lambda item: (item.due_at, item.number))
    return {"items": [_item(item) for item in ordered[:MOST_ITEMS]], "total": total}


def desk_of_lists(lists: Sequence[DeskList]) -> dict[str, Any]:
    """Return the part of a service that has several lists: of these lists the most urgent, and how many each has."""
    items = [item for each in lists for item in each.items]
    told = [{"path": each.path, "total": each.total} for each in lists]
    return {**desk_response(items, total=sum(each.total for each in lists)), "lists": told}


def _item(item: DeskItem) -> dict[str, Any]:
    return {
        "service": item.service,
        "ref": item.ref,
        "number": item.number,
        "title": _text(item.title),
        "state": {"code": item.state, **_text(item.state_text)},
        "url": item.url,
        "clocks": [_clock(label, clock) for label, clock in item.deadlines],
    }


def _clock(label: Text, clock: Clock) -> dict[str, Any]:
    return {
        "name": clock.name,
        "label": _text(label),
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "remind_at": clock.remind_at,
        "paused": clock.paused_at is not None,
        "source": clock.source,
    }


def _text(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}
