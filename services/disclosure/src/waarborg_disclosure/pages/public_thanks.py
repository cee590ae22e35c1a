"""What anybody may read, and search engines too: who is thanked for what they found, and what was published of it."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from waarborg_disclosure.actions import crediting
from waarborg_disclosure.actions.advisories import public_advisories, public_advisory
from waarborg_disclosure.pages.blueprints import public
from waarborg_disclosure.texts import SEVERITIES
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said


@public.get("/thanks")
def thanks() -> ResponseReturnValue:
    """Name who found what was fixed and wants to be named."""
    offered = current.rules.disclosure_policy.credit
    with current.read() as work:
        names = crediting.public_names(work) if offered else ()
    return _readable(render_template("disclosure/thanking/thanks.html", names=names, offered=offered))


@public.get("/advisories/")
def advisories() -> ResponseReturnValue:
    """List what was published, the newest first."""
    with current.read() as work:
        listed = public_advisories(work)
    return _readable(render_template("disclosure/publishing/advisories.html", listed=listed))


@public.get("/advisories/<advisory_number>")
def advisory(advisory_number: str) -> ResponseReturnValue:
    """Show one advisory; before its day, or before the fix, there is none."""
    with current.read() as work:
        told = public_advisory(work, advisory_number[:32])
        credited = current.rules.disclosure_policy.credit
        named = crediting.public_name(work, told.report) if told is not None and credited else None
    if told is None:
        raise NotFound
    severity = said(SEVERITIES[told.severity]) if told.severity is not None else ""
    return _readable(render_template("disclosure/publishing/advisory.html", told=told, named=named, severity=severity))


def _readable(page: str) -> ResponseReturnValue:
    """Let a page be kept by whoever read it, but asked for anew each time: a name that was taken back is gone at once.

    Who is signed in stands on the page, so that such a page is kept nowhere.
    """
    answer = make_response(page)
    if current.visitor is not None:
        return answer
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.vary.update(("Cookie", "Accept-Language"))
    answer.add_etag()
    return answer.make_conditional(request)
