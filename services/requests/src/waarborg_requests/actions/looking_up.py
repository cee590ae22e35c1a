"""Finding a request again by its number and its secret code, for the one who filed it."""

import hmac

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions.beginning import check_own
from waarborg_requests.models import Request
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work

CODE = "requests.code"


class NoSuchRequest(Exception):
    """Number and code do not belong together, or there is no such number: which of the two is not told."""

    text = Text(
        "Dit nummer en deze code horen niet bij elkaar. Controleer wat u hebt ingevuld.",
        "This number and this code do not belong together. Check what you typed.",
    )


def look_up(work: Work, number: str, code: str) -> Request:
    """Return the request that number and code belong to, for the one who filed it.

    Raises:
        NoSuchRequest: they do not belong together.
        AuthorityOver: he asked for another, and may not (any more).
    """
    typed_number, typed_code = domain.read_number(number), domain.read_code(code)
    digest = code_hash(work, typed_code or "")
    found = None
    if typed_number is not None:
        found = work.session.scalars(
            select(Request).where(Request.organisation == work.organisation, Request.number == typed_number)
        ).one_or_none()
    expected = found.code_hash if found is not None else bytes(len(digest))
    if not hmac.compare_digest(digest, expected) or found is None or typed_code is None:
        raise NoSuchRequest
    check_own(found)
    work.record(found, verb="looked-up")
    return found


def code_hash(work: Work, code: str) -> bytes:
    """Return by what a typed code is recognised."""
    return work.search_hash(CODE, domain.read_code(code) or "")
