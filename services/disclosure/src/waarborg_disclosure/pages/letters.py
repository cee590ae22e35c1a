"""What a message is beside words, in the reader's language."""

from waarborg_disclosure.actions import Letter
from waarborg_disclosure.texts import LETTERS
from waarborg_shared.web.i18n import in_language as said


def letter_words(letter: Letter) -> str:
    """Return what kind of message it is, '' for an ordinary one."""
    words = LETTERS.get(letter.kind or "")
    return said(words) if words is not None else ""
