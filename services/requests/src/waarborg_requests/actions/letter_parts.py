"""What the parts of the service have to say in the letter with the answer, each its own paragraphs."""

from collections.abc import Callable
from dataclasses import dataclass

from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """A part of a letter: a heading, paragraphs, and a list of what and why, each row as many words as the head."""

    heading: Text
    paragraphs: tuple[Text, ...] = ()
    head: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()


Says = Callable[[Work, Request, Rules], LetterPart | None]

PARTS: tuple[Says, ...] = ()


def letter_parts(work: Work, row: Request, rules: Rules) -> tuple[LetterPart, ...]:
    """Return what each part of the service has to say to the person about this request, in the order of the letter."""
    said = (says(work, row, rules) for says in PARTS)
    return tuple(part for part in said if part is not None)
