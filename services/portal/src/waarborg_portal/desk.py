"""Asks every service for its part of the staff desk, all at once; one that is down costs its own part and no more."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from waarborg_portal.domain import DeskCase, Part, most_urgent_first, open_by_list, read_part
from waarborg_shared.client import ServiceAway, ServiceClient

ANSWER_WITHIN = 2.0
NOT_THEIRS = Part((), 0, theirs=False)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The desk put together: the most urgent open cases, and the services that could not be heard.

    ``totals`` says how many cases are open at each service that has any for this member of staff to see, and ``lists``
    in each of their lists, by its address.
    """

    cases: list[DeskCase] = field(default_factory=list)
    totals: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, int] = field(default_factory=dict)
    away: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many cases are open in all, at the services that were heard."""
        return sum(self.totals.values())


def ask_desk(
    client: ServiceClient, services: Iterable[str], *, organisation: str, cookie: str, traceparent: str
) -> Desk:
    """Ask each service with the member of staff's own session, so that everybody sees what is theirs to see.

    A service that answers 403 has nothing for this member of staff; any other trouble is told by name.
    """
    names = tuple(dict.fromkeys(services))
    headers = {"Cookie": cookie, "traceparent": traceparent}

    def part(service: str) -> Part | None:
        path = f"/{service}/api/v1/desk"
        try:
            answer = client.ask(service, "GET", path, organisation=organisation, headers=headers, timeout=ANSWER_WITHIN)
        except ServiceAway:
            return None
        if answer.status == 403:
            return NOT_THEIRS
        try:
            return read_part(answer.json) if answer.status == 200 else None
        except (KeyError, TypeError, ValueError):
            return None

    with ThreadPoolExecutor(max_workers=max(1, len(names))) as pool:
        parts = dict(zip(names, pool.map(part, names), strict=True))
    heard = {name: found for name, found in parts.items() if found is not None}
    return Desk(
        cases=most_urgent_first(case for found in heard.values() for case in found.cases),
        totals={name: found.total for name, found in heard.items() if found.theirs},
        lists={path: count for name, found in heard.items() for path, count in open_by_list(name, found).items()},
        away=tuple(name for name, found in parts.items() if found is None),
    )
