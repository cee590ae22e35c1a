"""Adds the rows of facts about who decides: who recorded it and when, its days, and the free text sealed."""

from waarborg_consent.domain import Span
from waarborg_consent.models import RepresentationEventRow
from waarborg_shared.db import new_id
from waarborg_shared.hooks.values import Scope
from waarborg_shared.uow import CaseFile, Work


def recorded_by(work: Work) -> dict[str, object]:
    """Return the columns that say who recorded a fact and when."""
    return {"at": work.now, "by_kind": work.actor.kind.value, "by_ref": work.actor.ref}


def sealed_note(work: Work, file: CaseFile, note: str | None, *, table: str, row: str) -> bytes | None:
    """Return a note sealed with the client's key, None where there is none."""
    return work.seal(note, holder=file.id, table=table, column="note", row=row) if note else None


def add_event(
    work: Work, file: CaseFile, *, about: str, kind: str, span: Span, note: str | None, topic: Scope | None = None
) -> None:
    """Add what happened later to a representation or a fact."""
    added = new_id()
    work.append(
        RepresentationEventRow,
        id=added,
        subject_ref=file.id,
        about_id=about,
        kind=kind,
        topic=topic.value if topic else None,
        begins_on=span.begins_on,
        ends_on=span.ends_on,
        **recorded_by(work),
        note_sealed=sealed_note(work, file, note, table="representation_event", row=added),
    )
