"""Clears away what has served its time and is nobody's record, and does what a service wants done now and then."""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import structlog
from sqlalchemy import Table

from waarborg_shared.bus.errors import name_of
from waarborg_shared.web.idempotency import forget_answers

EVERY = 3600.0  # seconds
Chore = Callable[[Any], object]
log = structlog.get_logger(__name__)


class Housekeeping:
    """Goes round the organisations once an hour. ``begin`` opens a unit of work of one; each chore gets its own."""

    def __init__(
        self,
        organisations: Iterable[str],
        begin: Callable[[str], AbstractContextManager[Any]],
        answers: Table,
        chores: Sequence[Chore] = (),
    ) -> None:
        self._organisations = tuple(organisations)
        self._begin = begin
        self._answers = answers
        self._chores = tuple(chores)

    def run(self, stop: threading.Event) -> None:
        """Clear up now and every hour, until told to stop."""
        while not stop.is_set():
            self.clear(stop)
            stop.wait(EVERY)

    def clear(self, stop: threading.Event) -> int:
        """Clear up once and return how many answers went; one chore or organisation that fails stops no other."""
        gone = 0
        for organisation in self._organisations:
            if stop.is_set():
                break
            gone += self._do(organisation, lambda work: forget_answers(work, self._answers)) or 0
            for chore in self._chores:
                self._do(organisation, chore)
        return gone

    def _do(self, organisation: str, chore: Callable[[Any], Any]) -> Any:
        try:
            with self._begin(organisation) as work:
                return chore(work)
        except Exception as wrong:
            log.warning("chore_failed", organisation=organisation, error=name_of(wrong))
            return None
