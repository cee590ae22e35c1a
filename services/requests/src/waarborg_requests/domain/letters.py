"""Which letter goes with what, how much its content asks of the way that it goes, and which ways may carry it (B15)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from waarborg_requests.domain.answers import Ground, Outcome
from waarborg_requests.domain.delivering import Told
from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import Channel, Content, RequestKind, Sensitivity, Text

LETTER = "letter"
SECURE_PAGE = "secure_page"
EMAIL = "email"
LANGUAGES = ("nl", "en")
READ_CODE_LIVES = timedelta(days=60)
"""How long the code in a letter opens the answer on the page; afterwards staff send the answer by letter."""


class LetterKind(StrEnum):
    """What a letter is about."""

    RECEIVED = "received"
    IDENTIFICATION = "identification"
    READ_CODE = "read_code"
    EXTENSION = "extension"
    ANSWER = "answer"
    WITHDRAWN = "withdrawn"
    MESSAGE = "message"
    FETCH_CODE = "fetch_code"
    NEW_CODE = "new_code"
    FEE = "fee"


# The letter that goes with what a person is told, by the template of the message.
LETTERS: Mapping[str, LetterKind] = {
    Told.RECEIVED: LetterKind.RECEIVED,
    Told.IDENTIFY: LetterKind.IDENTIFICATION,
    Told.READ_CODE: LetterKind.READ_CODE,
    Told.EXTENDED: LetterKind.EXTENSION,
    Told.ANSWERED: LetterKind.ANSWER,
    Told.MESSAGE: LetterKind.MESSAGE,
    Told.WITHDRAWN: LetterKind.WITHDRAWN,
    Told.FETCH_CODE: LetterKind.FETCH_CODE,
    Told.NEW_CODE: LetterKind.NEW_CODE,
    Told.FEE: LetterKind.FEE,
}

_K = RequestKind
# What only says that a wish is carried out: such an answer quotes nothing from what is known about somebody.
_WISHES = frozenset({_K.OBJECTION, _K.OBJECTION_WITHDRAWAL, _K.WITHDRAWAL, _K.ADDRESS_SECRECY})
_HEAVIEST_LAST = (Content.NOTICE, Content.PERSONAL, Content.FINANCIAL, Content.HEALTH)


class ChannelNotKnown(RequestError):
    """The organisation has no such way to reach somebody."""

    field = "channel"
    text = Text("Kies een van de genoemde manieren.", "Choose one of the ways on the list.")


class ChannelNotSafeEnough(RequestError):
    """This way may not carry what stands in the answer (B15: no invoice or claim data by plain e-mail)."""

    field = "channel"
    text = Text(
        "Deze manier is niet veilig genoeg voor wat er in het antwoord staat. Kies een andere.",
        "This way is not safe enough for what is in the answer. Choose another.",
    )


class NoLetter(RequestError):
    """No letter of this kind goes with what the person is told."""

    text = Text("Hierbij hoort geen brief.", "No letter goes with this.")


def content_of(
    letter: LetterKind, kind: RequestKind, outcome: Outcome | None, held: Iterable[Sensitivity]
) -> frozenset[Content]:
    """Return what a letter carries: who asks what, and with an answer whatever kind of data it may hold.

    ``held`` are the sensitivities of the data that the answer is about. Where an answer may quote data, it counts as
    holding all of them, refused ones too: what staff write cannot be judged here, so the stricter reading holds.
    """
    if letter is LetterKind.MESSAGE:
        return frozenset({Content.NOTICE})
    carried = {Content.PERSONAL}
    if letter is LetterKind.ANSWER and outcome is not None and kind not in _WISHES:
        for each in held:
            if each is Sensitivity.FINANCIAL:
                carried.add(Content.FINANCIAL)
            elif each is not Sensitivity.ORDINARY:
                carried.add(Content.HEALTH)
    return frozenset(carried)


def heaviest(carried: Iterable[Content]) -> Content:
    """Return the one content that a message is announced with: what asks most."""
    return max(carried, key=_HEAVIEST_LAST.index)


def allowed(channels: Iterable[Channel], carried: frozenset[Content]) -> tuple[Channel, ...]:
    """Return the ways that may carry all of that, in the organisation's order."""
    return tuple(channel for channel in channels if carried <= channel.carries)


def check_channel(code: str, channels: Mapping[str, Channel], carried: Collection[Content]) -> Channel:
    """Return the channel that was chosen; raises ChannelNotKnown, or ChannelNotSafeEnough for what it would carry."""
    channel = channels.get(code)
    if channel is None:
        raise ChannelNotKnown(code)
    if not set(carried) <= channel.carries:
        raise ChannelNotSafeEnough(code)
    return channel


def language_of(filed_in: str | None, spoken: Collection[str]) -> str:
    """Return the language of a letter: that in which somebody asked, if it is spoken here; else Dutch."""
    known = [language for language in LANGUAGES if language in spoken]
    if filed_in in known:
        return str(filed_in)
    return known[0] if known else LANGUAGES[0]


def read_code_holds(made_at: datetime | None, now: datetime) -> bool:
    """Whether a code from a letter still opens the answer on the page."""
    return made_at is not None and now <= made_at + READ_CODE_LIVES


def write_grounds(grounds: Iterable[Ground]) -> str | None:
    """Return several grounds as one column holds them; None for none."""
    return " ".join(ground.value for ground in grounds) or None


def read_grounds(stored: str | None) -> tuple[Ground, ...]:
    """Return what `write_grounds` wrote."""
    return tuple(Ground(code) for code in (stored or "").split())
