"""The access log for programs: partners tell who looked, and whoever kept a head checks that nothing was changed."""

import base64
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import request
from marshmallow import ValidationError

from waarborg_consent.actions import log_keys, log_tree
from waarborg_consent.actions.looks import Taken, take_looks
from waarborg_consent.actions.who_looked import who_looked
from waarborg_consent.api.log_bodies import FHIR, JSON, LINES, Item, read_body, renamed
from waarborg_consent.api.rights import LOG, require_right
from waarborg_consent.domain.log_notes import key_hash, log_name, note_of
from waarborg_consent.domain.looks import MOST_AT_ONCE, Look
from waarborg_consent.domain.merkle import EMPTY
from waarborg_consent.own_looks import note_look
from waarborg_consent.schemas.looks import (
    BatchSchema,
    ConsistencyQuerySchema,
    ConsistencySchema,
    HeadSchema,
    InclusionQuerySchema,
    InclusionSchema,
    LinesSchema,
    LogKeysSchema,
    LogQuerySchema,
    LookSchema,
    TakenSchema,
)
from waarborg_consent.shown.log import part_of_log, period_of
from waarborg_consent.shown.log_words import OWN_LOG
from waarborg_shared import auth
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.problems import message_of
from waarborg_shared.web.security import body_limit

log_api = ApiBlueprint("log", __name__, url_prefix="/consent/api/v1/log", description="Who looked (NEN 7513)")
LARGEST_BATCH = 16 * 1_048_576
# An item that is no object is refused by itself, as any other item that is wrong is.
_LIST = {"type": "array", "minItems": 1, "maxItems": MOST_AT_ONCE, "items": {}}
_EVENT = {"type": "object", "required": ["resourceType"]}
_BODIES = {
    JSON: {"schema": _LIST},
    FHIR: {"schema": _EVENT},
    **{kind: {"schema": {"type": "string"}} for kind in LINES},
}


@log_api.route("/looks/", methods=["POST"])
@log_api.arguments(LookSchema)
@log_api.response(201, TakenSchema)
@log_api.secured(LOG)
def take_one(look: Look) -> dict[str, Any]:
    """Tell of one look. Told again it changes nothing, and the answer says that it was known."""
    item = Item(look.event_id, replace(look, source=_source()))
    with current.begin() as work:
        (taken,) = take_looks(work, [_look(item)], rules=current.rules)
        if taken.refused is not None:
            raise taken.refused
    return _outcome(item, taken)


@log_api.route("/look-batches/", methods=["POST"])
@log_api.response(200, BatchSchema)
@log_api.doc(requestBody={"required": True, "content": _BODIES})
@log_api.secured(LOG)
@body_limit(LARGEST_BATCH)
def take_many() -> dict[str, Any]:
    """Tell of many looks at once: a list or lines of our own form, or AuditEvents of FHIR R4 (a bundle, or lines).

    Each is judged by itself. A single object is answered as one: what is wrong with it is the error of the call.
    """
    source = _source()
    sent = read_body(request.get_data(), request.mimetype, source=source)
    readable = [item for item in sent.items if item.look is not None]
    with current.begin() as work:
        outcomes = iter(take_looks(work, [_look(item) for item in readable], rules=current.rules))
        taken = [next(outcomes) if item.look is not None else None for item in sent.items]
        items = [
            _of_many(place, item, found) for place, (item, found) in enumerate(zip(sent.items, taken, strict=True))
        ]
        if sent.alone and items[0]["outcome"] == "refused":
            raise ValidationError(items[0]["errors"])
    counts = Counter(item["outcome"] for item in items)
    return {**{name: counts[name] for name in ("taken", "known", "refused")}, "items": items}


@log_api.route("/looks/", methods=["GET"])
@log_api.arguments(LogQuerySchema, location="query")
@log_api.response(200, LinesSchema)
@log_api.secured()
def lines(query: Mapping[str, Any]) -> dict[str, Any]:
    """Show a person who looked at his data, or a member of staff, whose own look is written down with the others."""
    if current.actor.kind is not ActorKind.PERSON:
        auth.require_duty(current.actor, Duty.LOG_READ)
        note_look(query["subject_ref"], OWN_LOG)
    elif current.actor.via is not None:
        auth.require_scope(current.actor, LOG)
    subject_ref = query["subject_ref"]
    period = period_of(query["since"], query["until"])
    with current.read() as work:
        found = who_looked(work, subject_ref, period=period, after=query["cursor"], limit=query["limit"] + 1)
    return part_of_log(found, query["limit"], current.rules)


