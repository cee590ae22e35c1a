"""For a person: who speaks for me, what was done in my name, and for whom I speak and act."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate
from werkzeug import Response
from werkzeug.exceptions import NotFound

from waarborg_consent.actions import NewConsent, Saying, Withdrawal, acting, representing, statement_in_force
from waarborg_consent.domain import Authority, ConsentError, How, MayNotAct, NotARepresentative, Standing
from waarborg_consent.own_looks import note_look
from waarborg_consent.pages.representing_words import SCOPE_WORDS, acts_shown, answers, kind_name, state_of
from waarborg_consent.pages.words import choices, page_words
from waarborg_consent.schemas import Digest
from waarborg_consent.shown.log_words import OWN_CONSENTS
from waarborg_shared.auth import ActorKind, require_somebody
from waarborg_shared.clocks import due_on
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.schemas import Code, Line, Reference, Schema

representatives_pages = Blueprint("representatives", __name__, url_prefix="/consent", template_folder="../templates")


class ForAnotherForm(Schema):
    """What a representative says about one purpose, with the statement that was shown beside it."""

    purpose = Code(load_default=None)
    says = fields.String(required=True, validate=validate.OneOf(["yes", "no", "later"]))
    statement_version = Line(32, load_default="")
    text_digest = Digest(load_default=None)


@representatives_pages.get("/representatives")
def mine() -> str:
    """Show a person who speaks for him and for whom he speaks; somebody else is told how to get here."""
    actor = current.actor
    if actor.kind is not ActorKind.PERSON or not actor.subject_ref:
        return render_template("consent/representatives-welcome.html")
    with current.read() as work:
        known = representing.known_of(work, actor.subject_ref, rules=current.rules)
        acts = acting.acts_for(work, actor.subject_ref)
        others = acting.speaks_for(work, actor.subject_ref, rules=current.rules)
        today = due_on(work.now)
    return render_template(
        "consent/representatives.html",
        answers=answers(known, today, own=True),
        known=known,
        acts=acts_shown(acts),
        others=others,
        today=today,
        scope_words=SCOPE_WORDS,
        kind_name=kind_name,
        state_of=state_of,
    )


@representatives_pages.route("/for/<subject_ref>", methods=["GET", "POST"])
def for_another(subject_ref: str) -> Any:
    """Let a representative see what a client said, and say yes, no or later in the client's name."""
    actor = current.actor
    if not actor.signed_in and request.method == "GET":
        return render_template("consent/representatives-welcome.html")
    require_somebody(actor)
    if actor.kind is not ActorKind.PERSON or not actor.subject_ref or not Reference.fits(subject_ref):
        raise NotFound
    form = read_form(ForAnotherForm)
    try:
        if form.ok and _said(form, subject_ref, actor.subject_ref):
            return redirect(url_for("representatives.for_another", subject_ref=subject_ref), 303)
        with current.read() as work:
            authority, stands = acting.stands_for(
                work, subject_ref, representative_ref=actor.subject_ref, rules=current.rules
            )
            acts = acting.acts_for(work, subject_ref)
            version = statement_in_force(work, current.rules)
    except NotARepresentative:
        raise NotFound from None
    except MayNotAct as refused:
        return make_response(render_template("consent/for-another-refused.html", refused=refused.text), 403)
    note_look(subject_ref, OWN_CONSENTS)
    return _shown(form, subject_ref, authority, stands, acts=acts, statement_version=version)


def _said(form: Form, subject_ref: str, representative_ref: str) -> bool:
    typed = form.command
    common = {"subject_ref": subject_ref, "purpose": typed["purpose"], "how": How.PAGE}
    try:
        with current.begin() as work:
            if typed["says"] == "yes":
                shown = {name: typed[name] for name in ("statement_version", "text_digest")}
                given = NewConsent(**common, **shown, language=current.lang)
                acting.record_consent_for(work, given, representative_ref=representative_ref, rules=current.rules)
            elif typed["says"] == "no" and typed["purpose"] is None:
                ended = Withdrawal(**common)
                acting.withdraw_consent_for(work, ended, representative_ref=representative_ref, rules=current.rules)
            else:
                say = acting.say_no_for if typed["says"] == "no" else acting.defer_consent_for
                said = Saying(**common, language=current.lang)
                say(work, said, representative_ref=representative_ref, rules=current.rules)
    except MayNotAct:
        raise
    except ConsentError as error:
        form.refuse("", in_language(error.text))
        return False
    return True


def _shown(
    form: Form,
    subject_ref: str,
    authority: Authority | None,
    stands: tuple[Standing, ...],
    *,
    acts: tuple[acting.Act, ...],
    statement_version: str,
) -> Response:
    assert authority is not None
    page = render_template(
        "consent/for-another.html",
        form=form,
        subject_ref=subject_ref,
        authority=authority,
        as_what=kind_name(authority.kind),
        choices=choices(stands),
        acts=acts_shown(acts),
        statement_version=statement_version,
        **page_words(),
    )
    return make_response(page, 422 if form.errors else 200)
