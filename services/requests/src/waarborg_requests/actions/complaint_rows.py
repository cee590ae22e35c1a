"""What is kept of a complaint beside the request that it is, and the checks before it is answered."""

from collections.abc import Sequence

from sqlalchemy import select

from waarborg_requests.domain import Answer
from waarborg_requests.domain.complaining import NotTheOfficer, OwnWork
from waarborg_requests.models import Complaint, ComplaintMeasure, Request
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import Work, Written

# Who did one of these handled a request; who recorded an identification at the desk did not.
_HANDLING = frozenset({"taken-up", "extended", "answered"})
TABLE, MEASURES = Complaint.__tablename__, ComplaintMeasure.__tablename__


def complaint_of(work: Work, row: Request) -> Complaint | None:
    """Return what is kept of a complaint; None for another kind, or where nothing was yet."""
    mine = Complaint.organisation == work.organisation, Complaint.request_id == row.id
    return work.session.scalars(select(Complaint).where(*mine)).one_or_none()


def complaint_of_its_own(work: Work, row: Request) -> Complaint:
    """Return the same, made if there is none: a complaint that came in by the ordinary form."""
    return complaint_of(work, row) or work.add(Complaint(request_id=row.id))


def complaints_about(work: Work, row: Request) -> Sequence[Request]:
    """Return the complaints about a request, the oldest first."""
    query = (
        select(Request)
        .join(Complaint, (Complaint.organisation == Request.organisation) & (Complaint.request_id == Request.id))
        .where(Request.organisation == work.organisation, Complaint.about_id == row.id)
    )
    return work.session.scalars(query.order_by(Request.received_at, Request.id)).all()


def about(work: Work, complaint: Complaint | None) -> Request | None:
    """Return the request that a complaint is about, None for one about anything else."""
    if complaint is None or complaint.about_id is None:
        return None
    return work.case(Request, complaint.about_id, lock=False)


def officer_may_look(work: Work, row: Request) -> bool:
    """Whether the person let who handles his complaint look into this request, and the complaint still stands."""
    open_ones = [each for each in complaints_about(work, row) if each.answered_at is None]
    permitted = (complaint_of(work, each) for each in open_ones)
    return any(each is not None and each.permission_at is not None for each in permitted)


def handled_by(work: Work, complaint: Complaint | None) -> frozenset[str]:
    """Return who handled the request that a complaint is about, as references."""
    row = about(work, complaint)
    if row is None:
        return frozenset()
    did = {step.actor_ref for step in steps_of(work, row) if step.verb in _HANDLING and step.actor_ref}
    return frozenset({*did, *(each for each in (row.taken_up_by, row.answered_by) if each)})


def measures_of(work: Work, row: Request) -> Sequence[ComplaintMeasure]:
    """Return the measures that were decided on a complaint, by number."""
    mine = ComplaintMeasure.organisation == work.organisation, ComplaintMeasure.request_id == row.id
    return work.session.scalars(select(ComplaintMeasure).where(*mine).order_by(ComplaintMeasure.number)).all()


def seal_measure(work: Work, row: Request, number: int, what: str) -> bytes:
    """Seal what a measure says."""
    return work.seal(what, holder=row.id, table=MEASURES, column="what", row=f"{row.id}:{number}")


def open_measure(work: Work, row: Request, measure: ComplaintMeasure) -> Written:
    """Return what a measure says."""
    return work.unseal_to_show(
        measure.what_sealed, holder=row.id, table=MEASURES, column="what", row=f"{row.id}:{measure.number}"
    )


def open_decisions(work: Work, row: Request, complaint: Complaint | None) -> Written | None:
    """Return what was decided on a complaint, None where nothing was."""
    if complaint is None or complaint.decisions_sealed is None:
        return None
    return work.unseal_to_show(complaint.decisions_sealed, holder=row.id, table=TABLE, column="decisions", row=row.id)


def check_officer(work: Work) -> None:
    """Refuse who does not handle complaints. Raises NotTheOfficer."""
    if Duty.COMPLAINTS_ANSWER not in work.actor.duties:
        raise NotTheOfficer(work.actor.kind)


def check_who_answers(work: Work, row: Request, given: Answer, rules: Rules) -> None:
    """Before an answer to a complaint: it is the officer's, and not his who handled what it is about.

    Raises:
        NotTheOfficer, OwnWork
    """
    if row.kind != RequestKind.COMPLAINT or work.actor.kind is ActorKind.SYSTEM:
        return
    check_officer(work)
    complaint = complaint_of(work, row)
    if work.actor.ref not in handled_by(work, complaint):
        return
    if not rules.organisation.one_person or complaint is None or complaint.second_look is None:
        raise OwnWork(row.id)
