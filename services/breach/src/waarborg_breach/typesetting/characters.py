"""The characters that can be set: PDF/A lets none be missing from the type."""

import unicodedata

_SHOWN = (
    *((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x24F), (0x386, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x477)),
    *((0x1E00, 0x1EFF), (0x2010, 0x2022), (0x2026, 0x2026), (0x2030, 0x2037), (0x20AC, 0x20AC)),
)
"""The characters that the type has; PDF/A lets none be missing."""


def shown(text: str) -> str:
    """Return a text on one line, with a question mark for what the type does not have."""
    seen = "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Cf") else each for each in text)
    composed = unicodedata.normalize("NFC", " ".join(seen.split()))
    return "".join(each if any(low <= ord(each) <= high for low, high in _SHOWN) else "?" for each in composed)
