"""Requests as the edges give them: rows and clocks turned into plain values for the API and the desk."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from waarborg_requests import domain
from waarborg_requests.actions import Listed, Opened
from waarborg_requests.actions.notices import Told as OnDesk
from waarborg_requests.domain import RequestState, Told
from waarborg_requests.domain.authority import AuthorityState
from waarborg_requests.domain.carrying import CarryingState
from waarborg_requests.domain.carrying_time import CLOCK as CARRYING_CLOCK
from waarborg_requests.domain.carrying_time import OTHERWISE
from waarborg_requests.domain.collecting import TaskState
from waarborg_requests.domain.ending import CALL_BACK as CALL_BACK_RULE
from waarborg_requests.domain.notices import Notice
from waarborg_requests.domain.own_words import holder_named
from waarborg_requests.domain.terms import WAITS
from waarborg_requests.models import CallBack, HolderTask, Request, RequestDelivery
from waarborg_requests.texts import CLOCKS, KINDS, STATES, TO_DELIVER
from waarborg_requests.texts.beginning import AUTHORITY_OVER, CALL_BACK, NOT_SURE, TO_CALL
from waarborg_requests.texts.carrying import CARRY_CLOCK, CARRYING_STATES, TO_CARRY_OUT
from waarborg_requests.texts.collecting import HOLDER_CLOCK, TASK_STATES
from waarborg_requests.texts.complaining import MEASURE_OPEN
from waarborg_requests.texts.identification import NOTICES
from waarborg_requests.texts.speaking import MESSAGE_WAITS
from waarborg_shared.clocks import Clock, ClockRule, due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import DeliveryState, IdentificationLevel, RequestClass, RequestKind, Text
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
        "assigned_to": row.taken_up_by,
        "reminded_at": row.reminded_at,
        "subject_ref": row.subject_ref,
        "purpose": row.purpose,
        "about": row.about,
        "came_how": row.came_how,
        "representative": row.representative,
        "identified_at": row.identified_at,
        "identification_level": IdentificationLevel(row.identification_level) if row.identification_level else None,
        "extension_told": row.extension_told_at is not None if row.extended_at is not None else None,
        "answered_at": row.answered_at,
        "outcome": row.outcome,
        "ground": row.ground,
        "clocks": [_clock(clock) for clock in clocks if clock.name not in WAITS],
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
        "called_off_at": row.called_off_at,
    }


def desk_items(
    still_open: Iterable[Listed],
    to_deliver: Iterable[Listed],
    *,
    told: Iterable[OnDesk] = (),
    waiting: Iterable[Listed] = (),
    calls: Iterable[tuple[CallBack, Request]] = (),
    carried: Iterable[Listed] = (),
) -> list[DeskItem]:
    """Return requests as the staff desk shows them, each once besides what this member of staff is told of: the open
    ones, answers that nobody sent yet, calls to make, those with a message of the person that nobody answered, and
    what is still carried out after the answer."""
    items = [
        *(_desk_notice(each) for each in told),
        *(_after_answer(each) for each in waiting if each.request.answered_at is not None),
        *(_desk_item(each.request, each.clocks, _says(each.request)) for each in still_open),
        *(_desk_item(each.request, (), TO_DELIVER) for each in to_deliver),
        *(_call_item(call, row) for call, row in calls),
        *(_carried_item(each.request) for each in carried),
    ]
    return list({item.ref: item for item in reversed(items)}.values())[::-1]


def complaint_items(complaints: Iterable[Listed]) -> list[DeskItem]:
    """Return complaints as they stand on the desk of who handles them."""
    return [
        _after_answer(each)
        if each.request.answered_at is not None
        else _desk_item(each.request, each.clocks, _says(each.request))
        for each in complaints
    ]


def _after_answer(listed: Listed) -> DeskItem:
    """What is still to be done on a request that was closed: a message to read, a measure or a step to carry out."""
    row = listed.request
    to_do = MEASURE_OPEN if row.kind == RequestKind.COMPLAINT else TO_CARRY_OUT
    return _desk_item(row, listed.clocks, MESSAGE_WAITS if row.message_waits_since is not None else to_do)


def _says(row: Request) -> Text | None:
    """What an open request says instead of its state: what somebody has to do first, or that the person wrote."""
    return attention(row) or (MESSAGE_WAITS if row.message_waits_since is not None else None)


def _desk_notice(told: OnDesk) -> DeskItem:
    about = _desk_item(told.request, told.clocks, NOTICES[Notice(told.notice.what)])
    return replace(about, ref=told.notice.id, state=told.notice.what)


def desk_tasks(tasks: Iterable[tuple[Request, HolderTask, Sequence[Clock]]], rules: Rules) -> list[DeskItem]:
    """Return what somebody is to look up for a request, as the staff desk shows it."""
    return [
        DeskItem(
            service=SERVICE,
            ref=task.id,
            number=row.number,
            title=_looked_up(holder_named(rules, task.holder)),
            state=task.state,
            state_text=TASK_STATES[TaskState(task.state)],
            url=f"/requests/tasks/{task.id}",
            clocks=tuple((HOLDER_CLOCK, clock) for clock in clocks if clock.stopped_at is None),
        )
        for row, task, clocks in tasks
    ]


def _looked_up(name: Text) -> Text:
    return Text(f"Gegevens opzoeken: {name.nl}", f"Look up data: {name.en}")


def attention(row: Request) -> Text | None:
    """Return what somebody has to do first with an open request, where that is not plain from its state."""
    if row.answered_at is not None:
        return None
    if row.unsure_since is not None:
        return NOT_SURE
    return AUTHORITY_OVER if row.authority_state == AuthorityState.ENDED else None


def _call_item(call: CallBack, row: Request) -> DeskItem:
    runs = Clock(CALL_BACK_RULE, call.asked_at, call.due_at, call.due_at)
    return replace(_desk_item(row, (), TO_CALL), ref=call.id, clocks=((CALL_BACK, runs),))


def _carried_item(row: Request) -> DeskItem:
    """What somebody still has to do of an answer, with by when; or that it is unsure whom it is about."""
    state = NOT_SURE if row.unsure_since is not None else CARRYING_STATES[CarryingState.RUNNING]
    due_at = row.carry_due_at
    assert due_at is not None and row.answered_at is not None
    since = min(row.answered_at, due_at)
    runs = Clock(ClockRule(CARRYING_CLOCK, "asked", *OTHERWISE), since, due_at, due_at)
    return replace(_desk_item(row, (), state), clocks=((CARRY_CLOCK, runs),))


def _desk_item(row: Request, clocks: Sequence[Clock], state: Text | None = None) -> DeskItem:
    return DeskItem(
        service=SERVICE,
        ref=row.id,
        number=row.number,
        title=KINDS[RequestKind(row.kind)],
        state=row.state,
        state_text=state or STATES[RequestState(row.state)],
        url=f"/requests/cases/{row.id}",
        clocks=tuple(
            (CLOCKS[clock.name], clock) for clock in clocks if clock.stopped_at is None and clock.name in CLOCKS
        ),
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
