"""What comes along when a report goes on under another number: all that is not known, or not done, there already.

What stands by itself (a measure, a helper, somebody on the list) moves; of what a case has once, what is known of the
case that is kept stands. Where the report's key was destroyed its texts come along no more.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select

from waarborg_breach.actions.advising import facts_of, more_kinds_of, note_facts
from waarborg_breach.actions.grievances import WON
from waarborg_breach.actions.handling import row_of, written
from waarborg_breach.actions.measures import measures_of, set_own_clock
from waarborg_breach.actions.questions import carry_answers
from waarborg_breach.actions.reading import opened
from waarborg_breach.actions.resealing import Resealer
from waarborg_breach.actions.telling.joining import join_lists
from waarborg_breach.domain.facts import NAMES
from waarborg_breach.domain.handling import (
    AftercareState,
    ConsequencesState,
    ContainmentState,
    Involved,
    LostOrOpen,
    investigated,
)
from waarborg_breach.models import (
    BreachCase,
    BreachDossierText,
    BreachGrievance,
    BreachHandling,
    BreachHelper,
    BreachMeasure,
    BreachReminder,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


class _Step(NamedTuple):
    """A step of the handling: its column, how it begins, and the moment and the text that belong to it."""

    state: str
    begins: str
    at: str | None = None
    text: str | None = None


_STEPS = (
    _Step("containment", ContainmentState.OPEN, "contained_at", "containment"),
    _Step("lost_or_open", LostOrOpen.UNKNOWN),
    _Step("processor", Involved.UNKNOWN, text="processor"),
    _Step("consequences", ConsequencesState.OPEN, "consequences_at", "consequences"),
    _Step("aftercare", AftercareState.UNDECIDED, "aftercare_at", "aftercare"),
)
_DERIVED = "kinds"


def carry_processor(work: Work, case: BreachCase, kept: BreachCase) -> None:
    """Bring along which processor reported it, with its own reference (art. 33(2) AVG)."""
    if kept.processor_sealed is not None:
        return
    to = Resealer(work, case, kept)
    kept.processor_sealed = to.of_case(case.processor_sealed, "breach_case", "processor")
    if kept.processor_sealed is not None:
        kept.processor_ref_sealed = to.of_case(case.processor_ref_sealed, "breach_case", "processor_ref")


def carry_along(work: Work, case: BreachCase, kept: BreachCase, *, rules: Rules) -> Mapping[str, int]:
    """Bring along what was found out and done. Returns how many of each came.

    Raises:
        CannotMerge: the people of the kept case are being told, and there is a list to bring along.
    """
    to = Resealer(work, case, kept)
    _wipe(to)
    _facts(to, rules)
    moved = {"measures": _measures(to), "helpers": _helpers(to)}
    _handling(to)
    _dossier(to)
    work.session.flush()
    set_own_clock(work, kept, rules)
    _other_laws(to, rules)
    asked = {"answers": carry_answers(to, rules), "grievances": _grievances(to)}
    return {**moved, **asked, "persons": join_lists(to)}


def _other_laws(to: Resealer, rules: Rules) -> None:
    """Let a clock of another law that was switched on in the report run on in the kept case, from its own moment."""
    optional = {rule.name for rule in rules.breach_protocol.optional_clocks}
    known = {clock.name for clock in to.work.clocks.of(to.kept)}
    for clock in to.work.clocks.of(to.case):
        if clock.name in optional - known and clock.stopped_at is None:
            to.work.clocks.start(to.kept, clock.rule, at=clock.started_at, calendar=rules.calendar)
            to.work.record(to.kept, verb="clock-switched-on", facts={"clock": clock.name, "from": to.case.id})


def _wipe(to: Resealer) -> None:
    if to.kept.wipe_state is not None or to.case.wipe_state is None:
        return
    to.kept.wipe_state, to.kept.wiped_at = to.case.wipe_state, to.case.wiped_at
    to.kept.wiped_sealed = to.of_case(to.case.wiped_sealed, "breach_case", "wiped")


def _facts(to: Resealer, rules: Rules) -> None:
    """Bring along each fact that is not known there, as far as it contradicts nothing that is."""
    found, known = facts_of(to.work, to.case), facts_of(to.work, to.kept)
    new: dict[str, Any] = {
        name: getattr(found, name)
        for name in NAMES
        if name != _DERIVED and getattr(known, name) is None and getattr(found, name) is not None
    }
    if "categories" in new:
        new["categories"] = sorted(code for code in new["categories"] if code in rules.categories)
        if not new["categories"]:
            del new["categories"]
    if known.other_eu is False or (known.countries and new.get("other_eu") is False):
        new.pop("countries", None)
        new.pop("other_eu", None)
    more = more_kinds_of(to.work, to.case)
    if more and not more_kinds_of(to.work, to.kept):
        new["more_kinds"] = more
    note = opened(to.work, to.case, "facts_note") if to.kept.facts_note_sealed is None else None
    said = note if isinstance(note, str) else None
    if new or said:
        note_facts(to.work, to.kept, new, rules=rules, note=said)


def _measures(to: Resealer) -> int:
    """Bring measures along, each with its clock and with the warnings about that."""
    moved = _move(to, BreachMeasure, "breach_measure", ("what", "owner"))
    its_own = select(BreachMeasure.id).where(
        BreachMeasure.organisation == to.work.organisation, BreachMeasure.breach_id == to.kept.id
    )
    to.work.session.flush()
    warnings = select(BreachReminder).where(
        BreachReminder.organisation == to.work.organisation,
        BreachReminder.breach_id == to.case.id,
        BreachReminder.clock_ref.in_(its_own),
    )
    for warning in to.work.session.scalars(warnings).all():
        warning.breach_id = to.kept.id
    return moved


def _grievances(to: Resealer) -> int:
    """Bring along each grievance that waits, or was right: what it is about goes on, and is decided, there."""
    left = select(BreachGrievance).where(
        BreachGrievance.organisation == to.work.organisation,
        BreachGrievance.breach_id == to.case.id,
        BreachGrievance.outcome.is_(None) | BreachGrievance.outcome.in_(WON),
    )
    moved = 0
    for row in to.work.session.scalars(left.order_by(BreachGrievance.id)).all():
        what = to.row(row.what_sealed, "breach_grievance", "what", row.id)
        if what is None:
            continue
        row.what_sealed = what
        row.reviewer_sealed = to.row(row.reviewer_sealed, "breach_grievance", "reviewer", row.id)
        row.outcome_sealed = to.row(row.outcome_sealed, "breach_grievance", "outcome", row.id)
        row.report_id = row.report_id or to.case.id
        row.breach_id = to.kept.id
        moved += 1
    return moved


def _helpers(to: Resealer) -> int:
    return _move(to, BreachHelper, "breach_helper", ("name", "reach"), BreachHelper.released_at.is_(None))


def _move(to: Resealer, model: type[Any], table: str, columns: tuple[str, str], *only: Any) -> int:
    """Let rows belong to the kept case from now on; what cannot be opened any more stays where it was."""
    query = select(model).where(model.organisation == to.work.organisation, model.breach_id == to.case.id, *only)
    moved = 0
    for row in to.work.session.scalars(query.order_by(model.id)).all():
        sealed = {f"{name}_sealed": to.row(getattr(row, f"{name}_sealed"), table, name, row.id) for name in columns}
        if None in sealed.values():
            continue
        for name, blob in sealed.items():
            setattr(row, name, blob)
        row.breach_id = to.kept.id
        moved += 1
    return moved


def _handling(to: Resealer) -> None:
    """Bring along each step that was not taken there; a measure that came along is against needing none."""
    there, here = row_of(to.work, to.case), row_of(to.work, to.kept)
    before = _said(here)
    for step in _STEPS:
        if getattr(here, step.state) == step.begins != getattr(there, step.state):
            _take(to, step, there, here)
    for name in ("departments", "no_measures"):
        if getattr(here, f"{name}_sealed") is None:
            blob = to.of_case(getattr(there, f"{name}_sealed"), "breach_handling", name)
            setattr(here, f"{name}_sealed", blob)
    if _stand(to):
        here.no_measures_sealed = None
    if _said(here) == before:
        return
    to.work.session.add(here)
    to.work.session.flush()
    departments = written(to.work, to.kept, "departments")
    known = departments if isinstance(departments, str) else ""
    here.investigation = investigated(LostOrOpen(here.lost_or_open), known, Involved(here.processor)).value


def _take(to: Resealer, step: _Step, there: BreachHandling, here: BreachHandling) -> None:
    """Take one step over, unless what was written about it cannot be opened any more."""
    blob = getattr(there, f"{step.text}_sealed") if step.text else None
    sealed = to.of_case(blob, "breach_handling", step.text or "")
    if blob is not None and sealed is None:
        return
    setattr(here, step.state, getattr(there, step.state))
    if step.at:
        setattr(here, step.at, getattr(there, step.at))
    if step.text:
        setattr(here, f"{step.text}_sealed", sealed)


def _said(row: BreachHandling) -> tuple[Any, ...]:
    states = tuple(getattr(row, step.state) for step in _STEPS)
    return (*states, row.departments_sealed, row.no_measures_sealed)


def _stand(to: Resealer) -> bool:
    """Whether a measure of the kept case is planned or was taken."""
    return any(each.waits or each.taken_at for each in measures_of(to.work, to.kept))


def _dossier(to: Resealer) -> None:
    """Bring along what was typed in the dossier, where nothing is typed there."""
    query = select(BreachDossierText).where(BreachDossierText.organisation == to.work.organisation)
    there = to.work.session.scalars(query.where(BreachDossierText.breach_id == to.case.id)).all()
    here = {row.field for row in to.work.session.scalars(query.where(BreachDossierText.breach_id == to.kept.id))}
    for row in there:
        sealed = to.of_case(row.text_sealed, "breach_dossier_text", "text", part=row.field)
        if row.field in here or sealed is None:
            continue
        to.work.add(
            BreachDossierText(
                breach_id=to.kept.id,
                field=row.field,
                text_sealed=sealed,
                written_at=row.written_at,
                written_by=row.written_by,
            )
        )
