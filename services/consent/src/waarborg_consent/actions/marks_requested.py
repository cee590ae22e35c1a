"""Set and end marks as a request asks, and say so where there was nothing to do: the request is answered by that."""

from waarborg_consent.actions.marks import MarkEnd, NewMark, end_mark, set_mark
from waarborg_consent.actions.marks_reading import in_force, mark_rows
from waarborg_consent.domain import AlreadyMarked, MarkHow, MarkKind
from waarborg_consent.models import ConsentFile, MarkRow
from waarborg_shared.events.consent import MarkRequestFoundNothing
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def set_as_requested(work: Work, command: NewMark, *, rules: Rules) -> MarkRow | None:
    """Set what a request asks for; where it stood already, tell the request."""
    assert command.request_ref is not None
    try:
        return set_mark(work, command, rules=rules)
    except AlreadyMarked:
        _found_nothing(work, command.subject_ref, command.kind, command.request_ref)
        return None


def end_as_requested(
    work: Work, subject_ref: str, kind: MarkKind, about: str | None, *, request_ref: str, rules: Rules
) -> tuple[MarkRow, ...]:
    """End what a request asks to end: the standing marks of that kind about that; where there are none, tell it.

    Who asks himself to lift a restriction needs no word of it first (art. 18(3) AVG).
    """
    rows = {row.id: row for row in mark_rows(work, subject_ref)}
    standing = [each for each in in_force(work, rows.values()) if each.kind is kind and each.about == about]
    if not standing:
        _found_nothing(work, subject_ref, kind, request_ref)
    return tuple(
        end_mark(
            work,
            MarkEnd(mark_id=each.id, how=MarkHow.REQUEST, told=True, request_ref=request_ref),
            rules=rules,
        )
        for each in standing
    )


def _found_nothing(work: Work, subject_ref: str, kind: MarkKind, request_ref: str) -> None:
    file = work.file(ConsentFile, subject_ref)
    told = MarkRequestFoundNothing(subject_ref=subject_ref, kind=kind.value, request_ref=request_ref)
    work.emit(told, case=file)
    work.record(file, verb="found-no-mark-to-change", facts={"kind": kind.value})
