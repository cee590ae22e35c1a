"""What the case page and the person's own page show of carrying out a decision: how far it is, and what stays."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from waarborg_requests.actions import carrying, carrying_by_staff, carrying_letter
from waarborg_requests.domain import RequestState
from waarborg_requests.domain.carrying import (
    ANSWERED,
    IDENTITY,
    CarryingState,
    StepKind,
    StepState,
    can_be_carried,
    holders_for,
)
from waarborg_requests.domain.carrying_words import RESTRICTED_BECAUSE, WHY, RestrictedBecause
from waarborg_requests.models import Carrying, CarryingStep, Request, RequestHold
from waarborg_requests.pages import rights
from waarborg_requests.pages.sections import Section
from waarborg_requests.texts.carrying import BY_HAND, CARRYING_STATES, OUTCOMES_OF_STEPS
from waarborg_shared.carrying import Carried, Why
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import day_in_words


def _of_case(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    kind = RequestKind(row.kind)
    found = carrying.carrying_of(work, row)
    holds = _holds(work, row)
    to_prepare = _to_prepare(row, kind, rules)
    if not holds and found is None and not to_prepare and kind is not RequestKind.ERASURE:
        return None
    may = rights.may_answer(row)
    shown: dict[str, Any] = {
        "kind": kind.value,
        "can_prepare": may and to_prepare and carrying_by_staff.may_be_prepared(work, row, found),
        "known": carrying.is_known(row),
        "about": _about(kind, rules),
        "follows": bool(carrying_by_staff.objected_to(row, rules)),
        "because": [(each.value, said(RESTRICTED_BECAUSE[each])) for each in RestrictedBecause],
        "holds": [
            {
                "id": each.id,
                "since": each.set_at,
                "why": carrying_by_staff.reason_of_hold(work, each),
                "here": each.request_id == row.id and may,
            }
            for each in holds
        ],
        "can_hold": may and kind is RequestKind.ERASURE and row.subject_ref is not None,
        "carrying": None,
    }
    return shown | (_carrying(work, row, found, rules, may) if found is not None else {})


def _holds(work: Work, row: Request) -> list[RequestHold]:
    """Return the holds that this member of staff may know of: those of other requests only where he reads these."""
    reads = Duty.REQUESTS_READ in current.actor.duties
    return [each for each in carrying_by_staff.holds_of(work, row) if reads or each.request_id == row.id]


def _to_prepare(row: Request, kind: RequestKind, rules: Rules) -> bool:
    """Whether there is something to make ready."""
    return can_be_carried(kind, RequestState(row.state)) and bool(holders_for(kind, rules.holders.values()))


def _carrying(work: Work, row: Request, found: Carrying, rules: Rules, may: bool) -> dict[str, Any]:
    steps = carrying.steps_in(work, found)
    open_steps = [each for each in steps if carrying.is_open(each) and may]
    waits = any(each.state == StepState.WAITING for each in steps)
    running = found.state == CarryingState.RUNNING
    named = {each.id: said(carrying.holder_named(each, rules)) for each in steps}
    return {
        "carrying": found,
        "counted": carrying.may_be_counted(work, row, found),
        "state": said(CARRYING_STATES[CarryingState(found.state)]),
        "words": carrying_by_staff.words_of(work, row, found),
        "prepared": found.state == CarryingState.PREPARED and may,
        "held": running and waits and carrying.held(work, row, found),
        "of_another": not carrying.is_of(work, row, found),
        "can_end": running and waits and may,
        "earlier": [
            (said(carrying.holder_named(each, rules)), *_step_in_words(each))
            for before in carrying.ran(work, row)
            if before.id != found.id
            for each in carrying.steps_in(work, before)
        ],
        "rows": [(named[each.id], _with_its_day(each), _step_in_words(each)[1]) for each in steps],
        "notes": [(named[each.id], note) for each in steps if (note := carrying_by_staff.note_of(work, row, each))],
        "by_hand": [(each.id, named[each.id]) for each in open_steps if carrying.by_hand(each)],
        "again": [
            (each.id, named[each.id]) for each in open_steps if each.holder_kind in (StepKind.SERVICE, StepKind.PARTNER)
        ],
        "name_step": _name_step(open_steps) if Duty.PERSONS_REGISTER in current.actor.duties else None,
        "outcomes": [(each.value, said(OUTCOMES_OF_STEPS[each])) for each in Carried],
        "whys": [(each.value, said(WHY[each])) for each in BY_HAND],
    }


def _name_step(open_steps: Iterable[CarryingStep]) -> str | None:
    """Return the step at which the register of persons waits for a name to be typed."""
    waits = (each.id for each in open_steps if (each.holder, each.ground) == (IDENTITY, Why.STAFF_CONFIRM))
    return next(waits, None)


def _step_in_words(step: CarryingStep) -> tuple[str, str]:
    return said(carrying_letter.done_in_words(step)), said(carrying_letter.stays_in_words(step))


def _with_its_day(step: CarryingStep) -> str:
    """Return how far a step is, for staff: of one that is waited for also by when."""
    state = _step_in_words(step)[0]
    if not carrying.is_open(step) or step.due_at is None:
        return state
    day = day_in_words(due_on(step.due_at))
    if step.lapsed_at is not None:
        return gettext("%(state)s. Late: an answer was expected by %(day)s", state=state, day=day)
    return gettext("%(state)s. An answer is expected by %(day)s", state=state, day=day)


def _about(kind: RequestKind, rules: Rules) -> list[tuple[str, str]]:
    if kind is RequestKind.OBJECTION:
        purposes = [(each.code, said(each.name)) for each in rules.purposes.values()]
        return purposes + [(each.code, said(each.name)) for each in rules.message_kinds.values()]
    return [(each.code, said(each.name)) for each in rules.categories.values()]


def _of_person(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    ran = carrying.ran_for(work, row)
    if not ran:
        return None
    steps = carrying_letter.steps_for(work, row)
    done = sum(1 for each in steps if StepState(each.state) in ANSWERED)
    return {
        "over": ran[-1].state == CarryingState.DONE,
        "cut": ran[-1].cut_because is not None,
        "far": gettext("%(done)d of %(all)d places have answered.", done=done, all=len(steps)),
        "rows": [(said(carrying.holder_named(each, rules)), *_step_in_words(each)) for each in steps],
    }


ON_CASE = Section("carrying", "requests/carrying/case.html", _of_case, group="answer", open_when=bool)
ON_STATUS = Section("carrying", "requests/carrying/status.html", _of_person)
