"""Send: begun by the responsible person alone, carried out in portions, and nobody is told twice.

A portion is taken up in a transaction of its own, handed to the channels outside one, and then noted. Who is killed in
between leaves its portion to be taken up again a while later with the same message ids, by which a channel knows what
it did already (its promise: delivering twice is delivering once).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import func, or_, select

from waarborg_breach import domain
from waarborg_breach.actions.responsible import require_responsible
from waarborg_breach.actions.telling.following import settle_persons
from waarborg_breach.actions.telling.message import draft_of, plain
from waarborg_breach.actions.telling.rows import (
    counts_of,
    last_order,
    reference_of,
    seal_json,
    telling_of,
    telling_or_new,
)
from waarborg_breach.actions.telling.stopping import TELLS
from waarborg_breach.domain.telling import (
    CAME_OF,
    NobodyListed,
    NotToTell,
    OnlyAnExercise,
    PersonState,
    StillTelling,
    TellingState,
    check_message,
    content_by,
)
from waarborg_breach.models import BreachCase, BreachMessage, BreachPerson, BreachPersonLink, BreachTelling
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Content, Delivery, DeliveryState, Message
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED, Work

AT_A_TIME = 200
CLAIMED_FOR = timedelta(minutes=10)
WHOLE, NOTICE = "breach-message", "breach-notice"
"""The templates: the message itself, and a notice that says no more than that there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Whom to tell now: messages by the person's id. ``over``: nobody is left, or it has to stop."""

    breach_id: str
    messages: Mapping[str, Message] = field(default_factory=dict, repr=False)
    over: bool = False


def begin_telling(work: Work, case: BreachCase, *, rules: Rules) -> BreachMessage:
    """Order that everybody on the list who was not told yet is told; only the responsible person may.

    The message is kept as it goes, and the worker does the rest.

    Raises:
        NotResponsible, OnlyAnExercise, NotToTell, StillTelling, NobodyListed, MessageIncomplete, KeyDestroyed.
    """
    role = require_responsible(work, case, rules)
    telling = telling_or_new(work, case)
    _check_begin(work, case, telling)
    message = draft_of(work, case, rules)
    if message is None:
        raise KeyDestroyed
    check_message(message)
    telling.round += 1
    telling.state, telling.next_at = TellingState.SENDING.value, work.now
    place = {"table": "breach_message", "column": "text", "row": f"{case.id}/{telling.round}"}
    order = work.add(
        BreachMessage(
            breach_id=case.id,
            number=telling.round,
            text_sealed=seal_json(work, case.id, plain(message), **place),
            begun_at=work.now,
            begun_by=work.actor.ref,
            role=role,
        )
    )
    case.revision += 1
    facts = {"round": telling.round, "persons": counts_of(work, case.id).of(PersonState.TO_DO), "role": role}
    work.record(case, verb="began-telling", facts=facts)
    return order


def due_telling(work: Work) -> str | None:
    """Return a breach whose persons are to be told now."""
    query = select(BreachTelling.breach_id).where(
        BreachTelling.organisation == work.organisation,
        BreachTelling.state == TellingState.SENDING.value,
        BreachTelling.next_at <= work.now,
    )
    return work.session.scalars(query.order_by(BreachTelling.next_at).limit(1)).one_or_none()


def take_up(work: Work, breach_id: str, rules: Rules) -> Portion:
    """Take up the next persons, so that nobody else tells them meanwhile."""
    telling = telling_of(work, breach_id, lock=True)
    case = work.case(BreachCase, breach_id, lock=False)
    if telling is None or telling.state != TellingState.SENDING:
        return Portion(breach_id=breach_id)
    if case.drill or case.persons_state not in TELLS or case.case_state not in domain.HANDLED:
        return Portion(breach_id=breach_id, over=True)
    rows = _free(work, breach_id)
    if not rows:
        later = _claimed_until(work, breach_id)
        telling.next_at = later or telling.next_at
        return Portion(breach_id=breach_id, over=later is None)
    messages: dict[str, Message] = {}
    for row in rows:
        message = _claimed(work, row, telling.round, rules)
        if message is not None:
            messages[row.id] = message
    return Portion(breach_id=breach_id, messages=messages)


def note_outcomes(work: Work, breach_id: str, outcomes: Mapping[str, Delivery]) -> None:
    """Keep what became of each; of who was noted before nothing changes."""
    telling = telling_of(work, breach_id, lock=True)
    if telling is None:
        return
    for row in _by_id(work, breach_id, outcomes):
        if row.state != PersonState.TO_DO or row.claimed_until is None:
            continue
        outcome = outcomes[row.id]
        row.claimed_until, row.attempts = None, row.attempts + 1
        row.state = CAME_OF[outcome.state].value
        row.error = (outcome.detail or "failed")[:64] if outcome.state is DeliveryState.FAILED else None
        if outcome.state is DeliveryState.SENT:
            row.told_at = work.now
        if outcome.state is DeliveryState.TO_PRINT:
            telling.letters += 1
            row.letter_number = telling.letters


