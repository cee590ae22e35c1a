"""Errors as answers: one table from error to status, as problem details (RFC 9457) for programs, a page for people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol, cast, runtime_checkable

import structlog
from flask import Flask, Response, g, json, render_template, request
from flask_babel import gettext
from markupsafe import escape
from marshmallow import Schema, ValidationError, fields
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from waarborg_shared.auth import IdentityAway, Missing, SecondFactorNeeded, Unauthenticated
from waarborg_shared.hooks import PluginError
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import UnknownCase
from waarborg_shared.web.context import current
from waarborg_shared.web.i18n import noted

PROBLEM_TYPE = "application/problem+json"
log = structlog.get_logger("waarborg.web")

TITLES: Mapping[int, str] = {
    400: noted("This request cannot be read"),
    401: noted("Sign in first"),
    403: noted("You may not do this"),
    404: noted("This page does not exist"),
    405: noted("That cannot be done here"),
    406: noted("This cannot be given in that form"),
    409: noted("That cannot be done now"),
    410: noted("This is no longer here"),
    412: noted("Someone else changed this in the meantime"),
    413: noted("This is too large to send"),
    414: noted("This address is too long"),
    415: noted("This kind of content is not understood"),
    422: noted("Something in it is not right"),
    423: noted("This is closed"),
    428: noted("Say which version you want to change"),
    429: noted("Too many tries, wait a moment"),
    500: noted("Something went wrong on our side"),
    502: noted("Another part does not answer"),
    503: noted("This is not available for a moment"),
}
DETAILS: Mapping[int, str] = {
    401: noted("You are not signed in, or your session has ended. Sign in and try again."),
    404: noted("The address may be mistyped, or what was here is not for you to see."),
    405: noted("This address does not take that method."),
    412: noted("Open it again, look at what changed, and make your change anew."),
    413: noted("What you sent is larger than this address accepts."),
    415: noted("Send JSON with the content type application/json."),
    428: noted("Send the ETag that you last saw in an If-Match header."),
    429: noted("Wait a little before you try again."),
    500: noted("It is not your fault and nothing of it was stored. Mention the number below when you contact us."),
    503: noted("A part that is needed for this does not answer. Nothing was stored. Try again in a moment."),
}
CODE_TITLES: Mapping[str, str] = {"second-factor-needed": noted("One more proof that it is you")}
CODE_DETAILS: Mapping[str, str] = {
    "second-factor-needed": noted(
        "You proved in one way who you are. For what stands here a second one is needed: a passkey or a code."
    ),
    "form-refused": noted(
        "This form was open for too long, or you signed in or out in the meantime. "
        "Go back, load the page again and send it once more."
    ),
    "foreign-form": noted("This was sent from another site. Open the page here and try again."),
    "bad-idempotency-key": noted("An Idempotency-Key is 8 to 200 printable characters."),
    "idempotency-key-reused": noted("This was sent before with other content. Open a new form, or use a new key."),
    "already-done": noted("This was already done, but its answer is no longer kept."),
    "broken-json": noted("The body is not valid JSON."),
}


class ProblemSchema(Schema):
    """The one shape of every error (RFC 9457)."""

    type = fields.String(required=True, metadata={"description": "urn:waarborg:problem:<code>"})
    title = fields.String(required=True, metadata={"description": "What went wrong, in the language asked for"})
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "A stable code"})
    detail = fields.String(metadata={"description": "What can be done about it"})
    right = fields.String(metadata={"description": "The duty or scope that is missing (403)"})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "What is wrong with which field"},
    )
    trace = fields.String(required=True, metadata={"description": "The trace id, to mention when asking for help"})


@runtime_checkable
class Bilingual(Protocol):
    """A text that can say itself in a language (`Text` of the hooks' values)."""

    def to(self, language: str) -> str: ...


@dataclass(frozen=True)
class Problem:
    """An error as it is answered: nothing in it comes from inside the program but codes and texts for people."""

    status: int
    code: str
    title: str
    detail: str = ""
    right: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, trace: str) -> dict[str, Any]:
        """Return the members of the problem document, empty ones left out."""
        members: dict[str, Any] = {
            "type": f"urn:waarborg:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "trace": trace,
        }
        optional = {"detail": self.detail, "right": self.right, "errors": self.errors}
        return members | {name: value for name, value in optional.items() if value}


def message_of(error: BaseException) -> str:
    """Return an error's own text for people, in the visitor's language: its `text`, or its `nl` and `en`; else ''."""
    text = getattr(error, "text", None)
    if isinstance(text, Bilingual):
        return text.to(current.lang)
    own = getattr(error, current.lang, None)
    return own if isinstance(own, str) else ""


