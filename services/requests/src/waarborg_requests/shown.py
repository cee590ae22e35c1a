"""Requests as the edges give them: rows and clocks turned into plain values for the API and the desk."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from waarborg_requests import domain
from waarborg_requests.actions import Listed, Opened
from waarborg_requests.domain import RequestState, Told
from waarborg_requests.domain.authority import AuthorityState
from waarborg_requests.domain.ending import CALL_BACK as CALL_BACK_RULE
from waarborg_requests.models import CallBack, Request, RequestDelivery
from waarborg_requests.texts import CLOCKS, KINDS, STATES, TO_DELIVER
from waarborg_requests.texts.beginning import AUTHORITY_OVER, CALL_BACK, NOT_SURE, TO_CALL
from waarborg_shared.clocks import Clock, due_on
from waarborg_shared.hooks.values import DeliveryState, RequestClass, RequestKind, Text
from waarborg_shared.web.desk import DeskItem
from waarborg_shared.web.erased import with_erased

SERVICE = "requests"


def filed(row: Request, code: str) -> dict[str, Any]:
    """Return what the one who files a request gets back."""
    return {
        "id": row.id,
        "number": row.number,
        "code": code,
        "kind": RequestKind(row.kind),
        "request_class": RequestClass(row.request_class),
        "state": RequestState(row.state),
        "received_at": row.received_at,
        "due_at": row.due_at,
        "due_on": due_on(row.due_at),
    }


def in_codes(row: Request, clocks: Sequence[Clock], now: datetime) -> dict[str, Any]:
    """Return a request in codes and clocks, as it stands at ``now``."""
    return {
        "id": row.id,
        "revision": row.revision,
        "number": row.number,
        "kind": RequestKind(row.kind),
        "request_class": RequestClass(row.request_class),
        "state": RequestState(row.state),
        "came_by": row.came_by,
        "received_at": row.received_at,
        "due_at": row.due_at,
        "due_on": due_on(row.due_at),
        "late": domain.late(clocks, now),
        "escalated": row.escalated_at is not None,
        "subject_ref": row.subject_ref,
        "purpose": row.purpose,
        "representative": row.representative,
        "identified_at": row.identified_at,
        "answered_at": row.answered_at,
        "outcome": row.outcome,
        "ground": row.ground,
        "clocks": [_clock(clock) for clock in clocks],
    }


def in_words(row: Request, opened: Opened) -> dict[str, Any]:
    """Return what people wrote, and what of it was erased."""
    texts = {
        "name": opened.name,
        "reach_at": opened.reach_at,
        "client_number": opened.client_number,
        "on_behalf_of": opened.on_behalf_of,
        "asked": opened.asked,
        "answer": opened.answer,
    }
    return {"reach": row.reach, **with_erased(texts)}


def delivery(row: RequestDelivery) -> dict[str, Any]:
    """Return what the person is told, in codes."""
    return {
        "id": row.id,
        "template": Told(row.template),
        "channel": row.channel,
        "state": DeliveryState(row.state),
        "ready_at": row.ready_at,
        "delivered_at": row.delivered_at,
    }


def desk_items(
    still_open: Iterable[Listed], to_deliver: Iterable[Listed], calls: Iterable[tuple[CallBack, Request]] = ()
) -> list[DeskItem]:
    """Return requests as the staff desk shows them: open ones, answers that nobody sent yet, and calls to make."""
    return [
        *(_desk_item(each.request, each.clocks, _attention(each.request)) for each in still_open),
        *(_desk_item(each.request, (), TO_DELIVER) for each in to_deliver),
        *(_call_item(call, row) for call, row in calls),
    ]


def _attention(row: Request) -> Text | None:
    """Return what somebody has to do first with an open request, where that is not plain from its state."""
    if row.unsure_since is not None:
        return NOT_SURE
    return AUTHORITY_OVER if row.authority_state == AuthorityState.ENDED else None


def _call_item(call: CallBack, row: Request) -> DeskItem:
    runs = Clock(CALL_BACK_RULE, call.asked_at, call.due_at, call.due_at)
    return replace(_desk_item(row, (), TO_CALL), clocks=((CALL_BACK, runs),))


def _desk_item(row: Request, clocks: Sequence[Clock], state: Text | None = None) -> DeskItem:
    return DeskItem(
        service=SERVICE,
        ref=row.id,
        number=row.number,
        title=KINDS[RequestKind(row.kind)],
        state=row.state,
        state_text=state or STATES[RequestState(row.state)],
        url=f"/requests/cases/{row.id}",
        clocks=tuple((CLOCKS[clock.name], clock) for clock in clocks if clock.stopped_at is None),
    )


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "name": clock.name,
        "source": clock.source,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "due_on": clock.due_on,
        "paused": clock.paused_at is not None,
        "stopped_at": clock.stopped_at,
    }
