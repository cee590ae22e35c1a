"""Purposes for staff: what data are used for, and which new uses were declared to go with it."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext
from werkzeug import Response

from waarborg_consent.actions import purposes as deeds
from waarborg_consent.actions.purposes import DeclarationShown, NewDeclaration
from waarborg_consent.domain.purposes import CompatibilityError, NotDeclared, Point
from waarborg_consent.domain.statement_chapters import GROUNDS
from waarborg_consent.domain.statement_rules import listed, same
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, Purpose, Text
from waarborg_shared.in_words import LEGAL_BASES, source_in_words
from waarborg_shared.web import Form, current, read_form, show_form
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.schemas import Code, Schema, Words

purpose_pages = Blueprint("purposes", __name__, url_prefix="/consent", template_folder="../templates")


class DeclarationForm(Schema):
    """Two purposes, and the five points of art. 6(4) AVG."""

    from_purpose = Code(required=True, label=lazy_gettext("Data given for"))
    to_purpose = Code(required=True, label=lazy_gettext("are used for"))
    link = Words(2_000, required=True, label=lazy_gettext("How are the two purposes linked?"))
    context = Words(
        2_000, required=True, label=lazy_gettext("In which relation were the data given, and what may people expect?")
    )
    nature = Words(2_000, required=True, label=lazy_gettext("What sort of data are they? Are there special ones?"))
    consequences = Words(2_000, required=True, label=lazy_gettext("What may it mean for the people concerned?"))
    safeguards = Words(
        2_000, required=True, label=lazy_gettext("What protects them, such as encryption or pseudonyms?")
    )


class EndForm(Schema):
    """Why a declaration ends."""

    why = Words(2_000, required=True, label=lazy_gettext("Why does it end?"))


@purpose_pages.route("/purposes", methods=["GET", "POST"], endpoint="purposes")
def list_and_declare() -> Response | tuple[str, int]:
    """List the purposes and the declarations, and record a new one."""
    require_duty(current.actor, Duty.CONSENT_READ)
    form = read_form(DeclarationForm)
    if form.ok and _declared(form):
        return redirect(url_for("purposes.purposes"), 303)
    with current.read() as work:
        declarations = deeds.list_declarations(work)
    known = current.rules.purposes.values()
    choices = [(each.code, in_language(each.name)) for each in known if not each.rests_on_consent]
    return show_form(
        "consent/purposes.html",
        form,
        entries=[_entry(each) for each in known],
        declarations=declarations,
        choices_from=choices,
        choices_to=choices,
        points=[point.value for point in Point],
        purpose_name=_name,
        may=Duty.STATEMENT_KEEP in current.actor.duties,
    )


@purpose_pages.route("/purposes/declarations/<uuid:declaration_id>", methods=["GET", "POST"])
def declaration(declaration_id: object) -> Response | tuple[str, int]:
    """Show one declaration with its five answers, and end it."""
    require_duty(current.actor, Duty.CONSENT_READ)
    form = read_form(EndForm)
    if form.ok:
        require_duty(current.actor, Duty.STATEMENT_KEEP)
        with current.begin() as work:
            deeds.end_declaration(work, str(declaration_id), form.command["why"])
        return redirect(url_for("purposes.declaration", declaration_id=declaration_id), 303)
    points = [(point, str(DeclarationForm().fields[point.value].metadata["label"])) for point in Point]
    return show_form(
        "consent/declaration.html",
        form,
        declared=_found(str(declaration_id)),
        points=points,
        purpose_name=_name,
        may=Duty.STATEMENT_KEEP in current.actor.duties,
    )


def _declared(form: Form) -> bool:
    require_duty(current.actor, Duty.STATEMENT_KEEP)
    said: dict[str, Any] = form.command
    command = NewDeclaration(
        from_purpose=said["from_purpose"],
        to_purpose=said["to_purpose"],
        answers={point: said[point.value] for point in Point},
    )
    try:
        with current.begin() as work:
            deeds.declare_compatible(work, command, rules=current.rules)
    except CompatibilityError as error:
        form.refuse_by(error)
        return False
    return True


def _found(declaration_id: str) -> DeclarationShown:
    with current.read() as work:
        found = [each for each in deeds.list_declarations(work) if each.declaration.id == declaration_id]
    if not found:
        raise NotDeclared(declaration_id)
    return found[0]


def _name(code: str) -> str:
    purpose = current.rules.purposes.get(code)
    return in_language(purpose.name) if purpose is not None else code


def _entry(purpose: Purpose) -> tuple[Text, ...]:
    """Return a purpose as a row: its name, bases, special grounds, data, and where it stands."""
    rules = current.rules
    grounds = (
        listed((GROUNDS[each] for each in purpose.special_grounds), between="; ")
        if purpose.special_grounds
        else same("–")
    )
    names = listed(rules.categories[code].name for code in purpose.categories) if purpose.categories else same("–")
    source = source_in_words(purpose.source, rules.organisation.source_words)
    return purpose.name, listed(LEGAL_BASES[each] for each in purpose.bases), grounds, names, source
