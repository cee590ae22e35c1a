"""The desk's pages for doubles: who may be registered twice, two side by side, undoing a merge, splitting one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext

from waarborg_identity import actions
from waarborg_identity.domain import IdentifierKind
from waarborg_identity.domain.doubles import BadSplit, CannotMerge, MergedOnTop, Sign
from waarborg_identity.pages.persons import grounds, has_ground, kinds
from waarborg_identity.schemas import FindForm
from waarborg_identity.schemas import doubles as told
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.i18n import in_language as said

doubles_pages = Blueprint("doubles", __name__, url_prefix="/identity", template_folder="../templates")

SIGN_WORDS = {Sign.NAME: noted("The same name"), Sign.NUMBER: noted("A number that looks the same")}


@doubles_pages.get("/doubles")
def doubles() -> str:
    """List who may be registered twice."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    with current.read() as work:
        pairs = actions.possible_doubles(work)
    return render_template("identity/doubles.html", pairs=pairs, sign_words=SIGN_WORDS)


@doubles_pages.route("/doubles/<uuid:one_ref>/<uuid:other_ref>", methods=["GET", "POST"])
def compare(one_ref: UUID, other_ref: UUID) -> Any:
    """Show two registrations side by side, and merge them or say that they are two."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    one, other = str(one_ref), str(other_ref)
    if one == other:
        abort(404)  # one registration beside itself is no pair
    form = read_form(told.CompareForm)
    if form.ok:
        try:
            return redirect(_judged(one, other, form), 303)
        except CannotMerge as refused:
            form.refuse_by(refused)
    with current.begin() as work:
        files = [actions.person_file(work, ref) for ref in (one, other)]
    return show_form("identity/double.html", form, files=files, same=len({_goes_by(file) for file in files}) == 1)


def _judged(one: str, other: str, form: Form) -> str:
    """Do what was said of two, and return where to go on. Raises CannotMerge."""
    verdict, reason = form.command["verdict"], form.command["reason"]
    with current.begin() as work:
        if verdict is told.Verdict.APART:
            actions.say_apart(work, one, other, reason)
            return url_for("doubles.doubles")
        kept, merged = (one, other) if verdict is told.Verdict.ONE_STAYS else (other, one)
        actions.merge_persons(work, kept, merged, reason)
        return url_for("persons_register.person", person_ref=kept)


@doubles_pages.route("/persons/<uuid:person_ref>/same-as", methods=["GET", "POST"])
def same_as(person_ref: UUID) -> Any:
    """Find, by a number, another registration that may be of the same person, and go on to both side by side."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    form = read_form(FindForm)
    with current.begin() as work:
        actions.check_person(work, str(person_ref))
        ref = actions.current_ref(work, str(person_ref))
        found = _found(work, form)
    if form.ok:
        if found is not None and found != ref:
            return redirect(url_for("doubles.compare", one_ref=ref, other_ref=found), 303)
        words = gettext("Nobody is registered with that number.") if found is None else gettext("That is this person.")
        form.refuse("find", words)
    return show_form("identity/same-as.html", form, kinds=kinds(), grounds=grounds(), person_ref=ref)


def _found(work: Work, form: Form) -> str | None:
    """Return whom a search finds; a BSN without a purpose that may be is refused in the form."""
    if not form.ok or not has_ground(form, form.command["ground"]):
        return None
    return actions.find_person(work, form.command["kind"], form.command["find"], ground=form.command["ground"])


@doubles_pages.route("/persons/<uuid:person_ref>/undo", methods=["GET", "POST"])
def undo(person_ref: UUID) -> Any:
    """Let a merged registration be somebody of his own again; who is so already has nothing to undo."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    form = read_form(told.UndoSchema)
    if form.ok:
        try:
            with current.begin() as work:
                actions.undo_merge(work, str(person_ref), form.command["reason"])
            return redirect(url_for("persons_register.person", person_ref=person_ref), 303)
        except MergedOnTop as refused:
            form.refuse_by(refused)
    with current.begin() as work:
        actions.check_person(work, str(person_ref))
        kept = actions.current_ref(work, str(person_ref))
    if kept == str(person_ref):
        return redirect(url_for("persons_register.person", person_ref=person_ref))
    return show_form("identity/undo-merge.html", form, merged_ref=person_ref, kept_ref=kept)


@doubles_pages.route("/persons/<uuid:person_ref>/split", methods=["GET", "POST"])
def split(person_ref: UUID) -> Any:
    """Give numbers of a person to a new reference."""
    require_duty(current.actor, Duty.PERSONS_REGISTER)
    form = read_form(told.NewSplitSchema)
    if form.ok:
        try:
            with current.begin() as work:
                made = actions.split_person(work, str(person_ref), form.command)
            return redirect(url_for("persons_register.person", person_ref=made), 303)
        except (BadSplit, CannotMerge) as refused:
            form.refuse_by(refused)
    with current.begin() as work:
        file = actions.person_file(work, str(person_ref))
    ref = _goes_by(file)
    choices = [(number.id, number_words(number)) for number in file.numbers if number.given_to == ref]
    merged = [merge.merged_ref for merge in file.merges if merge.kept_ref == ref]
    return show_form("identity/split-person.html", form, person_ref=ref, numbers=choices, merged=merged)


def number_words(number: actions.NumberShown) -> str:
    """Return a number as a page tells it: which sort, and what it is where that may be seen."""
    if number.kind == IdentifierKind.BSN:
        return gettext("BSN (known, not shown)")
    shown = said(number.number)
    if number.partner:
        return gettext("Number at %(partner)s: %(number)s", partner=number.partner, number=shown)
    return gettext("Client number: %(number)s", number=shown)


def _goes_by(file: actions.PersonFile) -> str:
    return file.person.merged_into or file.person.person_ref
