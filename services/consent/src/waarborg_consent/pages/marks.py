"""A client's objections, restriction, secret address and messages at the desk: record, end, answer."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext, lazy_gettext
from marshmallow import fields, validate
from werkzeug.exceptions import NotFound

from waarborg_consent.actions.acting import kind_of, parties_of
from waarborg_consent.actions.acting_marks import end_mark_for, set_mark_for
from waarborg_consent.actions.links import revoke_links
from waarborg_consent.actions.marks import MarkEnd, NewAnswer, NewMark, answer_objection, end_mark, find_mark, set_mark
from waarborg_consent.actions.marks_reading import in_force, mark_of, mark_rows
from waarborg_consent.actions.representing import known_of
from waarborg_consent.actions.standing_answers import standing_answers
from waarborg_consent.domain import (
    MarkError,
    MarkHow,
    MarkKind,
    MayNotAct,
    NotARepresentative,
    ObjectionAnswer,
    RestrictionGround,
    UnknownPerson,
)
from waarborg_consent.domain.objections import answerable, objectable_purposes
from waarborg_consent.introducing import introduced
from waarborg_consent.models import MarkRow
from waarborg_consent.pages.clients import client_of
from waarborg_consent.pages.mark_words import (
    ANSWER_WORDS,
    AT_THE_DESK,
    EVERY_MESSAGE_NAMED,
    EVERYTHING,
    GROUND_WORDS,
    MARK_HOW_WORDS,
    MARK_WORDS,
    shown_mark,
)
from waarborg_consent.pages.messages import kinds_in_words, lately_named
from waarborg_consent.pages.representing_words import deciding_on_data, kind_name
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import EVERY_MESSAGE, Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import UnknownCase, Work
from waarborg_shared.web import Flag, Form, current, read_form, show_form
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.schemas import Choice, Code, Reference, Schema, Words

marks_pages = Blueprint("marks_pages", __name__, url_prefix="/consent", template_folder="../templates")

ALL = "everything"
"""What stands in the form for an objection to everything, for an empty choice is one that was forgotten."""


_WHO = lazy_gettext("Which representative asks for it?")
_WHO_ELSE = lazy_gettext("only where it is not the client")


class DeskMarkForm(Schema):
    """What a client asked for at the table, by letter or by telephone."""

    kind = Choice(MarkKind, required=True, label=lazy_gettext("What is asked for?"))
    about = Code(
        load_default=None,
        label=lazy_gettext("Objection to what?"),
        needed=lazy_gettext("only for an objection or opt-out"),
    )
    ground = Choice(
        RestrictionGround,
        load_default=None,
        label=lazy_gettext("Why is the use restricted?"),
        needed=lazy_gettext("only for a restriction"),
    )
    how = Choice(MarkHow, required=True, label=lazy_gettext("How was it asked?"))
    by = Reference(load_default=None, label=_WHO, needed=_WHO_ELSE)
    note = Words(
        1_000,
        load_default=None,
        label=lazy_gettext("What was said"),
        hint=lazy_gettext("In the client's own words, and where a letter is kept. It is stored encrypted."),
    )


class DeskEndForm(Schema):
    """That a mark is over, as the client asked."""

    deed = fields.String(load_default="end", validate=validate.OneOf(["end"]))
    how = Choice(MarkHow, required=True, label=lazy_gettext("How was it asked?"))
    by = Reference(load_default=None, label=_WHO, needed=_WHO_ELSE)
    told = Flag(load_default=False, label=lazy_gettext("The client was told before that the restriction ends"))
    end_note = Words(1_000, load_default=None, label=lazy_gettext("What was said"))


class DeskAnswerForm(Schema):
    """What the organisation answers to an objection, for one purpose."""

    deed = fields.String(load_default="answer")
    purpose = Code(required=True, label=lazy_gettext("For which purpose?"))
    outcome = Choice(ObjectionAnswer, required=True, label=lazy_gettext("What is the answer?"))
    reason = Words(
        2_000,
        required=True,
        label=lazy_gettext("Why?"),
        hint=lazy_gettext("The client reads this. Name the grounds and why they weigh more, or not."),
    )


@marks_pages.route("/people/<subject_ref>/messages", methods=["GET", "POST"])
def of_person(subject_ref: str) -> Any:
    """Show a member of staff what a client gets and asked for, and record what was asked now."""
    _may_read(subject_ref)
    form = read_form(DeskMarkForm)
    if form.ok and _recorded(subject_ref, form):
        return redirect(url_for("marks_pages.of_person", subject_ref=subject_ref), 303)
    with current.read() as work:
        rows = mark_rows(work, subject_ref)
        shown = [shown_mark(work, row) for row in rows]
        marks = in_force(work, rows)
        kinds = kinds_in_words(standing_answers(work, subject_ref, rules=current.rules), marks)
        lately = lately_named(work, subject_ref)
        speaking = _speaking(work, subject_ref)
    return show_form(
        "consent/person_messages.html",
        form,
        subject_ref=subject_ref,
        known=client_of(subject_ref),
        marks=shown,
        kinds=kinds,
        lately=lately,
        may_record=Duty.CONSENT_RECORD in current.actor.duties,
        mark_kinds=_named(MARK_WORDS),
        subjects=_subjects(),
        grounds=_named(GROUND_WORDS),
        speaking=speaking,
        ways=_ways(),
    )


def _recorded(subject_ref: str, form: Form) -> bool:
    require_duty(current.actor, Duty.CONSENT_RECORD)
    asked = dict(form.command)
    if asked["kind"] is MarkKind.OBJECTION and asked["about"] is None:
        form.refuse("about", gettext("Choose what the objection is to."))
        return False
    if asked["about"] == ALL:
        asked["about"] = None
    by = asked.pop("by")
    command = NewMark(subject_ref=subject_ref, **asked)

    def act(work: Work) -> None:
        if by is None:
            set_mark(work, command, rules=current.rules)
        else:
            set_mark_for(work, command, representative_ref=parties_of(work, by)[1], rules=current.rules)

    return _done(form, act)


@marks_pages.route("/people/<subject_ref>/marks/<mark_id>", methods=["GET", "POST"])
def one(subject_ref: str, mark_id: str) -> Any:
    """Show one mark, and end it or answer the objection."""
    _may_read(subject_ref)
    answering = request.form.get("deed") == "answer"
    ending = Form(DeskEndForm()) if answering else read_form(DeskEndForm)
    answer = read_form(DeskAnswerForm) if answering else Form(DeskAnswerForm())
    if (ending.ok and _ended(subject_ref, mark_id, ending)) or (answer.ok and _answered(mark_id, answer)):
        return redirect(url_for("marks_pages.one", subject_ref=subject_ref, mark_id=mark_id), 303)
    with current.read() as work:
        row = find_mark(work, subject_ref, mark_id)
        shown = shown_mark(work, row)
        weighed = _weighed(row)
        as_what = kind_of(work, row.representation_id) if row.representation_id else None
        speaking = _speaking(work, subject_ref)
    return show_form(
        "consent/mark.html",
        answer if answer.errors else ending,
        ending=ending,
        answering=answer,
        subject_ref=subject_ref,
        mark=shown,
        weighed=weighed,
        as_what=kind_name(as_what) if as_what else None,
        speaking=speaking,
        outcomes=_named(ANSWER_WORDS),
        ways=_ways(),
        may_record=Duty.CONSENT_RECORD in current.actor.duties,
        may_answer=Duty.OBJECTIONS_ANSWER in current.actor.duties,
    )


def _ended(subject_ref: str, mark_id: str, form: Form) -> bool:
    require_duty(current.actor, Duty.CONSENT_RECORD)
    said = form.command
    by = said["by"]
    command = MarkEnd(mark_id=mark_id, how=said["how"], told=said["told"], note=said["end_note"])

    def act(work: Work) -> None:
        if by is None:
            end_mark(work, command, rules=current.rules)
            return
        ref = parties_of(work, by)[1]
        end_mark_for(work, command, subject_ref=subject_ref, representative_ref=ref, rules=current.rules)

    return _done(form, act)


def _answered(mark_id: str, form: Form) -> bool:
    require_duty(current.actor, Duty.OBJECTIONS_ANSWER)
    said = form.command
    command = NewAnswer(mark_id=mark_id, purpose=said["purpose"], outcome=said["outcome"], reason=said["reason"])
    return _done(form, lambda work: answer_objection(work, command, rules=current.rules))


@marks_pages.post("/people/<subject_ref>/links/end")
def end_links(subject_ref: str) -> Any:
    """Let the links in earlier messages to a client count no more."""
    _may_read(subject_ref)
    require_duty(current.actor, Duty.CONSENT_RECORD)
    with current.begin() as work:
        revoke_links(work, subject_ref)
    return redirect(url_for("marks_pages.of_person", subject_ref=subject_ref), 303)


def _done(form: Form, act: Callable[[Work], object]) -> bool:
    try:
        introduced(act)
    except UnknownCase:
        form.refuse("by", in_language(NotARepresentative.text))
        return False
    except MayNotAct as refused:
        form.refuse("by", in_language(refused.text))
        return False
    except (MarkError, UnknownPerson, KeyDestroyed) as refused:
        form.refuse_by(refused)
        return False
    return True


def _may_read(subject_ref: str) -> None:
    require_duty(current.actor, Duty.CONSENT_READ)
    if not Reference.fits(subject_ref):
        raise NotFound


def _speaking(work: Work, subject_ref: str) -> list[tuple[str, str]]:
    """Return which representatives may decide on the client's data today."""
    return deciding_on_data(known_of(work, subject_ref, rules=current.rules), due_on(work.now))


def _weighed(row: MarkRow) -> list[tuple[str, str]]:
    found = answerable(mark_of(row), current.rules.purposes)
    return [(purpose.code, in_language(purpose.name)) for purpose in found]


def _subjects() -> list[tuple[str, str]]:
    """Return what one can object to: kinds of message first, then uses, then all of either."""
    kinds = [kind for kind in current.rules.message_kinds.values() if not kind.service]
    purposes = objectable_purposes(current.rules.purposes)
    return [
        *((kind.code, gettext("Message: %(what)s", what=in_language(kind.name))) for kind in kinds),
        (EVERY_MESSAGE, gettext(EVERY_MESSAGE_NAMED)),
        *((each.code, gettext("Use: %(what)s", what=in_language(each.name))) for each in purposes),
        (ALL, gettext(EVERYTHING)),
    ]


def _named(words: Any) -> list[tuple[str, str]]:
    return [(code.value, gettext(named)) for code, named in words.items()]


def _ways() -> list[tuple[str, str]]:
    return [(how.value, gettext(MARK_HOW_WORDS[how])) for how in AT_THE_DESK]
