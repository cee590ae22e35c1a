"""Partner systems and other OAuth clients: how they prove themselves, where they may send people, what they may ask."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from waarborg_shared.hooks.values import Text

SCOPES: Mapping[str, str] = {
    "openid": "identity",
    "profile": "identity",
    "offline_access": "identity",
    "consent:decide": "consent",
    "consent:log": "consent",
    "consent:record": "consent",
    "consent:relate": "consent",
    "consent:disclose": "consent",
    "requests:file": "requests",
    "requests:answer": "requests",
    "requests:contribute": "requests",
    "breach:report": "breach",
    "breach:read": "breach",
    "breach:decide": "breach",
    "disclosure:report": "disclosure",
    "disclosure:read": "disclosure",
    "disclosure:assess": "disclosure",
    "identity:persons": "identity",
    "identity:staff": "identity",
    "identity:partners": "identity",
}
"""Every scope there is, with the service that it is a right at (RFC 9068, 3: the audience follows from it)."""

SERVICES = frozenset(SCOPES.values()) | {"portal"}
"""Who asks identity whose a session is: the services at which scopes are rights, and the portal."""

OFFLINE = "offline_access"
"""Asks for a refresh token; a right at no service, so that no access token carries it (OpenID Connect Core, 11)."""

FOR_APPLICATIONS = frozenset(
    {"openid", "profile", OFFLINE, "breach:decide", "disclosure:assess", "identity:staff", "identity:partners"}
)
"""Scopes that say something only where a member of staff signed in: a partner system acts for itself."""

_ABOUT_SIGNING_IN = frozenset({"openid", "profile", OFFLINE})
"""Scopes that decide what comes beside an access token, whichever service that is for."""

_CLIENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,35}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def is_client_id(text: str) -> bool:
    """Whether a text has the form of a client id; what has not is nobody's, and is not asked of the database."""
    return _CLIENT_ID.fullmatch(text) is not None


class ClientKind(StrEnum):
    """What a client is: a system that acts for itself, or an application in which people sign in."""

    PARTNER = "partner"
    APPLICATION = "application"


class ClientState(StrEnum):
    """A suspended client may do nothing until it is let in again, and one that waits until it is confirmed.

    One that was shut out before it was ever confirmed is refused: let in again, it waits as before.
    """

    WAITING = "waiting"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFUSED = "refused"

    @property
    def shut_out(self) -> bool:
        """Whether an administrator shut it out."""
        return self in {ClientState.SUSPENDED, ClientState.REFUSED}


SHUT_OUT = tuple(state.value for state in ClientState if state.shut_out)


class AuthMethod(StrEnum):
    """How a client proves itself at the token endpoint; ``none`` is for applications that can keep no secret."""

    PRIVATE_KEY_JWT = "private_key_jwt"
    CLIENT_SECRET_BASIC = "client_secret_basic"  # noqa: S105 - the name of a method
    NONE = "none"


GRANTS: Mapping[ClientKind, frozenset[str]] = {
    ClientKind.PARTNER: frozenset({"client_credentials"}),
    ClientKind.APPLICATION: frozenset({"authorization_code", "refresh_token"}),
}


class BadClient(ValueError):
    """A client cannot be registered like this; ``field`` says what is wrong, ``en`` and ``nl`` say it to people."""

    def __init__(self, field_name: str, why: str, nl: str = "") -> None:
        super().__init__(f"{field_name}: {why}")
        self.field = field_name
        if nl:
            self.en, self.nl = why, nl


class CannotMove(Exception):
    """A client is not in a state for this (409); ``text`` says it to people."""

    field = "state"
    text = Text("Dit kan nu niet met dit systeem.", "This cannot be done with this system now.")


class ConfirmFirst(CannotMove):
    """A partner that registered itself is confirmed, and not let in again."""

    text = Text(
        "Dit systeem schreef zichzelf in en is nog niet bevestigd. Bevestig het, of zet het stil.",
        "This system registered itself and was not confirmed yet. Confirm it, or shut it out.",
    )


class NothingToConfirm(CannotMove):
    """Only a partner that waits for it is confirmed, and once."""

    text = Text("Dit systeem wacht niet op bevestiging.", "This system does not wait to be confirmed.")


class ClientMove(StrEnum):
    """What an administrator does with a client; the values are the steps of its timeline."""

    CONFIRM = "confirmed"
    SUSPEND = "suspended"
    LET_IN = "let-in"


_MOVES: Mapping[ClientMove, Mapping[ClientState, ClientState]] = {
    ClientMove.CONFIRM: {ClientState.WAITING: ClientState.ACTIVE},
    ClientMove.SUSPEND: {ClientState.ACTIVE: ClientState.SUSPENDED, ClientState.WAITING: ClientState.REFUSED},
    ClientMove.LET_IN: {ClientState.SUSPENDED: ClientState.ACTIVE, ClientState.REFUSED: ClientState.WAITING},
}
"""From which states each can be done, and to which it leads: who was never confirmed waits again when let in."""


