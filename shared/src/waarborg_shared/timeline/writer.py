"""Appends to a case's timeline: makes the row to insert and the chain's new head; one INSERT and nothing read."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from waarborg_shared.events.base import check_code
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.timeline.chain import SALT_BYTES, Entry, Head, Sealed, digest_of, link_of, moment
from waarborg_shared.uow.heads import Headed
from waarborg_shared.uow.ports import Link, Seals

TABLE = "timeline"
RETENTION = "case"
# Whose key seals the salt of an entry about a case whose own key is gone ("erased", "checked after erasure").
AFTER_ERASURE = ("timeline-after-erasure", "timeline")

Seal = Callable[[str, str, bytes], bytes]


def row_of(case_ref: str, number: int) -> str:
    """What a sealed salt or reason is bound to."""
    return f"{case_ref}/{number}"


def append(
    head: Head, entry: Entry, *, key: bytes, seal: Callable[[bytes, bytes | None], Sealed]
) -> tuple[dict[str, Any], Head]:
    """The row of `entry` for the timeline table and the case's new head.

    `key` is the organisation's chain key; `seal` seals the salt and the reason.
    """
    if entry.number != head.number + 1:
        raise ValueError(f"entry {entry.number} does not follow {head.number}")
    salt = os.urandom(SALT_BYTES)
    digest = digest_of(entry, salt)
    case = (entry.organisation, entry.case_ref)
    link = link_of(key, head.link, case, number=entry.number, at=entry.at, digest=digest)
    sealed = seal(salt, entry.why.encode() if entry.why else None)
    row = {
        "organisation": entry.organisation,
        "case_ref": entry.case_ref,
        "number": entry.number,
        "at": entry.at,
        "actor_kind": entry.actor_kind,
        "actor_ref": entry.actor_ref,
        "verb": entry.verb,
        "facts": dict(entry.facts),
        "why_sealed": sealed.why,
        "salt_sealed": sealed.salt,
        "digest": digest,
        "link": link,
    }
    return row, Head(entry.number, link)


@dataclass(frozen=True)
class Timeline:
    """The writer that a unit of work uses (`work.record`); it seals with the vault."""

    vault: Seals

    def link(self, work: Any, case: Headed, *, verb: str, why: str, facts: Mapping[str, Any], holder: str) -> Link:
        """The link that follows the case's head. Raises NotACode for a fact that is text, KeyDestroyed for a reason
        given about a case whose key is gone (it could never be erased again)."""
        entry = Entry(
            organisation=case.organisation,
            case_ref=case.id,
            number=case.timeline_number + 1,
            at=work.now,
            actor_kind=work.actor.kind.value,
            actor_ref=work.actor.ref,
            verb=check_code(verb),
            facts=_checked(facts),
            why=why,
        )
        row, head = append(
            Head(case.timeline_number, bytes(case.timeline_link)),
            entry,
            key=self.vault.chain_key(entry.organisation),
            seal=lambda salt, reason: self._seal(entry, holder, salt, reason=reason),
        )
        return Link(head.number, head.link, row)

    def _seal(self, entry: Entry, holder: str, salt: bytes, *, reason: bytes | None) -> Sealed:
        place = {"table": TABLE, "row": row_of(entry.case_ref, entry.number)}
        try:
            sealed = self.vault.seal(entry.organisation, holder, salt, column="salt", retention=RETENTION, **place)
        except KeyDestroyed:
            if reason is not None:
                raise
            other, retention = AFTER_ERASURE
            sealed = self.vault.seal(entry.organisation, other, salt, column="salt", retention=retention, **place)
        if reason is None:
            return Sealed(sealed, None)
        why = self.vault.seal(entry.organisation, holder, reason, column="why", retention=RETENTION, **place)
        return Sealed(sealed, why)


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are stored: codes and references in every text, at any depth."""
    return {check_code(name): _checked_value(value) for name, value in facts.items()}


def _checked_value(value: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(check_code(value)) if value else ""
    if isinstance(value, Mapping):
        return _checked(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_checked_value(each) for each in value]
    return value
