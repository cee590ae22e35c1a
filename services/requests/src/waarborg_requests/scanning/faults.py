"""Why a file is not taken, in words that name it."""

from collections.abc import Mapping
from enum import StrEnum

from waarborg_requests.domain import RequestError
from waarborg_shared.hooks.values import Text


class Fault(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND = "kind"
    ACTIVE = "active"
    ARCHIVE = "archive"
    BOMB = "bomb"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    CHANGED = "changed"


_WORDS: Mapping[Fault, Text] = {
    Fault.EMPTY: Text("het bestand is leeg", "the file is empty"),
    Fault.TOO_LARGE: Text("het bestand is te groot. Deel het op", "the file is too large. Divide it"),
    Fault.KIND: Text(
        "dit soort bestand nemen wij niet aan. Bewaar het als pdf",
        "we do not take this kind of file. Save it as a PDF",
    ),
    Fault.ACTIVE: Text(
        "er kan een programma in zitten (een webpagina, tekening met script of macro). Bewaar het als pdf",
        "there may be a program in it (a web page, a drawing with a script or a macro). Save it as a PDF",
    ),
    Fault.ARCHIVE: Text(
        "dit is een ingepakt bestand. Pak het uit en lever de bestanden los in",
        "this is an archive. Unpack it and hand in the files one by one",
    ),
    Fault.BOMB: Text(
        "uitgepakt is het veel groter dan het lijkt. Wij openen het niet",
        "unpacked it is much larger than it seems. We do not open it",
    ),
    Fault.ENCRYPTED: Text(
        "het bestand is met een wachtwoord versleuteld. Haal dat eraf en lever het opnieuw in",
        "the file is encrypted with a password. Take that off and hand it in again",
    ),
    Fault.BROKEN: Text("het bestand is beschadigd", "the file is damaged"),
    Fault.CHANGED: Text(
        "het bestand kwam anders aan dan het verstuurd is. Verstuur het opnieuw",
        "the file did not arrive as it was sent. Send it again",
    ),
}


class Refused(RequestError):
    """A file that is not taken; ``fault`` says why. Its name stands in the words for its sender and nowhere else."""

    field = "files"

    def __init__(self, fault: Fault, name: str) -> None:
        super().__init__(fault.value)
        self.fault = fault
        words = _WORDS[fault]
        self.text = Text(f"{name}: {words.nl}.", f"{name}: {words.en}.")
