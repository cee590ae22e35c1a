"""Good faith: whether a reporter kept to the rules, what that does to the promise, who may get his data (J14, B22)."""

from collections.abc import Iterable
from enum import StrEnum

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import Text


class Conduct(StrEnum):
    """What was found of how the reporter went about it."""

    KEPT = "kept"
    BROKEN = "broken"


class Ground(StrEnum):
    """On which ground contact data are handed over; there is no other."""

    LAW = "law"
    BAD_FAITH = "bad_faith"


class AlreadyProposed(DisclosureError):
    """One finding at a time waits for a second look."""

    field = ""
    text = Text(
        "Er ligt al een bevinding om te beoordelen.", "There is a finding already that waits for a second look."
    )


class ReasonNeeded(DisclosureError):
    """The reporter is told why."""

    field = "conduct_reason"
    text = Text(
        "Schrijf wat de melder hierover te lezen krijgt: welke regel, en waarom.",
        "Write what the reporter reads about this: which rule, and why.",
    )


class PromiseStands(DisclosureError):
    """Who acted in good faith is not handed to the police."""

    field = "ground"
    text = Text(
        "Er is niet met twee mensen besloten dat de spelregels zijn geschonden. Tot dan geldt de toezegging.",
        "Two people have not decided that the rules of play were broken. Until then the promise stands.",
    )


class NothingToHandOver(DisclosureError):
    """Nothing is known of who reported."""

    field = ""
    text = Text(
        "Van deze melder is niets bekend, of het is al gewist.", "Nothing is known of this reporter, or it was erased."
    )


class HandedOverLater(DisclosureError):
    """What is noted as handed over was handed over."""

    field = "handed_on"
    text = Text("Die dag moet nog komen.", "That day is still to come.")


def promise_stands(decided: Iterable[Conduct]) -> bool:
    """Whether the promise of no legal steps stands, by what was decided, oldest first: the newest counts.

    Nothing decided: it stands. What somebody found and nobody else looked at changes nothing.
    """
    newest = Conduct.KEPT
    for each in decided:
        newest = each
    return newest is Conduct.KEPT


def check_finding(found: Conduct, *, reason: str | None, waiting: bool) -> None:
    """Check a finding before somebody else looks at it. Raises AlreadyProposed, ReasonNeeded."""
    if waiting:
        raise AlreadyProposed(found.value)
    if found is Conduct.BROKEN and not (reason or "").strip():
        raise ReasonNeeded(found.value)


def check_handing_over(ground: Ground, *, stands: bool, known: bool) -> None:
    """Check that contact data may be handed over: where the law asks, or where bad faith was decided (B22).

    Raises:
        NothingToHandOver, PromiseStands.
    """
    if not known:
        raise NothingToHandOver(ground.value)
    if ground is Ground.BAD_FAITH and stands:
        raise PromiseStands(ground.value)
