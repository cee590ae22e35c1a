"""Telling the persons of a breach: what the message must hold, and how far each is (B24 art. 11; art. 34 AVG)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from waarborg_breach.domain.states import BreachError, NoSuchMove, PersonsState
from waarborg_shared.hooks.values import Channel, Content, DeliveryState, Text

LANGUAGES = ("nl", "en")
"""The message is whole in both: nobody is told half of it because of the language that he reads."""
SECURE_PAGE = "secure_page"
"""The channel of what lies on a page of a person's own; a breach has no such page."""
LETTERS_IN_ONE = 500
"""So many letters are one PDF to print; what is more goes on in the next one."""
SEVERAL, OWN_PAGE = "several", "own-page"
"""How the people were told, beside the channels: in more than one way, and by an announcement on the page here."""
_BLANK = re.compile(r"\[[^\[\]]*\]")


class MessagePart(StrEnum):
    """What the message must say by law (art. 34(2), 33(3)(b) to (d) AVG), in clear and plain language."""

    NATURE = "nature"
    CONTACT = "contact"
    CONSEQUENCES = "consequences"
    MEASURES = "measures"


PARTS: Mapping[MessagePart, Text] = {
    MessagePart.NATURE: Text("wat er is gebeurd", "what happened"),
    MessagePart.CONTACT: Text("bij wie men terechtkan", "whom to contact"),
    MessagePart.CONSEQUENCES: Text("wat de gevolgen kunnen zijn", "what the consequences may be"),
    MessagePart.MEASURES: Text("wat is gedaan en wat men zelf kan doen", "what was done and what one can do"),
}
_IN: Mapping[str, Text] = {"nl": Text("Nederlands", "Dutch"), "en": Text("Engels", "English")}
Message = Mapping[str, Mapping[MessagePart, str]]
"""The parts of the message by language."""


class PersonState(StrEnum):
    """How far telling one person is."""

    TO_DO = "to-do"
    TO_PRINT = "to-print"
    TASK = "task"
    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"


OPEN = frozenset({PersonState.TO_DO, PersonState.TO_PRINT, PersonState.TASK, PersonState.FAILED})
"""Somebody still has something to do for him."""
BY_HAND = frozenset({PersonState.TO_PRINT, PersonState.TASK})
"""Staff post the letter or speak to him, and say so."""
CAME_OF = {
    DeliveryState.SENT: PersonState.SENT,
    DeliveryState.TASK: PersonState.TASK,
    DeliveryState.TO_PRINT: PersonState.TO_PRINT,
    DeliveryState.FAILED: PersonState.FAILED,
}


class TellingState(StrEnum):
    """Whether the worker is telling people now."""

    IDLE = "idle"
    SENDING = "sending"
    STOPPED = "stopped"


class CareKind(StrEnum):
    """What is written down of the aftercare of one person (B24 art. 11)."""

    ASKED = "asked"
    GIVEN = "given"


class MessageIncomplete(BreachError):
    """Parts of the message are missing; ``missing`` names them with their language."""

    field = "message"

    def __init__(self, missing: tuple[tuple[MessagePart, str], ...]) -> None:
        super().__init__(", ".join(f"{part.value}/{language}" for part, language in missing))
        self.missing = missing
        nl = ", ".join(f"{PARTS[part].nl} ({_IN[language].nl})" for part, language in missing)
        en = ", ".join(f"{PARTS[part].en} ({_IN[language].en})" for part, language in missing)
        self.text = Text(f"In het bericht ontbreekt nog: {nl}.", f"The message still lacks: {en}.")


class NobodyListed(BreachError):
    """There is nobody to tell."""

    field = "list"
    text = Text(
        "Er staat niemand op de lijst die nog ingelicht moet worden.", "Nobody who is still to be told is on the list."
    )


class NotToTell(NoSuchMove):
    """It was not decided that these people are told."""

    field = "list"
    text = Text(
        "Er is niet besloten dat de mensen ieder worden ingelicht. Besluit dat eerst.",
        "It was not decided that the people are told each. Decide that first.",
    )


class OnlyAnExercise(NoSuchMove):
    """An exercise reaches nobody: nothing of it goes to a channel."""

    field = "list"
    text = Text(
        "Dit is een oefening. Er gaat niets uit: u ziet alleen wat er uit zou gaan.",
        "This is an exercise. Nothing is sent: you only see what would be sent.",
    )


class StillTelling(NoSuchMove):
    """The worker is at it: the list and the message stay as they are until it has ended."""

    field = "list"
    text = Text(
        "Het inlichten is nog bezig. Wacht tot het klaar is.", "Telling them is still going on. Wait until it is done."
    )


