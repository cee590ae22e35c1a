"""Withdrawing for who proved in one way alone who he is: it shows nothing of what was said, and never says yes."""

from flask import Blueprint, make_response, render_template
from flask_babel import gettext
from marshmallow import fields, validate
from werkzeug import Response

from waarborg_consent import actions
from waarborg_consent.actions.marks import NewMark, set_mark
from waarborg_consent.domain import AlreadyMarked, AlreadyWithdrawn, ConsentError, How, MarkError, NotNow
from waarborg_consent.domain.marks import MarkHow, MarkKind
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks.values import EVERY_MESSAGE
from waarborg_shared.uow import Work
from waarborg_shared.web import current, one_proof_does, read_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.problems import message_of
from waarborg_shared.web.schemas import Code, Schema

withdrawing_pages = Blueprint("withdrawing", __name__, url_prefix="/consent", template_folder="../templates")


class StopForm(Schema):
    """One purpose, or empty for every one; or all messages that one can opt out of (art. 21(3) AVG)."""

    purpose = Code(load_default=None)
    about = fields.String(load_default="", validate=validate.OneOf(["", EVERY_MESSAGE]))


@withdrawing_pages.route("/stop", methods=["GET", "POST"])
@one_proof_does
def stop() -> Response:
    """Let a person end what he said yes to, or say no beforehand, without a word of what stands.

    The answer is the same whether anything stood or not: whoever found a letter learns nothing by it, and all that he
    can do is what the person can undo.
    """
    subject_ref = current.actor.subject_ref
    form = read_form(StopForm)
    if current.actor.kind is not ActorKind.PERSON or not subject_ref:
        ended = bool(form.ok or form.errors)
        return make_response(render_template("consent/welcome.html", ended=ended), 401 if ended else 200)
    if form.errors:
        return _page(problem=" ".join(form.error(name) for name in form.errors))
    if not form.ok:
        return _page()
    purpose, messages = form.command["purpose"], bool(form.command["about"])
    try:
        with current.begin() as work:
            if messages:
                _stop_messages(work, subject_ref)
            else:
                _end(work, subject_ref, purpose)
    except (AlreadyWithdrawn, NotNow, AlreadyMarked):
        pass
    except (ConsentError, MarkError) as refused:
        return _page(problem=message_of(refused))
    if messages:
        return _page(done=gettext("messages that you can opt out of"))
    return _page(done=said(current.rules.purposes[purpose].name) if purpose else gettext("everything"))


def _stop_messages(work: Work, subject_ref: str) -> None:
    mark = NewMark(subject_ref=subject_ref, kind=MarkKind.OBJECTION, how=MarkHow.PAGE, about=EVERY_MESSAGE)
    set_mark(work, mark, rules=current.rules)


def _end(work: Work, subject_ref: str, purpose: str | None) -> None:
    if purpose is None:
        everything = actions.Withdrawal(subject_ref=subject_ref, purpose=None, how=How.PAGE)
        actions.withdraw_consent(work, everything, rules=current.rules)
        return
    no = actions.Saying(subject_ref=subject_ref, purpose=purpose, language=current.lang, how=How.PAGE)
    actions.say_no(work, no, rules=current.rules)


def _page(*, done: str = "", problem: str = "") -> Response:
    purposes = [each for each in current.rules.purposes.values() if each.takes_consent]
    page = render_template(
        "consent/stop.html", purposes=purposes, done=done, problem=problem, every_message=EVERY_MESSAGE
    )
    return make_response(page, 422 if problem else 200)
