"""What a person said yes to, and says."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, url_for
from marshmallow import ValidationError, fields, validates_schema
from werkzeug import Response

from waarborg_consent import actions
from waarborg_consent.actions.telling import untold_of
from waarborg_consent.domain import ConsentError, How, Part
from waarborg_consent.pages.words import HISTORY, choices, page_words, said_at
from waarborg_consent.schemas import Digest
from waarborg_shared.auth import ActorKind, Missing, Unauthenticated, require_somebody
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, noted, read_form
from waarborg_shared.web.problems import message_of
from waarborg_shared.web.schemas import Code, Line, Reference, Schema, at_most

mine_pages = Blueprint("mine", __name__, url_prefix="/consent", template_folder="../templates")
mine_pages.add_app_template_filter(said_at, "said_at")


class PartForm(Schema):
    """What of a purpose a choice is about; nothing ticked is all of it, unless the form is for a ``part``."""

    part = Line(1, load_default="")
    categories = fields.List(Code(), load_default=list, validate=at_most(50))
    recipients = fields.List(Code(), load_default=list, validate=at_most(50))

    @validates_schema
    def something_ticked(self, chosen: dict[str, Any], **_: object) -> None:
        """Refuse a part in which nothing is ticked: it would be taken for the whole."""
        if chosen.get("part") and not chosen.get("categories") and not chosen.get("recipients"):
            raise ValidationError(noted("Tick at least one of these."))


class ChoiceForm(PartForm):
    """One purpose, with the statement and the text that were shown beside it."""

    purpose = Code(required=True)
    statement_version = Line(32, required=True)
    text_digest = Digest(load_default=None)


class WithdrawForm(PartForm):
    """One purpose; empty means every one."""

    purpose = Code(load_default=None)


class AnswerForm(Schema):
    """A no, or *later*, to one purpose."""

    purpose = Code(required=True)


class UndoForm(Schema):
    """The choice that is taken back."""

    event_id = Reference(required=True)


@mine_pages.get("/")
def mine() -> str:
    """Show a person what they said yes to; somebody else is told how to get here."""
    if current.actor.kind is not ActorKind.PERSON or not current.actor.subject_ref:
        return render_template("consent/welcome.html", ended=False)
    return _mine(current.actor.subject_ref)


def _mine(subject_ref: str, problem: str = "") -> str:
    with current.read() as work:
        stands = actions.what_stands(work, subject_ref, rules=current.rules)
        happened = actions.history(work, subject_ref, limit=HISTORY)
        undoable = actions.what_can_be_undone(work, subject_ref)
        version = actions.statement_in_force(work, current.rules)
        unread = untold_of(work, subject_ref)
    return render_template(
        "consent/mine.html",
        choices=choices(stands, happened),
        undoable=undoable,
        purposes=current.rules.purposes,
        problem=problem,
        unread=unread,
        statement_version=version,
        **page_words(),
    )


@mine_pages.post("/give")
def give() -> Response:
    """Say yes to one purpose, or to a part of it."""

    def act(work: Work, subject_ref: str, chosen: dict[str, Any]) -> None:
        command = actions.NewConsent(
            subject_ref=subject_ref,
            purpose=chosen["purpose"],
            statement_version=chosen["statement_version"],
            text_digest=chosen["text_digest"],
            language=current.lang,
            part=_part(chosen),
            how=How.PAGE,
        )
        actions.say_yes(work, command, rules=current.rules)

    return _choose(ChoiceForm, act)


@mine_pages.post("/refuse")
def refuse() -> Response:
    """Say no to what was asked, or before it is; what stood of a part of it ends."""
    return _choose(AnswerForm, _saying(actions.say_no))


@mine_pages.post("/later")
def later() -> Response:
    """Leave an answer for later."""
    return _choose(AnswerForm, _saying(actions.defer_consent))


@mine_pages.post("/withdraw")
def withdraw() -> Response:
    """Withdraw one consent, a part of one, or all."""

    def act(work: Work, subject_ref: str, chosen: dict[str, Any]) -> None:
        command = actions.Withdrawal(
            subject_ref=subject_ref, purpose=chosen["purpose"], part=_part(chosen), how=How.PAGE
        )
        actions.withdraw_consent(work, command, rules=current.rules)

    return _choose(WithdrawForm, act)


@mine_pages.post("/undo")
def undo() -> Response:
    """Take back what was chosen a few minutes ago."""

    def act(work: Work, subject_ref: str, chosen: dict[str, Any]) -> None:
        actions.undo_choice(work, subject_ref, chosen["event_id"], rules=current.rules)

    return _choose(UndoForm, act)


Act = Callable[[Work, str, dict[str, Any]], object]


def _saying(action: Callable[..., object]) -> Act:
    def act(work: Work, subject_ref: str, chosen: dict[str, Any]) -> None:
        said = actions.Saying(subject_ref=subject_ref, purpose=chosen["purpose"], language=current.lang, how=How.PAGE)
        action(work, said, rules=current.rules)

    return act


def _choose(schema: type[Schema], act: Act) -> Response:
    """Carry out one choice of the person who is signed in; or show the page again with what is wrong."""
    try:
        subject_ref = _own_reference()
    except Unauthenticated:
        return _sign_in_again()
    form = read_form(schema)
    if not form.ok:
        return _choose_again(subject_ref, form)
    try:
        with current.begin() as work:
            act(work, subject_ref, form.command)
    except ConsentError as error:
        return make_response(_mine(subject_ref, problem=message_of(error)), 422)
    return redirect(url_for("mine.mine"), 303)


def _choose_again(subject_ref: str, form: Form) -> Response:
    wrong = form.error("") or " ".join(form.error(name) for name in form.errors)
    return make_response(_mine(subject_ref, problem=wrong), 422)


def _part(chosen: dict[str, Any]) -> Part:
    return Part(frozenset(chosen["categories"]), frozenset(chosen["recipients"]))


def _sign_in_again() -> Response:
    """Say to somebody whose session ended while his page was open that nothing was done, and how to go on."""
    return make_response(render_template("consent/welcome.html", ended=True), 401)


def _own_reference() -> str:
    actor = current.actor
    require_somebody(actor)
    if actor.kind is not ActorKind.PERSON or not actor.subject_ref:
        raise Missing("own-consents")
    return actor.subject_ref
