"""The loops of a service's consumer: messages from the bus, and retries from the table; neither ever gives up."""

import threading
from collections.abc import Callable

import structlog

from waarborg_shared.bus.backoff import RECONNECTS, BackOff
from waarborg_shared.bus.errors import name_of, place_of
from waarborg_shared.bus.messages import Delivery, Subscription, Transport
from waarborg_shared.bus.receiver import Receiver

log = structlog.get_logger(__name__)
RECEIVE_WITHIN = 0.5  # seconds; also how long stopping may take
RETRY_EVERY = 0.5  # seconds


class Consumer:
    """Takes messages for a service, one after another, and acknowledges each when it is kept."""

    def __init__(
        self,
        receiver: Receiver,
        transport: Transport,
        *,
        reconnects: BackOff = RECONNECTS,
        within: float = RECEIVE_WITHIN,
    ) -> None:
        self._receiver = receiver
        self._within = within
        self._transport = transport
        self._reconnects = reconnects
        self.taken = 0

    def run(self, stop: threading.Event) -> None:
        """Consume until told to stop; when the bus goes away, connect anew after a while."""
        failures = 0
        while not stop.is_set():
            taken_before = self.taken
            try:
                self._consume(stop)
                failures = 0
            except Exception as wrong:
                failures = 1 if self.taken > taken_before else failures + 1
                log.warning(
                    "consumer_starts_anew",
                    service=self._receiver.service,
                    error=name_of(wrong),
                    where=place_of(wrong),
                )
                stop.wait(self._reconnects.seconds(failures))

    def _consume(self, stop: threading.Event) -> None:
        subscription = self._transport.subscription(self._receiver.service)
        try:
            while not stop.is_set():
                delivery = subscription.next(self._within)
                if delivery is not None and self._keep(delivery, subscription, stop):
                    subscription.ack(delivery)
                    self.taken += 1
        finally:
            subscription.close()

    def _keep(self, delivery: Delivery, subscription: Subscription, stop: threading.Event) -> bool:
        """Keep a message, however long the database stays away; False when told to stop first.

        It is tried here and not handed back to the broker, whose delivery limit would count every time.
        """
        failures = 0
        while not stop.is_set():
            try:
                self._receiver.receive(delivery)
            except Exception as wrong:
                failures += 1
                log.warning(
                    "message_not_kept_yet",
                    service=self._receiver.service,
                    error=name_of(wrong),
                    where=place_of(wrong),
                    failures=failures,
                )
                self._wait(self._reconnects.seconds(failures), subscription, stop)
            else:
                return True
        return False

    def _wait(self, seconds: float, subscription: Subscription, stop: threading.Event) -> None:
        while seconds > 0 and not stop.wait(min(seconds, 1.0)):
            seconds -= 1.0
            subscription.beat()

    def drain(self, within: float = RECEIVE_WITHIN) -> int:
        """Take what is there now and give how many messages that were; raises what goes wrong."""
        subscription = self._transport.subscription(self._receiver.service)
        taken = 0
        try:
            while (delivery := subscription.next(within)) is not None:
                self._receiver.receive(delivery)
                subscription.ack(delivery)
                taken += 1
        finally:
            subscription.close()
        return taken


class Retries:
    """Tries failed events again when their time has come, and those that wait behind them."""

    def __init__(self, receiver: Receiver, *, every: float = RETRY_EVERY) -> None:
        self._receiver = receiver
        self._every = every

    def run(self, stop: threading.Event) -> None:
        """Look at the table until told to stop."""
        failures = 0
        while not stop.wait(self._every if failures == 0 else RECONNECTS.seconds(failures)):
            try:
                self.round(stop.is_set)
                failures = 0
            except Exception as wrong:
                failures += 1
                log.warning(
                    "retries_start_anew", service=self._receiver.service, error=name_of(wrong), where=place_of(wrong)
                )

    def round(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Try all that is due once, and give how many events got further."""
        tried = 0
        for key in self._receiver.due():
            if stopped():
                break
            tried += self._receiver.retry(key) is not None
        return tried
