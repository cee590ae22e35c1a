"""What works before it is answered: a withdrawal of consent, an objection, a restriction, an address kept secret.

Consent carries it out; the request passes on what is asked as soon as it is sure who asks about whom. Where nothing is
left to weigh, the fact that comes back is the answer; where staff still weigh, it works meanwhile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waarborg_requests.domain.answers import Outcome
from waarborg_requests.domain.states import Move, RequestError, RequestState, after
from waarborg_shared.hooks.values import (
    EVERY_MESSAGE,
    ObjectionAbout,
    ObjectionSubject,
    Purpose,
    PurposeKind,
    RequestKind,
    Text,
)


class PersonNotKnown(RequestError):
    """Whose consent or whose mark it is has to be known before anything is passed on."""

    field = "client_number"
    text = Text("Zoek eerst op om wie het gaat.", "Find out first whom it is about.")


class AlreadyCarriedOut(RequestError):
    """The consent service has been asked already."""

    field = "client_number"
    text = Text(
        "Dit verzoek is al doorgegeven en werkt voor een ander. Dat wordt hier niet teruggedraaid.",
        "This request has been passed on already and works for somebody else. That is not undone here.",
    )


class Step(StrEnum):
    """What is done with a mark."""

    SET = "set"
    END = "end"


class MarkKind(StrEnum):
    """The marks of the consent service, by its codes."""

    OBJECTION = "objection"
    RESTRICTION = "restriction"
    ADDRESS_SECRECY = "address_secrecy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A change of marks to ask for; ``about`` are codes of purposes or messages, none: everything."""

    step: Step
    mark: MarkKind
    about: tuple[str, ...] = ()
    ground: str | None = None


ALL = "all"
ACCURACY, OBJECTION_PENDING = "accuracy", "objection_pending"
DISPUTES = frozenset({RequestKind.CORRECTION, RequestKind.ADDITION})
# An objection to these always holds: direct marketing by art. 21(2) and (3) AVG, questions by what was promised (B16).
ALWAYS_HOLDS = frozenset({PurposeKind.MARKETING, PurposeKind.CALLING, PurposeKind.SURVEY})
_ALWAYS_HELD = frozenset(
    {ObjectionAbout.MARKETING, ObjectionAbout.CALLING, ObjectionAbout.SURVEYS, ObjectionAbout.INSURER_OFFERS}
)


# What a person reads where a fact is the answer: what was done, and what there was to do when all was so already.
DONE: Mapping[RequestKind, tuple[Text, Text]] = {
    RequestKind.WITHDRAWAL: (
        Text(
            "Uw toestemming is ingetrokken. Wij gebruiken uw gegevens daar niet meer voor.",
            "Your consent has been withdrawn. We stopped using your data for it.",
        ),
        Text(
            "Er stond geen toestemming die ingetrokken kon worden. U hoeft niets te doen.",
            "There was no consent that could be withdrawn. You need not do anything.",
        ),
    ),
    RequestKind.ADDRESS_SECRECY: (
        Text(
            "Uw adres is geheim. Wij geven het aan niemand door en laten het nergens zien.",
            "Your address is secret. We give it to nobody and show it nowhere.",
        ),
        Text("Uw adres was al geheim. U hoeft niets te doen.", "Your address was secret already. You need do nothing."),
    ),
    RequestKind.OBJECTION: (
        Text("Uw bezwaar werkt. Wij zijn ermee gestopt.", "Your objection works. We stopped it."),
        Text("Uw bezwaar stond al. U hoeft niets te doen.", "Your objection stood already. You need do nothing."),
    ),
    RequestKind.OBJECTION_WITHDRAWAL: (
        Text("Uw bezwaar is ingetrokken.", "Your objection has been withdrawn."),
        Text("Er stond geen bezwaar. U hoeft niets te doen.", "There was no objection. You need do nothing."),
    ),
}


def stopped_by(subject: ObjectionSubject | None, purposes: Mapping[str, Purpose]) -> tuple[str, ...]:
    """Return what an objection stops: purposes that an objection can stop, and kinds of message, as the organisation
    says under this subject."""
    if subject is None:
        return ()
    objectable = (code for code in subject.purposes if purposes[code].objectable)
    return (*objectable, *subject.message_kinds)


