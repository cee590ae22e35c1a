"""What requests tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_requests import actions
from waarborg_requests.actions.at_once import answer_by_fact, end_followed, follow_mark, follow_weighing
from waarborg_requests.actions.authority import end_authority
from waarborg_requests.actions.carrying import answer_by_service
from waarborg_requests.actions.carrying_own import erase_own
from waarborg_requests.actions.ending import on_whose_word
from waarborg_requests.actions.joining import follow_merge, follow_split
from waarborg_requests.actions.referred import file_referred
from waarborg_requests.actions.review import secrecy
from waarborg_requests.domain import Ground
from waarborg_requests.domain import Told as Word
from waarborg_requests.domain import intake as domain
from waarborg_requests.domain.carrying import REQUESTS
from waarborg_requests.domain.delivering import LETTER
from waarborg_requests.domain.ending import WITHDRAWN
from waarborg_requests.domain.speaking import Side
from waarborg_requests.models import Request
from waarborg_shared.carrying import Carried, Told, Why, from_codes
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.breach import BreachCarriedOut
from waarborg_shared.events.consent import (
    ConsentCarriedOut,
    ConsentWithdrawn,
    MarkEnded,
    MarkRequestFoundNothing,
    MarkSet,
    ObjectionAnswered,
    RepresentationEnded,
    WithdrawalFoundNothing,
)
from waarborg_shared.events.disclosure import ComplaintReferred, DisclosureCarriedOut
from waarborg_shared.events.identity import IdentityCarriedOut, PersonsMerged, PersonsSplit
from waarborg_shared.events.requests import (
    CarryingAsked,
    HolderAsked,
    HolderReleased,
    IdentificationAsked,
    IdentificationLetterMade,
    LegalHoldEnded,
    LegalHoldSet,
    MarkRequested,
    RequestAnswered,
    RequestClockLapsed,
    RequestClockNeared,
    RequestExtended,
    RequestMessageWritten,
    RequestReceived,
    RequestWithdrawn,
    WithdrawalRequested,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Handler
from waarborg_shared.uow import Work


def on_consent_withdrawn(work: Work, event: ConsentWithdrawn, envelope: Envelope, rules: Rules) -> None:
    """The consent ended because a request asked for it: the request is answered by that. Others are not ours."""
    if event.request_ref is not None:
        answer_by_fact(work, event.request_ref, subject_ref=event.subject_ref, ground=None, rules=rules)


def on_withdrawal_found_nothing(work: Work, event: WithdrawalFoundNothing, envelope: Envelope, rules: Rules) -> None:
    """There was no consent to end: what the person wants is so, and the answer says it."""
    answer_by_fact(work, event.request_ref, subject_ref=event.subject_ref, ground=Ground.NOTHING_STOOD, rules=rules)


def on_mark_set(work: Work, event: MarkSet, envelope: Envelope, rules: Rules) -> None:
    """A mark works because a request asked for it: where nothing is left to weigh, that is the answer. Whose address is
    secret is kept whoever asked for that."""
    secrecy.follow(work, event, at=envelope.time)
    if event.request_ref is not None:
        follow_mark(work, event, at=envelope.time, rules=rules)


def on_mark_ended(work: Work, event: MarkEnded, envelope: Envelope, rules: Rules) -> None:
    """A mark works no more: a request that asked for the end is answered by it, one that set it shows it."""
    secrecy.follow(work, event, at=envelope.time)
    end_followed(work, event.mark_ref)
    if event.request_ref is not None:
        follow_mark(work, event, at=envelope.time, rules=rules)


def on_mark_request_found_nothing(work: Work, event: MarkRequestFoundNothing, envelope: Envelope, rules: Rules) -> None:
    """What the person wants was so already, and the answer says it."""
    answer_by_fact(work, event.request_ref, subject_ref=event.subject_ref, ground=Ground.ALREADY_SO, rules=rules)


def on_objection_answered(work: Work, event: ObjectionAnswered, envelope: Envelope, rules: Rules) -> None:
    """An objection was weighed: where it stands, a request that asked for it is answered."""
    follow_weighing(work, event, rules=rules)


def on_representation_ended(work: Work, event: RepresentationEnded, envelope: Envelope, rules: Rules) -> None:
    """Somebody speaks for a client no more: his open requests go on for the client, and nothing is told to him."""
    end_authority(work, event.representation_ref, reason="ended")


def on_persons_merged(work: Work, event: PersonsMerged, envelope: Envelope, rules: Rules) -> None:
    """Two references are of one person: open requests follow, and wait until somebody confirms whom they are about."""
    follow_merge(work, kept_ref=event.kept_ref, merged_ref=event.merged_ref, at=envelope.time)
    secrecy.follow_merge(work, kept_ref=event.kept_ref, merged_ref=event.merged_ref)


def on_persons_split(work: Work, event: PersonsSplit, envelope: Envelope, rules: Rules) -> None:
    """Two references are of two persons, again or at last: open requests return to what they were filed under."""
    follow_split(work, kept_ref=event.kept_ref, split_ref=event.split_ref, at=envelope.time)


def on_complaint_referred(work: Work, event: ComplaintReferred, envelope: Envelope, rules: Rules) -> None:
    """A report of a vulnerability is a complaint, and who made it lets it be passed on."""
    file_referred(work, report_ref=event.report_ref, number=event.number, rules=rules)


def on_request_received(work: Work, event: RequestReceived, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: who wrote, called or mailed gets a letter that confirms the receipt."""
    if event.channel in domain.CONFIRMED_BY_LETTER:
        actions.send_word(work, event.request_ref, message_id=envelope.id, template=Word.RECEIVED, rules=rules)