def finish(work: Work, breach_id: str, rules: Rules) -> None:
    """End the order once nobody waits for the worker any more, or stop it where it may not go on."""
    case = work.case(BreachCase, breach_id)
    telling, order = telling_of(work, breach_id, lock=True), last_order(work, breach_id)
    if telling is None or order is None or telling.state != TellingState.SENDING:
        return
    counts = counts_of(work, breach_id)
    stopped = counts.of(PersonState.TO_DO) > 0
    telling.state = (TellingState.STOPPED if stopped else TellingState.IDLE).value
    telling.next_at = None
    order.ended_at = work.now
    case.revision += 1
    facts = {state.value: counts.of(state) for state in PersonState if counts.of(state)}
    work.record(case, verb="telling-stopped" if stopped else "telling-ended", facts={"round": order.number, **facts})
    settle_persons(work, case)


def message_id_of(person_id: str, channel: str, *, tries: int = 0) -> str:
    """Return the id of the message to a person by a channel: the same each time in one try, so that it goes once.

    Who is tried again on purpose gets another, since a channel that saw it before would do nothing.
    """
    again = f":{tries}" if tries else ""
    return str(uuid5(NAMESPACE_URL, f"urn:waarborg:breach-message:{person_id}:{channel}{again}"))


def would_go(work: Work, case: BreachCase) -> Mapping[str, int]:
    """Return how many would be told by which channel now."""
    query = select(BreachPerson.channel, func.count()).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == case.id,
        BreachPerson.state == PersonState.TO_DO.value,
    )
    found = work.session.execute(query.group_by(BreachPerson.channel).order_by(BreachPerson.channel))
    return {str(channel): int(count) for channel, count in found}


def _check_begin(work: Work, case: BreachCase, telling: BreachTelling) -> None:
    if case.drill:
        raise OnlyAnExercise
    if case.case_state not in domain.HANDLED:
        raise domain.CaseOver(case.case_state)
    if case.persons_state not in TELLS:
        raise NotToTell(case.persons_state)
    if telling.state == TellingState.SENDING:
        raise StillTelling
    if not counts_of(work, case.id).of(PersonState.TO_DO):
        raise NobodyListed


def _free(work: Work, breach_id: str) -> Sequence[BreachPerson]:
    query = select(BreachPerson).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == breach_id,
        BreachPerson.state == PersonState.TO_DO.value,
        or_(BreachPerson.claimed_until.is_(None), BreachPerson.claimed_until <= work.now),
    )
    query = query.order_by(BreachPerson.id).limit(AT_A_TIME).with_for_update()
    return work.session.scalars(query.execution_options(populate_existing=True)).all()


def _claimed_until(work: Work, breach_id: str) -> datetime | None:
    query = select(func.min(BreachPerson.claimed_until)).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == breach_id,
        BreachPerson.state == PersonState.TO_DO.value,
    )
    return work.session.scalar(query)


def _claimed(work: Work, row: BreachPerson, round_: int, rules: Rules) -> Message | None:
    """Take one person up; None where nothing can be said to him: his channel is gone, or the key was destroyed."""
    channel = rules.channels.get(row.channel)
    content, reference = content_by(channel) if channel is not None else None, reference_of(work, row)
    message_id = message_id_of(row.id, row.channel, tries=row.tries)
    _keep_link(work, row, unless=message_id)
    row.round, row.message_id = round_, message_id
    if content is None or reference is ERASED:
        row.state, row.attempts = PersonState.FAILED.value, row.attempts + 1
        row.error = "erased" if reference is ERASED else "no-channel"
        return None
    row.claimed_until = work.now + CLAIMED_FOR
    return Message(
        id=message_id,
        organisation=work.organisation,
        channel=row.channel,
        template=NOTICE if content is Content.NOTICE else WHOLE,
        content=content,
        case_ref=row.breach_id,
        recipient_ref=str(reference),
        at=work.now,
    )


def _keep_link(work: Work, row: BreachPerson, *, unless: str) -> None:
    """Let the link in a message that he may have got before go on working, once he gets another."""
    if row.message_id is None or row.message_id == unless or row.round is None:
        return
    work.session.merge(
        BreachPersonLink(organisation=work.organisation, message_id=row.message_id, person_id=row.id, round=row.round)
    )


def _by_id(work: Work, breach_id: str, ids: Mapping[str, object]) -> Sequence[BreachPerson]:
    query = select(BreachPerson).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == breach_id,
        BreachPerson.id.in_(sorted(ids)),
    )
    query = query.order_by(BreachPerson.id).with_for_update().execution_options(populate_existing=True)
    return work.session.scalars(query).all()
