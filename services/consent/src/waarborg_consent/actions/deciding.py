"""Answer questions, and keep every answer in the same commit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from waarborg_consent.actions.facts import facts_of, facts_of_many
from waarborg_consent.actions.registered import complete, known_of, needs_registered
from waarborg_consent.domain import (
    NO_FACTS,
    Asked,
    Decision,
    Facts,
    OwnPolicy,
    Reason,
    decide,
    policy_of,
    question_of,
)
from waarborg_consent.models import DecisionRecord
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

EVALUATION = "evaluation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A decision as it was kept: its reference is given out, so that others can point at it."""

    id: str
    decision: Decision


@lru_cache(maxsize=64)
def own_policy(rules: Rules) -> OwnPolicy:
    """Return an organisation's policy, made once of its rules, which stay the same while the process lives."""
    return policy_of(
        roles=rules.roles,
        record_types=rules.record_types,
        grants=rules.grants,
        policy=rules.policy,
        purposes=rules.purposes,
        categories=rules.categories,
        recipients=rules.recipients,
    )


def answer_question(work: Work, asked: Asked, *, rules: Rules) -> Answered:
    """Decide, and leave one record of it in the same commit."""
    policy = own_policy(rules)
    if asked.resource.type in policy.record_types and not needs_registered(asked, policy):
        question = question_of(asked, NO_FACTS.known)
        facts = facts_of(work, question, asker_type=asked.subject.type, rules=rules)
        decision = decide(policy, asked, facts)
    else:
        (decision,) = decide_many(work, [asked], rules=rules)
    answered = Answered(id=new_id(), decision=decision)
    work.append(DecisionRecord, **_columns(work, asked, answered))
    return answered


def answer_questions(
    work: Work,
    several: Sequence[Asked],
    *,
    rules: Rules,
    last: Callable[[Decision], bool] = lambda _: False,
) -> list[Answered]:
    """Decide on several questions, in their order, until ``last`` says that no more is needed; keep each that was.

    What decides is read in one statement for all of them, and the answers are written in one.
    """
    answers: list[Answered] = []
    for decision in decide_many(work, several, rules=rules):
        answers.append(Answered(id=new_id(), decision=decision))
        if last(decision):
            break
    work.append_all(
        DecisionRecord, [_columns(work, asked, each) for asked, each in zip(several, answers, strict=False)]
    )
    return answers


def decide_many(work: Work, several: Sequence[Asked], *, rules: Rules) -> list[Decision]:
    """Decide on several questions with what is known of all of them, and keep nothing."""
    policy = own_policy(rules)
    known = known_of(work, several, policy=policy)
    of_persons = [
        (number, question_of(asked, known[number]))
        for number, asked in enumerate(several)
        if asked.resource.type in policy.record_types
    ]
    read = facts_of_many(
        work,
        [(several[number].subject.type, question) for number, question in of_persons],
        rules=rules,
    )
    facts = [Facts(known=each) for each in known]
    for (number, _), found in zip(of_persons, read, strict=True):
        facts[number] = complete(found, known[number])
    return [decide(policy, asked, each) for asked, each in zip(several, facts, strict=True)]


def _columns(work: Work, asked: Asked, answered: Answered) -> dict[str, object]:
    decision, question = answered.decision, answered.decision.question
    return {
        "id": answered.id,
        "at": work.now,
        "kind": EVALUATION,
        "asked_by": work.actor.ref,
        "asker_type": asked.subject.type,
        "asker_ref": asked.subject.id,
        "role": question.role if question else "",
        "subject_ref": (question.subject_ref or None) if question else None,
        "right": asked.action,
        "record_type": asked.resource.type,
        "resource_id": asked.resource.id or None,
        "purpose": question.purpose if question else "",
        "categories": list(question.categories) if question else [],
        "in_care": question.in_care if question else False,
        "named_ground": question.named_ground.value if question and question.named_ground else None,
        "given_for": list(question.given_for) if question and question.given_for else None,
        "recipient": question.recipient if question else None,
        "permitted": decision.permitted,
        "reason": decision.reason.value,
        "rule": decision.rule,
        "missing": list(decision.missing) if decision.missing else None,
        "basis": decision.basis.value if decision.basis else None,
        "consent_event": decision.consent_event,
        "statement_version": decision.statement_version,
        "override_id": decision.override,
    }


def record_search(work: Work, asked: Asked, what: str, *, found: bool) -> None:
    """Leave one record of a search for subjects, resources or actions: who asked, and whether there was anything."""
    nothing_decided = Decision(permitted=found, reason=Reason.ALLOWED_BY_RULE if found else Reason.NO_CELL)
    columns = _columns(work, asked, Answered(id=new_id(), decision=nothing_decided))
    work.append(DecisionRecord, **{**columns, "kind": f"search-{what}", "reason": "searched"})
