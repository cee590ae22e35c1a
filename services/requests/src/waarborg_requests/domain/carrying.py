"""Carrying out what was decided: which kinds, by which holders, in which order, and when the answer may be given.

Everyone who holds data answers for himself. The register of persons comes last but one when data are erased, because
other holders are found by the numbers that it keeps, and our own requests come last, because what is done is told here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from waarborg_requests.domain.answers import Answer, Outcome
from waarborg_requests.domain.states import RequestError, RequestState, ended_without_answer
from waarborg_shared.carrying import Carried, Kept, Told
from waarborg_shared.hooks.values import Holder, HolderKind, RequestKind, Text


class CarryingState(StrEnum):
    """How far the whole is."""

    PREPARED = "prepared"
    RUNNING = "running"
    DONE = "done"
    CUT_SHORT = "cut_short"
    """Begun, and ended before everybody was asked: what was done stays done."""
    STOPPED = "stopped"
    """Ended before anybody was told."""


class StepState(StrEnum):
    """How far one holder is."""

    WAITING = "waiting"
    TOLD = "told"
    NOT_YET = "not_yet"
    DONE = "done"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    """Nobody will be asked here any more."""


class StepKind(StrEnum):
    """How somebody is asked: a holder as the organisation names it, and beside those who only has to be told."""

    SERVICE = "service"
    PARTNER = "partner"
    PERSON = "person"
    """By a task on the page of the case; a service of ours by an event, a partner system by a webhook."""
    RECIPIENT = "recipient"
    """Somebody who got the data once, and only has to be told (art. 19 AVG)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryingHolder:
    """Who is asked. ``turn`` is when: those of a later turn are asked once all before them have ended."""

    code: str
    kind: StepKind
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStands:
    """One step as it stands, for the rules."""

    turn: int
    state: StepState


NARROWED = "narrowed"
"""Why it was cut short where the person wants less than he asked."""
IDENTITY, CONSENT, REQUESTS = "identity", "consent", "requests"
BREACH, DISCLOSURE = "breach", "disclosure"
ANSWERED = frozenset({StepState.DONE, StepState.REFUSED})
ENDED = ANSWERED | {StepState.NOT_ASKED}
UNDER_WAY = frozenset({CarryingState.PREPARED, CarryingState.RUNNING})
_OVER = frozenset({CarryingState.DONE, CarryingState.CUT_SHORT})
RAN = frozenset({CarryingState.RUNNING, CarryingState.DONE, CarryingState.CUT_SHORT})
ASKED = frozenset({StepState.TOLD, StepState.NOT_YET})

_K = RequestKind
# A yes to these means nothing until the holders did it.
MUST = frozenset({_K.CORRECTION, _K.ADDITION, _K.ERASURE, _K.RESTRICTION})
# Consent does these by itself; what else follows from them may be carried out as well.
MAY = MUST | {_K.OBJECTION, _K.WITHDRAWAL}

_FIRST = tuple(CarryingHolder(code=code, kind=StepKind.SERVICE) for code in (CONSENT, BREACH, DISCLOSURE))
_PUT_RIGHT = (*_FIRST, CarryingHolder(code=IDENTITY, kind=StepKind.SERVICE))
_SERVICES: dict[RequestKind, tuple[CarryingHolder, ...]] = {
    _K.CORRECTION: _PUT_RIGHT,
    _K.ADDITION: _PUT_RIGHT,
    _K.ERASURE: (
        *_FIRST,
        CarryingHolder(code=IDENTITY, kind=StepKind.SERVICE, turn=1),
        CarryingHolder(code=REQUESTS, kind=StepKind.SERVICE, turn=2),
    ),
    _K.RESTRICTION: (CarryingHolder(code=CONSENT, kind=StepKind.SERVICE),),
    _K.OBJECTION: (CarryingHolder(code=CONSENT, kind=StepKind.SERVICE),),
}


class CannotCarry(RequestError):
    """There is nothing to carry out for this kind of request, or not any more."""

    text = Text("Bij dit verzoek is er nu niets uit te voeren.", "There is nothing to carry out for this request now.")


