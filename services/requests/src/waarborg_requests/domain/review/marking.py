"""What becomes of each item of an answer: given, withheld on a ground, or given without some of it (B15)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waarborg_requests.domain.answers import Answer, Ground, Outcome
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.domain.review.cuts import MOST_CUTS, Cut, Field, Rectangle, Span
from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import Text


class Verdict(StrEnum):
    """What becomes of an item."""

    GIVE = "give"
    WITHHOLD = "withhold"
    REDACT = "redact"


class WithholdGround(StrEnum):
    """Why an item, or a part of it, is not given: the list is closed."""

    OTHERS_PRIVACY = "others_privacy"
    WORKING_NOTES = "working_notes"
    LAW = "law"
    INVESTIGATION = "investigation"
    LEGAL_PRIVILEGE = "legal_privilege"


# On which ground an answer in part refuses what was withheld on this one.
GROUND_OF: Mapping[WithholdGround, Ground] = {
    WithholdGround.OTHERS_PRIVACY: Ground.OTHERS_PRIVACY,
    WithholdGround.WORKING_NOTES: Ground.WORKING_NOTES,
    WithholdGround.LAW: Ground.LAW,
    WithholdGround.INVESTIGATION: Ground.INVESTIGATION,
    WithholdGround.LEGAL_PRIVILEGE: Ground.LEGAL_PRIVILEGE,
}

# What can be cut out of each form of item; a file only where its pages can be drawn anew.
CUTS = {ItemForm.TEXT: Span, ItemForm.JSON: Field, ItemForm.FILE: Rectangle}
PAGES = frozenset({"application/pdf", "image/png", "image/jpeg"})


class GroundMissing(RequestError):
    """What is withheld, whole or in part, names its ground."""

    field = "ground"
    text = Text("Kies de grond waarop u dit niet geeft.", "Choose the ground on which this is not given.")


class GroundTooMany(RequestError):
    """What is given whole has no ground."""

    field = "ground"
    text = Text("Wat u geheel geeft, heeft geen grond nodig.", "What is given whole needs no ground.")


class NothingCut(RequestError):
    """A part of an item is left out, but which part was not said."""

    field = "cuts"
    text = Text("Wijs aan wat u weglaat, of kies iets anders.", "Point out what you leave out, or choose otherwise.")


class CutsDoNotFit(RequestError):
    """This kind of item cannot be cut in this way, or not at all: give it, or withhold it whole."""

    field = "cuts"
    text = Text(
        "Uit dit onderdeel kan zo niets worden weggelaten. Geef het geheel, of houd het geheel achter.",
        "Nothing can be left out of this item in this way. Give it whole, or withhold it whole.",
    )


class NotAllMarked(RequestError):
    """An answer that gives data waits until of each item is said what becomes of it."""

    field = "outcome"
    text = Text(
        "Beoordeel eerst alle onderdelen die zijn verzameld.", "First say of each collected item what becomes of it."
    )


class SomethingWithheld(RequestError):
    """Who gets less than everything is told so: the answer is in part."""

    field = "outcome"
    text = Text(
        "U houdt iets achter: kies “gedeeltelijk” en de grond.",
        "Something is withheld: choose “in part”, and the ground.",
    )


class GroundNotTold(RequestError):
    """Something is withheld on a ground that the answer does not name (B14)."""

    field = "ground"
    text = Text(
        "U houdt iets achter op een grond die niet in uw antwoord staat. Kies die grond ook.",
        "Something is withheld on a ground that your answer does not name. Choose that ground as well.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was said of one item."""

    verdict: Verdict
    ground: WithholdGround | None = None
    cuts: tuple[Cut, ...] = ()


def check_mark(mark: Mark, form: ItemForm, media_type: str | None) -> None:
    """Refuse a mark that does not hang together.

    Raises:
        GroundMissing, GroundTooMany, NothingCut, CutsDoNotFit
    """
    if mark.verdict is Verdict.GIVE:
        if mark.ground is not None:
            raise GroundTooMany("given whole")
    elif mark.ground is None:
        raise GroundMissing(mark.verdict)
    if mark.verdict is not Verdict.REDACT:
        if mark.cuts:
            raise CutsDoNotFit("cuts with what is given or withheld whole")
        return
    if form is ItemForm.FILE and media_type not in PAGES:
        raise CutsDoNotFit(f"{media_type} has no pages that can be drawn anew")
    if not mark.cuts:
        raise NothingCut("no cut")
    if len(mark.cuts) > MOST_CUTS or not all(isinstance(cut, CUTS[form]) for cut in mark.cuts):
        raise CutsDoNotFit("cuts of another kind, or too many")


def check_answer(outcome: Outcome, *, items: int, marks: Collection[Mark]) -> None:
    """Refuse an answer that says something else than the marks do; a refusal of everything needs none.

    Raises:
        NotAllMarked, SomethingWithheld
    """
    if outcome is Outcome.REFUSED:
        return
    if len(marks) < items:
        raise NotAllMarked(f"{items - len(marks)} without a mark")
    if outcome is Outcome.GRANTED and any(mark.verdict is not Verdict.GIVE for mark in marks):
        raise SomethingWithheld("granted in full")


def check_grounds(given: Answer, marks: Iterable[Mark]) -> None:
    """Refuse an answer in part that does not name each ground on which something is withheld; raises GroundNotTold."""
    used = {GROUND_OF[mark.ground] for mark in marks if mark.ground is not None}
    if given.outcome is Outcome.PARTLY and not used <= set(given.grounds):
        raise GroundNotTold(", ".join(sorted(used - set(given.grounds))))


@dataclass(frozen=True, slots=True, order=True)
class Withheld:
    """What the person is told of what is not given: the kind of data, whole or in part, why, and how many."""

    category: str
    verdict: Verdict
    ground: WithholdGround
    count: int


def withheld_by_kind(marked: Iterable[tuple[str, Mark]]) -> tuple[Withheld, ...]:
    """Return what is withheld, by the kind of data: ``marked`` gives the category of each item with its mark."""
    counts: dict[tuple[str, Verdict, WithholdGround], int] = {}
    for category, mark in marked:
        if mark.verdict is not Verdict.GIVE and mark.ground is not None:
            key = category, mark.verdict, mark.ground
            counts[key] = counts.get(key, 0) + 1
    return tuple(sorted(Withheld(*key, count) for key, count in counts.items()))
