"""Why a file is not taken, in words that name it."""

from collections.abc import Mapping
from enum import StrEnum

from waarborg_disclosure.domain import DisclosureError
from waarborg_shared.hooks.values import Text


class Fault(StrEnum):
    """What is wrong with a file, or with the files together."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    TELLS_PLACE = "tells_place"


_WORDS: Mapping[Fault, Text] = {
    Fault.EMPTY: Text("het bestand is leeg", "the file is empty"),
    Fault.TOO_LARGE: Text("het bestand is groter dan 10 MB", "the file is larger than 10 MB"),
    Fault.TOO_MANY: Text("dit is een bestand te veel: vijf mag", "this is one file too many: five may come along"),
    Fault.TOO_MANY_PIXELS: Text(
        "deze foto heeft te veel beeldpunten. Maak hem kleiner",
        "this picture has too many pixels. Make it smaller",
    ),
    Fault.TELLS_PLACE: Text(
        "in een foto van deze soort (HEIC) staat vaak waar hij is gemaakt, en dat kunnen wij er niet uithalen. Bewaar "
        "hem als JPEG of PNG, of maak een schermafdruk",
        "a photo of this kind (HEIC) often says where it was made, and we cannot take that out. Save it as JPEG or "
        "PNG, or make a screenshot",
    ),
    Fault.BROKEN: Text(
        "deze foto kunnen wij niet lezen, en dus ook de plaats er niet uithalen. Moet hij zo blijven? Stuur hem dan in "
        "een zip",
        "we cannot read this picture, and so cannot take the place out of it. Must it stay as it is? Then send it in a "
        "zip file",
    ),
}


class BadFile(DisclosureError):
    """A file that is not taken. Its name stands in the words for its sender and nowhere else."""

    field = "files"
    text = Text("Dit bestand kunnen wij niet aannemen.", "We cannot take this file.")

    def __init__(self, fault: Fault, name: str) -> None:
        super().__init__(fault.value)
        self.fault = fault
        words = _WORDS[fault]
        self.text = Text(f"{name}: {words.nl}.", f"{name}: {words.en}.")
