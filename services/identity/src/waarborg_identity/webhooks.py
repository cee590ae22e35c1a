"""Sends events to partners: one at a time to each, to many at once, so that a slow one delays nobody else.

Claim, send and mark are three steps and only the first and the last are transactions, so that no partner holds one
open. Who dies in between leaves a claim that runs out, and the event goes once more with the same `webhook-id`.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from standardwebhooks import Webhook

from waarborg_identity.actions.webhooks import Claimed, claim_next, due_partners, settle
from waarborg_identity.domain import DeliveryVerdict, Tried
from waarborg_identity.domain.webhooks import OUR_SIDE
from waarborg_shared.auth import Actor
from waarborg_shared.events import CONTENT_TYPE
from waarborg_shared.outward import Outward, OutwardError
from waarborg_shared.service import Loop, Runtime
from waarborg_shared.uow import Work

log = structlog.get_logger(__name__)
Begin = Callable[[str], AbstractContextManager[Work]]
Key = tuple[str, str]
AT_ONCE = 16
IN_A_ROW = 50
"""So many events to one partner before the others have their turn, when more partners have some than threads are."""
_SHORTEST_LOOK, _LONGEST_LOOK = 1.0, 5.0  # seconds between looks at an organisation, by how quiet it was


def signed(claimed: Claimed, now: datetime) -> Mapping[str, str]:
    """Return the headers of Standard Webhooks: id, timestamp, and a signature with each secret that holds."""
    body = claimed.body.decode()
    signatures = (Webhook(secret).sign(claimed.message_id, now, body) for secret in claimed.signing_secrets)
    return {
        "webhook-id": claimed.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
        "Content-Type": CONTENT_TYPE,
    }


@dataclass
class _Quiet:
    """When an organisation is looked at next, on the machine's own clock."""

    at: float = 0.0
    wait: float = _SHORTEST_LOOK

    def looked(self, found: bool) -> None:
        self.wait = _SHORTEST_LOOK if found else min(_LONGEST_LOOK, self.wait * 2)
        self.at = time.monotonic() + self.wait


@dataclass(kw_only=True)
class WebhookSender:
    """The sender of one worker. `begin` and `read` open a unit of work of an organisation as the system."""

    organisations: Iterable[str]
    begin: Begin
    read: Begin
    outward: Outward
    now: Callable[[], datetime]
    _busy: set[Key] = field(default_factory=set)
    _looks: dict[str, _Quiet] = field(default_factory=dict)

    def run(self, stop: threading.Event) -> None:
        """Send what is due, and look again, until told to stop; a database that is away is waited for."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks") as pool:
            while not stop.is_set():
                for organisation in self.organisations:
                    look = self._looks.setdefault(organisation, _Quiet())
                    if not stop.is_set() and time.monotonic() >= look.at:
                        look.looked(self._begin_sending(organisation, pool, stop))
                stop.wait(_SHORTEST_LOOK / 4)

    def send_due(self) -> int:
        """Send all that is due now, one after another, and return how many tries that took."""
        tries = 0
        for organisation in self.organisations:
            with self.read(organisation) as work:
                due = due_partners(work)
            for client_id in due:
                while self.send_one((organisation, client_id)) is not None:
                    tries += 1
        return tries

    def send_one(self, key: Key) -> Tried | None:
        """Claim a partner's next event, send it and mark what came of it; None when there is none to send."""
        organisation, client_id = key
        claimed, tried = self._claim(key)
        if claimed is None:
            return None
        tried = tried or self._send(key, claimed)
        with self.begin(organisation) as work:
            found = settle(work, claimed, tried)
        if found is not DeliveryVerdict.DELIVERED:
            log.warning(
                "webhook_not_delivered",
                organisation=organisation,
                partner=client_id,
                message=claimed.message_id,
                status=tried.status,
                error=tried.error,
                verdict=found.value if found is not None else "claim-lost",
            )
        return tried

    def _claim(self, key: Key) -> tuple[Claimed | None, Tried | None]:
        """Claim a partner's next event, with what came of the try where it cannot be made: that is a failed one too.

        Else it would stand first in line for ever, and nobody would be told.
        """
        organisation, client_id = key
        try:
            with self.begin(organisation) as work:
                return claim_next(work, client_id), None
        except SQLAlchemyError:
            raise  # the database is away: the next look is soon
        except Exception as wrong:
            with self.begin(organisation) as work:
                claimed = claim_next(work, client_id, whole=False)
            return claimed, _failed_here(key, claimed, wrong)

    def _send(self, key: Key, claimed: Claimed) -> Tried:
        began = time.monotonic()
        status, error = None, None
        try:
            reply = self.outward.ask(
                "POST", claimed.url, headers=signed(claimed, self.now()), body=claimed.body, largest=0
            )
            status = reply.status
        except OutwardError as wrong:
            error = wrong.why
        except Exception as wrong:
            return _failed_here(key, claimed, wrong)
        return Tried(round((time.monotonic() - began) * 1000), status, error)

    def _begin_sending(self, organisation: str, pool: ThreadPoolExecutor, stop: threading.Event) -> bool:
        """Give each partner of an organisation that has something due to a thread; whether there was any."""
        try:
            with self.read(organisation) as work:
                due = {(organisation, client_id) for client_id in due_partners(work)}
        except Exception as wrong:
            log.error("webhooks_not_reached", organisation=organisation, error=type(wrong).__name__)
            return False
        for key in sorted(due - self._busy):
            self._busy.add(key)
            pool.submit(self._send_some, key, stop)
        return bool(due)

    def _send_some(self, key: Key, stop: threading.Event) -> None:
        try:
            for _turn in range(IN_A_ROW):
                if stop.is_set() or self.send_one(key) is None:
                    break
        except Exception as wrong:
            log.error("webhook_failed", organisation=key[0], partner=key[1], error=type(wrong).__name__)
        finally:
            self._busy.discard(key)


def _failed_here(key: Key, claimed: Claimed | None, wrong: Exception) -> Tried:
    message = claimed.message_id if claimed is not None else None
    log.error("webhook_not_made", organisation=key[0], partner=key[1], message=message, error=type(wrong).__name__)
    return Tried(0, None, OUR_SIDE)


def sender_of(runtime: Runtime) -> WebhookSender:
    """The sender on what a worker runs on; tests may send once with `send_due`."""

    def begin(organisation: str) -> AbstractContextManager[Work]:
        return runtime.uow.begin(organisation, actor=Actor.system("identity", organisation), now=runtime.now())

    def read(organisation: str) -> AbstractContextManager[Work]:
        return runtime.uow.read(organisation, actor=Actor.system("identity", organisation), now=runtime.now())

    return WebhookSender(
        organisations=tuple(runtime.settings.organisations),
        begin=begin,
        read=read,
        outward=runtime.outward,
        now=runtime.now,
    )


def webhooks_loop(runtime: Runtime) -> Loop:
    """The loop of the worker that sends."""
    return sender_of(runtime).run
