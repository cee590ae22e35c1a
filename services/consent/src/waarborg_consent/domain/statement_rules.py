"""The rules that a statement is compiled from, as one frozen value, and the words that its chapters share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from waarborg_consent.domain.recipients import Safeguard
from waarborg_shared.hooks.values import (
    BreachProtocol,
    Channel,
    DataCategory,
    DisclosurePolicy,
    Organisation,
    Purpose,
    Recipient,
    RepresentativeKind,
    RequestPolicy,
    RetentionRule,
    Text,
)
from waarborg_shared.in_words import source_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRules:
    """What really runs at an organisation on a day: its plugin's answers after the clamp, and what was recorded.

    ``safeguards`` are those registered for recipients outside the EEA; ``later_uses`` are the pairs of purposes that
    were declared compatible, by code.
    """

    organisation: Organisation
    purposes: tuple[Purpose, ...]
    categories: Mapping[str, DataCategory]
    retention: tuple[RetentionRule, ...]
    recipients: tuple[Recipient, ...]
    representative_kinds: tuple[RepresentativeKind, ...]
    channels: tuple[Channel, ...]
    policies: tuple[RequestPolicy, ...]
    breach: BreachProtocol
    disclosure: DisclosurePolicy
    safeguards: Mapping[str, Safeguard] = field(default_factory=dict)
    later_uses: tuple[tuple[str, str], ...] = ()

    def source(self, source: str) -> Text:
        """Return where a rule stands, in both languages."""
        return source_in_words(source, self.organisation.source_words)


def fill(pattern: Text, **parts: Text) -> Text:
    """Return a text with its ``{places}`` filled in, each language with its own."""
    return Text(
        pattern.nl.format(**{name: part.nl for name, part in parts.items()}),
        pattern.en.format(**{name: part.en for name, part in parts.items()}),
    )


def listed(texts: Iterable[Text], between: str = ", ") -> Text:
    """Return texts one after another. Raises BadValue where there is none."""
    several = tuple(texts)
    return Text(between.join(each.nl for each in several), between.join(each.en for each in several))


def lowered(text: Text) -> Text:
    """Return a text as it goes on within a sentence; a name in capitals, such as an abbreviation, keeps them."""
    return Text(_lowered(text.nl), _lowered(text.en))


def _lowered(words: str) -> str:
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def same(word: str) -> Text:
    """Return what is the same in both languages, such as a name or a number."""
    return Text(word, word)
