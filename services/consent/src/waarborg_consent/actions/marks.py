"""Set a mark, end one, and answer an objection: by the person, by staff, by a partner, for a request, or by a link."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from waarborg_consent.actions.known_persons import file_of
from waarborg_consent.actions.marks_reading import mark_of, marks_in_force
from waarborg_consent.actions.standing_answers import answers_for
from waarborg_consent.actions.writing import only_own
from waarborg_consent.domain import (
    AlreadyMarked,
    MarkHow,
    MarkKind,
    MarkOver,
    NoSuchMark,
    ObjectionAnswer,
    RestrictionGround,
)
from waarborg_consent.domain.authority import Authority
from waarborg_consent.domain.objections import answer
from waarborg_consent.domain.setting import check_end, check_new, check_way
from waarborg_consent.models import ConsentFile, MarkRow
from waarborg_consent.references import references_of
from waarborg_shared.auth import ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.events.consent import MarkEnded, MarkSet, MessageAnswerChanged, ObjectionAnswered
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMark:
    """A mark to set. ``note`` is what was said, for proof; it is sealed. ``request_ref`` is the request that asked."""

    subject_ref: str
    kind: MarkKind
    how: MarkHow
    about: str | None = None
    ground: RestrictionGround | None = None
    note: str | None = None
    request_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEnd:
    """A mark to end; ``told`` says that the person was told before (art. 18(3) AVG, for a restriction)."""

    mark_id: str
    how: MarkHow
    told: bool = False
    note: str | None = None
    request_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """An answer to an objection for one purpose, with the reason; ``reason`` is sealed and shown to the person."""

    mark_id: str
    purpose: str
    outcome: ObjectionAnswer
    reason: str


def set_mark(work: Work, command: NewMark, *, rules: Rules, authority: Authority | None = None) -> MarkRow:
    """Set an objection, a restriction or address secrecy; it works at once.

    Raises:
        NotOwn: a person sets one in somebody else's file.
        UnknownPerson: a member of staff or a partner names a reference that nobody has.
        MarkError: the objection could promise nothing, the same mark stands, or something in it is not right.
    """
    only_own(work, command.subject_ref, authority)
    check_way(command.how)
    return put_mark(work, command, rules=rules, by=(work.actor.kind.value, work.actor.ref), authority=authority)


def put_mark(
    work: Work, command: NewMark, *, rules: Rules, by: tuple[str, str], authority: Authority | None = None
) -> MarkRow:
    """Set a mark for whoever may: a link proves that as well as a session does (``by`` is what and which)."""
    check_new(command.kind, command.about, command.ground, purposes=rules.purposes, kinds=rules.message_kinds)
    file = file_of(work, command.subject_ref)
    if any(each.kind is command.kind and each.about == command.about for each in marks_in_force(work, file.id)):
        raise AlreadyMarked(command.kind)
    row = MarkRow(
        id=new_id(),
        organisation=work.organisation,
        subject_ref=file.id,
        kind=command.kind.value,
        about=command.about,
        set_at=work.now,
        set_by_kind=by[0],
        set_by_ref=by[1],
        how=command.how.value,
        request_ref=command.request_ref,
        ground=command.ground.value if command.ground else None,
        representation_id=authority.representation_id if authority else None,
    )
    row.note_sealed = _sealed(work, row, "note", command.note)
    with _telling_what_changes(work, file.id, rules):
        work.session.add(row)
        work.session.flush()
        work.emit(MarkSet(**_told(row, rules), request_ref=command.request_ref), case=file)
    facts = {"kind": row.kind, "about": row.about or "all", "how": row.how}
    work.record(file, verb="set-mark", facts={**facts, **_by_whom(authority)})
    return row


def end_mark(
    work: Work,
    command: MarkEnd,
    *,
    rules: Rules,
    authority: Authority | None = None,
    subject_ref: str | None = None,
) -> MarkRow:
    """End a mark; what it stopped may go on from now. ``subject_ref`` is whose it must be, for who acts for another.

    Raises:
        NoSuchMark: there is none, or it is somebody else's.
        NotOwn: somebody acts for another on an authority that is not his.
        MarkOver: it works no more.
        PersonNotTold: a restriction ends, and the person was not told first.
    """
    row = _locked(work, command.mark_id)
    person = work.actor.kind is ActorKind.PERSON
    whose = (work.actor.subject_ref or "") if person and authority is None else subject_ref
    if whose is not None and not _is_of(work, row, whose):
        raise NoSuchMark(command.mark_id)
    if authority is not None:
        only_own(work, row.subject_ref, authority)
    check_way(command.how)
    check_end(MarkKind(row.kind), told=command.told or person)
    row.end_note_sealed = _sealed(work, row, "end_note", command.note)
    return close_mark(work, row, how=command.how, rules=rules, request_ref=command.request_ref, authority=authority)


def close_mark(
    work: Work,
    row: MarkRow,
    *,
    how: MarkHow,
    rules: Rules,
    request_ref: str | None = None,
    authority: Authority | None = None,
) -> MarkRow:
    """End a mark that is locked, and tell it."""
    if row.ended_at is not None:
        raise MarkOver(row.id)
    file = work.file(ConsentFile, row.subject_ref)
    with _telling_what_changes(work, file.id, rules):
        row.ended_at, row.ended_by_ref, row.ended_how = work.now, work.actor.ref, how.value
        work.session.flush()
        work.emit(MarkEnded(**_told(row, rules), request_ref=request_ref), case=file)
    facts = {"kind": row.kind, "about": row.about or "all", "how": how.value}
    work.record(file, verb="ended-mark", facts={**facts, **_by_whom(authority)})
    return row


def answer_objection(work: Work, command: NewAnswer, *, rules: Rules) -> MarkRow:
    """Weigh an objection for one purpose; until then it stands, and where it is upheld it goes on standing.

    Raises:
        NoSuchMark, NoObjection, NotOfThisMark: there is nothing to weigh.
        AlwaysHolds: nobody overrules an objection to marketing, to calls or to being asked (art. 21(3) AVG).
    """
    row = _locked(work, command.mark_id)
    released = answer(mark_of(row), command.purpose, command.outcome, purposes=rules.purposes)
    file = work.file(ConsentFile, row.subject_ref)
    row.answered_at, row.answered_by_ref = work.now, work.actor.ref
    row.answer_sealed = _sealed(work, row, "answer", command.reason)
    told = ObjectionAnswered(
        subject_ref=row.subject_ref, mark_ref=row.id, about_purpose=command.purpose, outcome=command.outcome.value
    )
    work.emit(told, case=file)
    facts = {"purpose": command.purpose, "outcome": command.outcome.value}
    work.record(file, verb="answered-objection", facts=facts)
    if released and row.about is None:
        row.overruled = sorted({*(row.overruled or ()), *released})
    elif released:
        close_mark(work, row, how=MarkHow.OVERRULED, rules=rules)
    return row


def find_mark(work: Work, subject_ref: str, mark_id: str) -> MarkRow:
    """Return one mark of a person, under whichever of his references. Raises NoSuchMark, NotOwn."""
    only_own(work, subject_ref)
    row = work.session.get(MarkRow, (work.organisation, mark_id))
    if row is None or not _is_of(work, row, subject_ref):
        raise NoSuchMark(mark_id)
    return row


def _is_of(work: Work, row: MarkRow, subject_ref: str) -> bool:
    return row.subject_ref == subject_ref or row.subject_ref in references_of(work, subject_ref)[0]


def _locked(work: Work, mark_id: str) -> MarkRow:
    """Return a mark with its file locked first: who sets and who ends wait for each other in that order."""
    found = select(MarkRow).where(MarkRow.organisation == work.organisation, MarkRow.id == mark_id)
    row = work.session.scalars(found).one_or_none()
    if row is None:
        raise NoSuchMark(mark_id)
    work.file(ConsentFile, row.subject_ref)
    work.session.refresh(row)
    return row


@contextmanager
def _telling_what_changes(work: Work, subject_ref: str, rules: Rules) -> Iterator[None]:
    """Tell of each kind of message, for which the answer is another afterwards, what it is now."""
    before = answers_for(work, subject_ref, rules=rules)
    yield
    file = work.file(ConsentFile, subject_ref)
    for kind, allowed in answers_for(work, subject_ref, rules=rules).items():
        if allowed != before[kind]:
            outcome = "allowed" if allowed else "refused"
            work.emit(MessageAnswerChanged(subject_ref=subject_ref, kind=kind, outcome=outcome), case=file)


def _told(row: MarkRow, rules: Rules) -> dict[str, Any]:
    of_purpose = row.about in rules.purposes
    return {
        "subject_ref": row.subject_ref,
        "mark_ref": row.id,
        "kind": row.kind,
        "about_purpose": row.about if of_purpose else None,
        "about_kind": None if of_purpose else row.about,
    }


def _by_whom(authority: Authority | None) -> dict[str, str]:
    """Return on whose authority a representative acts, as codes for the timeline."""
    return {"representation": authority.representation_id, "as": authority.kind} if authority else {}


def _sealed(work: Work, row: MarkRow, column: str, text: str | None) -> bytes | None:
    return work.seal(text, holder=row.subject_ref, table="mark", column=column, row=row.id) if text else None
