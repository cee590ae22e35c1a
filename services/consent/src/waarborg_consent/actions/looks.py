"""Takes looks into the access log: each once, sealed with the person's key, in the order of their arrival."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waarborg_consent.actions.known_persons import known_here
from waarborg_consent.actions.log_tree import append, insert_rows, locked_tree
from waarborg_consent.domain.looks import (
    SALT_BYTES,
    Action,
    Look,
    LookError,
    Outcome,
    SaidOtherwise,
    UnknownPerson,
    at_odds,
    canonical,
    check_codes,
    check_no_bsn,
    check_time,
    digest_of,
    kept_since,
    says_the_same,
)
from waarborg_consent.models import LookRow
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.db import new_id, select_for
from waarborg_shared.hooks import Rules
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work

RETENTION = "access_log"
"""The class of a person's key that seals what is said of looks, and the code of the rule for how long it is kept."""
OWN_SYSTEM = "consent"
"""What looks in this service itself are told by, and where they happened."""
REPRESENTATIVE = "own.representative"
"""The role of a person who looks at another's data here: who may not speak for him sees nothing."""
_AFTER_ERASURE = "looks-after-erasure"
_AT_ONCE = 500
_LOOKS: Any = LookRow.__table__


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one look: its number in the log, whether that is new, or why it was refused."""

    number: int | None = None
    new: bool = False
    refused: LookError | None = None


def take_looks(work: Work, looks: Sequence[Look], *, rules: Rules) -> tuple[Taken, ...]:
    """Take looks that one partner system tells of; what is wrong with one stops that one alone.

    A look that was told before changes nothing. The same number with other content is refused: of what is in the log
    already the first stands, and of two in one call neither is taken.
    """
    outcomes = _judged(work, looks, rules=rules)
    waiting = [look for look, outcome in zip(looks, outcomes, strict=True) if outcome is None]
    known = _known(work, waiting)
    rows = {look.event_id: row_of(work, look) for look in waiting if look.event_id not in known}
    if rows:
        tree = locked_tree(work)
        meanwhile = _known(work, [look for look in waiting if look.event_id in rows])
        new = [row for event_id, row in rows.items() if event_id not in meanwhile]
        _append(work, tree, new)
        known |= meanwhile
    found = []
    told: set[str] = set()
    for look, outcome in zip(looks, outcomes, strict=True):
        found.append(outcome or _taken(work, look, known=known, rows=rows, again=look.event_id in told))
        told.add(look.event_id)
    return tuple(found)


def take_own_look(work: Work, subject_ref: str, *, record_type: str) -> int:
    """Take a look of somebody in this service itself, and return its number."""
    (number,) = take_own_looks(work, [subject_ref], record_type=record_type)
    return number


def take_own_looks(work: Work, subject_refs: Sequence[str], *, record_type: str) -> tuple[int, ...]:
    """Take looks of somebody at several persons at once, and return their numbers."""
    rows = [row_of(work, _own_look(work, ref, record_type)) for ref in subject_refs]
    _append(work, locked_tree(work), rows)
    return tuple(int(row["number"]) for row in rows)


def _own_look(work: Work, subject_ref: str, record_type: str) -> Look:
    return Look(
        source=OWN_SYSTEM,
        event_id=new_id(),
        subject_ref=subject_ref,
        at=work.now,
        action=Action.READ,
        outcome=Outcome.SUCCESS,
        record_type=record_type,
        system=OWN_SYSTEM,
        who_ref=work.actor.ref,
        role=REPRESENTATIVE if work.actor.kind is ActorKind.PERSON else work.actor.sole_role or work.actor.kind.value,
    )


def oldest_kept(rules: Rules, now: datetime) -> datetime:
    """The first moment of which this organisation still keeps looks."""
    rule = rules.retention(due_on(now))[RETENTION]
    return kept_since(rule.keep, now=now, calendar=rules.calendar)


def opened(work: Work, row: Any) -> tuple[bytes, bytes] | None:
    """The salt and the canonical bytes of a stored look; None where they are gone. Raises CannotUnseal."""
    if row.body_sealed is None:
        return None
    try:
        plain = work.vault.unseal_of_any(work.organisation, row.body_sealed, table="look", column="body", row=row.id)
    except KeyDestroyed:
        return None
    return plain[:SALT_BYTES], plain[SALT_BYTES:]


def row_of(work: Work, look: Look) -> dict[str, Any]:
    """The row of a look, which gets its number when it is appended."""
    salt, content, look_id = os.urandom(SALT_BYTES), canonical(look), new_id()
    return {
        "id": look_id,
        "digest": digest_of(salt, content),
        "received_at": work.now,
        "source": look.source,
        "event_id": look.event_id,
        "subject_ref": look.subject_ref,
        "at": look.at,
        "decision_id": look.decision_id,
        "body_sealed": _seal(work, look.subject_ref, salt + content, row=look_id),
    }


def _seal(work: Work, subject_ref: str, plain: bytes, *, row: str) -> bytes:
    place = {"table": "look", "column": "body", "row": row, "retention": RETENTION}
    try:
        return work.vault.seal(work.organisation, subject_ref, plain, **place)
    except KeyDestroyed:
        # The law has looks at what is left of somebody logged as well; his own key is not made anew for it.
        return work.vault.seal(work.organisation, _AFTER_ERASURE, plain, **place)


def _append(work: Work, tree: Any, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    for number, row in enumerate(rows, tree.size):
        row["number"] = number
    insert_rows(work, _LOOKS, rows)
    append(work, tree, [row["digest"] for row in rows])


def _judged(work: Work, looks: Sequence[Look], *, rules: Rules) -> list[Taken | None]:
    """Why a look is refused by itself; None for one that may be taken."""
    since, contrary = oldest_kept(rules, work.now), at_odds(looks)
    persons = known_here(work, {look.subject_ref for look in looks})
    found: list[Taken | None] = []
    for look in looks:
        try:
            check_no_bsn(look)
            check_time(look, now=work.now, kept_since=since)
            check_codes(look, record_types=rules.record_types, purposes=rules.purposes)
            if look.event_id in contrary:
                raise SaidOtherwise
            if look.subject_ref not in persons:
                raise UnknownPerson
        except LookError as wrong:
            found.append(Taken(refused=wrong))
        else:
            found.append(None)
    return found


def _known(work: Work, looks: Sequence[Look]) -> dict[str, Any]:
    """The stored looks of this partner under the numbers of these, by number of the event."""
    columns = (_LOOKS.c[name] for name in ("number", "id", "event_id", "digest", "body_sealed"))
    wanted = tuple(columns)
    found: dict[str, Any] = {}
    for some in _some(sorted({(look.source, look.event_id) for look in looks})):
        query = select_for(_LOOKS, work.organisation, *wanted).where(
            _LOOKS.c.source == some[0][0], _LOOKS.c.event_id.in_([event_id for _, event_id in some])
        )
        found |= {row.event_id: row for row in work.connection.execute(query)}
    return found


def _taken(work: Work, look: Look, *, known: Mapping[str, Any], rows: Mapping[str, Any], again: bool) -> Taken:
    row = known.get(look.event_id)
    if row is None:
        return Taken(rows[look.event_id]["number"], new=not again)
    stands = opened(work, row)
    if stands is not None and not says_the_same(look, salt=stands[0], digest=bytes(row.digest)):
        return Taken(refused=SaidOtherwise())
    return Taken(row.number)


def _some(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(values), _AT_ONCE):
        yield values[first : first + _AT_ONCE]
