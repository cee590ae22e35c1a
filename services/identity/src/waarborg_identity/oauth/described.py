"""The protocol's endpoints for programs as an OpenAPI 3.1 document, served beside that of the API.

Not those at which people pass with a browser (authorisation, signing out): what comes and goes there is in redirects.
"""

from collections.abc import Mapping
from typing import Any

from waarborg_identity.oauth.metadata import metadata
from waarborg_identity.oauth.requests import LONGEST_PARAMETER
from waarborg_identity.tokens import ACCESS_SECONDS

PATH = "/identity/oauth/openapi.json"
_FORM = "application/x-www-form-urlencoded"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_MAY_REGISTER = "registration_endpoint"
_BY_SECRET_OR_IN_THE_FORM: list[Any] = [{"secret": []}, {}]


def describe(title: str) -> dict[str, Any]:
    """Return the document, for the service of that name."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title}: OAuth 2.1 and OpenID Connect",
            "version": "v1",
            "description": "Errors are those of the standards (`error`, `error_description`); what is refused before "
            "the protocol is reached (too large, a method that is not there) is a problem document.",
        },
        "paths": {
            "/identity/token": {"post": _token()},
            "/identity/par": {"post": _pushed()},
            "/identity/revoke": {"post": _revocation()},
            "/identity/introspect": {"post": _introspection()},
            "/identity/register": {"post": _registration()},
            "/identity/userinfo": {method: _user_info(method) for method in ("get", "post")},
            "/identity/jwks.json": {"get": _public("keys", "What tokens are checked with (RFC 7517).", "Keys")},
            **{path: {"get": _public(name, told, "Metadata")} for path, (name, told) in _METADATA.items()},
        },
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "secret": {"type": "http", "scheme": "basic", "description": "Client id and secret (RFC 6749, 2.3.1)"},
                "access": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "RFC 9068"},
                "initial": {"type": "http", "scheme": "bearer", "description": "Initial access token (RFC 7591)"},
            },
        },
    }


_METADATA: Mapping[str, tuple[str, str]] = {
    "/identity/.well-known/openid-configuration": ("openid", "What the issuer can (OpenID Connect Discovery)."),
    "/identity/.well-known/oauth-authorization-server": ("rfc8414", "The same (RFC 8414)."),
    "/.well-known/oauth-authorization-server/identity": ("rfc8414_root", "The same, where RFC 8414 looks for it."),
}


def _token() -> dict[str, Any]:
    return {
        "operationId": "token",
        "summary": "A token for a code or a refresh token, or for a partner system itself.",
        "security": _BY_SECRET_OR_IN_THE_FORM,
        "parameters": [_proof_of_key()],
        "requestBody": _form(
            {
                "grant_type": {"enum": ["authorization_code", "client_credentials", "refresh_token"]},
                "scope": {},
                "resource": {},
                "code": {},
                "redirect_uri": {},
                "code_verifier": {"minLength": 43, "maxLength": 128},
                "refresh_token": {},
            },
            required=["grant_type"],
            example={"grant_type": "client_credentials", "scope": "consent:decide"},
        ),
        "responses": _answers("200", "Token", nonce=True),
    }


def _pushed() -> dict[str, Any]:
    named = ("redirect_uri", "scope", "state", "nonce", "resource", "prompt", "max_age", "dpop_jkt")
    return {
        "operationId": "push",
        "summary": "A request that is sent ahead (RFC 9126).",
        "security": _BY_SECRET_OR_IN_THE_FORM,
        "parameters": [_proof_of_key()],
        "requestBody": _form(
            {
                "response_type": {"enum": ["code"]},
                "response_mode": {"enum": ["query"]},
                "code_challenge": {"minLength": 43, "maxLength": 43},
                "code_challenge_method": {"enum": ["S256"]},
                **{name: {} for name in named},
            },
            required=["response_type", "redirect_uri", "code_challenge", "code_challenge_method"],
        ),
        "responses": _answers("201", "Pushed", nonce=True),
    }


def _revocation() -> dict[str, Any]:
    return {
        "operationId": "revoke",
        "summary": "End a token, and what was granted with it (RFC 7009). Of one that is not yours: the same.",
        "security": _BY_SECRET_OR_IN_THE_FORM,
        "requestBody": _form({"token": {"minLength": 1}, "token_type_hint": {}}, required=["token"]),
        "responses": _answers("200", "Nothing"),
    }


def _introspection() -> dict[str, Any]:
    return {
        "operationId": "introspect",
        "summary": "Whether a token of your own counts (RFC 7662).",
        "security": _BY_SECRET_OR_IN_THE_FORM,
        "requestBody": _form({"token": {"minLength": 1}, "token_type_hint": {}}, required=["token"]),
        "responses": _answers("200", "Introspection"),
    }


def _registration() -> dict[str, Any]:
    return {
        "operationId": "register",
        "summary": "Register a partner system by itself, with a token that the organisation handed out (RFC 7591).",
        "security": [{"initial": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("NewClient")}}},
        "responses": _answers("201", "Registered"),
    }


def _user_info(method: str) -> dict[str, Any]:
    return {
        "operationId": f"userinfo_{method}",
        "summary": "Who signed in (OpenID Connect Core, 5.3).",
        "security": [{"access": ["openid"]}],
        "responses": {"200": _answer("Who signed in.", "UserInfo"), "default": _problem()},
    }


def _public(operation: str, told: str, schema: str) -> dict[str, Any]:
    return {
        "operationId": operation,
        "summary": told,
        "responses": {"200": _answer(told, schema), "default": _problem()},
    }


def _form(
    fields: Mapping[str, Mapping[str, Any]], *, required: list[str], example: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return a form of single parameters in printable characters; any other parameter is ignored (RFC 6749, 3.2).

    Beside its own it takes what a client shows who it is with. ``example`` is one that is granted as it stands.
    """
    every = {"type": "string", "maxLength": LONGEST_PARAMETER, "pattern": "^[ -~]*$"}
    proof: Mapping[str, Mapping[str, Any]] = {
        "client_id": {},
        "client_assertion_type": {"enum": [_ASSERTION]},
        "client_assertion": {"description": "A JWT that the client signed (RFC 7523); it counts once"},
    }
    properties = {
        name: {"type": "string", **rules} if "enum" in rules else {**every, **rules}
        for name, rules in {**fields, **proof}.items()
    }
    schema = {"type": "object", "required": required, "properties": properties, "additionalProperties": every}
    shown = {"example": dict(example)} if example else {}
    return {"required": True, "content": {_FORM: {"schema": schema, **shown}}}


