"""Print a letter for a client at the desk: staff choose which, say to whom it goes, and nothing of that is kept."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext
from marshmallow import fields, validate
from werkzeug.exceptions import NotFound

from waarborg_consent.actions.letters import note_letter
from waarborg_consent.actions.looks import take_own_look
from waarborg_consent.pages.clients import client_of
from waarborg_consent.pages.letters import LETTERS
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, current, read_form, show_form
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.schemas import Line, Reference, Schema, Words

letter_pages = Blueprint("letters", __name__, url_prefix="/consent", template_folder="../../templates")


class LetterForm(Schema):
    """Which letter, and what goes above it."""

    letter = fields.String(
        required=True,
        validate=validate.OneOf([each.code for each in LETTERS]),
        metadata={"label": lazy_gettext("Which letter?")},
    )
    addressee = Words(
        400,
        load_default=None,
        label=lazy_gettext("Name and address on the letter"),
        hint=lazy_gettext("It is printed and not kept."),
    )
    salutation = Line(
        100,
        load_default=None,
        label=lazy_gettext("Salutation"),
        hint=lazy_gettext("Such as: Dear Mrs Jansen. It is printed and not kept."),
    )


@letter_pages.route("/people/<subject_ref>/letter", methods=["GET", "POST"])
def letter(subject_ref: str) -> Any:
    """Show the choice of letters, and the letter itself, ready to print."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    if not Reference.fits(subject_ref):
        raise NotFound
    known = client_of(subject_ref)
    form = read_form(LetterForm, values={"letter": _asked_for(), "addressee": known.name if known else ""})
    if form.ok:
        return _printed(subject_ref, form)
    duties = current.actor.duties
    letters = [(each.code, in_language(each.title)) for each in LETTERS if each.duty is None or each.duty in duties]
    return show_form("consent/letter-choice.html", form, subject_ref=subject_ref, known=known, letters=letters)


def _asked_for() -> str:
    """The letter that a link to this page asks for; none where there is no such letter."""
    asked = request.args.get("letter", "")
    return asked if asked in {each.code for each in LETTERS} else ""


def _printed(subject_ref: str, form: Form) -> str:
    said, lang = form.command, current.lang
    chosen = next(each for each in LETTERS if each.code == said["letter"])
    if chosen.duty is not None:
        require_duty(current.actor, chosen.duty)
    with current.begin() as work:
        written = chosen.write(work, subject_ref, current.rules, lang)
        take_own_look(work, subject_ref, record_type=chosen.look)
        note_letter(work, subject_ref, letter=chosen.code, language=lang)
        today = due_on(work.now)
    return render_template(
        "consent/letter.html",
        letter=chosen,
        written=written,
        subject_ref=subject_ref,
        addressee=said["addressee"],
        salutation=said["salutation"],
        today=today,
    )
