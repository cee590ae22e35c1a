"""Clears away what has served its time and is nobody's record: answers that were kept for forms sent twice."""

import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

import structlog
from sqlalchemy import Table

from waarborg_shared.bus.errors import name_of
from waarborg_shared.web.idempotency import forget_answers

EVERY = 3600.0  # seconds
log = structlog.get_logger(__name__)


class Housekeeping:
    """Goes round the organisations once an hour. ``begin`` opens a unit of work of one."""

    def __init__(
        self, organisations: Iterable[str], begin: Callable[[str], AbstractContextManager[Any]], answers: Table
    ) -> None:
        self._organisations = tuple(organisations)
        self._begin = begin
        self._answers = answers

    def run(self, stop: threading.Event) -> None:
        """Clear up now and every hour, until told to stop."""
        while not stop.is_set():
            self.clear(stop)
            stop.wait(EVERY)

    def clear(self, stop: threading.Event) -> int:
        """Clear up once and return how many answers went; an organisation whose turn fails does not stop the next."""
        gone = 0
        for organisation in self._organisations:
            if stop.is_set():
                break
            try:
                with self._begin(organisation) as work:
                    gone += forget_answers(work, self._answers)
            except Exception as wrong:
                log.warning("not_cleared", organisation=organisation, error=name_of(wrong))
        return gone
