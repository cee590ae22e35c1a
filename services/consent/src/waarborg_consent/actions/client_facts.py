"""Record what a client can decide: unable on a subject until it is judged anew, or a child that is heard alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from waarborg_consent.actions.adding import add_event, recorded_by, sealed_note
from waarborg_consent.actions.representing import ENDED, INCAPABLE, OWN_WORD, known_of
from waarborg_consent.domain import DecidedBy, OwnGround, Span, registering_representatives, representation_errors
from waarborg_consent.models import ClientFactRow, ConsentFile, RepresentationEventRow
from waarborg_shared.clocks import due_on
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Scope
from waarborg_shared.uow import CaseFile, UnknownCase, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncapacity:
    """A client who cannot weigh his interests on a subject, until the day on which that is judged anew."""

    subject_ref: str
    topic: Scope
    decided_by: DecidedBy
    begins_on: date
    ends_on: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOwnWord:
    """A child of 12 to 15 that is treated on its own word on these days (art. 7:450(2) BW), and why."""

    subject_ref: str
    ground: OwnGround
    begins_on: date
    ends_on: date
    note: str


def record_incapacity(work: Work, command: NewIncapacity) -> str:
    """Record that a client cannot weigh his interests on a subject, by whom that was judged, and until when.

    Raises:
        RepresentationError: the days are not right.
    """
    file = work.file(ConsentFile, command.subject_ref)
    span = Span(begins_on=command.begins_on, ends_on=command.ends_on)
    registering_representatives.check_days(span, today=due_on(work.now))
    facts = {"topic": command.topic.value, "by": command.decided_by.value}
    return _fact(work, file, INCAPABLE, span=span, note=command.note, ground=command.decided_by, facts=facts)


def hear_child_alone(work: Work, command: NewOwnWord, *, rules: Rules) -> str:
    """Record that a child of 12 to 15 decides on its care by itself, on which ground and why (art. 7:450(2) BW).

    Raises:
        RepresentationError: the days or the age are not right.
    """
    file = work.file(ConsentFile, command.subject_ref)
    known = known_of(work, command.subject_ref, rules=rules)
    span = Span(begins_on=command.begins_on, ends_on=command.ends_on)
    registering_representatives.check_own_word(known.facts, span, today=due_on(work.now))
    facts = {"topic": Scope.CARE.value, "ground": command.ground.value}
    return _fact(work, file, OWN_WORD, span=span, note=command.note, ground=command.ground, facts=facts)


def end_fact(work: Work, fact_id: str, *, from_on: date, note: str | None) -> None:
    """End an incapacity, or a child's own word, from a day on: the client decides as before.

    Raises:
        UnknownCase: there is none of that id. RepresentationError: it ended before, or not on that day.
    """
    row = work.session.get(ClientFactRow, (work.organisation, fact_id))
    if row is None:
        raise UnknownCase("fact")
    file = work.file(ConsentFile, row.subject_ref)
    later = RepresentationEventRow.about_id == fact_id, RepresentationEventRow.kind == ENDED
    if work.session.scalars(select(RepresentationEventRow).where(*later)).first() is not None:
        raise representation_errors.AlreadyEnded
    if not Span(begins_on=row.begins_on, ends_on=row.ends_on).covers(from_on):
        raise representation_errors.NotWithinTerm
    add_event(work, file, about=fact_id, kind=ENDED, span=Span(begins_on=from_on), note=note)
    work.record(file, verb=f"ended-{row.kind.replace('_', '-')}", facts={"fact": fact_id, "topic": row.topic})


def _fact(
    work: Work,
    file: CaseFile,
    kind: str,
    *,
    span: Span,
    note: str,
    ground: DecidedBy | OwnGround,
    facts: Mapping[str, str],
) -> str:
    added = new_id()
    work.append(
        ClientFactRow,
        id=added,
        subject_ref=file.id,
        kind=kind,
        topic=facts["topic"],
        ground=ground.value,
        begins_on=span.begins_on,
        ends_on=span.ends_on,
        **recorded_by(work),
        note_sealed=sealed_note(work, file, note, table="client_fact", row=added),
    )
    work.record(file, verb=f"recorded-{kind.replace('_', '-')}", facts={**facts, "fact": added})
    return added
