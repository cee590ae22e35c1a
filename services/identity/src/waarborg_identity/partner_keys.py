"""Fetches the keys that a partner publishes at an address, before its proof is checked and outside any transaction."""

import base64
import json
from typing import Any

from flask import request

from waarborg_identity.actions.partners import keep_fetched_keys, keys_to_fetch
from waarborg_identity.domain.clients import is_client_id
from waarborg_shared.auth import Actor
from waarborg_shared.outward import OutwardError
from waarborg_shared.service import Runtime
from waarborg_shared.web import current

_PROTOCOL = "oauth"  # the blueprint of the protocol's own endpoints
_LONGEST_ASSERTION = 8_000
_LARGEST_SET = 65_536


def fetch_ahead(runtime: Runtime) -> None:
    """Before a request with an assertion: fetch the keys of the partner that it names, when they are needed.

    What the assertion says is believed of nothing but this; a wrong one costs one fetch a minute at most.
    """
    if request.blueprint != _PROTOCOL or request.method != "POST" or not current.has_organisation:
        return  # elsewhere a form is not ours to read: an API's body would be gone
    assertion = request.form.get("client_assertion", "")
    if not assertion or len(assertion) > _LONGEST_ASSERTION:
        return
    client_id, kid = named_in(assertion)
    if client_id:
        fetch_keys(runtime, current.organisation, client_id, kid)


def fetch_keys(runtime: Runtime, organisation: str, client_id: str, kid: str | None) -> None:
    """Fetch and keep a partner's keys, if that is due."""
    actor = Actor.system("identity", organisation)
    with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
        address = keys_to_fetch(work, client_id, kid)
    if address is None:
        return
    fetched = _fetched(runtime, address)
    with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
        keep_fetched_keys(work, client_id, address, fetched)


def _fetched(runtime: Runtime, address: str) -> Any:
    try:
        reply = runtime.outward.ask("GET", address, headers={"Accept": "application/json"}, largest=_LARGEST_SET)
        return json.loads(reply.body) if reply.status == 200 else None
    except (OutwardError, ValueError, RecursionError):
        return None


def named_in(assertion: str) -> tuple[str, str | None]:
    """Whom an assertion says that it is from, and with which key; empty for what is none."""
    head, _, rest = assertion.partition(".")
    header, claims = _part(head), _part(rest.partition(".")[0])
    client_id, kid = claims.get("sub"), header.get("kid")
    if not isinstance(client_id, str) or not is_client_id(client_id):
        return "", None
    return client_id, kid if isinstance(kid, str) else None


def _part(text: str) -> dict[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
