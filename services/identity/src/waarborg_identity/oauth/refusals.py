"""Why a request cannot even be answered at its application: in words for its user, with a code for its maker."""

from collections.abc import Mapping
from enum import StrEnum

from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError

from waarborg_shared.hooks.values import Text


class BadRequestUri(OAuth2Error):  # type: ignore[misc]
    """The request that it names is unknown, too old, was used, or is another client's (RFC 9101, 6.4)."""

    error = "invalid_request_uri"
    description = "There is no such request any more."


class UnknownRedirect(InvalidRequestError):  # type: ignore[misc]
    """The address to send somebody back to is none of the client's, letter for letter (RFC 9700, 2.1)."""

    description = "The redirect_uri is not one that this client registered."


class Reason(StrEnum):
    """Which of the things was wrong that make that nobody can be sent back."""

    CLIENT = "client-unknown"
    REDIRECT = "redirect-uri-unknown"
    REQUEST_URI = "request-uri-spent"
    REQUEST = "request-malformed"


_BY_ERROR: Mapping[type[OAuth2Error], Reason] = {
    InvalidClientError: Reason.CLIENT,
    UnknownRedirect: Reason.REDIRECT,
    BadRequestUri: Reason.REQUEST_URI,
}
WORDS: Mapping[Reason, Text] = {
    Reason.CLIENT: Text(
        "De toepassing die u hierheen stuurde, is hier niet bekend of is stilgezet. Vraag het na bij de maker ervan.",
        "The application that sent you here is not known here, or is suspended. Ask its maker.",
    ),
    Reason.REDIRECT: Text(
        "De toepassing die u hierheen stuurde, noemt een adres dat hier niet voor haar is ingeschreven. Daarom sturen "
        "we u daar niet naartoe. Vraag het na bij de maker ervan.",
        "The application that sent you here names an address that is not registered for it. So we do not send you "
        "there. Ask its maker.",
    ),
    Reason.REQUEST_URI: Text(
        "Deze aanvraag is al gebruikt of te oud. Ga terug naar de toepassing en begin daar opnieuw.",
        "This request was used already, or is too old. Go back to the application and begin there again.",
    ),
    Reason.REQUEST: Text(
        "De toepassing stuurde u hierheen met een aanvraag die niet klopt. Vraag het na bij de maker ervan.",
        "The application sent you here with a request that is not right. Ask its maker.",
    ),
}


class CannotAuthorise(Exception):
    """A request that cannot even be answered at the application (400)."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.code = reason.value
        self.nl = f"{WORDS[reason].nl} Code voor de maker: {reason.value}."
        self.en = f"{WORDS[reason].en} Code for the maker: {reason.value}."


def refusal_of(error: OAuth2Error) -> CannotAuthorise:
    """Return the refusal that an error of the protocol is, where nobody can be sent back with it."""
    found = (reason for kind, reason in _BY_ERROR.items() if isinstance(error, kind))
    return CannotAuthorise(next(found, Reason.REQUEST))
