"""What requests tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_requests import actions
from waarborg_requests.actions.carrying import answer_by_service
from waarborg_requests.actions.carrying_own import erase_own
from waarborg_requests.domain import Ground
from waarborg_requests.domain import Told as Word
from waarborg_requests.domain import intake as domain
from waarborg_requests.domain.carrying import REQUESTS
from waarborg_requests.domain.delivering import LETTER
from waarborg_requests.domain.speaking import Side
from waarborg_shared.carrying import Carried, Told, Why, from_codes
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.consent import ConsentCarriedOut, ConsentWithdrawn, WithdrawalFoundNothing
from waarborg_shared.events.identity import IdentityCarriedOut
from waarborg_shared.events.requests import (
    CarryingAsked,
    HolderAsked,
    HolderReleased,
    IdentificationAsked,
    IdentificationLetterMade,
    LegalHoldEnded,
    LegalHoldSet,
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
        actions.send_word(work, event.request_ref, message_id=envelope.id, template=Word.RECEIVED, rules=rules)


def on_request_answered(work: Work, event: RequestAnswered, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: the person is told that there is an answer."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Word.ANSWERED, rules=rules)


def on_request_extended(work: Work, event: RequestExtended, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: the person is told of the longer term (art. 12(3) AVG)."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Word.EXTENDED, rules=rules)


def on_carrying_asked(work: Work, event: CarryingAsked, envelope: Envelope, rules: Rules) -> None:
    """Our own question, come back to the worker: where requests is the holder, it carries out its step."""
    if event.holder == REQUESTS:
        erase_own(work, event, rules)


def on_identity_carried_out(work: Work, event: IdentityCarriedOut, envelope: Envelope, rules: Rules) -> None:
    """The register of persons answered its step."""
    answer_by_service(work, event.request_ref, event.step_ref, _told(event), subject_ref=event.subject_ref)


def on_consent_carried_out(work: Work, event: ConsentCarriedOut, envelope: Envelope, rules: Rules) -> None:
    """Consent answered its step, and named who got the data before."""
    told, names = _told(event), event.recipients
    answer_by_service(work, event.request_ref, event.step_ref, told, subject_ref=event.subject_ref, recipients=names)


def _told(event: IdentityCarriedOut | ConsentCarriedOut) -> Told:
    kept = from_codes(event.kept, event.kept_by, event.kept_until)
    return Told(Carried(event.outcome), Why(event.ground) if event.ground else None, kept)


def on_identification_asked(work: Work, event: IdentificationAsked, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: the person is told that we wait for him, and why."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Word.IDENTIFY, rules=rules)


def on_identification_letter_made(
    work: Work, event: IdentificationLetterMade, envelope: Envelope, rules: Rules
) -> None:
    """Our own fact, come back to the worker: the letter with the code stands on a desk until somebody posted it."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Word.CODE, rules=rules, channel=LETTER)


def on_request_message_written(work: Work, event: RequestMessageWritten, envelope: Envelope, rules: Rules) -> None:
    """Staff wrote: the person gets word that there is a message. What the person wrote stands with the case already."""
    if event.writer_kind == Side.STAFF:
        actions.send_word(work, event.request_ref, message_id=envelope.id, template=Word.MESSAGE, rules=rules)


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
        CarryingAsked,
        LegalHoldSet,
        LegalHoldEnded,
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
    CarryingAsked: on_carrying_asked,
    IdentityCarriedOut: on_identity_carried_out,
    ConsentCarriedOut: on_consent_carried_out,
}
