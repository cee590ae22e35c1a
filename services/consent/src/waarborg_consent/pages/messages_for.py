"""For a representative: which messages a client gets, and what to object to, restrict or keep secret in his name."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug import Response
from werkzeug.exceptions import NotFound

from waarborg_consent.actions.acting import on_data
from waarborg_consent.actions.acting_marks import end_mark_for, set_mark_for
from waarborg_consent.actions.marks import MarkEnd, NewMark
from waarborg_consent.domain import MarkError, MarkHow, MayNotAct, NotARepresentative
from waarborg_consent.pages.messages import EndForm, SetForm, what_stands
from waarborg_consent.pages.representing_words import kind_name
from waarborg_shared.auth import ActorKind, require_somebody
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.problems import message_of
from waarborg_shared.web.schemas import Reference

messages_for_pages = Blueprint(
    "messages_for", __name__, url_prefix="/consent/for/<subject_ref>/messages", template_folder="../templates"
)


@messages_for_pages.get("")
def of_client(subject_ref: str) -> Any:
    """Show a representative what a client gets and what was stopped; somebody else is told how to get here."""
    if not current.actor.signed_in:
        return render_template("consent/representatives-welcome.html")
    return _answer(subject_ref)


@messages_for_pages.post("/set")
def stop(subject_ref: str) -> Response:
    """Set an objection, a restriction or a secret address in the client's name."""
    ref, form = _representative(subject_ref), read_form(SetForm)

    def act(work: Work) -> None:
        command = NewMark(subject_ref=subject_ref, how=MarkHow.PAGE, **form.command)
        set_mark_for(work, command, representative_ref=ref, rules=current.rules)

    return _do(subject_ref, form, act)


@messages_for_pages.post("/end")
def resume(subject_ref: str) -> Response:
    """End what was set."""
    ref, form = _representative(subject_ref), read_form(EndForm)

    def act(work: Work) -> None:
        command = MarkEnd(how=MarkHow.PAGE, **form.command)
        end_mark_for(work, command, subject_ref=subject_ref, representative_ref=ref, rules=current.rules)

    return _do(subject_ref, form, act)


def _do(subject_ref: str, form: Form, act: Callable[[Work], None]) -> Response:
    if not form.ok:
        return _answer(subject_ref, problem=form.error("") or message_of(MarkError()))
    try:
        with current.begin() as work:
            act(work)
    except MarkError as refused:
        return _answer(subject_ref, problem=message_of(refused))
    except MayNotAct as refused:
        return _refused(refused)
    return redirect(url_for("messages_for.of_client", subject_ref=subject_ref), 303)


def _representative(subject_ref: str) -> str:
    """Return who is signed in, at an address that names a person. Raises NotFound, or asks to sign in."""
    actor = current.actor
    require_somebody(actor)
    if actor.kind is not ActorKind.PERSON or not actor.subject_ref or not Reference.fits(subject_ref):
        raise NotFound
    return actor.subject_ref


def _answer(subject_ref: str, *, problem: str = "") -> Response:
    ref = _representative(subject_ref)
    try:
        with current.read() as work:
            authority = on_data(work, subject_ref, ref, rules=current.rules)
            stands = what_stands(work, subject_ref, authority=authority)
    except MayNotAct as refused:
        return _refused(refused)
    page = render_template(
        "consent/messages.html",
        problem=problem,
        subject_ref=subject_ref,
        as_what=kind_name(authority.kind),
        authority=authority,
        set_to=url_for("messages_for.stop", subject_ref=subject_ref),
        end_to=url_for("messages_for.resume", subject_ref=subject_ref),
        links_to=None,
        **stands,
    )
    return make_response(page, 422 if problem else 200)


def _refused(refused: MayNotAct) -> Response:
    """Say why he may not; who represents nobody here learns not even that there is such a client."""
    if isinstance(refused, NotARepresentative):
        raise NotFound from None
    return make_response(render_template("consent/for-another-refused.html", refused=refused.text), 403)
