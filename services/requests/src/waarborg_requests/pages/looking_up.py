"""Asking for number and code, and making a guesser wait."""

from collections.abc import Mapping

from flask import Response

from waarborg_requests import domain
from waarborg_requests.pages import guessing
from waarborg_requests.pages.own_forms import kept_along
from waarborg_shared.web import Form, current, show_form

EXAMPLE = 2


def look_up_page(form: Form, forms: Mapping[str, Form] | None = None) -> tuple[str, int]:
    """Ask for number and code; ``forms`` holds what was typed on the page of the request and is not to be lost."""
    example = domain.number(current.organisation, current.now().year, EXAMPLE)
    return show_form("requests/look_up.html", form, example=example, kept=list(kept_along(forms or {})))


def wait_page(form: Form, seconds: float, forms: Mapping[str, Form] | None = None) -> Response:
    """Say how long somebody who tried too often has to wait before number and code are asked again."""
    return guessing.wait_page(form, seconds, lambda asked: look_up_page(asked, forms))