def _proof_of_key() -> dict[str, Any]:
    told = "A proof of a key, to which the token is bound (RFC 9449)"
    return {"in": "header", "name": "DPoP", "description": told, "schema": {"type": "string", "pattern": "^[!-~]+$"}}


def _answers(status: str, schema: str, *, nonce: bool = False) -> dict[str, Any]:
    """Return what a client may get: what it asked for, or an error in the words of the protocol."""
    text = {"schema": {"type": "string"}}
    headers = {"DPoP-Nonce": {**text, "description": "For the next proof of a key"}} if nonce else {}
    challenge = {**headers, "WWW-Authenticate": {**text, "description": "How it could prove itself"}}
    return {
        status: {**_answer("Done.", schema), **({"headers": headers} if headers else {})},
        "400": {**_answer("Not as the standard asks, or not granted.", "Error"), "headers": headers},
        "401": {**_answer("It did not show that it is the one.", "Error"), "headers": challenge},
        "default": _problem(),
    }


def _answer(told: str, schema: str) -> dict[str, Any]:
    return {"description": told, "content": {"application/json": {"schema": _ref(schema)}}}


def _problem() -> dict[str, Any]:
    told = "What every other address answers too (RFC 9457)."
    return {"description": told, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Any]:
    text, whole = {"type": "string"}, {"type": "integer"}
    several = {"type": "array", "items": text}
    return {
        "Error": _object({"error": {**text, "pattern": r"^[ !#-\[\]-~]+$"}}, error_description=text, error_uri=text),
        "Problem": _object(
            {"type": text, "title": text, "status": whole, "code": text, "trace": text}, detail=text, right=text
        ),
        "Nothing": {"type": "object", "maxProperties": 0},
        "Token": _object(
            {
                "access_token": text,
                "token_type": {"enum": ["Bearer", "DPoP"]},
                "expires_in": {**whole, "maximum": ACCESS_SECONDS},
                "scope": text,
            },
            refresh_token=text,
            id_token=text,
        ),
        "Pushed": _object({"request_uri": text, "expires_in": whole}),
        "Introspection": {"type": "object", "required": ["active"], "properties": {"active": {"type": "boolean"}}},
        "UserInfo": _object({"sub": text}, name=text),
        "Keys": _object(
            {"keys": {"type": "array", "items": {"type": "object", "required": ["kty", "kid", "alg", "use"]}}}
        ),
        "Metadata": _metadata_schema(),
        "NewClient": {
            "type": "object",
            "required": ["client_name", "token_endpoint_auth_method", "grant_types"],
            "properties": {
                "client_name": {**text, "minLength": 1, "maxLength": 100},
                "token_endpoint_auth_method": {"const": "private_key_jwt"},
                "grant_types": {"const": ["client_credentials"]},
                "scope": {**text, "description": "Some of the rights that belong to the token; all without it"},
                "jwks": {"type": "object", "required": ["keys"], "description": "Public keys, or jwks_uri"},
                "jwks_uri": {**text, "format": "uri"},
            },
        },
        "Registered": {
            "type": "object",
            "required": ["client_id", "client_id_issued_at", "scope"],
            "properties": {"client_id": text, "client_id_issued_at": whole, "scope": text, "grant_types": several},
        },
    }


def _metadata_schema() -> dict[str, Any]:
    """Return the members that the document really has, by the kind of their values."""
    found = metadata("https://issuer.example", languages=("nl",), may_register=True)
    kinds: Mapping[type, Any] = {
        str: {"type": "string"},
        bool: {"type": "boolean"},
        list: {"type": "array", "items": {"type": "string"}},
    }
    properties = {name: kinds[type(value)] for name, value in found.items()}
    required = [name for name in properties if name != _MAY_REGISTER]
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def _object(required: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return an object with these members and no others."""
    properties = {**required, **more}
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}
