"""What partner systems call requests in the vocabulary of the Data Rights Protocol, and how far one is in its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from waarborg_requests.domain.answers import Ground, Outcome
from waarborg_requests.domain.states import RequestState
from waarborg_shared.hooks.values import ObjectionAbout, RequestKind


class Regime(StrEnum):
    """Under which law: there is one here."""

    GDPR = "gdpr"


class Exercise(StrEnum):
    """The right that is exercised; what that vocabulary has no word for has ours."""

    ACCESS = "access"
    COPY = "copy"
    ACCESS_LOG = "access_log"
    REFERRAL_INDEX = "referral_index"
    DELETION = "deletion"
    RECTIFICATION = "rectification"
    COMPLETION = "completion"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    OPT_OUT = "opt_out"
    PORTABILITY = "portability"
    CONSENT_WITHDRAWAL = "consent_withdrawal"


# An opt-out is an objection to direct marketing (art. 21(2) AVG), and needs no more words than that.
KINDS: Mapping[Exercise, RequestKind] = {
    Exercise.ACCESS: RequestKind.ACCESS,
    Exercise.COPY: RequestKind.COPY,
    Exercise.ACCESS_LOG: RequestKind.ACCESS_LOG,
    Exercise.REFERRAL_INDEX: RequestKind.REFERRAL_INDEX,
    Exercise.DELETION: RequestKind.ERASURE,
    Exercise.RECTIFICATION: RequestKind.CORRECTION,
    Exercise.COMPLETION: RequestKind.ADDITION,
    Exercise.RESTRICTION: RequestKind.RESTRICTION,
    Exercise.OBJECTION: RequestKind.OBJECTION,
    Exercise.OPT_OUT: RequestKind.OBJECTION,
    Exercise.PORTABILITY: RequestKind.PORTABILITY,
    Exercise.CONSENT_WITHDRAWAL: RequestKind.WITHDRAWAL,
}


class Status(StrEnum):
    """How far a request is, in the protocol's words."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    REVOKED = "revoked"
    FULFILLED = "fulfilled"
    DENIED = "denied"
    EXPIRED = "expired"


class Reason(StrEnum):
    """Why it is so."""

    NEED_USER_VERIFICATION = "need_user_verification"
    INSUFFICIENT_VERIFICATION = "insuf_verification"
    NO_MATCH = "no_match"
    TOO_MANY_REQUESTS = "too_many_requests"
    CLAIM_NOT_COVERED = "claim_not_covered"
    IN_PART = "in_part"


# Every other ground is the protocol's "covered by an exception of the law".
REASONS: Mapping[Ground, Reason] = {
    Ground.NOT_IDENTIFIED: Reason.INSUFFICIENT_VERIFICATION,
    Ground.NO_AUTHORITY: Reason.INSUFFICIENT_VERIFICATION,
    Ground.NOTHING_HELD: Reason.NO_MATCH,
    Ground.EXCESSIVE: Reason.TOO_MANY_REQUESTS,
}
_WITHOUT_ANSWER: Mapping[RequestState, tuple[Status, Reason | None]] = {
    RequestState.RECEIVED: (Status.OPEN, None),
    RequestState.TAKEN_UP: (Status.IN_PROGRESS, None),
    RequestState.WAITING: (Status.IN_PROGRESS, Reason.NEED_USER_VERIFICATION),
    RequestState.WITHDRAWN: (Status.REVOKED, None),
    RequestState.LAPSED: (Status.EXPIRED, None),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Status and reason of a request."""

    status: Status
    reason: Reason | None = None


def exercise_of(kind: RequestKind, about: str | None) -> Exercise | None:
    """Return the right that a request exercises; None for what that vocabulary does not know (a complaint, say)."""
    if kind is RequestKind.OBJECTION:
        return Exercise.OPT_OUT if about == ObjectionAbout.MARKETING else Exercise.OBJECTION
    return next((exercise for exercise, of in KINDS.items() if of is kind), None)


def standing(state: RequestState, outcome: Outcome | None, ground: Ground | None) -> Standing:
    """Return how a request stands; one that nobody came to identify himself for has *expired*: no right was denied."""
    if outcome is None:
        return Standing(*_WITHOUT_ANSWER[state])
    if outcome is Outcome.GRANTED:
        return Standing(Status.FULFILLED)
    if outcome is Outcome.PARTLY:
        return Standing(Status.FULFILLED, Reason.IN_PART)
    reason = REASONS.get(ground, Reason.CLAIM_NOT_COVERED) if ground else None
    return Standing(Status.EXPIRED if ground is Ground.NOT_IDENTIFIED else Status.DENIED, reason)
