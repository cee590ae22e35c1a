"""The names that tokens and cookies go by: origin, issuer, audience and the session cookie."""

from dataclasses import dataclass
from typing import Protocol

TWO_FACTORS = "urn:waarborg:acr:two-factors"
"""What ``acr`` says in a token of somebody who proved in two ways who he is (RFC 9068, 2.2.1)."""


@dataclass(frozen=True)
class CookieName:
    """The session cookie: its name, and whether it travels over https alone."""

    name: str
    secure: bool


class Origin(Protocol):
    """Gives the public origin of an organisation, such as ``https://bqr.example``."""

    def __call__(self, organisation: str) -> str: ...


def issuer(origin: str) -> str:
    """Return the issuer of an organisation's tokens (RFC 8414): its origin's ``/identity``."""
    return f"{origin}/identity"


def audience(origin: str, service: str) -> str:
    """Return the audience of tokens meant for ``service`` (RFC 9068, 2.2)."""
    return f"{origin}/{service}"


def cookie_name(public_origin: str) -> CookieName:
    """Return the session cookie's name: ``__Host-`` needs https, so development on http has a plain name."""
    if public_origin.startswith("https://"):
        return CookieName("__Host-waarborg", secure=True)
    return CookieName("waarborg", secure=False)
