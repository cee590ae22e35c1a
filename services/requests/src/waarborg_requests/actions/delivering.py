"""Telling the person: word is made ready by the organisation's channel, and counts once somebody really gave it."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from itertools import groupby
from secrets import token_bytes

from sqlalchemy import bindparam

from waarborg_requests import domain
from waarborg_requests.actions import sealing
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.beginning import check_hears, may_hear
from waarborg_requests.actions.extending import count_extension
from waarborg_requests.actions.letters import Said, Secret, Signature, make_letter
from waarborg_requests.actions.noticing import announce, beside
from waarborg_requests.actions.opening import read_code_hash
from waarborg_requests.actions.ways import content_of_letter, way_of
from waarborg_requests.domain import NoSuchDelivery, Reach, RequestState, Told
from waarborg_requests.domain.identification import OWN_ACCOUNT
from waarborg_requests.domain.letters import LETTER, LETTERS, READ_CODE_LIVES, SECURE_PAGE, NoLetter, heaviest
from waarborg_requests.domain.speaking import way_of_notice
from waarborg_requests.models import Request, RequestDelivery
from waarborg_shared.db import made_once, new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Content, DeliveryState, Message
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED, Work

_CODE_BYTES = 32
_OF_REQUESTS = (
    made_once(RequestDelivery)
    .where(RequestDelivery.request_id.in_(bindparam("request_ids", expanding=True)))
    .order_by(RequestDelivery.request_id, RequestDelivery.ready_at, RequestDelivery.id)
)


class NotDelivered(Exception):
    """No channel took the message; it is tried again, and an operator sees it when that does not help."""

    code = "not-delivered"


def send_word(
    work: Work, request_ref: str, *, message_id: str, template: str, rules: Rules, channel: str | None = None
) -> None:
    """Have the person told: of an answer, of a longer term, with the letter about it, which is made here and kept.

    ``channel`` is the one to go by, where that is not the answer's. A channel that sends by itself has told the person;
    a letter to print or a talk to be held waits for somebody, and what lies on the secure page until the person opens
    it. Who is reached by e-mail gets a notice without content besides. The same message a second time changes nothing,
    and neither does word of what is no longer so.

    Raises:
        UnknownCase, NotDelivered
    """
    row = work.case(Request, request_ref)
    told = Told(template)
    known = any(each.id == message_id or _says_it_already(each, template) for each in deliveries_of(work, row))
    if known or not _wanted(work, row, told):
        return
    channel = channel or _channel(row, told, rules)
    if told is Told.ANSWERED:
        row.answer_channel = channel
    delivery = _made_ready(work, row, told, channel, message_id=message_id, rules=rules)
    if told is not Told.MESSAGE or channel == LETTER:
        _write(work, row, delivery, rules, secret=_code_of_receipt(work, row, told, channel))
    if channel == SECURE_PAGE and told is Told.ANSWERED and row.identification not in OWN_ACCOUNT:
        _bring_code(work, row, message_id, rules)
    announce(work, row, message_id, rules)


def _says_it_already(delivery: RequestDelivery, template: str) -> bool:
    """Whether word that there is a message lies ready: that there is one more changes nothing about it."""
    return template == Told.MESSAGE and delivery.template == Told.MESSAGE and delivery.delivered_at is None


def _channel(row: Request, told: Told, rules: Rules) -> str:
    """By which channel the person is told: of a message, the way in which he is reached; else as the letter goes."""
    if told is not Told.MESSAGE:
        return way_of(row, LETTERS.get(told), rules)
    carry = {code for code, channel in rules.channels.items() if Content.NOTICE in channel.carries}
    return way_of_notice(Reach(row.reach), carry, otherwise=way_of(row, None, rules))


def _bring_code(work: Work, row: Request, message_id: str, rules: Rules) -> None:
    """Make the code that opens the answer on the page: who has no account gets it by letter, as the second proof."""
    code = domain.spell_code(token_bytes(_CODE_BYTES))
    row.read_code_hash, row.read_code_at = read_code_hash(work, code), work.now
    its_own = beside(message_id, "read-code")
    delivery = _made_ready(work, row, Told.READ_CODE, LETTER, message_id=its_own, rules=rules)
    secret = Secret(code=code, until=work.now + READ_CODE_LIVES)
    _write(work, row, delivery, rules, secret=secret)


def bring_fetch_code(work: Work, row: Request, code: str, *, rules: Rules) -> None:
    """Make the letter with the code of another package ready to print; one that was not posted yet is called off.

    Raises:
        NotDelivered
    """
    call_off(work, row, Told.FETCH_CODE)
    delivery = _made_ready(work, row, Told.FETCH_CODE, LETTER, message_id=new_id(), rules=rules)
    _write(work, row, delivery, rules, secret=Secret(code=code))


def _code_of_receipt(work: Work, row: Request, told: Told, channel: str) -> Secret | None:
    """Return the secret code for the letter that confirms the receipt, and keep it there alone from now on."""
    if told is not Told.RECEIVED or channel != LETTER or row.code_sealed is None:
        return None
    code = sealing.unseal(work, row, "code")
    row.code_sealed = None
    return Secret(code=code) if isinstance(code, str) else None


def bring_new_code(work: Work, row: Request, code: str, *, rules: Rules) -> None:
    """Make the letter with a new secret code ready to print, and tell by a notice without content that there is one.

    Raises:
        NotDelivered
        KeyDestroyed: the texts were erased, so that no letter can bring it.
    """
    message_id = new_id()
    delivery = _made_ready(work, row, Told.NEW_CODE, LETTER, message_id=message_id, rules=rules)
    work.session.flush()
    make_letter(work, row, delivery, rules, secret=Secret(code=code))
    announce(work, row, message_id, rules)


def bring_fee(work: Work, row: Request, why: str, *, rules: Rules) -> None:
    """Make the letter that says what a copy costs ready, and tell by a notice without content that there is news.

    Raises:
        NotDelivered
        KeyDestroyed: the texts were erased, so that no letter can say it.
    """
    message_id = new_id()
    channel = _channel(row, Told.FEE, rules)
    delivery = _made_ready(work, row, Told.FEE, channel, message_id=message_id, rules=rules)
    signed = Signature(name=work.actor.label, role=work.actor.sole_role)
    work.session.flush()
    make_letter(work, row, delivery, rules, now_said=Said(text=why, signed=signed))
    announce(work, row, message_id, rules)


def _made_ready(
    work: Work, row: Request, told: Told, channel: str, *, message_id: str, rules: Rules
) -> RequestDelivery:
    """Have the organisation's channel take a message; raises NotDelivered where none does."""
    content = heaviest(content_of_letter(row, LETTERS.get(told), rules))
    outcome = rules.deliver(
        Message(
            id=message_id,
            organisation=work.organisation,
            channel=channel,
            template=told,
            content=content,
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
        template=told.value,
        channel=channel,
        state=outcome.state.value,
        ready_at=work.now,
        delivered_at=domain.delivered_at(outcome.state, work.now, to_be_opened=channel == SECURE_PAGE),
    )
    work.session.add(delivery)
    if delivery.delivered_at is None:
        work.record(row, verb="ready-to-deliver", facts=_facts(delivery))
    else:
        _has_been_told(work, row, delivery, rules)
    return delivery


def _write(work: Work, row: Request, delivery: RequestDelivery, rules: Rules, *, secret: Secret | None = None) -> None:
    """Make the letter, where one goes with it; where the request's texts were erased, word goes without."""
    work.session.flush()
    with suppress(KeyDestroyed, NoLetter):
        make_letter(work, row, delivery, rules, secret=secret or Secret())


def open_answer(work: Work, row: Request, rules: Rules) -> RequestDelivery | None:
    """Return the answer that lies on the secure page, and count it as told from the first time that it is opened."""
    for delivery in deliveries_of(work, row):
        if delivery.template == Told.ANSWERED and delivery.channel == SECURE_PAGE:
            if delivery.delivered_at is None:
                delivery.delivered_at = work.now
                _has_been_told(work, row, delivery, rules)
            return delivery
    return None


def by_letter_instead(work: Work, request_id: str, delivery_id: str, *, rules: Rules) -> RequestDelivery:
    """Let an answer that nobody opened on the page go by letter: the page closes, and the letter lies ready to print.
    A letter with the code that was not posted yet is called off.

    Doing so a second time changes nothing.

    Raises:
        UnknownCase, NoSuchDelivery, NotDelivered, NotForHim, NotAfterDeath, NotSureWhom
    """
    row = work.case(Request, request_id)
    delivery = next((each for each in deliveries_of(work, row) if each.id == delivery_id), None)
    if delivery is None or (delivery.channel != LETTER and delivery.delivered_at is not None):
        raise NoSuchDelivery(delivery_id)
    if delivery.channel == SECURE_PAGE:
        check_hears(work, row, Told(delivery.template))
        delivery.channel, delivery.state = LETTER, DeliveryState.TO_PRINT.value
        row.answer_channel, row.read_code_hash, row.read_code_at = LETTER, None, None
        for each in deliveries_of(work, row):
            if each.template == Told.READ_CODE and each.delivered_at is None:
                each.called_off_at = work.now
        work.record(row, verb="by-letter-instead", facts={**_facts(delivery), **in_role(work)})
    return delivery


def record_delivery(work: Work, request_id: str, delivery_id: str, *, rules: Rules) -> RequestDelivery:
    """Record that the letter was posted, or the person spoken to; saying so a second time changes nothing.

    Raises:
        UnknownCase, NoSuchDelivery, NotForHim, NotAfterDeath, NotSureWhom
    """
    row = work.case(Request, request_id)
    delivery = next((each for each in deliveries_of(work, row) if each.id == delivery_id), None)
    if delivery is None or delivery.channel == SECURE_PAGE or _called_off(delivery):
        raise NoSuchDelivery(delivery_id)
    if delivery.delivered_at is None:
        check_hears(work, row, Told(delivery.template))
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


def bring_back(work: Work, row: Request, told: Told) -> None:
    """Let the last word of a kind lie ready again that was called off, as what stood in its way is over; not what was
    erased since."""
    of_it = [each for each in deliveries_of(work, row) if each.template == told]
    if of_it and _called_off(of_it[-1]) and sealing.unseal(work, row, "name") is not ERASED:
        of_it[-1].called_off_at = None
        work.record(row, verb="ready-to-deliver", facts=_facts(of_it[-1]))


def _called_off(delivery: RequestDelivery) -> bool:
    return delivery.called_off_at is not None and delivery.delivered_at is None


def deliveries_of(work: Work, row: Request) -> tuple[RequestDelivery, ...]:
    """Return what the person was told, or is to be told, the oldest first."""
    return deliveries_of_many(work, (row.id,)).get(row.id, ())


def deliveries_of_many(work: Work, request_ids: Collection[str]) -> Mapping[str, tuple[RequestDelivery, ...]]:
    """Return the same of several requests, for a list of them."""
    found = groupby(work.found(_OF_REQUESTS, request_ids=sorted(set(request_ids))), key=lambda each: each.request_id)
    return {request_id: tuple(group) for request_id, group in found}


def _has_been_told(work: Work, row: Request, delivery: RequestDelivery, rules: Rules) -> None:
    work.record(row, verb="told", facts={**_facts(delivery), **in_role(work)})
    if delivery.template == Told.EXTENDED:
        count_extension(work, row, rules)


def _wanted(work: Work, row: Request, told: Told) -> bool:
    """Whether word of something is still true when the worker comes to it: a question that stands, a term to extend;
    and whether it may still go to who asked."""
    match told:
        case Told.IDENTIFY:
            return row.state == RequestState.WAITING
        case Told.EXTENDED:
            return row.answered_at is None and row.extension_lapsed_at is None
        case Told.CODE:
            return row.answered_at is None
        case _:
            return may_hear(work, row, told)


def _facts(delivery: RequestDelivery) -> dict[str, str]:
    """Codes for the timeline; a state that waited is named as what became of it."""
    told = delivery.delivered_at is not None
    state = DeliveryState.SENT.value if told else delivery.state
    return {"channel": delivery.channel, "state": state, "template": delivery.template}
