"""The key with which a service proves which one it is, and the public halves by which identity knows them all."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from joserfc import jwk
from joserfc.errors import JoseError

CURVE = "P-256"
_PUBLIC = ("kty", "crv", "x", "y")

Jwk = Mapping[str, Any]


def make_service_key() -> str:
    """Return a new private key (ES256), as PEM."""
    return jwk.ECKey.generate_key(CURVE).as_pem(private=True).decode("ascii").strip()


def opened_service_key(pem: str) -> jwk.ECKey:
    """Return the private key of a PEM. Raises ValueError, which repeats nothing of it."""
    try:
        key = jwk.ECKey.import_key(pem)
    except (JoseError, ValueError, TypeError, AttributeError):
        raise ValueError("is no private key as PEM") from None
    if key.curve_name != CURVE or not key.is_private:
        raise ValueError(f"is no private key of {CURVE}")
    return key


def checked_service_key(pem: str) -> str:
    """Return a PEM that holds a private key of the right sort. Raises ValueError."""
    opened_service_key(pem)
    return pem


def public_service_key(pem: str, service: str) -> Jwk:
    """Return the public half of a service's key (RFC 7517), which is named after the service."""
    shown = opened_service_key(pem).as_dict(private=False)
    return {**{part: shown[part] for part in _PUBLIC}, "kid": service}


def read_service_jwks(text: str) -> Sequence[Jwk]:
    """Return the public keys of a JWK set, each named after its service; two of one name are an old and a new one.

    Raises ValueError.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON") from None
    keys = told.get("keys") if isinstance(told, dict) else None
    if not isinstance(keys, list) or not keys:
        raise ValueError('is no JWK set with the public key of every service: {"keys": [{"kid": "consent", …}, …]}')
    return tuple(_public(number, each) for number, each in enumerate(keys, 1))


def _public(number: int, shown: Any) -> Jwk:
    if not isinstance(shown, dict) or not isinstance(shown.get("kid"), str) or not shown["kid"]:
        raise ValueError(f"key {number} has no kid that names its service")
    if "d" in shown:
        raise ValueError(f"key {number} is a private one: it belongs to its service alone")
    if shown.get("kty") != "EC" or shown.get("crv") != CURVE:
        raise ValueError(f"key {number} is no key of {CURVE}")
    public: dict[str, Any] = {part: str(shown.get(part)) for part in _PUBLIC}
    try:
        jwk.ECKey.import_key(public).public_key  # noqa: B018 - a point that is not on the curve is found here
    except (JoseError, ValueError, TypeError, AttributeError):
        raise ValueError(f"key {number} is no key of {CURVE}") from None
    return {**public, "kid": shown["kid"]}
