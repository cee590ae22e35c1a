"""Names of colleagues on a page: identity tells them for this reader, and nothing of them is kept here."""

from collections.abc import Iterable, Mapping

from flask import request

from waarborg_consent.persons import colleagues
from waarborg_shared.auth import ActorKind
from waarborg_shared.web import current


def named(refs: Iterable[str | None]) -> Mapping[str, str]:
    """Return by account what to show of it: the name, or the account itself where identity does not tell."""
    wanted = {ref for ref in refs if ref}
    if not wanted or current.actor.kind is not ActorKind.STAFF:
        return {ref: ref for ref in wanted}
    headers = {"Cookie": request.headers.get("Cookie", "")}
    found = colleagues(current.runtime.client, current.organisation, wanted, headers=headers)
    return {ref: found.get(ref, ref) for ref in wanted}