def on_request_answered(work: Work, event: RequestAnswered, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: the person is told that there is an answer."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Word.ANSWERED, rules=rules)


def on_request_withdrawn(work: Work, event: RequestWithdrawn, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: who took a request back by word of mouth gets that in writing."""
    row = work.case(Request, event.request_ref)
    if event.verdict == WITHDRAWN and on_whose_word(work, row):
        actions.send_word(work, row.id, message_id=envelope.id, template=Word.WITHDRAWN, rules=rules)


def on_request_extended(work: Work, event: RequestExtended, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: the person is told of the longer term (art. 12(3) AVG)."""
    actions.send_word(work, event.request_ref, message_id=envelope.id, template=Word.EXTENDED, rules=rules)


def on_carrying_asked(work: Work, event: CarryingAsked, envelope: Envelope, rules: Rules) -> None:
    """Our own question, come back to the worker: where requests is the holder, it carries out its step."""
    if event.holder == REQUESTS:
        erase_own(work, event, rules)


def on_consent_carried_out(work: Work, event: ConsentCarriedOut, envelope: Envelope, rules: Rules) -> None:
    """Consent answered its step, and named who got the data before."""
    told, subject_ref, names = _told(event), event.subject_ref, event.recipients
    answer_by_service(
        work, event.request_ref, event.step_ref, told, subject_ref=subject_ref, rules=rules, recipients=names
    )


def on_carried_out(
    work: Work, event: IdentityCarriedOut | BreachCarriedOut | DisclosureCarriedOut, envelope: Envelope, rules: Rules
) -> None:
    """A service of ours answered its step."""
    told = _told(event)
    answer_by_service(work, event.request_ref, event.step_ref, told, subject_ref=event.subject_ref, rules=rules)


def _told(event: IdentityCarriedOut | ConsentCarriedOut | BreachCarriedOut | DisclosureCarriedOut) -> Told:
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
        MarkRequested,
        RequestWithdrawn,
    }
)
HANDLES: Mapping[type[Event], Handler] = {
    ConsentWithdrawn: on_consent_withdrawn,
    WithdrawalFoundNothing: on_withdrawal_found_nothing,
    RequestReceived: on_request_received,
    MarkSet: on_mark_set,
    MarkEnded: on_mark_ended,
    MarkRequestFoundNothing: on_mark_request_found_nothing,
    ObjectionAnswered: on_objection_answered,
    RepresentationEnded: on_representation_ended,
    PersonsMerged: on_persons_merged,
    PersonsSplit: on_persons_split,
    RequestAnswered: on_request_answered,
    RequestWithdrawn: on_request_withdrawn,
    RequestExtended: on_request_extended,
    IdentificationAsked: on_identification_asked,
    IdentificationLetterMade: on_identification_letter_made,
    RequestMessageWritten: on_request_message_written,
    CarryingAsked: on_carrying_asked,
    IdentityCarriedOut: on_carried_out,
    ConsentCarriedOut: on_consent_carried_out,
    BreachCarriedOut: on_carried_out,
    DisclosureCarriedOut: on_carried_out,
    ComplaintReferred: on_complaint_referred,
}
