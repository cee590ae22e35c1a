"""The decision for programs (AuthZEN)."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent import actions
from waarborg_consent.api.rights import DECIDE, require_right
from waarborg_consent.domain import Decision, Question
from waarborg_consent.schemas import AnswerSchema, EvaluationSchema
from waarborg_consent.texts import REASONS
from waarborg_shared import auth
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.hooks.values import Duty, RoleKind
from waarborg_shared.web import ApiBlueprint, current

access = ApiBlueprint("access", __name__, url_prefix="/consent/access/v1", description="The decision (AuthZEN 1.0)")


@access.route("/evaluation", methods=["POST"])
@access.arguments(EvaluationSchema)
@access.response(200, AnswerSchema)
@access.secured(DECIDE)
def evaluate(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Decide whether something may be done with a person's data, and say why."""
    require_right(current.actor, scope=DECIDE, duty=Duty.CONSENT_DECIDE)
    actor = current.actor
    question = Question(
        role=asked["subject"]["properties"]["role"],
        right=asked["action"]["name"],
        record_type=asked["resource"]["type"],
        purpose=asked["context"]["purpose"],
        subject_ref=asked["resource"]["properties"]["person"],
        asker_ref=asked["subject"]["id"],
        categories=tuple(asked["resource"]["properties"]["categories"]),
        in_care=asked["context"]["in_care"],
        named_ground=asked["context"]["named_ground"],
    )
    _only_in_own_name(actor, question)
    with current.begin() as work:
        decision = actions.answer_question(work, question, rules=current.rules)
    return answer_of(decision)


def _only_in_own_name(actor: Actor, question: Question) -> None:
    """Let a partner system vouch for who asks in it; a person asks about himself, staff in a role that they hold.

    Raises:
        Missing: naming the role that the asker does not have.
    """
    if actor.kind is ActorKind.PARTNER:
        return
    if actor.kind is ActorKind.STAFF:
        own = question.role in actor.roles and question.asker_ref == actor.ref
    else:
        role = current.rules.roles.get(question.role)
        own = (
            role is not None
            and role.kind is RoleKind.PERSON
            and actor.subject_ref == question.subject_ref == question.asker_ref
        )
    if not own:
        raise auth.Missing(f"role:{question.role}")


def answer_of(decision: Decision) -> dict[str, Any]:
    """Return a decision in AuthZEN's shape."""
    sentence = REASONS[decision.reason]
    return {
        "decision": decision.permitted,
        "context": {
            "reason": {"code": decision.reason, "nl": sentence.nl, "en": sentence.en},
            "purpose": decision.purpose,
            "basis": decision.basis.value if decision.basis else None,
            "consent_event": decision.consent_event,
            "confidence": decision.confidence.value if decision.confidence else None,
        },
    }
