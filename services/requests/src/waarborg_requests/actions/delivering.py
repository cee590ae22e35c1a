"""Telling the person: word is made ready by the organisation's channel, and counts once somebody really gave it."""

from collections.abc import Collection, Mapping
from itertools import groupby

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.extending import count_extension
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.domain import NoSuchDelivery, Reach, RequestState, Told
from waarborg_requests.domain.speaking import way_of_notice
from waarborg_requests.models import Request, RequestDelivery
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Content, DeliveryState, Message
from waarborg_shared.uow import Work


class NotDelivered(Exception):
    """No channel took the message; it is tried again, and an operator sees it when that does not help."""

    code = "not-delivered"


def send_word(
    work: Work, request_ref: str, *, message_id: str, template: str, rules: Rules, channel: str | None = None
) -> None:
    """Have the person told that there is an answer, a longer term or a message: a notice without content.

    ``channel`` is the one to go by, where that is not the answer's. A channel that sends by itself has told the person;
    a letter to print or a talk to be held waits for somebody. The same message a second time changes nothing, and
    neither does word of what is no longer so.

    Raises:
        UnknownCase, NotDelivered
    """
    row = work.case(Request, request_ref)
    known = any(each.id == message_id or _says_it_already(each, template) for each in deliveries_of(work, row))
    if known or not _wanted(row, Told(template)):
        return
    channel = channel or _channel(row, Told(template), rules)
    outcome = rules.deliver(
        Message(
            id=message_id,
            organisation=work.organisation,
            channel=channel,
            template=template,
            content=Content.NOTICE,
            case_ref=row.id,
            recipient_ref=row.subject_ref,
            at=work.now,
        )
    )
    if outcome.state is DeliveryState.FAILED:
        raise NotDelivered(outcome.detail)
    delivery = RequestDelivery(
        id=message_id,
        request_id=row.id,
        template=Told(template).value,
        channel=channel,
        state=outcome.state.value,
        ready_at=work.now,
        delivered_at=domain.delivered_at(outcome.state, work.now),
    )
    work.session.add(delivery)
    if delivery.delivered_at is None:
        work.record(row, verb="ready-to-deliver", facts=_facts(delivery))
    else:
        _has_been_told(work, row, delivery, rules)


def _says_it_already(delivery: RequestDelivery, template: str) -> bool:
    """Whether word that there is a message lies ready: that there is one more changes nothing about it."""
    return template == Told.MESSAGE and delivery.template == Told.MESSAGE and delivery.delivered_at is None


def _channel(row: Request, told: Told, rules: Rules) -> str:
    """By which channel the person is told: as with the answer; of a message, the way in which he is reached."""
    usual = policy_of(row, rules).answer_channel
    if told is not Told.MESSAGE:
        return usual
    carry = {code for code, channel in rules.channels.items() if Content.NOTICE in channel.carries}
    return way_of_notice(Reach(row.reach), carry, otherwise=usual)


def record_delivery(work: Work, request_id: str, delivery_id: str, *, rules: Rules) -> RequestDelivery:
    """Record that the letter was posted, or the person spoken to; saying so a second time changes nothing.

    Raises:
        UnknownCase, NoSuchDelivery
    """
    row = work.case(Request, request_id)
    delivery = next((each for each in deliveries_of(work, row) if each.id == delivery_id), None)
    if delivery is None or (delivery.called_off_at is not None and delivery.delivered_at is None):
        raise NoSuchDelivery(delivery_id)
    if delivery.delivered_at is None:
        delivery.delivered_at = work.now
        _has_been_told(work, row, delivery, rules)
    return delivery


def call_off(work: Work, row: Request, *told: Told) -> None:
    """Take back word that lies ready and that nobody gave yet, as it is not true or not needed any more."""
    for delivery in deliveries_of(work, row):
        if delivery.template in told and delivery.delivered_at is None and delivery.called_off_at is None:
            delivery.called_off_at = work.now
            facts = {"channel": delivery.channel, "template": delivery.template}
            work.record(row, verb="called-off", facts=facts)


def deliveries_of(work: Work, row: Request) -> tuple[RequestDelivery, ...]:
    """Return what the person was told, or is to be told, the oldest first."""
    return deliveries_of_many(work, (row.id,)).get(row.id, ())


def deliveries_of_many(work: Work, request_ids: Collection[str]) -> Mapping[str, tuple[RequestDelivery, ...]]:
    """Return the same of several requests, for a list of them."""
    query = select(RequestDelivery).where(
        RequestDelivery.organisation == work.organisation, RequestDelivery.request_id.in_(sorted(set(request_ids)))
    )
    query = query.order_by(RequestDelivery.request_id, RequestDelivery.ready_at, RequestDelivery.id)
    found = groupby(work.session.scalars(query), key=lambda each: each.request_id)
    return {request_id: tuple(group) for request_id, group in found}


def _has_been_told(work: Work, row: Request, delivery: RequestDelivery, rules: Rules) -> None:
    work.record(row, verb="told", facts={**_facts(delivery), **in_role(work)})
    if delivery.template == Told.EXTENDED:
        count_extension(work, row, rules)


def _wanted(row: Request, told: Told) -> bool:
    """Whether word of something is still true when the worker comes to it: a question that stands, a term to extend."""
    match told:
        case Told.IDENTIFY:
            return row.state == RequestState.WAITING
        case Told.EXTENDED:
            return row.answered_at is None and row.extension_lapsed_at is None
        case Told.CODE:
            return row.answered_at is None
        case _:
            return True


def _facts(delivery: RequestDelivery) -> dict[str, str]:
    """Codes for the timeline; a state that waited is named as what became of it."""
    told = delivery.delivered_at is not None
    state = DeliveryState.SENT.value if told else delivery.state
    return {"channel": delivery.channel, "state": state, "template": delivery.template}
