"""What a file is called here: the last part of its name, without what a folder or a terminal would act upon."""

import re
import unicodedata

LONGEST = 120
_NAMELESS = "bestand"
_BETWEEN_FOLDERS = re.compile(r"[/\\]")
_BAD = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Return a name that is a plain file's wherever it is unpacked: no folders, no control or direction signs."""
    plain = unicodedata.normalize("NFC", name)
    plain = _BETWEEN_FOLDERS.split(plain)[-1]
    plain = "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "CZ" or sign == " ")
    plain = _BAD.sub("-", plain).strip(" .")
    if not plain:
        return _NAMELESS
    if _RESERVED.match(plain):
        plain = f"{_NAMELESS}-{plain}"
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
    return plain[:LONGEST]
