"""Remembers the cases of which the bus refused an event, so that each rests ever longer before it is offered again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import structlog

from waarborg_shared.bus.backoff import BackOff
from waarborg_shared.bus.messages import Outgoing

log = structlog.get_logger(__name__)
Case = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Rest:
    times: int
    until: float


class Refusals:
    """What one relay was refused. Moments are seconds of a clock that is never set back."""

    def __init__(self, service: str, waits: BackOff) -> None:
        self._service = service
        self._waits = waits
        self._rests: dict[Case, _Rest] = {}
        self._held: set[Case] = set()
        self._refused: dict[Case, tuple[str, Outgoing]] = {}

    def begin(self, now: float, *, all_cases: bool = False) -> None:
        """Begin a pass: the cases whose rest is over are offered again, or all of them."""
        # A case that still waits is offered as soon as its rest is over; one that was not offered for long is gone.
        gone = now - 2 * self._waits.longest
        self._rests = {case: rest for case, rest in self._rests.items() if rest.until > gone}
        self._held = set() if all_cases else {case for case, rest in self._rests.items() if rest.until > now}
        self._refused = {}

    def holds(self, case: Case) -> bool:
        """Whether nothing more of the case is sent in this pass."""
        return case in self._held

    def refuse(self, message: Outgoing, why: str) -> None:
        """The bus did not take a message: the rest of its case waits for another pass."""
        self._held.add(message.case)
        self._refused[message.case] = (why, message)

    def taken(self, messages: Iterable[Outgoing]) -> None:
        """The bus took these: their cases have a clean slate."""
        for message in messages if self._rests else ():
            self._rests.pop(message.case, None)

    def end(self, now: float) -> None:
        """End a pass: let what was refused rest, and say so in one line."""
        if not self._refused:
            return
        for case in self._refused:
            times = self._rests[case].times + 1 if case in self._rests else 1
            self._rests[case] = _Rest(times, now + self._waits.seconds(times))
        _, example = next(iter(self._refused.values()))
        log.error(
            "events_refused_by_the_bus",
            service=self._service,
            reasons=dict(Counter(why for why, _ in self._refused.values())),
            resting=len(self._rests),
            for_example=example.id,
            organisation=example.organisation,
        )
