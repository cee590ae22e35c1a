"""May this message be sent to this person? First the message itself is judged, then whether this person gets it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waarborg_consent.domain.consents import Standing
from waarborg_consent.domain.marks import Mark, MarkKind, first_of, use_goes_on
from waarborg_consent.domain.objections import objection_to_message
from waarborg_consent.domain.policy.law import covered
from waarborg_shared.hooks.values import (
    Channel,
    Content,
    DataCategory,
    LegalBasis,
    MessageKind,
    Purpose,
    PurposeKind,
    Sensitivity,
)


class MessageReason(StrEnum):
    """Why a message may or may not be sent; each has a sentence for people in ``texts``."""

    ALLOWED_SERVICE = "allowed-service"
    ALLOWED_BY_CONSENT = "allowed-by-consent"
    ALLOWED_BY_BASIS = "allowed-by-basis"
    NEVER_SENT = "never-sent"
    CHANNEL_NOT_FOR_KIND = "channel-not-for-kind"
    DATA_OF_OTHERS = "data-of-others"
    ORDINARY_DATA_ONLY = "ordinary-data-only"
    OTHER_DATA = "other-data"
    DATA_GIVEN_LATER = "data-given-later"
    CHANNEL_NOT_SECURE = "channel-not-secure-enough"
    NO_MAILING = "no-mailing"
    NO_NAMED_STAFF = "no-named-staff"
    OBJECTION = "objection"
    RESTRICTED = "restricted"
    ADDRESS_KEPT = "address-secret"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    CONSENT_MISSING = "consent-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageQuestion:
    """A message that somebody wants to send to so many ``persons``.

    ``categories`` are the data in it. ``from_agreement`` says that all of them, and those by which the person is
    reached, were given when the agreement was made; ``of_others`` that data of somebody else stand in it too.
    ``staff_ref`` is the member of staff who brings it.
    """

    kind: str
    channel: str
    categories: tuple[str, ...] = ()
    from_agreement: bool = False
    of_others: bool = False
    staff_ref: str | None = None
    persons: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """What the organisation's rules say of the kind, its purpose, the channel and the data."""

    kind: MessageKind
    purpose: Purpose
    channel: Channel
    categories: Mapping[str, DataCategory]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What is known of one person: what stands of his consent for the purpose, and his marks in force."""

    standing: Standing
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAnswer:
    """The answer for one person. ``address_secret``: whoever sends it lets nobody see the address."""

    allowed: bool
    reason: MessageReason
    consent_event: str | None = None
    mark_id: str | None = None
    address_secret: bool = False


SELLING = frozenset({PurposeKind.MARKETING, PurposeKind.CALLING})
Condition = Callable[[MessageQuestion, MessageFacts], MessageReason | None]


def _sent(_: MessageQuestion, facts: MessageFacts) -> MessageReason | None:
    return None if facts.kind.channels else MessageReason.NEVER_SENT


def _channel(_: MessageQuestion, facts: MessageFacts) -> MessageReason | None:
    return None if facts.channel.code in facts.kind.channels else MessageReason.CHANNEL_NOT_FOR_KIND


def _own_data(question: MessageQuestion, facts: MessageFacts) -> MessageReason | None:
    """J6, B8: only the person's own data, of the sorts that the kind names; selling takes ordinary data alone."""
    if question.of_others:
        return MessageReason.DATA_OF_OTHERS
    if facts.purpose.kind in SELLING and any(_beyond_ordinary(code, facts) for code in question.categories):
        return MessageReason.ORDINARY_DATA_ONLY
    if not set(question.categories) <= {*facts.kind.reach, *facts.kind.categories}:
        return MessageReason.OTHER_DATA
    return None


def _beyond_ordinary(code: str, facts: MessageFacts) -> bool:
    return code in facts.categories and facts.categories[code].sensitivity is not Sensitivity.ORDINARY


def _given_then(question: MessageQuestion, facts: MessageFacts) -> MessageReason | None:
    """B8: only those that were given when the agreement was made."""
    late = facts.kind.from_agreement and not question.from_agreement
    return MessageReason.DATA_GIVEN_LATER if late else None


def _secure(question: MessageQuestion, facts: MessageFacts) -> MessageReason | None:
    """B15: a channel carries no more than it is secure enough for."""
    carried = content_of(question.categories, facts) in facts.channel.carries
    return None if carried else MessageReason.CHANNEL_NOT_SECURE


