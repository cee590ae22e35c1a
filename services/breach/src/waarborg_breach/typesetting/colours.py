"""The organisation's own colour on paper."""

import re

from waarborg_shared.hooks.values import Theme

_INK = "#1b2733"
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def colour_of(theme: Theme) -> str:
    """Return the organisation's colour for its name."""
    primary = theme.tokens.get("--waarborg-color-primary", "")
    return primary if _HEX.fullmatch(primary) else _INK
