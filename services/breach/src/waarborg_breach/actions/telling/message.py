"""The message: four parts in both languages, begun with the organisation's words, kept sealed and checked."""

from collections.abc import Mapping

from waarborg_breach import domain
from waarborg_breach.actions.handling import written
from waarborg_breach.actions.telling.rows import (
    last_order,
    message_of,
    open_json,
    seal_json,
    telling_of,
    telling_or_new,
)
from waarborg_breach.domain.telling import (
    LANGUAGES,
    Message,
    MessagePart,
    StillTelling,
    TellingState,
    in_short,
    missing,
)
from waarborg_breach.models import BreachCase, BreachMessage
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Contact, Subject, Text
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED, Work

_DRAFT = {"table": "breach_telling", "column": "draft"}


def draft_of(work: Work, case: BreachCase, rules: Rules) -> Message | None:
    """Return the message as it was last kept, or as it begins; None where its key was destroyed."""
    telling = telling_of(work, case.id)
    if telling is None or telling.draft_sealed is None:
        return suggested(work, case, rules)
    found = open_json(work, case.id, telling.draft_sealed, **_DRAFT, row=case.id)
    return None if found is ERASED else message_of(found)


def suggested(work: Work, case: BreachCase, rules: Rules) -> Message | None:
    """Return what a message begins with: the organisation's words, with what the case already holds."""
    words, contact = rules.breach_protocol.telling, rules.organisation.contact(Subject.BREACH)
    consequences = written(work, case, "consequences")
    if consequences is ERASED:
        return None
    return {
        language: {
            MessagePart.NATURE: words.nature.to(language),
            MessagePart.CONTACT: _contact(contact, language),
            MessagePart.CONSEQUENCES: (str(consequences) if consequences and language == "nl" else "")
            or words.consequences.to(language),
            MessagePart.MEASURES: words.measures.to(language),
        }
        for language in LANGUAGES
    }


def keep_draft(work: Work, case: BreachCase, message: Message) -> None:
    """Keep the message as far as it is; it need not be whole.

    Raises:
        CaseOver, StillTelling.
    """
    if case.case_state not in domain.HANDLED:
        raise domain.CaseOver(case.case_state)
    telling = telling_or_new(work, case)
    if telling.state == TellingState.SENDING:
        raise StillTelling
    telling.draft_sealed = seal_json(work, case.id, plain(message), **_DRAFT, row=case.id)
    case.revision += 1
    work.record(case, verb="wrote-message")


def sent_message(work: Work, order: BreachMessage) -> Message | None:
    """Return the message as it went with one order; None where its key was destroyed."""
    place = {"table": "breach_message", "column": "text", "row": f"{order.breach_id}/{order.number}"}
    found = open_json(work, order.breach_id, order.text_sealed, **place)
    return None if found is ERASED else message_of(found)


def message_in_short(work: Work, case: BreachCase) -> Text | None:
    """Return what the message says as it went last, or as it is to go once it is whole; None where there is none.

    Raises:
        KeyDestroyed: it was erased.
    """
    order, telling = last_order(work, case.id), telling_of(work, case.id)
    if order is not None:
        found = sent_message(work, order)
    elif telling is not None and telling.draft_sealed is not None:
        kept = open_json(work, case.id, telling.draft_sealed, **_DRAFT, row=case.id)
        found = None if kept is ERASED else message_of(kept)
    else:
        return None
    if found is None:
        raise KeyDestroyed
    return None if missing(found) else in_short(found)


def plain(message: Message) -> Mapping[str, Mapping[str, str]]:
    """Return a message as it is stored."""
    return {language: {part.value: text for part, text in of.items()} for language, of in message.items()}


def _contact(contact: Contact, language: str) -> str:
    lines = (contact.who.to(language), contact.phone, contact.email)
    return "\n".join(line for line in lines if line)
