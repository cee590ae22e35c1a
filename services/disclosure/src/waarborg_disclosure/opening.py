"""Open what somebody encrypted to the organisation's key, in a process of its own with little time and memory.

A message of a few kilobytes can unpack to gigabytes, and anybody may send one: what goes too far ends with the child.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence

from pysequoia import Tsk, decrypt

from waarborg_disclosure.domain import DisclosureError
from waarborg_shared.hooks.values import Text

LONGEST = 2**20
"""How much of an opened message is shown, in bytes."""
_MEMORY = 2**29
_SECONDS = 10


class CannotOpen(DisclosureError):
    """It is not for one of our keys, is broken, or unpacks to more than can be shown."""

    field = ""
    text = Text(
        "Dit bericht kunnen wij niet openen: het is niet met onze sleutel versleuteld, is beschadigd of is te groot.",
        "We cannot open this message: it was not encrypted to our key, is damaged or is too large.",
    )


def open_message(armoured: str, *, secrets: Sequence[str]) -> str:
    """Return what an armoured OpenPGP message says, opened with the first of ``secrets`` that fits.

    Raises:
        CannotOpen: none does, it is broken, or it is over LONGEST.
    """
    asked = json.dumps({"message": armoured, "secrets": list(secrets)}).encode()
    command = [sys.executable, "-I", "-m", "waarborg_disclosure.opening"]
    try:
        done = subprocess.run(command, input=asked, capture_output=True, check=True, timeout=2 * _SECONDS)
        return done.stdout.decode()
    except (subprocess.SubprocessError, UnicodeDecodeError) as wrong:
        raise CannotOpen from wrong


def _opened(message: bytes, secrets: Sequence[str]) -> bytes:
    for secret in secrets:
        found = _by(secret, message)
        if found is not None and len(found) <= LONGEST:
            return found
    raise SystemExit(1)


def _by(secret: str, message: bytes) -> bytes | None:
    try:
        return decrypt(decryptor=Tsk.from_bytes(secret.encode()).decryptor(), bytes=message).bytes
    except Exception:  # the library raises nothing narrower where a key does not fit
        return None


def _child() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    asked = json.load(sys.stdin)
    sys.stdout.buffer.write(_opened(asked["message"].encode(), asked["secrets"]))


if __name__ == "__main__":
    _child()
