"""The dossier for the authority: filled from the case, written in by who decides, and kept as it stood at each notice.

The authority takes notifications through its own web form only; nothing here sends anything.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from waarborg_breach.actions import advising, handling, measures, questions
from waarborg_breach.actions.notices import due_for, is_late, notices_of, reason_of_notice
from waarborg_breach.actions.of_case import rows_of
from waarborg_breach.actions.reading import opened
from waarborg_breach.actions.responsible import require_responsible
from waarborg_breach.actions.settling import states_of, times_of
from waarborg_breach.actions.telling.message import message_in_short
from waarborg_breach.actions.telling.rows import counts_of
from waarborg_breach.domain.dossier import (
    Change,
    Entry,
    Gap,
    Known,
    Notified,
    Step,
    Value,
    Written,
    changes,
    check_typed,
    fields_of,
    fill,
    from_plain,
    gaps,
    plain,
)
from waarborg_breach.domain.handling import ContainmentState
from waarborg_breach.domain.states import NOTIFIED, AuthorityState, NoticeKind
from waarborg_breach.domain.telling import PersonState
from waarborg_breach.models import BreachCase, BreachDossierKept, BreachDossierText
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED, Work
from waarborg_shared.uow import Written as Opened

_OF_CASE = ("summary", "processor", "wiped", "facts_note", "reason", "informed_how")
_OF_HANDLING = ("containment", "departments", "consequences", "no_measures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The dossier of a case as it is now. ``changed`` is against what stood in it at ``since``, the last notice."""

    entries: tuple[Entry, ...] = field(repr=False)
    gaps: tuple[Entry, ...] = field(repr=False)
    notices: tuple[Notified, ...] = field(repr=False)
    since: Notified | None
    changed: tuple[Change, ...] | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What stood in the dossier at a notice, by field; None where it was erased."""

    number: int
    at: datetime
    values: Mapping[str, Value] | None = field(repr=False)


def dossier_of(work: Work, case: BreachCase, rules: Rules) -> Dossier:
    """Return the dossier as the case fills it now, and what changed in it since the authority was last told."""
    known, fields = known_of(work, case, rules, kind=next_kind(case)), fields_of(rules.breach_protocol)
    entries = fill(fields, known)
    if known.kind is NoticeKind.PROVISIONAL and not gaps(entries):
        entries = fill(fields, replace(known, kind=NoticeKind.COMPLETE))
    before = told_at(work, case, known.notices[-1].number) if known.notices else None
    told = before.values if before is not None else None
    return Dossier(
        entries=entries,
        gaps=gaps(entries),
        notices=known.notices,
        since=known.notices[-1] if known.notices else None,
        changed=None if told is None else changes(entries, told),
    )


def write_dossier(work: Work, case: BreachCase, given: Mapping[str, str], *, rules: Rules) -> BreachCase:
    """Keep what was typed in fields of the dossier; an empty one is taken away, and those left out stay.

    Raises:
        NotResponsible, NoSuchField, NoSuchChoice, NothingFilledIn, NoSuchMove: the case is closed.
    """
    role = require_responsible(work, case, rules)
    given = {code: text.strip() for code, text in given.items()}
    before, typed = {row.field: row for row in _rows(work, case)}, typed_of(work, case)
    check_typed({each.code: each for each in fields_of(rules.breach_protocol)}, given, typed)
    changed = [code for code, text in given.items() if text != typed.get(code, "")]
    if not changed:
        return case
    handling.changing(work, case)
    for code in changed:
        if given[code]:
            work.session.merge(_row(work, case, code, given[code]))
        elif code in before:
            work.session.delete(before[code])
    work.record(case, verb="wrote-dossier", facts={"fields": sorted(changed), "role": role})
    return case


def typed_of(work: Work, case: BreachCase) -> dict[str, Written]:
    """Return what was typed in the dossier, by field."""
    return {
        row.field: _written(
            work.unseal_to_show(
                row.text_sealed,
                holder=case.id,
                table="breach_dossier_text",
                column="text",
                row=f"{case.id}/{row.field}",
            )
        )
        for row in _rows(work, case)
    }


def keep_as_told(work: Work, case: BreachCase, rules: Rules) -> None:
    """Keep the dossier as it stands now, at the newest notice. Of an erased case nothing can be kept any more."""
    notice = notices_of(work, case)[-1]
    known = known_of(work, case, rules, kind=NoticeKind(notice.kind))
    entries = fill(fields_of(rules.breach_protocol), known)
    kept = {each.field.code: plain(each.value) for each in entries if each.value is not None}
    try:
        sealed = work.seal(
            json.dumps(kept, ensure_ascii=False),
            holder=case.id,
            table="breach_dossier_kept",
            column="dossier",
            row=f"{case.id}/{notice.number}",
        )
    except KeyDestroyed:
        return
    row = BreachDossierKept(breach_id=case.id, number=notice.number, dossier_sealed=sealed, kept_at=work.now)
    work.add(row)
    work.session.flush()


def told_at(work: Work, case: BreachCase, number: int) -> Told | None:
    """Return what stood in the dossier at a notice, None where nothing was kept of it."""
    query = select(BreachDossierKept).where(BreachDossierKept.breach_id == case.id, BreachDossierKept.number == number)
    row = work.session.scalars(query).one_or_none()
    if row is None:
        return None
    found = work.unseal_to_show(
        row.dossier_sealed, holder=case.id, table="breach_dossier_kept", column="dossier", row=f"{case.id}/{number}"
    )
    values = {code: from_plain(kept) for code, kept in json.loads(found).items()} if isinstance(found, str) else None
    return Told(number=number, at=row.kept_at, values=values)


def next_kind(case: BreachCase) -> NoticeKind:
    """Return which kind of notice the next one would be; a first one with gaps in it is provisional."""
    state = AuthorityState(case.authority_state)
    if state is AuthorityState.WITHDRAWN:
        return NoticeKind.WITHDRAWAL
    return NoticeKind.SUPPLEMENT if state in NOTIFIED else NoticeKind.PROVISIONAL


def known_of(work: Work, case: BreachCase, rules: Rules, *, kind: NoticeKind) -> Known:
    """Return all that the case holds for the authority, as one value."""
    row, due_at = handling.row_of(work, case), due_for(work, case)
    steps = _measures(work, case)
    return Known(
        number=case.number,
        drill=case.drill,
        organisation=rules.organisation,
        protocol=rules.breach_protocol,
        now=work.now,
        times=times_of(case),
        states=states_of(case),
        facts=advising.facts_of(work, case),
        said_unknown=advising.said_unknown(work, case),
        kind=kind,
        due_at=due_at,
        breach_kind=case.kind,
        containment=None if row.containment == ContainmentState.OPEN else row.containment,
        exception=case.persons_exception,
        informed_at=case.informed_at,
        informed_how=case.informed_how,
        told_count=counts_of(work, case.id).of(PersonState.SENT) or None,
        told_message=_message(work, case),
        measures=steps or (),
        measures_erased=steps is None,
        notices=tuple(_notices(work, case, due_at)),
        answers={code: _written(text) for code, text in questions.answers_of(work, case).items()},
        not_known=questions.said_not_known(work, case),
        texts=_texts(work, case),
        typed=typed_of(work, case),
    )


def _message(work: Work, case: BreachCase) -> Text | Gap | None:
    try:
        return message_in_short(work, case)
    except KeyDestroyed:
        return Gap.ERASED


def _texts(work: Work, case: BreachCase) -> dict[str, Written]:
    found = {name: opened(work, case, name) for name in _OF_CASE}
    found |= {name: handling.written(work, case, name) for name in _OF_HANDLING}
    found["handling_processor"] = handling.written(work, case, "processor")
    return {name: _written(text) for name, text in found.items() if text is not None}


def _measures(work: Work, case: BreachCase) -> tuple[Step, ...] | None:
    """Return the measures that stand, None where what they were is erased."""
    standing = [each for each in measures.measures_of(work, case) if each.dropped_at is None]
    if any(each.what is ERASED for each in standing):
        return None
    return tuple(
        Step(
            what=str(each.what),
            kind=each.kind.value,
            taken=each.taken_at is not None,
            on=each.taken_at.astimezone(AMSTERDAM).date() if each.taken_at else each.due_on,
        )
        for each in standing
    )


def _notices(work: Work, case: BreachCase, due_at: datetime | None) -> list[Notified]:
    rows = [(row, reason_of_notice(work, row)) for row in notices_of(work, case)]
    return [
        Notified(
            number=row.number,
            kind=NoticeKind(row.kind),
            at=row.at,
            authority_number=row.authority_number,
            late=is_late(row, due_at),
            reason=None if reason is None else _written(reason),
        )
        for row, reason in rows
    ]


def _written(text: Opened) -> Written:
    return text if isinstance(text, str) else Gap.ERASED


def _row(work: Work, case: BreachCase, code: str, text: str) -> BreachDossierText:
    sealed = work.seal(text, holder=case.id, table="breach_dossier_text", column="text", row=f"{case.id}/{code}")
    return BreachDossierText(
        organisation=work.organisation,
        breach_id=case.id,
        field=code,
        text_sealed=sealed,
        written_at=work.now,
        written_by=work.actor.ref,
    )


def _rows(work: Work, case: BreachCase) -> list[BreachDossierText]:
    return list(rows_of(work, case, BreachDossierText))