class StillPrinting(StillTelling):
    """The worker makes letters still: which of them were posted cannot be said yet."""

    field = "part"
    text = Text(
        "Het inlichten is nog bezig: er kunnen brieven bijkomen. Leg het posten vast als het klaar is.",
        "Telling them is still going on: letters may be added. Record the posting once it is done.",
    )


class NotPrinted(BreachError):
    """Letters that nobody printed cannot have been posted."""

    field = "part"
    text = Text(
        "Deze brieven zijn nog niet geprint. Open eerst de PDF en print haar.",
        "These letters were not printed yet. Open the PDF first and print it.",
    )


class NoSuchPerson(BreachError):
    """Nobody of this list is in that state."""

    field = "person"
    text = Text("Voor deze persoon kan dat nu niet.", "For this person that cannot be done now.")


class NoWay(BreachError):
    """The organisation tells nobody by that channel."""

    field = "by_channel"
    text = Text("Langs deze weg kan niemand worden ingelicht.", "Nobody can be told by this channel.")


class NoAnnouncement(BreachError):
    """There is no announcement that is whole in both languages."""

    field = "announcement_nl"
    text = Text(
        "Schrijf de mededeling eerst in het Nederlands en in het Engels, en vul in wat tussen [ ] staat.",
        "First write the announcement in Dutch and in English, and fill in what stands between [ ].",
    )


def is_written(text: str) -> bool:
    """Whether a text says something and none of its template's blanks, which stand between [ ], is left."""
    return bool(text.strip()) and _BLANK.search(text) is None


def missing(message: Message) -> tuple[tuple[MessagePart, str], ...]:
    """Return which parts are not written yet, with their language."""
    return tuple(
        (part, language)
        for language in LANGUAGES
        for part in MessagePart
        if not is_written(message.get(language, {}).get(part, ""))
    )


def check_message(message: Message) -> None:
    """Raise MessageIncomplete unless all four parts are there in both languages."""
    if lacking := missing(message):
        raise MessageIncomplete(lacking)


def in_short(message: Message) -> Text:
    """Return what a message says, part by part in the order of the law, in both languages."""
    lines = {
        language: "\n".join(
            f"{PARTS[part].to(language).capitalize()}: {message[language][part]}" for part in MessagePart
        )
        for language in LANGUAGES
    }
    return Text(lines["nl"], lines["en"])


def content_by(channel: Channel) -> Content | None:
    """Return what goes by a channel: all of it where it may carry what is about care, else a notice that says nothing.

    None: nobody is told by it.
    """
    if channel.code == SECURE_PAGE:
        return None
    if Content.HEALTH in channel.carries:
        return Content.HEALTH
    return Content.NOTICE if Content.NOTICE in channel.carries else None


def ways(channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """Return the channels by which people may be told, those that carry all of the message first."""
    able = [each for each in channels if content_by(each) is not None]
    return tuple(sorted(able, key=lambda each: content_by(each) is Content.NOTICE))


def usual_way(channels: Iterable[Channel], wanted: str | None) -> str | None:
    """Return the channel of who has none on the list: what the protocol names, else the first that carries it all."""
    codes = [each.code for each in ways(channels)]
    return wanted if wanted in codes else next(iter(codes), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of a list are how far; ``unsettled`` are rows of a file that could not be read and stand open still."""

    by_state: Mapping[PersonState, int] = field(default_factory=dict)
    unsettled: int = 0

    def of(self, *states: PersonState) -> int:
        """Return how many are in one of these states."""
        return sum(self.by_state.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        """Return how many are on the list."""
        return self.of(*PersonState)

    def waiting(self, persons: PersonsState) -> int:
        """Return how many were not told; who cannot be reached waits until it was said that all were told."""
        over = persons is PersonsState.INFORMED
        return self.of(*OPEN) + (0 if over else self.of(PersonState.UNREACHABLE))

    @property
    def handled(self) -> int:
        """Return for how many the channel was asked already."""
        return self.total - self.of(PersonState.TO_DO)


def told_state(counts: Counts) -> PersonsState | None:
    """Return how the persons stand by the list: informed when every one was told, in part when some were."""
    told = counts.of(PersonState.SENT)
    if not told:
        return None
    whole = told == counts.total and not counts.unsettled
    return PersonsState.INFORMED if whole else PersonsState.IN_PART


def all_ways(before: str | None, by: str | None) -> str | None:
    """Return by which code people were told, once they, or others, were told in another way too.

    What follows an order speaks for the whole list, so that it takes the place of the channel before; an announcement
    is a way beside it.
    """
    if before is None or by is None or before == by:
        return by or before
    return SEVERAL if {before, by} & {SEVERAL, OWN_PAGE} else by
