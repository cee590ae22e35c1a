"""What a part of a client's picture is: a heading, what it reads, and the template that shows that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from waarborg_consent.pages.words import Choice
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """At whom is looked, in which unit of work; and what the page has read of his consents already."""

    work: Work
    subject_ref: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the page. ``title`` is a message for the catalogue; ``read`` returns what ``template`` is handed."""

    code: str
    title: str
    template: str
    read: Callable[[Looking], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A part with what was read for it."""

    part: Part
    values: Mapping[str, Any]


def shown(parts: Sequence[Part], looking: Looking) -> list[Shown]:
    """Read every part, in the order of the page."""
    return [Shown(part=part, values=part.read(looking)) for part in parts]
