"""The handling of a breach on the page of its case: stop it, find out, weigh, take measures, give aftercare."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from waarborg_breach.actions import availability, handling, measures
from waarborg_breach.actions.handling import Investigated
from waarborg_breach.actions.measures import Measure, NewMeasure
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas.handling import (
    AftercareForm,
    ConsequencesForm,
    ContainForm,
    HelperForm,
    HelperReleasedForm,
    InvestigateForm,
    MeasureDroppedForm,
    MeasureForm,
    MeasureTakenForm,
    NoMeasuresForm,
)
from waarborg_breach.texts import handling as texts
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import BreachStep, Duty, Text
from waarborg_shared.uow import Work
from waarborg_shared.web.forms import to_local
from waarborg_shared.web.i18n import in_language as said


def choices(words: Mapping[Any, Text]) -> list[tuple[str, str]]:
    """Return what a form lets somebody choose, in the visitor's language."""
    return [(each.value if isinstance(each, StrEnum) else each, said(text)) for each, text in words.items()]


def _local(at: datetime | None) -> str:
    return to_local(at) if at is not None else ""


def _contain(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    handling.note_containment(
        work, case, said_so["containment"], at=said_so["contained_at"], how=said_so["containment_how"]
    )


def _contained(work: Work, case: BreachCase) -> Mapping[str, Any]:
    row = handling.row_of(work, case)
    how = handling.written(work, case, "containment")
    return {"containment": row.containment, "contained_at": _local(row.contained_at), "containment_how": how or ""}


def _investigate(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    handling.note_investigation(work, case, Investigated(**said_so))


def _investigated(work: Work, case: BreachCase) -> Mapping[str, Any]:
    row = handling.row_of(work, case)
    return {
        "lost_or_open": row.lost_or_open,
        "departments": handling.written(work, case, "departments") or "",
        "processor": row.processor,
        "which_processor": handling.written(work, case, "processor") or "",
    }


def _consequences(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    handling.note_consequences(work, case, said_so["established_consequences"], at=said_so["consequences_at"])


def _established(work: Work, case: BreachCase) -> Mapping[str, Any]:
    row = handling.row_of(work, case)
    what = handling.written(work, case, "consequences")
    return {"established_consequences": what or "", "consequences_at": _local(row.consequences_at)}


def _aftercare(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    handling.note_aftercare(work, case, said_so["aftercare"], what=said_so["aftercare_what"])


def _cared(work: Work, case: BreachCase) -> Mapping[str, Any]:
    row = handling.row_of(work, case)
    return {"aftercare": row.aftercare, "aftercare_what": handling.written(work, case, "aftercare") or ""}


def _measure(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    command = NewMeasure(
        kind=said_so["measure_kind"],
        what=said_so["measure_what"],
        owner=said_so["measure_owner"],
        due_on=said_so["measure_due"],
    )
    measures.add_measure(work, case, command, rules=rules)


def _taken(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    measures.note_taken(work, case, said_so["measure"], at=said_so["taken_at"])


def _dropped(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    measures.drop_measure(work, case, said_so["dropped_measure"], why=said_so["dropped_why"], rules=rules)


def _none_needed(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    measures.need_none(work, case, why=said_so["no_measures_why"], rules=rules)


def _helper(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    availability.name_helper(
        work, case, said_so["helper_kind"], name=said_so["helper_name"], reach=said_so["helper_reach"]
    )


def _released(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    availability.release_helper(work, case, said_so["helper"])


def _first(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any]:
    """What comes first: who stays available, stopping the breach, and what is found out."""
    stands, row = handling.handling_of(work, case), handling.row_of(work, case)
    names = {clock.name for clock in rules.breach_protocol.clocks}
    helpers = availability.helpers_of(work, case)
    return {
        "open": case.closed_at is None,
        "containment": said(texts.CONTAINMENT[stands.containment]),
        "contained_at": row.contained_at,
        "contain_choices": choices(texts.CONTAINMENT),
        "how": handling.written(work, case, "containment"),
        "asks_availability": availability.AVAILABILITY in names,
        "available_over": availability.availability_over(work, case),
        "helpers": [(said(texts.HELPERS[each.kind]), each) for each in helpers],
        "helper_kinds": choices(texts.HELPERS),
        "releasable": [(each.id, each.name) for each in helpers if each.released_at is None],
        "investigates": BreachStep.INVESTIGATE in rules.breach_protocol.steps,
        "investigation": said(texts.INVESTIGATION[stands.investigation]),
        "lost_choices": choices(texts.LOST_OR_OPEN),
        "involved_choices": choices(texts.INVOLVED),
        "lost_or_open": said(texts.LOST_OR_OPEN[_member(texts.LOST_OR_OPEN, row.lost_or_open)]),
        "departments": handling.written(work, case, "departments"),
        "processor": said(texts.INVOLVED[_member(texts.INVOLVED, row.processor)]),
        "which_processor": handling.written(work, case, "processor"),
    }


def _afterwards(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any]:
    """What follows: the consequences, measures against a repetition, and aftercare."""
    stands, row = handling.handling_of(work, case), handling.row_of(work, case)
    every = measures.measures_of(work, case)
    return {
        "open": case.closed_at is None,
        "consequences": said(texts.CONSEQUENCES[stands.consequences]),
        "consequences_words": handling.written(work, case, "consequences"),
        "consequences_at": row.consequences_at,
        "measures": said(texts.MEASURES[stands.measures]),
        "measure_rows": [_measure_row(each) for each in every],
        "measure_kinds": choices(texts.MEASURE_KINDS),
        "waiting": [(each.id, each.what) for each in every if each.waits],
        "no_measures": handling.written(work, case, "no_measures"),
        "may_need_none": not any(each.waits or each.taken_at for each in every),
        "cares": BreachStep.AFTERCARE in rules.breach_protocol.steps,
        "aftercare": said(texts.AFTERCARE[stands.aftercare]),
        "aftercare_choices": choices(texts.AFTERCARE)[1:],
        "aftercare_words": handling.written(work, case, "aftercare"),
    }


def _measure_row(measure: Measure) -> Mapping[str, Any]:
    return {
        "kind": said(texts.MEASURE_KINDS[measure.kind]),
        "what": measure.what,
        "owner": measure.owner,
        "due_on": measure.due_on,
        "taken_at": measure.taken_at,
        "dropped_at": measure.dropped_at,
        "overdue": measure.overdue_at is not None,
    }


def _member(words: Mapping[Any, Text], value: str) -> Any:
    return next(each for each in words if each == value)


FIRST = Section("handling-first", "breach/handling/first.html", _first)
AFTERWARDS = Section("handling-afterwards", "breach/handling/afterwards.html", _afterwards)
_KEEPS = Duty.BREACH_DECIDE
STEPS: Mapping[str, Step] = {
    "contain": Step(plain(ContainForm), _KEEPS, _contain, kept=_contained),
    "investigate": Step(plain(InvestigateForm), _KEEPS, _investigate, kept=_investigated),
    "consequences": Step(plain(ConsequencesForm), _KEEPS, _consequences, kept=_established),
    "aftercare": Step(plain(AftercareForm), _KEEPS, _aftercare, kept=_cared),
    "measure": Step(plain(MeasureForm), _KEEPS, _measure),
    "measure-taken": Step(plain(MeasureTakenForm), _KEEPS, _taken),
    "measure-dropped": Step(plain(MeasureDroppedForm), _KEEPS, _dropped),
    "no-measures": Step(plain(NoMeasuresForm), _KEEPS, _none_needed),
    "helper": Step(plain(HelperForm), _KEEPS, _helper),
    "helper-released": Step(plain(HelperReleasedForm), _KEEPS, _released),
}
