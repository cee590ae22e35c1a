"""Requests that are likely the same, found by keyed hashes of whom they are about: shown, and nothing follows."""

import re

from sqlalchemy import or_, select

from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

WHOM = "requests.whom"
CLIENT_NUMBER = "requests.client-number"
MOST_SHOWN = 20
_BETWEEN = re.compile(r"[\W_]+")


def mark(work: Work, row: Request, *, whom: str, client_number: str | None) -> None:
    """Keep hashes by which another request about the same person is found, while this one is open."""
    row.whom_hash = work.search_hash(WHOM, whom)
    plain = _BETWEEN.sub("", client_number or "")
    row.client_number_hash = work.search_hash(CLIENT_NUMBER, plain) if plain else None


def unmark(work: Work, row: Request, rules: Rules) -> None:
    """Let the hashes go with the answer: what is answered is compared with nothing any more."""
    row.whom_hash = row.client_number_hash = None


def likely_doubles(work: Work, row: Request) -> tuple[Request, ...]:
    """Return the open requests that ask the same about, likely, the same person, the oldest first.

    Two that are known to be about two persons are none, whatever they are called.
    """
    if row.answered_at is not None:
        return ()
    of_person = ((Request.subject_ref, row.subject_ref), (Request.whom_hash, row.whom_hash))
    alike = [column == value for column, value in of_person if value is not None]
    if row.client_number_hash is not None:
        alike.append(Request.client_number_hash == row.client_number_hash)
    if not alike:
        return ()
    query = select(Request).where(
        Request.organisation == work.organisation,
        Request.kind == row.kind,
        Request.about.is_not_distinct_from(row.about),
        Request.purpose.is_not_distinct_from(row.purpose),
        Request.answered_at.is_(None),
        Request.id != row.id,
        or_(*alike),
    )
    if row.subject_ref is not None:
        query = query.where(or_(Request.subject_ref.is_(None), Request.subject_ref == row.subject_ref))
    return tuple(work.session.scalars(query.order_by(Request.received_at, Request.id).limit(MOST_SHOWN)))
