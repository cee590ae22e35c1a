"""A passkey in software for the tests: what a browser and its device do together, without either."""

import base64
import hashlib
import json
import os
import struct
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    """Return bytes as browsers write them in JSON."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class SoftPasskey:
    """One key pair on one device. ``verifies`` is whether the device asks for face, finger or PIN."""

    def __init__(
        self, *, origin: str = "http://bqr.localhost:8000", host: str = "bqr.localhost", verifies: bool = True
    ) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.origin, self.host, self.verifies = origin, host, verifies
        self.counter = 0

    def create(self, options: Mapping[str, Any], **wrong: Any) -> str:
        """Answer ``navigator.credentials.create``."""
        client = self._client("webauthn.create", options, **wrong)
        numbers = self.key.public_key().public_numbers()
        x, y = (value.to_bytes(32, "big") for value in (numbers.x, numbers.y))
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cose
        made = encode_cbor({"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested})
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(made)})

    def get(self, options: Mapping[str, Any], **wrong: Any) -> str:
        """Answer ``navigator.credentials.get``."""
        self.counter += 1
        client, data = self._client("webauthn.get", options, **wrong), self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature)}
        )

    def _client(
        self, kind: str, options: Mapping[str, Any], *, challenge: str | None = None, origin: str | None = None
    ) -> bytes:
        told = {
            "type": kind,
            "challenge": options["challenge"] if challenge is None else challenge,
            "origin": origin or self.origin,
        }
        return json.dumps(told).encode()

    def _data(self, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.counter)

    def _answer(self, response: Mapping[str, str]) -> str:
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response})
