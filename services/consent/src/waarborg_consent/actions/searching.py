"""Search who may do something, with what, or what somebody may do: whatever is found, the decision permits.

A search goes through what is registered, in the order of its ids, and asks the same engine about each.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select

from waarborg_consent.actions.deciding import decide_many, own_policy, record_search
from waarborg_consent.domain import Asked, Thing
from waarborg_consent.models import EntityRow
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

AT_ONCE = 200
MOST_LOOKED_AT = 1_000
"""How many are asked about for one page: what is left is on the next, and a page may be empty before the last."""

_ENTITY: Any = EntityRow.__table__
_FROM = (
    select(_ENTITY.c.id)
    .where(
        _ENTITY.c.organisation == bindparam("organisation"),
        _ENTITY.c.type == bindparam("type"),
        _ENTITY.c.id > bindparam("after"),
        _ENTITY.c.gone_at.is_(None),
    )
    .order_by(_ENTITY.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page: ids or names, and the id after which the next page begins (None at the end)."""

    results: tuple[str, ...]
    after: str | None


def search_subjects(work: Work, asked: Asked, *, rules: Rules, after: str, limit: int) -> Found:
    """Find who may do it, of everybody who is registered under that type."""

    def candidate(name: str) -> Asked:
        return replace(asked, subject=Thing(type=asked.subject.type, id=name))

    return _search(work, asked, "subject", asked.subject.type, candidate, rules=rules, after=after, limit=limit)


def search_resources(work: Work, asked: Asked, *, rules: Rules, after: str, limit: int) -> Found:
    """Find with what somebody may do it, of everything that is registered under that type."""

    def candidate(name: str) -> Asked:
        return replace(asked, resource=Thing(type=asked.resource.type, id=name))

    return _search(work, asked, "resource", asked.resource.type, candidate, rules=rules, after=after, limit=limit)


def search_actions(work: Work, asked: Asked, *, rules: Rules, after: str, limit: int) -> Found:
    """Find what somebody may do with something, of all that the policy knows to do with such a thing."""
    policy = own_policy(rules)
    names = [name for name in policy.matrix.actions.get(asked.resource.type, ()) if name > after]
    permitted = _permitted(work, names, lambda name: replace(asked, action=name), rules)
    results = tuple(permitted[:limit])
    more = len(permitted) > limit
    record_search(work, asked, "action", found=bool(results))
    return Found(results=results, after=(results[-1] if results else after) if more else None)


def _search(
    work: Work,
    asked: Asked,
    what: str,
    of_type: str,
    candidate: Callable[[str], Asked],
    *,
    rules: Rules,
    after: str,
    limit: int,
) -> Found:
    results: list[str] = []
    begin, looked_at, more = after, 0, True
    while more and len(results) < limit and looked_at < MOST_LOOKED_AT:
        names = _registered(work, of_type, begin)
        more = len(names) == AT_ONCE
        looked_at += len(names)
        results += _permitted(work, names, candidate, rules)
        begin = names[-1] if names else begin
    if len(results) > limit:
        results, more = results[:limit], True
        begin = results[-1] if results else after
    record_search(work, asked, what, found=bool(results))
    return Found(results=tuple(results), after=begin if more else None)


def _registered(work: Work, of_type: str, after: str) -> list[str]:
    parameters = {"organisation": work.organisation, "type": of_type, "after": after, "most": AT_ONCE}
    return list(work.execute(_FROM, parameters).scalars())


def _permitted(work: Work, names: Sequence[str], candidate: Callable[[str], Asked], rules: Rules) -> list[str]:
    """Return those of which the decision says yes."""
    asked = [candidate(name) for name in names]
    decisions = decide_many(work, asked, rules=rules)
    return [name for name, decision in zip(names, decisions, strict=True) if decision.permitted]
