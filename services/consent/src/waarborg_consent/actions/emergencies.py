"""Use the emergency button, judge its use, and show who used it for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from waarborg_consent.domain.emergencies import LASTS, REVIEW, TELLING, EmergencyVerdict, Taken, review
from waarborg_consent.models import ConsentFile, Emergency
from waarborg_consent.references import references_of
from waarborg_shared.db import new_id
from waarborg_shared.events.consent import EmergencyReviewed, EmergencyTaken
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.uow.erased import Written

TABLE = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What somebody finds of a use of the button."""

    verdict: EmergencyVerdict
    found: str


def take_emergency(work: Work, subject_ref: str, why: str, *, rules: Rules) -> Emergency:
    """Let a member of staff look at a client's data at once: from the next decision on, and for a day."""
    ref = new_id()
    row = work.add(
        Emergency(
            id=ref,
            staff_ref=work.actor.ref,
            subject_ref=subject_ref,
            until_at=work.now + LASTS,
            why_sealed=work.seal(why, holder=subject_ref, table=TABLE, column="why", row=ref),
            reviewed_own=False,
        )
    )
    work.session.flush()
    for rule in (REVIEW, TELLING):
        work.clocks.start(row, rule, at=work.now, calendar=rules.calendar)
    work.record(row, verb="took-emergency", facts={}, why=why, holder=subject_ref)
    work.emit(EmergencyTaken(emergency_ref=row.id, subject_ref=subject_ref), case=row)
    work.record(work.file(ConsentFile, subject_ref), verb="looked-in-emergency", facts={"emergency": row.id})
    return row


def review_emergency(work: Work, row: Emergency, command: Review, *, rules: Rules) -> None:
    """Judge whether the button was used rightly.

    Raises:
        EmergencyError: it was judged already, or is one's own.
    """
    one_person = rules.organisation.one_person
    own = review(taken_of(row), reviewer_ref=work.actor.ref, one_person=one_person)
    row.verdict, row.reviewed_at, row.reviewed_by = command.verdict.value, work.now, work.actor.ref
    row.reviewed_own = own
    row.found_sealed = work.seal(command.found, holder=row.subject_ref, table=TABLE, column="found", row=row.id)
    if command.verdict is EmergencyVerdict.NOT_JUSTIFIED:
        row.until_at = min(row.until_at, work.now)
    work.clocks.stop(row, REVIEW.name, reason="reviewed")
    facts = {"verdict": command.verdict.value, **({"second_look": "none-one-person"} if own else {})}
    work.record(row, verb="reviewed-emergency", facts=facts, why=command.found, holder=row.subject_ref)
    event = EmergencyReviewed(emergency_ref=row.id, subject_ref=row.subject_ref, verdict=command.verdict.value)
    work.emit(event, case=row)


def remind_of_clock(work: Work, emergency_ref: str, clock: str, *, lapsed: bool) -> None:
    """Write down that the review, or telling the client, is nearly due or late; the desk shows it by its clock."""
    row = work.case(Emergency, emergency_ref)
    work.record(row, verb="clock-lapsed" if lapsed else "clock-neared", facts={"clock": clock})


def taken_of(row: Emergency) -> Taken:
    """Return a use of the button as the domain sees it."""
    verdict = EmergencyVerdict(row.verdict) if row.verdict else None
    return Taken(staff_ref=row.staff_ref, until_at=row.until_at, verdict=verdict)


def open_emergencies(work: Work, *, limit: int) -> Sequence[Emergency]:
    """Return those that nobody judged yet, the oldest first."""
    query = select(Emergency).where(Emergency.verdict.is_(None)).order_by(Emergency.created_at, Emergency.id)
    return list(work.session.scalars(query.limit(limit)))


def count_open_emergencies(work: Work) -> int:
    """Return how many nobody judged yet."""
    query = select(func.count()).select_from(Emergency).where(Emergency.verdict.is_(None))
    return int(work.session.scalars(query).one())


def emergencies_of(work: Work, subject_ref: str) -> Sequence[Emergency]:
    """Return every use of the button for a person's data, under any of his references, the newest first."""
    references, _ = references_of(work, subject_ref)
    query = select(Emergency).where(Emergency.subject_ref.in_(references)).order_by(Emergency.created_at.desc())
    return list(work.session.scalars(query))


def said_of(work: Work, row: Emergency) -> tuple[Written | str, Written | str]:
    """Return why the button was used and what the review found, as far as either can still be read."""
    why = work.unseal_to_show(row.why_sealed, holder=row.subject_ref, table=TABLE, column="why", row=row.id)
    if row.found_sealed is None:
        return why, ""
    return why, work.unseal_to_show(row.found_sealed, holder=row.subject_ref, table=TABLE, column="found", row=row.id)
