"""What a letter is: its name, and what stands in it for one client, in one language."""

from collections.abc import Callable
from dataclasses import dataclass

from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
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
    """A letter that staff can print. ``write`` reads, and says it in a language (the page's own)."""

    code: str
    title: Text
    lead: Text
    how: Text
    write: Callable[[Work, str, Rules, str], Written]
