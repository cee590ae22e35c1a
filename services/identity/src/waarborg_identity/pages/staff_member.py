"""One member of staff: everything of him on one page, and a page for each thing that can be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import Schema

from waarborg_identity.actions import (
    factor_resets,
    outside_links,
    staff_absences,
    staff_details,
    staff_grants,
    staff_reading,
    stand_ins,
)
from waarborg_identity.actions.accounts import label_of
from waarborg_identity.actions.staff_reading import StaffFile
from waarborg_identity.actions.staff_review import end_rights
from waarborg_identity.actions.staff_rows import StaleAccount
from waarborg_identity.domain.staff_factors import Checked
from waarborg_identity.domain.stand_ins import Answer
from waarborg_identity.pages.outside_issuers import issuer_name, issuers
from waarborg_identity.pages.staff import REFUSALS, code_page, refuse_by
from waarborg_identity.pages.staff_rows import absence_row, grant_row, reset_row, roles_to_give, staff_row, step_row
from waarborg_identity.schemas import staff as typed
from waarborg_identity.schemas.outside import LinkSchema
from waarborg_identity.texts.staff import ANSWERS, CHECKED
from waarborg_shared.auth import require_duty
from waarborg_shared.config import IssuerKind
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, noted, read_form
from waarborg_shared.web.i18n import in_language as said

staff_member = Blueprint("staff_member", __name__, url_prefix="/identity/staff", template_folder="../templates")


@dataclass(frozen=True)
class Deed:
    """Something that can be done to an account: its form, what it does, and how it is called."""

    schema: type[Schema]
    do: Callable[[Work, str, Any, int], object]
    title: str
    button: str


def _grant(work: Work, ref: str, command: Any, revision: int) -> object:
    return staff_grants.give_role(work, ref, command, revision=revision, rules=current.rules)


def _end(work: Work, ref: str, command: Any, revision: int) -> object:
    grant, reason = command["grant_id"], command["reason"]
    return staff_grants.end_grant(work, ref, grant, reason, revision=revision, rules=current.rules)


def _disable(work: Work, ref: str, command: Any, revision: int) -> object:
    return staff_grants.shut_account(work, ref, command["reason"], revision=revision, rules=current.rules)


def _enable(work: Work, ref: str, command: Any, revision: int) -> object:
    return staff_grants.enable_account(work, ref, command["reason"], revision=revision)


def _details(work: Work, ref: str, command: Any, revision: int) -> object:
    return staff_details.change_details(work, ref, _only_changed(work, ref, command), revision=revision)


def _papers(work: Work, ref: str, command: Any, revision: int) -> object:
    return staff_details.note_papers(work, ref, command, revision=revision, rules=current.rules)


def _absence(work: Work, ref: str, command: Any, revision: int) -> object:
    return staff_absences.record_absence(work, ref, command, revision=revision, rules=current.rules)


def _end_absence(work: Work, ref: str, command: Any, revision: int) -> object:
    absence, reason = command["absence_id"], command["reason"]
    return staff_absences.end_absence(work, ref, absence, reason, revision=revision, rules=current.rules)


def _stand_in(work: Work, ref: str, command: Any, revision: int) -> object:
    absence, answer, why = command["absence_id"], command["answer"], command["reason"]
    return stand_ins.answer_stand_in(work, ref, absence, answer, why=why, revision=revision, rules=current.rules)


def _ask_reset(work: Work, ref: str, command: Any, revision: int) -> object:
    return factor_resets.ask_factor_reset(work, ref, command["reason"], revision=revision)


def _confirm_reset(work: Work, ref: str, command: Any, revision: int) -> object:
    reset, reason = command["reset_id"], command["reason"]
    return factor_resets.confirm_factor_reset(work, ref, reset, reason, revision=revision)


def _reset_in_person(work: Work, ref: str, command: Any, revision: int) -> object:
    return factor_resets.reset_factor_in_person(work, ref, command, revision=revision)


def _end_rights(work: Work, ref: str, command: Any, revision: int) -> object:
    return end_rights(work, ref, command["reason"], revision=revision, rules=current.rules)


def _link(work: Work, ref: str, command: Any, revision: int) -> object:
    return outside_links.link_account(work, ref, command["code"], revision=revision, rules=current.rules)


def _unlink(work: Work, ref: str, command: Any, revision: int) -> object:
    return outside_links.unlink_account(work, ref, command["reason"], revision=revision)


DEEDS: Mapping[str, Deed] = {
    "grant": Deed(typed.GrantSchema, _grant, noted("Give a role"), noted("Give this role")),
    "end": Deed(typed.EndGrantForm, _end, noted("End a role"), noted("End this role")),
    "disable": Deed(typed.ReasonSchema, _disable, noted("Disable the account"), noted("Disable")),
    "enable": Deed(typed.ReasonSchema, _enable, noted("Enable the account"), noted("Enable")),
    "details": Deed(typed.DetailsForm, _details, noted("Change name or address"), noted("Save")),
    "papers": Deed(typed.PapersForm, _papers, noted("VOG and secrecy"), noted("Save")),
    "absence": Deed(typed.AbsenceSchema, _absence, noted("Record leave"), noted("Record it")),
    "absence-end": Deed(typed.EndAbsenceForm, _end_absence, noted("End the leave"), noted("End the leave")),
    "stand-in": Deed(typed.StandInForm, _stand_in, noted("Stand-in during leave"), noted("Give this answer")),
    "factor-ask": Deed(typed.ReasonSchema, _ask_reset, noted("Second factor lost"), noted("Ask a second person")),
    "factor-confirm": Deed(
        typed.ConfirmForm, _confirm_reset, noted("Confirm as the second person"), noted("Yes, let it count no more")
    ),
    "factor-in-person": Deed(
        typed.SeenSchema,
        _reset_in_person,
        noted("Second factor lost, in person"),
        noted("Let the old one count no more"),
    ),
    "link": Deed(LinkSchema, _link, noted("Link to an outside issuer"), noted("Link the account")),
    "unlink": Deed(typed.ReasonSchema, _unlink, noted("Undo the link"), noted("Undo the link")),
    "review-end": Deed(typed.ReasonSchema, _end_rights, noted("End all roles by the review"), noted("End all roles")),
}


@staff_member.get("/<uuid:account_id>")
def member(account_id: UUID) -> str:
    """Show everything of a member of staff; who looked is on his timeline."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    everything = request.args.get("timeline") == "all"
    with current.begin() as work:
        file = staff_reading.staff_file(work, str(account_id), rules=current.rules, everything=everything)
        links = [issuer_name(each.issuer) for each in outside_links.links_of(work, str(account_id))]
    grants = sorted(file.shown.grants, key=lambda each: (each.ended_at is not None, each.starts_at))
    return render_template(
        "identity/staff-member.html",
        row=staff_row(file.shown, file.names),
        file=file,
        grants=[grant_row(each, file.names) for each in grants],
        absences=[absence_row(each, file.names) for each in file.shown.absences],
        resets=[reset_row(each, file.names) for each in file.resets],
        steps=[step_row(each, file.names) for each in reversed(file.steps)],
        links=links,
        can_link=bool(issuers(IssuerKind.STAFF)),
        everything=everything or len(file.steps) < staff_reading.NEWEST,
    )


