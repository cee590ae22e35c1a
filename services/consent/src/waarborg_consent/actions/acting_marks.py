"""Set and end a client's marks as his representative: each act carries on whose authority it was done (B1, B16)."""

from waarborg_consent.actions.acting import note_act, on_data
from waarborg_consent.actions.marks import MarkEnd, NewMark, end_mark, set_mark
from waarborg_consent.domain import MarkKind
from waarborg_consent.models import MarkRow
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

SET = {kind: f"set-{kind}" for kind in MarkKind}
ENDED = {kind: f"ended-{kind}" for kind in MarkKind}


def set_mark_for(work: Work, command: NewMark, *, representative_ref: str, rules: Rules) -> MarkRow:
    """Set a mark that a representative asks for.

    Raises:
        MayNotAct: he may not, by name. MarkError: as `set_mark`.
    """
    authority = on_data(work, command.subject_ref, representative_ref, rules=rules)
    row = set_mark(work, command, rules=rules, authority=authority)
    what = SET[MarkKind(row.kind)]
    note_act(work, row.subject_ref, authority, what=what, about=row.about, act_ref=row.id)
    return row


def end_mark_for(work: Work, command: MarkEnd, *, subject_ref: str, representative_ref: str, rules: Rules) -> MarkRow:
    """End a mark of a client as a representative asks.

    Raises:
        MayNotAct: he may not, by name. MarkError: as `end_mark`; NoSuchMark too where it is not this client's.
    """
    authority = on_data(work, subject_ref, representative_ref, rules=rules)
    row = end_mark(work, command, rules=rules, authority=authority, subject_ref=subject_ref)
    what = ENDED[MarkKind(row.kind)]
    note_act(work, row.subject_ref, authority, what=what, about=row.about, act_ref=row.id)
    return row
