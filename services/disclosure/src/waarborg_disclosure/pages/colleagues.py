"""Who works on reports here, asked once per request and before anything is locked."""

from flask import g, request

from waarborg_shared.colleagues import Colleagues, colleagues_of
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current

_KEPT = "disclosure_colleagues"


def colleagues() -> Colleagues:
    """Return who may own a report; nobody is known to who only reads, nor while identity does not answer."""
    if _KEPT not in g:
        found = Colleagues()
        if Duty.DISCLOSURE_ASSESS in current.actor.duties:
            headers = {"Cookie": request.headers.get("Cookie", "")}
            found = colleagues_of(current.runtime.client, current.organisation, Duty.DISCLOSURE_ASSESS, headers=headers)
        setattr(g, _KEPT, found)
    kept: Colleagues = getattr(g, _KEPT)
    return kept


def owners() -> list[str]:
    """Return whom a report can be given to: those who are known, and always oneself."""
    return list(dict.fromkeys((current.actor.ref, *colleagues().names)))
