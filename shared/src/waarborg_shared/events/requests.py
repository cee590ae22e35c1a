"""What the requests service tells: requests received and answered, withdrawals asked for, clocks that run out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from waarborg_shared.events.base import Event


@dataclass(frozen=True, kw_only=True)
class RequestReceived(Event):
    """Someone asked something about their data; the clock runs from here (art. 12(3) GDPR)."""

    type: ClassVar[str] = "nl.waarborg.requests.request-received.v1"

    request_ref: Annotated[str, "reference of the request"]
    kind: Annotated[str, "code of the kind of request, such as access or erasure"]
    channel: Annotated[str, "code of the channel that it came by, such as page, letter or partner"]
    due_at: Annotated[datetime, "the moment by which the answer is due"]
    number: Annotated[str | None, "the request's number"] = None
    origin: Annotated[str | None, "code of the service that it came from; null: somebody filed it here"] = None
    origin_ref: Annotated[str | None, "reference of what it came from, such as a vulnerability report"] = None


@dataclass(frozen=True, kw_only=True)
class WithdrawalRequested(Event):
    """A request asks to withdraw a consent; the consent service carries it out at once."""

    type: ClassVar[str] = "nl.waarborg.requests.withdrawal-requested.v1"

    request_ref: Annotated[str, "reference of the request"]
    subject_ref: Annotated[str, "reference of the person whose consent it is"]
    purpose: Annotated[str | None, "code of the purpose; null: every consent of the person"] = None


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(Event):
    """A request got its answer."""

    type: ClassVar[str] = "nl.waarborg.requests.request-answered.v1"

    request_ref: Annotated[str, "reference of the request"]
    kind: Annotated[str, "code of the kind of request"]
    outcome: Annotated[str, "code of the outcome, such as granted, partly or refused"]


@dataclass(frozen=True, kw_only=True)
class RequestExtended(Event):
    """The term of a request was lengthened within what the law allows, and the person is told (art. 12(3) GDPR)."""

    type: ClassVar[str] = "nl.waarborg.requests.request-extended.v1"

    request_ref: Annotated[str, "reference of the request"]
    kind: Annotated[str, "code of the kind of request"]
    due_at: Annotated[datetime, "the moment by which the answer is due now"]


@dataclass(frozen=True, kw_only=True)
class RequestClockNeared(Event):
    """A clock of a request has used up most of its term (80 % unless the organisation says otherwise)."""

    type: ClassVar[str] = "nl.waarborg.requests.request-clock-neared.v1"

    request_ref: Annotated[str, "reference of the request"]
    clock: Annotated[str, "name of the clock"]
    due_at: Annotated[datetime, "when the clock runs out"]


@dataclass(frozen=True, kw_only=True)
class RequestClockLapsed(Event):
    """A clock of a request ran out."""

    type: ClassVar[str] = "nl.waarborg.requests.request-clock-lapsed.v1"

    request_ref: Annotated[str, "reference of the request"]
    clock: Annotated[str, "name of the clock"]
    due_at: Annotated[datetime, "when the clock ran out"]


@dataclass(frozen=True, kw_only=True)
class IdentificationAsked(Event):
    """There is reasonable doubt about who asks, and the person is asked to show who he is (art. 12(6) GDPR)."""

    type: ClassVar[str] = "nl.waarborg.requests.identification-asked.v1"

    request_ref: Annotated[str, "reference of the request"]
    kind: Annotated[str, "code of the kind of request"]
    ground: Annotated[str, "code of the reason, such as name_differs or not_found"]


@dataclass(frozen=True, kw_only=True)
class IdentificationLetterMade(Event):
    """A letter with a one-time code was made, for the address that is known in the register of persons."""

    type: ClassVar[str] = "nl.waarborg.requests.identification-letter-made.v1"

    request_ref: Annotated[str, "reference of the request"]
    letter_ref: Annotated[str, "reference of the letter"]


@dataclass(frozen=True, kw_only=True)
class HolderAsked(Event):
    """Somebody who holds data of a person is asked for them; only a partner that is this holder is told."""

    type: ClassVar[str] = "nl.waarborg.requests.holder-asked.v1"

    request_ref: Annotated[str, "reference of the request"]
    task_ref: Annotated[str, "reference of what this holder is asked, to answer with"]
    holder: Annotated[str, "code of the holder"]
    subject_ref: Annotated[str, "reference of the person whose data are asked for"]
    kind: Annotated[str, "code of the kind of request"]
    due_at: Annotated[datetime, "the moment by which the data are to be there"]
    again: Annotated[bool, "whether it was asked before and most of the time has gone"] = False


@dataclass(frozen=True, kw_only=True)
class HolderReleased(Event):
    """What a holder was asked is not needed any more; only a partner that is this holder is told."""

    type: ClassVar[str] = "nl.waarborg.requests.holder-released.v1"

    request_ref: Annotated[str, "reference of the request"]
    task_ref: Annotated[str, "reference of what this holder was asked"]
    holder: Annotated[str, "code of the holder"]


@dataclass(frozen=True, kw_only=True)
class RequestMessageWritten(Event):
    """Somebody wrote a message about a request; the other side is told that there is one and no more."""

    type: ClassVar[str] = "nl.waarborg.requests.request-message-written.v1"

    request_ref: Annotated[str, "reference of the request"]
    writer_kind: Annotated[str, "code of the side that wrote it: person or staff"]


@dataclass(frozen=True, kw_only=True)
class CarryingAsked(Event):
    """One holder is asked to carry out what was decided on a request; it answers by the step's reference."""

    type: ClassVar[str] = "nl.waarborg.requests.carrying-asked.v1"

    request_ref: Annotated[str, "reference of the request"]
    carrying_ref: Annotated[str, "reference of the whole of what is carried out"]
    step_ref: Annotated[str, "reference of this holder's step: the same one a second time is the same question"]
    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    kind: Annotated[str, "code of the kind of request, such as correction or erasure"]
    holder: Annotated[str, "code of the holder that is asked: a service of ours, or a partner system"]
    about: Annotated[tuple[str, ...], "codes of what it is about: kinds of data, a purpose; none: everything"] = ()
    ground: Annotated[str | None, "code of why, where the kind asks for one, such as accuracy for a restriction"] = None
    stays: Annotated[tuple[str, ...], "codes of the rules by which other holders keep data of the person"] = ()
    joined_refs: Annotated[tuple[str, ...], "other references of the person, for a service that knows of none"] = ()


