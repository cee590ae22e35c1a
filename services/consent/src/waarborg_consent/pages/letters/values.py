"""What a letter is: its name, and what stands in it for one client, in one language."""

from collections.abc import Callable
from dataclasses import dataclass

from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading with what stands under it: sentences, and a list."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter as it was written for a client. ``reply`` are sentences that he can tick, sign and send back."""

    parts: tuple[Part, ...]
    reply: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that staff can print. ``write`` reads, and says it in a language (the page's own).

    ``look`` is what staff see of the client in it, as it stands in his log of who looked; ``duty`` is what it takes to
    make this one, beside the duty for any letter.
    """

    code: str
    title: Text
    lead: Text
    how: Text
    write: Callable[[Work, str, Rules, str], Written]
    look: str
    duty: Duty | None = None
