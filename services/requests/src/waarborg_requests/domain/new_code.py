"""A new secret code for who lost it: after he was identified anew, handed over at the desk or sent to the address that
was known before the request."""

from datetime import datetime, timedelta
from enum import StrEnum

from waarborg_requests.domain.states import Identification, RequestError
from waarborg_shared.hooks.values import Text

MOST_CODES = 3
WITHIN = timedelta(days=1)
HOW = (Identification.AT_THE_DESK, Identification.AT_THE_TABLE, Identification.KNOWN_PHONE)
"""By what somebody without his code can be known: a letter with a code asks for the secret code too."""


class CodeBy(StrEnum):
    """How the new code comes into somebody's hands."""

    DESK = "desk"
    LETTER = "letter"


class NotSureForCode(RequestError):
    """What was checked is not sure enough for this kind of request: the code opens its page."""

    field = "code_how"
    text = Text(
        "Hiermee weten wij niet zeker genoeg wie het is. Laat aan de balie een identiteitsbewijs zien.",
        "By this we do not know surely enough who it is. Have an identity document shown at the desk.",
    )


class NumberFromRequest(RequestError):
    """The number that was called is the one in the request: whoever filed it could have written any number."""

    field = "code_called"
    text = Text(
        "Dit nummer staat in het verzoek zelf. Bel een nummer dat wij daarvóór al hadden.",
        "This number stands in the request itself. Call a number that we had before it.",
    )


class OnlyAtTheDesk(RequestError):
    """A code is handed over only to who stands there."""

    field = "code_by"
    text = Text(
        "Meegeven kan alleen aan wie aan de balie staat. Stuur de code anders per brief.",
        "It can be handed over only to who stands at the desk. Else send the code by letter.",
    )


class NoKnownAddress(RequestError):
    """The letter goes to an address that was known before the request, and nobody in the register is linked to it."""

    field = "code_by"
    text = Text(
        "Bij dit verzoek hoort nog niemand uit het register, dus kennen wij geen adres van vóór het verzoek. Geef de "
        "code mee aan de balie.",
        "Nobody in the register is linked to this request, so we know no address of before it. Hand the code over at "
        "the desk.",
    )


class TooManyCodes(RequestError):
    """So many new codes in a day are no accident."""

    text = Text(
        f"Er zijn in één dag al {MOST_CODES} nieuwe codes gemaakt. Wacht tot morgen, en zoek uit wat er misgaat.",
        f"{MOST_CODES} new codes were made within a day already. Wait until tomorrow, and find out what goes wrong.",
    )


def check_issue(how: Identification, by: CodeBy, *, linked: bool, made_at: list[datetime], now: datetime) -> None:
    """Refuse a new code that comes too often, or into hands that are not sure. ``made_at``: when others were made.

    Raises:
        TooManyCodes, OnlyAtTheDesk, NoKnownAddress
    """
    if sum(now - WITHIN < at for at in made_at) >= MOST_CODES:
        raise TooManyCodes(by)
    if by is CodeBy.DESK and how is not Identification.AT_THE_DESK:
        raise OnlyAtTheDesk(how)
    if by is CodeBy.LETTER and not linked:
        raise NoKnownAddress(by)
