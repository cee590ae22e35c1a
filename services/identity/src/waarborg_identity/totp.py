"""Codes that change every thirty seconds (RFC 6238): the secret, what an app reads, and the code of a step."""

import base64
import hmac
import secrets
from collections.abc import Iterable

import pyotp
import segno

from waarborg_identity.domain.factors import STEP_SECONDS

SECRET_BYTES = 20
"""As long as SHA-1's output (RFC 4226, 4); every app understands it."""


def new_secret() -> str:
    """Return a new secret in base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code_of(secret: str, step: int) -> str:
    """Return the six digits of a step."""
    return str(pyotp.TOTP(secret).at(step * STEP_SECONDS))


def matching_step(secret: str, code: str, steps: Iterable[int]) -> int | None:
    """Return which of the steps a code is of, None when it is of none; each is looked at, however soon one fits."""
    found = None
    for step in steps:
        if hmac.compare_digest(code_of(secret, step), code):
            found = step
    return found


def address(secret: str, *, account: str, issuer: str) -> str:
    """Return the otpauth address that an app reads from the picture."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer))


def picture(address: str) -> str:
    """Return a QR code of the address, as the address of an image."""
    return str(segno.make(address, micro=False).svg_data_uri(scale=5, border=4, light="#fff"))
