"""The protocol's own endpoints: discovery, keys, authorisation, tokens and their end, user info, and signing out."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc6749 import OAuth2Error
from flask import Blueprint, Response, g, jsonify, redirect, render_template, request

from waarborg_identity import actions
from waarborg_identity.actions.accounts import label_of, name_of
from waarborg_identity.actions.clients import active_client
from waarborg_identity.actions.registering import may_register
from waarborg_identity.oauth.anew import SignInAnew
from waarborg_identity.oauth.authorising import Authorising
from waarborg_identity.oauth.described import PATH, describe
from waarborg_identity.oauth.logout import EndSession, SigningOut, Wishes
from waarborg_identity.oauth.metadata import metadata
from waarborg_identity.oauth.people import signed_in
from waarborg_identity.oauth.proofs import Nonces
from waarborg_identity.oauth.refusals import refusal_of
from waarborg_identity.oauth.requests import Request, check_parameters, drop_empty
from waarborg_identity.oauth.server import Server
from waarborg_identity.state import begin_as_nobody, read_as_nobody, state
from waarborg_shared.auth import ActorKind, require_scope
from waarborg_shared.uow import Work
from waarborg_shared.web import allow_form_action, current
from waarborg_shared.web.idempotency import not_replayed
from waarborg_shared.web.security import takes_tokens, without_form_token

ROOT_METADATA = "/.well-known/oauth-authorization-server/identity"
oauth = Blueprint("oauth", __name__, template_folder="../templates")


def _origin() -> str:
    return current.runtime.settings.origin_of(current.organisation)


def _server(work: Work) -> Server:
    nonces = Nonces(current.runtime.settings.master_key, current.organisation)
    return Server(work, current.rules, origin=_origin(), signer=state().signer, nonces=nonces)


def _cookie() -> str:
    return request.cookies.get(current.runtime.authenticator.cookie.name, "")


@oauth.get("/identity/.well-known/openid-configuration", endpoint="openid")
@oauth.get("/identity/.well-known/oauth-authorization-server", endpoint="rfc8414")
@oauth.get(ROOT_METADATA, endpoint="rfc8414_root")
def discovery() -> Response:
    """Say what this issuer is and can."""
    with read_as_nobody() as work:
        open_ = may_register(work)
    answer = jsonify(metadata(_origin(), languages=current.rules.organisation.languages, may_register=open_))
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@oauth.get("/identity/jwks.json")
def keys() -> Response:
    """Publish the keys that tokens are checked with."""
    answer = jsonify({"keys": state().own.keys(current.organisation)})
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@oauth.get(PATH)
def document() -> Response:
    """Describe these endpoints for programs (OpenAPI 3.1)."""
    answer = jsonify(describe(current.runtime.service.title.en))
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
        secret, limits = _cookie(), current.rules.sign_in_policy
        session = actions.live_session(work, secret, limits=limits) if secret else None
        user = signed_in(work, session, rules=server.rules)
        since = SignInAnew(current.runtime.settings.master_key, current.organisation)
        try:
            return Authorising(server, user, since, current.now(), request.headers).answer(parameters)
        except OAuth2Error as error:
            if not error.redirect_uri:
                raise refusal_of(error) from error
            return server.handle_error_response(None, error)


@oauth.post("/identity/par")
@without_form_token
@not_replayed
def push() -> Any:
    """Take a request that a client sends ahead (RFC 9126)."""
    return _for_programs(lambda server, asked: server.push(asked))


@oauth.post("/identity/token")
@without_form_token
@not_replayed
def token() -> Any:
    """Give a token for a code or a refresh token, or to a partner system for itself."""
    return _for_programs(lambda server, asked: server.create_token_response(asked))


@oauth.post("/identity/revoke")
@without_form_token
@not_replayed
def revoke() -> Any:
    """End a token, and what was granted with it (RFC 7009)."""
    return _for_programs(lambda server, asked: server.create_endpoint_response("revocation", asked))


@oauth.post("/identity/introspect")
@without_form_token
@not_replayed
def introspect() -> Any:
    """Tell a client whether a token of its own counts (RFC 7662)."""
    return _for_programs(lambda server, asked: server.create_endpoint_response("introspection", asked))


def _for_programs(answer: Any) -> Any:
    """Answer a form that a program sends, whatever becomes of it, in one unit of work."""
    g.waarborg_api = True
    with begin_as_nobody() as work:
        server = _server(work)
        try:
            check_parameters(request.form)
        except OAuth2Error as error:
            return server.handle_error_response(None, error)
        return answer(server, Request("POST", drop_empty(request.form), request.headers))


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


@oauth.route("/identity/end-session", methods=["GET", "POST"])
@without_form_token
@not_replayed
def end_session() -> Any:
    """Take an application's wish that somebody sign out, and go on to the page that asks him (RP-initiated logout)."""
    parameters = drop_empty(request.form if request.method == "POST" else request.args)
    try:
        check_parameters(parameters)
    except OAuth2Error as error:
        raise refusal_of(error) from error
    with current.read() as work:
        wish = EndSession(_server(work)).read(Request("GET", parameters, request.headers))
    return redirect(f"/identity/end-session/confirm?{urlencode({'wish': _wishes().signed(wish)})}", 303)


@oauth.route("/identity/end-session/confirm", methods=["GET", "POST"])
@not_replayed
def confirm_end() -> Any:
    """Ask whether to sign out, do so, and go on to where the application wished."""
    wish = _wishes().read(request.args.get("wish", ""))
    if request.method == "POST":
        return _sign_out(wish)
    if wish.onward:
        there = urlsplit(wish.onward)
        allow_form_action(f"{there.scheme}://{there.netloc}")
    with current.read() as work:
        client = active_client(work, wish.client_id)
    return render_template("identity/end-session.html", application=client.name if client else "", onward=wish.onward)


def _sign_out(wish: SigningOut) -> Any:
    authenticator, secret = current.runtime.authenticator, _cookie()
    with current.begin() as work:
        actions.sign_out(work, secret)
    authenticator.forget_session(secret, current.organisation)
    answer = redirect(wish.onward or "/", 303)
    cookie = authenticator.cookie
    answer.delete_cookie(cookie.name, path="/", secure=cookie.secure, httponly=True, samesite="Lax")
    return answer


def _wishes() -> Wishes:
    return Wishes(current.runtime.settings.master_key, current.organisation)
