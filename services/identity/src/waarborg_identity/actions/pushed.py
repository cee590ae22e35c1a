"""Authorisation requests that a client sends ahead: keep one for a minute, and take it up once (RFC 9126)."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from waarborg_identity.models import PushedRequest
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

PREFIX = "urn:ietf:params:oauth:request_uri:"
LIFE = timedelta(seconds=60)


def push_request(work: Work, client_id: str, parameters: Mapping[str, str], *, life: timedelta = LIFE) -> str:
    """Keep a request of a client and return the name under which it may be taken up once."""
    table: Any = PushedRequest.__table__
    work.session.execute(delete_for(table, work.organisation).where(table.c.expires_at < work.now))
    uri = PREFIX + secrets.token_urlsafe(32)
    work.session.add(
        PushedRequest(
            organisation=work.organisation,
            uri_hash=_hash(uri),
            client_id=client_id,
            parameters=dict(parameters),
            expires_at=work.now + life,
        )
    )
    return uri


def take_up_request(work: Work, uri: str, *, client_id: str) -> Mapping[str, str] | None:
    """Return the request of that name and let it count no more; None when it does not, or is another client's."""
    row = work.session.scalars(
        select(PushedRequest)
        .where(
            PushedRequest.organisation == work.organisation,
            PushedRequest.uri_hash == _hash(uri),
            PushedRequest.client_id == client_id,
        )
        .with_for_update()
    ).one_or_none()
    if row is None or row.used_at is not None or work.now >= row.expires_at:
        return None
    row.used_at = work.now
    found: Mapping[str, str] = row.parameters
    return found


def _hash(uri: str) -> bytes:
    return hashlib.sha256(uri.encode("utf-8", "surrogateescape")).digest()
