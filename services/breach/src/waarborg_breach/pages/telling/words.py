"""The message as it is read: with the organisation's words around the four parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from waarborg_breach.domain.telling import Message, MessagePart
from waarborg_breach.texts.telling import HEADINGS
from waarborg_shared.hooks import Rules
from waarborg_shared.web import Form


def refuse(form: Form, error: Exception) -> None:
    """Say what an error says: at its field where the form shows that by a label, else of the form as a whole."""
    if not form.label(getattr(error, "field", "")):
        error.field = ""  # type: ignore[attr-defined]
    form.refuse_by(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageText:
    """A message in one language, whole."""

    language: str
    title: str
    opening: str
    parts: tuple[tuple[str, str], ...]
    closing: str


def whole(message: Message, language: str, rules: Rules) -> MessageText:
    """Return the message as people read it in one language."""
    words = rules.breach_protocol.telling
    of: Mapping[MessagePart, str] = message.get(language, {})
    return MessageText(
        language=language,
        title=words.title.to(language),
        opening=words.opening.to(language),
        parts=tuple((heading.to(language), of.get(part, "")) for part, heading in HEADINGS.items()),
        closing=words.closing.to(language),
    )
