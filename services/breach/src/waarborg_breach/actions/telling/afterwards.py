"""What staff say of one person afterwards: posted, spoken to, not reached, once more; and his aftercare."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions.telling.following import let_wait_again, settle_persons
from waarborg_breach.actions.telling.rows import hash_of, last_order, person_of, telling_of
from waarborg_breach.actions.telling.stopping import TELLS
from waarborg_breach.domain.telling import (
    BY_HAND,
    CareKind,
    NoSuchPerson,
    NotToTell,
    NoWay,
    OnlyAnExercise,
    PersonState,
    StillTelling,
    TellingState,
    content_by,
)
from waarborg_breach.models import BreachCase, BreachPerson, BreachPersonCare
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """One note of somebody's aftercare."""

    kind: CareKind
    at: datetime
    words: Written = field(repr=False)


def changing(case: BreachCase) -> None:
    """Count a change of the case. Raises CaseOver."""
    if case.case_state not in domain.HANDLED:
        raise domain.CaseOver(case.case_state)
    case.revision += 1


def note_told(work: Work, case: BreachCase, person_id: str) -> None:
    """Note that somebody was told by a letter or a talk that stood ready; saying so again changes nothing.

    Raises:
        CaseOver, NoSuchPerson.
    """
    changing(case)
    row = person_of(work, case.id, person_id, lock=True)
    if row.state == PersonState.SENT:
        return
    if row.state not in BY_HAND:
        raise NoSuchPerson(person_id)
    row.state, row.told_at = PersonState.SENT.value, work.now
    work.record(case, verb="told-person", facts={"person": row.id, "channel": row.channel})
    settle_persons(work, case)


def note_unreachable(work: Work, case: BreachCase, person_id: str) -> None:
    """Note that somebody cannot be reached: the letter came back, or nobody answers. Raises CaseOver, NoSuchPerson.

    Who counted as told by a letter that came back was not told, and then the case waits for him again.
    """
    changing(case)
    row = person_of(work, case.id, person_id, lock=True)
    if row.state in (PersonState.TO_DO, PersonState.UNREACHABLE):
        raise NoSuchPerson(person_id)
    row.state, row.told_at = PersonState.UNREACHABLE.value, None
    work.record(case, verb="person-unreachable", facts={"person": row.id, "channel": row.channel})
    let_wait_again(work, case)


def tell_again(work: Work, case: BreachCase, person_id: str, *, channel: str, rules: Rules) -> None:
    """Let the worker try somebody again, by the same channel or another; the order to tell him stands.

    Raises:
        CaseOver, NoSuchPerson, NoWay, OnlyAnExercise, NotToTell: it was announced, or decided otherwise.
    """
    changing(case)
    _check_way(channel, rules)
    row = person_of(work, case.id, person_id, lock=True)
    if row.state not in (PersonState.FAILED, PersonState.UNREACHABLE, *BY_HAND):
        raise NoSuchPerson(person_id)
    _again(row, channel)
    _go_on(work, case)
    let_wait_again(work, case)
    work.record(case, verb="tries-again", facts={"persons": 1, "channel": channel})


def tell_failed_again(work: Work, case: BreachCase, *, rules: Rules) -> int:
    """Let the worker try everybody again whom a channel failed. Raises as ``tell_again``."""
    changing(case)
    query = select(BreachPerson).where(
        BreachPerson.breach_id == case.id, BreachPerson.state == PersonState.FAILED.value
    )
    rows = [row for row in work.session.scalars(query.with_for_update()) if row.channel in rules.channels]
    if not rows:
        raise NoSuchPerson("failed")
    for row in rows:
        _again(row, row.channel)
    _go_on(work, case)
    let_wait_again(work, case)
    work.record(case, verb="tries-again", facts={"persons": len(rows)})
    return len(rows)


def set_channel(work: Work, case: BreachCase, person_id: str, *, channel: str, rules: Rules) -> None:
    """Choose another channel for somebody who was not told yet. Raises CaseOver, NoSuchPerson, NoWay, StillTelling."""
    changing(case)
    _check_way(channel, rules)
    row = person_of(work, case.id, person_id, lock=True)
    telling = telling_of(work, case.id, lock=True)
    if telling is not None and telling.state == TellingState.SENDING:
        raise StillTelling
    if row.state != PersonState.TO_DO:
        raise NoSuchPerson(person_id)
    row.channel = channel
    work.record(case, verb="chose-channel", facts={"person": row.id, "channel": channel})


def find_person(work: Work, case: BreachCase, reference: str) -> str:
    """Return the id of who goes by a reference. Raises NoSuchPerson."""
    query = select(BreachPerson.id).where(
        BreachPerson.breach_id == case.id, BreachPerson.ref_hash == hash_of(work, reference)
    )
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NoSuchPerson
    return found


def note_care(work: Work, case: BreachCase, person_id: str, kind: CareKind, *, words: str) -> None:
    """Write down what somebody asked afterwards, or what he got (B24 art. 11). Raises CaseOver, NoSuchPerson."""
    changing(case)
    row = person_of(work, case.id, person_id)
    care_id = new_id()
    sealed = work.seal(words, holder=case.id, table="breach_person_care", column="words", row=care_id)
    work.add(
        BreachPersonCare(
            id=care_id,
            person_id=row.id,
            kind=kind.value,
            words_sealed=sealed,
            noted_at=work.now,
            noted_by=work.actor.ref,
        )
    )
    work.record(case, verb="noted-person-care", facts={"person": row.id, "kind": kind.value})


def care_of(work: Work, row: BreachPerson) -> Sequence[Care]:
    """Return the aftercare of a person, the oldest first."""
    query = select(BreachPersonCare).where(BreachPersonCare.person_id == row.id)
    return [
        Care(
            kind=CareKind(each.kind),
            at=each.noted_at,
            words=work.unseal_to_show(
                each.words_sealed, holder=row.breach_id, table="breach_person_care", column="words", row=each.id
            ),
        )
        for each in work.session.scalars(query.order_by(BreachPersonCare.noted_at, BreachPersonCare.id))
    ]


def _check_way(channel: str, rules: Rules) -> None:
    found = rules.channels.get(channel)
    if found is None or content_by(found) is None:
        raise NoWay


def _again(row: BreachPerson, channel: str) -> None:
    """Let somebody be tried once more: a try of its own, which the channel must not take for the one before."""
    row.state, row.channel, row.error = PersonState.TO_DO.value, channel, None
    row.tries += 1
    row.claimed_until = row.letter_number = row.printed_at = None


def _go_on(work: Work, case: BreachCase) -> None:
    """Go on with the order that stands: it was the responsible person's, for everybody on the list then."""
    telling, order = telling_of(work, case.id, lock=True), last_order(work, case.id)
    if case.drill:
        raise OnlyAnExercise
    if case.persons_state not in TELLS:
        raise NotToTell(case.persons_state)
    if telling is None or order is None:
        raise NoSuchPerson
    telling.state, telling.next_at = TellingState.SENDING.value, work.now
    order.ended_at = None
