"""The part of the worker that collects: asks our own services what they have, and destroys what counts no more.

Each question is put outside a transaction, and what came of it is committed at once: a worker that dies in between asks
again. A service that is away is asked again later, for as long as its task stands.
"""

import json
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import structlog

from waarborg_requests.actions.collecting import emptying, handing_in, keeping, own
from waarborg_requests.actions.collecting.asking import services_to_ask
from waarborg_requests.actions.collecting.items import NewItem
from waarborg_requests.actions.references import references_of
from waarborg_requests.domain.collecting import MOST_ITEMS, ItemForm, NoSuchTask, TaskClosed, TooManyItems
from waarborg_shared.auth import Actor, ServiceProofs
from waarborg_shared.client import ServiceAway, ServiceClient
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.service import Loop, Runtime
from waarborg_shared.uow import Work
from waarborg_shared.uow.work import DEFAULT_RETENTION
from waarborg_shared.vault import Vault
from waarborg_shared.web.contributions import page_of, sources_for

log = structlog.get_logger(__name__)
Begin = Callable[[str], AbstractContextManager[Work]]
OURSELVES = "requests"
LOOK = 2.0
"""Seconds between looks at whether there is something to do."""
ANSWER_WITHIN = 20.0


class _Nonsense(Exception):
    """A service answered what is no page of items."""


class _OtherPerson(Exception):
    """A service takes other references for those of the person than we do."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What one of our own services is asked: about whom, and for which kind of request."""

    task_id: str
    holder: str
    subject_ref: str
    kind: RequestKind


@dataclass(frozen=True, slots=True)
class _Gone:
    """What is destroyed of a task: by which key it is sealed, and the code of why it goes."""

    task_id: str
    key: str
    reason: str


