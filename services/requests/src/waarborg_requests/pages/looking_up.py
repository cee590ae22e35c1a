"""Asking for number and code, and making a guesser wait."""

import math
from collections.abc import Mapping

from flask import Response, make_response
from flask_babel import ngettext

from waarborg_requests import domain
from waarborg_requests.pages.own_forms import kept_along
from waarborg_shared.web import Form, current, show_form

LIMITER = "waarborg_requests.limiter"
EXAMPLE = 2


def look_up_page(form: Form, forms: Mapping[str, Form] | None = None) -> tuple[str, int]:
    """Ask for number and code; ``forms`` holds what was typed on the page of the request and is not to be lost."""
    example = domain.number(current.organisation, current.now().year, EXAMPLE)
    return show_form("requests/look_up.html", form, example=example, kept=list(kept_along(forms or {})))


def wait_page(form: Form, seconds: float, forms: Mapping[str, Form] | None = None) -> Response:
    """Say how long somebody who tried too often has to wait."""
    whole = math.ceil(seconds)
    once_more = ngettext(
        "Too many tries. Wait %(num)d second and try again.",
        "Too many tries. Wait %(num)d seconds and try again.",
        whole,
    )
    form.refuse("", once_more)
    page, _ = look_up_page(form, forms)
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(whole)
    return answer
