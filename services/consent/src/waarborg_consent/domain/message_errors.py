"""Whether a question about a message names what is there; each error names its field."""

from collections.abc import Collection

from waarborg_consent.domain.messages import MessageQuestion
from waarborg_shared.hooks.values import Text


class MessageError(Exception):
    """A question about a message cannot be answered."""

    field = "kind"
    text = Text("Deze vraag over een bericht klopt niet.", "This question about a message is not right.")


class UnknownMessageKind(MessageError):
    """The organisation's list has no such kind of message."""

    text = Text("Dit soort bericht staat niet op de lijst.", "This kind of message is not on the list.")


class UnknownChannel(MessageError):
    """The organisation has no such channel."""

    field = "channel"
    text = Text("Deze weg gebruikt de organisatie niet.", "The organisation does not use this channel.")


class UnknownCategory(MessageError):
    """The organisation has no such kind of data."""

    field = "categories"
    text = Text("Dit soort gegevens staat niet op de lijst.", "This kind of data is not on the list.")


class UnknownPersons(MessageError):
    """Nobody goes by some of the references; ``refs`` are those."""

    field = "persons"
    text = Text(
        "Niemand heeft hier dit kenmerk. Zoek het op met het cliëntnummer.",
        "Nobody here has this reference. Look it up by the client number.",
    )

    def __init__(self, refs: Collection[str]) -> None:
        super().__init__(f"{len(refs)} references")
        self.refs = frozenset(refs)


def check_question(
    question: MessageQuestion, *, kinds: Collection[str], channels: Collection[str], categories: Collection[str]
) -> None:
    """Refuse a question about what is not there.

    Raises:
        MessageError: naming the field.
    """
    if question.kind not in kinds:
        raise UnknownMessageKind(question.kind)
    if question.channel not in channels:
        raise UnknownChannel(question.channel)
    if not set(question.categories) <= set(categories):
        raise UnknownCategory(question.kind)
