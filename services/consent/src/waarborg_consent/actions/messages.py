"""Say whether a message may go to each of many persons, keep every yes, and hand out the link to opt out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from waarborg_consent.actions.known_persons import known_here
from waarborg_consent.actions.links import tokens_for
from waarborg_consent.actions.marks_reading import marks_in_force, marks_of_many
from waarborg_consent.actions.reading import deciding_events, events_of_many
from waarborg_consent.actions.standing_answers import facts_of
from waarborg_consent.actions.writing import only_own
from waarborg_consent.domain import (
    Authority,
    MessageAnswer,
    MessageFacts,
    MessageQuestion,
    PersonFacts,
    asked_of_consent,
    judge_message,
    may_send,
    standing,
    whom_of,
)
from waarborg_consent.domain.message_errors import UnknownPersons, check_question
from waarborg_consent.models import MessageCheck
from waarborg_consent.references import references_of
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The answer for one person; a yes has the id of its record and the token of the link to opt out."""

    subject_ref: str
    answer: MessageAnswer
    record_id: str | None = None
    token: str | None = None


def check_messages(
    work: Work, question: MessageQuestion, subject_refs: Sequence[str], *, rules: Rules
) -> tuple[Checked, ...]:
    """Answer for each person, in the order asked, by as many statements for a thousand as for one.

    Raises:
        UnknownMessageKind, UnknownChannel, UnknownCategory: naming the field.
        UnknownPersons: nobody has some of the references.
    """
    check_question(question, kinds=rules.message_kinds, channels=rules.channels, categories=rules.categories)
    if unknown := set(subject_refs) - known_here(work, subject_refs):
        raise UnknownPersons(unknown)
    kind = rules.message_kinds[question.kind]
    facts = facts_of(kind, question.channel, rules=rules)
    wrong = judge_message(question, facts)
    if wrong is not None:
        no = MessageAnswer(allowed=False, reason=wrong)
        return tuple(Checked(subject_ref=ref, answer=no) for ref in subject_refs)
    reached = asked_of_consent(question.categories, facts)
    people = _people(work, facts, subject_refs, reached=reached, rules=rules)
    answers = {ref: may_send(facts, people[ref]) for ref in subject_refs}
    allowed = [ref for ref, answer in answers.items() if answer.allowed]
    records = _keep(work, question, {ref: answers[ref] for ref in allowed})
    tokens = tokens_for(work, allowed, about=None if kind.service else kind.code)
    return tuple(
        Checked(subject_ref=ref, answer=answers[ref], record_id=records.get(ref), token=tokens.get(ref))
        for ref in subject_refs
    )


def _people(
    work: Work, facts: MessageFacts, subject_refs: Sequence[str], *, reached: Collection[str], rules: Rules
) -> dict[str, PersonFacts]:
    """Read what is known of each, of consent for the data ``reached``; who goes by several references, which is rare,
    is read by himself."""
    purpose, kinds = facts.purpose.code, rules.message_kinds.values()
    whom = whom_of(facts.kind.handed_to, purpose, recipients=rules.recipients, kinds=kinds)
    marks, elsewhere = marks_of_many(work, subject_refs)
    events = events_of_many(work, subject_refs, purpose, rules=rules)
    found = {}
    for ref in subject_refs:
        if ref in elsewhere:
            said, own = deciding_events(work, ref, purpose, rules=rules), marks_in_force(work, ref)
        else:
            said, own = events.get(ref, ()), marks.get(ref, ())
        found[ref] = PersonFacts(standing=standing(said, purpose, categories=reached, whom=whom), marks=own)
    return found


def _keep(work: Work, question: MessageQuestion, answers: dict[str, MessageAnswer]) -> dict[str, str]:
    """Keep each yes: who asked to send what to whom by which way, and on what it rests."""
    rows = [
        {
            "organisation": work.organisation,
            "id": new_id(),
            "at": work.now,
            "asked_by": work.actor.ref,
            "staff_ref": question.staff_ref,
            "subject_ref": ref,
            "kind": question.kind,
            "channel": question.channel,
            "reason": answer.reason.value,
            "consent_event": answer.consent_event,
        }
        for ref, answer in answers.items()
    ]
    if rows:
        work.connection.execute(insert(MessageCheck.__table__), rows)  # type: ignore[arg-type]
    return {str(row["subject_ref"]): str(row["id"]) for row in rows}


def lately_let_through(work: Work, subject_ref: str, *, authority: Authority | None = None) -> tuple[MessageCheck, ...]:
    """Return the newest messages that were let through to a person."""
    only_own(work, subject_ref, authority)
    references, _ = references_of(work, subject_ref)
    query = (
        select(MessageCheck)
        .where(MessageCheck.organisation == work.organisation, MessageCheck.subject_ref.in_(references))
        .order_by(MessageCheck.at.desc(), MessageCheck.id.desc())
        .limit(SHOWN)
    )
    return tuple(work.session.scalars(query))
