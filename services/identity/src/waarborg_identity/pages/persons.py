"""The desk's register of persons."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext

from waarborg_identity import actions
from waarborg_identity.domain import BadGround, IdentifierKind, check_ground
from waarborg_identity.schemas import FindForm, NewPersonSchema
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, LegalBasis
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.i18n import in_language as said

persons_register = Blueprint("persons_register", __name__, url_prefix="/identity", template_folder="../templates")

KIND_WORDS = {
    IdentifierKind.CLIENT_NUMBER: noted("Client number"),
    IdentifierKind.BSN: noted("BSN"),
}


def kinds() -> list[tuple[str, str]]:
    """Return by which numbers somebody is searched; by a BSN where a law asks for it for any purpose."""
    known = [kind for kind in KIND_WORDS if kind is not IdentifierKind.BSN or grounds()]
    return [(kind.value, gettext(KIND_WORDS[kind])) for kind in known]


def grounds() -> list[tuple[str, str]]:
    """Return the purposes for which a law asks for a BSN, to choose from (B11)."""
    purposes = current.rules.purposes.values()
    return [(each.code, said(each.name)) for each in purposes if LegalBasis.LEGAL_DUTY in each.bases]


def has_ground(form: Form, ground: str | None) -> bool:
    """Whether a BSN in a form is for a purpose that may be; None says that there is no BSN. Says so where not."""
    try:
        return ground is None or bool(check_ground(ground, current.rules.purposes))
    except BadGround:
        form.refuse("ground", gettext("Choose a purpose for which a law asks for the BSN."))
        return False


@persons_register.route("/persons", methods=["GET", "POST"])
def persons() -> Any:
    """Find a person by a number, or go on to register one."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    form = read_form(FindForm)
    if form.ok and has_ground(form, form.command["ground"]):
        command = form.command
        with current.begin() as work:
            found = actions.find_person(work, command["kind"], command["find"], ground=command["ground"])
        if found is not None:
            return redirect(url_for("persons_register.person", person_ref=found), 303)
        form.refuse("find", gettext("Nobody is registered with that number."))
    return show_form("identity/persons.html", form, kinds=kinds(), grounds=grounds())


@persons_register.route("/persons/new", methods=["GET", "POST"])
def new_person() -> Any:
    """Register a person."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    form = read_form(NewPersonSchema)
    if form.ok and has_ground(form, form.command.ground if form.command.bsn else None):
        try:
            with current.begin() as work:
                made = actions.register_person(work, form.command)
                return redirect(url_for("persons_register.person", person_ref=made.id), 303)
        except actions.AlreadyRegistered as error:
            form.refuse(error.field, gettext("Somebody is registered with that number already."))
    return show_form("identity/new-person.html", form, grounds=grounds())


@persons_register.get("/persons/<uuid:person_ref>")
def person(person_ref: UUID) -> Any:
    """Show what is known of a person here; a merged reference leads to the one that stayed."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    with current.begin() as work:
        file = actions.person_file(work, str(person_ref))
    if file.person.merged_into is not None:
        return redirect(url_for("persons_register.person", person_ref=file.person.merged_into))
    return render_template("identity/person.html", person=file.person, file=file)


@persons_register.post("/persons/<uuid:person_ref>/letter")
def letter(person_ref: UUID) -> str:
    """Make a number and code for a letter to a person, and show them this once."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    with current.begin() as work:
        made = actions.make_letter_code(work, str(person_ref))
    return render_template("identity/letter.html", made=made, person_ref=person_ref)