class PersonNeeded(RequestError):
    """Nothing is carried out before it is sure whose data they are (B15)."""

    field = "client_number"
    text = Text(
        "Leg eerst vast wie het vraagt, met het cliëntnummer. Dan kan het worden uitgevoerd.",
        "Record first who asks, with the client number. Then it can be carried out.",
    )


class PreparedForAnother(PersonNeeded):
    """It was made ready for somebody else than the request is about now."""

    text = Text(
        "Dit is klaargezet voor iemand anders dan om wie het nu gaat. Stop het en zet het opnieuw klaar.",
        "This was made ready for somebody else than it is about now. Stop it and make it ready anew.",
    )


class AlreadyPrepared(RequestError):
    """It was prepared or carried out before."""

    text = Text("De uitvoering is al klaargezet.", "This was prepared already.")


class NotPrepared(RequestError):
    """There is nothing prepared that could begin or be stopped."""

    text = Text("Er staat niets klaar om uit te voeren.", "Nothing is ready to be carried out.")


class AlreadyBegun(RequestError):
    """The first holder was told: what was begun is not stopped half-way, and not for another person."""

    field = "client_number"
    text = Text(
        "De uitvoering is al begonnen. Zij kan niet meer worden gestopt of voor een ander gelden.",
        "This has begun already. It cannot be stopped any more, nor be for somebody else.",
    )


class CarryingHeld(RequestError):
    """Nobody further is asked as long as it is not sure whom it is about, or that who asks may."""

    text = Text(
        "De uitvoering staat stil. Leg eerst vast om wie het gaat, en dat wie het vraagt dat mag.",
        "This stands still. Record first whom it is about, and that who asks may do so.",
    )


class NoSuchStep(RequestError):
    """This step does not exist, or it is not this holder's."""

    text = Text("Deze stap is er niet.", "There is no such step.")


class AnsweredOtherwise(RequestError):
    """The holder answered before, and not so."""

    text = Text(
        "Bij deze stap is al iets anders geantwoord. Dat blijft staan.",
        "Something else was answered to this step before. That stands.",
    )


class NotAskedYet(RequestError):
    """It is not this holder's turn yet."""

    text = Text("Deze stap is nog niet aan de beurt.", "It is not the turn of this step yet.")


class NotAskedAnyMore(NotAskedYet):
    """The request was taken back, narrowed or ended before it was this holder's turn."""

    text = Text("Deze stap is niet meer nodig.", "This step is not needed any more.")


class EverybodyAsked(RequestError):
    """There is nobody left who was not asked."""

    text = Text(
        "Iedereen is al gevraagd. Leg vast wat ervan kwam, of wacht op antwoord.",
        "Everybody was asked already. Record what came of it, or wait for an answer.",
    )


class WhyNeeded(RequestError):
    """What is refused or put off has a reason."""

    field = "why_not"
    text = Text("Kies waarom dit niet is gedaan.", "Choose why this was not done.")


class WhyPurpose(RequestError):
    """An objection is against something."""

    field = "about"
    text = Text("Kies waartegen het bezwaar is.", "Choose what the objection is against.")


class WhyRestricted(RequestError):
    """A restriction has one of the grounds of art. 18(1) AVG."""

    field = "restricted_because"
    text = Text("Kies waarom het gebruik wordt beperkt.", "Choose why the use is restricted.")


class NotCarriedOut(RequestError):
    """A yes before it was done."""

    field = "outcome"
    text = Text(
        "Voer het besluit eerst uit. Zolang dat niet klaar is, kunt u alleen weigeren.",
        "Carry the decision out first. As long as that is not finished you can only refuse.",
    )


class StillWaits(NotCarriedOut):
    """The same, with who is waited for."""

    def __init__(self, holders: Sequence[Text]) -> None:
        super().__init__("not everybody answered")
        self.text = Text(
            f"Wacht nog: dit is niet uitgevoerd bij {', '.join(each.nl for each in holders)}.",
            f"Wait: this was not carried out yet at {', '.join(each.en for each in holders)}.",
        )


class SomethingStays(RequestError):
    """Not everything could be done: that is an answer in part."""

    field = "outcome"
    text = Text(
        "Niet alles kon worden uitgevoerd. Kies “Gedeeltelijk toegewezen”, en de grond.",
        "Not everything could be carried out. Choose “Granted in part”, and the ground.",
    )


