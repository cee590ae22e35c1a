"""One part of the letter with an answer, as a part of the service writes it."""

from dataclasses import dataclass

from waarborg_shared.hooks.values import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """A part of a letter: a heading, paragraphs, and a list of what and why, each row as many words as the head."""

    heading: Text
    paragraphs: tuple[Text, ...] = ()
    head: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()
