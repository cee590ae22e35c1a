"""Asks identity who may answer requests, and who of them is away: names are shown and kept nowhere here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from waarborg_requests.actions.desk.finding import holders, years_of
from waarborg_requests.domain.desk.finding import Finding, Whose, numbers_meant
from waarborg_shared.client import ServiceClient
from waarborg_shared.colleagues import ask_colleagues
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work

ME, NOBODY = "me", "nobody"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may answer requests; ``away_until`` where he is away now, ``stand_in`` who counts for him."""

    ref: str
    name: str = field(repr=False)
    away_until: datetime | None = None
    stand_in: str | None = None


@dataclass(frozen=True)
class Colleagues:
    """Everybody who may answer requests; not ``known`` where identity did not say, and then nobody is left out."""

    every: Mapping[str, Colleague] = field(default_factory=dict)
    known: bool = False

    def may_answer(self, ref: str) -> bool:
        """Whether it is sure that somebody may answer requests."""
        return ref in self.every

    def gone(self, holders: Iterable[str]) -> frozenset[str]:
        """Which of some holders may answer no more: what they have, nobody has."""
        return frozenset(ref for ref in holders if ref not in self.every) if self.known else frozenset()

    def stood_in_by(self, ref: str) -> frozenset[str]:
        """For whom somebody stands in now."""
        return frozenset(each.ref for each in self.every.values() if each.stand_in == ref)

    def whose(self, asked: str, own: str, holders: Iterable[str]) -> Whose:
        """Return whose requests are meant by ``me`` (those of whom one stands in for too), ``nobody`` or an account."""
        match asked:
            case "me":
                return Whose(self.stood_in_by(own) | {own})
            case "nobody":
                return Whose(self.gone(holders), nobody=True)
            case _:
                return Whose(frozenset({asked}))


def colleagues_of(client: ServiceClient, organisation: str, *, headers: Mapping[str, str]) -> Colleagues:
    """Return who may answer requests, as far as identity tells the one who asks. ``headers`` carry who that is."""
    told = ask_colleagues(client, organisation, Duty.REQUESTS_ANSWER, headers=headers)
    if told is None:
        return Colleagues()
    return Colleagues({each.ref: each for each in map(_colleague, told)}, known=True)


def finding_of(work: Work, query: Mapping[str, Any], colleagues: Colleagues) -> Finding:
    """Return what a list is narrowed by, from what was asked in codes. Raises NotANumber."""
    assigned, typed = query["assigned"], query["number"]
    whose = None
    if assigned is not None:
        whose = colleagues.whose(assigned, work.actor.ref, holders(work) if assigned == NOBODY else ())
    return Finding(
        kind=query["kind"],
        request_class=query["request_class"],
        came_by=query["came_by"],
        due=query["due"],
        waiting=query["waiting"] is not None,
        escalated=query["escalated"] is not None,
        reminded=query["reminded"] is not None,
        whose=whose,
        numbers=None if typed is None else numbers_meant(typed, work.organisation, years_of(work)),
    )


def _colleague(told: Mapping[str, Any]) -> Colleague:
    until = told.get("away_until")
    return Colleague(
        str(told["account_ref"]),
        str(told.get("name") or ""),
        datetime.fromisoformat(until) if isinstance(until, str) else None,
        told.get("stand_in") or None,
    )
