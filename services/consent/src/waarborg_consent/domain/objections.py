"""What one can object to, what an objection stops, and when it can be answered with a no (art. 21 AVG; B16, J6)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from waarborg_consent.domain.mark_errors import (
    AlwaysHolds,
    NoObjection,
    NotObjectable,
    NotOfThisMark,
    ServiceMessageStays,
    UnknownSubject,
)
from waarborg_consent.domain.marks import Mark, MarkKind
from waarborg_shared.hooks.values import EVERY_MESSAGE, MessageKind, Purpose, PurposeKind

ALWAYS_HOLDS = frozenset({PurposeKind.MARKETING, PurposeKind.CALLING, PurposeKind.SURVEY})
"""Direct marketing by law (art. 21(2) and (3) AVG), and asking for an opinion by what both organisations promise."""


class ObjectionAnswer(StrEnum):
    """What an organisation says to an objection that the law lets it weigh."""

    UPHELD = "upheld"
    OVERRULED = "overruled"


def objectable_purposes(purposes: Mapping[str, Purpose]) -> tuple[Purpose, ...]:
    """Return the purposes that an objection stops, in the organisation's own order."""
    return tuple(purpose for purpose in purposes.values() if purpose.objectable)


def check_objection(about: str | None, *, purposes: Mapping[str, Purpose], kinds: Mapping[str, MessageKind]) -> None:
    """Refuse an objection that could promise nothing; no reason is asked of anybody.

    Raises:
        UnknownSubject: there is no such purpose and no such kind of message.
        ServiceMessageStays: the kind of message belongs to what was agreed (J6, B9).
        NotObjectable: the purpose rests on a basis that an objection does not stop.
    """
    if about in (None, EVERY_MESSAGE):
        return
    kind, purpose = kinds.get(about or ""), purposes.get(about or "")
    if kind is None and purpose is None:
        raise UnknownSubject(about)
    if kind is not None and kind.service:
        raise ServiceMessageStays(about)
    if purpose is not None and not purpose.objectable:
        raise NotObjectable(about)


def objection_to_purpose(marks: Iterable[Mark], purpose: Purpose, *, consented: bool = False) -> Mark | None:
    """Return the standing objection that stops ``purpose``, if there is one.

    One against everything yields to a consent for this very purpose, which is more specific, but never where an
    objection always holds. On a tie the objection wins.
    """
    if not purpose.objectable:
        return None
    yields = consented and purpose.kind not in ALWAYS_HOLDS
    return next((mark for mark in marks if _stops(mark, purpose) and not (yields and mark.about is None)), None)


def objection_to_message(marks: Iterable[Mark], kind: MessageKind, purpose: Purpose) -> Mark | None:
    """Return the standing objection or opt-out that stops a kind of message; a service message is stopped by none."""
    if kind.service:
        return None
    about = (kind.code, EVERY_MESSAGE)
    return next(
        (
            mark
            for mark in marks
            if mark.kind is MarkKind.OBJECTION and (mark.about in about or _stops(mark, purpose, message=True))
        ),
        None,
    )


def _stops(mark: Mark, purpose: Purpose, *, message: bool = False) -> bool:
    if mark.kind is not MarkKind.OBJECTION or mark.about not in (None, purpose.code):
        return False
    return message or purpose.kind in ALWAYS_HOLDS or purpose.code not in mark.overruled


def answerable(mark: Mark, purposes: Mapping[str, Purpose]) -> tuple[Purpose, ...]:
    """Return the purposes on which an objection may still be weighed: none where it always holds."""
    if mark.kind is not MarkKind.OBJECTION or mark.ended_at is not None:
        return ()
    return tuple(
        purpose
        for purpose in purposes.values()
        if mark.about in (None, purpose.code)
        and purpose.objectable
        and purpose.kind not in ALWAYS_HOLDS
        and purpose.code not in mark.overruled
    )


def answer(mark: Mark, purpose: str, outcome: ObjectionAnswer, *, purposes: Mapping[str, Purpose]) -> frozenset[str]:
    """Return for which purposes the objection stops holding by this answer: none where it is upheld.

    Raises:
        NoObjection: it is no objection that stands.
        NotOfThisMark: the objection is not about that purpose.
        AlwaysHolds: it is against direct marketing or against being asked; nobody overrules that.
    """
    if mark.kind is not MarkKind.OBJECTION or mark.ended_at is not None:
        raise NoObjection(mark.id)
    found = purposes.get(purpose)
    if mark.about not in (None, purpose):
        raise AlwaysHolds(mark.about) if mark.about not in purposes else NotOfThisMark(purpose)
    if found is None or purpose in mark.overruled or not found.objectable:
        raise NotOfThisMark(purpose)
    if outcome is ObjectionAnswer.UPHELD:
        return frozenset()
    if found.kind in ALWAYS_HOLDS:
        raise AlwaysHolds(purpose)
    return frozenset({purpose})