def moved(state: ClientState, move: ClientMove) -> ClientState:
    """Return the new state. Raises CannotMove."""
    after = _MOVES[move].get(state)
    if after is not None:
        return after
    if move is ClientMove.CONFIRM:
        raise NothingToConfirm
    raise ConfirmFirst if state is ClientState.WAITING else CannotMove


@dataclass(frozen=True, kw_only=True)
class NewClient:
    """A client to register. ``name`` is of a system or firm, not of a person.

    ``require_pushed`` refuses requests that were not sent ahead (RFC 9126), ``require_dpop`` tokens for whoever bears
    them (RFC 9449).
    """

    client_id: str
    name: str
    kind: ClientKind
    auth_method: AuthMethod
    scopes: frozenset[str]
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    require_pushed: bool = False
    require_dpop: bool = False
    jwks: Mapping[str, Any] | None = field(default=None, repr=False)
    jwks_uri: str | None = None

    def __post_init__(self) -> None:
        if not is_client_id(self.client_id):
            raise BadClient("client_id", "3 to 36 letters, digits and . _ -", "3 tot 36 letters, cijfers en . _ -")
        if not 1 <= len(self.name.strip()) <= 100:
            raise BadClient("name", "1 to 100 characters")
        unknown = self.scopes - SCOPES.keys()
        if unknown:
            raise BadClient("scopes", f"unknown: {', '.join(sorted(unknown))}")
        if not self.scopes:
            raise BadClient("scopes", "Choose at least one right.", "Kies ten minste één recht.")
        self._check_kind()

    def _check_kind(self) -> None:
        known = (self.jwks or {}).get("keys") or self.jwks_uri
        if self.auth_method is AuthMethod.PRIVATE_KEY_JWT and not known:
            raise BadClient("jwks", "public keys are needed for private_key_jwt")
        if self.kind is ClientKind.PARTNER:
            if self.auth_method is AuthMethod.NONE:
                raise BadClient("auth_method", "a partner system proves itself")
            if self.redirect_uris or self.post_logout_redirect_uris:
                raise BadClient("redirect_uris", "nobody signs in at a partner system")
            if self.scopes & FOR_APPLICATIONS:
                raise BadClient("scopes", "only for an application in which staff sign in")
        elif not self.redirect_uris:
            raise BadClient("redirect_uris", "at least one")
        for uri in self.redirect_uris:
            check_redirect_uri(uri)
        for uri in self.post_logout_redirect_uris:
            check_redirect_uri(uri, field_name="post_logout_redirect_uris")


def check_redirect_uri(uri: str, *, field_name: str = "redirect_uris") -> str:
    """Return an address that people may be sent to: https, or http on this machine; no fragment. Raises BadClient."""
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise BadClient(field_name, "not an address") from error
    host = parts.netloc.rpartition("@")[2].partition(":")[0] if not parts.netloc.startswith("[") else "[::1]"
    local = parts.scheme == "http" and host in _LOOPBACK
    if not (parts.scheme == "https" or local) or not host or "@" in parts.netloc or "#" in uri or not uri.isascii():
        raise BadClient(field_name, "https, or http on this machine; without user, password or fragment")
    return uri


def granted_scope(asked: str | None, allowed: Iterable[str]) -> str | None:
    """Return the scope to grant: all that the client has when it asked for none; None when it asked for too much.

    Whether all is given to who names none is for the server to say: a system that acts for itself gets it only where
    that is at one service. A refresh token is given to who asks for one by name.
    """
    has = frozenset(allowed)
    if not asked:
        return " ".join(sorted(has - {OFFLINE}))
    wanted = frozenset(asked.split())
    return " ".join(sorted(wanted)) if wanted and wanted <= has else None


def services_of(scope: str) -> tuple[str, ...]:
    """Return the services at which these scopes are rights, in order."""
    return tuple(sorted({SCOPES[each] for each in scope.split() if each in SCOPES and each != OFFLINE}))


def narrowed(scope: str, service: str | None) -> str:
    """Return the scopes of an access token: those that are rights at this service, or at any where none is named."""
    kept = (each for each in scope.split() if each != OFFLINE and service in {None, SCOPES.get(each)})
    return " ".join(sorted(kept))


def told_scope(scope: str, service: str | None) -> str:
    """Return the scope to tell the client: its access token's, and what comes beside it whichever service that is."""
    beside = _ABOUT_SIGNING_IN.intersection(scope.split())
    return " ".join(sorted(beside.union(narrowed(scope, service).split())))
