"""What becomes of a request when the person whom it is about died (art. 7:458a BW)."""

from collections.abc import Mapping
from enum import StrEnum

from waarborg_requests.domain.answers import Outcome
from waarborg_requests.domain.authority import AuthorityOver
from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import RequestKind, Text


class KnownHow(StrEnum):
    """How it is known that somebody died."""

    CERTIFICATE = "certificate"
    REGISTER = "register"
    FAMILY = "family"
    CARER = "carer"


class DeathGround(StrEnum):
    """On which ground somebody may see the file of the late client."""

    CONSENT_IN_LIFE = "consent_in_life"
    REPORTED_INCIDENT = "reported_incident"
    COMPELLING_INTEREST = "compelling_interest"
    PARENT_UNDER_16 = "parent_under_16"


class AfterDeath(StrEnum):
    """What becomes of a request."""

    ENDS = "ends"
    """It was the person's own to ask and to take back: nobody does that for him any more."""
    NEEDS_GROUND = "needs_ground"
    """A look at the file: it goes on with a ground of art. 7:458a BW, and with nothing else."""
    GOES_ON = "goes_on"
    """A complaint: who is left behind may have it answered (art. 14 and 15 Wkkgz)."""


class AfterDeathOnly(RequestError):
    """A ground of art. 7:458a BW goes with the file of somebody who died."""

    field = "death_ground"
    text = Text("Er is niet vastgelegd dat deze persoon overleden is.", "It is not recorded that this person died.")


class GroundOfDeathNeeded(RequestError):
    """The file of who died is shown on a ground of art. 7:458a BW, and on no other."""

    field = "outcome"
    text = Text(
        "Deze persoon is overleden. Leg eerst de grond van artikel 7:458a BW vast. Weigeren kan wel.",
        "This person died. Record the ground of article 7:458a BW first. Refusing is possible.",
    )


class RefusedInLife(RequestError):
    """The person put down in life that nobody sees the file (art. 7:458a(4) BW)."""

    field = "death_ground"
    text = Text(
        "Deze persoon heeft bij leven vastgelegd dat niemand het dossier mag zien (art. 7:458a lid 4 BW).",
        "This person put down in life that nobody may see the file (art. 7:458a(4) BW).",
    )


class NotForTheDead(RequestError):
    """Nobody withdraws, objects, restricts or erases for somebody who died."""

    field = "outcome"
    text = Text(
        "Deze persoon is overleden. Dit kan niemand meer namens de persoon vragen.",
        "This person died. Nobody can ask this for that person any more.",
    )


class NotAfterDeath(AuthorityOver):
    """Staff were about to let the answer go to somebody who died, and nobody was found entitled to it."""

    field = ""
    text = Text(
        "Deze persoon is overleden. Geef of verstuur dit niet, zolang er geen grond van artikel 7:458a BW vastligt.",
        "This person died. Do not give or send this while no ground of article 7:458a BW is recorded.",
    )


class DeathInFuture(RequestError):
    """The day of death lies after today."""

    field = "died_on"
    text = Text("Deze dag ligt in de toekomst.", "This day lies in the future.")


class WhoDied(RequestError):
    """It is not known whom the request is about."""

    field = "died_on"
    text = Text("Zoek eerst op om wie het verzoek gaat.", "Find out first whom the request is about.")


_OF_THE_FILE = frozenset({RequestKind.ACCESS, RequestKind.COPY, RequestKind.ACCESS_LOG, RequestKind.REFERRAL_INDEX})
AFTER_DEATH: Mapping[RequestKind, AfterDeath] = {
    kind: AfterDeath.NEEDS_GROUND
    if kind in _OF_THE_FILE
    else AfterDeath.GOES_ON
    if kind is RequestKind.COMPLAINT
    else AfterDeath.ENDS
    for kind in RequestKind
}


def ground_holds(ground: DeathGround, *, refused_in_life: bool) -> DeathGround:
    """Return the ground where it may be used; raises RefusedInLife."""
    if refused_in_life:
        raise RefusedInLife(ground)
    return ground


def may_begin_after_death(kind: RequestKind, ground: DeathGround | None) -> bool:
    """Whether anything may begin for somebody who died: a look on a recorded ground, or the answer to a complaint."""
    becomes = AFTER_DEATH[kind]
    return becomes is AfterDeath.GOES_ON or (becomes is AfterDeath.NEEDS_GROUND and ground is not None)


def check_answer(kind: RequestKind, outcome: Outcome, ground: DeathGround | None) -> None:
    """Refuse an answer that gives what nobody may have. Raises NotForTheDead, GroundOfDeathNeeded."""
    if outcome is Outcome.REFUSED or may_begin_after_death(kind, ground):
        return
    if AFTER_DEATH[kind] is AfterDeath.ENDS:
        raise NotForTheDead(kind)
    raise GroundOfDeathNeeded(kind)
