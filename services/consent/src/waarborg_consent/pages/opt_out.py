"""The page behind the link in a message: opt out without signing in, undo it, see what else there is (J6, J12)."""

from contextlib import AbstractContextManager

from flask import Blueprint, make_response, render_template, request
from werkzeug import Response

from waarborg_consent.actions.links import read_link, stop_by_link, stopped_by, undo_by_link
from waarborg_consent.addresses import ONE_CLICK_FIELD, ONE_CLICK_VALUE
from waarborg_consent.domain import LinkRefused
from waarborg_shared.auth import Actor
from waarborg_shared.hooks.values import EVERY_MESSAGE
from waarborg_shared.uow import Work
from waarborg_shared.web import current, not_replayed, one_proof_does, without_form_token

opt_out_pages = Blueprint("opt_out", __name__, url_prefix="/consent", template_folder="../templates")

THIS, EVERYTHING = "this", "everything"
CORRECT = "/requests/new?kind=correction"


@opt_out_pages.route("/opt-out/<token>", methods=["GET", "POST"])
@without_form_token
@not_replayed
@one_proof_does
def opt_out(token: str) -> Response:
    """Show what one can opt out of, and do it on POST alone: whoever looks through links for harm changes nothing.

    A mail program sends ``List-Unsubscribe=One-Click`` without cookie or form (RFC 8058), so the signed link is the
    whole proof, and whoever is signed in in this browser does not matter: nothing is done in his name.
    """
    try:
        if request.method != "POST":
            return _page(token)
        refused = _carry_out(token)
    except LinkRefused:
        return make_response(render_template("consent/opt_out_refused.html"), 404)
    return _page(token, refused=refused, sent=True)


def _carry_out(token: str) -> bool:
    """Do what was sent, and return whether it was nothing that can be done here."""
    undo = request.form.get("undo") == "yes"
    one_click = request.form.get(ONE_CLICK_FIELD) == ONE_CLICK_VALUE
    about = request.form.get("about", THIS)
    if undo == one_click or about not in (THIS, EVERYTHING):
        with _reading() as work:
            read_link(work, token)
        return True
    with _writing() as work:
        link = read_link(work, token)
        if undo:
            undo_by_link(work, link, rules=current.rules)
        else:
            stop_by_link(work, link, everything=about == EVERYTHING, rules=current.rules)
    return False


def _page(token: str, *, refused: bool = False, sent: bool = False) -> Response:
    with _reading() as work:
        link = read_link(work, token)
        marks, undoable = stopped_by(work, link)
    kind = current.rules.message_kinds.get(link.about or "")
    of_kind = kind is not None and not kind.service
    page = render_template(
        "consent/opt_out.html",
        kind=kind if of_kind else None,
        stopped=next(iter(marks), None),
        everything=any(mark.about in (None, EVERY_MESSAGE) for mark in marks),
        undoable=bool(undoable),
        refused=refused,
        sent=sent,
        services=[each for each in current.rules.message_kinds.values() if each.service],
        field=ONE_CLICK_FIELD,
        value=ONE_CLICK_VALUE,
        correct=CORRECT,
    )
    return make_response(page, 422 if refused else 200)


def _nobody() -> Actor:
    return Actor.anonymous(current.organisation)


def _reading() -> AbstractContextManager[Work]:
    return current.runtime.uow.read(current.organisation, actor=_nobody(), now=current.now())


def _writing() -> AbstractContextManager[Work]:
    return current.runtime.uow.begin(
        current.organisation, actor=_nobody(), now=current.now(), traceparent=current.trace.traceparent
    )