def _one_by_one(question: MessageQuestion, facts: MessageFacts) -> MessageReason | None:
    """J7: what is not needed for the agreement goes to many at once by a channel for mailings, or to nobody.

    What is said in person is said to one person, by a member of staff who is named.
    """
    if facts.kind.service:
        return None
    many = question.persons > 1
    if many and (facts.kind.personal or not _takes_many(facts)):
        return MessageReason.NO_MAILING
    return MessageReason.NO_NAMED_STAFF if facts.kind.personal and not question.staff_ref else None


def _takes_many(facts: MessageFacts) -> bool:
    """A list of people to call is made at once, and each call is one by itself."""
    return facts.channel.mailing or facts.purpose.kind is PurposeKind.CALLING


ABOUT_THE_MESSAGE: tuple[Condition, ...] = (_sent, _channel, _own_data, _given_then, _secure, _one_by_one)

_CONTENT = {
    Sensitivity.ORDINARY: Content.PERSONAL,
    Sensitivity.FINANCIAL: Content.FINANCIAL,
    Sensitivity.BSN: Content.HEALTH,
    Sensitivity.HEALTH: Content.HEALTH,
    Sensitivity.CRIMINAL: Content.HEALTH,
    Sensitivity.ETHNIC: Content.HEALTH,
}
_HEAVIEST = (Content.HEALTH, Content.FINANCIAL, Content.PERSONAL)


def content_of(categories: tuple[str, ...], facts: MessageFacts) -> Content:
    """Return how much a message carries: a notice, as long as nothing stands in it but what addresses the person."""
    beyond = [code for code in categories if code not in facts.kind.reach and code in facts.categories]
    contents = {_CONTENT[facts.categories[code].sensitivity] for code in beyond}
    return next((content for content in _HEAVIEST if content in contents), Content.NOTICE)


def asked_of_consent(categories: Iterable[str], facts: MessageFacts) -> tuple[str, ...]:
    """Return the data that a yes has to reach for a message: those in it and those by which the person is reached, as
    far as a yes to the purpose is about them. A yes to a part of these is none; a no to other data stops nothing.
    """
    in_it = {*facts.kind.reach, *categories}
    return tuple(each.code for each in covered(facts.purpose, facts.categories) if each.code in in_it)


def judge_message(question: MessageQuestion, facts: MessageFacts) -> MessageReason | None:
    """Return why the message can go to nobody so, or None where it depends on the person."""
    for condition in ABOUT_THE_MESSAGE:
        reason = condition(question, facts)
        if reason is not None:
            return reason
    return None


def may_send(facts: MessageFacts, person: PersonFacts) -> MessageAnswer:
    """Say whether a person may get a message with which itself nothing is wrong.

    A service message always passes. For the rest an objection comes first and nothing weighs against it (art. 21(3)
    AVG), then a restriction, a secret address, and consent.
    """
    secret = first_of(person.marks, MarkKind.ADDRESS_SECRECY)
    if facts.kind.service:
        return MessageAnswer(allowed=True, reason=MessageReason.ALLOWED_SERVICE, address_secret=secret is not None)
    stopped = _stopped(facts, person, secret)
    if stopped is not None:
        reason, mark = stopped
        return MessageAnswer(
            allowed=False,
            reason=reason,
            mark_id=mark.id if mark else None,
            consent_event=None if mark else person.standing.event_id,
            address_secret=secret is not None,
        )
    by_consent = person.standing.stands and LegalBasis.CONSENT in facts.purpose.bases
    return MessageAnswer(
        allowed=True,
        reason=MessageReason.ALLOWED_BY_CONSENT if by_consent else MessageReason.ALLOWED_BY_BASIS,
        consent_event=person.standing.event_id if by_consent else None,
        address_secret=secret is not None,
    )


def _stopped(facts: MessageFacts, person: PersonFacts, secret: Mark | None) -> tuple[MessageReason, Mark | None] | None:
    objection = objection_to_message(person.marks, facts.kind, facts.purpose)
    if objection is not None:
        return MessageReason.OBJECTION, objection
    restriction = first_of(person.marks, MarkKind.RESTRICTION)
    since = person.standing.since if person.standing.stands else None
    if not use_goes_on(restriction, grounded=False, consent_since=since):
        return MessageReason.RESTRICTED, restriction
    if secret is not None and facts.kind.handed_to:
        return MessageReason.ADDRESS_KEPT, secret
    reason = _consent(facts.purpose, person.standing)
    return (reason, None) if reason is not None else None


def _consent(purpose: Purpose, standing: Standing) -> MessageReason | None:
    """As in the decision: consent alone is needed, and beside another basis that an objection stops, a no is one."""
    if standing.opposes and LegalBasis.CONSENT in purpose.bases and purpose.objectable:
        return MessageReason.CONSENT_WITHDRAWN
    if purpose.rests_on_consent and not standing.stands:
        return MessageReason.CONSENT_MISSING
    return None
