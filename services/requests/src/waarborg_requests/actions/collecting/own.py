"""What this service itself has about a person: his requests in his own words, what became of them, and the messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from waarborg_requests.actions.messages import messages_of_each
from waarborg_requests.actions.references import about, references_of, shared_with_another
from waarborg_requests.actions.sealing import open_request
from waarborg_requests.actions.speaking import in_codes, text_of
from waarborg_requests.domain.speaking import Reader, Reading, reading_of
from waarborg_requests.models import Request, RequestMessage
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web.contributions import Contributed, Source

_TITLE = Text("Uw verzoek", "Your request")


def requests_about(
    work: Work, subject_ref: str, _rules: Rules, after: str | None, limit: int
) -> Sequence[tuple[str, Contributed]]:
    """Give the requests about a person, in the order in which they came."""
    refs = references_of(work, subject_ref)
    shared = shared_with_another(work, refs)
    query = select(Request).where(Request.organisation == work.organisation, about(refs))
    if after is not None:
        query = query.where(Request.id > after)
    rows = work.session.scalars(query.order_by(Request.id).limit(limit)).all()
    work.ready_to_unseal([row.id for row in rows])
    messages = messages_of_each(work, rows)
    return [
        (row.id, _told(work, row, messages.get(row.id, ()), whose_else=_maybe_anothers(row, shared))) for row in rows
    ]


def looked(work: Work, subject_ref: str) -> None:
    """That these are put together stands on the request for which it is done: it is asked by this service itself."""


SOURCES: Mapping[str, Source] = {"requests": requests_about}


def _maybe_anothers(row: Request, shared: Sequence[tuple[datetime | None, datetime]]) -> bool:
    """Whether it may be of who went by the same reference for a while: it lay here then, and nobody looked since."""
    if row.unsure_since is not None or row.identified_at is None:
        return True
    over = row.answered_at
    return any(
        row.identified_at <= parted and (over is None or joined is None or joined <= over) for joined, parted in shared
    )


def _told(work: Work, row: Request, messages: Sequence[RequestMessage], *, whose_else: bool) -> Contributed:
    """What a request is told as. Who filed it for somebody else, or was never identified, may be another than the
    person, and so may he of whom it is not sure: his name, where he is reached, and what he wrote and read are his, and
    are not told. What staff note for themselves is no message, and stays theirs."""
    opened = open_request(work, row)
    another = "representative" if row.representative else "other" if whose_else else None
    own_words = another is None
    return Contributed(
        category="requests",
        title=Text(f"{_TITLE.nl} {row.number}", f"{_TITLE.en} {row.number}"),
        occurred_on=due_on(row.received_at),
        about=another,
        content={
            "number": row.number,
            "kind": row.kind,
            "received_at": row.received_at,
            "came_by": row.came_by,
            **({"name": opened.name} if own_words else {}),
            "reach": row.reach,
            **({"reach_at": opened.reach_at} if own_words else {}),
            "client_number": opened.client_number,
            **({"asked": opened.asked} if own_words else {}),
            "for_another_as": row.representative,
            "on_behalf_of": opened.on_behalf_of,
            "identified_how": row.identification,
            "answered_at": row.answered_at,
            "outcome": row.outcome,
            "ground": row.ground,
            **({"answer": opened.answer} if own_words else {}),
            **({"messages": said} if own_words and (said := _said(work, row, messages)) else {}),
        },
    )


def _said(work: Work, row: Request, messages: Sequence[RequestMessage]) -> list[dict[str, Any]]:
    """Return the messages that the person reads on the page of his own request, once he has shown who he is."""
    reader = Reader(signed_in=True, known=True, subject_ref=row.subject_ref)
    return [
        {"at": each.at, "by": "person" if each.from_person else "organisation", "text": text_of(work, row, each)}
        for each in messages
        if reading_of(in_codes(each), reader) is Reading.OPEN
    ]
