"""What may be filed: the kinds, who asks for whom, and how they want to be reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from waarborg_requests.domain.states import RequestError
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks.values import ObjectionAbout, Purpose, RequestKind, Text


class Reach(StrEnum):
    """How somebody wants to be reached about a request."""

    POST = "post"
    EMAIL = "email"
    PHONE = "phone"


class CameHow(StrEnum):
    """How what a member of staff wrote down had reached him."""

    LETTER = "letter"
    PHONE = "phone"
    EMAIL = "email"
    TABLE = "table"
    DESK = "desk"


# Who sits opposite gets the confirmation into his hands; the others get it by post.
HANDED_OVER = frozenset({CameHow.TABLE, CameHow.DESK})
CONFIRMED_BY_LETTER = frozenset(CameHow) - HANDED_OVER
# A letter that lay longer than this is a slip of the pen in the date, and not a letter.
LONGEST_UNOPENED = timedelta(days=366)


class CameBy(StrEnum):
    """How a request came in."""

    PAGE = "page"
    PARTNER = "partner"
    STAFF = "staff"
    DISCLOSURE = "disclosure"


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


class AboutNeeded(RequestError):
    """An objection says what it is about (B16)."""

    field = "about"
    text = Text("Kies waartegen u bezwaar maakt.", "Choose what you object to.")


class AboutNotAsked(RequestError):
    """Only an objection, and who takes one back, says what it is about."""

    field = "about"
    text = Text(
        "Waartegen het gaat, hoort alleen bij (het intrekken van) een bezwaar.",
        "What it is about goes with an objection, or its withdrawal, only.",
    )


class AboutNotKnown(RequestError):
    """The organisation does nothing of the kind that somebody could object to."""

    field = "about"
    text = Text("Kies een van de onderwerpen van de lijst.", "Choose one of the subjects on the list.")


class NotReceivedYet(RequestError):
    """Nothing is received on a day that is still to come."""

    field = "received_on"
    text = Text("Deze dag moet nog komen.", "This day is still to come.")


class ReceivedLongAgo(RequestError):
    """The day of receipt is too long ago to be right."""

    field = "received_on"
    text = Text(
        "Deze dag is meer dan een jaar geleden. Controleer de datum.",
        "This day is more than a year ago. Check the date.",
    )


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
        RequestKind.REFERRAL_INDEX,
        RequestKind.PORTABILITY,
        RequestKind.WITHDRAWAL,
        RequestKind.ADDRESS_SECRECY,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was filed, as codes: the words that go with it are sealed, and the rules know only whether there are any."""

    kind: RequestKind
    about: ObjectionAbout | None = None
    purpose: str | None = None
    representative: str | None = None
    for_another: bool = False
    in_words: bool = True


# An objection names its subject; who takes one back may, and then it ends at once. Else somebody finds out which.
SAYS_ABOUT = frozenset({RequestKind.OBJECTION, RequestKind.OBJECTION_WITHDRAWAL})


def withdrawable(purposes: Collection[Purpose]) -> tuple[Purpose, ...]:
    """Return the purposes for which consent may stand, as basis or for special data (J4), and may so be withdrawn."""
    return tuple(purpose for purpose in purposes if purpose.takes_consent)


def check(
    question: Question,
    purposes: Collection[Purpose],
    representatives: Collection[str],
    subjects: Collection[ObjectionAbout] = tuple(ObjectionAbout),
) -> None:
    """Refuse what does not hang together; ``subjects`` is what can be objected to at this organisation.

    Raises:
        PurposeNotAsked, PurposeNotKnown: a purpose with another kind, or one that no consent can stand for.
        AboutNeeded, AboutNotAsked, AboutNotKnown: an objection to nothing, or to what is not done here.
        RepresentativeNotKnown, ForWhom, AsWhat: an unknown capacity, or one without the other's name, or the reverse.
        SayWhat: a correction without what is wrong, a complaint without what it is about.
    """
    check_what(question, purposes, subjects)
    check_whom(question, representatives)


def check_what(question: Question, purposes: Collection[Purpose], subjects: Collection[ObjectionAbout]) -> None:
    """Refuse details that do not go with the kind; raises as `check`."""
    _check_about(question, subjects)
    if not question.in_words and not says_enough(question.kind, question.about):
        raise SayWhat(question.kind)
    if question.purpose is not None:
        if question.kind is not RequestKind.WITHDRAWAL:
            raise PurposeNotAsked(question.purpose)
        if question.purpose not in {purpose.code for purpose in withdrawable(purposes)}:
            raise PurposeNotKnown(question.purpose)


def check_whom(question: Question, representatives: Collection[str]) -> None:
    """Refuse a capacity that is not known, or half of an answer to for whom it is; raises as `check`."""
    if question.representative is not None and question.representative not in representatives:
        raise RepresentativeNotKnown(question.representative)
    if question.for_another and question.representative is None:
        raise AsWhat("a name without a capacity")
    if question.representative is not None and not question.for_another:
        raise ForWhom("a capacity without a name")


def says_enough(kind: RequestKind, about: ObjectionAbout | None) -> bool:
    """Whether a request needs no words: an objection whose subject is named needs none either (art. 21(2) AVG)."""
    if kind in SAYS_ABOUT:
        return about is not None and about is not ObjectionAbout.OTHER
    return kind in SAYS_ENOUGH


def _check_about(question: Question, subjects: Collection[ObjectionAbout]) -> None:
    if question.about is None:
        if question.kind is RequestKind.OBJECTION:
            raise AboutNeeded(question.kind)
        return
    if question.kind not in SAYS_ABOUT:
        raise AboutNotAsked(question.about)
    if question.about not in subjects:
        raise AboutNotKnown(question.about)


def received_at(received_on: date | None, now: datetime) -> datetime:
    """Return the moment from which the clocks of a request run that somebody wrote down: the receipt, not the entry.

    A day before today counts from its first moment in Europe/Amsterdam, so that no term is reckoned too long.

    Raises:
        NotReceivedYet, ReceivedLongAgo
    """
    today = now.astimezone(AMSTERDAM).date()
    if received_on is None or received_on == today:
        return now
    if received_on > today:
        raise NotReceivedYet(received_on.isoformat())
    if received_on < today - LONGEST_UNOPENED:
        raise ReceivedLongAgo(received_on.isoformat())
    return datetime.combine(received_on, time(), tzinfo=AMSTERDAM).astimezone(UTC)
