"""Act for somebody else: every act carries on whose authority it was done, and is shown with it (B1)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from waarborg_consent.actions.answering import say_no
from waarborg_consent.actions.asking import Saying, defer_consent
from waarborg_consent.actions.consents import NewConsent, Withdrawal, record_consent, withdraw_consent
from waarborg_consent.actions.reading import events_of
from waarborg_consent.actions.representing import authority_of, known_of
from waarborg_consent.actions.writing import Recorded
from waarborg_consent.domain import Authority, Given, MayNotAct, Representation, Standing, standings
from waarborg_consent.models import ConsentFile, RepresentationActRow, RepresentationRow
from waarborg_consent.references import references_of
from waarborg_shared.clocks import due_on
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Scope
from waarborg_shared.uow import UnknownCase, Work

GAVE, WITHDREW, REFUSED, DEFERRED = "gave-consent", "withdrew-consent", "refused-consent", "deferred-consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that was done for a client: what, about which purpose (None: all), by whom and by which article."""

    what: str
    about: str | None
    representation_id: str
    representative_ref: str
    kind: str
    source: str
    act_ref: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeaksFor:
    """A client for whom somebody is registered to speak, and the subjects on which he may decide today."""

    subject_ref: str
    representation: Representation
    may_today: frozenset[Scope]


def record_consent_for(work: Work, command: NewConsent, *, representative_ref: str, rules: Rules) -> Recorded:
    """Record a consent that a representative gives for a client.

    Raises:
        MayNotAct: he may not, by name. ConsentError: as `record_consent`.
    """
    authority = on_data(work, command.subject_ref, representative_ref, rules=rules)
    recorded = record_consent(work, replace(command, authority=authority), rules=rules)
    note_act(work, command.subject_ref, authority, what=GAVE, about=command.purpose, act_ref=recorded.id)
    return recorded


def withdraw_consent_for(work: Work, command: Withdrawal, *, representative_ref: str, rules: Rules) -> Recorded:
    """Withdraw a client's consent, or all of them, as his representative.

    Raises:
        MayNotAct: he may not, by name. ConsentError: as `withdraw_consent`.
    """
    authority = on_data(work, command.subject_ref, representative_ref, rules=rules)
    recorded = withdraw_consent(work, replace(command, authority=authority), rules=rules)
    note_act(work, command.subject_ref, authority, what=WITHDREW, about=command.purpose, act_ref=recorded.id)
    return recorded


def say_no_for(work: Work, command: Saying, *, representative_ref: str, rules: Rules) -> Recorded:
    """Record a representative's no for a client: a refusal, or where a yes stands its end.

    Raises:
        MayNotAct: he may not, by name. ConsentError: as `say_no`.
    """
    authority = on_data(work, command.subject_ref, representative_ref, rules=rules)
    recorded = say_no(work, replace(command, authority=authority), rules=rules)
    what = REFUSED if recorded.kind is Given.REFUSED else WITHDREW
    note_act(work, command.subject_ref, authority, what=what, about=command.purpose, act_ref=recorded.id)
    return recorded


def defer_consent_for(work: Work, command: Saying, *, representative_ref: str, rules: Rules) -> Recorded:
    """Record that a representative who was asked for a client will say later.

    Raises:
        MayNotAct: he may not, by name. ConsentError: as `defer_consent`.
    """
    authority = on_data(work, command.subject_ref, representative_ref, rules=rules)
    recorded = defer_consent(work, replace(command, authority=authority), rules=rules)
    note_act(work, command.subject_ref, authority, what=DEFERRED, about=command.purpose, act_ref=recorded.id)
    return recorded


def parties_of(work: Work, representation_id: str) -> tuple[str, str]:
    """Return of whom and by whom a representation is: the client's reference and the representative's.

    Raises:
        UnknownCase: there is none of that id.
    """
    row = work.session.get(RepresentationRow, (work.organisation, representation_id))
    if row is None:
        raise UnknownCase("representation")
    return row.subject_ref, row.representative_ref


