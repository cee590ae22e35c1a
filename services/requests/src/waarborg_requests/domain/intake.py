"""What may be filed: the kinds, who asks for whom, and how they want to be reached."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import Purpose, RequestKind, Text


class Reach(StrEnum):
    """How somebody wants to be reached about a request."""

    POST = "post"
    EMAIL = "email"
    PHONE = "phone"


class CameBy(StrEnum):
    """How a request came in."""

    PAGE = "page"
    PARTNER = "partner"
    STAFF = "staff"


class PurposeNotKnown(RequestError):
    """The organisation has no such purpose that a consent could stand for (J2: the list is closed)."""

    field = "purpose"
    text = Text("Kies een toestemming van de lijst.", "Choose a consent from the list.")


class PurposeNotAsked(RequestError):
    """Only a withdrawal of consent names a purpose."""

    field = "purpose"
    text = Text(
        "Een doel hoort alleen bij het intrekken van toestemming.", "A purpose goes with a withdrawal of consent only."
    )


class RepresentativeNotKnown(RequestError):
    """The organisation knows no such kind of representative (B1)."""

    field = "representative"
    text = Text("Kies een van de genoemde rollen.", "Choose one of the capacities on the list.")


class ForWhom(RequestError):
    """Somebody who asks for another says for whom."""

    field = "on_behalf_of"
    text = Text(
        "Vul de naam in van de persoon voor wie u iets vraagt.", "Give the name of the person for whom you ask."
    )


class AsWhat(RequestError):
    """Somebody who asks for another says in which capacity."""

    field = "representative"
    text = Text("Kies wat u bent van de persoon voor wie u iets vraagt.", "Choose what you are to that person.")


class SayWhat(RequestError):
    """This kind of request means nothing without the words that go with it."""

    field = "asked"
    text = Text("Schrijf op wat u precies vraagt.", "Write down what exactly you ask.")


# What says enough by itself; for the rest somebody has to write what is wrong, or what he objects to.
SAYS_ENOUGH = frozenset(
    {
        RequestKind.ACCESS,
        RequestKind.COPY,
        RequestKind.ACCESS_LOG,
        RequestKind.PORTABILITY,
        RequestKind.WITHDRAWAL,
        RequestKind.ADDRESS_SECRECY,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was filed, as codes: the words that go with it are sealed, and the rules know only whether there are any."""

    kind: RequestKind
    purpose: str | None = None
    representative: str | None = None
    for_another: bool = False
    in_words: bool = True


def withdrawable(purposes: Collection[Purpose]) -> tuple[Purpose, ...]:
    """Return the purposes for which consent may stand, as basis or for special data (J4), and may so be withdrawn."""
    return tuple(purpose for purpose in purposes if purpose.takes_consent)


def check(question: Question, purposes: Collection[Purpose], representatives: Collection[str]) -> None:
    """Refuse what does not hang together.

    Raises:
        PurposeNotAsked, PurposeNotKnown: a purpose with another kind, or one that no consent can stand for.
        RepresentativeNotKnown, ForWhom, AsWhat: an unknown capacity, or one without the other's name, or the reverse.
        SayWhat: a correction without what is wrong, a complaint without what it is about.
    """
    if not question.in_words and question.kind not in SAYS_ENOUGH:
        raise SayWhat(question.kind)
    if question.purpose is not None:
        if question.kind is not RequestKind.WITHDRAWAL:
            raise PurposeNotAsked(question.purpose)
        if question.purpose not in {purpose.code for purpose in withdrawable(purposes)}:
            raise PurposeNotKnown(question.purpose)
    if question.representative is not None and question.representative not in representatives:
        raise RepresentativeNotKnown(question.representative)
    if question.for_another and question.representative is None:
        raise AsWhat("a name without a capacity")
    if question.representative is not None and not question.for_another:
        raise ForWhom("a capacity without a name")
