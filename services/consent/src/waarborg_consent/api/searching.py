"""Searches for programs (AuthZEN): who may, with what, and what; page by page."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response

from waarborg_consent import actions
from waarborg_consent.api.access import echo, sent, takes
from waarborg_consent.api.answers import given
from waarborg_consent.api.rights import DECIDE
from waarborg_consent.domain import Asked
from waarborg_consent.schemas.access import FOUND, LONGEST_TOKEN, TOKEN
from waarborg_consent.schemas.access import searching as described
from waarborg_consent.schemas.asking import asked_of
from waarborg_shared import auth
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.problems import Malformed

searching = ApiBlueprint(
    "searching", __name__, url_prefix="/consent/access/v1/search", description="Searches of the decision (AuthZEN 1.0)"
)
searching.after_request(echo)
A_PAGE, MOST = 50, 200
_TOKEN = re.compile(TOKEN)
Search = Callable[..., actions.Found]


@searching.route("/subject", methods=["POST"])
@searching.doc(**takes(described("subject")))
@searching.response(200, FOUND)
@searching.secured(DECIDE)
def subjects() -> Response:
    """Find who may do something with a resource, of everybody who is registered."""
    asked, found = _search("subject", actions.search_subjects)
    return _page([{"type": asked.subject.type, "id": name} for name in found.results], found)


@searching.route("/resource", methods=["POST"])
@searching.doc(**takes(described("resource")))
@searching.response(200, FOUND)
@searching.secured(DECIDE)
def resources() -> Response:
    """Find with which resources somebody may do something, of everything that is registered."""
    asked, found = _search("resource", actions.search_resources)
    return _page([{"type": asked.resource.type, "id": name} for name in found.results], found)


@searching.route("/action", methods=["POST"])
@searching.doc(**takes(described("action")))
@searching.response(200, FOUND)
@searching.secured(DECIDE)
def action_names() -> Response:
    """Find what somebody may do with a resource."""
    _, found = _search("action", actions.search_actions)
    return _page([{"name": name} for name in found.results], found)


def _search(what: str, search: Search) -> tuple[Asked, actions.Found]:
    """Let a partner search by its scope, and staff who may see what people said; a search tells of many at once."""
    auth.require_right(current.actor, scope=DECIDE, duty=Duty.CONSENT_READ)
    body = sent()
    asked = asked_of(body, record_types=current.rules.record_types, searched=what)
    after, limit = _place(body)
    with current.begin() as work:
        return asked, search(work, asked, rules=current.rules, after=after, limit=limit)


def _place(body: Mapping[str, Any]) -> tuple[str, int]:
    """Return after which id a page begins, and how many it holds at most. Raises Malformed."""
    page = body.get("page", {})
    if not isinstance(page, dict):
        raise Malformed({"page": "Not a valid mapping type."})
    limit, token = page.get("limit", A_PAGE), page.get("token", "")
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit != limit // 1:
        raise Malformed({"page.limit": "Not a valid integer."})
    if limit < 0:
        raise Malformed({"page.limit": "Must be greater than or equal to 0."})
    return _after(token), int(min(limit, MOST))


def _after(token: object) -> str:
    """Return the id that a token stands for. Raises Malformed for one that nobody gave out."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN or not _TOKEN.fullmatch(token):
        raise Malformed({"page.token": "This is no place in the list."})
    return bytes.fromhex(token[1:]).decode(errors="replace").replace("\x00", "")


def _page(results: list[dict[str, str]], found: actions.Found) -> Response:
    """Give a page; the token of the very beginning is not the empty one, which says that there is no more."""
    token = "" if found.after is None else f"p{found.after.encode().hex()}"
    return given({"results": results, "page": {"next_token": token, "count": len(results)}})
