"""What requests tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_requests import actions
from waarborg_requests.domain import Ground, Told
from waarborg_requests.domain import intake as domain
from waarborg_requests.domain.delivering import LETTER
from waarborg_requests.domain.speaking import Side
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.consent import ConsentWithdrawn, WithdrawalFoundNothing
from waarborg_shared.events.requests import (
    HolderAsked,
    HolderReleased,
    IdentificationAsked,
    IdentificationLetterMade,
    RequestAnswered,
    RequestClockLapsed,
    RequestClockNeared,
    RequestExtended,
    RequestMessageWritten,
    RequestReceived,
    WithdrawalRequested,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Handler
from waarborg_shared.uow import Work


def on_consent_withdrawn(work: Work, event: ConsentWithdrawn, envelope: Envelope, rules: Rules) -> None:
    """The consent ended because a request asked for it: the request is answered by that. Others are not ours."""
    if event.request_ref is not None:
        actions.answer_by_fact(work, event.request_ref, subject_ref=event.subject_ref, ground=None, rules=rules)


def on_withdrawal_found_nothing(work: Work, event: WithdrawalFoundNothing, envelope: Envelope, rules: Rules) -> None:
    """There was no consent to end: what the person wants is so, and the answer says it."""
    actions.answer_by_fact(
        work, event.request_ref, subject_ref=event.subject_ref, ground=Ground.NOTHING_STOOD, rules=rules
    )


def on_request_received(work: Work, event: RequestReceived, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: who wrote, called or mailed gets a letter that confirms the receipt."""
    if event.channel in domain.CONFIRMED_BY_LETTER:
        actions.send_word(work, event.request_ref, message_id=envelope.id, template=Told.RECEIVED, rules=rules)


def on_request_answered(work: Work, event: RequestAnswered, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: the person is told that there is an answer."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Told.ANSWERED, rules=rules)


def on_request_extended(work: Work, event: RequestExtended, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: the person is told of the longer term (art. 12(3) AVG)."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Told.EXTENDED, rules=rules)


def on_identification_asked(work: Work, event: IdentificationAsked, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: the person is told that we wait for him, and why."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Told.IDENTIFY, rules=rules)


def on_identification_letter_made(
    work: Work, event: IdentificationLetterMade, envelope: Envelope, rules: Rules
) -> None:
    """Our own fact, come back to the worker: the letter with the code stands on a desk until somebody posted it."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Told.CODE, rules=rules, channel=LETTER)


def on_request_message_written(work: Work, event: RequestMessageWritten, envelope: Envelope, rules: Rules) -> None:
    """Staff wrote: the person gets word that there is a message. What the person wrote stands with the case already."""
    if event.writer_kind == Side.STAFF:
        actions.send_word(work, event.request_ref, message_id=envelope.id, template=Told.MESSAGE, rules=rules)


PUBLISHES = frozenset(
    {
        RequestReceived,
        WithdrawalRequested,
        RequestAnswered,
        RequestExtended,
        RequestClockNeared,
        RequestClockLapsed,
        IdentificationAsked,
        IdentificationLetterMade,
        HolderAsked,
        HolderReleased,
        RequestMessageWritten,
    }
)
HANDLES: Mapping[type[Event], Handler] = {
    ConsentWithdrawn: on_consent_withdrawn,
    WithdrawalFoundNothing: on_withdrawal_found_nothing,
    RequestReceived: on_request_received,
    RequestAnswered: on_request_answered,
    RequestExtended: on_request_extended,
    IdentificationAsked: on_identification_asked,
    IdentificationLetterMade: on_identification_letter_made,
    RequestMessageWritten: on_request_message_written,
}
