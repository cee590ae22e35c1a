"""Does the work of packages: makes them part by part in the background, and destroys what has served.

Each organisation has a thread of its own for one package at a time, so that a large one holds up nobody else. Where a
worker died, the next one goes on after the last part that was kept.
"""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from waarborg_requests.actions.package.fetching import destroyed, due_package, locked
from waarborg_requests.actions.package.making import make_some, note_failure
from waarborg_requests.domain.package.fetching import PackageState
from waarborg_requests.models.package import key_of
from waarborg_shared.auth import Actor
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Loop, Runtime
from waarborg_shared.uow import Work
from waarborg_shared.uow.work import DEFAULT_RETENTION
from waarborg_shared.vault import Vault

log = structlog.get_logger(__name__)
Begin = Callable[[str], AbstractContextManager[Work]]
AT_ONCE = 2
_LOOK = 1.0  # seconds between looks at whether there is something to do


@dataclass(kw_only=True)
class Packer:
    """The packages of one worker."""

    organisations: Iterable[str]
    begin: Begin
    read: Begin
    rules: Callable[[str], Rules]
    vault: Vault
    now: Callable[[], datetime]
    _busy: set[str] = field(default_factory=set)

    def run(self, stop: threading.Event) -> None:
        """Give each organisation that has something to do a thread, until told to stop."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="packages") as pool:
            while not stop.is_set():
                for organisation in self.organisations:
                    if organisation not in self._busy and self._due(organisation) is not None:
                        self._busy.add(organisation)
                        pool.submit(self._work_off, organisation, stop)
                stop.wait(_LOOK)

    def work_off(self, organisation: str) -> None:
        """Do all that is to be done for an organisation now; for tests and commands."""
        while self.step(organisation):
            pass

    def step(self, organisation: str) -> bool:
        """Do the next thing for an organisation; False where there is nothing to do now."""
        due = self._due(organisation)
        if due is None:
            return False
        package_id, state = due
        try:
            if state is PackageState.MAKING:
                with self.begin(organisation) as work:
                    make_some(work, locked(work, package_id), self.rules(organisation))
            else:
                self._destroy(organisation, package_id)
        except Exception as wrong:
            log.error("package_failed", organisation=organisation, package_ref=package_id, error=type(wrong).__name__)
            with self.begin(organisation) as work:
                note_failure(work, locked(work, package_id), why=type(wrong).__name__)
        return True

    def _destroy(self, organisation: str, package_id: str) -> None:
        """Destroy the key before its pieces go, so that nothing of it is left wherever copies are."""
        self.vault.destroy(organisation, key_of(package_id), DEFAULT_RETENTION, at=self.now(), reason="package-over")
        with self.begin(organisation) as work:
            destroyed(work, package_id)

    def _due(self, organisation: str) -> tuple[str, PackageState] | None:
        try:
            with self.read(organisation) as work:
                return due_package(work)
        except Exception as wrong:
            log.error("packages_not_reached", organisation=organisation, error=type(wrong).__name__)
            return None

    def _work_off(self, organisation: str, stop: threading.Event) -> None:
        try:
            while not stop.is_set() and self.step(organisation):
                pass
        except Exception as wrong:
            log.error("packages_not_reached", organisation=organisation, error=type(wrong).__name__)
        finally:
            self._busy.discard(organisation)


def packer_of(runtime: Runtime) -> Packer:
    """The packer on what a worker runs on."""

    def actor(organisation: str) -> Actor:
        return Actor.system("requests", organisation)

    def begin(organisation: str) -> AbstractContextManager[Work]:
        return runtime.uow.begin(organisation, actor=actor(organisation), now=runtime.now())

    def read(organisation: str) -> AbstractContextManager[Work]:
        return runtime.uow.read(organisation, actor=actor(organisation), now=runtime.now())

    return Packer(
        organisations=tuple(runtime.settings.organisations),
        begin=begin,
        read=read,
        rules=runtime.rules,
        vault=runtime.vault,
        now=runtime.now,
    )


def packages_loop(runtime: Runtime) -> Loop:
    """The loop of the worker that makes packages."""
    return packer_of(runtime).run
