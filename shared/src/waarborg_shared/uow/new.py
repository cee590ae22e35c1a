"""New cases of a unit of work that has no session yet: kept until they are written with all that is told of them.

A session watches each row that it holds, which takes longer than the INSERT. Who only adds a case, tells of it and ends
needs none; as soon as somebody asks for one it gets them, and goes on as ever.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import inspect

from waarborg_shared.db import CaseMixin, WalledSession
from waarborg_shared.db.many import to_insert
from waarborg_shared.db.ready import Sending
from waarborg_shared.db.session import complete
from waarborg_shared.uow.heads import to_insert_new

Following = Sequence[tuple[Any, Mapping[str, Any]]]


class NewCases:
    """The new cases, and the rows that follow them."""

    def __init__(self) -> None:
        self._cases: dict[int, CaseMixin] = {}
        self._following: list[tuple[Any, Mapping[str, Any]]] = []

    def __contains__(self, case: object) -> bool:
        return id(case) in self._cases

    def __len__(self) -> int:
        return len(self._cases)

    def take(self, row: object, *, organisation: str, now: datetime) -> bool:
        """Take a row that is a new case, as the session would; False for whatever else it is the session's to have."""
        if not isinstance(row, CaseMixin) or not _stands_alone(row):
            return False
        complete(row, organisation=organisation, now=now)
        self._cases[id(row)] = row
        return True

    def follow(self, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows right after the new cases."""
        self._following += [(table, row) for row in rows]

    def hand_over(self, session: WalledSession) -> None:
        """Give all of them to a session."""
        session.add_all(self._cases.values())
        for table, row in self._following:
            session.follow(table, row)
        self._cases, self._following = {}, []

    def to_insert(self, dialect: str) -> list[Sending] | None:
        """What writes them, for whoever ends the unit of work; None where a session has to."""
        cases = list(self._cases.values())
        inserts = to_insert_new(cases, dialect)
        if inserts is None:
            return None
        for case in cases:
            case.version = 1
        inserts += to_follow(self._following, dialect)
        self._cases, self._following = {}, []
        return inserts


def to_follow(following: Following, dialect: str) -> list[Sending]:
    """What writes rows that follow new cases. Each goes by itself: of few rows, lists are dearer."""
    return [to_insert(table, [row], dialect) for table, row in following]


def _stands_alone(case: CaseMixin) -> bool:
    state: Any = inspect(case)
    return bool(state.transient and not state.mapper.relationships)
