"""The desk's pages for the numbers of a person: a client number or a BSN that is added, changed or taken away."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from waarborg_identity import actions
from waarborg_identity.domain import BadGround, IdentifierKind, check_ground
from waarborg_identity.pages.persons import grounds
from waarborg_identity.schemas.doubles import BsnForm, ClientNumberForm
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, current, read_form, show_form

person_numbers = Blueprint("person_numbers", __name__, url_prefix="/identity", template_folder="../templates")

SORTS = {"client-number": IdentifierKind.CLIENT_NUMBER, "bsn": IdentifierKind.BSN}


@person_numbers.route("/persons/<uuid:person_ref>/numbers/<sort>", methods=["GET", "POST"])
def number(person_ref: UUID, sort: str) -> Any:
    """Give a person a client number or a BSN, in place of the one that he had."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    kind = _kind(sort)
    form = read_form(BsnForm if kind is IdentifierKind.BSN else ClientNumberForm)
    if form.ok:
        try:
            with current.begin() as work:
                ground = None
                if kind is IdentifierKind.BSN:
                    ground = check_ground(form.command["ground"], current.rules.purposes)
                actions.put_number(work, str(person_ref), kind, form.command["number"], ground=ground)
            return redirect(url_for("persons_register.person", person_ref=person_ref), 303)
        except BadGround:
            form.refuse("ground", gettext("Choose a purpose for which a law asks for the BSN."))
        except actions.NumberTaken as refused:
            form.refuse_by(refused)
    return _page(form, person_ref, sort)


@person_numbers.post("/persons/<uuid:person_ref>/numbers/<sort>/remove")
def remove(person_ref: UUID, sort: str) -> Any:
    """Take a client number or a BSN away; the last one stays."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    kind = _kind(sort)
    try:
        with current.begin() as work:
            actions.drop_number(work, str(person_ref), kind)
    except actions.LastNumber as refused:
        form = Form((BsnForm if kind is IdentifierKind.BSN else ClientNumberForm)())
        form.refuse_by(refused)
        return _page(form, person_ref, sort)
    return redirect(url_for("persons_register.person", person_ref=person_ref), 303)


def _page(form: Form, person_ref: UUID, sort: str) -> tuple[str, int]:
    with current.begin() as work:
        file = actions.person_file(work, str(person_ref))
    known = next((each for each in file.numbers if each.kind == SORTS[sort]), None)
    return show_form(
        "identity/person-number.html", form, person_ref=person_ref, sort=sort, known=known, purposes=grounds()
    )


def _kind(sort: str) -> IdentifierKind:
    if sort not in SORTS:
        raise NotFound
    return SORTS[sort]
