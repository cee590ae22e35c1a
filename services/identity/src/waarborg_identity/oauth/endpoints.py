"""The protocol's own endpoints: discovery, keys, authorisation, tokens and user info."""

from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oidc.core.errors import LoginRequiredError
from flask import Blueprint, Response, g, jsonify, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from waarborg_identity.actions import live_session
from waarborg_identity.actions.accounts import label_of, name_of
from waarborg_identity.oauth import anew
from waarborg_identity.oauth.metadata import metadata
from waarborg_identity.oauth.requests import check_parameters, drop_empty
from waarborg_identity.oauth.server import Server, request_of, signed_in
from waarborg_identity.state import state
from waarborg_identity.tokens import SignedIn
from waarborg_shared.auth import ActorKind, require_scope
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.idempotency import not_replayed
from waarborg_shared.web.security import takes_tokens, without_form_token

ROOT_METADATA = "/.well-known/oauth-authorization-server/identity"
_UNSUPPORTED = ("request", "request_uri")
oauth = Blueprint("oauth", __name__)


class CannotAuthorise(BadRequest):
    """An authorisation request that cannot even be answered at the application (400)."""

    code_name = "authorisation-refused"


def _origin() -> str:
    return current.runtime.settings.origin_of(current.organisation)


def _server(work: Work) -> Server:
    return Server(work, current.rules, origin=_origin(), signer=state().signer)


@oauth.get("/identity/.well-known/openid-configuration", endpoint="openid")
@oauth.get("/identity/.well-known/oauth-authorization-server", endpoint="rfc8414")
@oauth.get(ROOT_METADATA, endpoint="rfc8414_root")
def discovery() -> Response:
    """Say what this issuer is and can."""
    answer = jsonify(metadata(_origin(), languages=current.rules.organisation.languages))
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@oauth.get("/identity/jwks.json")
def keys() -> Response:
    """Publish the keys that tokens are checked with."""
    answer = jsonify({"keys": state().own.keys(current.organisation)})
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@oauth.route("/identity/authorize", methods=["GET", "POST"])
@without_form_token
@not_replayed
def authorize() -> Any:
    """Hand an application a code for whoever is signed in here, after signing in where that is needed."""
    if request.method == "POST":
        return redirect(f"/identity/authorize?{urlencode(list(request.form.items(multi=True)))}", 303)
    parameters = drop_empty(request.args)
    parameters.pop("lang", None)
    with current.begin() as work:
        server = _server(work)
        try:
            check_parameters(parameters)
            return _authorise(server, parameters)
        except OAuth2Error as error:
            if not error.redirect_uri:
                raise CannotAuthorise(error.description) from error
            error.state = parameters.get("state")
            return server.handle_error_response(None, error)


def _authorise(server: Server, parameters: MultiDict[str, str]) -> Any:
    user = signed_in(server.work, _session(server.work), rules=server.rules)
    asked = request_of("GET", parameters, dict(request.headers))
    grant = server.get_consent_grant(asked, end_user=user)
    _refuse_unsupported(parameters, grant.redirect_uri)
    if user is None or not _signed_in_lately(parameters, user):
        if parameters.get("prompt") == "none":
            raise LoginRequiredError(redirect_uri=grant.redirect_uri)
        return _sign_in_first(parameters, anew_only=user is not None or bool({"prompt", "max_age"} & parameters.keys()))
    return server.create_authorization_response(asked, grant_user=user, grant=grant)


def _signed_in_lately(parameters: MultiDict[str, str], user: SignedIn) -> bool:
    """Whether this session will do; who was sent to sign in anew must have done so, and need not do it twice."""
    if parameters.get("prompt") in {"login", "select_account"}:
        return False
    shown = parameters.get(anew.PARAMETER)
    if shown is not None:
        return _anew().done(shown, signed_in_at=user.signed_in_at, now=current.now())
    return not _too_long_ago(parameters, user)


def _sign_in_first(parameters: MultiDict[str, str], *, anew_only: bool) -> Any:
    kept = [each for each in parameters.items(multi=True) if each[0] not in {"prompt", anew.PARAMETER}]
    since = [(anew.PARAMETER, _anew().since(current.now()))] if anew_only else []
    onward = urlencode(kept + since)
    return redirect(f"/identity/sign-in?{urlencode({'next': f'/identity/authorize?{onward}', 'again': '1'})}")


def _anew() -> anew.SignInAnew:
    return anew.SignInAnew(current.runtime.settings.master_key, current.organisation)


def _session(work: Work) -> Any:
    secret = request.cookies.get(current.runtime.authenticator.cookie.name, "")
    return live_session(work, secret, limits=current.rules.sign_in_policy) if secret else None


def _refuse_unsupported(parameters: MultiDict[str, str], redirect_uri: str) -> None:
    for name in _UNSUPPORTED:
        if name in parameters:
            raise OAuth2Error(error=f"{name}_not_supported", redirect_uri=redirect_uri)
    if parameters.get("response_mode", "query") != "query":
        raise OAuth2Error("Only response_mode query.", error="invalid_request", redirect_uri=redirect_uri)


def _too_long_ago(parameters: MultiDict[str, str], user: SignedIn) -> bool:
    longest = parameters.get("max_age", "")
    return longest.isdecimal() and current.now().timestamp() - user.signed_in_at > int(longest[:10])


@oauth.post("/identity/token")
@without_form_token
@not_replayed
def token() -> Any:
    """Give a token for a code, or to a partner system for itself."""
    g.waarborg_api = True
    with current.begin() as work:
        server = _server(work)
        parameters = drop_empty(request.form)
        try:
            check_parameters(request.form)
        except OAuth2Error as error:
            return server.handle_error_response(None, error)
        return server.create_token_response(request_of("POST", parameters, dict(request.headers)))


@oauth.route("/identity/userinfo", methods=["GET", "POST"])
@takes_tokens
@without_form_token
@not_replayed
def userinfo() -> Response:
    """Tell an application who signed in (OpenID Connect Core, 5.3)."""
    actor = current.actor
    require_scope(actor, "openid")
    claims = {"sub": actor.ref}
    if "profile" in actor.scopes and actor.kind is ActorKind.STAFF:
        with current.read() as work:
            claims["name"] = label_of(name_of(work, actor.ref))
    return jsonify(claims)
