"""What a letter is made of: everything that is known when it is written, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from waarborg_requests.domain import Ground, Outcome
from waarborg_requests.domain.letters import LetterKind
from waarborg_shared.hooks.values import Organisation, RequestPolicy, Text, Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What another part of the service has to say in a letter: a heading, paragraphs, and a table with its head."""

    heading: Text
    paragraphs: tuple[Text, ...] = ()
    head: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """One letter before it has words. ``text`` is what staff wrote: the answer, or the reason.

    ``address`` is empty where none was given: then staff take the one that is known, and write the envelope.
    ``first_copy`` is not so where the person got these data before, or something has to be paid for them.
    ``by_fact`` says what was carried out at once, or was so already, where that is the answer.
    """

    kind: LetterKind
    language: str
    organisation: Organisation
    theme: Theme
    policy: RequestPolicy
    number: str
    received_on: date
    written_at: datetime
    name: str
    address: tuple[str, ...] = ()
    for_whom: str | None = None
    outcome: Outcome | None = None
    grounds: tuple[Ground, ...] = ()
    by_fact: Text | None = None
    text: str = ""
    due_at: datetime | None = None
    doubt: Text | None = None
    passages: tuple[Passage, ...] = ()
    signed_by: str = ""
    signed_as: Text | None = None
    fee: Text | None = None
    code: str = ""
    code_until: datetime | None = None
    first_copy: bool = True
