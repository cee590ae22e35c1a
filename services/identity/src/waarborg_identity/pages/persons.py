"""The desk's register of persons."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext

from waarborg_identity import actions
from waarborg_identity.domain import IdentifierKind
from waarborg_identity.schemas import FindForm, NewPersonSchema
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current, noted, read_form, show_form

persons_register = Blueprint("persons_register", __name__, url_prefix="/identity", template_folder="../templates")

KIND_WORDS = {
    IdentifierKind.CLIENT_NUMBER: noted("Client number"),
    IdentifierKind.BSN: noted("BSN"),
}


@persons_register.route("/persons", methods=["GET", "POST"])
def persons() -> Any:
    """Find a person by a number, or go on to register one."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    form = read_form(FindForm)
    if form.ok:
        with current.begin() as work:
            found = actions.find_person(work, form.command["kind"], form.command["find"])
        if found is not None:
            return redirect(url_for("persons_register.person", person_ref=found), 303)
        form.refuse("find", gettext("Nobody is registered with that number."))
    kinds = [(kind.value, gettext(words)) for kind, words in KIND_WORDS.items()]
    return show_form("identity/persons.html", form, kinds=kinds)


@persons_register.route("/persons/new", methods=["GET", "POST"])
def new_person() -> Any:
    """Register a person."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    form = read_form(NewPersonSchema)
    if form.ok:
        try:
            with current.begin() as work:
                made = actions.register_person(work, form.command)
                return redirect(url_for("persons_register.person", person_ref=made.id), 303)
        except actions.AlreadyRegistered as error:
            form.refuse(error.field, gettext("Somebody is registered with that number already."))
    return show_form("identity/new-person.html", form)


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
