"""A breach as the edges give it: its row and clocks turned into plain values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from markupsafe import Markup

from waarborg_breach import actions, domain
from waarborg_breach.actions.asking import to_call
from waarborg_breach.actions.deciding import decisions_of, reason_of_decision
from waarborg_breach.actions.grievances import to_reconsider, to_review
from waarborg_breach.actions.late_reasons import LATE_REASON, reasons_owed
from waarborg_breach.actions.measures import overdue_in
from waarborg_breach.actions.notices import due_for, is_late, notices_of
from waarborg_breach.actions.questions import given_answers, said_not_known
from waarborg_breach.actions.reading import told_how
from waarborg_breach.actions.reminding import to_warn
from waarborg_breach.actions.telling.reading import who_waits
from waarborg_breach.domain import NoticeKind, PersonsException
from waarborg_breach.domain.reports import BreachKind, WipeState
from waarborg_breach.models import BreachCase, BreachNotice, KeptDecision
from waarborg_breach.shown_times import corrections_of, said_of
from waarborg_breach.texts import ACTORS, CASE_STATES, CLOCKS, DUTIES, OWN_CLOCK, STEPS
from waarborg_breach.texts.advising import TO_CALL
from waarborg_breach.texts.handling import TO_DECIDE_AGAIN, TO_REVIEW
from waarborg_breach.texts.reminding import OVERDUE, TO_WARN
from waarborg_breach.texts.telling import NOT_TOLD_YET, TO_TELL, told_by
from waarborg_shared.clocks import Clock
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import Work, Written
from waarborg_shared.web import current
from waarborg_shared.web.desk import DeskItem
from waarborg_shared.web.erased import with_erased
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.shell import paragraphs
from waarborg_shared.web.words import reason_of, who_did, without_repeated_looks

TITLE = Text("Datalek", "Data breach")


def row(case: BreachCase) -> dict[str, Any]:
    """Return a row of the register: codes, counts and moments, nothing that anybody wrote."""
    states = actions.states_of(case)
    return {
        "id": case.id,
        "number": case.number,
        "origin": case.origin,
        "drill": case.drill,
        "occurred_at": case.occurred_at,
        "occurred_until": case.occurred_until,
        "ongoing": case.ongoing,
        "estimated": case.estimated,
        "discovered_at": case.discovered_at,
        "reported_at": case.reported_at or case.created_at,
        "aware_at": case.aware_at,
        "processor_aware_at": case.processor_aware_at,
        "kind": BreachKind(case.kind) if case.kind else None,
        "wiped": WipeState(case.wipe_state) if case.wipe_state else None,
        "wiped_at": case.wiped_at,
        "merged_into": case.merged_into,
        "case_state": states.case,
        "authority_state": states.authority,
        "persons_state": states.persons,
        "about_how_many": case.about_how_many,
        "other_eu": case.other_eu,
        "decided_at": case.decided_at,
        "notified_at": case.notified_at,
        "persons_exception": PersonsException(case.persons_exception) if case.persons_exception else None,
        "informed_at": case.informed_at,
        "informed_how": case.informed_how,
        "closed_at": case.closed_at,
    }


def whole(work: Work, case: BreachCase, rules: Rules) -> dict[str, Any]:
    """Return a case with its clocks, its texts and what is not known yet."""
    answers, due_at = actions.answers_of(work, case), due_for(work, case)
    decisions = [(each, _ground(work, each)) for each in decisions_of(work, case)]
    texts: dict[str, Any] = {"answers": answers}
    for name, column in (("summary", "summary"), ("processor", "processor"), ("processor_ref", "processor_ref")):
        texts[name] = actions.opened(work, case, column)
    texts["informed_how"] = told_how(work, case)
    texts["wiped_what"] = actions.opened(work, case, "wiped")
    grounds = {f"{place}.ground": ground for place, (_, ground) in enumerate(decisions)}
    return row(case) | {
        "clocks": [_clock(clock) for clock in work.clocks.of(case)],
        **with_erased(texts),
        "erased": with_erased({**texts, "decisions": grounds})["erased"],
        "not_yet_known": domain.not_yet_known(rules.breach_protocol, answers),
        "corrections": [asdict(each) for each in corrections_of(steps_of(work, case))],
        "said_not_known": sorted(said_not_known(work, case)),
        "answered_by": {code: each.given_by for code, each in given_answers(work, case).items()},
        "open_duties": actions.open_duties(work, case, rules),
        "overdue_measures": overdue_in(work, [case.id]).get(case.id, 0),
        "decisions": [_decision(*each) for each in decisions],
        "notices": [_notice(each, late=is_late(each, due_at)) for each in notices_of(work, case)],
    }


def clock_name(name: str, rules: Rules) -> Text:
    """Return what people call a clock: as the organisation's protocol says, or else in the core's words."""
    return rules.breach_protocol.clock_names.get(name) or CLOCKS.get(name) or OWN_CLOCK


def desk_items(work: Work, cases: Sequence[BreachCase], rules: Rules) -> Iterable[DeskItem]:
    """Return open cases as the staff desk shows them."""
    clocks = work.clocks.of_many([case.id for case in cases])
    calls = to_call(work, [case.id for case in cases])
    grieved, again = (ask(work, [case.id for case in cases]) for ask in (to_review, to_reconsider))
    waiting = who_waits(work, cases)
    overdue = overdue_in(work, [case.id for case in cases])
    warn = to_warn(work, [case.id for case in cases])
    owed = reasons_owed(work, [case.id for case in cases])
    for case in cases:
        running = [clock for clock in clocks.get(case.id, ()) if clock.stopped_at is None]
        yield DeskItem(
            service="breach",
            ref=case.id,
            number=case.number,
            title=TITLE,
            state=case.case_state,
            state_text=_state(
                case,
                calls,
                *waiting.get(case.id, (0, 0)),
                *_late(case, overdue, warn, owed),
                *((TO_REVIEW,) if case.id in grieved else ()),
                *((TO_DECIDE_AGAIN,) if case.id in again else ()),
            ),
            url=f"/breach/cases/{case.id}",
            clocks=tuple((clock_name(clock.name, rules), clock) for clock in running),
        )


def timeline_entries(steps: Iterable[Step]) -> list[tuple[datetime, str, str, Markup]]:
    """Return the timeline as a page shows it: when, what, who by role or kind and never by reference, and why."""
    return [
        (step.at, said(STEPS[step.verb]), who_did(step, ACTORS), _details(step) + paragraphs(reason_of(step)))
        for step in without_repeated_looks(steps)
    ]


def _ground(work: Work, kept: KeptDecision) -> Written | None:
    """Return why a public announcement takes the place of personal messages, where that was decided."""
    announces = kept.exception == PersonsException.DISPROPORTIONATE
    return reason_of_decision(work, kept) if announces else None


def _decision(kept: KeptDecision, ground: Written | None) -> dict[str, Any]:
    return {
        "decided_at": kept.decided_at,
        "notify_authority": kept.notify_authority,
        "inform_persons": kept.inform_persons,
        "exception": PersonsException(kept.exception) if kept.exception else None,
        "ground": ground if isinstance(ground, str) else None,
        "not_yet_known": kept.not_yet_known,
        "advice": kept.advice_codes,
    }


def _notice(kept: BreachNotice, *, late: bool) -> dict[str, Any]:
    return {
        "kind": NoticeKind(kept.kind),
        "at": kept.at,
        "authority_number": kept.authority_number,
        "late": late,
        "noted_at": kept.noted_at,
    }


def _details(step: Step) -> Markup:
    lines = said_of(step, current.rules.breach_protocol.clock_names)
    if "by" in step.facts and step.verb in ("informed-persons", "announced-breach"):
        lines.append(said(told_by(step.facts["by"], current.rules)))
    return paragraphs("\n".join(lines))


def _late(case: BreachCase, overdue: Mapping[str, int], warn: Collection[str], owed: Collection[str]) -> Iterable[Text]:
    """Return what is late about a case, as the desk says it."""
    if case.id in warn:
        yield TO_WARN
    if case.id in owed:
        yield DUTIES[LATE_REASON]
    if count := overdue.get(case.id):
        yield Text(OVERDUE.nl.format(count=count), OVERDUE.en.format(count=count))


def _state(case: BreachCase, calls: Collection[str], tasks: int, others: int, *left: Text) -> Text:
    """Return how a case stands, with what somebody is to do by telephone or in person."""
    said_so = [CASE_STATES[case.case_state], *left]
    if case.id in calls:
        said_so.append(TO_CALL)
    for words, count in ((TO_TELL, tasks), (NOT_TOLD_YET, others)):
        if count:
            said_so.append(Text(words.nl.format(count=count), words.en.format(count=count)))
    return Text("; ".join(each.nl for each in said_so), "; ".join(each.en for each in said_so))


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "name": clock.name,
        "start_event": clock.rule.start_event,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "stopped_at": clock.stopped_at,
        "source": clock.source,
    }
