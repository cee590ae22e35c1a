"""The messages of a request as they are stored, and whose they are once it is known whom it is about."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from waarborg_requests.models import Request, RequestMessage
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def messages_of(work: Work, row: Request) -> Sequence[RequestMessage]:
    """Return every message of a request, the oldest first."""
    mine = RequestMessage.organisation == work.organisation, RequestMessage.request_id == row.id
    return work.session.scalars(
        select(RequestMessage).where(*mine).order_by(RequestMessage.at, RequestMessage.id)
    ).all()


def messages_of_each(work: Work, rows: Collection[Request]) -> Mapping[str, Sequence[RequestMessage]]:
    """Return the messages of several requests by the request's id, the oldest first."""
    mine = RequestMessage.organisation == work.organisation, RequestMessage.request_id.in_([row.id for row in rows])
    found: dict[str, list[RequestMessage]] = {}
    for message in work.session.scalars(
        select(RequestMessage).where(*mine).order_by(RequestMessage.at, RequestMessage.id)
    ):
        found.setdefault(message.request_id, []).append(message)
    return found


def keep_with_person(work: Work, row: Request, rules: Rules) -> None:
    """Once it is known whom a request is about: what was written before is his, and no later other's."""
    if row.subject_ref is None:
        return
    for message in messages_of(work, row):
        if message.subject_ref is None:
            message.subject_ref = row.subject_ref


def leave_with_former(work: Work, row: Request) -> None:
    """Somebody else goes on with a request: what was written until now is for who had it before, and for staff."""
    for message in messages_of(work, row):
        message.of_former = True
