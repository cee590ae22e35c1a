"""The desk's help for a person who lost what he signs in with: take it away, after making sure who asks."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from waarborg_identity import actions
from waarborg_identity.domain import FactorKind
from waarborg_identity.pages.passwords import IDENTIFIED_WORDS
from waarborg_identity.schemas import IdentifiedForm
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current, read_form, show_form

person_sign_in = Blueprint("person_sign_in", __name__, url_prefix="/identity", template_folder="../templates")


@person_sign_in.route("/persons/<uuid:person_ref>/sign-in", methods=["GET", "POST"])
def lost(person_ref: UUID) -> Any:
    """Show how a person signs in, and take it away when he lost it: a new letter then lets him begin anew."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    if not current.rules.organisation.person_accounts:
        raise NotFound
    form = read_form(IdentifiedForm)
    if form.ok:
        with current.begin() as work:
            actions.reset_person(work, str(person_ref), how=form.command["how"])
        return redirect(url_for("persons_register.person", person_ref=person_ref), 303)
    with current.read() as work:
        actions.check_person(work, str(person_ref))
        factors = actions.factors_of(work, actions.current_ref(work, str(person_ref)))
    hows = [(how.value, gettext(words)) for how, words in IDENTIFIED_WORDS.items()]
    return show_form(
        "identity/person-sign-in.html",
        form,
        person_ref=person_ref,
        hows=hows,
        passkeys=len([each for each in factors if each.kind is FactorKind.PASSKEY]),
        apps=len([each for each in factors if each.kind is FactorKind.TOTP]),
    )