class WasCarriedOut(RequestError):
    """What was done is not refused afterwards."""

    field = "outcome"
    text = Text(
        "Dit is al uitgevoerd. Kies “Toegewezen” of “Gedeeltelijk toegewezen”.",
        "This was carried out already. Choose “Granted” or “Granted in part”.",
    )


def holders_for(kind: RequestKind, holders: Iterable[Holder]) -> tuple[CarryingHolder, ...]:
    """Return who is asked for a kind of request: our services that it is about, named by the organisation or not, and
    every other holder that it names: a partner system by its own answer, people by a task."""
    outside = tuple(
        CarryingHolder(code=each.code, kind=StepKind(each.kind.value))
        for each in holders
        if each.kind is not HolderKind.SERVICE
    )
    return (*_SERVICES.get(kind, ()), *outside)


def can_be_carried(kind: RequestKind, state: RequestState) -> bool:
    """Whether something can still be made ready: for a request that is open, and for a consent that was taken back also
    after the answer, which goes by itself."""
    if kind not in MAY or ended_without_answer(state):
        return False
    return state is not RequestState.ANSWERED or kind is RequestKind.WITHDRAWAL


def prepare(kind: RequestKind, state: RequestState, *, known: bool, about: bool, ground: str | None) -> None:
    """Check that what was decided can be made ready; ``about`` says whether it is about something by name.

    Raises:
        CannotCarry, PersonNeeded, WhyPurpose, WhyRestricted
    """
    if not can_be_carried(kind, state):
        raise CannotCarry(kind)
    if not known:
        raise PersonNeeded(kind)
    if kind is RequestKind.OBJECTION and not about:
        raise WhyPurpose(kind)
    if (kind is RequestKind.RESTRICTION) != (ground is not None):
        raise WhyRestricted(kind)


def next_turn(steps: Iterable[StepStands]) -> int | None:
    """Return the turn that is to be asked now, None while somebody is still asked or when all have ended."""
    rows = tuple(steps)
    if any(each.state in ASKED for each in rows):
        return None
    return min((each.turn for each in rows if each.state is StepState.WAITING), default=None)


def over(steps: Iterable[StepStands]) -> bool:
    """Whether every holder has ended."""
    return all(each.state in ENDED for each in steps)


def answer_of(state: StepState, told: Told, *, before: Told | None) -> StepState:
    """Return the state that a holder's answer leads to.

    The same answer again leads nowhere else. What is put off, or refused, may be answered anew; what was done is done.

    Raises:
        NotAskedYet, AnsweredOtherwise, WhyNeeded
    """
    if told.outcome is not Carried.DONE and told.ground is None:
        raise WhyNeeded(told.outcome)
    if state is StepState.WAITING:
        raise NotAskedYet(state)
    if state is StepState.NOT_ASKED:
        raise NotAskedAnyMore(state)
    if state in ENDED and told != before:
        raise AnsweredOtherwise(state)
    return StepState(told.outcome.value)


def something_stays(state: StepState, kept: Sequence[Kept]) -> bool:
    """Whether a step leaves something as it was that the person asked to change."""
    return state in (StepState.REFUSED, StepState.NOT_ASKED) or bool(kept)


def to_be_answered(
    kind: RequestKind,
    given: Answer,
    *,
    carrying: CarryingState | None,
    waits: Sequence[Text],
    stays: bool,
    done: bool = True,
) -> None:
    """Check an answer against what was carried out. A refusal needs nothing as long as nobody was told; after that it
    is only true where ``done`` is not, as no holder did anything.

    Raises:
        NotCarriedOut, StillWaits, SomethingStays, WasCarriedOut
    """
    if carrying is CarryingState.RUNNING:
        raise StillWaits(waits)
    if given.outcome is Outcome.REFUSED:
        if carrying in _OVER and done:
            raise WasCarriedOut(kind)
        return
    if carrying not in _OVER and (kind in MUST or carrying is CarryingState.PREPARED):
        raise NotCarriedOut(kind)
    if carrying in _OVER and stays and given.outcome is Outcome.GRANTED:
        raise SomethingStays(kind)
