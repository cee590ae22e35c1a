"""Addresses that lead out of a service: to a page of another one in the language chosen, and to sign in and back."""

from urllib.parse import quote, urlencode, urlsplit

from flask import request

from waarborg_shared.web.context import LANGUAGES

SIGN_IN = "/identity/sign-in"
SECOND_PROOF = "/identity/second-factor"


def way_to(path: str) -> str:
    """Return the address of a page of any service, in the language that the visitor chose by `?lang=`.

    Within a service `url_for` does the same; it knows no other service's pages.
    """
    asked = request.args.get("lang")
    if asked not in LANGUAGES:
        return path
    before, hash_, anchor = path.partition("#")
    return f"{before}{'&' if '?' in before else '?'}lang={asked}{hash_}{anchor}"


def sign_in_address() -> str:
    """Return where to sign in, and from there back to the page that the visitor was at."""
    return way_to(f"{SIGN_IN}?next={quote(_page_of_visitor(), safe='/')}")


def second_proof_address() -> str:
    """Return where to prove in a second way who one is, or to set that up, and from there back to the page."""
    return way_to(f"{SECOND_PROOF}?next={quote(_page_of_visitor(), safe='/')}")


def _page_of_visitor() -> str:
    """This page with what was asked of it; where a form was sent, the page that held the form, or the front page.

    The address of a form's answer is for POST alone, and nobody can come back to it.
    """
    if request.method in {"GET", "HEAD"}:
        asked = urlencode(list(request.args.items(multi=True)))
        return quote(request.path) + (f"?{asked}" if asked else "")
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return way_to("/")
    if came_from.netloc != request.host or not came_from.path.startswith("/") or came_from.path.startswith("//"):
        return way_to("/")
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
