"""The rows of telling, and what is sealed in them."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from waarborg_breach.domain.telling import Counts, MessagePart, NoSuchPerson, PersonState, TellingState
from waarborg_breach.models import BreachCase, BreachMessage, BreachPerson, BreachPersonFault, BreachTelling
from waarborg_breach.models.telling import REFERENCE
from waarborg_shared.uow import ERASED, Work, Written


def telling_of(work: Work, breach_id: str, *, lock: bool = False) -> BreachTelling | None:
    """Return how far telling of a breach is, None where nothing was begun."""
    query = select(BreachTelling).where(
        BreachTelling.organisation == work.organisation, BreachTelling.breach_id == breach_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return work.session.scalars(query).one_or_none()


def telling_or_new(work: Work, case: BreachCase) -> BreachTelling:
    """Return how far telling of a case is; whoever holds the case's lock may begin it."""
    found = telling_of(work, case.id, lock=True)
    if found is None:
        found = work.add(BreachTelling(breach_id=case.id, state=TellingState.IDLE.value, round=0, letters=0))
        work.session.flush()
    return found


def last_order(work: Work, breach_id: str) -> BreachMessage | None:
    """Return the newest order to send."""
    query = select(BreachMessage).where(
        BreachMessage.organisation == work.organisation, BreachMessage.breach_id == breach_id
    )
    return work.session.scalars(query.order_by(BreachMessage.number.desc()).limit(1)).one_or_none()


def person_of(work: Work, breach_id: str, person_id: str, *, lock: bool = False) -> BreachPerson:
    """Return one person of a list. Raises NoSuchPerson."""
    query = select(BreachPerson).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == breach_id,
        BreachPerson.id == person_id,
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NoSuchPerson(person_id)
    return found


def counts_of(work: Work, breach_id: str) -> Counts:
    """Return how many of the list are how far."""
    work.session.flush()
    query = select(BreachPerson.state, func.count()).where(
        BreachPerson.organisation == work.organisation, BreachPerson.breach_id == breach_id
    )
    states = {PersonState(state): count for state, count in work.session.execute(query.group_by(BreachPerson.state))}
    faults = select(func.count()).where(
        BreachPersonFault.organisation == work.organisation,
        BreachPersonFault.breach_id == breach_id,
        BreachPersonFault.settled_at.is_(None),
    )
    return Counts(by_state=states, unsettled=work.session.scalar(faults) or 0)


def hash_of(work: Work, reference: str) -> bytes:
    """Return by what a person is found."""
    return work.search_hash(REFERENCE, reference)


def seal_reference(work: Work, breach_id: str, person_id: str, reference: str) -> bytes:
    """Seal a reference under the case's key."""
    return work.seal(reference, holder=breach_id, table="breach_person", column="ref", row=person_id)


def reference_of(work: Work, row: BreachPerson) -> Written:
    """Return a reference, opened."""
    return work.unseal_to_show(row.ref_sealed, holder=row.breach_id, table="breach_person", column="ref", row=row.id)


def seal_json(work: Work, breach_id: str, value: Any, *, table: str, column: str, row: str) -> bytes:
    """Seal a value under the case's key."""
    text = json.dumps(value, ensure_ascii=False)
    return work.seal(text, holder=breach_id, table=table, column=column, row=row)


def open_json(work: Work, breach_id: str, blob: bytes, *, table: str, column: str, row: str) -> Any:
    """Return the value, or ERASED where the key was destroyed."""
    text = work.unseal_to_show(blob, holder=breach_id, table=table, column=column, row=row)
    return ERASED if text is ERASED else json.loads(str(text))


def message_of(given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[MessagePart, str]]:
    """Return a message as the domain knows it."""
    return {language: {MessagePart(part): text for part, text in of.items()} for language, of in given.items()}
