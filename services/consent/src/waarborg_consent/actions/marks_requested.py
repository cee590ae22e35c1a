"""Set and end marks as a request asks, and say so where there was nothing to do: the request is answered by that."""

from dataclasses import dataclass

from waarborg_consent.actions.marks import MarkEnd, NewMark, end_mark, set_mark
from waarborg_consent.actions.marks_reading import in_force, mark_rows
from waarborg_consent.domain import AlreadyMarked, MarkHow, MarkKind, RestrictionGround
from waarborg_consent.models import ConsentFile, MarkRow
from waarborg_shared.events.consent import MarkRequestFoundNothing
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request asks: the marks to set or to end, by what they are about (None: everything)."""

    subject_ref: str
    request_ref: str
    kind: MarkKind
    abouts: tuple[str | None, ...] = (None,)
    ground: RestrictionGround | None = None


def set_as_requested(work: Work, asked: Asked, *, rules: Rules) -> tuple[MarkRow, ...]:
    """Set what a request asks for; where all of it stood already, tell the request."""
    made = tuple(row for about in asked.abouts if (row := _set(work, asked, about, rules=rules)) is not None)
    if not made:
        _found_nothing(work, asked)
    return made


def _set(work: Work, asked: Asked, about: str | None, *, rules: Rules) -> MarkRow | None:
    command = NewMark(
        subject_ref=asked.subject_ref,
        kind=asked.kind,
        how=MarkHow.REQUEST,
        about=about,
        ground=asked.ground,
        request_ref=asked.request_ref,
    )
    try:
        return set_mark(work, command, rules=rules)
    except AlreadyMarked:
        return None


def end_as_requested(work: Work, asked: Asked, *, rules: Rules) -> tuple[MarkRow, ...]:
    """End what a request asks to end: the standing marks of that kind about that; where there are none, tell it.

    Who asks himself to lift a restriction needs no word of it first (art. 18(3) AVG).
    """
    rows = {row.id: row for row in mark_rows(work, asked.subject_ref)}
    standing = [
        each for each in in_force(work, rows.values()) if each.kind is asked.kind and each.about in asked.abouts
    ]
    if not standing:
        _found_nothing(work, asked)
    return tuple(
        end_mark(
            work,
            MarkEnd(mark_id=each.id, how=MarkHow.REQUEST, told=True, request_ref=asked.request_ref),
            rules=rules,
        )
        for each in standing
    )


def _found_nothing(work: Work, asked: Asked) -> None:
    file = work.file(ConsentFile, asked.subject_ref)
    told = MarkRequestFoundNothing(subject_ref=asked.subject_ref, kind=asked.kind.value, request_ref=asked.request_ref)
    work.emit(told, case=file)
    work.record(file, verb="found-no-mark-to-change", facts={"kind": asked.kind.value})
