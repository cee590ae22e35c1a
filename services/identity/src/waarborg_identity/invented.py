"""The code app of an invented account: in a demonstration anybody may see its code, for nobody holds such an app."""

import base64
import hashlib
from dataclasses import dataclass

from waarborg_identity.actions import next_totp, seconds_to_next_totp
from waarborg_shared.uow import Work


def totp_secret(account_id: str) -> str:
    """Return the secret of an invented account's code app; anybody can work it out, so it is for nobody else."""
    return base64.b32encode(hashlib.sha256(f"waarborg demonstration {account_id}".encode()).digest()[:20]).decode()


@dataclass(frozen=True)
class InventedCode:
    """The code that an invented account's app could show now; without one the next comes in ``seconds``."""

    code: str
    seconds: int


def code_to_show(work: Work, account_id: str) -> InventedCode | None:
    """Return the code of an invented account, to be shown in a demonstration; None for every other account."""
    code = next_totp(work, account_id, totp_secret(account_id))
    return None if code is None else InventedCode(code, seconds_to_next_totp(work))
