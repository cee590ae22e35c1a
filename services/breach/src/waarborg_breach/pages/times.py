"""The times of a case on its page: what each is, which clocks run from it, what was corrected; and correcting one."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach import actions, shown, texts
from waarborg_breach.actions.settling import times_of
from waarborg_breach.actions.timing import correct_times
from waarborg_breach.domain import CaseState, Times
from waarborg_breach.domain.times import moments_of
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas import TimesForm
from waarborg_breach.shown_times import Correction, corrections_of, in_words
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import Work
from waarborg_shared.web.forms import to_local
from waarborg_shared.web.i18n import in_language as said

_MOMENTS = (
    "occurred_at",
    "occurred_until",
    "discovered_at",
    "reported_at",
    "aware_at",
    "processor_aware_at",
    "noticed_at",
)
_ALWAYS = ("occurred_at", "discovered_at", "reported_at", "aware_at")


def kinds_to_choose() -> list[tuple[str, str]]:
    """Return the kinds of breach with their words, for a form."""
    return [(code, said(words)) for code, words in texts.KINDS.items()]


def _change(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    was = times_of(case)
    given = {name: _as_it_was(getattr(was, name), value) for name, value in said_so.items() if name != "times_why"}
    correct_times(work, case, Times(**given, noticed_at=was.noticed_at), why=said_so["times_why"], rules=rules)


def _as_it_was(was: Any, given: Any) -> Any:
    """A form shows no seconds: what comes back without them is the same moment."""
    if was is None or given is None or isinstance(was, bool):
        return given
    return was if given == was.replace(second=0, microsecond=0) else given


def _kept(_work: Work, case: BreachCase) -> Mapping[str, Any]:
    times = times_of(case)
    filled = {name: getattr(times, name) for name in _MOMENTS}
    moments = {name: to_local(at) for name, at in filled.items() if at is not None}
    return {**moments, "ongoing": times.ongoing, "estimated": times.estimated}


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any]:
    times, corrected = times_of(case), _newest(work, case)
    rows = [
        {
            "name": said(texts.TIMES[name]),
            "at": getattr(times, name),
            "clocks": _clocks_from(work, case, rules, name.removesuffix("_at")),
            "was": corrected.get(name),
        }
        for name in _MOMENTS
        if getattr(times, name) is not None or name in _ALWAYS or name in corrected
    ]
    may = Duty.BREACH_DECIDE in work.actor.duties or actions.may_decide(work, case, rules=rules)
    return {
        "rows": rows,
        "times": times,
        "in_words": in_words,
        "may": may and case.case_state not in (CaseState.RETRACTED, CaseState.MERGED),
        "processor": actions.opened(work, case, "processor"),
        "processor_ref": actions.opened(work, case, "processor_ref"),
        "kind": texts.KINDS[case.kind] if case.kind else None,
    }


def _newest(work: Work, case: BreachCase) -> Mapping[str, Correction]:
    return {each.field: each for each in corrections_of(steps_of(work, case))}


def _clocks_from(work: Work, case: BreachCase, rules: Rules, event: str) -> list[str]:
    """Return what still runs from a moment."""
    if event not in moments_of(times_of(case)):
        return []
    running = [clock for clock in work.clocks.of(case) if clock.rule.start_event == event and clock.stopped_at is None]
    return [said(shown.clock_name(clock.name, rules)) for clock in running]


SECTION = Section("times", "breach/times/section.html", _show)
STEPS = {"times": Step(plain(TimesForm), Duty.BREACH_READ, _change, kept=_kept)}
