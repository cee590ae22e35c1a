"""What Authlib reads of a request: parameters from one place only, each once, in characters that it can echo."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6749.errors import InvalidRequestError
from werkzeug.datastructures import Headers, MultiDict

from waarborg_identity.actions.grants import Renewal
from waarborg_shared.auth.dpop import Proof

LONGEST_PARAMETER = 4000
_ECHOED = ("client_id", "grant_type", "redirect_uri", "response_type", "scope")
_SAFE = re.compile(r"[\x20\x21\x23-\x5b\x5d-\x7e]*")
_PRINTABLE = re.compile(r"[\x20-\x7e]*")


class Payload(OAuth2Payload):  # type: ignore[misc]
    """The parameters of a request: of its query, or of its form, never of both."""

    def __init__(self, parameters: MultiDict[str, str]) -> None:
        self._parameters = parameters

    @property
    def data(self) -> Mapping[str, str]:
        return self._parameters

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        return defaultdict(list, self._parameters.to_dict(flat=False))


class Request(OAuth2Request):  # type: ignore[misc]
    """A request as Authlib wants it, made from values and not from a framework.

    ``proof`` is the proof of a key that came with it; ``gid``, ``resource`` and ``renewal`` are what the code or the
    refresh token in it stands for; ``carried`` are the scopes of the access token that was made for it.
    """

    def __init__(self, method: str, parameters: MultiDict[str, str], headers: Headers) -> None:
        # Whether the outside is https is settled by the public origin; behind a proxy this process sees http.
        super().__init__(method, "https://issuer.invalid/", headers=headers)
        self.payload = Payload(parameters)
        self._parameters = parameters
        self.proof: Proof | None = None
        self.gid: str | None = None
        self.resource: str | None = None
        self.renewal: Renewal | None = None
        self.carried = ""

    @property
    def args(self) -> Mapping[str, str]:
        return self._parameters

    @property
    def form(self) -> Mapping[str, str]:
        return self._parameters


def check_parameters(parameters: MultiDict[str, str]) -> None:
    """Refuse what comes twice (RFC 6749, 3.1) or in characters that an error may not hold (RFC 6749, 5.2).

    Raises InvalidRequestError.
    """
    for name, values in parameters.lists():
        if len(values) > 1:
            raise InvalidRequestError("A parameter is there more than once.")
        allowed = _SAFE if name in _ECHOED else _PRINTABLE
        if not _PRINTABLE.fullmatch(name) or not allowed.fullmatch(values[0]) or len(values[0]) > LONGEST_PARAMETER:
            raise InvalidRequestError("A parameter is too long or has characters that do not belong in it.")


def drop_empty(parameters: MultiDict[str, str]) -> MultiDict[str, Any]:
    """Return the parameters without empty ones, which count as left out (RFC 6749, 3.1)."""
    return MultiDict((name, value) for name, value in parameters.items(multi=True) if value)