@dataclass(frozen=True, kw_only=True)
class LegalHoldSet(Event):
    """Nothing of a person is erased until this hold ends."""

    type: ClassVar[str] = "nl.waarborg.requests.legal-hold-set.v1"

    hold_ref: Annotated[str, "reference of the hold"]
    subject_ref: Annotated[str, "reference of the person"]


@dataclass(frozen=True, kw_only=True)
class LegalHoldEnded(Event):
    """A hold stands no more."""

    type: ClassVar[str] = "nl.waarborg.requests.legal-hold-ended.v1"

    hold_ref: Annotated[str, "reference of the hold"]
    subject_ref: Annotated[str, "reference of the person"]


@dataclass(frozen=True, kw_only=True)
class MarkRequested(Event):
    """A request asks to set or end an objection, a restriction or address secrecy; consent does so at once."""

    type: ClassVar[str] = "nl.waarborg.requests.mark-requested.v1"

    request_ref: Annotated[str, "reference of the request"]
    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    change_kind: Annotated[str, "set or end"]
    kind: Annotated[str, "objection, restriction or address_secrecy"]
    about: Annotated[tuple[str, ...], "codes of purposes or kinds of message objected to; none: everything"] = ()
    ground: Annotated[str | None, "code of why the use is restricted; null: no restriction"] = None


@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(Event):
    """A request ended without an answer: it was taken back, or the person died."""

    type: ClassVar[str] = "nl.waarborg.requests.request-withdrawn.v1"

    request_ref: Annotated[str, "reference of the request"]
    kind: Annotated[str, "code of the kind of request"]
    verdict: Annotated[str, "why it ended: withdrawn or died"]


EVENTS: tuple[type[Event], ...] = (
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
)
