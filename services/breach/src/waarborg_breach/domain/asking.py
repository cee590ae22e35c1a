"""Asking who discovered a breach: the code to answer with, and what cannot be answered any more (B24 art. 7)."""

import re

from waarborg_breach.domain.states import BreachError
from waarborg_shared.hooks.values import Text

DISCOVERER, STAFF = "discoverer", "staff"

# No 0 and O, no 1, I and L, no 5 and S, no U beside V: what is read aloud or from paper comes back the same.
ALPHABET = "2346789ABCDEFGHJKMNPQRTVWXYZ"
LETTERS, GROUP = 16, 4
LEAST_BYTES = 16
_CODE = re.compile(f"[{ALPHABET}]{{{LETTERS}}}")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.]+")


class NoSuchCode(BreachError):
    """No code that counts; why not is not told."""

    field = "code"
    text = Text(
        "Deze code geldt niet (meer). Kijk na wat u typte, of vraag een nieuwe.",
        "This code does not count (any more). Check what you typed, or ask for a new one.",
    )


class AskingOver(BreachError):
    """It was decided already: the discoverer is asked no more, and staff fill in what comes in yet."""

    text = Text(
        "Er is al besloten. Vul zelf in wat u nog hoort.",
        "It was decided already. Fill in yourself what you still hear.",
    )


class AnsweringOver(BreachError):
    """It was decided already, so that a code takes no more answers; what is said yet is told in person."""

    text = Text(
        "Er is al besloten, dus hier kan geen antwoord meer bij. Weet u nog iets? Bel ons.",
        "It was decided already, so no answer can be added here. Do you know more? Call us.",
    )


class AnsweredAndNot(BreachError):
    """A question was answered and marked as not known yet at once."""

    text = Text(
        "U gaf een antwoord en koos ‘nog niet bekend’. Kies een van de twee.",
        "You gave an answer and chose ‘not known yet’. Choose one of the two.",
    )

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def spell_code(entropy: bytes) -> str:
    """Return a secret code of four groups of four for 16 random bytes or more (some 77 bits come through)."""
    if len(entropy) < LEAST_BYTES:
        raise ValueError("a code needs 16 random bytes")
    rest = int.from_bytes(entropy, "big")
    letters = []
    for _ in range(LETTERS):
        rest, index = divmod(rest, len(ALPHABET))
        letters.append(ALPHABET[index])
    spelled = "".join(letters)
    return "-".join(spelled[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def read_code(typed: str) -> str | None:
    """Return the sixteen letters that somebody typed, without what stood between them, or None."""
    plain = _BETWEEN.sub("", typed).upper()
    return plain if _CODE.fullmatch(plain) else None
