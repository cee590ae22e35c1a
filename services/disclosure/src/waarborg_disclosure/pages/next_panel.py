"""What is to be done now with a report, for the top of its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from waarborg_disclosure import texts
from waarborg_disclosure.actions import asking, course
from waarborg_disclosure.domain import ReportState
from waarborg_disclosure.domain.next_step import CLOCK_OF, in_order
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.visitors import labelled
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web import LabelledClock
from waarborg_shared.web.i18n import in_language as said


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty as the page shows it: what, the id of where it is done, and the clock that counts for it."""

    code: str
    name: str
    form: str
    clock: LabelledClock | None


@dataclass(frozen=True, slots=True)
class Panel:
    """What is to be done, what comes next first. ``waits``: the reporter was asked something and has not answered."""

    duties: Sequence[Duty]
    waits: bool
    open: bool

    @property
    def first(self) -> Duty | None:
        """Return what comes next; None where nothing is to be done."""
        return self.duties[0] if self.duties else None


def panel_of(work: Work, row: Report, rules: Rules) -> Panel:
    """Return what is to be done with a report, what presses most first."""
    running = {clock.name: clock for clock in work.clocks.of(row) if clock.stopped_at is None}
    pressing = [name for name, clock in running.items() if clock.remind_at <= work.now and clock.paused_at is None]
    duties = []
    for code in in_order(course.open_duties(work, row, rules), pressing=pressing):
        clock = running.get(CLOCK_OF.get(code, ""))
        found = labelled((clock,))[0] if clock is not None else None
        duties.append(Duty(code, said(texts.DUTIES[code]), texts.FORM_OF[code], found))
    return Panel(duties, asking.open_question(work, row) is not None, row.state != ReportState.CLOSED)