def kind_of(work: Work, representation_id: str) -> str | None:
    """Return the code of what a representative is; None where there is no such representation."""
    row = work.session.get(RepresentationRow, (work.organisation, representation_id))
    return row.kind if row else None


def stands_for(
    work: Work, subject_ref: str, *, representative_ref: str, rules: Rules
) -> tuple[Authority | None, tuple[Standing, ...]]:
    """Return on whose authority somebody looks for a client, and what stands of the client's consents.

    Raises:
        MayNotAct: he may not, by name.
    """
    authority = on_data(work, subject_ref, representative_ref, rules=rules)
    return authority, standings(events_of(work, subject_ref, rules=rules), rules.purposes)


def speaks_for(work: Work, representative_ref: str, *, rules: Rules) -> tuple[SpeaksFor, ...]:
    """Return for whom somebody is registered to speak, and on what he may decide today; the oldest first."""
    refs, _ = references_of(work, representative_ref)
    query = select(RepresentationRow.id, RepresentationRow.subject_ref).where(
        RepresentationRow.organisation == work.organisation, RepresentationRow.representative_ref.in_(refs)
    )
    rows = work.session.execute(query.order_by(RepresentationRow.at, RepresentationRow.id)).all()
    today, found = due_on(work.now), []
    for row in rows:
        known = known_of(work, row.subject_ref, rules=rules)
        each = next(one for one in known.representations if one.id == row.id)
        answers = (known.deciders(scope, today) for scope in Scope)
        may = {answer.topic for answer in answers if any(one.representation_id == row.id for one in answer.deciders)}
        found.append(SpeaksFor(subject_ref=row.subject_ref, representation=each, may_today=frozenset(may)))
    return tuple(found)


def acts_for(work: Work, subject_ref: str) -> tuple[Act, ...]:
    """Return what was done for a client on somebody's authority, the newest first."""
    refs, _ = references_of(work, subject_ref)
    query = select(RepresentationActRow).where(RepresentationActRow.subject_ref.in_(refs))
    rows = work.session.scalars(query.order_by(RepresentationActRow.at.desc(), RepresentationActRow.id.desc()))
    return tuple(
        Act(
            what=row.what,
            about=row.about,
            representation_id=row.representation_id,
            representative_ref=row.representative_ref,
            kind=row.kind,
            source=row.source,
            act_ref=row.act_ref,
            at=row.at,
        )
        for row in rows
    )


def on_data(work: Work, subject_ref: str, representative_ref: str, *, rules: Rules) -> Authority:
    """Return the authority to decide on somebody's data. Raises MayNotAct."""
    return on_topic(work, subject_ref, representative_ref, scope=Scope.DATA, rules=rules)


def on_topic(work: Work, subject_ref: str, representative_ref: str, *, scope: Scope, rules: Rules) -> Authority:
    """Return somebody's authority to decide for another on a subject. Raises MayNotAct, for the client himself too."""
    authority = authority_of(
        work, representative_ref=representative_ref, subject_ref=subject_ref, scope=scope, rules=rules
    )
    if authority is None:
        raise MayNotAct
    return authority


def note_act(
    work: Work,
    subject_ref: str,
    authority: Authority,
    *,
    what: str,
    about: str | None,
    act_ref: str,
    at: datetime | None = None,
) -> None:
    """Write down on whose authority an act was done; now, unless ``at`` says when."""
    work.append(
        RepresentationActRow,
        id=new_id(),
        subject_ref=subject_ref,
        representation_id=authority.representation_id,
        representative_ref=authority.representative_ref,
        kind=authority.kind,
        source=authority.source,
        what=what,
        about=about,
        act_ref=act_ref,
        at=at or work.now,
    )
    facts = {"representation": authority.representation_id, "as": authority.kind, "act": act_ref}
    work.record(work.file(ConsentFile, subject_ref), verb="acted-for", facts=facts)
