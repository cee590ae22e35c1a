"""The API's face: strict reading of requests, and an OpenAPI 3.1 document that tells how things really are."""

import json as jsonlib
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import flask_smorest
from flask import Flask, Request, Response
from marshmallow import RAISE, fields
from marshmallow import Schema as AnySchema
from webargs import core
from webargs.flaskparser import FlaskParser, is_json_request
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from waarborg_shared.web import security
from waarborg_shared.web.context import request_itself
from waarborg_shared.web.idempotency import HEADER, is_replayed
from waarborg_shared.web.problems import PROBLEM_TYPE, ProblemSchema

_View = TypeVar("_View", bound=Callable[..., Any])
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})

_NEVER_REPLAYED = "x-never-replayed"  # within this module only: no document says it

_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
    "description": "The ETag of the version that you saw.",
}


class BrokenJson(BadRequest):
    """The body is not JSON (400)."""

    code_name = "broken-json"


class StrictParser(FlaskParser):
    """Reads requests strictly: JSON must say that it is JSON, and an unknown parameter is an error too."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
        "querystring": RAISE,
    }

    def get_default_request(self) -> Request:
        """Return the request that is being answered."""
        return request_itself()

    def load_json(self, req: Request, schema: AnySchema) -> Any:
        """Return the body's JSON; 415 for another kind of body, 400 for what cannot be read."""
        body = req.get_data()
        if body and not is_json_request(req):
            raise UnsupportedMediaType
        if not body:
            return core.missing
        try:
            return jsonlib.loads(body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise BrokenJson from None

    def load_querystring(self, req: Request, schema: AnySchema) -> MultiDictProxy:
        """Return the query, numbers and truths read as such, without `lang`, which every answer understands."""
        known = [(name, value) for name, value in req.args.items(multi=True) if name != "lang"]
        return MultiDictProxy(
            MultiDict((name, _read_as(schema.fields.get(name), value)) for name, value in known), schema
        )


def _read_as(found: fields.Field[Any] | None, value: str) -> str | int | bool:
    """Return a parameter as what its field wants, where it is written as one; the field refuses the rest."""
    if isinstance(found, fields.Integer) and _WHOLE.fullmatch(value):
        return int(value)
    if isinstance(found, fields.Boolean) and value in {"true", "false"}:
        return value == "true"
    return value


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


class ApiBlueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A part of a service's API; its `url_prefix` is the whole path, such as `/requests/api/v1`."""

    ARGUMENTS_PARSER = StrictParser()

    def arguments(self, schema: Any, **options: Any) -> Callable[[_View], _View]:
        """Read the request by a schema, which is made once: from a class webargs would make it anew at each request.

        The document says that a body is needed where the schema refuses one with nothing in it: none is read as that.
        """
        made = schema() if isinstance(schema, type) else schema
        if options.get("location", "json") == "json":
            options.setdefault("required", bool(made.validate({})))
        return super().arguments(made, **options)  # type: ignore[no-any-return]

    def versioned(self) -> Callable[[_View], _View]:
        """Tell in the document that a change names the version that it changes (the view calls `require_match`)."""
        return self.doc(parameters=[_IF_MATCH])  # type: ignore[no-any-return]

    def secured(self, *scopes: str) -> Callable[[_View], _View]:
        """Ask who calls before anything is read (401), and tell in the document that it needs a session or a token
        with these scopes; the action checks those."""
        needed = [{"partner": list(scopes)}, {"session": []}]

        def secure(view: _View) -> _View:
            described: Callable[[_View], _View] = self.doc(security=needed, **{_NEVER_REPLAYED: not is_replayed(view)})
            return security.for_somebody(described(view))

        return secure


class Api(flask_smorest.Api):  # type: ignore[misc]
    """flask-smorest with our errors and our document, which is made when somebody first asks for it.

    Describing an API takes longer than starting its service, and most processes are never asked.
    """

    ERROR_SCHEMA = ProblemSchema
    spec: Any

    def __init__(self, app: Flask, *, schemes: Mapping[str, Mapping[str, str]]) -> None:
        """Give the app its API; ``schemes`` are the ways to prove oneself (OpenAPI's security schemes)."""
        self._schemes = schemes
        self._parts: list[flask_smorest.Blueprint] = []
        self._rules: dict[str, Mapping[str, Any]] = {}
        self._document: dict[str, Any] = {}
        self._describing = threading.Lock()
        super().__init__(app)

    def register_blueprint(self, blueprint: flask_smorest.Blueprint) -> None:
        """Serve a part of the API, and describe it when the document is made."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint)
        self._parts.append(blueprint)

    def add_rules(self, rules: Mapping[str, Mapping[str, Any]]) -> None:
        """Add to schemas, by name, what marshmallow cannot tell of them, in the words of JSON Schema."""
        self._rules |= rules

    def _init_spec(self, **_options: Any) -> None:
        """Leave the description until it is asked for."""

    def _register_error_handlers(self) -> None:
        """Leave errors to the one table of `problems`."""

    def _openapi_json(self) -> Response:
        answer = Response(jsonlib.dumps(self.document(), indent=2), content_type="application/json")
        answer.headers["Cache-Control"] = "public, max-age=300"
        return answer

    def document(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        with self._describing:
            if not self._document:
                self._document = self._describe()
            return self._document

    def _describe(self) -> dict[str, Any]:
        super()._init_spec(**self._spec_kwargs)
        for scheme, described in self._schemes.items():
            self.spec.components.security_scheme(scheme, described)
        for part in self._parts:
            part.register_views_in_doc(self, self._app, self.spec, name=part.name, parameters=None)
            self.spec.tag({"name": part.name, "description": part.description})
        for name, rules in self._rules.items():
            self.spec.components.schemas[name].update(rules)
        document: dict[str, Any] = jsonlib.loads(jsonlib.dumps(self.spec.to_dict(), default=str))
        self.spec = None  # it holds far more than the document
        for response in document.get("components", {}).get("responses", {}).values():
            _as_problem(response)
        for operations in document["paths"].values():
            for method, operation in operations.items():
                if method in _METHODS:
                    _complete(method, operation)
        return document


def _as_problem(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    if content.get("application/json", {}).get("schema", {}).get("$ref", "").endswith("/Problem"):
        content[PROBLEM_TYPE] = content.pop("application/json")


def _complete(method: str, operation: dict[str, Any]) -> None:
    for response in operation.get("responses", {}).values():
        _as_problem(response)
    if not operation.pop(_NEVER_REPLAYED, False) and method == "post":
        operation.setdefault("parameters", []).append(
            {
                "in": "header",
                "name": HEADER,
                "schema": {"type": "string", "minLength": 8, "maxLength": 200, "pattern": "^[!-~]+$"},
                "description": "Send the same key again and the same answer comes back; nothing is done twice.",
            }
        )


def init_api(app: Flask, *, name: str, title: str, cookie: str) -> Api:
    """Give the app its API, documented at `/x/api/v1/openapi.json`."""
    app.config.update(
        API_TITLE=title,
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=f"/{name}/api/v1",
    )
    schemes: Mapping[str, dict[str, str]] = {
        "partner": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "RFC 9068 access token"},
        "session": {"type": "apiKey", "in": "cookie", "name": cookie},
    }
    return Api(app, schemes=schemes)
