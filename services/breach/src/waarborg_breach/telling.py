"""Tells the persons of breaches in the background, portion by portion, after the responsible person ordered it.

Where a worker died, the next one goes on: what was noted stays, and what was under way is taken up again with the same
message ids once its claim is over. Memory does not grow with the list.
"""

import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import structlog

from waarborg_breach.actions.telling.sending import due_telling, finish, note_outcomes, take_up
from waarborg_shared.auth import Actor
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Loop, Runtime
from waarborg_shared.uow import Work

log = structlog.get_logger(__name__)
Begin = Callable[[str], AbstractContextManager[Work]]
_LOOK = 1.0  # seconds between looks at whether there is something to do


@dataclass(kw_only=True)
class Teller:
    """The telling of one worker."""

    organisations: Iterable[str]
    begin: Begin
    read: Begin
    rules: Callable[[str], Rules]

    def run(self, stop: threading.Event) -> None:
        """Go round the organisations, a portion each, until told to stop."""
        while not stop.is_set():
            busy = False
            for organisation in self.organisations:
                busy = (not stop.is_set() and self._tried(organisation)) or busy
            if not busy:
                stop.wait(_LOOK)

    def work_off(self, organisation: str) -> None:
        """Do all that is to be done for an organisation now; for tests and commands."""
        while self.step(organisation):
            pass

    def step(self, organisation: str) -> bool:
        """Tell the next portion of an organisation; False where there is nothing to do now."""
        with self.read(organisation) as work:
            breach_id = due_telling(work)
        if breach_id is None:
            return False
        rules = self.rules(organisation)
        with self.begin(organisation) as work:
            portion = take_up(work, breach_id, rules)
        if portion.over:
            with self.begin(organisation) as work:
                finish(work, breach_id, rules)
        elif portion.messages:
            outcomes = {person: rules.deliver(message) for person, message in portion.messages.items()}
            with self.begin(organisation) as work:
                note_outcomes(work, breach_id, outcomes)
        return True

    def _tried(self, organisation: str) -> bool:
        try:
            return self.step(organisation)
        except Exception as wrong:
            log.error("telling_failed", organisation=organisation, error=type(wrong).__name__)
            return False


def teller_of(runtime: Runtime) -> Teller:
    """The teller on what a worker runs on."""

    def actor(organisation: str) -> Actor:
        return Actor.system("breach", organisation)

    def begin(organisation: str) -> AbstractContextManager[Work]:
        return runtime.uow.begin(organisation, actor=actor(organisation), now=runtime.now())

    def read(organisation: str) -> AbstractContextManager[Work]:
        return runtime.uow.read(organisation, actor=actor(organisation), now=runtime.now())

    return Teller(organisations=tuple(runtime.settings.organisations), begin=begin, read=read, rules=runtime.rules)


def telling_loop(runtime: Runtime) -> Loop:
    """The loop of the worker that tells persons."""
    return teller_of(runtime).run
