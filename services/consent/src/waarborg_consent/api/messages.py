"""May I send this? For programs that send messages: asked for up to a thousand persons at once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from marshmallow import ValidationError

from waarborg_consent.actions.links import revoke_links
from waarborg_consent.actions.messages import Checked, check_messages
from waarborg_consent.addresses import headers_of, opt_out_address
from waarborg_consent.api.rights import DECIDE, RECORD, require_right
from waarborg_consent.domain import MessageQuestion
from waarborg_consent.domain.message_errors import UnknownPersons
from waarborg_consent.introducing import introduced
from waarborg_consent.schemas import (
    LinksEndedSchema,
    LinksEndSchema,
    MessageAnswersSchema,
    MessageChecksSchema,
    MessageKindsSchema,
)
from waarborg_consent.texts import MESSAGE_REASONS
from waarborg_shared import auth
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current, not_replayed
from waarborg_shared.web.problems import message_of

messages = ApiBlueprint("messages", __name__, url_prefix="/consent/api/v1", description="May this message be sent?")


@messages.route("/message-kinds/", methods=["GET"])
@messages.response(200, MessageKindsSchema)
@messages.secured(DECIDE)
def kinds() -> dict[str, Any]:
    """List the kinds of message, with what may stand in them and by which channels they may go."""
    require_right(current.actor, scope=DECIDE, duty=Duty.CONSENT_READ)
    return {"items": [asdict(kind) for kind in current.rules.message_kinds.values()]}


@messages.route("/message-checks/", methods=["POST"])
@messages.arguments(MessageChecksSchema)
@messages.response(200, MessageAnswersSchema)
@messages.secured(DECIDE)
@not_replayed
def check(asked: tuple[MessageQuestion, list[str]]) -> dict[str, Any]:
    """Say for each person whether the message may be sent. An answer counts now: ask right before you send.

    An `Idempotency-Key` does nothing here: an answer of before may have stopped being true.
    """
    if current.actor.kind is ActorKind.PERSON:
        raise auth.Missing(Duty.CONSENT_DECIDE)
    require_right(current.actor, scope=DECIDE, duty=Duty.CONSENT_DECIDE)
    question, persons = asked
    try:
        found = introduced(lambda work: check_messages(work, question, persons, rules=current.rules))
    except UnknownPersons as unknown:
        raise _naming(unknown, persons) from None
    reasons = {each.answer.reason: MESSAGE_REASONS[each.answer.reason] for each in found}
    return {
        "allowed": sum(each.answer.allowed for each in found),
        "reasons": {reason.value: {"nl": text.nl, "en": text.en} for reason, text in reasons.items()},
        "items": [_shown(each) for each in found],
    }


def _naming(unknown: UnknownPersons, persons: Sequence[str]) -> ValidationError:
    """Say of each person whom nobody knows at which place of the list he stands."""
    said = [message_of(unknown)]
    return ValidationError({"persons": {place: said for place, ref in enumerate(persons) if ref in unknown.refs}})


def _shown(checked: Checked) -> dict[str, Any]:
    answer = checked.answer
    address = opt_out_address(checked.token) if checked.token else None
    return {
        "subject_ref": checked.subject_ref,
        "allowed": answer.allowed,
        "reason": answer.reason,
        "record_id": checked.record_id,
        "consent_event": answer.consent_event,
        "mark_id": answer.mark_id,
        "address_secret": answer.address_secret,
        "opt_out": address,
        "headers": headers_of(address) if address else {},
    }


@messages.route("/message-links/end", methods=["POST"])
@messages.arguments(LinksEndSchema)
@messages.response(200, LinksEndedSchema)
@messages.secured(RECORD)
def end_links(whose: Mapping[str, str]) -> dict[str, Any]:
    """Let no link in an earlier message to this person count any more: one may have come to somebody else."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    with current.begin() as work:
        return {"subject_ref": whose["subject_ref"], "ended": revoke_links(work, whose["subject_ref"])}
