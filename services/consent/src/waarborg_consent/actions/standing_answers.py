"""Which kinds of message a person may get at this moment, as far as that depends on the person."""

from waarborg_consent.actions.marks_reading import marks_in_force
from waarborg_consent.actions.reading import events_of
from waarborg_consent.domain import (
    MessageAnswer,
    MessageFacts,
    PersonFacts,
    Whom,
    asked_of_consent,
    may_send,
    standing,
    whom_of,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import MessageKind
from waarborg_shared.uow import Work


def facts_of(kind: MessageKind, channel: str, *, rules: Rules) -> MessageFacts:
    """Return what the rules say of a kind and one of the organisation's channels."""
    return MessageFacts(
        kind=kind,
        purpose=rules.purposes[kind.purpose],
        channel=rules.channels[channel],
        categories=rules.categories,
    )


def standing_answers(work: Work, subject_ref: str, *, rules: Rules) -> dict[str, MessageAnswer]:
    """Return the answer for each kind that is sent at all, as if nothing were wrong with the message itself."""
    events, marks = events_of(work, subject_ref, rules=rules), marks_in_force(work, subject_ref)
    found = {}
    for kind in rules.message_kinds.values():
        if kind.channels:
            facts = facts_of(kind, kind.channels[0], rules=rules)
            reached = asked_of_consent((), facts)
            stands = standing(events, kind.purpose, categories=reached, whom=_whom(kind, rules))
            found[kind.code] = may_send(facts, PersonFacts(standing=stands, marks=marks))
    return found


def _whom(kind: MessageKind, rules: Rules) -> Whom:
    return whom_of(kind.handed_to, kind.purpose, recipients=rules.recipients, kinds=rules.message_kinds.values())


def answers_for(work: Work, subject_ref: str, *, rules: Rules) -> dict[str, bool]:
    """Return for each kind that is sent at all whether the person may get it."""
    return {kind: each.allowed for kind, each in standing_answers(work, subject_ref, rules=rules).items()}
