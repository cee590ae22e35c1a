"""The person's own requests: whose a request is, by a code that was shown or by who signed in, and the list of them."""

from sqlalchemy import select

from waarborg_requests.actions.beginning import may_begin
from waarborg_requests.actions.references import about, is_about, references_of
from waarborg_requests.models import Request
from waarborg_shared.auth import ActorKind
from waarborg_shared.uow import UnknownCase, Work

MOST_LISTED = 200


def own_request(work: Work, request_id: str) -> Request:
    """Return a request of the person who signed in, locked; another's is not there. Raises UnknownCase."""
    row = work.case(Request, request_id)
    if work.actor.kind is not ActorKind.PERSON or work.actor.subject_ref is None:
        raise UnknownCase(Request.__name__)
    if not is_of(work, row, work.actor.subject_ref):
        raise UnknownCase(Request.__name__)
    return row


def is_of(work: Work, row: Request, subject_ref: str) -> bool:
    """Whether a request is somebody's own: about himself, known to be his, and asked by nobody else in his name.

    What was answered under a reference that was merged into his does not open by itself, and what somebody filed who
    went by his reference for a while is not his.
    """
    known = row.subject_ref == subject_ref and row.representative is None and row.identified_at is not None
    return known and is_about(work, row, subject_ref)


def may_be_shown(work: Work, row: Request) -> bool:
    """Whether what is about the person may be shown to who asks: he was identified and asks for himself, or the
    register says that he may ask for that other."""
    if row.representative is None:
        return row.identified_at is not None and row.unsure_since is None
    return may_begin(work, row)


def own_requests(work: Work) -> tuple[Request, ...]:
    """Return the requests of the person who signed in, the newest first; nobody else has any here."""
    if work.actor.kind is not ActorKind.PERSON or work.actor.subject_ref is None:
        return ()
    query = select(Request).where(
        Request.organisation == work.organisation,
        Request.subject_ref == work.actor.subject_ref,
        about(references_of(work, work.actor.subject_ref)),
        Request.representative.is_(None),
        Request.identified_at.is_not(None),
    )
    query = query.order_by(Request.received_at.desc(), Request.id.desc()).limit(MOST_LISTED)
    return tuple(work.session.scalars(query))