@staff_member.post("/<uuid:account_id>/code")
def code(account_id: UUID) -> ResponseReturnValue:
    """Make a new code for a newcomer's letter, and show it this once."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    try:
        with current.begin() as work:
            made = staff_details.make_first_code(work, str(account_id))
            file = staff_reading.staff_file(work, str(account_id), rules=current.rules)
        return code_page(str(account_id), label_of(file.shown.username), made)
    except staff_details.StaffError as refused:
        form = Form(typed.ReasonSchema())
        form.refuse_by(refused)
        return make_response(render_template("identity/staff-refused.html", form=form, account_id=account_id), 422)


@staff_member.route("/<uuid:account_id>/<deed>", methods=["GET", "POST"])
def do(account_id: UUID, deed: str) -> ResponseReturnValue:
    """Show the form of one thing that can be done, and do it."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    known = DEEDS.get(deed) or abort(404)
    form, status = read_form(known.schema), 200
    if form.ok:
        try:
            with current.begin() as work:
                known.do(work, str(account_id), form.command, _revision())
            return redirect(url_for("staff_member.member", account_id=account_id), 303)
        except REFUSALS as refused:
            refuse_by(form, refused)
        except StaleAccount as refused:
            form.refuse_by(refused)
            status = 412
    if form.errors:
        status = max(status, 422) if status == 200 else status
    return _deed_page(account_id, deed, form, status)


def _deed_page(account_id: UUID, deed: str, form: Form, status: int) -> ResponseReturnValue:
    with current.begin() as work:
        file = staff_reading.staff_file(work, str(account_id), rules=current.rules)
        colleagues = staff_reading.choose_from(work) if deed == "absence" else []
    if request.method == "GET":
        form.values.update(_what_there_is(file, deed))
    page = render_template(
        "identity/staff-deed.html",
        form=form,
        deed=deed,
        title=gettext(DEEDS[deed].title),
        button=gettext(DEEDS[deed].button),
        row=staff_row(file.shown, file.names),
        revision=request.form.get("_revision", file.revision) if status == 412 else file.revision,
        grants=[grant_row(each, file.names) for each in file.shown.grants],
        roles=roles_to_give(),
        colleagues=[(ref, name) for ref, name in colleagues if ref not in (str(account_id), current.actor.ref)],
        asked=_leave_asked(file, form) if deed == "stand-in" else None,
        answers=[(each.value, said(ANSWERS[each])) for each in Answer],
        checks=[(each.value, said(CHECKED[each])) for each in Checked],
    )
    return make_response(page, status)


def _what_there_is(file: StaffFile, deed: str) -> dict[str, Any]:
    """What a form shows before anybody typed: what is kept, and what the link was about."""
    shown = file.shown
    if deed == "details":
        kept = {"username": shown.username, "name": shown.name, "contact": file.contact}
        return {name: label_of(written) for name, written in kept.items()}
    if deed == "papers":
        days = {"certificate_seen_on": shown.certificate_seen_on, "secrecy_signed_on": shown.secrecy_signed_on}
        return {name: day.isoformat() for name, day in days.items() if day}
    asked = {
        "end": "grant_id",
        "absence-end": "absence_id",
        "stand-in": "absence_id",
        "factor-confirm": "reset_id",
    }.get(deed)
    return {asked: request.args.get("which", "")} if asked else {}


def _leave_asked(file: StaffFile, form: Form) -> dict[str, Any] | None:
    """The leave that a form asks about, in words; None where there is none such or it is over."""
    found = (each for each in file.shown.absences if each.id == form.value("absence_id"))
    return next((absence_row(each, file.names) for each in found), None)


def _only_changed(work: Work, ref: str, command: Mapping[str, str]) -> staff_details.Details:
    """What differs from what is kept, so that the timeline tells of nothing that stayed."""
    kept = staff_details.details_of(work, ref)
    wanted = {name: value for name, value in command.items() if value.strip() != getattr(kept, name)}
    return staff_details.Details(**wanted)


def _revision() -> int:
    """Return which revision the form was made for; one that nobody was shown is stale."""
    typed_revision = request.form.get("_revision", "")
    return int(typed_revision) if typed_revision.isascii() and typed_revision.isdigit() else 0
