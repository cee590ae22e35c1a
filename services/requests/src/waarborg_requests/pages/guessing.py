"""Slows down who guesses numbers and codes on the public pages: the tries of one sender on one number."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, current_app, make_response, request
from flask_babel import ngettext

from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.web import Form, current

LIMITER = "waarborg_requests.limiter"


@dataclass(frozen=True, slots=True)
class Tries:
    """The tries of whoever asks now, on one number."""

    key: tuple[str, str, str]

    def wait(self) -> float:
        """Return how many seconds the next try must wait; 0 when it may be now."""
        return _limiter().wait_for(*self.key)

    def failed(self) -> None:
        """Count a try that failed."""
        _limiter().failed(*self.key)

    def succeeded(self) -> None:
        """Forget the tries on a number that turned out right."""
        _limiter().succeeded(*self.key)


def guesses(number: str) -> Tries:
    """Return the tries of this sender on a number."""
    return Tries((request.remote_addr or "", current.organisation, number))


def wait_page(form: Form, seconds: float, ask: Callable[[Form], tuple[str, int]]) -> Response:
    """Show the form again, and say how long to wait."""
    whole = math.ceil(seconds)
    once_more = ngettext(
        "Too many tries. Wait %(num)d second and try again.",
        "Too many tries. Wait %(num)d seconds and try again.",
        whole,
    )
    form.refuse("", once_more)
    page, _ = ask(form)
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(whole)
    return answer


def _limiter() -> GuessesBySender:
    limiter: GuessesBySender = current_app.extensions[LIMITER]
    return limiter