def code_of(error: BaseException) -> str:
    """Return an error's stable `code`, by default its class name in kebab case."""
    code = getattr(error, "code", None)
    if isinstance(code, str):
        return code
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(error).__name__).lower()


EVERYWHERE: Mapping[type[Exception], int] = {
    UnknownCase: 404,
    StaleDataError: 409,
    KeyDestroyed: 410,
    PluginError: 503,
    SecondFactorNeeded: 403,
}


class Malformed(Exception):
    """What was sent has not the shape that a standard asks (400); ``errors`` are English words by dotted field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Take what is wrong, by field."""
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


class Problems:
    """The table from error to answer of one service."""

    def __init__(self, statuses: Mapping[type[Exception], int], is_api: Callable[[], bool]) -> None:
        self._statuses = {**EVERYWHERE, **statuses}
        self._is_api = is_api

    def register(self, app: Flask) -> None:
        """Answer every error of the app by this table."""
        app.register_error_handler(Exception, self.answer)

    def answer(self, error: Exception) -> Response:
        """Return the answer to an error; one that nobody foresaw is logged with its trace and told as a 500."""
        if isinstance(error, HTTPException) and error.response is not None:
            return cast(Response, error.response)
        problem = self.problem_of(error)
        if problem.status == 500:
            log.error("unforeseen_error", exc_info=error)
        elif isinstance(error, PluginError):
            log.error("plugin_failed", error=str(error))  # no Ask hook is given anything personal that could be in it
        elif isinstance(error, Missing):
            log.warning("refused", right=error.right, actor=current.visitor.ref if current.visitor else "anonymous")
        return show_problem(problem) if not self._is_api() else give_problem(problem)

    def problem_of(self, error: Exception) -> Problem:
        """Return the problem that an error is, by its class and then by its parents'."""
        if isinstance(error, HTTPException):
            return _of_http(error)
        if isinstance(error, ValidationError | Malformed):
            status, said = (400, error.errors) if isinstance(error, Malformed) else (422, error.messages)
            return problem(status, "not-valid", errors=flat_errors(said))
        if isinstance(error, Missing):
            detail = gettext("You lack the right “%(right)s”.", right=error.right)
            return problem(403, "missing-right", detail=detail, right=error.right)
        if isinstance(error, Unauthenticated):
            return problem(401, "unauthenticated", headers={"WWW-Authenticate": error.challenge()})
        if isinstance(error, IdentityAway):
            return problem(503, "identity-away", headers={"Retry-After": "5"})
        return self._of_domain(error)

    def _of_domain(self, error: Exception) -> Problem:
        for parent in type(error).__mro__:
            status = self._statuses.get(parent)
            if status is not None:
                said = message_of(error)
                name = getattr(error, "field", None)
                errors = {name: [said or gettext(TITLES[422])]} if isinstance(name, str) and name else {}
                return problem(status, code_of(error), detail=said, errors=errors)
        return problem(500, "server-error")


