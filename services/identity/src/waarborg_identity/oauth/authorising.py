"""The authorisation endpoint: a code for whoever is signed in, after signing in (anew) where that is needed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oauth2.rfc6749.errors import InvalidRequestError
from authlib.oidc.core.errors import LoginRequiredError
from flask import redirect
from werkzeug.datastructures import MultiDict

from waarborg_identity.actions.pushed import push_request, take_up_request
from waarborg_identity.domain import narrowed
from waarborg_identity.oauth import anew
from waarborg_identity.oauth.refusals import BadRequestUri
from waarborg_identity.oauth.requests import Headers, Request, check_parameters
from waarborg_identity.tokens import SignedIn

if TYPE_CHECKING:
    from waarborg_identity.oauth.server import Server

JKT = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST_RESOURCE = 300

ANEW = frozenset({"login", "select_account"})  # of a list with spaces (OpenID Connect Core, 3.1.2.1)


def check_request(server: "Server", parameters: Mapping[str, str], redirect_uri: str) -> None:
    """Refuse what this issuer does not do, and what could never become a token. Raises OAuth2Error."""
    try:
        if "request" in parameters:
            raise OAuth2Error(error="request_not_supported")
        if parameters.get("response_mode", "query") != "query":
            raise InvalidRequestError("Only response_mode query.")
        if not JKT.fullmatch(parameters.get("dpop_jkt", "x" * 43)):
            raise InvalidRequestError("The dpop_jkt is no thumbprint.")
        _check_resource(server, parameters)
    except OAuth2Error as error:
        error.redirect_uri = redirect_uri
        raise


def _check_resource(server: "Server", parameters: Mapping[str, str]) -> None:
    resource = parameters.get("resource")
    service = server.service_at(resource)
    scope = parameters.get("scope")
    if service is not None and scope and not narrowed(scope, service):
        raise OAuth2Error("None of the scopes is a right there.", error="invalid_target")


@dataclass(frozen=True)
class Authorising:
    """One request at the authorisation endpoint: the server, who is signed in, and the moment."""

    server: "Server"
    user: SignedIn | None
    since: anew.SignInAnew
    now: datetime
    headers: Headers

    def answer(self, parameters: MultiDict[str, str]) -> Any:
        """Return a redirect with a code, or to the sign-in page. Raises OAuth2Error."""
        check_parameters(parameters)
        pushed = "request_uri" in parameters
        if pushed:
            parameters = self._taken_up(parameters)
        try:
            return self._answer(parameters, pushed=pushed)
        except OAuth2Error as error:
            error.state = parameters.get("state")
            raise

    def _answer(self, parameters: MultiDict[str, str], *, pushed: bool) -> Any:
        asked = Request("GET", parameters, self.headers)
        grant = self.server.get_consent_grant(asked, end_user=self.user)
        if asked.client.row.require_pushed and not pushed:
            raise InvalidRequestError("This client sends its requests ahead.", redirect_uri=grant.redirect_uri)
        check_request(self.server, parameters, grant.redirect_uri)
        if self.user is None or not self._signed_in_lately(parameters, self.user):
            if parameters.get("prompt") == "none":
                raise LoginRequiredError(redirect_uri=grant.redirect_uri)
            return self._sign_in_first(parameters, pushed=pushed)
        return self.server.create_authorization_response(asked, grant_user=self.user, grant=grant)

    def _taken_up(self, parameters: MultiDict[str, str]) -> MultiDict[str, str]:
        """Return what was sent ahead, and nothing of what stands beside its name (RFC 9126, 4)."""
        client_id = parameters.get("client_id", "")
        found = take_up_request(self.server.work, parameters["request_uri"], client_id=client_id)
        if found is None:
            raise BadRequestUri
        return MultiDict(found)

    def _signed_in_lately(self, parameters: MultiDict[str, str], user: SignedIn) -> bool:
        """Whether this session will do; who was sent to sign in anew must have done so, and need not do it twice."""
        if ANEW & set(parameters.get("prompt", "").split()):
            return False
        shown = parameters.get(anew.PARAMETER)
        if shown is not None:
            return self.since.done(shown, signed_in_at=user.auth_time, now=self.now)
        longest = parameters.get("max_age", "")
        return not longest.isdecimal() or self.now.timestamp() - user.auth_time <= int(longest[:10])

    def _sign_in_first(self, parameters: MultiDict[str, str], *, pushed: bool) -> Any:
        """Send somebody to sign in and back here; a request that was sent ahead gets a new name for the way back."""
        anew_only = self.user is not None or bool({"prompt", "max_age"} & parameters.keys())
        kept = {name: value for name, value in parameters.items() if name not in {"prompt", anew.PARAMETER}}
        if anew_only:
            kept[anew.PARAMETER] = self.since.since(self.now)
        if pushed:
            life = timedelta(seconds=anew.COUNTS_FOR)
            uri = push_request(self.server.work, kept["client_id"], kept, life=life)
            # The address goes along so that the sign-in page lets its form end there; here it counts for nothing.
            kept = {"client_id": kept["client_id"], "redirect_uri": kept["redirect_uri"], "request_uri": uri}
        onward = f"/identity/authorize?{urlencode(kept)}"
        return redirect(f"/identity/sign-in?{urlencode({'next': onward, 'again': '1'})}")
