"""What a service of ours has about one person, for the requests service alone: it proves itself, and is logged.

A service names its sources: each gives a part of what it has, in an order of its own, after a key. What they give is
put into pages that are small enough for one answer.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, jsonify, request

from waarborg_shared.auth import Actor, ServiceKeys, Unauthenticated
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import GIVES_DATA, ONE_KIND_OF_DATA, RequestKind, Text
from waarborg_shared.uow import Work
from waarborg_shared.web.context import current

COLLECTS = "requests"
"""The one service that may ask this by itself."""
PAGE = 100
LARGEST_PAGE = 400_000
_BETWEEN = "~"


@dataclass(frozen=True, kw_only=True)
class Contributed:
    """One thing that a service has about a person. ``content`` is plain values by names that people can read."""

    category: str
    title: Text
    content: Mapping[str, Any]
    occurred_on: date | None = None
    about: str | None = None


Source = Callable[[Work, str, Rules, str | None, int], Sequence[tuple[str, Contributed]]]
"""Gives some things about a person after a key (None: from the first), each with its own key; none after the last."""
Only = Mapping[RequestKind, Sequence[str]]
"""Which sources answer a request for one kind of data alone; of a kind that is not named here none does."""
Looked = Callable[[Work, str], object]
"""Writes down, where the person can read it, that his data were put together for him."""
References = Callable[[Work, str], Collection[str]]
"""Gives every reference of the person who goes by one, in a service that looks under all of them by itself."""


def sources_for(sources: Mapping[str, Source], only: Only, kind: RequestKind) -> Mapping[str, Source]:
    """Return what a kind of request asks of a service: all its sources, or those of the one kind of data."""
    if kind not in ONE_KIND_OF_DATA:
        return sources
    return {name: sources[name] for name in only.get(kind, ())}


def page_of(
    sources: Mapping[str, Source], work: Work, subject_ref: str, *, rules: Rules, cursor: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return the things that follow a cursor, and the cursor of what follows them (None: that was all)."""
    names = list(sources)
    if not names:
        return [], None
    source, _, after = (cursor or names[0]).partition(_BETWEEN)
    if source not in sources:
        raise ValueError("no such place")
    page: list[dict[str, Any]] = []
    size, last = 0, cursor
    key: str | None = after or None
    for name in names[names.index(source) :]:
        while found := sources[name](work, subject_ref, rules, key, PAGE):
            for key, thing in found:
                written = _plain(thing)
                size += len(json.dumps(written))
                if page and (len(page) >= PAGE or size > LARGEST_PAGE):
                    return page, last
                page.append(written)
                last = f"{name}{_BETWEEN}{key}"
        key = None
    return page, None


def part_of_list(
    things: Sequence[tuple[str, Contributed]], after: str | None, limit: int
) -> Sequence[tuple[str, Contributed]]:
    """Return a part of a list that is short enough to be made whole each time."""
    keys = [key for key, _ in things]
    start = keys.index(after) + 1 if after in keys else 0 if after is None else len(keys)
    return things[start : start + limit]


def contributions(
    service: str,
    sources: Mapping[str, Source],
    *,
    looked: Looked,
    only: Only = MappingProxyType({}),
    references: References | None = None,
) -> Blueprint:
    """Return the one route by which the requests service asks ``service`` for what it has about a person.

    With ``?kind=`` it says for which kind of request: one for the access log alone gets that source, and no other.
    A service that gives ``references`` looks under all of them, and says under which; of any other the requests service
    asks about each reference by itself, so that it needs to know of no merge and of no split.
    """
    asked = Blueprint("contributions", __name__)

    @asked.get(f"/{service}/api/v1/contributions/<uuid:subject_ref>")
    def contribute(subject_ref: UUID) -> tuple[Response, int]:
        """Give a page of what there is."""
        asker = require_service(COLLECTS)
        actor, organisation, about = Actor.system(asker, current.organisation), current.organisation, str(subject_ref)
        cursor, kind = request.args.get("cursor"), request.args.get("kind", RequestKind.ACCESS.value)
        if kind not in GIVES_DATA:
            return jsonify({}), 422
        wanted = sources_for(sources, only, RequestKind(kind))
        with current.runtime.uow.begin(organisation, actor=actor, now=current.now()) as work:
            try:
                items, following = page_of(wanted, work, about, rules=current.rules, cursor=cursor)
            except ValueError:
                return jsonify({}), 422
            known = {} if references is None else {"references": sorted(references(work, about))}
            if cursor is None:
                looked(work, about)
        return jsonify({"items": items, "next": following, **known}), 200

    return asked


def require_service(*allowed: str) -> str:
    """Return which service of ours asks, by what it signed for this question. Raises Unauthenticated."""
    known: dict[str, Any] = current_app.extensions["waarborg"]
    settings = current.runtime.settings
    keys: ServiceKeys = known.setdefault("service_keys", ServiceKeys(settings.service_jwks))
    asker = keys.asker(
        request.headers.get("Authorization", ""),
        origin=settings.origin_of(current.organisation),
        path=request.path,
        now=current.now(),
    )
    if asker not in allowed:
        raise Unauthenticated("not_a_service")
    return asker


def _plain(thing: Contributed) -> dict[str, Any]:
    return {
        "category": thing.category,
        "title": {"nl": thing.title.nl, "en": thing.title.en},
        "about": thing.about,
        "occurred_on": thing.occurred_on.isoformat() if thing.occurred_on else None,
        "content": _value(thing.content),
    }


def _value(value: Any) -> Any:
    """As JSON has it: moments and days in their standard form, codes as they are, texts in both languages."""
    if isinstance(value, Mapping):
        return {str(name): _value(each) for name, each in value.items()}
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Text):
        return {"nl": value.nl, "en": value.en}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_value(each) for each in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return value
