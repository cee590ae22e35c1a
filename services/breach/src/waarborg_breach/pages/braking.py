"""Slows down one sender who does the same too often without signing in; no address is kept."""

import math

from flask import current_app, request
from werkzeug.wrappers import Response

from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.web import current

LIMITER = "waarborg_breach.limiter"
GUESSED, REPORTED = "questions", "report"


def wait(what: str) -> int:
    """Return how many seconds this sender has to wait before he does it again; 0 when he may now."""
    return math.ceil(_limiter().wait_for(*_sender(what)))


def count(what: str) -> None:
    """Count that he did it: from the fifth time on each doubles the wait, up to a minute."""
    _limiter().failed(*_sender(what))


def too_many(answer: Response, seconds: int) -> Response:
    """Return an answer as one that says to wait."""
    answer.status_code = 429
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _sender(what: str) -> tuple[str, str, str]:
    return request.remote_addr or "", current.organisation, what


def _limiter() -> GuessesBySender:
    limiter: GuessesBySender = current_app.extensions[LIMITER]
    return limiter
