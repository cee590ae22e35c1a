"""Where a visitor may be sent on to after signing in: a path of this very host, and nowhere else."""

import re
from urllib.parse import urlsplit

LONGEST_PATH = 2000
SIGNED_IN_SINCE = "signed_in_since"
"""The parameter of an address to go on to that asks for signing in anew."""
_PLAIN = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def local_path(asked: str | None, *, otherwise: str) -> str:
    """Return the path that was asked for when it is one of this host, else ``otherwise``.

    Refused: another scheme or host, ``//host``, back slashes and control characters, which browsers read as one.
    """
    if not asked or len(asked) > LONGEST_PATH or not _PLAIN.fullmatch(asked):
        return otherwise
    try:
        parts = urlsplit(asked)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else asked
