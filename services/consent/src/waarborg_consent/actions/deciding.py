"""Answer a question, and keep the answer."""

from waarborg_consent.actions.reading import deciding_events
from waarborg_consent.domain import ConsentState, Decision, Facts, Question, Standing, decide, standing
from waarborg_consent.models import DecisionRecord
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules, in_force
from waarborg_shared.uow import Work


def answer_question(work: Work, question: Question, *, rules: Rules) -> Decision:
    """Decide, and leave one record of it in the same commit."""
    purpose = rules.purposes.get(question.purpose)
    record_type = rules.record_types.get(question.record_type)
    grant = rules.grants.get((question.role, question.record_type))
    needs_consent = purpose is not None and purpose.takes_consent
    stands = (
        standing(
            deciding_events(work, question.subject_ref, question.purpose, rules=rules),
            question.purpose,
            categories=question.categories,
        )
        if needs_consent
        else Standing(purpose=question.purpose, state=ConsentState.UNKNOWN)
    )
    facts = Facts(
        role=rules.roles.get(question.role),
        record_type=record_type,
        purpose=purpose,
        grant=grant,
        cell_in_force=bool(grant and record_type and in_force(grant, record_type)),
        standing=stands,
        categories=tuple(rules.categories.get(code) for code in question.categories),
    )
    decision = decide(question, facts)
    _keep(work, question, decision)
    return decision


def _keep(work: Work, question: Question, decision: Decision) -> None:
    work.append(
        DecisionRecord,
        id=new_id(),
        at=work.now,
        asked_by=work.actor.ref,
        asker_ref=question.asker_ref,
        role=question.role,
        subject_ref=question.subject_ref,
        right=question.right.value,
        record_type=question.record_type,
        purpose=question.purpose,
        categories=list(question.categories),
        in_care=question.in_care,
        named_ground=question.named_ground.value if question.named_ground else None,
        permitted=decision.permitted,
        reason=decision.reason.value,
        consent_event=decision.consent_event,
    )
