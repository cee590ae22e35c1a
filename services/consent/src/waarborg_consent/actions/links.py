"""The links in messages by which a person opts out without signing in: made, read, used, undone and revoked."""

from collections.abc import Iterable, Mapping

from sqlalchemy import insert, select

from waarborg_consent.actions.link_keys import signer, unsigned
from waarborg_consent.actions.marks import NewMark, close_mark, put_mark
from waarborg_consent.actions.marks_reading import in_force, mark_rows
from waarborg_consent.actions.writing import only_own
from waarborg_consent.domain import AlreadyMarked, Link, LinkRefused, MarkHow, MarkKind, may_undo
from waarborg_consent.domain.marks import Mark
from waarborg_consent.models import ConsentFile, MarkRow, MessageLink
from waarborg_consent.references import references_of
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import EVERY_MESSAGE
from waarborg_shared.uow import Work

BY_LINK = "link"


def tokens_for(work: Work, subject_refs: Iterable[str], *, about: str | None) -> Mapping[str, str]:
    """Return a token for each person, for a link in a message of one kind; who has one keeps it.

    Two who ask at once may make two links for one person: both work.
    """
    wanted = list(subject_refs)
    if not wanted:
        return {}
    of_kind = MessageLink.about.is_(None) if about is None else MessageLink.about == about
    query = select(MessageLink.subject_ref, MessageLink.id).where(
        MessageLink.organisation == work.organisation,
        MessageLink.subject_ref.in_(wanted),
        MessageLink.revoked_at.is_(None),
        of_kind,
    )
    ids = {row.subject_ref: row.id for row in work.session.execute(query)}
    fresh = [
        {"organisation": work.organisation, "id": new_id(), "subject_ref": ref, "about": about, "made_at": work.now}
        for ref in wanted
        if ref not in ids
    ]
    if fresh:
        work.connection.execute(insert(MessageLink.__table__), fresh)  # type: ignore[arg-type]
    ids |= {row["subject_ref"]: row["id"] for row in fresh}
    sign = signer(work).sign
    return {ref: sign(ids[ref]).decode("ascii") for ref in wanted}


def read_link(work: Work, token: str) -> Link:
    """Return the link that a token is for. Raises LinkRefused, and never says why."""
    row = work.session.get(MessageLink, (work.organisation, unsigned(work, token)))
    if row is None or row.revoked_at is not None:
        raise LinkRefused
    return Link(id=row.id, subject_ref=row.subject_ref, about=row.about)


def stop_by_link(work: Work, link: Link, *, everything: bool, rules: Rules) -> None:
    """Opt the person out: of the kind that the link is of, or of every message. Twice is as once.

    A link in a service message, or of a kind that is no more, is for everything: that kind itself goes on.
    """
    kind = rules.message_kinds.get(link.about or "")
    about = EVERY_MESSAGE if everything or kind is None or kind.service else kind.code
    command = NewMark(subject_ref=link.subject_ref, kind=MarkKind.OBJECTION, about=about, how=MarkHow.LINK)
    try:
        put_mark(work, command, rules=rules, by=(BY_LINK, link.id))
    except AlreadyMarked:
        return


def stopped_by(work: Work, link: Link) -> tuple[tuple[Mark, ...], tuple[MarkRow, ...]]:
    """Return which opt-outs of messages stand for the person, and which of them this link can undo."""
    rows = mark_rows(work, link.subject_ref)
    marks = {mark.id: mark for mark in in_force(work, rows) if mark.kind is MarkKind.OBJECTION}
    about = (None, EVERY_MESSAGE, link.about)
    return (
        tuple(mark for mark in marks.values() if mark.about in about),
        tuple(
            row
            for row in rows
            if row.id in marks and may_undo(marks[row.id], set_by=row.set_by_ref, link=link, now=work.now)
        ),
    )


def undo_by_link(work: Work, link: Link, *, rules: Rules) -> int:
    """End what this link set within the hour, and return how many that were."""
    work.file(ConsentFile, link.subject_ref)
    _, rows = stopped_by(work, link)
    for row in rows:
        close_mark(work, row, how=MarkHow.LINK, rules=rules)
    return len(rows)


def revoke_links(work: Work, subject_ref: str) -> int:
    """Let no link in a message to this person count any more; the next message has new ones. Returns how many."""
    only_own(work, subject_ref)
    references, _ = references_of(work, subject_ref)
    query = select(MessageLink).where(
        MessageLink.organisation == work.organisation,
        MessageLink.subject_ref.in_(references),
        MessageLink.revoked_at.is_(None),
    )
    rows = work.session.scalars(query).all()
    for row in rows:
        row.revoked_at, row.revoked_by_ref = work.now, work.actor.ref
    if rows:
        work.record(work.file(ConsentFile, subject_ref), verb="revoked-links", facts={"many": len(rows)})
    return len(rows)
