"""A person's own page: which messages he gets, what he objects to, and what he had restricted or kept secret."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from waarborg_consent.actions.links import revoke_links
from waarborg_consent.actions.marks import MarkEnd, NewMark, end_mark, set_mark
from waarborg_consent.actions.marks_reading import in_force, mark_rows
from waarborg_consent.actions.messages import lately_let_through
from waarborg_consent.actions.reading import events_of
from waarborg_consent.actions.standing_answers import standing_answers
from waarborg_consent.domain import (
    Authority,
    Mark,
    MarkError,
    MarkHow,
    MarkKind,
    MessageAnswer,
    MessageReason,
    RestrictionGround,
    objectable_purposes,
    objection_to_purpose,
    standing,
)
from waarborg_consent.domain.messages import SELLING
from waarborg_consent.models import MarkRow
from waarborg_consent.pages.mark_words import GROUND_WORDS, STATE_OF_MESSAGE, shown_mark
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import EVERY_MESSAGE
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.problems import message_of
from waarborg_shared.web.schemas import Choice, Code, Reference, Schema

messages_pages = Blueprint("messages_pages", __name__, url_prefix="/consent", template_folder="../templates")


class SetForm(Schema):
    """What a person sets: what it is about is empty for everything."""

    kind = Choice(MarkKind, required=True)
    about = Code(load_default=None)
    ground = Choice(RestrictionGround, load_default=None)


class EndForm(Schema):
    """Which mark a person ends."""

    mark_id = Reference(required=True)


class NothingForm(Schema):
    """A button alone."""


@messages_pages.get("/messages")
def mine() -> Response:
    """Show a person what he gets and what he stopped; somebody else is told how to get here."""
    subject_ref = _own()
    return _to_sign_in() if subject_ref is None else _page(subject_ref)


@messages_pages.post("/messages/set")
def stop() -> Response:
    """Set an objection, a restriction or a secret address."""
    return _do(
        read_form(SetForm),
        lambda work, own, typed: set_mark(
            work, NewMark(subject_ref=own, how=MarkHow.PAGE, **typed), rules=current.rules
        ),
    )


@messages_pages.post("/messages/end")
def resume() -> Response:
    """End what was set."""
    return _do(
        read_form(EndForm),
        lambda work, own, typed: end_mark(work, MarkEnd(how=MarkHow.PAGE, **typed), rules=current.rules),
    )


@messages_pages.post("/messages/links")
def links() -> Response:
    """Let the links in earlier messages count no more."""
    return _do(read_form(NothingForm), lambda work, own, typed: revoke_links(work, own))


def _do(form: Form, act: Any) -> Response:
    subject_ref = _own()
    if subject_ref is None:
        return _to_sign_in()
    if not form.ok:
        return _page(subject_ref, problem=form.error("") or message_of(MarkError()), status=422)
    try:
        with current.begin() as work:
            act(work, subject_ref, form.command)
    except MarkError as refused:
        return _page(subject_ref, problem=message_of(refused), status=422)
    return redirect(url_for("messages_pages.mine"), 303)


def _own() -> str | None:
    actor = current.actor
    return actor.subject_ref if actor.kind is ActorKind.PERSON else None


def _to_sign_in() -> Response:
    """Say how to get here; who sent a form is told that nothing was done."""
    sent = request.method == "POST"
    return make_response(render_template("consent/messages_welcome.html", ended=sent), 401 if sent else 200)


def _page(subject_ref: str, *, problem: str = "", status: int = 200) -> Response:
    with current.read() as work:
        page = render_template(
            "consent/messages.html",
            problem=problem,
            authority=None,
            set_to=url_for("messages_pages.stop"),
            end_to=url_for("messages_pages.resume"),
            links_to=url_for("messages_pages.links"),
            **what_stands(work, subject_ref),
        )
    return make_response(page, status)


def what_stands(work: Work, subject_ref: str, *, authority: Authority | None = None) -> dict[str, Any]:
    """Return what the page shows of somebody's messages, objections, restriction and secret address."""
    rows = mark_rows(work, subject_ref)
    marks = in_force(work, rows)
    return {
        "kinds": kinds_in_words(standing_answers(work, subject_ref, rules=current.rules), marks),
        "every_message": _about(marks, EVERY_MESSAGE),
        "everything": _about(marks, None),
        "EVERY_MESSAGE": EVERY_MESSAGE,
        "uses": _uses(work, subject_ref, marks, rows),
        **_set_by_person(work, marks, rows),
        "lately": lately_named(work, subject_ref, authority=authority),
    }


def kinds_in_words(answers: Mapping[str, MessageAnswer], marks: tuple[Mark, ...]) -> list[dict[str, Any]]:
    """Return each kind of message with what stands, and the mark that ending it would end."""
    found = []
    for kind in current.rules.message_kinds.values():
        answer = answers.get(kind.code)
        own = _about(marks, kind.code)
        found.append(
            {
                "kind": kind,
                "allowed": answer is not None and answer.allowed,
                "state": STATE_OF_MESSAGE[answer.reason if answer else MessageReason.NEVER_SENT],
                "own_mark": own,
                "can_stop": bool(answer and answer.allowed and not kind.service),
            }
        )
    return found


def _uses(work: Work, subject_ref: str, marks: tuple[Mark, ...], rows: tuple[MarkRow, ...]) -> list[dict[str, Any]]:
    """Return the purposes that one can object to, but those of which the messages above are all.

    ``by_own_yes`` is a use that goes on by a yes of its own beside an objection to everything.
    """
    events = events_of(work, subject_ref, rules=current.rules)
    answered = [row for row in rows if row.answered_at is not None]
    found = []
    for purpose in objectable_purposes(current.rules.purposes):
        if purpose.kind in SELLING:
            continue
        consented = standing(events, purpose.code).stands
        objection = objection_to_purpose(marks, purpose, consented=consented)
        last = next((row for row in answered if row.about in (None, purpose.code)), None)
        found.append(
            {
                "purpose": purpose,
                "objection": objection,
                "by_own_yes": objection is None and objection_to_purpose(marks, purpose) is not None,
                "own_mark": _about(marks, purpose.code),
                "answer": shown_mark(work, last) if last is not None else None,
            }
        )
    return found


def _set_by_person(work: Work, marks: tuple[Mark, ...], rows: tuple[MarkRow, ...]) -> dict[str, Any]:
    by_id = {row.id: row for row in rows}
    found = {
        name: next((shown_mark(work, by_id[mark.id]) for mark in marks if mark.kind is kind), None)
        for name, kind in (("restriction", MarkKind.RESTRICTION), ("secret", MarkKind.ADDRESS_SECRECY))
    }
    return {**found, "grounds": [(ground.value, words) for ground, words in GROUND_WORDS.items()]}


def lately_named(work: Work, subject_ref: str, *, authority: Authority | None = None) -> list[tuple[Any, Any, Any]]:
    """Return the newest messages that were let through: when, which kind, by which channel."""
    kinds, channels = current.rules.message_kinds, current.rules.channels
    return [
        (row.at, kinds[row.kind].name, channels[row.channel].name)
        for row in lately_let_through(work, subject_ref, authority=authority)
        if row.kind in kinds and row.channel in channels
    ]


def _about(marks: tuple[Mark, ...], about: str | None) -> Mark | None:
    return next((mark for mark in marks if mark.kind is MarkKind.OBJECTION and mark.about == about), None)