def problem(
    status: int,
    code: str,
    *,
    detail: str = "",
    right: str = "",
    errors: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Problem:
    """Return a problem with the texts that belong to its code and status."""
    title = CODE_TITLES.get(code) or TITLES.get(status) or TITLES[400 if status < 500 else 500]
    own = detail or CODE_DETAILS.get(code) or ("" if errors else DETAILS.get(status, ""))
    return Problem(
        status,
        code,
        gettext(title),
        detail if detail else (gettext(own) if own else ""),
        right,
        errors or {},
        headers or {},
    )


def _of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    given = getattr(error, "data", None) or {}  # webargs puts what it found here
    errors = flat_errors(given.get("errors") or {}) or flat_errors(given.get("messages") or {}, located=True)
    code = getattr(error, "code_name", "") or _code_of_status(status, errors)
    headers = {
        name: value for name, value in error.get_headers() if name.lower() in {"allow", "retry-after", "content-range"}
    }
    return problem(status, code, errors=errors if status == 422 else {}, headers={**headers, **_extra(given)})


def _extra(given: Mapping[str, Any]) -> dict[str, str]:
    return dict(given.get("headers") or {})


def _code_of_status(status: int, errors: Mapping[str, list[str]]) -> str:
    if status == 422 and errors:
        return "not-valid"
    return HTTPStatus(status).phrase.lower().replace(" ", "-").replace("'", "")


def give_problem(problem: Problem) -> Response:
    """Return the problem as `application/problem+json`."""
    answer = Response(json.dumps(problem.as_json(current.trace.trace_id)), problem.status, content_type=PROBLEM_TYPE)
    answer.headers.update(problem.headers)
    return answer


def show_problem(problem: Problem) -> Response:
    """Return the problem as a page; where even that fails, as bare text without anything of the organisation."""
    try:
        page = render_template("error.html", problem=problem)
    except Exception as error:
        log.error("error_page_failed", exc_info=error)
        page = f"<!doctype html><title>{escape(problem.title)}</title><h1>{escape(problem.title)}</h1>"
    answer = Response(page, problem.status, content_type="text/html; charset=utf-8")
    answer.headers.update(problem.headers)
    return answer


_KNOWN_MESSAGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Missing data for required field\."), noted("Fill this in.")),
    (re.compile(r"Field may not be null\."), noted("This may not be empty.")),
    (re.compile(r"Unknown field\."), noted("This field is not known here.")),
    (re.compile(r"Not a valid string\."), noted("This must be text.")),
    (re.compile(r"Not a valid boolean\."), noted("This must be true or false.")),
    (re.compile(r"Not a valid integer\."), noted("This must be a whole number.")),
    (
        re.compile(r"Not a valid number\.|Special numeric values \(nan or infinity\) are not permitted\."),
        noted("This must be a number."),
    ),
    (re.compile(r"Not a valid list\."), noted("This must be a list.")),
    (re.compile(r"Not a valid mapping type\.|Invalid (input )?type\."), noted("This must be an object with fields.")),
    (re.compile(r"Not a valid UUID\."), noted("This is not a valid reference.")),
    (re.compile(r"Not a valid email address\."), noted("This is not a valid e-mail address, such as name@example.nl.")),
    (re.compile(r"Not a valid URL\."), noted("This is not a valid web address.")),
    (re.compile(r"Not a valid date\."), noted("This is not a valid date, such as 2027-01-05.")),
    (re.compile(r"Not a valid (aware |naive )?datetime\."), noted("This is not a valid moment with its time zone.")),
    (re.compile(r"Must be one of: .*", re.S), noted("Choose one of the given values.")),
    (
        re.compile(r"Longer than maximum length (?P<n>\d+): (?P<typed>\d+)\."),
        noted("This is too long: at most %(n)s characters, and it has %(typed)s."),
    ),
    (re.compile(r"Longer than maximum length (?P<n>\d+)\."), noted("This is too long: at most %(n)s characters.")),
    (re.compile(r"Shorter than minimum length (?P<n>\d+)\."), noted("This is too short: at least %(n)s characters.")),
    (re.compile(r"Length must be between (?P<a>\d+) and (?P<b>\d+)\."), noted("Between %(a)s and %(b)s characters.")),
    (re.compile(r"At least (?P<n>\d+) of these\."), noted("At least %(n)s of these.")),
    (re.compile(r"At most (?P<n>\d+) of these\."), noted("At most %(n)s of these.")),
    (
        re.compile(r"Must be greater than or equal to (?P<a>[\d.-]+) and less than or equal to (?P<b>[\d.-]+)\."),
        noted("This must be at least %(a)s and at most %(b)s."),
    ),
    (re.compile(r"Must be greater than or equal to (?P<n>[\d.-]+)\."), noted("This must be at least %(n)s.")),
    (re.compile(r"Must be less than or equal to (?P<n>[\d.-]+)\."), noted("This must be at most %(n)s.")),
    (re.compile(r"Number too large\."), noted("This number is too large.")),
    (re.compile(r"String does not match expected pattern\."), noted("This is not written in the right way.")),
    (re.compile(r"Invalid value\."), noted("This value is not right.")),
)


def in_words(message: object) -> str:
    """Return a library's error message in the visitor's language; one of our own is looked up as it is."""
    text = str(message)
    for pattern, words in _KNOWN_MESSAGES:
        match = pattern.fullmatch(text)
        if match is not None:
            return str(gettext(words, **match.groupdict()))
    return str(gettext(text)) if text else text


def flat_errors(messages: object, *, located: bool = False) -> dict[str, list[str]]:
    """Return marshmallow's nested messages as {dotted field: [words]}; ``located`` ones (webargs') begin with where."""
    found: dict[str, list[str]] = {}
    for path, message in _walk(messages, ()):
        steps = path[1:] if located else path
        name = ".".join(step for step in steps if step != "_schema")
        found.setdefault(name[:200], []).append(in_words(message))
    return found


def _walk(messages: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(messages, Mapping):
        for step, inner in messages.items():
            yield from _walk(inner, (*path, str(step)))
    elif isinstance(messages, (list, tuple)):
        for inner in messages:
            yield from _walk(inner, path)
    else:
        yield path, messages


def wants_problem(api_prefix: str) -> bool:
    """Whether this request's errors go to a program: API paths, and callers that would rather have JSON than a page."""
    if request.path.startswith(api_prefix) or getattr(g, "waarborg_api", False):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    accepts = request.accept_mimetypes
    return best == "application/json" and accepts["application/json"] > accepts["text/html"]