@log_api.route("/head", methods=["GET"])
@log_api.response(200, HeadSchema)
@log_api.secured(LOG)
def newest() -> dict[str, Any]:
    """Give the newest signed head. Keep its note: with it anybody shows later that the log was changed."""
    _may_check()
    with current.read() as work:
        signed = log_tree.latest_head(work)
    if signed is None:
        return {"log": log_name(current.organisation), "size": 0, "head": EMPTY.hex(), "at": None, "note": None}
    found = signed.head
    return {"log": found.log, "size": found.size, "head": found.head.hex(), "at": found.at, "note": note_of(signed)}


@log_api.route("/keys", methods=["GET"])
@log_api.response(200, LogKeysSchema)
@log_api.secured(LOG)
def keys() -> dict[str, Any]:
    """Give the public keys that heads are checked with."""
    _may_check()
    name = log_name(current.organisation)
    with current.read() as work:
        rows = log_keys.published(work)
    items = [
        {
            "public_key": base64.b64encode(row.public_key).decode(),
            "verifier": _verifier(name, row.public_key),
            "since": row.created_at,
            "until": row.ended_at,
        }
        for row in rows
    ]
    return {"items": items}


@log_api.route("/inclusion", methods=["GET"])
@log_api.arguments(InclusionQuerySchema, location="query")
@log_api.response(200, InclusionSchema)
@log_api.secured(LOG)
def inclusion(query: Mapping[str, int]) -> dict[str, Any]:
    """Prove that a look is in the log of a size."""
    _may_check()
    with current.read() as work:
        proven = log_tree.prove_inclusion(work, query["number"], query["size"])
    return {**query, "head": proven.heads[0].hex(), "proof": [each.hex() for each in proven.proof]}


@log_api.route("/consistency", methods=["GET"])
@log_api.arguments(ConsistencyQuerySchema, location="query")
@log_api.response(200, ConsistencySchema)
@log_api.secured(LOG)
def consistency(query: Mapping[str, int]) -> dict[str, Any]:
    """Prove that the log of one size begins with that of another."""
    _may_check()
    with current.read() as work:
        proven = log_tree.prove_consistency(work, query["old"], query["new"])
    heads = {"old_head": proven.heads[0].hex(), "new_head": proven.heads[1].hex()}
    return {**query, **heads, "proof": [each.hex() for each in proven.proof]}


def _may_check() -> None:
    """Whoever tells or reads of looks may check the log: hashes tell of nobody."""
    require_right(current.actor, scope=LOG, duty=Duty.LOG_READ)


def _source() -> str:
    """Which partner system tells; nobody else may. Raises Missing, Unauthenticated."""
    auth.require_scope(current.actor, LOG)
    if current.actor.kind is not ActorKind.PARTNER:
        raise auth.Missing(LOG)
    return current.actor.ref


def _look(item: Item) -> Look:
    assert item.look is not None
    return item.look


def _outcome(item: Item, taken: Taken | None) -> dict[str, Any]:
    new = taken is not None and taken.refused is None and taken.new
    outcome = "taken" if new else "known" if taken is not None and taken.refused is None else "refused"
    return {"event_id": item.event_id, "outcome": outcome, "number": taken.number if taken is not None else None}


def _of_many(place: int, item: Item, taken: Taken | None) -> dict[str, Any]:
    found = {"index": place, **_outcome(item, taken)}
    if taken is None:
        return {**found, "code": "not-valid", "errors": dict(item.errors)}
    if taken.refused is not None:
        errors = renamed({taken.refused.field: [message_of(taken.refused)]}, item.names)
        return {**found, "code": taken.refused.code, "errors": errors}
    return found


def _verifier(name: str, public_key: bytes) -> str:
    """A key as tools for signed notes take it (C2SP signed-note)."""
    return f"{name}+{key_hash(name, public_key).hex()}+{base64.b64encode(bytes([1]) + public_key).decode()}"
