"""Tickets: what a page holds for its forms once number and code were right, so that the code itself stands nowhere.

A ticket is sealed for this service and one organisation, names one request, ends by itself, and dies with the code that
it was given for. It goes into hidden fields of forms: never into an address, and never into a cookie.
"""

import base64
import binascii
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from waarborg_shared.web.keys import derive_key

LIVES_FOR = timedelta(hours=2)
_NONCE = 12


class TicketForged(Exception):
    """This is no ticket of ours, or one of another organisation."""


class TicketOver(Exception):
    """The ticket was good once, and its time is over."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which request somebody showed to be his, and by which code (as the mark of its hash)."""

    request_id: str
    code_mark: str


class Tickets:
    """Gives tickets out and reads them back."""

    def __init__(self, master_key: bytes) -> None:
        self._seal = AESGCM(derive_key(master_key, use="requests.ticket"))

    def issue(self, organisation: str, request_id: str, *, code_hash: bytes, now: datetime) -> str:
        """Return a ticket for one request, good from ``now`` for as long as tickets live."""
        plain = json.dumps([request_id, code_mark(code_hash), int(now.timestamp())]).encode()
        nonce = os.urandom(_NONCE)
        sealed = nonce + self._seal.encrypt(nonce, plain, organisation.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def read(self, organisation: str, ticket: str, *, now: datetime) -> Ticket:
        """Return what a ticket says. Raises TicketForged, TicketOver."""
        try:
            sealed = base64.b64decode(ticket.encode("ascii"), altchars=b"-_", validate=True)
            plain = self._seal.decrypt(sealed[:_NONCE], sealed[_NONCE:], organisation.encode())
        except (InvalidTag, ValueError, binascii.Error):
            raise TicketForged from None
        request_id, mark, issued = json.loads(plain)
        if not timedelta(0) <= timedelta(seconds=now.timestamp() - issued) <= LIVES_FOR:
            raise TicketOver
        return Ticket(request_id, mark)


def code_mark(code_hash: bytes) -> str:
    """Return a mark of the hash of a code: the same for the same code, and of no use to find it."""
    return hashlib.sha256(b"requests.ticket" + code_hash).hexdigest()[:32]
