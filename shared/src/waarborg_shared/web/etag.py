"""Versions over HTTP (RFC 9110, 13): an ETag by a row's version, and changes that must name the version they change."""

from typing import TypeVar

from flask import Response, request
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired

_Answer = TypeVar("_Answer", bound=Response)


def etag_of(version: int) -> str:
    """Return the strong ETag of a version: `"3"`, quotes included."""
    return f'"{version}"'


def require_match(version: int) -> None:
    """Pass when If-Match names ``version``. Raises 428 when the header is absent and 412 when it names another, or
    none: werkzeug would also take a number without the quotes that make it an ETag."""
    if "If-Match" not in request.headers:
        raise PreconditionRequired
    named = [each.strip() for each in request.headers["If-Match"].split(",")]
    if named != ["*"] and etag_of(version) not in named:
        raise PreconditionFailed


def not_modified(version: int) -> Response | None:
    """Return a 304 when If-None-Match names ``version``, else None."""
    if "If-None-Match" in request.headers and request.if_none_match.contains_weak(str(version)):
        answer = Response(status=304)
        answer.headers["ETag"] = etag_of(version)
        return answer
    return None


def with_etag(answer: _Answer, version: int) -> _Answer:
    """Put the ETag of ``version`` on an answer and return it."""
    answer.headers["ETag"] = etag_of(version)
    return answer
