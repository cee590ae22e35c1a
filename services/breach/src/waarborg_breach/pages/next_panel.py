"""What is to be done now in a case, for the top of its page and for the page of the night."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from waarborg_breach import actions, shown, texts
from waarborg_breach.domain import HANDLED, CaseState
from waarborg_breach.domain.handling import RECONSIDER
from waarborg_breach.domain.next_step import CLOCKS_OF, in_order
from waarborg_breach.models import BreachCase
from waarborg_breach.texts.handling import OPEN_FIRST
from waarborg_shared.clocks import Clock
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web import LabelledClock
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import moment_in_words, source_in_words


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty as the page shows it: what, the id of where it is done, and the clock that counts for it."""

    code: str
    name: str
    form: str
    clock: LabelledClock | None


@dataclass(frozen=True, slots=True)
class Panel:
    """What is to be done: the first by itself, the rest after it. ``open``: whether the case is still to be closed."""

    duties: Sequence[Duty]
    open: bool

    @property
    def first(self) -> Duty | None:
        """Return what comes next; None where nothing is to be done."""
        return self.duties[0] if self.duties else None


def panel_of(work: Work, case: BreachCase, rules: Rules) -> Panel:
    """Return what is to be done in a case, what presses most first."""
    running = {clock.name: clock for clock in work.clocks.of(case) if clock.stopped_at is None}
    pressing = [name for name, clock in running.items() if clock.remind_at <= work.now]
    codes = in_order(actions.open_duties(work, case, rules), pressing=pressing)
    duties = [_duty(code, case, _clock_of(code, running), rules) for code in codes]
    return Panel(duties, case.case_state in HANDLED)


def labelled(clock: Clock, rules: Rules) -> LabelledClock:
    """Return a clock with its name, by which rule it runs, and from which of the four times, for people."""
    started = said(texts.STARTS[clock.rule.start_event])
    since = moment_in_words(clock.started_at)
    promise = f"{source_in_words(clock.source)}, {started} ({since})"
    return LabelledClock(said(shown.clock_name(clock.name, rules)), clock, promise=promise)


def _clock_of(duty: str, running: Mapping[str, Clock]) -> Clock | None:
    return next((running[name] for name in CLOCKS_OF.get(duty, ()) if name in running), None)


def _duty(code: str, case: BreachCase, clock: Clock | None, rules: Rules) -> Duty:
    found = labelled(clock, rules) if clock is not None else None
    if code == RECONSIDER and case.case_state == CaseState.CLOSED:
        return Duty(code, said(OPEN_FIRST), "reopen", found)
    return Duty(code, said(texts.DUTIES[code]), texts.FORM_OF[code], found)
