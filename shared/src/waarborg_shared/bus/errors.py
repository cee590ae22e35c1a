"""Says what went wrong in words that hold no personal data: the error's class, its code, and where it was raised."""

import errno
import re
import traceback
from pathlib import Path

_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
LONGEST = 200


def name_of(wrong: BaseException) -> str:
    """Class and code of an error, fit for a table and a log; its message is left out, for it may quote someone."""
    kind = type(wrong)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    code = _code_of(wrong)
    return (f"{name}/{code}" if code else name)[:LONGEST]


def _code_of(wrong: BaseException) -> str | None:
    if isinstance(wrong, OSError) and wrong.errno is not None:
        return errno.errorcode.get(wrong.errno)
    code = getattr(wrong, "code", None)
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def place_of(wrong: BaseException) -> str:
    """File and line where the error was raised, without any value."""
    frames = traceback.extract_tb(wrong.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
