"""Make a draft of the statement, have it looked at a second time, publish it; or look at the version in force again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from waarborg_consent.actions.books import rule_book
from waarborg_consent.actions.statements import (
    list_versions,
    newest_version,
    next_number,
    restart_review,
    review_since,
    running,
    running_hash,
)
from waarborg_consent.domain.statement_document import Document, content_hash, digests, from_plain, to_plain
from waarborg_consent.domain.statement_versions import (
    Deed,
    Draft,
    DraftOpen,
    DraftState,
    NoDraft,
    NothingNew,
    NothingPublished,
    RulesChanged,
    check_publication,
    check_version,
    move,
    second_look,
)
from waarborg_consent.models import RuleBook, StatementDraft, StatementLook, StatementVersion
from waarborg_shared.clocks.terms import local_date
from waarborg_shared.db import new_id
from waarborg_shared.events.consent import StatementPublished
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

PLUGIN = "plugin"
"""Stands where a person would, for the version that an organisation's plugin named before the first one here."""
OPEN = (DraftState.DRAFT.value, DraftState.REVIEWED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftShown:
    """The open draft, with its text."""

    id: str
    state: DraftState
    content_hash: str
    document: Document
    drafted_at: datetime
    drafted_by: str
    reviewed_at: datetime | None
    reviewed_by: str | None
    reviewed_how: str | None


def open_draft(work: Work) -> DraftShown | None:
    """Return the draft that is worked at, or None."""
    row = _open_row(work)
    if row is None:
        return None
    return DraftShown(
        id=row.id,
        state=DraftState(row.state),
        content_hash=row.content_hash,
        document=from_plain(row.document),
        drafted_at=row.drafted_at,
        drafted_by=row.drafted_by,
        reviewed_at=row.reviewed_at,
        reviewed_by=row.reviewed_by,
        reviewed_how=row.reviewed_how,
    )


def make_draft(work: Work, *, rules: Rules) -> None:
    """Compile a draft of the next version from the rules that run.

    Raises:
        DraftOpen: there is one.
        NothingNew: the version in force says the same.
    """
    book = rule_book(work)
    if _open_row(work) is not None:
        raise DraftOpen
    document = running(work, rules)
    newest = newest_version(work)
    if newest is not None and newest.content_hash == content_hash(document):
        raise NothingNew(newest.version)
    row = work.add(StatementDraft(id=new_id(), state=DraftState.DRAFT.value))
    _write(row, document, work)
    work.record(book, verb="drafted-statement")


def renew_draft(work: Work, *, seen: str, rules: Rules) -> None:
    """Compile the draft anew; whoever looked at it looks again."""
    book, row = _locked(work)
    row.state = move(_value(row), Deed.RENEW, seen=seen).value
    _write(row, running(work, rules), work)
    row.reviewed_at = row.reviewed_by = row.reviewed_how = None
    work.record(book, verb="renewed-draft")


def review_draft(work: Work, *, seen: str, rules: Rules) -> None:
    """Say that the draft is right, as a second person, or alone after a night (J8).

    Raises:
        OwnDraft, NotAfterANight, OtherText, RulesChanged, WrongMove, NoDraft
    """
    book, row = _locked(work)
    draft = _value(row)
    state = move(draft, Deed.REVIEW, seen=seen)
    how = second_look(draft, by=work.actor.ref, at=work.now, one_person=rules.organisation.one_person)
    if draft.content_hash != running_hash(work, rules):
        raise RulesChanged(draft.content_hash)
    row.state, row.reviewed_how = state.value, how.value
    row.reviewed_at, row.reviewed_by = work.now, work.actor.ref
    work.record(book, verb="reviewed-draft", facts={"how": how.value, **_alone(rules)})


def drop_draft(work: Work, *, seen: str) -> None:
    """Put the draft aside; the version in force stays in force."""
    book, row = _locked(work)
    row.state = move(_value(row), Deed.DROP, seen=seen).value
    work.record(book, verb="dropped-draft")


def publish_draft(work: Work, version: str, *, seen: str, rules: Rules) -> None:
    """Publish the reviewed draft as a version that is in force from now on and is never changed.

    Before the first one, what stood here under the plugin's own version is kept under that name, so that consents that
    were bound to it can be read with their text.

    Raises:
        StatementError: the name, the state or the text is not right, or the rules changed meanwhile.
    """
    book, row = _locked(work)
    draft, newest = _value(row), newest_version(work)
    known = {each.version for each in list_versions(work)} | {rules.organisation.statement_version}
    check_version(version, known=known)
    state = move(draft, Deed.PUBLISH, seen=seen)
    check_publication(
        draft, running=running_hash(work, rules), in_force=newest.content_hash if newest is not None else None
    )
    ended_ref, _ = review_since(work, rules)
    if newest is None:
        _keep_the_plugins(work, row, rules)
    row.state = state.value
    published = _publish(work, row, version)
    work.session.flush()
    restart_review(work, rules, ended_ref)
    work.emit(StatementPublished(statement_ref=published.id, statement_version=version), case=book)
    work.record(book, verb="published-statement", facts={"version": version, **_alone(rules)})


def look_again(work: Work, version: str, *, rules: Rules) -> None:
    """Record that the version in force was looked at again and still says what is done (B20).

    Raises:
        NothingPublished: there is none, or another one by now.
        RulesChanged: it no longer says what is done; a new version is needed.
    """
    book, newest = rule_book(work), newest_version(work)
    if newest is None or newest.version != version:
        raise NothingPublished(version)
    if newest.content_hash != running_hash(work, rules):
        raise RulesChanged(version)
    ended_ref, _ = review_since(work, rules)
    work.add(StatementLook(id=new_id(), version_id=newest.id, at=work.now, by_ref=work.actor.ref))
    work.session.flush()
    restart_review(work, rules, ended_ref)
    work.record(book, verb="looked-at-statement-again", facts={"version": version})


def _open_row(work: Work) -> StatementDraft | None:
    query = select(StatementDraft).where(
        StatementDraft.organisation == work.organisation, StatementDraft.state.in_(OPEN)
    )
    return work.session.scalars(query).one_or_none()


def _locked(work: Work) -> tuple[RuleBook, StatementDraft]:
    book = rule_book(work)
    row = _open_row(work)
    if row is None:
        raise NoDraft
    return book, row


def _value(row: StatementDraft) -> Draft:
    return Draft(
        state=DraftState(row.state),
        content_hash=row.content_hash,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
    )


def _write(row: StatementDraft, document: Document, work: Work) -> None:
    row.document, row.content_hash = to_plain(document), content_hash(document)
    row.drafted_at, row.drafted_by = work.now, work.actor.ref


def _publish(work: Work, row: StatementDraft, version: str) -> StatementVersion:
    return work.add(
        StatementVersion(
            id=new_id(),
            number=next_number(work),
            version=version,
            dated=local_date(work.now),
            document=row.document,
            content_hash=row.content_hash,
            digests=digests(from_plain(row.document)),
            published_at=work.now,
            published_by=work.actor.ref,
            drafted_by=row.drafted_by,
            reviewed_by=row.reviewed_by,
            reviewed_how=row.reviewed_how,
        )
    )


def _keep_the_plugins(work: Work, row: StatementDraft, rules: Rules) -> None:
    """Freeze what stood here until now under the version that the plugin gave it."""
    own = rules.organisation
    work.add(
        StatementVersion(
            id=new_id(),
            number=0,
            version=own.statement_version,
            dated=own.statement_dated,
            document=row.document,
            content_hash=row.content_hash,
            digests=digests(from_plain(row.document)),
            published_at=work.now,
            published_by=PLUGIN,
        )
    )
    work.session.flush()


def _alone(rules: Rules) -> dict[str, bool]:
    return {"one_person": True} if rules.organisation.one_person else {}
