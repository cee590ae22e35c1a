"""How a plugin reads its settings: what is missing, misspelt or of the wrong form stops the start by its name."""

import re
from collections.abc import Collection, Mapping

from waarborg_shared.hooks.values import BadValue

_EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]+")


def refuse_unknown(settings: Mapping[str, object], known: Collection[str]) -> None:
    """Refuse a setting that the plugin does not know, so that a slip of the pen is not taken for silence.

    Raises:
        BadValue: naming it.
    """
    unknown = sorted(set(settings) - set(known))
    if unknown:
        raise BadValue(f"setting {', '.join(map(repr, unknown))} is unknown; known are {', '.join(sorted(known))}")


def required_text(settings: Mapping[str, object], name: str) -> str:
    """Return a setting that the plugin cannot do without, stripped.

    Raises:
        BadValue: it is missing or empty.
    """
    value = settings.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadValue(f"setting {name!r} is missing")
    return value.strip()


def required_email(settings: Mapping[str, object], name: str) -> str:
    """Return an e-mail address that the plugin cannot do without.

    Raises:
        BadValue: it is missing, or has not the form of an address.
    """
    value = required_text(settings, name)
    if not _EMAIL.fullmatch(value):
        raise BadValue(f"setting {name!r} has not the form of an e-mail address")
    return value


def optional_text(settings: Mapping[str, object], name: str) -> str | None:
    """Return a setting that may be left out.

    Raises:
        BadValue: it is given and is no text.
    """
    return required_text(settings, name) if name in settings else None