def passing(
    kind: RequestKind,
    about: str | None,
    against: tuple[str, ...] = (),
    *,
    disputed: bool = False,
    objected: bool = False,
) -> Passing | None:
    """Return which marks to change for a request, or None where nothing is certain before it was weighed.

    ``against`` is what an objection about ``about`` stops. ``disputed`` is whether the same person disputes that his
    data are right, ``objected`` whether an objection of his is being weighed: meanwhile the use of his data is
    restricted if he asks (art. 18(1)(a) and (d) AVG).
    """
    if kind is RequestKind.ADDRESS_SECRECY:
        return Passing(step=Step.SET, mark=MarkKind.ADDRESS_SECRECY)
    if kind is RequestKind.RESTRICTION and (disputed or objected):
        return Passing(step=Step.SET, mark=MarkKind.RESTRICTION, ground=ACCURACY if disputed else OBJECTION_PENDING)
    if kind not in (RequestKind.OBJECTION, RequestKind.OBJECTION_WITHDRAWAL):
        return None
    step = Step.SET if kind is RequestKind.OBJECTION else Step.END
    codes = against or ((EVERY_MESSAGE,) if about in _ALWAYS_HELD else ())
    if codes:
        return Passing(step=step, mark=MarkKind.OBJECTION, about=codes)
    # It stops everything that an objection can stop, and its end ends that one; of one in words only, staff ask which.
    in_words_only = about in (None, ObjectionAbout.OTHER)
    return None if step is Step.END and in_words_only else Passing(step=step, mark=MarkKind.OBJECTION)


def only_by_fact(kind: RequestKind, about: str | None) -> bool:
    """Whether nothing is left to weigh, so that the answer is the fact and never anybody's word."""
    if kind is RequestKind.OBJECTION:
        return about in _ALWAYS_HELD
    if kind is RequestKind.OBJECTION_WITHDRAWAL:
        return about not in (None, ObjectionAbout.OTHER)
    return kind in (RequestKind.WITHDRAWAL, RequestKind.ADDRESS_SECRECY)


def carry_out(state: RequestState, *, subject_ref: str | None, asked_before: bool) -> RequestState:
    """Check that what is asked can be passed on now, and return the state that it leads to.

    Raises:
        PersonNotKnown, AlreadyCarriedOut, MoveRefused
    """
    leads_to = after(state, Move.CARRY_OUT)
    if subject_ref is None:
        raise PersonNotKnown("it is not known whom it is about")
    if asked_before:
        raise AlreadyCarriedOut("asked before")
    return leads_to


def answered_by_fact(kind: RequestKind, outcome: str | None, *, in_words: bool = False) -> bool:
    """Whether the answer is a fact of the consent service; ``in_words`` is whether somebody wrote one."""
    by_fact = kind in (
        RequestKind.WITHDRAWAL,
        RequestKind.ADDRESS_SECRECY,
        RequestKind.OBJECTION_WITHDRAWAL,
        RequestKind.OBJECTION,
    )
    return by_fact and outcome == Outcome.GRANTED and not in_words


def settle_person(before: str | None, found: str, *, passed_on: bool) -> str:
    """Return whom a request is about once somebody was identified as ``found``.

    Raises:
        AlreadyCarriedOut: it has been passed on for another person; that is not undone here.
    """
    if passed_on and before != found:
        raise AlreadyCarriedOut(found)
    return found


def still_to_weigh(abouts: Iterable[str | None], purposes: Mapping[str, Purpose]) -> frozenset[str]:
    """Return the purposes for which the objections of a request, each with what it is about, can be weighed."""
    objected = set(abouts)
    return frozenset(
        each.code
        for each in purposes.values()
        if each.objectable and each.kind not in ALWAYS_HOLDS and (None in objected or each.code in objected)
    )


def upheld(to_weigh: Iterable[str], outcomes: Mapping[str, str]) -> bool:
    """Whether the organisation said of each purpose that the objection stands: then there is nothing left to say."""
    purposes = set(to_weigh)
    return bool(purposes) and all(outcomes.get(each) == "upheld" for each in purposes)
