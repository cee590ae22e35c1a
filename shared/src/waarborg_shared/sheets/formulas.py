"""What a spreadsheet takes for a formula, and how a text is kept from being one."""

FORMULA_SIGNS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a formula begins with, and the full-width twins, which some take for the same."""


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before what would be one."""
    return f"'{text}" if text and text[0] in FORMULA_SIGNS else text