@dataclass(kw_only=True)
class Collector:
    """Collects for every organisation, one task after the other. ``begin`` and ``read`` open a unit of work."""

    organisations: Iterable[str]
    begin: Begin
    read: Begin
    rules: Callable[[str], Rules]
    client: ServiceClient
    proofs: ServiceProofs
    vault: Vault
    now: Callable[[], datetime]

    def run(self, stop: threading.Event) -> None:
        """Look, and look again, until told to stop."""
        while not stop.is_set():
            for organisation in self.organisations:
                if not stop.is_set():
                    self.step(organisation)
            stop.wait(LOOK)

    def step(self, organisation: str) -> None:
        """Do what is to be done for one organisation now; what fails is in the log, and holds up nothing else."""
        try:
            with self.read(organisation) as work:
                asked = [
                    _Question(task.id, task.holder, task.subject_ref, kind) for task, kind in services_to_ask(work)
                ]
                over = keeping.due_to_end(work)
                gone = [
                    _Gone(task.id, task.key, emptying.OVER if task.void_at is None else emptying.REASON)
                    for task in emptying.to_empty(work)
                ]
        except Exception as wrong:
            log.error("collecting_not_reached", organisation=organisation, error=type(wrong).__name__)
            return
        for question in asked:
            self._guarded(organisation, question.task_id, lambda: self._pull(organisation, question))  # noqa: B023
        for task_id in over:
            self._guarded(organisation, task_id, lambda: self._end(organisation, task_id))  # noqa: B023
        for each in gone:
            self._guarded(organisation, each.task_id, lambda: self._empty(organisation, each))  # noqa: B023

    def _guarded(self, organisation: str, task_id: str, act: Callable[[], None]) -> None:
        try:
            act()
        except (NoSuchTask, TaskClosed):
            return  # answered or let go of meanwhile
        except Exception as wrong:
            log.error("collecting_failed", organisation=organisation, task_ref=task_id, error=type(wrong).__name__)

    def _pull(self, organisation: str, question: _Question) -> None:
        task_id, holder = question.task_id, question.holder
        try:
            items = (
                self._ourselves(organisation, question)
                if holder == OURSELVES
                else self._of_person(organisation, question)
            )
            with self.begin(organisation) as work:
                handing_in.take_in(work, task_id, items)
        except (ServiceAway, _Nonsense, _OtherPerson, TooManyItems) as away:
            why = away.why if isinstance(away, ServiceAway) else type(away).__name__
            log.warning("holder_away", organisation=organisation, task_ref=task_id, holder=holder, reason=why)
            with self.begin(organisation) as work:
                handing_in.put_off(work, task_id)

    def _of_person(self, organisation: str, question: _Question) -> list[NewItem]:
        """Ask a service about every reference of a person. One that knows these itself says so with its answer, and is
        asked once; where it does not say the same as we know, word of a merge or a split is still on its way."""
        with self.read(organisation) as work:
            refs = references_of(work, question.subject_ref)
        items: list[NewItem] = []
        for ref in (question.subject_ref, *sorted(refs - {question.subject_ref})):
            more, known = self._asked(organisation, question, ref)
            if known is not None and known != refs:
                raise _OtherPerson
            items += more
            if known is not None:
                break
        return items

    def _asked(self, organisation: str, question: _Question, ref: str) -> tuple[list[NewItem], frozenset[str] | None]:
        """Ask about one reference; with it, which references were looked under where the service knows them."""
        holder, cursor = question.holder, ""
        path = f"/{holder}/api/v1/contributions/{ref}"
        items: list[NewItem] = []
        said: set[frozenset[str] | None] = set()
        while True:
            answer = self.client.ask(
                holder,
                "GET",
                f"{path}?{urlencode({'kind': question.kind.value, **({'cursor': cursor} if cursor else {})})}",
                organisation=organisation,
                headers=self.proofs.headers(organisation, path),
                timeout=ANSWER_WITHIN,
            )
            page = answer.json if isinstance(answer.json, dict) else {}
            if answer.status != 200 or not isinstance(page.get("items"), list):
                raise _Nonsense
            items += [_item(each) for each in page["items"]]
            following = page.get("next")
            said.add(_references(page.get("references")))
            if len(said) > 1:
                raise _OtherPerson
            if following is None:
                return items, said.pop()
            if not isinstance(following, str) or following == cursor or len(items) > MOST_ITEMS:
                raise _Nonsense
            cursor = following

    def _ourselves(self, organisation: str, question: _Question) -> list[NewItem]:
        sources, subject_ref = sources_for(own.SOURCES, {}, question.kind), question.subject_ref
        items: list[NewItem] = []
        cursor: str | None = None
        with self.begin(organisation) as work:
            own.looked(work, subject_ref)
            while True:
                page, cursor = page_of(sources, work, subject_ref, rules=self.rules(organisation), cursor=cursor)
                items += [_item(each) for each in page]
                if cursor is None:
                    return items

    def _end(self, organisation: str, task_id: str) -> None:
        with self.begin(organisation) as work:
            keeping.end_keeping(work, task_id)

    def _empty(self, organisation: str, gone: _Gone) -> None:
        """Destroy the key before the rows go, so that nothing of it is left wherever copies are."""
        self.vault.destroy(organisation, gone.key, DEFAULT_RETENTION, at=self.now(), reason=gone.reason)
        with self.begin(organisation) as work:
            emptying.emptied(work, gone.task_id)


def collector_of(runtime: Runtime) -> Collector:
    """Return the collector of one process."""

    def begin(organisation: str) -> AbstractContextManager[Any]:
        actor = Actor.system(runtime.service.name, organisation)
        return runtime.uow.begin(organisation, actor=actor, now=runtime.now())

    def read(organisation: str) -> AbstractContextManager[Any]:
        actor = Actor.system(runtime.service.name, organisation)
        return runtime.uow.read(organisation, actor=actor, now=runtime.now())

    settings = runtime.settings
    return Collector(
        organisations=tuple(settings.organisations),
        begin=begin,
        read=read,
        rules=runtime.rules,
        client=runtime.client,
        proofs=ServiceProofs(settings.service, settings.service_key, origin=settings.origin_of, now=runtime.now),
        vault=runtime.vault,
        now=runtime.now,
    )


def collecting_loop(runtime: Runtime) -> Loop:
    """Return what the worker runs."""
    return collector_of(runtime).run


def _references(known: Any) -> frozenset[str] | None:
    if known is None:
        return None
    if not isinstance(known, list) or not all(isinstance(each, str) for each in known):
        raise _Nonsense
    return frozenset(known)


def _item(told: Any) -> NewItem:
    """Return what a service told as an item; raises _Nonsense where it is none."""
    try:
        title, on = told["title"], told.get("occurred_on")
        return NewItem(
            category=str(told["category"])[:64],
            title=str(title["nl"]),
            title_en=str(title["en"]),
            form=ItemForm.JSON,
            content=json.dumps(told["content"], ensure_ascii=False),
            about=told.get("about"),
            occurred_on=date.fromisoformat(on) if on else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _Nonsense from None
