"""What an answer is, on which grounds it may refuse, and what must have been done before it is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from waarborg_requests.domain.states import Move, RequestError, RequestState, after
from waarborg_shared.hooks.values import GIVES_DATA, RequestKind, Text


class Outcome(StrEnum):
    """What came of a request."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why something was refused, or why nothing had to be done."""

    NOT_IDENTIFIED = "not_identified"
    NO_AUTHORITY = "no_authority"
    NOTHING_HELD = "nothing_held"
    EXCESSIVE = "excessive"
    OTHERS_PRIVACY = "others_privacy"
    WORKING_NOTES = "working_notes"
    LAW = "law"
    INVESTIGATION = "investigation"
    LEGAL_PRIVILEGE = "legal_privilege"
    LAW_FORBIDS_CHANGE = "law_forbids_change"
    LAW_KEEPS = "law_keeps"
    NOT_INCORRECT = "not_incorrect"
    COMPELLING_INTEREST = "compelling_interest"
    UNFOUNDED = "unfounded"
    NOTHING_STOOD = "nothing_stood"
    ALREADY_SO = "already_so"


_K = RequestKind
_EVERY = frozenset(_K)
_WEIGHED = _EVERY - {_K.WITHDRAWAL, _K.OBJECTION_WITHDRAWAL, _K.ADDRESS_SECRECY}

# Which ground can refuse which kind. A withdrawal of consent and an address kept secret are not weighed (art. 7(3) AVG,
# B12): they wait for the right person and nothing else.
GROUNDS: Mapping[Ground, frozenset[RequestKind]] = {
    Ground.NOT_IDENTIFIED: _EVERY - {_K.COMPLAINT},
    Ground.NO_AUTHORITY: _EVERY,
    Ground.NOTHING_HELD: _WEIGHED,
    Ground.EXCESSIVE: _WEIGHED,
    Ground.OTHERS_PRIVACY: GIVES_DATA,
    Ground.WORKING_NOTES: GIVES_DATA,
    Ground.LAW: GIVES_DATA,
    Ground.INVESTIGATION: GIVES_DATA,
    Ground.LEGAL_PRIVILEGE: GIVES_DATA,
    Ground.LAW_FORBIDS_CHANGE: frozenset({_K.CORRECTION, _K.ADDITION, _K.ERASURE}),
    Ground.LAW_KEEPS: frozenset({_K.ERASURE, _K.RESTRICTION}),
    Ground.NOT_INCORRECT: frozenset({_K.CORRECTION, _K.ADDITION, _K.RESTRICTION}),
    Ground.COMPELLING_INTEREST: frozenset({_K.OBJECTION}),
    Ground.UNFOUNDED: frozenset({_K.COMPLAINT}),
}


class GroundNeeded(RequestError):
    """A refusal names its ground, whole or in part (B14, art. 12(4) AVG)."""

    field = "ground"
    text = Text(
        "Kies de grond waarop u (een deel) weigert.", "Choose the ground on which you refuse it, or part of it."
    )


class GroundDoesNotFit(RequestError):
    """The ground does not go with this kind of request, or with granting it."""

    field = "ground"
    text = Text("Deze grond past niet bij dit antwoord.", "This ground does not go with this answer.")


class MoreGroundsDoNotFit(GroundDoesNotFit):
    """One of the other grounds does not go with this kind of request."""

    field = "more_grounds"


class IdentificationNeeded(RequestError):
    """Nothing is given before proper identification (B15); refusing is possible without."""

    field = "outcome"
    text = Text(
        "Leg eerst vast hoe de aanvrager is geïdentificeerd. Weigeren kan wel.",
        "Record first how the person was identified. Refusing is possible.",
    )


class OnlyByFact(RequestError):
    """What works at once is granted by the fact that consent tells, and by nobody's word: until then it is not so."""

    field = "outcome"
    text = Text(
        "Dit is nog niet gebeurd. Leg vast wie het vraagt; dan werkt het meteen en gaat het antwoord vanzelf.",
        "This has not been done yet. Record who asks; then it works at once, and the answer goes by itself.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to give. ``text`` is what the person reads; it is personal and never leaves the case unsealed.

    ``language`` and ``channel`` are those of the letter; None: as the person asked, and as the policy says.
    """

    outcome: Outcome
    text: str
    ground: Ground | None = None
    more_grounds: tuple[Ground, ...] = ()
    language: str | None = None
    channel: str | None = None

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Every ground, the main one first, each once."""
        return tuple(dict.fromkeys((*((self.ground,) if self.ground else ()), *self.more_grounds)))


def grounds_for(kind: RequestKind) -> tuple[Ground, ...]:
    """Return the grounds on which a request of ``kind`` may be refused, in the order of the list."""
    return tuple(ground for ground, kinds in GROUNDS.items() if kind in kinds)


def _check_grounds(given: Answer, kind: RequestKind) -> None:
    fitting = grounds_for(kind)
    if given.ground is not None and given.ground not in fitting:
        raise GroundDoesNotFit(f"{given.ground} is no ground to refuse {kind}")
    if not set(given.more_grounds) <= set(fitting):
        raise MoreGroundsDoNotFit(f"a ground that refuses no {kind}")


def outcomes_for(kind: RequestKind) -> tuple[Outcome, ...]:
    """Return what staff can answer to a request of ``kind``: what a fact answers they can only refuse."""
    return (Outcome.REFUSED,) if kind in (_K.WITHDRAWAL, _K.ADDRESS_SECRECY) else tuple(Outcome)


def answer(state: RequestState, given: Answer, *, kind: RequestKind, must_identify: bool, known: bool) -> RequestState:
    """Check an answer and return the state that it leads to.

    ``must_identify`` is the policy's word for this kind, ``known`` whether somebody has been identified.

    Raises:
        MoveRefused: the request was answered before.
        GroundNeeded, GroundDoesNotFit: the ground is missing, or not one for this kind and outcome.
        IdentificationNeeded: something would be given to somebody unknown (B15).
        OnlyByFact: a withdrawal would be granted while the consent stands.
    """
    answered = after(state, Move.ANSWER)
    if given.outcome not in outcomes_for(kind):
        raise OnlyByFact(kind.value)
    if given.outcome is Outcome.GRANTED:
        if given.grounds:
            raise GroundDoesNotFit("what is granted in full needs no ground")
    elif given.ground is None:
        raise GroundNeeded(f"{given.outcome}: a ground is needed")
    _check_grounds(given, kind)
    if must_identify and not known and given.outcome is not Outcome.REFUSED:
        raise IdentificationNeeded(f"{kind}: nobody has been identified")
    return answered
